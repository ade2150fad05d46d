//! `cargo xtask pages DIR`: saved pages, served at their own addresses, read by the extension that ships.
//!
//! `DIR/pages.json` is a list of `{"file", "url", "frames": {"<url>": "<file>"}, "kind", "whole", "expect"}`; only `file` and `url` must
//! be there. Each page gives one line of JSON. What differs from `expect` is printed below it. A page whose `kind` is `fragment`, or
//! whose `whole` is false, may come out as unread, never as something else.

use crate::bundle::{self, Target};
use crate::demo::Which;
use crate::setup::{self, Part};
use crate::{given, reading};
use anyhow::Result;
use clap::Args;
use e2e::{Browser, Kind, Lab, Options as Start, Saved};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Which pages, where.
#[derive(Args)]
pub struct Options {
    /// The folder with `pages.json`.
    folder: PathBuf,
    /// Only in this browser.
    #[arg(long, value_enum)]
    browser: Option<Which>,
    /// Take `dist/` as it is.
    #[arg(long)]
    no_build: bool,
}

/// Reads every page in every browser. The last line is `pages: n=… right=… wrong=…`.
pub fn pages(options: &Options) -> Result<ExitCode> {
    let folder = given(&options.folder);
    let saved = Saved::list(&folder)?;
    let kinds = options
        .browser
        .map_or(Kind::BOTH.to_vec(), |one| vec![one.kind()]);
    setup::ensure(&[Part::NpmTools, Part::Browsers])?;
    if !options.no_build {
        bundle::build(&Target::PACKAGES)?;
    }
    let (mut right, mut wrong) = (0, 0);
    for kind in kinds {
        let lab = Lab::start([])?;
        let mut browser = Browser::start(kind, &lab, &Start::shipped(kind))?;
        let mut reader = reading::Reader::start(&browser)?;
        for page in &saved {
            let reading = page
                .serve(&lab, &folder)
                .and_then(|()| reader.read(&mut browser, page));
            let (line, differences) = match reading {
                Ok(reading) => {
                    let differences = differences(page, &reading);
                    (reading, differences)
                }
                Err(error) => (json!({"state": null}), vec![format!("error: {error:#}")]),
            };
            let mut whole = json!({"file": page.file, "browser": kind.name()});
            if let (Some(whole), Some(line)) = (whole.as_object_mut(), line.as_object()) {
                whole.extend(line.clone());
            }
            println!("{whole}");
            for difference in &differences {
                println!("  {difference}");
            }
            if differences.is_empty() {
                right += 1;
            } else {
                wrong += 1;
            }
        }
    }
    println!("pages: n={} right={right} wrong={wrong}", right + wrong);
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Every expectation that the reading does not meet, as a line.
fn differences(page: &Saved, reading: &Value) -> Vec<String> {
    let state = reading["state"].as_str().unwrap_or_default();
    if state == "unread" && page.may_be_unread() {
        return vec![];
    }
    let messages = || reading["messages"].as_array().into_iter().flatten();
    let orders: Vec<&Value> = reading["orders"].as_array().into_iter().flatten().collect();
    let mut found = vec![];
    for (name, wanted) in &page.expect {
        let got = match name.as_str() {
            "state" | "open" | "collapsed" => reading[name].clone(),
            "links" => json!(
                messages()
                    .map(|m| m["links"].as_array().map_or(0, Vec::len))
                    .max()
                    .unwrap_or(0)
            ),
            "sender_name" | "sender_address" | "subject" | "mailed_by" | "signed_by" => {
                // A thread has several messages; the expectation holds if one of them meets it.
                let values: Vec<Value> = messages().map(|m| m[name].clone()).collect();
                match values.iter().any(|value| folded(value) == folded(wanted)) {
                    true => wanted.clone(),
                    false => values.into_iter().next().unwrap_or(Value::Null),
                }
            }
            "orders" => {
                let mut sorted = [
                    wanted.as_array().cloned().unwrap_or_default(),
                    orders.iter().map(|o| (*o).clone()).collect(),
                ];
                for side in &mut sorted {
                    side.sort_by_key(Value::to_string);
                    side.dedup();
                }
                if sorted[0] != sorted[1] {
                    found.push(format!(
                        "orders: expected {}, read {}",
                        json!(sorted[0]),
                        json!(sorted[1])
                    ));
                }
                continue;
            }
            "decoys" => {
                let taken = wanted
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|decoy| orders.contains(decoy));
                found.extend(taken.map(|decoy| format!("decoys: {decoy} was taken for an order")));
                continue;
            }
            other => {
                found.push(format!("{other}: an expectation that nobody knows"));
                continue;
            }
        };
        if folded(&got) != folded(wanted) {
            found.push(format!("{name}: expected {wanted}, read {got}"));
        }
    }
    found
}

/// Runs of white space are one space: webmails fold them when they show a subject.
fn folded(value: &Value) -> Value {
    value.as_str().map_or_else(
        || value.clone(),
        |text| json!(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Result<Saved> {
        Ok(serde_json::from_str(text)?)
    }

    #[test]
    fn tells_what_differs() -> Result<()> {
        let page = page(
            r#"{"file": "a", "url": "https://a.example/", "expect": {"open": 1, "subject": "S", "links": 2, "orders": ["2", "1"], "decoys": ["9"]}}"#,
        )?;
        let right = json!({"state": "message", "open": 1, "messages": [{"subject": "other", "links": []}, {"subject": "S", "links": ["x", "y"]}], "orders": ["1", "2"]});
        assert_eq!(differences(&page, &right), Vec::<String>::new());
        let wrong = json!({"state": "message", "open": 2, "messages": [{"subject": "T", "links": ["x"]}], "orders": ["1", "9"]});
        assert_eq!(differences(&page, &wrong).len(), 5);
        Ok(())
    }

    #[test]
    fn a_fragment_may_be_unread_and_nothing_else() -> Result<()> {
        let page = page(
            r#"{"file": "a", "url": "https://a.example/", "whole": false, "expect": {"state": "message", "subject": "S"}}"#,
        )?;
        assert_eq!(
            differences(&page, &json!({"state": "unread"})),
            Vec::<String>::new()
        );
        assert!(!differences(&page, &json!({"state": "quiet"})).is_empty());
        Ok(())
    }

    #[test]
    fn a_whole_page_may_not_be_unread() -> Result<()> {
        let page =
            page(r#"{"file": "a", "url": "https://a.example/", "expect": {"state": "message"}}"#)?;
        assert_eq!(differences(&page, &json!({"state": "unread"})).len(), 1);
        Ok(())
    }
}
