//! A browser with the extension in it, the same calls for both.

use crate::child::Running;
use crate::element::Element;
use crate::lab::Lab;
use crate::press::stands_still;
use crate::screen::Screen;
use crate::{chromium, firefox, program};
use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Which browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Kind {
    /// Both, in the order tests run them.
    pub const BOTH: [Kind; 2] = [Kind::Chromium, Kind::Firefox];

    /// Lower-case name, as in `dist/`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Chromium => "chromium",
            Kind::Firefox => "firefox",
        }
    }
}

/// How a browser is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The extension: a folder (both) or a package (Firefox). `None` starts a bare browser.
    pub(crate) extension: Option<PathBuf>,
    /// Language of the browser and of its requests: `en` or `ja`.
    pub language: String,
    /// Dark colour scheme.
    pub dark: bool,
    /// With windows a person sees.
    pub headed: bool,
    /// The screen its windows are on, where it is not the person's own ([`crate::Screen::name`]).
    pub screen: Option<String>,
    /// Size of the window.
    pub size: (u32, u32),
    /// The extension opens a page of its own when it is installed.
    welcomes: bool,
}

impl Options {
    /// The extension that ships, from `dist/`, in English, light, without windows.
    pub fn shipped(kind: Kind) -> Options {
        Options {
            welcomes: true,
            ..Options::with(&program::root().join("dist").join(kind.name()))
        }
    }

    /// Another build or a fixture.
    pub fn with(extension: &Path) -> Options {
        Options {
            extension: Some(extension.to_path_buf()),
            language: "en".into(),
            dark: false,
            headed: false,
            screen: None,
            size: (1280, 900),
            welcomes: false,
        }
    }

    /// Another folder or package, or a browser without any.
    pub fn extension(mut self, extension: Option<&Path>) -> Options {
        self.extension = extension.map(Path::to_path_buf);
        self
    }

    /// In Japanese (`ja`) or another language.
    pub fn language(mut self, language: &str) -> Options {
        self.language = language.into();
        self
    }

    /// In the dark.
    pub fn dark(mut self) -> Options {
        self.dark = true;
        self
    }

    /// With windows.
    pub fn headed(mut self, headed: bool) -> Options {
        self.headed = headed;
        self
    }

    /// With windows, on a screen of the lab's.
    pub fn on(mut self, screen: &Screen) -> Options {
        self.headed = true;
        self.screen = Some(screen.name().to_owned());
        self
    }

    /// What the driver hands on to its browser about where it runs. On a screen of the lab's it must not reach the person's own desktop
    /// either: no notification of a test is to be shown there.
    pub(crate) fn place(&self, command: &mut Command) {
        if let Some(screen) = &self.screen {
            command
                .env("DISPLAY", screen)
                .env("GDK_BACKEND", "x11")
                .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
                .env_remove("WAYLAND_DISPLAY");
        }
    }

    fn manifest(&self) -> Result<Value> {
        let Some(folder) = &self.extension else {
            return Ok(Value::Null);
        };
        // A package has no folder to read; it is made from the one beside it.
        let folder = if folder.is_dir() {
            folder.clone()
        } else {
            program::root().join("dist").join("firefox")
        };
        let path = folder.join("manifest.json");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{}: build it with `cargo xtask build`", path.display()))?;
        Ok(serde_json::from_str(&text)?)
    }
}

/// A line of a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleLine {
    /// `error`, `warning`, `log`...
    pub level: String,
    /// The words.
    pub text: String,
    /// The file it comes from, when known.
    pub source: String,
}

impl std::fmt::Display for ConsoleLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}] {} ({})", self.level, self.text, self.source)
    }
}

pub(crate) enum Side {
    Chromium(chromium::Side),
    Firefox(firefox::Side),
}

