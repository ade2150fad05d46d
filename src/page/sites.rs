//! The webmails Honmono knows: their hosts, their probes and their readers.

use super::mail::Common;
use super::plan::{Candidate, Plan};
use super::snapshot::{RegionSeen, Snapshot};
use super::{
    MessageReading, Reading, fastmail, generic, gmail, mail, others, outlook, proton, roundcube,
    sogo, source, yahoo,
};
use crate::lists::Tables;
use crate::mail::Message;
use url::Url;

/// One webmail.
pub struct Webmail {
    /// Its name, for reports.
    pub name: &'static str,
    /// Match patterns of its documents, frames included. None: it lives on any host.
    pub hosts: &'static [&'static str],
    /// The names of the candidates to look for at an address ([`CANDIDATES`]).
    pub sites: fn(&Url) -> &'static [&'static str],
}

/// Every webmail, in the order of its candidates on a host that none of them claims. The generic one is last: it is always present.
pub const WEBMAILS: &[Webmail] = &[
    Webmail {
        name: "gmail",
        hosts: &["https://mail.google.com/*"],
        sites: gmail::sites,
    },
    Webmail {
        name: "outlook",
        hosts: outlook::HOSTS,
        sites: |_| &["outlook"],
    },
    Webmail {
        name: "yahoo",
        hosts: yahoo::HOSTS,
        sites: |_| &["yahoo"],
    },
    Webmail {
        name: "yahoo_japan",
        hosts: yahoo::JAPAN,
        sites: |_| &["yahoo_japan", "generic"],
    },
    Webmail {
        name: "icloud",
        hosts: others::ICLOUD,
        sites: others::icloud_sites,
    },
    Webmail {
        name: "proton",
        hosts: proton::HOSTS,
        sites: |_| &["proton"],
    },
    Webmail {
        name: "fastmail",
        hosts: fastmail::HOSTS,
        sites: |_| &["fastmail", "generic"],
    },
    Webmail {
        name: "zoho",
        hosts: others::ZOHO,
        sites: |_| &["zoho", "generic"],
    },
    Webmail {
        name: "united",
        hosts: others::UNITED,
        sites: others::united_sites,
    },
    Webmail {
        name: "roundcube",
        hosts: &[],
        sites: roundcube::sites,
    },
    Webmail {
        name: "sogo",
        hosts: &[],
        sites: |_| &["sogo"],
    },
    Webmail {
        name: "snappymail",
        hosts: &[],
        sites: |_| &["snappymail"],
    },
    Webmail {
        name: "zimbra",
        hosts: &[],
        sites: |_| &["zimbra"],
    },
    Webmail {
        name: "generic",
        hosts: &[],
        sites: |_| &["generic"],
    },
];

/// A candidate, made when it is asked for.
pub type Made = fn() -> Candidate;

/// Every candidate by its name. What the extension ships of them is made from this list when it is built, so that the engine there names
/// them and does not carry them.
pub const CANDIDATES: &[(&str, Made)] = &[
    ("gmail", gmail::candidate),
    ("gmail_print", gmail::print_candidate),
    ("gmail_source", gmail::original_candidate),
    ("outlook", outlook::candidate),
    ("yahoo", yahoo::candidate),
    ("yahoo_japan", yahoo::japan),
    ("icloud", others::icloud),
    ("icloud_body", others::icloud_body),
    ("proton", proton::candidate),
    ("fastmail", fastmail::candidate),
    ("zoho", others::zoho),
    ("united", others::united),
    ("united_body", others::united_body),
    ("roundcube", roundcube::candidate),
    ("roundcube_source", roundcube::source_candidate),
    ("sogo", sogo::candidate),
    ("snappymail", others::snappymail),
    ("zimbra", others::zimbra),
    ("generic", generic::candidate),
    ("framed", others::framed_body),
];

/// The candidates that are the body of a mail whose head is in another frame.
const BODIES: [&str; 3] = ["icloud_body", "united_body", "framed"];

/// The match patterns of every webmail with hosts of its own, for the manifest's content scripts.
pub fn hosts() -> impl Iterator<Item = &'static str> {
    WEBMAILS
        .iter()
        .flat_map(|webmail| webmail.hosts.iter().copied())
}

/// The plan for a document at this address, or `None` where Honmono has no business.
///
/// On a host that a webmail claims it holds that webmail's candidates; on any other, those of every webmail that lives anywhere,
/// and the generic one last.
#[must_use]
pub fn plan(url: &str) -> Option<Plan> {
    let own = Url::parse(url)
        .ok()
        .and_then(|url| super::amazon::plan(&url));
    own.or_else(|| mail_plan(url))
}

