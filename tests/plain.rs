//! The two forms agree: what `honmono::plain` writes and reads is what Serde's derive writes and reads as JSON, for every kind of value
//! that crosses between the worlds, whole or with any part of it spoilt.

#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(feature = "raw")]

use honmono::guide::Incident;
use honmono::official::{Errand, PlaceKind, Records, Standing};
use honmono::page::{self, Plan, Snapshot, sites};
use honmono::plain::{self, FromPlain, ToPlain, Value};
use honmono::settings::Settings;
use honmono::{Tables, Verdict, judge, raw};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::Debug;
use std::path::Path;

/// Plain data in the order of its names, which JSON does not keep.
fn sorted(value: Value) -> Value {
    match value {
        Value::List(list) => Value::List(list.into_iter().map(sorted).collect()),
        Value::Fields(fields) => {
            let mut fields: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| (name, sorted(value)))
                .collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Fields(fields)
        }
        other => other,
    }
}

fn of_json(json: &serde_json::Value) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn agree<T: Serialize + DeserializeOwned + ToPlain + FromPlain + PartialEq + Debug>(
    value: &T,
) -> serde_json::Value {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(sorted(value.to_plain()), sorted(of_json(&json)));
    // What the form leaves out, both leave out alike.
    assert_eq!(
        plain::read::<T>(value.to_plain()).unwrap(),
        serde_json::from_value::<T>(json.clone()).unwrap()
    );
    json
}

fn both_read<T: DeserializeOwned + FromPlain + PartialEq + Debug>(json: &serde_json::Value) {
    let theirs = serde_json::from_value::<T>(json.clone());
    let own = plain::read::<T>(of_json(json));
    match (theirs, own) {
        (Ok(theirs), Ok(own)) => assert_eq!(theirs, own, "{json}"),
        (Err(_), Err(_)) => {}
        (theirs, own) => panic!("{theirs:?}\n{own:?}\n{json}"),
    }
}

fn snapshots() -> Vec<Snapshot> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        if let Ok(text) = std::fs::read_to_string(entry.unwrap().path().join("snapshot.json")) {
            found.extend(serde_json::from_str::<Vec<Snapshot>>(&text).unwrap());
        }
    }
    assert!(found.len() >= 28);
    found
}

fn verdicts() -> Vec<Verdict> {
    let tables = Tables::shipped();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found = vec![];
    for folder in std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let (_, mail) = text.split_once('\n').unwrap();
            found.push(judge(
                &raw::read(mail.as_bytes(), &tables),
                &tables,
                &Standing::Waiting,
            ));
        }
    }
    assert!(found.len() >= 20);
    found
}

/// Standings with every field set.
fn standings() -> serde_json::Value {
    json!([
        "not_asked", "signed_out",
        {"not_found": {"from": 1, "to": null, "rows": 3, "more": true, "near": null}},
        {"not_found": {"from": null, "to": 2}},
        {"listed": {"subject": "s", "sent": -5}},
        {"listed": {"subject": "s", "sent": null, "marketplace": "amazon.de",
            "agreement": {"time": "near", "subject": "whole", "stamp": true}}},
    ])
}

fn records() -> serde_json::Value {
    json!({"shelves": {
        "amazon.de": {
            "messages": [{"sent": 1, "precision": "day", "subject": "s", "message": "m", "thread": null, "tab": "sellers"}],
            "center": "sign-in", "more": true,
            "orders": [{"row": {"number": "1", "placed": 3, "placed_as_shown": "x", "cancelled": true}, "places": ["recent", {"year": 2026}, {"own": "1"}]}],
            "pages": [{"list": {"year": 2025}, "start": 0, "read": 1, "shells": 0, "total": null, "last": true, "days": [1, 2]}],
            "places": [["hidden", "other"], [{"year": 1}, "orders"]],
        },
        "amazon.com": {},
    }})
}