/// A running browser. Dropping it ends the browser, its driver, and removes its profile.
pub struct Browser {
    kind: Kind,
    runtime: Arc<Runtime>,
    client: Client,
    pub(crate) side: Side,
    shots: PathBuf,
    console_from: usize,
    // Order matters: the driver goes before the profile is removed.
    driver: Running,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser whose every host name is the lab's. Its tab is in front: what the extension that ships opens when it is
    /// installed has come by then, and comes in front of no test.
    pub fn start(kind: Kind, lab: &Lab, options: &Options) -> Result<Browser> {
        let runtime = lab.runtime.clone();
        let manifest = options.manifest()?;
        let gecko_id = manifest["browser_specific_settings"]["gecko"]["id"]
            .as_str()
            .unwrap_or("none@example.test")
            .to_owned();
        let profile = tempfile::tempdir()?;
        let (driver, address) = match kind {
            Kind::Chromium => chromium::driver(options)?,
            Kind::Firefox => firefox::driver(options)?,
        };
        let capabilities = match kind {
            Kind::Chromium => chromium::capabilities(options, lab.port(), profile.path())?,
            Kind::Firefox => firefox::capabilities(options, lab.port(), &gecko_id)?,
        };
        let extension = options.extension.as_deref();
        let (client, side) = runtime.block_on(async {
            let mut builder =
                ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
            builder.capabilities(capabilities);
            let client = builder
                .connect(&address)
                .await
                .with_context(|| format!("{} does not start", kind.name()))?;
            let side = match kind {
                Kind::Chromium => {
                    let given = client
                        .capabilities()
                        .context("the driver said nothing of the browser")?;
                    Side::Chromium(chromium::Side::connect(given, extension).await?)
                }
                Kind::Firefox => {
                    // Its command line knows no size without a profile of one's own.
                    client
                        .set_window_size(options.size.0, options.size.1)
                        .await?;
                    Side::Firefox(firefox::Side::install(&client, extension, &gecko_id).await?)
                }
            };
            anyhow::Ok((client, side))
        })?;
        let shots = program::root().join("target").join("e2e").join("shots");
        let browser = Browser {
            kind,
            runtime,
            client,
            side,
            shots,
            console_from: 0,
            driver,
            _profile: profile,
        };
        if options.welcomes && options.extension.is_some() {
            browser.to_the_front()?;
        }
        Ok(browser)
    }