/// The same without the brand's own pages.
fn mail_plan(url: &str) -> Option<Plan> {
    mail_sites(url).map(of_sites)
}

/// The names of its candidates, in order; `None` where Honmono has no business, and on the brand's own pages, which another module of
/// the extension reads.
#[must_use]
pub fn mail_sites(url: &str) -> Option<Vec<&'static str>> {
    let url = Url::parse(url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))?;
    if super::amazon::marketplace(&url).is_some() {
        return None;
    }
    let claimed = WEBMAILS
        .iter()
        .find(|webmail| webmail.hosts.iter().any(|pattern| matches(pattern, &url)));
    Some(match claimed {
        Some(webmail) => (webmail.sites)(&url).to_vec(),
        None => WEBMAILS
            .iter()
            .filter(|webmail| webmail.hosts.is_empty())
            .flat_map(|webmail| (webmail.sites)(&url).iter().copied())
            .collect(),
    })
}

/// The plan that looks for these.
fn of_sites(names: Vec<&str>) -> Plan {
    let made = |name: &str| {
        let known = CANDIDATES.iter().find(|(known, _)| *known == name);
        known.map(|(_, made)| made())
    };
    Plan {
        sites: names.into_iter().filter_map(made).collect(),
        ..Plan::default()
    }
}

/// The plan for a document in a frame: as [`plan`], and for one without an address of its own the plan of a bare body.
#[must_use]
pub fn frame_plan(url: &str) -> Option<Plan> {
    match plan(url) {
        None => frame_sites(url).map(of_sites),
        plan => plan,
    }
}

/// The names of the candidates for a document in a frame of a webmail.
#[must_use]
pub fn frame_sites(url: &str) -> Option<Vec<&'static str>> {
    let own = Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if own {
        mail_sites(url)
    } else {
        Some(vec!["framed"])
    }
}

/// Whether a document at this address may be the body of a mail whose head is in another frame, looked at as this candidate.
#[must_use]
pub fn is_body_at(url: &str, candidate: &str) -> bool {
    BODIES.contains(&candidate) && frame_sites(url).is_some_and(|names| names.contains(&candidate))
}

/// Whether a match pattern (`https://*.host/path*`) covers an address.
#[must_use]
pub fn matches(pattern: &str, url: &Url) -> bool {
    let Some((scheme, rest)) = pattern.split_once("://") else {
        return false;
    };
    let Some((host, path)) = rest.split_once('/') else {
        return false;
    };
    let own = url.host_str().unwrap_or_default();
    let host_fits = match host.strip_prefix("*.") {
        Some(parent) => {
            own == parent
                || own
                    .strip_suffix(parent)
                    .is_some_and(|sub| sub.ends_with('.'))
        }
        None => own == host,
    };
    let path_fits = match path.strip_suffix('*') {
        Some(prefix) => url.path().trim_start_matches('/').starts_with(prefix),
        None => url.path().trim_start_matches('/') == path,
    };
    scheme == url.scheme() && host_fits && path_fits
}

/// Reads a snapshot of any of them, or of one of the brand's own pages.
#[must_use]
pub fn read(snapshot: &Snapshot, tables: &Tables) -> Reading {
    match super::amazon::read(snapshot, tables) {
        Some((page, opened)) => Reading::Official(Box::new(page), opened),
        None => read_mail(snapshot, tables),
    }
}

/// Reads a snapshot of a webmail.
#[must_use]
pub fn read_mail(snapshot: &Snapshot, tables: &Tables) -> Reading {
    if snapshot.site.ends_with("_source") {
        return source::read(snapshot, tables);
    }
    let common = Common::of(snapshot, tables);
    let messages: Vec<MessageReading> = snapshot
        .of_kind("open")
        .filter_map(|region| {
            let message = message(snapshot, region, &common);
            // On a page nobody knows, a body with links is not yet a mail.
            if snapshot.site == "generic" && !generic::is_mail(&message, region, &common) {
                return None;
            }
            Some(MessageReading {
                region: region.key.clone(),
                identity: identity(snapshot, region).unwrap_or_else(|| mail::identity(&message)),
                message,
            })
        })
        .collect();
    if !messages.is_empty() {
        return Reading::Mail(messages);
    }
    if snapshot.fault.is_some() {
        return Reading::Changed(vec!["page".to_owned()]);
    }
    // A body without a message around it: the page around the mail changed.
    if snapshot.strays > 0 && is_application(snapshot) {
        return Reading::Changed(vec!["message".to_owned()]);
    }
    if snapshot.of_kind("collapsed").next().is_some() {
        return Reading::Nothing;
    }
    if snapshot.loading {
        return Reading::NotYet;
    }
    Reading::Nothing
}

