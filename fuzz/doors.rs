//! Every door by which a stranger's bytes come into the engine, as functions that must return whatever the bytes are, and what must hold
//! of what comes out. Shared by the fuzz targets (`fuzz/fuzz_targets/`) and the smoke test that every `cargo test` runs
//! (`tests/doors.rs`).
#![allow(dead_code, reason = "each fuzz target opens one door")]

use honmono::address::{Host, Link, Shown, Target};
use honmono::mail::Timestamp;
use honmono::official::matching::Wanted;
use honmono::official::subject::Subject;
use honmono::page::{self, Snapshot};
use honmono::signs::links::judge_url;
use honmono::verdict::{Level, LinkVerdict, Verdict};
use honmono::{Message, Tables, judge, official::Standing, raw, words};

/// A door: its name, and what lies behind it.
pub type Door = (&'static str, fn(&[u8], &Tables));

/// All of them.
pub const DOORS: &[Door] = &[
    ("link", link),
    ("host", host),
    ("mail", mail),
    ("snapshot", snapshot),
    ("amazon", own_page),
    ("subject", subject),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An address and the text over it.
pub fn link(bytes: &[u8], tables: &Tables) {
    let whole = text(bytes);
    let (href, shown) = whole.split_once('\n').unwrap_or((&whole, ""));
    let shown = Shown {
        text: shown.to_owned(),
        ..Shown::default()
    };
    let link = Link::read(7, href, shown, tables);
    if let Target::Web { url, host, site } = &link.target {
        // What is shown as the destination is what a browser would open.
        let again = url::Url::parse(url).expect("a target is an address");
        assert_eq!(
            again.as_str(),
            url,
            "a target is written as browsers write it"
        );
        assert_eq!(Host::of(&again).as_ref(), Some(host));
        assert!(site.as_ref().is_none_or(|site| host.is_under(&site.0)));
        assert_eq!(
            Host::parse(host.as_str()).as_ref(),
            Some(host),
            "a host is its own reading"
        );
    }
    assert!(link.hops.len() <= honmono::address::link::MOST_HOPS + 1);
    for claim in [None, Some("amazon.co.jp")] {
        let verdict = judge_url(href, claim, tables);
        holds(&verdict);
        // Never own and dangerous at once.
        let card = &verdict.links[0];
        assert!(!(card.own && claim.is_none() && card.level == Level::Dangerous));
    }
}

/// A host's name.
pub fn host(bytes: &[u8], tables: &Tables) {
    let Some(host) = Host::parse(&text(bytes)) else {
        return;
    };
    assert_eq!(Host::parse(host.as_str()).as_ref(), Some(&host));
    if let Some(suffix) = tables.suffixes.suffix_of(&host) {
        assert!(
            host.from(suffix.start).is_some(),
            "a suffix starts at a label"
        );
        let site = tables.suffixes.site_of(&host);
        assert_eq!(site.is_some(), suffix.start > 0);
        if let Some(site) = site {
            assert!(host.is_under(&site.0));
            let own = tables.suffixes.site_of(&site.0);
            assert_eq!(own, Some(site), "a site is its own site");
        }
    }
    let _ = (tables.owner_of(&host), host.to_unicode());
    let _ = honmono::address::likeness::likeness(&host, tables);
}

/// A raw mail.
pub fn mail(bytes: &[u8], tables: &Tables) {
    judged(&raw::read(bytes, tables), tables);
}

/// What the hands bring back from a webmail.
pub fn snapshot(bytes: &[u8], tables: &Tables) {
    // Fixtures hold one snapshot a frame; the hands send one.
    let frames: Vec<Snapshot> = match serde_json::from_slice::<Vec<Snapshot>>(bytes) {
        Ok(frames) => frames,
        Err(_) => match serde_json::from_slice(bytes) {
            Ok(frame) => vec![frame],
            Err(_) => return,
        },
    };
    for frame in &frames {
        read_page(frame, tables);
    }
    let _ = page::join::read_frames(&frames, tables);
}

/// What the hands bring back from the brand's own pages.
pub fn own_page(bytes: &[u8], tables: &Tables) {
    snapshot(bytes, tables);
}

fn read_page(frame: &Snapshot, tables: &Tables) {
    let reading = page::read(frame, tables);
    let _ = page::counts(frame, &reading);
    let value = serde_json::to_value(&reading).expect("a reading is data");
    assert!(value.is_object() || value.is_string());
}

/// Two subjects, one a line: the mail's and the row's.
pub fn subject(bytes: &[u8], tables: &Tables) {
    let whole = text(bytes);
    let (own, other) = whole.split_once('\n').unwrap_or((&whole, &whole));
    let (a, b) = (Subject::fold(own), Subject::fold(other));
    if !a.is_empty() {
        assert!(a.likeness(&a).is_some(), "a subject is like itself");
    }
    let _ = a.likeness(&b);
    let message = Message {
        subject: Some(own.to_owned()),
        text: other.to_owned(),
        sent: Some(Timestamp(1_795_168_931_000)),
        ..Message::default()
    };
    let _ = Wanted::of(&message);
    judged(&message, tables);
}

fn judged(message: &Message, tables: &Tables) {
    let verdict = judge(message, tables, &Standing::NotAsked);
    holds(&verdict);
    assert_eq!(verdict.links.len(), message.links.len());
    // Nothing was asked of the brand, so nothing is confirmed.
    assert_ne!(verdict.level(), Level::Confirmed);
    if verdict.level() == Level::Consistent {
        assert!(verdict.links.iter().all(|link| link.level == Level::Quiet));
    }
}

/// What holds of every verdict.
fn holds(verdict: &Verdict) {
    for sign in &verdict.signs {
        assert!(!words::sentence(sign).key.is_empty());
    }
    let told = |link: &LinkVerdict| link.signs.iter().all(|at| *at < verdict.signs.len());
    assert!(
        verdict.links.iter().all(told),
        "a link's signs are the verdict's"
    );
    // The worlds hand it on as data: the same comes out.
    let data = serde_json::to_string(verdict).expect("a verdict is data");
    let back: Verdict = serde_json::from_str(&data).expect("and can be read");
    assert_eq!(&back, verdict);
}
