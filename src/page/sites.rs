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
    /// What to look for at an address.
    pub candidates: fn(&Url) -> Vec<Candidate>,
}

/// Every webmail, in the order of its candidates on a host that none of them claims. The generic one is last: it is always present.
pub const WEBMAILS: &[Webmail] = &[
    Webmail {
        name: "gmail",
        hosts: &["https://mail.google.com/*"],
        candidates: gmail::candidates,
    },
    Webmail {
        name: "outlook",
        hosts: outlook::HOSTS,
        candidates: |_| vec![outlook::candidate()],
    },
    Webmail {
        name: "yahoo",
        hosts: yahoo::HOSTS,
        candidates: |_| vec![yahoo::candidate()],
    },
    Webmail {
        name: "yahoo_japan",
        hosts: yahoo::JAPAN,
        candidates: |_| vec![yahoo::japan(), generic::candidate()],
    },
    Webmail {
        name: "icloud",
        hosts: others::ICLOUD,
        candidates: others::icloud,
    },
    Webmail {
        name: "proton",
        hosts: proton::HOSTS,
        candidates: |_| vec![proton::candidate()],
    },
    Webmail {
        name: "fastmail",
        hosts: fastmail::HOSTS,
        candidates: |_| vec![fastmail::candidate(), generic::candidate()],
    },
    Webmail {
        name: "zoho",
        hosts: others::ZOHO,
        candidates: others::zoho,
    },
    Webmail {
        name: "united",
        hosts: others::UNITED,
        candidates: others::united,
    },
    Webmail {
        name: "roundcube",
        hosts: &[],
        candidates: roundcube::candidates,
    },
    Webmail {
        name: "sogo",
        hosts: &[],
        candidates: |_| vec![sogo::candidate()],
    },
    Webmail {
        name: "snappymail",
        hosts: &[],
        candidates: others::snappymail,
    },
    Webmail {
        name: "zimbra",
        hosts: &[],
        candidates: others::zimbra,
    },
    Webmail {
        name: "generic",
        hosts: &[],
        candidates: |_| vec![generic::candidate()],
    },
];

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
    let url = Url::parse(url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))?;
    if let Some(plan) = super::amazon::plan(&url) {
        return Some(plan);
    }
    let claimed = WEBMAILS
        .iter()
        .find(|webmail| webmail.hosts.iter().any(|pattern| matches(pattern, &url)));
    let sites = match claimed {
        Some(webmail) => (webmail.candidates)(&url),
        None => WEBMAILS
            .iter()
            .filter(|webmail| webmail.hosts.is_empty())
            .flat_map(|webmail| (webmail.candidates)(&url))
            .collect(),
    };
    Some(Plan {
        sites,
        ..Plan::default()
    })
}

/// The plan for a document in a frame: as [`plan`], and for one without an address of its own the plan of a bare body.
#[must_use]
pub fn frame_plan(url: &str) -> Option<Plan> {
    let own = Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if own {
        return plan(url);
    }
    Some(Plan {
        sites: vec![others::framed_body()],
        ..Plan::default()
    })
}

/// Whether a document at this address may be the body of a mail whose head is in another frame, looked at as this candidate.
#[must_use]
pub fn is_body_at(url: &str, candidate: &str) -> bool {
    frame_plan(url).is_some_and(|plan| {
        plan.sites.iter().any(|site| {
            site.id == candidate
                && site
                    .kinds
                    .iter()
                    .any(|kind| kind.name == super::join::FRAME)
        })
    })
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

/// Reads a snapshot of any of them.
#[must_use]
pub fn read(snapshot: &Snapshot, tables: &Tables) -> Reading {
    if let Some((page, opened)) = super::amazon::read(snapshot, tables) {
        return Reading::Official(Box::new(page), opened);
    }
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
