//! What only Firefox needs to be told.

use crate::browser::{ConsoleLine, Options};
use crate::child::Running;
use crate::program;
use anyhow::{Context, Result, bail};
use base64::Engine;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

/// The host of our pages in every test: Firefox makes it up per profile unless told.
const UUID: &str = "11111111-2222-4333-8444-555555555555";

/// The driver, listening.
pub(crate) fn driver(options: &Options) -> Result<(Running, String)> {
    let mut command = Command::new(program::geckodriver()?);
    // System access: without it the driver opens no page of an extension and never reaches the toolbar.
    command
        .args(["--port", "0", "--allow-system-access", "--binary"])
        .arg(program::firefox()?);
    options.place(&mut command);
    let (driver, port) = Running::listening(
        "geckodriver",
        &mut command,
        "Address already in use",
        |line| {
            let (_, address) = line.split_once("Listening on ")?;
            address.rsplit(':').next()?.trim().parse().ok()
        },
    )?;
    Ok((driver, format!("http://127.0.0.1:{port}")))
}

/// What the browser is asked for.
pub(crate) fn capabilities(
    options: &Options,
    port: u16,
    gecko_id: &str,
) -> Result<Map<String, Value>> {
    let mut arguments = vec![];
    if !options.headed {
        arguments.push("-headless");
    }
    let prefs = json!({
        // Ports 443 and 80 of every name are the lab, so nothing leaves.
        "network.dns.forceResolve": "127.0.0.1",
        "network.socket.forcePort": format!("443={port};80={port}"),
        "network.trr.mode": 5,
        "network.http.http3.enable": false,
        // Pages are given whole milliseconds otherwise, and our slices are shorter than that.
        "privacy.reduceTimerPrecision": false,
        "extensions.webextensions.uuids": json!({gecko_id: UUID}).to_string(),
        "extensions.webextOptionalPermissionPrompts": false,
        "xpinstall.signatures.required": false,
        // Notifications are the browser's own windows: none of a test's is shown on the person's desktop, and where no desktop listens they are
        // shown at all.
        "alerts.useSystemBackend": false,
        "intl.locale.requested": options.language,
        "intl.accept_languages": format!("{}, en", options.language),
        "layout.css.prefers-color-scheme.content-override": if options.dark { 0 } else { 1 },
        // Pictures of a finished state, not of a movement.
        "ui.prefersReducedMotion": 1,
        "ui.systemUsesDarkTheme": i32::from(options.dark),
        // What content writes to its console comes out of the driver's own output.
        "devtools.console.stdout.content": true,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "app.update.enabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        "browser.safebrowsing.malware.enabled": false,
        "browser.safebrowsing.phishing.enabled": false,
        "dom.security.https_only_mode": false,
        "browser.translations.enable": false,
    });
    let value = json!({
        "browserName": "firefox",
        "acceptInsecureCerts": true,
        "moz:firefoxOptions": {"args": arguments, "prefs": prefs},
        "unhandledPromptBehavior": "ignore",
    });
    value.as_object().cloned().context("capabilities")
}

/// A command of Mozilla's own.
#[derive(Debug)]
struct Moz {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Moz {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// A picture of a whole page.
#[derive(Debug)]
pub(crate) struct FullPicture;

impl WebDriverCompatibleCommand for FullPicture {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/moz/screenshot/full",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::GET, None)
    }
}

/// The browser's own side of things, reached through its chrome context.
pub(crate) struct Side {
    client: Client,
    pub gecko_id: String,
}

impl Side {
    /// Installs the extension, a folder or a package.
    pub async fn install(
        client: &Client,
        extension: Option<&Path>,
        gecko_id: &str,
    ) -> Result<Side> {
        if let Some(path) = extension {
            let path = path
                .canonicalize()
                .with_context(|| format!("{}: no such build", path.display()))?;
            client
                .issue_cmd(Moz {
                    path: "moz/addon/install",
                    body: json!({"path": path, "temporary": true}),
                })
                .await?;
        }
        Ok(Side {
            client: client.clone(),
            gecko_id: gecko_id.to_owned(),
        })
    }

    /// Where our pages are.
    pub fn origin(&self) -> String {
        format!("moz-extension://{UUID}")
    }

