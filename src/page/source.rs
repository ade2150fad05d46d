//! Pages that show a mail's source: the whole mail, with the results the receiving server wrote into it.

use super::plan::{Candidate, Kind, Place, Side, Watch, Way, field, probe, strings};
use super::snapshot::Snapshot;
use super::{MessageReading, Reading};
use crate::lists::Tables;

/// The probes of a page that is a mail's source and nothing else.
#[must_use]
pub fn candidate(id: &str, present: &[&str], ways: Vec<Way>) -> Candidate {
    Candidate {
        id: id.to_owned(),
        present: strings(present),
        page: vec![],
        kinds: vec![Kind {
            name: "source".to_owned(),
            roots: vec![probe("body", "a page of its own")],
            fields: vec![field("source", ways)],
            places: vec![Place {
                side: Side::Prepend,
                ..Place::default()
            }],
            most: 1,
            ..Kind::default()
        }],
        watch: Watch::default(),
    }
}

/// The region and the text of a source, when a snapshot shows one. Where the reader of raw mails is another module's, that module is
/// given this text.
#[must_use]
pub fn shown(snapshot: &Snapshot) -> Option<(&str, &str)> {
    if !snapshot.site.ends_with("_source") {
        return None;
    }
    snapshot
        .of_kind("source")
        .find_map(|region| Some((region.key.as_str(), region.first("source")?)))
        .filter(|(_, source)| looks_like_a_mail(source))
}

/// The one value of a parameter; `None` when it is not there, or twice: servers differ in which they take.
pub(super) fn only(url: &url::Url, name: &str) -> Option<String> {
    // PHP reads `_action[]` and `_action` as one name, and dots and spaces as underscores.
    let named = |key: &str| {
        let key = key.split('[').next().unwrap_or_default();
        key.trim_start().replace(['.', ' ', '+'], "_") == name
    };
    let mut values = url.query_pairs().filter(|(key, _)| named(key));
    let (key, value) = values.next()?;
    (values.next().is_none() && key == name).then(|| value.into_owned())
}

/// Reads the source shown.
#[must_use]
pub fn read(snapshot: &Snapshot, tables: &Tables) -> Reading {
    // A mail's source starts with header fields; anything else in a `pre` is not one.
    let Some((region, source)) = shown(snapshot) else {
        return if snapshot.loading {
            Reading::NotYet
        } else {
            Reading::Nothing
        };
    };
    parse(source, tables).map_or_else(
        || Reading::Changed(vec!["source".to_owned()]),
        |message| {
            Reading::Mail(vec![MessageReading {
                region: region.to_owned(),
                identity: super::mail::identity(&message),
                message,
            }])
        },
    )
}

/// Reads the text of a source.
#[cfg(feature = "raw")]
#[must_use]
pub fn parse(source: &str, tables: &Tables) -> Option<crate::Message> {
    Some(crate::raw::read(source.trim_start().as_bytes(), tables))
}

/// Without the reader of raw mails the source is a mail that could not be read, and says so.
#[cfg(not(feature = "raw"))]
#[must_use]
pub fn parse(_source: &str, _tables: &Tables) -> Option<crate::Message> {
    None
}

/// Whether a text starts with header fields (RFC 5322, section 2.2), one of which is From.
fn looks_like_a_mail(source: &str) -> bool {
    let header = source
        .trim_start()
        .lines()
        .take(500)
        .take_while(|line| !line.trim().is_empty());
    let mut fields = 0;
    let mut from = false;
    for line in header {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            // mbox files start with a line "From address date".
            if fields == 0 && line.starts_with("From ") {
                continue;
            }
            return false;
        };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        fields += 1;
        from |= name.eq_ignore_ascii_case("from");
    }
    from && fields >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_told_from_other_text() {
        assert!(looks_like_a_mail(
            "Received: x\n\tby y\nFrom: a@b.example\nSubject: x\n\nbody"
        ));
        assert!(looks_like_a_mail("\n\nFrom a Mon\nTo: x\nFrom: y\n\n"));
        assert!(!looks_like_a_mail("Hello: there\nthis is no header\n"));
        assert!(!looks_like_a_mail("Subject: x\nTo: y\n\nFrom: z"));
        assert!(!looks_like_a_mail(""));
    }
}
