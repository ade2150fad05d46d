//! Pages that show a mail's source. The reader of raw mails is a module of its own (`wasm/source`), as heavy as all the rest, and is
//! started only when such a page is looked at; the background gives it the text and gets the whole verdict back.

use crate::background::{draw, known, token, url};
use crate::visit::Visit;
use crate::wire::{Answer, Drawing, FrameRecord, Kept, MailHead, MailRecord, ToPage};
use crate::{api, memory, standing};
use honmono::mail::{Headers, Proof};
use honmono::official::Standing;
use honmono::page::{Snapshot, mail, sites, source};
use honmono::plain::{FromPlain, ToPlain};
use honmono::verdict::Level;
use honmono::{Message, judge};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// What a source says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct SourceReading {
    /// The mail's identity across looks.
    pub identity: String,
    /// What is shown of it.
    pub mail: Kept,
    /// What it proves for the same mail, opened in its webmail.
    pub proof: Option<Proof>,
}

/// Reads and judges a source. Runs in the module that has the reader; without the reader the answer is nothing.
#[cfg_attr(feature = "source", wasm_bindgen)]
pub fn read_source(text: &str, site: &str, url: &str) -> JsValue {
    let tables = memory::tables();
    let Some(message) = source::parse(text, &tables) else {
        return JsValue::NULL;
    };
    let verdict = judge(&message, &tables, &Standing::NotAsked);
    let mut record = MailRecord::new(site, &message, verdict);
    record.headers = api::to_json(&Headers::of(&message));
    let reading = SourceReading {
        identity: mail::identity(&message),
        proof: Proof::of(&message, sites::mail_key(site, url, "")),
        mail: Kept::from(&record),
    };
    api::to_js(&reading).unwrap_or(JsValue::NULL)
}

/// What a source says, asked of the module that can read it. A source that cannot be read is a mail that was not read.
pub(crate) async fn read(text: &str, site: &str, url: &str) -> SourceReading {
    let asked = match api::hand_over("honmonoSource", &[text.into(), site.into(), url.into()]).await
    {
        Ok(answer) if answer.is_object() => api::from_js(answer),
        Ok(_) => Err(api::ApiError::new("source", "no reader")),
        Err(error) => Err(error),
    };
    asked.unwrap_or_else(|error| {
        api::complain("background", "read a source", &error);
        let message = Message {
            missing: vec!["source".to_owned()],
            ..Message::default()
        };
        let verdict = judge(&message, &memory::tables(), &Standing::NotAsked);
        SourceReading {
            identity: "unread".to_owned(),
            mail: Kept::from(&MailRecord::new(site, &message, verdict)),
            proof: None,
        }
    })
}

/// A page that shows a mail's source: the whole verdict there, and what it proves for the same mail where it is open.
pub(crate) async fn look(snapshot: Snapshot, visit: &Visit, at: &str) -> Answer {
    let Visit { tab, frame, .. } = *visit;
    // Only where the browser says that such a page is: what a source proves is believed of another page.
    let is_one = sites::mail_sites(at).is_some_and(|names| names.contains(&&*snapshot.site));
    let (Some((region, text)), true) = (source::shown(&snapshot), is_one) else {
        return Answer::Refused;
    };
    let host = url::host(at).unwrap_or_default();
    let SourceReading {
        identity,
        mut mail,
        proof,
    } = read(text, &snapshot.site, at).await;
    let before = memory::tab(tab).await;
    if let Some(known) = known(&before, frame, &identity).await {
        mail.keep_found(&known);
    }
    let mail = standing::of(mail).await;
    let Ok(token) = token(&before, frame, region, &identity) else {
        return Answer::Refused;
    };
    let mut drawings = vec![];
    let mut mails = vec![];
    if mail.level > Level::Quiet {
        drawings.push(Drawing {
            region: region.to_owned(),
            token: token.clone(),
            marks: vec![],
            kept: u32::MAX,
        });
        let head = MailHead {
            token,
            region: region.to_owned(),
            identity,
            level: mail.level,
            flagged: mail.flagged,
        };
        mails.push((head, mail.record));
    }
    let shown = FrameRecord {
        host: host.clone(),
        read: 1,
        ..FrameRecord::default()
    };
    if !draw(visit, shown, mails).await {
        return Answer::Nothing;
    }
    if let Some(proof) = proof {
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(error) = prove(&host, proof).await {
                api::complain("background", "prove", &error);
            }
        });
    }
    Answer::Draw(drawings)
}

/// Keeps what a source proved and has the mails that are open in the same webmail looked at again.
async fn prove(host: &str, proof: Proof) -> Result<(), api::ApiError> {
    if !memory::prove(host, proof).await? {
        return Ok(());
    }
    for (tab, record) in memory::open_tabs().await? {
        for frame in record.frames.iter().filter(|frame| frame.host == host) {
            // A frame that is gone meanwhile needs no telling.
            let _ = api::tell_frame(tab, frame.frame, &ToPage::Again).await;
        }
    }
    Ok(())
}
