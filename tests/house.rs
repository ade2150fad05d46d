//! The walls of the house: what docs/ARCHITECTURE.md says is deliberately absent, as tests.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

mod tree;

use tree::{code, files, root};

/// Whether a file holds nothing but tests.
fn is_tests(name: &str) -> bool {
    name.ends_with("tests.rs")
}

fn assert_absent(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

#[test]
fn the_engine_depends_on_no_wasm_crate_and_no_runtime() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "honmono",
            "--no-default-features",
            "--features",
            "raw",
        ])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        tree.lines().any(|line| line.starts_with("url ")),
        "the tree was not read: {tree}"
    );
    let walls = [
        "wasm-bindgen",
        "web-sys",
        "js-sys",
        "gloo",
        "tokio",
        "async-std",
        "futures",
        "getrandom",
        "rand",
        "reqwest",
        "time",
        "chrono",
        "regex",
    ];
    let found = tree
        .lines()
        .filter(|line| {
            walls
                .iter()
                .any(|wall| line.split(' ').next() == Some(wall))
        })
        .map(str::to_owned)
        .collect();
    assert_absent(
        found,
        "the engine takes what varies as arguments and compiles natively",
    );
}

#[test]
fn the_engine_reads_no_clock() {
    let clocks = [
        "SystemTime::now",
        "Instant::now",
        "TcpStream",
        "UdpSocket",
        "ToSocketAddrs",
        "std::thread",
        "async fn",
    ];
    let found = files(&["src"], &["rs"])
        .into_iter()
        .filter(|(name, _)| !name.starts_with("src/bin/"))
        .flat_map(|(name, text)| {
            let code = code(&text);
            clocks
                .iter()
                .filter(move |c| code.contains(**c))
                .map(|c| format!("{name}: {c}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_absent(found, "no clock, no network, no threads in the engine");
}

#[test]
fn signs_and_pages_meet_only_in_mail() {
    let mut found = vec![];
    for (name, text) in files(&["src/signs"], &["rs"]) {
        if code(&text).contains("crate::page") {
            found.push(format!("{name} uses page"));
        }
    }
    for (name, text) in files(&["src/page"], &["rs"]) {
        if code(&text).contains("crate::signs") {
            found.push(format!("{name} uses signs"));
        }
    }
    assert_absent(found, "a sign knows no page and a page knows no sign");
}

#[test]
fn brands_are_data() {
    // Readers of a brand's own pages (`page/amazon*`) and the tables may name it; what judges may not.
    let found = files(&["src"], &["rs"])
        .into_iter()
        .filter(|(name, _)| {
            !is_tests(name)
                && !["src/page/", "src/lists/", "src/bin/"]
                    .iter()
                    .any(|room| name.starts_with(room))
        })
        .flat_map(|(name, text)| {
            code(&text)
                .lines()
                .filter(|line| line.to_lowercase().contains("amazon"))
                .map(|line| format!("{name}: {}", line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_absent(found, "the engine knows no brand by name");
}

#[test]
fn only_one_file_touches_extension_apis() {
    let found = files(&["extension/src", "ui/src", "www/src"], &["rs"])
        .into_iter()
        .filter(|(name, _)| name != "extension/src/api.rs")
        .filter(|(_, text)| code(text).contains("chrome.") || code(text).contains("browser."))
        .map(|(name, _)| name)
        .collect();
    assert_absent(found, "only extension/src/api.rs says browser or chrome");
}

#[test]
fn hands_know_no_site_and_no_word_of_ours() {
    let sites = [
        "amazon",
        "gmail",
        "google",
        "outlook",
        "yahoo",
        "roundcube",
        "proton",
        "fastmail",
        "icloud",
        "zoho",
        "sogo",
        "zimbra",
    ];
    let levels = ["dangerous\":", "suspicious\":", "phish"];
    let mut found = vec![];
    for (name, text) in files(&["extension/hands"], &["js"]) {
        let code: String = text
            .lines()
            .filter(|l| !l.trim_start().starts_with(['*', '/']))
            .collect::<Vec<_>>()
            .join("\n")
            .to_lowercase();
        found.extend(
            sites
                .iter()
                .chain(&levels)
                .filter(|word| code.contains(**word))
                .map(|word| format!("{name}: {word}")),
        );
    }
    assert_absent(found, "the hands run what they are given");
}

#[test]
fn text_is_set_as_text() {
    let markup = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "createContextualFragment",
    ];
    let found = files(&["extension", "ui", "www"], &["rs", "js", "html"])
        .into_iter()
        .filter(|(name, _)| !name.contains("node_modules"))
        .flat_map(|(name, text)| {
            markup
                .iter()
                .filter(move |m| text.contains(**m))
                .map(|m| format!("{name}: {m}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_absent(found, "input is data, never markup");
}

fn manifest(name: &str) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(root().join("extension/manifest").join(name)).unwrap())
        .unwrap()
}

#[test]
fn every_permission_has_its_paragraph() {
    let docs = fs::read_to_string(root().join("docs/permissions.md")).unwrap();
    let mut missing = vec![];
    for name in ["base.json", "chrome.json", "firefox.json"] {
        let manifest = manifest(name);
        for key in [
            "permissions",
            "optional_permissions",
            "optional_host_permissions",
            "host_permissions",
        ] {
            for permission in manifest[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|p| p.as_str())
            {
                if !docs.contains(&format!("`{permission}`")) {
                    missing.push(format!("{name}: {permission}"));
                }
            }
        }
    }
    assert_absent(
        missing,
        "each permission is explained in docs/permissions.md",
    );
}

#[test]
fn what_we_never_ask_for() {
    let never = [
        "tabs",
        "cookies",
        "webRequest",
        "history",
        "<all_urls>",
        "unlimitedStorage",
        "management",
        "nativeMessaging",
    ];
    let mut found = vec![];
    for name in ["base.json", "chrome.json", "firefox.json"] {
        let manifest = manifest(name);
        for key in ["permissions", "host_permissions"] {
            let asked: BTreeSet<&str> = manifest[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|p| p.as_str())
                .collect();
            found.extend(
                never
                    .iter()
                    .filter(|n| asked.contains(*n))
                    .map(|n| format!("{name}: {n}")),
            );
        }
        if manifest["update_url"].is_string() {
            found.push(format!("{name}: update_url"));
        }
    }
    assert_absent(found, "permissions that are never asked for");
}

#[test]
fn the_extension_makes_no_request() {
    // The one fetch that is allowed reads our own package (catalogues, the wasm itself).
    let calls = [
        "fetch_with",
        "XmlHttpRequest",
        "WebSocket",
        "EventSource",
        "sendBeacon",
        "send_beacon",
        "navigator.send",
    ];
    let found = files(
        &["extension/src", "extension/hands", "ui/src"],
        &["rs", "js"],
    )
    .into_iter()
    .filter(|(name, _)| name != "extension/src/api.rs")
    .flat_map(|(name, text)| {
        calls
            .iter()
            .filter(move |c| text.contains(**c))
            .map(|c| format!("{name}: {c}"))
            .collect::<Vec<_>>()
    })
    .collect();
    assert_absent(found, "no network request of its own");
}

fn catalogue(language: &str) -> serde_json::Map<String, serde_json::Value> {
    let path = root()
        .join("extension/static/_locales")
        .join(language)
        .join("messages.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn languages() -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(root().join("extension/static/_locales"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    assert!(
        all.contains(&"ja".to_owned()) && all.contains(&"en".to_owned()),
        "{all:?}"
    );
    all
}

/// The `{names}` in a message.
fn placeholders(message: &str) -> BTreeSet<String> {
    message
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn every_language_has_every_message_with_the_same_placeholders() {
    let english = catalogue("en");
    assert!(!english.is_empty());
    let mut found = vec![];
    for language in languages() {
        let other = catalogue(&language);
        for (key, value) in &english {
            let Some(message) = other.get(key).and_then(|m| m["message"].as_str()) else {
                found.push(format!("{language}: {key} is missing"));
                continue;
            };
            let ours = placeholders(value["message"].as_str().unwrap_or_default());
            // The singular may spell its number out.
            let theirs = placeholders(message);
            if ours != theirs && !key.ends_with("_one") {
                found.push(format!(
                    "{language}: {key} has {theirs:?}, English {ours:?}"
                ));
            }
            if language != "en" && message.trim().is_empty() {
                found.push(format!("{language}: {key} is empty"));
            }
        }
        found.extend(
            other
                .keys()
                .filter(|key| !english.contains_key(*key))
                .map(|key| format!("{language}: {key} is unknown to English")),
        );
    }
    assert_absent(found, "catalogues agree");
}

/// How many cases a sign's own tests hold in which it says something, and in which it is silent (`fn silent_…`).
fn cases_of(text: &str) -> (usize, usize) {
    let (mut firing, mut silent) = (0, 0);
    for test in text.split("#[test]").skip(1) {
        let Some(open) = test.find('{') else { continue };
        let body = &test[open..=closing(test, open)];
        if test.trim_start().starts_with("fn silent_") {
            silent += cases_in(body);
        } else {
            firing += cases_in(body);
        }
    }
    (firing, silent)
}

/// The cases of one test: every element of the lists it goes through, and every assertion outside of such a loop.
fn cases_in(body: &str) -> usize {
    let (mut count, mut rest) = (0, body);
    while let Some((before, list)) = rest
        .split_once(" in [")
        .filter(|(before, _)| before.rfind("for ") > before.rfind(['{', ';']))
    {
        count += before.matches("assert").count();
        let list = format!("[{list}");
        let end = closing(&list, 0);
        count += elements(&list[1..end]);
        let Some(open) = list[end..].find('{').map(|at| end + at) else {
            break;
        };
        let after = rest.len() - (list.len() - 1 - closing(&list, open));
        rest = &rest[after..];
    }
    count + rest.matches("assert").count()
}

/// Where the bracket that opens at `open` closes; what stands in quotes is no bracket.
fn closing(text: &str, open: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len() - 1
}

/// The elements of a list, by the commas that stand in no inner bracket and in no quotes.
fn elements(list: &str) -> usize {
    let (mut count, mut depth, mut quoted, mut escaped, mut some) = (0, 0, false, false, false);
    for letter in list.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => (quoted, some) = (!quoted, true),
            _ if quoted => {}
            ',' if depth == 0 => {
                count += usize::from(some);
                some = false;
            }
            '[' | '{' | '(' => (depth, some) = (depth + 1, true),
            ']' | '}' | ')' => depth -= 1,
            letter => some |= !letter.is_whitespace(),
        }
    }
    count + usize::from(some)
}

#[test]
fn cases_are_counted_not_functions() {
    let text = r#"
    #[test]
    fn fires_on_three() {
        for (a, b) in [("x, [y", 1), ("}", 2)] {
            assert_eq!(find(a), Some(b));
            assert!(found);
        }
        assert!(find("z").is_some());
    }
    #[test]
    fn silent_on_one() {
        assert!(find("").is_none());
    }"#;
    assert_eq!(cases_of(text), (3, 1));
}

#[test]
fn every_sign_has_its_words_and_its_head() {
    let english = catalogue("en");
    let mut found = vec![];
    let mut count = 0;
    for (name, text) in files(&["src/signs"], &["rs"]) {
        let stem = Path::new(&name)
            .file_stem()
            .map(|s| s.to_string_lossy().into_owned())
            .unwrap_or_default();
        if matches!(stem.as_str(), "mod" | "links" | "case") || is_tests(&name) {
            continue;
        }
        count += 1;
        let key = format!("sign_{stem}");
        if !english
            .keys()
            .any(|k| *k == key || k.starts_with(&format!("{key}_")))
        {
            found.push(format!("{name}: no message {key}"));
        }
        for part in ["//! Fires", "//! Silent", "//! Can still err"] {
            if !text.contains(part) {
                found.push(format!("{name}: its head lacks `{part}`"));
            }
        }
        let (firing, silent) = cases_of(&text);
        if firing == 0 || silent < firing {
            found.push(format!(
                "{name}: {firing} cases in which it fires, {silent} in which it is silent (at least as many are needed)"
            ));
        }
    }
    assert!(
        count > 0,
        "no sign found: this test looks in the wrong place"
    );
    assert_absent(found, "signs keep their form");
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let folders = [
        "src",
        "ui/src",
        "extension/src",
        "extension/hands",
        "www/src",
        "xtask/src",
        "tests/e2e",
    ];
    let found = files(&folders, &["rs", "js"])
        .into_iter()
        .filter(|(_, text)| text.lines().count() > 700)
        .map(|(name, text)| format!("{name}: {} lines", text.lines().count()))
        .collect();
    assert_absent(found, "a file is at most 700 lines long");
}