#[test]
fn what_crosses_is_written_and_read_alike() {
    for snapshot in snapshots() {
        agree(&snapshot);
    }
    for verdict in verdicts() {
        agree(&verdict);
    }
    for pattern in sites::hosts() {
        let plan: Plan = page::plan(&pattern.replace('*', "")).unwrap();
        agree(&plan);
    }
    agree(&Settings {
        hosts: vec!["a".to_owned()],
        language: Some("ja".to_owned()),
        ..Settings::default()
    });
    agree(&Incident::default());
    agree(&Errand::Place(PlaceKind::Year(2026)));
    agree(&serde_json::from_value::<Records>(records()).unwrap());
    for standing in standings().as_array().unwrap() {
        both_read::<Standing>(standing);
        if let Ok(standing) = serde_json::from_value::<Standing>(standing.clone()) {
            agree(&standing);
        }
    }
}

#[test]
fn what_lies_too_deep_is_refused() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(serde_json::from_str::<Value>(&deep(100)).is_ok());
    // JSON's own reader stops before ours does, so ours is asked by way of values.
    let mut value = json!(1);
    for _ in 0..300 {
        value = json!([value]);
    }
    assert!(serde_json::from_value::<Value>(value).is_err());
}

/// The parts of a value, depth first.
fn parts(json: &serde_json::Value) -> usize {
    1 + match json {
        serde_json::Value::Array(list) => list.iter().map(parts).sum(),
        serde_json::Value::Object(map) => map.values().map(parts).sum(),
        _ => 0,
    }
}

/// Replaces one part by something else; `None` takes it away.
fn spoil(json: &mut serde_json::Value, at: &mut usize, with: Option<&serde_json::Value>) -> bool {
    if *at == 0 {
        if let Some(with) = with {
            *json = with.clone();
        }
        return true;
    }
    *at -= 1;
    // What is not spoilt here was counted on the way.
    match json {
        serde_json::Value::Array(list) => list.iter_mut().any(|part| spoil(part, at, with)),
        serde_json::Value::Object(map) => {
            let names: Vec<String> = map.keys().cloned().collect();
            names.iter().any(|name| {
                if *at == 0 && with.is_none() {
                    return map.remove(name).is_some();
                }
                map.get_mut(name).is_some_and(|part| spoil(part, at, with))
            })
        }
        _ => false,
    }
}

fn spoilt(whole: serde_json::Value) -> impl Strategy<Value = serde_json::Value> {
    // A list in the place of a struct is left out: Serde reads fields by their order there, which nothing here writes.
    let with = prop_oneof![
        Just(None),
        prop::sample::select(vec![
            json!(null),
            json!(true),
            json!(-1),
            json!(1.5),
            json!(7),
            json!("x"),
            json!({}),
            json!({"x": 1}),
            json!("recent")
        ])
        .prop_map(Some),
    ];
    (0..parts(&whole), with).prop_map(move |(mut at, with)| {
        let mut json = whole.clone();
        spoil(&mut json, &mut at, with.as_ref());
        json
    })
}

proptest! {
    #[test]
    fn spoilt_records_are_refused_alike(json in spoilt(records())) {
        both_read::<Records>(&json);
    }

    #[test]
    fn spoilt_standings_are_refused_alike(json in spoilt(standings())) {
        both_read::<Vec<Standing>>(&json);
    }

    #[test]
    fn spoilt_verdicts_are_refused_alike(json in spoilt(serde_json::to_value(verdicts()).unwrap())) {
        both_read::<Vec<Verdict>>(&json);
    }

    #[test]
    fn spoilt_settings_are_refused_alike(json in spoilt(serde_json::to_value(Settings::default()).unwrap())) {
        both_read::<Settings>(&json);
    }

    #[test]
    fn spoilt_snapshots_are_refused_alike(json in spoilt(serde_json::to_value(snapshots()).unwrap())) {
        both_read::<Vec<Snapshot>>(&json);
    }
}
