//! Pages as data: what the hands brought back from each saved page must be read as its `message.json` says, and no probe may be without
//! evidence. The browser tests check the other half: that the hands bring back these snapshots.
//!
//! `HONMONO_WRITE=1 cargo test --test pages` writes the readings anew; look at the difference before keeping it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use honmono::Tables;
use honmono::page::plan::{Candidate, Field, Plan};
use honmono::page::{self, Reading, Snapshot, report, sites};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn fixtures() -> Vec<(String, Vec<Snapshot>)> {
    let mut found: Vec<(String, Vec<Snapshot>)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("snapshot.json").is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(path.join("snapshot.json")).unwrap();
            (
                name.clone(),
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")),
            )
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn every_page_is_read_as_its_message_says() {
    let tables = Tables::shipped();
    let mut wrong = vec![];
    let fixtures = fixtures();
    assert!(fixtures.len() >= 28, "{}", fixtures.len());
    for (name, frames) in fixtures {
        let readings = page::join::read_frames(&frames, &tables);
        // What a link is judged to be is the link reader's affair and tested there: here only that it is there and what it shows.
        let mut read = serde_json::to_value(&readings).unwrap();
        strip(&mut read);
        let path = folder().join(&name).join("message.json");
        if std::env::var_os("HONMONO_WRITE").is_some() {
            std::fs::write(&path, serde_json::to_string_pretty(&read).unwrap() + "\n").unwrap();
            continue;
        }
        let expected: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if read != expected {
            wrong.push(format!(
                "{name}: {}",
                serde_json::to_string_pretty(&read).unwrap()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Keeps of each link what the page says of it.
fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            if map.contains_key("href") {
                map.retain(|key, _| matches!(key.as_str(), "id" | "href" | "shown" | "hidden"));
            }
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The plans of every known webmail and of an unknown host, and those of frames and sources.
fn plans() -> Vec<Plan> {
    let mut urls: Vec<String> = sites::hosts()
        .map(|pattern| pattern.replace('*', ""))
        .collect();
    urls.extend(
        [
            "https://mail.google.com/mail/u/0/?view=om",
            "https://mail.google.com/mail/u/0/?view=pt",
            "https://webmail.example/?_task=mail&_action=viewsource",
            "https://webmail.example/",
            "https://3c.gmx.net/mail/client/mailbody/1",
        ]
        .map(str::to_owned),
    );
    urls.iter()
        .map(|url| page::plan(url).unwrap_or_else(|| panic!("no plan for {url}")))
        .collect()
}

/// The selectors of a candidate that say nothing of where they were seen.
fn unseen(candidate: &Candidate) -> Vec<String> {
    fn of_field(field: &Field, out: &mut Vec<String>) {
        out.extend(
            field
                .ways
                .iter()
                .filter(|way| way.seen.trim().is_empty())
                .map(|way| format!("{}: {}", field.name, way.css)),
        );
        field.parts.iter().for_each(|part| of_field(part, out));
    }
    let mut out = vec![];
    candidate
        .page
        .iter()
        .for_each(|field| of_field(field, &mut out));
    for kind in &candidate.kinds {
        out.extend(
            kind.roots
                .iter()
                .filter(|probe| probe.seen.trim().is_empty())
                .map(|probe| probe.css.clone()),
        );
        kind.fields
            .iter()
            .for_each(|field| of_field(field, &mut out));
        let bodies = kind.body.iter().flat_map(|body| &body.ways);
        out.extend(
            bodies
                .filter(|way| way.seen.trim().is_empty())
                .map(|way| way.css.clone()),
        );
    }
    out
}

#[test]
fn no_probe_is_without_evidence() {
    for candidate in plans().iter().flat_map(|plan| &plan.sites) {
        assert_eq!(unseen(candidate), Vec::<String>::new(), "{}", candidate.id);
    }
}

#[test]
fn a_probe_without_evidence_is_noticed() {
    let mut candidate = page::gmail::candidate();
    candidate.kinds[0].fields[0].ways[0].seen.clear();
    candidate.kinds[0].roots[0].seen = " ".to_owned();
    assert_eq!(unseen(&candidate).len(), 2);
}

/// The first way to what a webmail's reader stands on must match in a fixture of ours, or the fixture tests nothing.
#[test]
fn every_webmail_has_a_page_that_its_body_probes_match() {
    let fixtures = fixtures();
    let sites: Vec<&str> = fixtures
        .iter()
        .flat_map(|(_, frames)| frames)
        .map(|frame| frame.site.as_str())
        .collect();
    for candidate in plans()
        .iter()
        .flat_map(|plan| &plan.sites)
        .filter(|candidate| candidate.kinds.iter().any(|kind| kind.body.is_some()))
    {
        assert!(
            sites.contains(&candidate.id.as_str()),
            "no page for {}",
            candidate.id
        );
    }
}

#[test]
fn the_manifest_names_every_host() {
    let manifest =
        std::fs::read_to_string(folder().join("../../extension/manifest/base.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let named: Vec<&str> = manifest["content_scripts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|script| script["matches"].as_array().unwrap())
        .filter_map(serde_json::Value::as_str)
        .collect();
    for pattern in sites::hosts() {
        assert!(
            named.contains(&pattern),
            "{pattern} is missing in the manifest"
        );
    }
    // And the other way round: a host with a script but without a reader would be looked at for nothing.
    for pattern in named.iter().filter(|pattern| !pattern.contains("amazon")) {
        assert!(
            sites::hosts().any(|host| host == *pattern),
            "{pattern} has no reader"
        );
    }
}

#[test]
fn a_changed_page_says_what_is_missing_and_its_report_holds_nothing_of_the_mail() {
    let (_, frames) = fixtures()
        .into_iter()
        .find(|(name, _)| name == "gmail-changed")
        .unwrap();
    assert_eq!(
        page::read(&frames[0], &Tables::shipped()),
        Reading::Changed(vec!["message".to_owned()])
    );
    let text = report::report(&frames[0]);
    for secret in [
        "Amazon",
        "amazon",
        "secret",
        "山田",
        "example",
        "確認",
        "250-",
        "subject\"",
        "FMfcgz",
        "verify",
        "picture",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // It does hold what a maintainer needs: the site, the probes with their counts, the shape around.
    assert!(text.contains("gmail"));
    assert!(text.contains("open.roots"));
    assert!(text.contains("section"), "{text}");
    assert!(text.contains("(mail)"), "{text}");
}
