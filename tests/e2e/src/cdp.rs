//! The debugging connection beside Chromium's driver. The driver does not open popups, stop workers or show their consoles; this does.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;

/// A part of the browser that is attached to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub id: String,
    pub session: String,
    /// `page`, `tab`, `iframe`, `service_worker`...
    pub kind: String,
    pub url: String,
    /// The session it was attached through: for a page, that of its tab.
    pub parent: Option<String>,
}

/// Who waits for an answer, and from where.
struct Waiting {
    session: Option<String>,
    sender: oneshot::Sender<Result<Value, String>>,
}

#[derive(Default)]
struct Shared {
    /// By the question's number.
    waiting: HashMap<u64, Waiting>,
    targets: BTreeMap<String, Target>,
    console: Vec<(String, Value)>,
    /// What our own pages and worker asked of the network.
    asked: Vec<String>,
}

/// At the top tabs are taken, and their pages below them: never both at once, the browser says.
fn attach_all(but: &str) -> Value {
    json!({"autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true, "filter": [{"type": but, "exclude": true}, {}]})
}

/// An open connection. Attaches to everything there is and will be.
pub(crate) struct Cdp {
    send: mpsc::UnboundedSender<String>,
    shared: Arc<Mutex<Shared>>,
    next: std::sync::atomic::AtomicU64,
}

impl Cdp {
    /// Connects to the browser's own address.
    pub async fn connect(address: &str) -> Result<Arc<Cdp>> {
        let (socket, _) = tokio_tungstenite::connect_async(address)
            .await
            .context("the browser's debugging connection")?;
        let (mut sink, mut stream) = socket.split();
        let (send, mut outgoing) = mpsc::unbounded_channel::<String>();
        let shared = Arc::new(Mutex::new(Shared::default()));
        tokio::spawn(async move {
            while let Some(text) = outgoing.recv().await {
                if sink.send(Message::text(text)).await.is_err() {
                    return;
                }
            }
        });
        let cdp = Arc::new(Cdp {
            send,
            shared,
            next: 1.into(),
        });
        let own = Arc::downgrade(&cdp);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let Some(cdp) = own.upgrade() else { return };
                if let Message::Text(text) = message
                    && let Ok(value) = serde_json::from_str(text.as_str())
                {
                    cdp.received(value);
                }
            }
        });
        // Asked with an answer: without this nothing else would ever be seen.
        cdp.call(None, "Target.setAutoAttach", attach_all("page"))
            .await?;
        // Addresses of targets change after they are met; without this nobody tells.
        cdp.call(
            None,
            "Target.setDiscoverTargets",
            json!({"discover": true, "filter": [{}]}),
        )
        .await?;
        Ok(cdp)
    }

    fn post(&self, session: Option<&str>, method: &str, params: Value) -> u64 {
        let id = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let _ = self.send.send(message.to_string());
        id
    }

    /// Asks and waits for the answer.
    pub async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        let (sender, receiver) = oneshot::channel();
        {
            // The lock is held over the sending: the answer cannot come before someone waits for it.
            let Ok(mut shared) = self.shared.lock() else {
                bail!("the debugging connection is broken")
            };
            let id = self.post(session, method, params);
            shared.waiting.insert(
                id,
                Waiting {
                    session: session.map(str::to_owned),
                    sender,
                },
            );
        }
        let answer = tokio::time::timeout(Duration::from_secs(20), receiver).await;
        answer
            .with_context(|| format!("{method} was not answered"))??
            .map_err(|error| anyhow::anyhow!("{method}: {error}"))
    }

    /// Attaches to what is below a session, now and later.
    fn attach_below(&self, session: &str) {
        self.post(Some(session), "Target.setAutoAttach", attach_all("tab"));
    }

    fn received(&self, message: Value) {
        let Ok(mut shared) = self.shared.lock() else {
            return;
        };
        if let Some(id) = message["id"].as_u64() {
            if let Some(waiting) = shared.waiting.remove(&id) {
                let answer = match message.get("error") {
                    Some(error) => Err(error["message"].as_str().unwrap_or("unknown").to_owned()),
                    None => Ok(message["result"].clone()),
                };
                let _ = waiting.sender.send(answer);
            }
            return;
        }
        let session = message["sessionId"].as_str();
        let params = &message["params"];
        match message["method"].as_str().unwrap_or_default() {
            "Target.attachedToTarget" => {
                let info = &params["targetInfo"];
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let own = text(&params["sessionId"]);
                let target = Target {
                    id: text(&info["targetId"]),
                    session: own.clone(),
                    kind: text(&info["type"]),
                    url: text(&info["url"]),
                    parent: session.map(str::to_owned),
                };
                // What is met by two ways is listened to once.
                let known = shared.targets.values().any(|other| other.id == target.id);
                if !known && target.kind != "tab" {
                    self.post(Some(&own), "Runtime.enable", json!({}));
                    self.post(Some(&own), "Log.enable", json!({}));
                    if target.url.starts_with("chrome-extension://") {
                        self.post(Some(&own), "Network.enable", json!({}));
                    }
                }
                self.attach_below(&own);
                shared.targets.insert(own, target);
            }
            "Target.detachedFromTarget" => {
                if let Some(session) = params["sessionId"].as_str() {
                    shared.targets.remove(session);
                    // What has gone answers no more.
                    let asked = |_: &u64, waiting: &mut Waiting| {
                        waiting.session.as_deref() == Some(session)
                    };
                    for (_, waiting) in shared.waiting.extract_if(asked) {
                        let _ = waiting.sender.send(Err("its target is gone".to_owned()));
                    }
                }
            }
            "Target.targetInfoChanged" => {
                let info = &params["targetInfo"];
                for target in shared
                    .targets
                    .values_mut()
                    .filter(|target| info["targetId"] == *target.id)
                {
                    target.url = info["url"].as_str().unwrap_or_default().to_owned();
                }
            }
            "Network.requestWillBeSent" => {
                let url = params["request"]["url"].as_str().unwrap_or_default();
                shared.asked.push(url.to_owned());
            }
            method
            @ ("Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded") => {
                shared.console.push((method.to_owned(), params.clone()));
            }
            _ => {}
        }
    }

    /// Everything that is attached to now.
    pub fn targets(&self) -> Vec<Target> {
        self.shared
            .lock()
            .map(|shared| shared.targets.values().cloned().collect())
            .unwrap_or_default()
    }

    /// Every address that parts of an extension asked for, those of its own files included.
    pub fn asked(&self) -> Vec<String> {
        self.shared
            .lock()
            .map(|shared| shared.asked.clone())
            .unwrap_or_default()
    }

    /// Every console event so far.
    pub fn console(&self) -> Vec<(String, Value)> {
        self.shared
            .lock()
            .map(|shared| shared.console.clone())
            .unwrap_or_default()
    }

    /// Forgets the console events.
    pub fn clear_console(&self) {
        if let Ok(mut shared) = self.shared.lock() {
            shared.console.clear();
        }
    }

    /// The value of an expression (a promise is awaited), as if a person's gesture had caused it.
    pub async fn evaluate(&self, session: &str, expression: &str) -> Result<Value> {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let answer = self.call(Some(session), "Runtime.evaluate", params).await?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            bail!(
                "{}",
                thrown["exception"]["description"]
                    .as_str()
                    .or(thrown["text"].as_str())
                    .unwrap_or("an error without words")
            );
        }
        Ok(answer["result"]["value"].clone())
    }
}