    /// Runs the body of an async function in the browser's own context, with the extension's id as `id`, and `frame()` for the wait until
    /// the browser draws next.
    pub async fn chrome(&self, body: &str) -> Result<Value> {
        self.client
            .issue_cmd(Moz {
                path: "moz/context",
                body: json!({"context": "chrome"}),
            })
            .await?;
        let script = format!(
            "const done = arguments[arguments.length - 1], id = arguments[0], frame = () => new Promise(r => requestAnimationFrame(() => r())); (async () => {{ {body} }})().then(v => done({{v}}), e => done({{e: String(e) + '\\n' + (e && e.stack)}}));"
        );
        let answer = self
            .client
            .execute_async(&script, vec![json!(self.gecko_id)])
            .await;
        self.client
            .issue_cmd(Moz {
                path: "moz/context",
                body: json!({"context": "content"}),
            })
            .await?;
        let answer = answer?;
        if let Some(error) = answer.get("e") {
            bail!("{}", error.as_str().unwrap_or_default());
        }
        Ok(answer["v"].clone())
    }

    /// Puts the button into the toolbar and presses it.
    pub async fn click_toolbar(&self) -> Result<f64> {
        let pressed = self.chrome(
            "const { CustomizableUI } = ChromeUtils.importESModule('moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs');
             const wid = id.toLowerCase().replace(/[^a-z0-9_-]/g, '_') + '-browser-action';
             if (CustomizableUI.getPlacementOfWidget(wid)?.area !== CustomizableUI.AREA_NAVBAR) CustomizableUI.addWidgetToArea(wid, CustomizableUI.AREA_NAVBAR);
             for (let i = 0; i < 200; i++) {
               const n = document.getElementById(wid), b = n?.querySelector('.unified-extensions-item-action-button') ?? n;
               if (b && b.getBoundingClientRect().width > 0 && !b.disabled) { await frame(); const now = Date.now(); b.click(); return now; }
               await frame();
             }
             throw new Error('the toolbar button does not show');",
        )
        .await?;
        pressed.as_f64().context("the moment of the press")
    }

    /// Runs an expression in the open popup.
    pub async fn popup_eval(&self, expression: &str) -> Result<Value> {
        let inside = format!(
            "const box = new Cu.Sandbox(content, {{sandboxPrototype: content, wantXrays: false, sameZoneAs: content}});
             Promise.resolve().then(() => Cu.evalInSandbox({}, box)).then(v => sendAsyncMessage('honmono:lab', {{v: JSON.stringify(v ?? null)}}), e => sendAsyncMessage('honmono:lab', {{e: String(e)}}));",
            json!(format!("(async () => JSON.parse(JSON.stringify((await ({expression})) ?? null)))()"))
        );
        let answer = self
            .chrome(&format!("{POPUP} {}", in_frame(&inside)))
            .await?;
        Ok(serde_json::from_str(answer.as_str().unwrap_or("null"))?)
    }

    /// A real click in the middle of an element of the popup.
    pub async fn popup_click(&self, css: &str) -> Result<()> {
        let inside = format!(
            "const e = content.document.querySelector({}); if (!e) sendAsyncMessage('honmono:lab', {{e: 'no such element'}}); else {{
               e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
               const point = kind => content.synthesizeMouseEvent(kind, x, y, {{button: 0, clickCount: 1}});
               try {{
                 point('mousemove'); point('mousedown');
                 // Said before the last of it: the click may close the popup, and nobody would be left to say so.
                 sendAsyncMessage('honmono:lab', {{v: 'null'}});
                 point('mouseup');
               }} catch (error) {{ sendAsyncMessage('honmono:lab', {{e: String(error)}}); }} }}",
            json!(css)
        );
        self.chrome(&format!("{POPUP} {}", in_frame(&inside)))
            .await
            .with_context(|| format!("{css} in the popup"))?;
        Ok(())
    }

    /// A picture of the popup, as PNG.
    pub async fn popup_picture(&self) -> Result<Vec<u8>> {
        let data = self
            .chrome(&format!(
                "{POPUP} const box = popup.getBoundingClientRect();
                 const picture = await popup.browsingContext.currentWindowGlobal.drawSnapshot(new DOMRect(0, 0, box.width, box.height), 2, 'white');
                 const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
                 canvas.width = picture.width; canvas.height = picture.height; canvas.getContext('2d').drawImage(picture, 0, 0);
                 return canvas.toDataURL('image/png').split(',')[1];"
            ))
            .await?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data.as_str().unwrap_or_default())?)
    }

    /// Whether a popup is open now.
    pub async fn popup_is_open(&self) -> Result<bool> {
        let open = "return [...document.querySelectorAll('browser.webextension-popup-browser')].some(b => b.closest('panel')?.state === 'open');";
        Ok(self.chrome(open).await? == true)
    }

    /// Closes the popup, if one is open, and waits until it is gone.
    pub async fn close_popup(&self) -> Result<()> {
        self.chrome(
            "for (const panel of document.querySelectorAll('panel')) panel.hidePopup();
             for (let i = 0; i < 600; i++) {
               if (!document.querySelector('panel browser.webextension-popup-browser')) return;
               await frame();
             }
             throw new Error('the popup stays');",
        )
        .await?;
        Ok(())
    }

    /// True while the event page runs.
    pub async fn background_runs(&self) -> Result<bool> {
        Ok(self
            .chrome(
                "return WebExtensionPolicy.getByID(id).extension.backgroundState === 'running';",
            )
            .await?
            == true)
    }

    /// Stops the event page as the browser does when it is idle, even while one of its answers is awaited. Done when it is gone; an
    /// event may start another one at once.
    pub async fn stop_background(&self) -> Result<()> {
        self.chrome(
            "await WebExtensionPolicy.getByID(id).extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });",
        )
        .await?;
        Ok(())
    }

    /// Loads the extension anew, as an update does.
    pub async fn reload(&self) -> Result<()> {
        self.chrome(
            "const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
             await (await AddonManager.getAddonByID(id)).reload();",
        )
        .await?;
        Ok(())
    }

    /// Forgets the console.
    pub async fn clear_console(&self) -> Result<()> {
        self.chrome("Services.console.reset();").await?;
        Ok(())
    }

    /// Errors and warnings of all pages and of the extension, as the browser console shows them.
    pub async fn console(&self) -> Result<Vec<ConsoleLine>> {
        let lines = self
            .chrome(
                "return Services.console.getMessageArray().map(m => { try { m.QueryInterface(Ci.nsIScriptError);
                   return [m.flags & Ci.nsIScriptError.warningFlag ? 'warning' : m.flags & Ci.nsIScriptError.infoFlag ? 'info' : 'error', m.errorMessage, m.sourceName ?? ''];
                 } catch { return null; } }).filter(m => m);",
            )
            .await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let lines = lines.as_array().into_iter().flatten();
        Ok(lines
            .map(|l| {
                let said = text(&l[1]);
                let level = if of_leaving(&said) {
                    "info".into()
                } else {
                    text(&l[0])
                };
                ConsoleLine {
                    level,
                    text: said,
                    source: text(&l[2]),
                }
            })
            .collect())
    }
}

