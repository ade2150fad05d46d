//! The hands of the package over every saved page of ours: what they bring back must be the page's `snapshot.json`, to the letter, in
//! both browsers. What is read from it is tested natively (`tests/pages.rs`).
//!
//! `HONMONO_WRITE=1` writes what it brings back; look at the difference before keeping it.

use anyhow::{Context, Result};
use e2e::{Browser, Collector, Kind, Lab, Options, Saved};
use serde_json::{Value, json};
use std::path::PathBuf;

fn folder() -> PathBuf {
    e2e::program::root().join("tests/pages")
}

/// What differs from one look to the next and from one machine to another: the moment, and the reader's clock.
fn steady(mut looks: Vec<Value>) -> Value {
    for look in &mut looks {
        look["looked_at"] = json!(1_795_392_000_000_i64);
        look["zone"] = json!([[0, 540]]);
        // Asked for in a report alone; a fixture may carry one.
        look["shape"] = Value::Null;
    }
    // The page first, then its frames in their order.
    looks.sort_by_key(|look| {
        (
            look["at"].as_array().map_or(9, Vec::len),
            look["at"].to_string(),
        )
    });
    Value::Array(looks)
}

/// The first place where two values differ.
fn differs(path: &str, here: &Value, wanted: &Value) -> Option<String> {
    match (here, wanted) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter().find_map(|key| {
                differs(
                    &format!("{path}.{key}"),
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                )
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| differs(&format!("{path}[{at}]"), a, b)),
        _ if here == wanted => None,
        _ => Some(format!("{path}: {here}, wanted {wanted}")),
    }
}

#[test]
fn the_hands_bring_back_the_snapshot_of_every_page() -> Result<()> {
    let write = std::env::var_os("HONMONO_WRITE").is_some();
    let only = std::env::var("HONMONO_PAGES").unwrap_or_default();
    let saved = Saved::list(&folder())?;
    let mut wrong = vec![];
    for kind in Kind::BOTH {
        let lab = Lab::start([])?;
        let mut browser = Browser::start(kind, &lab, &Options::shipped(kind))?;
        let mut collector = Collector::start(&browser)?;
        for page in saved.iter().filter(|page| page.file.contains(&only)) {
            page.serve(&lab, &folder())?;
            let looks = match collector.visit(&mut browser, &page.url, &page.frame_addresses()) {
                Ok(looks) => looks,
                Err(error) => {
                    wrong.push(format!("{} in {}: {error:#}", page.file, kind.name()));
                    continue;
                }
            };
            let looks = steady(looks);
            let path = folder().join(&page.file).with_file_name("snapshot.json");
            if write {
                let mut looks = looks;
                let before = std::fs::read_to_string(&path).unwrap_or_default();
                let before: Value = serde_json::from_str(&before).unwrap_or_default();
                let all = looks.as_array_mut().into_iter().flatten();
                for (look, old) in all.zip(before.as_array().into_iter().flatten()) {
                    look["shape"] = old["shape"].clone();
                }
                std::fs::write(&path, pretty(&looks)?)?;
                continue;
            }
            let text =
                std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let wanted = steady(serde_json::from_str(&text)?);
            if let Some(difference) = differs("", &looks, &wanted) {
                wrong.push(format!("{} in {}{difference}", page.file, kind.name()));
            }
        }
        assert_eq!(
            browser.own_errors()?,
            vec![],
            "errors of ours in {}",
            kind.name()
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// JSON with an indentation of one space, as the fixtures are written.
fn pretty(value: &Value) -> Result<String> {
    use serde::Serialize;
    let mut out = vec![];
    let format = serde_json::ser::PrettyFormatter::with_indent(b" ");
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut out, format,
    ))?;
    Ok(String::from_utf8(out)? + "\n")
}

#[test]
fn a_difference_is_named_by_its_place() {
    let (a, b) = (json!([{"x": [1, 2]}]), json!([{"x": [1, 3]}]));
    assert_eq!(
        differs("", &a, &b).as_deref(),
        Some("[0].x[1]: 2, wanted 3")
    );
    assert_eq!(differs("", &a, &a), None);
    assert!(differs("", &json!([1]), &json!([1, 2])).is_some());
    assert!(differs("", &json!({}), &json!({"x": 1})).is_some());
}
