//! What only Chromium needs to be told.

use crate::browser::{ConsoleLine, Options};
use crate::cdp::{Cdp, Target};
use crate::child::Running;
use crate::{folder, program, wait};
use anyhow::{Context, Result, bail};
use base64::Engine;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

/// What a worker that is to stop remembers.
const OLD: &str = "honmonoLabOld";

/// How long a worker may take to say who it is before it is asked through another connection.
const QUESTION: Duration = Duration::from_millis(500);

/// The driver, listening.
pub(crate) fn driver(options: &Options) -> Result<(Running, String)> {
    let mut command = Command::new(program::chromedriver()?);
    command.arg("--port=0");
    // The language of its own pages, and of `i18n.getUILanguage`, comes from here on Linux.
    command
        .env("LANGUAGE", &options.language)
        .env("LC_ALL", "C.UTF-8");
    options.place(&mut command);
    let (driver, port) =
        Running::listening("chromedriver", &mut command, "port not available", |line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        })?;
    Ok((driver, format!("http://127.0.0.1:{port}")))
}

/// What the browser is asked for.
pub(crate) fn capabilities(
    options: &Options,
    port: u16,
    profile: &Path,
) -> Result<Map<String, Value>> {
    let here = format!("127.0.0.1:{port}");
    let mut arguments = vec![
        // Ports 443 and 80 of every name are the lab; nothing else resolves, so nothing leaves.
        format!(
            "--host-resolver-rules=MAP *:443 {here}, MAP *:80 {here}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        ),
        "--ignore-certificate-errors".into(),
        format!("--user-data-dir={}", profile.display()),
        format!("--window-size={},{}", options.size.0, options.size.1),
        format!("--lang={}", options.language),
        format!("--accept-lang={},en", options.language),
        "--force-color-profile=srgb".into(),
    ];
    let fixed = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-search-engine-choice-screen",
    ];
    arguments.extend(fixed.map(str::to_owned));
    if !options.headed {
        arguments.push("--headless=new".into());
    }
    if options.screen.is_some() {
        arguments.push("--ozone-platform=x11".into());
    }
    // Pictures of a finished state, not of a movement.
    arguments.push("--force-prefers-reduced-motion".into());
    if options.dark {
        arguments.push("--force-dark-mode".into());
    }
    if program::is_root() {
        arguments.push("--no-sandbox".into());
    }
    let binary = program::chromium()?;
    let value = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": binary,
            "args": arguments,
            // The driver's own list switches extensions' background pages and popups to modes people do not see.
            "excludeSwitches": ["enable-automation", "disable-popup-blocking"],
            "prefs": {"intl.accept_languages": format!("{},en", options.language), "translate.enabled": false},
        },
        "unhandledPromptBehavior": "ignore",
    });
    value.as_object().cloned().context("capabilities")
}

/// The side connection and the extension's id.
pub(crate) struct Side {
    pub cdp: Arc<Cdp>,
    pub id: String,
    folder: String,
}

impl Side {
    /// Connects beside the driver and loads the extension. A bad manifest is an error here, with the browser's own words.
    pub async fn connect(
        capabilities: &Map<String, Value>,
        extension: Option<&Path>,
    ) -> Result<Side> {
        let address = capabilities["goog:chromeOptions"]["debuggerAddress"]
            .as_str()
            .context("no debugging address")?;
        let version = get_json(address, "/json/version").await?;
        let cdp = Cdp::connect(
            version["webSocketDebuggerUrl"]
                .as_str()
                .context("no debugging address")?,
        )
        .await?;
        let mut side = Side {
            cdp,
            id: String::new(),
            folder: String::new(),
        };
        if let Some(folder) = extension {
            side.folder = folder
                .canonicalize()
                .with_context(|| format!("{}: no such build", folder.display()))?
                .display()
                .to_string();
            side.load().await?;
        }
        Ok(side)
    }

    async fn load(&mut self) -> Result<()> {
        let answer = self
            .cdp
            .call(
                None,
                "Extensions.loadUnpacked",
                json!({"path": self.folder}),
            )
            .await?;
        self.id = answer["id"]
            .as_str()
            .context("the extension has no id")?
            .to_owned();
        Ok(())
    }

