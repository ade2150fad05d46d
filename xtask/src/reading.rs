//! What the extension reads of a page, as the JSON of the command line: the hands of the package look, the engine reads.

use anyhow::{Context, Result};
use e2e::{Browser, Collector};
use honmono::address::Target;
use honmono::official::Standing;
use honmono::page::{self, MessageReading, Reading, Snapshot};
use honmono::{Tables, judge};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Reads pages in one browser.
pub struct Reader {
    collector: Collector,
    tables: Tables,
    /// Match patterns the package has scripts for.
    built_in: Vec<String>,
    /// Hosts that were let in during this run.
    let_in: BTreeSet<String>,
}

impl Reader {
    /// Opens the two tabs.
    pub fn start(browser: &Browser) -> Result<Self> {
        let manifest = crate::place::root().join("extension/manifest/base.json");
        let manifest: Value = serde_json::from_str(
            &std::fs::read_to_string(&manifest).with_context(|| manifest.display().to_string())?,
        )?;
        let scripts = manifest["content_scripts"].as_array().into_iter().flatten();
        let patterns =
            scripts.flat_map(|script| script["matches"].as_array().into_iter().flatten());
        Ok(Self {
            collector: Collector::start(browser)?,
            tables: Tables::shipped(),
            built_in: patterns
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            let_in: BTreeSet::new(),
        })
    }

    /// Opens a page and reads it. A host that is not built in is let in first, once, as a person does it.
    pub fn read(
        &mut self,
        browser: &mut Browser,
        address: &str,
        frames: &[String],
    ) -> Result<Value> {
        let parsed = e2e::parse_address(address)?;
        let known = self
            .built_in
            .iter()
            .any(|pattern| covers(pattern, &parsed.host));
        if !known && !self.let_in.contains(&parsed.host) {
            browser.goto(address)?;
            // A browser without windows now and then loses the question; a person would press again.
            if browser.let_in().is_err() {
                browser.goto(address)?;
                browser.let_in()?;
            }
            browser.close_popup().ok();
            self.let_in.insert(parsed.host);
        }
        let looks = self.collector.read(browser, address, frames)?;
        let snapshots = looks
            .into_iter()
            .map(|look| serde_json::from_value(look).context("a snapshot"))
            .collect::<Result<Vec<Snapshot>>>()?;
        Ok(line(&snapshots, &self.tables))
    }
}

/// Whether a match pattern names a host.
fn covers(pattern: &str, host: &str) -> bool {
    let named = pattern
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    match named.strip_prefix("*.") {
        Some(parent) => {
            host == parent
                || host
                    .strip_suffix(parent)
                    .is_some_and(|sub| sub.ends_with('.'))
        }
        None => named == host,
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
    fn patterns_cover_their_hosts_alone() {
        assert!(covers("https://mail.example/*", "mail.example"));
        assert!(covers("https://*.mail.example/*", "a.mail.example"));
        assert!(!covers("https://mail.example/*", "x.mail.example"));
        assert!(!covers("https://*.mail.example/*", "amail.example"));
    }

    #[test]
    fn nothing_read_is_quiet() {
        let read = line(&[Snapshot::default()], &Tables::shipped());
        assert_eq!(
            (&read["state"], &read["open"]),
            (&json!("quiet"), &json!(0))
        );
    }
}