/// Whether the page is a webmail's application and not a loose piece of markup.
fn is_application(snapshot: &Snapshot) -> bool {
    snapshot.page.values().any(super::Found::is_there)
        || snapshot
            .tried
            .get(&format!("{}.present", snapshot.site))
            .is_some_and(|counts| counts.iter().any(|&count| count > 0))
}

fn message(snapshot: &Snapshot, region: &RegionSeen, common: &Common) -> Message {
    match snapshot.site.as_str() {
        "gmail" | "gmail_print" => gmail::message(snapshot, region, common),
        "outlook" => outlook::message(snapshot, region, common),
        "yahoo" => yahoo::message(snapshot, region, common),
        "proton" => proton::message(snapshot, region, common),
        "sogo" => sogo::message(snapshot, region, common),
        "roundcube" => mail::message(snapshot, region, common),
        _ => generic::message(snapshot, region, common),
    }
}

/// The webmail's own name of a mail, the same for the open mail and for its source; `None` where a page gives none.
#[must_use]
pub fn mail_key(site: &str, url: &str, identity: &str) -> Option<String> {
    match site {
        "gmail" => gmail::message_key(identity),
        "gmail_source" => gmail::source_key(&Url::parse(url).ok()?),
        "roundcube" => identity.contains('/').then(|| identity.to_owned()),
        "roundcube_source" => roundcube::identity(url, None),
        _ => None,
    }
}

fn identity(snapshot: &Snapshot, region: &RegionSeen) -> Option<String> {
    let own = match snapshot.site.as_str() {
        "roundcube" => roundcube::identity(&snapshot.url, region.first("self")),
        "sogo" => sogo::identity(&snapshot.url),
        _ => None,
    };
    own.or_else(|| {
        region
            .first("own_id")
            .or(region.first("id"))
            .map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_candidate_goes_by_its_name() {
        for (name, made) in CANDIDATES {
            assert_eq!(made().id, *name);
            let kinds = made().kinds;
            let is_body = kinds
                .iter()
                .any(|kind| kind.name == super::super::join::FRAME);
            assert_eq!(is_body, BODIES.contains(name), "{name}");
        }
    }

    #[test]
    fn every_frame_that_may_hold_a_body_is_watched() {
        for (name, made) in CANDIDATES {
            let site = made();
            let bodies = site.kinds.iter().filter_map(|kind| kind.body.as_ref());
            for way in bodies.flat_map(|body| &body.ways).filter(|way| way.frame) {
                // Or a wider one.
                let watched = |frame: &String| way.css.ends_with(frame.as_str());
                assert!(site.watch.frames.iter().any(watched), "{name}: {}", way.css);
            }
        }
    }

    #[test]
    fn every_name_is_of_a_candidate() {
        let mut urls: Vec<String> = hosts().map(|pattern| pattern.replace('*', "")).collect();
        for url in [
            "https://mail.google.com/mail/u/0/?view=om",
            "https://mail.google.com/mail/u/0/?view=pt",
            "https://www-mail.icloud-sandbox.com/applications/mail2-message/1",
            "https://3c.gmx.net/mail/client/mailbody/1",
            "https://webmail.example/?_task=mail&_action=viewsource",
            "https://webmail.example/",
            "about:srcdoc",
        ] {
            urls.push(url.to_owned());
        }
        let mut seen = vec![];
        for url in &urls {
            let names = frame_sites(url).unwrap();
            let plan = frame_plan(url).unwrap();
            let ids: Vec<&str> = plan.sites.iter().map(|site| site.id.as_str()).collect();
            assert_eq!(ids, names, "{url}");
            seen.extend(names);
        }
        for (name, _) in CANDIDATES {
            assert!(seen.contains(name), "{name} is looked for nowhere");
        }
    }

    #[test]
    fn the_brands_own_pages_are_no_mail() {
        let own = "https://www.amazon.co.jp/gp/message";
        assert!(mail_sites(own).is_none() && frame_sites(own).is_none());
        assert!(plan(own).is_some());
        assert!(mail_sites("ftp://mail.example/").is_none());
    }
}