    /// Loads the extension with an optional permission among those it needs, then as it was: what was granted once is not asked again.
    pub async fn grant(&mut self, permission: &str) -> Result<()> {
        let changed = tempfile::tempdir()?;
        folder::copy(Path::new(&self.folder), changed.path())?;
        let manifest = changed.path().join("manifest.json");
        let mut value: Value = serde_json::from_str(&std::fs::read_to_string(&manifest)?)?;
        if let Some(list) = value["permissions"].as_array_mut() {
            list.push(permission.into());
        }
        if let Some(list) = value["optional_permissions"].as_array_mut() {
            list.retain(|one| one != permission);
        }
        std::fs::write(&manifest, value.to_string())?;
        let shipped = std::mem::replace(&mut self.folder, changed.path().display().to_string());
        self.load().await?;
        self.folder = shipped;
        self.load().await
    }

    fn origin(&self) -> String {
        format!("chrome-extension://{}", self.id)
    }

    /// Presses the toolbar button for the tab of a window handle.
    pub async fn click_toolbar(&self, window: &str) -> Result<f64> {
        let targets = self.cdp.targets();
        let of_page = targets
            .iter()
            .filter(|target| target.id == window)
            .filter_map(|target| target.parent.as_ref());
        let tab = of_page
            .filter_map(|parent| {
                targets
                    .iter()
                    .find(|target| target.session == *parent && target.kind == "tab")
            })
            .next();
        let tab = tab.with_context(|| format!("no tab for window {window}"))?;
        // The extension may have opened a tab of its own (a welcome); a person clicks on the tab they look at.
        self.cdp
            .call(None, "Target.activateTarget", json!({"targetId": window}))
            .await?;
        // It answers before the tab is in front; a popup that opens meanwhile would be about the tab that was there before.
        let page = targets.iter().find(|target| target.id == window);
        let session = page.map(|page| page.session.clone()).unwrap_or_default();
        wait::until("the tab is in front", Duration::from_secs(20), async || {
            let seen = self
                .cdp
                .evaluate(&session, "document.visibilityState")
                .await?;
            Ok((seen == "visible").then_some(()))
        })
        .await?;
        let pressed = wait::now();
        self.cdp
            .call(
                None,
                "Extensions.triggerAction",
                json!({"id": self.id, "targetId": tab.id}),
            )
            .await?;
        Ok(pressed)
    }

    /// Bytes used on the heap of a window's page, after a collection.
    pub async fn heap(&self, window: &str) -> Result<f64> {
        let page = self
            .cdp
            .targets()
            .into_iter()
            .find(|target| target.id == window);
        let page = page.with_context(|| format!("no page for window {window}"))?;
        self.cdp
            .call(
                Some(&page.session),
                "HeapProfiler.collectGarbage",
                json!({}),
            )
            .await?;
        let usage = self
            .cdp
            .call(Some(&page.session), "Runtime.getHeapUsage", json!({}))
            .await?;
        usage["usedSize"].as_f64().context("no heap was told")
    }

    /// The session of the page in a window handle's tab.
    pub fn page(&self, window: &str) -> Result<String> {
        self.cdp
            .targets()
            .into_iter()
            .find(|target| target.id == window && target.kind == "page")
            .map(|target| target.session)
            .with_context(|| format!("no page in window {window}"))
    }

    /// The open popup: a page of ours that is in no tab. Attached to when empty, it keeps the kind it had then.
    pub async fn popup(&self) -> Result<Target> {
        wait::until("the popup opens", Duration::from_secs(20), async || {
            Ok(self.popup_now())
        })
        .await
    }

    /// The popup, if one is open now.
    pub fn popup_now(&self) -> Option<Target> {
        let origin = format!("{}/", self.origin());
        let is_popup = |t: &Target| {
            matches!(t.kind.as_str(), "page" | "other")
                && t.parent.is_none()
                && t.url.starts_with(&origin)
        };
        self.cdp.targets().into_iter().find(is_popup)
    }

