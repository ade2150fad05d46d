//! What the extension reads of a page, as the JSON of the command line: the hands of the package look, the engine reads.

use anyhow::{Context, Result};
use e2e::{Browser, Collector, Saved};
use honmono::address::Target;
use honmono::official::Standing;
use honmono::page::{self, MessageReading, Reading, Snapshot};
use honmono::{Tables, judge};
use serde_json::{Value, json};

/// Reads pages in one browser.
pub struct Reader {
    collector: Collector,
    tables: Tables,
}

impl Reader {
    /// Opens the two tabs.
    pub fn start(browser: &Browser) -> Result<Self> {
        Ok(Self {
            collector: Collector::start(browser)?,
            tables: Tables::shipped(),
        })
    }

    /// Opens a page and reads it.
    pub fn read(&mut self, browser: &mut Browser, page: &Saved) -> Result<Value> {
        let looks = self
            .collector
            .visit(browser, &page.url, &page.frame_addresses())?;
        let snapshots = looks
            .into_iter()
            .map(|look| serde_json::from_value(look).context("a snapshot"))
            .collect::<Result<Vec<Snapshot>>>()?;
        Ok(line(&snapshots, &self.tables))
    }
}

/// The reading of a tab's frames.
fn line(frames: &[Snapshot], tables: &Tables) -> Value {
    let readings = page::join::read_frames(frames, tables);
    let (mut messages, mut orders, mut collapsed) = (vec![], vec![], 0);
    let (mut state, mut site) = (
        "quiet".to_owned(),
        frames.first().map_or("", |frame| frame.site.as_str()),
    );
    for (frame, reading) in frames.iter().zip(&readings) {
        collapsed += page::counts(frame, reading).collapsed;
        let mut say = |name: &str| {
            name.clone_into(&mut state);
            site = &frame.site;
        };
        match reading {
            Reading::Mail(read) => {
                say("message");
                messages.extend(read.iter().map(|one| message(one, tables)));
            }
            Reading::Official(read, opened) => {
                say(read.kind.name());
                orders.extend(read.orders.iter().map(|order| json!(order.number)));
                messages.extend(opened.iter().map(|one| message(one, tables)));
            }
            Reading::Changed(_) | Reading::NotYet if messages.is_empty() => say("unread"),
            Reading::Changed(_) | Reading::NotYet | Reading::Nothing => {}
        }
    }
    orders.dedup();
    json!({
        "site": site,
        "state": state,
        "open": messages.len(),
        "collapsed": collapsed,
        "messages": messages,
        "orders": orders,
    })
}

fn message(reading: &MessageReading, tables: &Tables) -> Value {
    let message = &reading.message;
    let verdict = judge(message, tables, &Standing::NotAsked);
    let web = |link: &&honmono::address::Link| matches!(link.target, Target::Web { .. });
    json!({
        "sender_name": message.sender.name,
        "sender_address": message.sender.address.as_ref().map(|address| &address.raw),
        "subject": message.subject,
        "time": message.sent_as_shown,
        "mailed_by": message.authentication.mailed_by,
        "signed_by": message.authentication.signed_by.first(),
        "links": message.links.iter().filter(web).map(|link| &link.href).collect::<Vec<_>>(),
        "level": verdict.level(),
        "missing": message.missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_read_is_quiet() {
        let read = line(&[Snapshot::default()], &Tables::shipped());
        assert_eq!(
            (&read["state"], &read["open"]),
            (&json!("quiet"), &json!(0))
        );
    }
}