/// What Firefox itself notes on the console, as an error in the name of our file, when a page of ours is left while an answer is
/// still on its way, whatever the answer was. That is what leaving is: nobody is there to hear it.
fn of_leaving(said: &str) -> bool {
    ["Promise resolved ", "Promise rejected "]
        .iter()
        .filter_map(|what| said.strip_prefix(what))
        .any(|rest| {
            rest.starts_with("while context is inactive")
                || rest.starts_with("after context unloaded")
        })
}

/// Finds the open popup's browser element.
const POPUP: &str = "let popup = null;
  for (let i = 0; i < 600 && !popup; i++) {
    popup = [...document.querySelectorAll('browser.webextension-popup-browser')].find(b => b.browsingContext?.currentURI?.spec.startsWith('moz-extension:') && b.closest('panel')?.state === 'open' && b.getBoundingClientRect().width > 0) ?? null;
    if (!popup) await frame();
  }
  if (!popup) throw new Error('no popup is open');";

/// Runs a script inside the popup's process and waits for its word. A popup that closes meanwhile, or takes another document, never sends
/// one: that is an error, at once.
fn in_frame(script: &str) -> String {
    format!(
        "const mm = popup.messageManager, document_now = () => popup.browsingContext?.currentWindowGlobal?.innerWindowId, asked = document_now();
         let hear = null, waits = true;
         const word = new Promise(r => {{ hear = m => r(m.data); mm.addMessageListener('honmono:lab', hear); }});
         const gone = async () => {{
           while (waits) {{
             if (popup.closest('panel')?.state !== 'open') throw new Error('the popup closed while it was asked');
             if (document_now() !== asked) throw new Error('the popup took another document while it was asked');
             await frame();
           }}
         }};
         mm.loadFrameScript('data:application/javascript;charset=utf-8,' + encodeURIComponent({}), false);
         let answer;
         try {{ answer = await Promise.race([word, gone()]); }} finally {{ waits = false; mm.removeMessageListener('honmono:lab', hear); }}
         if ('e' in answer) throw new Error(answer.e);
         return answer.v;",
        json!(format!("{{ {script} }}"))
    )
}

#[cfg(test)]
mod tests {
    use super::of_leaving;

    #[test]
    fn what_firefox_notes_of_a_left_page_is_told_from_a_complaint() {
        assert!(of_leaving("Promise resolved after context unloaded\n"));
        assert!(of_leaving(
            "Promise rejected while context is inactive: Managed storage manifest not found\n"
        ));
        assert!(!of_leaving(
            "Error: Promise rejected after context unloaded"
        ));
        assert!(!of_leaving("Promise rejected: no such tab"));
    }
}
