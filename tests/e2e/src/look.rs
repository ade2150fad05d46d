//! How a page is looked at: in the dark, with forced colours, on paper, on a narrow screen, with large text. Set in a running browser,
//! so that one start shows every page in every light.

use crate::browser::{Browser, Side};
use crate::chromium;
use anyhow::{Context, Result};
use base64::Engine;
use serde_json::json;
use std::path::PathBuf;

/// A way to look at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Light,
    /// Dark colour scheme.
    Dark,
    /// Forced colours (the system's contrast themes).
    Forced,
    /// As it is printed.
    Print,
    /// A screen of 320 CSS pixels.
    Narrow,
    /// Text at twice its size: Firefox enlarges the text alone, Chromium the page in a window of the same size.
    Large,
}

impl Look {
    /// All of them.
    pub const ALL: [Look; 6] = [
        Look::Light,
        Look::Dark,
        Look::Forced,
        Look::Print,
        Look::Narrow,
        Look::Large,
    ];

    /// Its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Look::Light => "light",
            Look::Dark => "dark",
            Look::Forced => "forced",
            Look::Print => "print",
            Look::Narrow => "320",
            Look::Large => "200",
        }
    }
}

impl Browser {
    /// Looks at the current tab in this way from now on.
    pub fn look(&self, look: Look) -> Result<()> {
        match &self.side {
            Side::Chromium(side) => self.run(async {
                let session = side.page(&String::from(self.client().window().await?))?;
                let scheme = if look == Look::Dark { "dark" } else { "light" };
                let forced = if look == Look::Forced { "active" } else { "none" };
                let media = json!({
                    "media": if look == Look::Print { "print" } else { "" },
                    "features": [
                        {"name": "prefers-color-scheme", "value": scheme},
                        {"name": "forced-colors", "value": forced},
                    ],
                });
                side.cdp
                    .call(Some(&session), "Emulation.setEmulatedMedia", media)
                    .await?;
                let (width, scale) = match look {
                    Look::Narrow => (320, 1),
                    Look::Large => (640, 2),
                    _ => {
                        side.cdp
                            .call(
                                Some(&session),
                                "Emulation.clearDeviceMetricsOverride",
                                json!({}),
                            )
                            .await?;
                        return Ok(());
                    }
                };
                let size = json!({"width": width, "height": 800, "deviceScaleFactor": scale, "mobile": false});
                side.cdp
                    .call(Some(&session), "Emulation.setDeviceMetricsOverride", size)
                    .await?;
                Ok(())
            }),
            Side::Firefox(side) => {
                let body = format!(
                    "const browser = gBrowser.selectedBrowser, context = browser.browsingContext;
                     context.prefersColorSchemeOverride = '{}';
                     context.mediumOverride = '{}';
                     context.textZoom = {};
                     Services.prefs.setIntPref('browser.display.document_color_use', {});
                     browser.style.width = '{}'; browser.style.flex = '{}';",
                    if look == Look::Dark { "dark" } else { "light" },
                    if look == Look::Print { "print" } else { "" },
                    if look == Look::Large { 2 } else { 1 },
                    if look == Look::Forced { 2 } else { 0 },
                    if look == Look::Narrow { "320px" } else { "" },
                    if look == Look::Narrow { "none" } else { "" },
                );
                self.run(side.chrome(&body)).map(drop)
            }
        }?;
        let wanted = match look {
            Look::Dark => "matchMedia('(prefers-color-scheme: dark)').matches",
            Look::Forced => "matchMedia('(forced-colors: active)').matches",
            Look::Print => "matchMedia('print').matches",
            Look::Narrow => "innerWidth === 320",
            Look::Large | Look::Light => {
                "matchMedia('(prefers-color-scheme: light)').matches && innerWidth > 320"
            }
        };
        self.until(&format!("the page is seen so: {}", look.name()), || {
            Ok((self.eval(wanted)? == true).then_some(()))
        })
    }

    /// A picture of the whole page, also of what is below the window's edge.
    pub fn whole_picture(&self, name: &str) -> Result<PathBuf> {
        let png = self.run(async {
            match &self.side {
                Side::Chromium(side) => {
                    let session = side.page(&String::from(self.client().window().await?))?;
                    chromium::whole(&side.cdp, &session).await
                }
                Side::Firefox(_) => {
                    let shot = self.client().issue_cmd(crate::firefox::FullPicture).await?;
                    Ok(base64::engine::general_purpose::STANDARD
                        .decode(shot.as_str().context("no picture")?)?)
                }
            }
        })?;
        self.keep(name, &png)
    }
}