    /// Closes the popup, if one is open, and waits until it is gone.
    pub async fn close_popup(&self) -> Result<()> {
        let Some(popup) = self.popup_now() else {
            return Ok(());
        };
        wait::until("the popup is gone", Duration::from_secs(20), async || {
            if !self.cdp.targets().iter().any(|one| one.id == popup.id) {
                return Ok(Some(()));
            }
            // One that is loading is not closed by being asked once; one that has just closed by itself is an error, and gone next time.
            let asked = json!({"targetId": popup.id});
            self.cdp.call(None, "Target.closeTarget", asked).await?;
            Ok(None)
        })
        .await
    }

    /// A picture of the popup, as PNG.
    pub async fn popup_picture(&self, popup: &Target) -> Result<Vec<u8>> {
        let shot = self
            .cdp
            .call(
                Some(&popup.session),
                "Page.captureScreenshot",
                json!({"format": "png"}),
            )
            .await?;
        Ok(base64::engine::general_purpose::STANDARD
            .decode(shot["data"].as_str().unwrap_or_default())?)
    }

    /// A real click in the middle of an element of the popup.
    pub async fn popup_click(&self, popup: &Target, css: &str) -> Result<()> {
        let find = format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()",
            json!(css)
        );
        let at = self
            .cdp
            .evaluate(&popup.session, &find)
            .await
            .with_context(|| format!("{css} in the popup"))?;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let event =
                json!({"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            // The click may close the popup; then nobody is left to answer.
            let answer = self
                .cdp
                .call(Some(&popup.session), "Input.dispatchMouseEvent", event)
                .await;
            if kind != "mouseReleased" {
                answer?;
            }
        }
        Ok(())
    }

    fn worker(&self) -> Option<Target> {
        let origin = self.origin();
        self.cdp
            .targets()
            .into_iter()
            .find(|target| target.kind == "service_worker" && target.url.starts_with(&origin))
    }