    /// Which browser this is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Runs anything of the WebDriver client to its end.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub(crate) fn runtime(&self) -> Arc<Runtime> {
        self.runtime.clone()
    }

    /// The WebDriver client itself, for what has no call here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn element(&self, inner: fantoccini::elements::Element) -> Element {
        Element::new(inner, self.runtime.clone())
    }

    /// Opens an address and waits until it has loaded.
    pub fn goto(&self, address: &str) -> Result<()> {
        self.run(self.client.goto(address))
            .with_context(|| address.to_owned())
    }

    /// Loads the page anew and waits until it has loaded. A page that is told to do so by a script still answers for a while.
    pub fn reload(&self) -> Result<()> {
        Ok(self.run(self.client.refresh())?)
    }

    /// Presses the browser's own button for the page before.
    pub fn back(&self) -> Result<()> {
        Ok(self.run(self.client.back())?)
    }

    /// Presses the browser's own button for the page after.
    pub fn forward(&self) -> Result<()> {
        Ok(self.run(self.client.forward())?)
    }

    /// The first element, now.
    pub fn find(&self, css: &str) -> Result<Element> {
        Ok(self.element(
            self.run(self.client.find(Locator::Css(css)))
                .with_context(|| css.to_owned())?,
        ))
    }

    /// All elements, now.
    pub fn find_all(&self, css: &str) -> Result<Vec<Element>> {
        Ok(self
            .run(self.client.find_all(Locator::Css(css)))?
            .into_iter()
            .map(|e| self.element(e))
            .collect())
    }

    /// The first element, as soon as it is there ([`Browser::until`]).
    pub fn wait_for(&self, css: &str) -> Result<Element> {
        self.until(css, || Ok(self.find(css).ok()))
    }

    /// Asks again until there is an answer (20 s, for the sake of slow machines); the error says what was waited for.
    pub fn until<T>(&self, what: &str, ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
        self.until_in(Duration::from_secs(20), what, ask)
    }

    /// The same with a limit of one's own.
    pub fn until_in<T>(
        &self,
        limit: Duration,
        what: &str,
        mut ask: impl FnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let end = std::time::Instant::now() + limit;
        loop {
            match ask() {
                Ok(Some(found)) => return Ok(found),
                Err(error) if std::time::Instant::now() > end => {
                    return Err(error.context(format!("not in {limit:?}: {what}")));
                }
                Ok(None) if std::time::Instant::now() > end => {
                    bail!("not in {limit:?}: {what} ({})", self.kind.name())
                }
                _ => std::thread::sleep(Duration::from_millis(15)),
            }
        }
    }

    /// The value of an expression in the page (in the frame that was entered). A promise is awaited.
    pub fn eval(&self, expression: &str) -> Result<Value> {
        self.eval_with(expression, vec![])
    }

    /// The same; the expression sees `args`.
    pub fn eval_with(&self, expression: &str, args: Vec<Value>) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1], args = [...arguments].slice(0, -1);
             (async () => ({expression}))().then(v => done({{v: v ?? null}}), e => done({{e: String(e)}}));"
        );
        let answer = self.run(self.client.execute_async(&script, args))?;
        match answer.get("e") {
            Some(error) => bail!("{}", error.as_str().unwrap_or_default()),
            None => Ok(answer["v"].clone()),
        }
    }

    /// Back from any frame to the page.
    pub fn top(&self) -> Result<()> {
        Ok(self.run(self.client.clone().enter_frame_top())?)
    }

    /// Out of one frame.
    pub fn parent(&self) -> Result<()> {
        Ok(self.run(self.client.enter_parent_frame())?)
    }

    /// A picture of the page as a person sees it, also written to `target/e2e/shots/NAME-BROWSER.png`. Firefox draws no frame of ours in a tab
    /// that another one covers, so such a tab comes to the front first, and the document that was entered is left.
    pub fn screenshot(&self, name: &str) -> Result<PathBuf> {
        if self.kind == Kind::Firefox && self.eval("document.visibilityState")? == "hidden" {
            self.run(async {
                let window = self.client.window().await?;
                self.client.switch_to_window(window).await
            })?;
            self.until("the tab is in front", || {
                Ok((self.eval("document.visibilityState")? == "visible").then_some(()))
            })?;
        }
        self.keep(name, &self.run(self.client.screenshot())?)
    }

    /// Puts the pictures elsewhere.
    pub fn shots_to(&mut self, folder: &Path) {
        self.shots = folder.to_path_buf();
    }

    pub(crate) fn keep(&self, name: &str, png: &[u8]) -> Result<PathBuf> {
        std::fs::create_dir_all(&self.shots)?;
        let path = self.shots.join(format!("{name}-{}.png", self.kind.name()));
        std::fs::write(&path, png)?;
        Ok(path)
    }

    /// `chrome-extension://...` or `moz-extension://...`, without a slash at the end.
    pub fn origin(&self) -> String {
        match &self.side {
            Side::Chromium(side) => format!("chrome-extension://{}", side.id),
            Side::Firefox(side) => side.origin(),
        }
    }

    /// Opens a page of the extension in the current tab.
    pub fn open_own(&self, path: &str) -> Result<()> {
        self.goto(&format!(
            "{}/{}",
            self.origin(),
            path.trim_start_matches('/')
        ))
    }

    /// Opens a new tab, goes there, and gives the handle of the tab that was left.
    pub fn new_tab(&self, address: &str) -> Result<fantoccini::wd::WindowHandle> {
        self.run(async {
            let old = self.client.window().await?;
            let new = self.client.new_window(true).await?;
            self.client.switch_to_window(new.handle).await?;
            anyhow::Ok(old)
        })
        .and_then(|old| self.goto(address).map(|()| old))
    }

    /// Closes the current tab and goes to another.
    pub fn close_tab(&self, back_to: fantoccini::wd::WindowHandle) -> Result<()> {
        self.run(async {
            self.client.close_window().await?;
            Ok(self.client.switch_to_window(back_to).await?)
        })
    }

    /// A real click on the toolbar button. It opens the real popup, or grants `activeTab` where there is none.
    /// Gives the moment, in milliseconds of the machine's clock: what goes before is the lab's way to the button.
    pub fn click_toolbar(&self) -> Result<f64> {
        self.run(async {
            match &self.side {
                Side::Chromium(side) => {
                    side.click_toolbar(&String::from(self.client.window().await?))
                        .await
                }
                Side::Firefox(side) => {
                    // Brings the tab to the front, as above.
                    let window = self.client.window().await?;
                    self.client.switch_to_window(window).await?;
                    side.click_toolbar().await
                }
            }
        })
    }

    /// The value of an expression in the open popup (waits for one to open).
    pub fn popup_eval(&self, expression: &str) -> Result<Value> {
        self.run(async {
            match &self.side {
                Side::Chromium(side) => {
                    let popup = side.popup().await?;
                    side.cdp.evaluate(&popup.session, expression).await
                }
                Side::Firefox(side) => side.popup_eval(expression).await,
            }
        })
    }

    /// The text a person reads in the open popup (waits for one to open).
    pub fn popup_text(&self) -> Result<String> {
        Ok(words(&self.popup_eval(WORDS)?))
    }

    /// The same of a popup that may close by itself: nothing where none is open.
    pub fn popup_text_now(&self) -> Result<Option<String>> {
        let said = self.run(async {
            anyhow::Ok(match &self.side {
                Side::Chromium(side) => match side.popup_now() {
                    Some(popup) => Some(side.cdp.evaluate(&popup.session, WORDS).await?),
                    None => None,
                },
                Side::Firefox(side) if side.popup_is_open().await? => {
                    Some(side.popup_eval(WORDS).await?)
                }
                Side::Firefox(_) => None,
            })
        })?;
        Ok(said.as_ref().map(words))
    }

    /// A real click in the open popup.
    pub fn popup_click(&self, css: &str) -> Result<()> {
        self.until(&format!("{css} stands still in the popup"), || {
            let still = self.popup_eval(&stands_still(css))?;
            Ok((still == true).then_some(()))
        })?;
        self.run(async {
            match &self.side {
                Side::Chromium(side) => side.popup_click(&side.popup().await?, css).await,
                Side::Firefox(side) => side.popup_click(css).await,
            }
        })
    }

    /// A picture of the open popup, kept as [`Browser::screenshot`] keeps it.
    pub fn popup_screenshot(&self, name: &str) -> Result<PathBuf> {
        let png = self.run(async {
            match &self.side {
                Side::Chromium(side) => side.popup_picture(&side.popup().await?).await,
                Side::Firefox(side) => side.popup_picture().await,
            }
        })?;
        self.keep(name, &png)
    }

    /// Closes the popup, if one is open, and waits until it is gone.
    pub fn close_popup(&self) -> Result<()> {
        self.run(async {
            match &self.side {
                Side::Chromium(side) => side.close_popup().await,
                Side::Firefox(side) => side.close_popup().await,
            }
        })
    }

    /// Whether the worker (Chromium) or the event page (Firefox) runs.
    pub fn background_runs(&self) -> Result<bool> {
        match &self.side {
            Side::Chromium(side) => self.run(side.background_runs()),
            Side::Firefox(side) => self.run(side.background_runs()),
        }
    }

    /// Stops the background as the browser does when it is idle. The next message starts it anew.
    pub fn stop_background(&self) -> Result<()> {
        self.run(async {
            match &self.side {
                Side::Chromium(side) => side.stop_background().await,
                Side::Firefox(side) => side.stop_background().await,
            }
        })
    }

    /// Loads the extension anew under open pages, as an update does.
    pub fn reload_extension(&mut self) -> Result<()> {
        let runtime = self.runtime.clone();
        match &mut self.side {
            Side::Chromium(side) => runtime.block_on(side.reload()),
            Side::Firefox(side) => runtime.block_on(side.reload()),
        }
    }

    /// Firefox only: runs the body of an async function in the browser's own context; `id` is the extension's, `frame()` waits until the
    /// browser draws next.
    pub fn firefox_chrome(&self, body: &str) -> Result<Value> {
        match &self.side {
            Side::Firefox(side) => self.run(side.chrome(body)),
            Side::Chromium(_) => bail!("Chromium has no chrome context"),
        }
    }

    /// Chromium only: runs an expression in the running worker.
    pub fn chromium_worker(&self, expression: &str) -> Result<Value> {
        match &self.side {
            Side::Chromium(side) => self.run(side.background_eval(expression)),
            Side::Firefox(_) => bail!(
                "Firefox has no worker here; open a page of the extension and ask `runtime.getBackgroundPage()`"
            ),
        }
    }

    /// Every address that parts of the extension asked the network for, as the browser's own debugger tells; those of the extension's
    /// own files included. `None` in Firefox, where the lab's log is the witness.
    pub fn asked_by_extension(&self) -> Option<Vec<String>> {
        match &self.side {
            Side::Chromium(side) => Some(side.cdp.asked()),
            Side::Firefox(_) => None,
        }
    }

    /// Bytes on the heap of the current page, ours in it included, after a collection. `None` where the browser does not tell (Firefox).
    pub fn heap(&self) -> Result<Option<f64>> {
        match &self.side {
            Side::Chromium(side) => self.run(async {
                let window = String::from(self.client.window().await?);
                side.heap(&window).await.map(Some)
            }),
            Side::Firefox(_) => Ok(None),
        }
    }

    /// Everything on every console since the start or [`Browser::clear_console`]: pages, frames, content scripts, background, popup.
    pub fn console(&self) -> Result<Vec<ConsoleLine>> {
        match &self.side {
            Side::Chromium(side) => Ok(side.console()),
            Side::Firefox(side) => {
                let mut lines = self.run(side.console())?;
                let said = self.driver.said();
                // Errors that were only written (`console.error`), in the words of the driver's output.
                let written = said.iter().skip(self.console_from).filter_map(|line| {
                    let (level, text) = line.strip_prefix("console.")?.split_once(':')?;
                    Some(ConsoleLine {
                        level: level.into(),
                        text: text.trim().into(),
                        source: String::new(),
                    })
                });
                lines.extend(written);
                Ok(lines)
            }
        }
    }

    /// Forgets what the consoles said.
    pub fn clear_console(&mut self) -> Result<()> {
        match &self.side {
            Side::Chromium(side) => side.cdp.clear_console(),
            Side::Firefox(side) => self.run(side.clear_console())?,
        }
        self.console_from = self.driver.said().len();
        Ok(())
    }

    /// Console errors that are ours: they name a file of the extension. A test wants none.
    pub fn own_errors(&self) -> Result<Vec<ConsoleLine>> {
        let origin = self.origin();
        let ours = |line: &ConsoleLine| {
            line.level == "error"
                && (line.source.starts_with(&origin) || line.text.contains(&origin))
        };
        Ok(self.console()?.into_iter().filter(ours).collect())
    }
}

/// What a person reads in a page.
const WORDS: &str = "document.body.innerText";

fn words(answer: &Value) -> String {
    answer.as_str().unwrap_or_default().to_owned()
}

impl Drop for Browser {
    fn drop(&mut self) {
        let client = self.client.clone();
        // A polite end first; the driver's whole family is ended after it in any case.
        let _ = self
            .runtime
            .block_on(async { tokio::time::timeout(Duration::from_secs(5), client.close()).await });
    }
}

/// The top of the frames, which the client library has no call for on itself.
trait Top {
    async fn enter_frame_top(self) -> Result<(), fantoccini::error::CmdError>;
}

impl Top for Client {
    async fn enter_frame_top(self) -> Result<(), fantoccini::error::CmdError> {
        #[derive(Debug)]
        struct ToTop;
        impl fantoccini::wd::WebDriverCompatibleCommand for ToTop {
            fn endpoint(
                &self,
                base: &url::Url,
                session: Option<&str>,
            ) -> Result<url::Url, url::ParseError> {
                base.join(&format!("session/{}/frame", session.unwrap_or_default()))
            }
            fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
                (http::Method::POST, Some(json!({"id": null}).to_string()))
            }
        }
        self.issue_cmd(ToTop).await.map(|_| ())
    }
}