    /// True while the worker runs.
    pub async fn background_runs(&self) -> Result<bool> {
        let all = self
            .cdp
            .call(
                None,
                "Target.getTargets",
                json!({"filter": [{"type": "service_worker"}]}),
            )
            .await?;
        let origin = self.origin();
        Ok(all["targetInfos"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|info| {
                info["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with(&origin))
            }))
    }

    /// Stops the worker as the browser does when it is idle. An event may start another one at once, so the end is seen by what
    /// the old one remembered.
    pub async fn stop_background(&self) -> Result<()> {
        let Some((id, session)) = self.running().await? else {
            return Ok(());
        };
        self.cdp
            .evaluate(&session, &format!("globalThis.{OLD} = true"))
            .await?;
        // While somebody listens to it, a stopped worker stays in the list.
        let mut listening: Vec<(Option<String>, String)> = self
            .cdp
            .targets()
            .into_iter()
            .filter(|target| target.id == id)
            .map(|target| (target.parent, target.session))
            .collect();
        if listening.iter().all(|(_, known)| *known != session) {
            listening.push((None, session));
        }
        let asked = async {
            for (parent, session) in listening {
                let wish = json!({"sessionId": session});
                self.cdp
                    .call(parent.as_deref(), "Target.detachFromTarget", wish)
                    .await?;
            }
            self.cdp
                .call(None, "Target.closeTarget", json!({"targetId": id}))
                .await
        };
        // With nobody listening any more an idle worker may end by itself before it is asked to, and the browser then knows no such
        // target. What counts is that it is gone.
        let asked = asked.await;
        wait::until("the worker is gone", Duration::from_secs(20), async || {
            Ok((!self.background_runs().await? || self.is_another().await?).then_some(()))
        })
        .await
        .with_context(|| format!("asked to end: {asked:?}"))
    }

    /// The worker's target and a connection to it. Of one that bears the name of a worker that was stopped before nobody is told: it
    /// is reached through a connection of its own.
    async fn running(&self) -> Result<Option<(String, String)>> {
        if let Some(worker) = self.worker() {
            return Ok(Some((worker.id, worker.session)));
        }
        let filter = json!({"filter": [{"type": "service_worker"}]});
        let all = self.cdp.call(None, "Target.getTargets", filter).await?;
        let origin = self.origin();
        let ours = all["targetInfos"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|info| {
                info["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with(&origin))
            });
        let Some(id) = ours.and_then(|info| info["targetId"].as_str()) else {
            return Ok(None);
        };
        let wish = json!({"targetId": id, "flatten": true});
        let attached = self.cdp.call(None, "Target.attachToTarget", wish).await?;
        let session = attached["sessionId"].as_str().unwrap_or_default();
        Ok(Some((id.to_owned(), session.to_owned())))
    }

    /// Whether the worker that runs now is not the one that was to stop.
    async fn is_another(&self) -> Result<bool> {
        let known = self.worker().map(|worker| worker.session);
        // A worker that ends while it is reached answers the next question, by not being there.
        let Ok(Some((_, session))) = self.running().await else {
            return Ok(false);
        };
        let new = self.is_new(&session).await;
        if !new && known.is_none() {
            let wish = json!({"sessionId": session});
            let _ = self.cdp.call(None, "Target.detachFromTarget", wish).await;
        }
        Ok(new)
    }

    /// Whether the worker behind a connection runs and never was told to stop. One on its way out takes the question and never
    /// answers, and stays in the list for as long as somebody waits for it; so the wait has an end, and whoever asked asks anew.
    async fn is_new(&self, session: &str) -> bool {
        let asked = format!("globalThis.{OLD} === undefined");
        let answer = tokio::time::timeout(QUESTION, self.cdp.evaluate(session, &asked)).await;
        answer.is_ok_and(|answer| answer.is_ok_and(|answer| answer == true))
    }

    /// Loads the extension anew, as an update does.
    pub async fn reload(&mut self) -> Result<()> {
        self.load().await
    }

    /// Runs an expression in the worker, which must be running.
    pub async fn background_eval(&self, expression: &str) -> Result<Value> {
        let Some((_, session)) = self.running().await? else {
            bail!("the worker is not running")
        };
        self.cdp.evaluate(&session, expression).await
    }

    /// Everything on any console: pages, frames, content scripts, worker, popup.
    pub fn console(&self) -> Vec<ConsoleLine> {
        self.cdp
            .console()
            .iter()
            .map(|(method, params)| line(method, params))
            .collect()
    }
}

/// A picture of a whole page, as PNG.
pub(crate) async fn whole(cdp: &Cdp, session: &str) -> Result<Vec<u8>> {
    let size = cdp
        .call(Some(session), "Page.getLayoutMetrics", json!({}))
        .await?["cssContentSize"]
        .clone();
    let clip =
        json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
    let shot = cdp
        .call(
            Some(session),
            "Page.captureScreenshot",
            json!({"format": "png", "captureBeyondViewport": true, "clip": clip}),
        )
        .await?;
    Ok(base64::engine::general_purpose::STANDARD
        .decode(shot["data"].as_str().unwrap_or_default())?)
}

fn line(method: &str, params: &Value) -> ConsoleLine {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let top = |stack: &Value| text(&stack["callFrames"][0]["url"]);
    match method {
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            let description = details["exception"]["description"]
                .as_str()
                .map_or_else(|| text(&details["exception"]["value"]), str::to_owned);
            let source = details["url"]
                .as_str()
                .map_or_else(|| top(&details["stackTrace"]), str::to_owned);
            ConsoleLine {
                level: "error".into(),
                text: format!("{} {description}", text(&details["text"])),
                source,
            }
        }
        "Log.entryAdded" => {
            let entry = &params["entry"];
            ConsoleLine {
                level: text(&entry["level"]),
                text: text(&entry["text"]),
                source: text(&entry["url"]),
            }
        }
        _ => {
            let words = params["args"].as_array().into_iter().flatten();
            let words = words.map(|a| {
                a["description"]
                    .as_str()
                    .map_or_else(|| a["value"].to_string(), str::to_owned)
            });
            ConsoleLine {
                level: text(&params["type"]),
                text: words.collect::<Vec<_>>().join(" "),
                source: top(&params["stackTrace"]),
            }
        }
    }
}

async fn get_json(address: &str, path: &str) -> Result<Value> {
    use http_body_util::{BodyExt, Empty};
    let stream = tokio::net::TcpStream::connect(address).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(hyper_util::rt::TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let request = hyper::Request::builder()
        .uri(path)
        .header("host", address)
        .body(Empty::<bytes::Bytes>::new())?;
    let body = sender
        .send_request(request)
        .await?
        .into_body()
        .collect()
        .await?
        .to_bytes();
    Ok(serde_json::from_slice(&body)?)
}
