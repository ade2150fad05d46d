//! The words a person reads: every key that code asks for is there, every key that is there is asked for, every language says it in its own
//! words, and no code says anything by itself.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

mod tree;

use tree::{code, files, root};

/// The string literals of code, as written.
fn literals(code: &str) -> Vec<String> {
    let mut found = vec![];
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                let mut text = String::new();
                while let Some(letter) = letters.next() {
                    match letter {
                        '\\' => text.extend(letters.next()),
                        '"' => break,
                        other => text.push(other),
                    }
                }
                found.push(text);
            }
            // A quote as a character is no string.
            '\'' if letters.clone().nth(1) == Some('\'') => drop(letters.nth(1)),
            '\'' if letters.clone().next() == Some('\\') => drop(letters.nth(2)),
            _ => {}
        }
    }
    found
}

const SPEAKING: [&str; 4] = ["ui/src", "extension/src", "www/src", "src"];

/// Every literal of the code that may speak, and of the manifests.
fn spoken() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = files(&SPEAKING, &["rs"])
        .iter()
        .flat_map(|(_, text)| literals(&code(text)))
        .collect();
    for (_, text) in files(&["extension/manifest"], &["json"]) {
        all.extend(
            text.split("__MSG_")
                .skip(1)
                .filter_map(|rest| rest.split_once("__").map(|(key, _)| key.to_owned())),
        );
    }
    all
}

fn catalogue(language: &str) -> BTreeMap<String, String> {
    let path = root().join(format!(
        "extension/static/_locales/{language}/messages.json"
    ));
    let whole: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    whole
        .into_iter()
        .map(|(key, entry)| (key, entry["message"].as_str().unwrap().to_owned()))
        .collect()
}

/// Every language that has a catalogue.
fn languages() -> BTreeSet<String> {
    let folders = fs::read_dir(root().join("extension/static/_locales")).unwrap();
    let all: BTreeSet<String> = folders
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(all.contains("ja") && all.contains("en"), "{all:?}");
    all
}

/// A catalogue that nobody can choose helps nobody.
#[test]
fn every_language_is_offered_everywhere() {
    let places = [
        ("ui/src/language.rs", "(\"TAG\", \""),
        ("extension/static/managed.json", "\"TAG\""),
        ("src/bin/honmono/output.rs", "\"TAG\""),
        ("src/bin/honmono/output.rs", "/_locales/TAG/messages.json"),
        ("tests/e2e/tests/looks.rs", "\"TAG\""),
    ];
    let mut missing = vec![];
    for (file, form) in places {
        let text = fs::read_to_string(root().join(file)).unwrap();
        for language in languages() {
            if !text.contains(&form.replace("TAG", &language)) {
                missing.push(format!("{file} does not know {language}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// A sign of a link is told of several links together, and on the card of each.
#[test]
fn every_sign_of_a_link_has_words_for_the_panel_and_the_card() {
    let text = fs::read_to_string(root().join("src/signs/links.rs")).unwrap();
    let table = text.split_once("const ALL:").unwrap().1;
    let table = table.split_once("];").unwrap().0;
    let signs: Vec<&str> = table
        .lines()
        .filter_map(|line| line.trim().strip_suffix("::find,"))
        .collect();
    assert!(signs.len() > 9, "{signs:?}");
    let english = catalogue("en");
    let missing: Vec<String> = signs
        .iter()
        .flat_map(|sign| {
            ["sign_NAME_one", "sign_NAME_other", "link_NAME"].map(|form| form.replace("NAME", sign))
        })
        .filter(|key| !english.contains_key(key))
        .collect();
    assert!(missing.is_empty(), "no words for: {missing:?}");
}

/// The README's table of levels quotes what stands above a mail.
#[test]
fn the_readme_quotes_what_a_person_reads() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let table = text.split_once("## How it decides").unwrap().1;
    let quoted: Vec<&str> = table
        .lines()
        .skip_while(|line| !line.starts_with("| ---"))
        .skip(1)
        .map_while(|line| line.strip_prefix("| ")?.split(" |").next())
        .filter(|said| *said != "(nothing)")
        .collect();
    assert!(quoted.len() > 5, "{quoted:?}");
    let levels: BTreeSet<String> = catalogue("en")
        .into_iter()
        .filter(|(key, _)| key.starts_with("level_"))
        .map(|(_, message)| message)
        .collect();
    let wrong: Vec<&&str> = quoted
        .iter()
        .filter(|said| !levels.contains(**said))
        .collect();
    assert!(wrong.is_empty(), "nobody reads {wrong:?}");
}

/// A key without its number form.
fn base(key: &str) -> &str {
    ["_one", "_other", "_few", "_many", "_two", "_zero"]
        .iter()
        .find_map(|form| key.strip_suffix(form))
        .unwrap_or(key)
}

/// Keys that are put together from a beginning and a name that code knows.
const PUT_TOGETHER: [&str; 4] = ["level_", "popup_links_", "panel_missing_", "official_near_"];

/// Whether code asks for this key.
fn asked(key: &str, spoken: &BTreeSet<String>, guide: &BTreeSet<String>, signs: &[String]) -> bool {
    let name = base(key);
    let numbered = || {
        let (list, number) = key.rsplit_once('_')?;
        number.parse::<u8>().ok()?;
        Some(spoken.contains(list))
    };
    let of_sign = |rest: &str| {
        signs
            .iter()
            .any(|sign| rest == sign || rest.starts_with(&format!("{sign}_")))
    };
    spoken.contains(key)
        || spoken.contains(name)
        || guide.contains(key)
        || guide.contains(name)
        || PUT_TOGETHER.iter().any(|start| {
            name.strip_prefix(start)
                .is_some_and(|rest| spoken.contains(rest))
        })
        || ["sign_", "link_"]
            .iter()
            .any(|start| name.strip_prefix(start).is_some_and(of_sign))
        || numbered().unwrap_or(false)
}

/// The names that the signs' own files spell.
fn signs() -> Vec<String> {
    files(&["src/signs"], &["rs"])
        .iter()
        .flat_map(|(_, text)| literals(&code(text)))
        .filter(|name| name.len() > 4)
        .collect()
}

#[test]
fn every_key_that_is_there_is_asked_for() {
    let (spoken, guide, signs) = (
        spoken(),
        honmono::guide::keys().into_iter().collect(),
        signs(),
    );
    let unused: Vec<String> = catalogue("en")
        .into_keys()
        .filter(|key| !asked(key, &spoken, &guide, &signs))
        .collect();
    assert!(unused.is_empty(), "nobody asks for: {unused:?}");
}

#[test]
fn every_key_that_is_asked_for_is_there() {
    let english = catalogue("en");
    let beginnings = [
        "advice_",
        "card_",
        "check_",
        "command_",
        "evidence_",
        "ext_",
        "guide_",
        "level_",
        "menu_",
        "official_",
        "options_",
        "panel_",
        "popup_",
        "reminder_",
        "report_",
        "ui_welcome_",
        "www_",
    ];
    let there = |name: &str| {
        english.contains_key(name)
            || english.contains_key(&format!("{name}_other"))
            || english.contains_key(&format!("{name}_1"))
            // A step or a note of the guide goes by its name alone.
            || english.contains_key(&format!("guide_{name}"))
            || english.contains_key(&format!("guide_step_{name}"))
            // A beginning that code adds a name to.
            || name.ends_with('_') && english.keys().any(|key| key.starts_with(name))
    };
    let missing: Vec<String> = spoken()
        .into_iter()
        .filter(|name| {
            beginnings.iter().any(|start| name.starts_with(start))
                && name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
                && !there(name)
        })
        .chain(honmono::guide::keys().into_iter().filter(|key| !there(key)))
        .collect();
    assert!(missing.is_empty(), "no words for: {missing:?}");
}

/// What may read the same as in English, and in which language: names, and words that are the same there.
const SAME: [(&str, &[&str]); 7] = [
    // The product's name, written in katakana in Japanese.
    ("ext_name", &["de", "fr", "it", "es"]),
    ("options_version", &["de", "fr"]),
    ("evidence_note", &["fr"]),
    ("www_links", &["de"]),
    // A name of the standard.
    ("head_dmarc", &["ja", "de", "fr", "it", "es"]),
    ("head_dkim", &["ja", "de", "fr", "it", "es"]),
    ("head_spf", &["ja", "de", "fr", "it", "es"]),
];

/// The message without its arguments and what is between them.
fn letters(message: &str) -> String {
    let mut inside = 0u32;
    message
        .chars()
        .filter(|letter| {
            match letter {
                '{' => inside += 1,
                '}' => inside = inside.saturating_sub(1),
                _ => {}
            }
            inside == 0 && letter.is_alphabetic()
        })
        .collect()
}

#[test]
fn every_language_says_it_in_its_own_words() {
    let english = catalogue("en");
    let mut found = vec![];
    for language in languages().iter().filter(|language| *language != "en") {
        for (key, message) in catalogue(language) {
            let allowed = SAME
                .iter()
                .any(|(same, languages)| *same == key && languages.contains(&&**language));
            if english.get(&key) == Some(&message) && !allowed && !letters(&message).is_empty() {
                found.push(format!("{language}: {key} is English: {message}"));
            }
            let japanese = |letter: char| matches!(letter, 'ぁ'..='ヿ' | '一'..='鿿');
            let name =
                ["head_return", "head_dmarc", "head_dkim", "head_spf"].contains(&key.as_str());
            if language == "ja"
                && !name
                && !letters(&message).is_empty()
                && !message.chars().any(japanese)
            {
                found.push(format!("ja: {key} has no Japanese letter: {message}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn code_says_nothing_by_itself() {
    // What puts text in front of a person; the words must come from a key, so no literal with letters may stand in the call.
    let speaking = [
        "set_text_content(Some(\"",
        "set_title(\"",
        "set_attribute(\"title\", \"",
        "set_attribute(\"alt\", \"",
        "set_attribute(\"placeholder\", \"",
        "set_attribute(\"aria-label\", \"",
        "set_attribute(\"aria-description\", \"",
    ];
    let mut found = vec![];
    for (name, text) in files(&["ui/src", "extension/src", "www/src"], &["rs"]) {
        let code = code(&text);
        for call in speaking {
            for rest in code.split(call).skip(1) {
                let said = rest.split('"').next().unwrap_or_default();
                if said.chars().any(char::is_alphabetic) {
                    found.push(format!("{name}: {said}"));
                }
            }
        }
        // A sentence in a literal, in any script. Our own log lines begin small.
        for literal in literals(&code) {
            let sentence = literal.contains(' ')
                && literal.chars().next().is_some_and(char::is_uppercase)
                && letters(&literal).len() > 12;
            let foreign = literal
                .chars()
                .any(|letter| !letter.is_ascii() && letter.is_alphabetic());
            let names_itself = name.ends_with("options.rs") || name.ends_with("language.rs");
            let example = name.ends_with("example.rs");
            if (sentence || foreign) && !names_itself && !example {
                found.push(format!("{name}: {literal}"));
            }
        }
    }
    for (name, text) in files(&["extension/static", "www/static"], &["html"]) {
        // Without scripts there is no catalogue: the one line that says so speaks both languages by itself.
        let body = text.split("<noscript>").next().unwrap_or_default();
        let body = body.replace("<title>Honmono</title>", "");
        let words: String = body
            .split('<')
            .filter_map(|part| part.split_once('>').map(|(_, words)| words.trim()))
            .collect();
        if words.chars().any(char::is_alphabetic) {
            found.push(format!("{name}: {words}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_tests_themselves_see() {
    assert_eq!(
        literals(r#"say("a_b", 'x', "c \" d", '"', "e")"#),
        ["a_b", "c \" d", "e"]
    );
    assert_eq!(base("popup_links_dangerous_one"), "popup_links_dangerous");
    let (spoken, none) = (BTreeSet::from(["panel_more".to_owned()]), BTreeSet::new());
    assert!(asked("panel_more_other", &spoken, &none, &[]));
    assert!(!asked("panel_less", &spoken, &none, &[]));
    assert_eq!(letters("{time}: {step}"), "");
}

/// The words of a message, arguments left out.
fn words(message: &str) -> impl Iterator<Item = &str> {
    message
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
}

/// A person is a stranger to us: `Sie`, `vous`, `usted`. Italian software says `tu`, and then all of it does.
#[test]
fn a_language_addresses_its_reader_in_one_way() {
    let others: [(&str, &[&str]); 4] = [
        (
            "de",
            &[
                "du", "dich", "dir", "dein", "deine", "deinen", "deiner", "euch",
            ],
        ),
        ("fr", &["tu", "toi", "ton", "tes"]),
        ("it", &["lei", "voi", "vostro", "vostra"]),
        (
            "es",
            &[
                "tú", "tu", "tus", "te", "ti", "contigo", "tuyo", "tuya", "vosotros",
            ],
        ),
    ];
    let mut found = vec![];
    for (language, familiar) in others {
        for (key, message) in catalogue(language) {
            // What is said to the firm, not to the reader.
            if ["evidence_say", "evidence_ask", "report_letter_text"]
                .iter()
                .any(|start| key.starts_with(start))
            {
                continue;
            }
            let said = words(&message).find(|word| familiar.contains(&&*word.to_lowercase()));
            found.extend(said.map(|word| format!("{language}: {key} says {word}: {message}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What is wrong with the marks of a message.
fn wrong_marks(language: &str, message: &str) -> Option<&'static str> {
    // A name with a mark of its own.
    let letters: Vec<char> = message.replace("Yahoo!", "Yahoo").chars().collect();
    let pairs = || letters.windows(2).map(|pair| (pair[0], pair[1]));
    let has = |marks: &[char]| letters.iter().any(|letter| marks.contains(letter));
    let kana = |letter: char| matches!(letter, 'ぁ'..='ヿ' | '一'..='鿿' | '「' | '」');
    if has(&['"', '\'']) {
        return Some("typewriter's quotes");
    }
    match language {
        "en" if has(&['«', '»', '„']) => Some("foreign quotes"),
        "de" if has(&['«', '»', '”']) => Some("foreign quotes"),
        "it" | "es" if has(&['„', '“', '”']) => Some("foreign quotes"),
        "fr" if has(&['„', '“', '”']) => Some("foreign quotes"),
        // A line must not begin with a mark, nor end with an opening one.
        "fr" if pairs().any(|(one, next)| {
            matches!(next, ';' | '!' | '?' | '»') && !matches!(one, '\u{a0}' | '\u{202f}')
                || next == ':' && one == ' '
                || one == '«' && next != '\u{a0}'
        }) =>
        {
            Some("a space that breaks, or none")
        }
        "ja" if pairs().any(|(one, next)| {
            kana(one) && matches!(next, '?' | ':' | ';' | ',' | '.' | '(' | ')')
                || matches!(one, '?' | '!' | ':' | ';' | ',' | '(' | ')') && kana(next)
        }) =>
        {
            Some("narrow marks between wide letters")
        }
        _ => None,
    }
}

#[test]
fn every_language_keeps_its_own_marks() {
    let mut found = vec![];
    for language in languages() {
        for (key, message) in catalogue(&language) {
            let wrong = wrong_marks(&language, &message);
            found.extend(wrong.map(|what| format!("{language}: {key}, {what}: {message}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(wrong_marks("fr", "Pourquoi ?").is_some());
    assert!(wrong_marks("fr", "Pourquoi\u{202f}?").is_none());
    assert!(wrong_marks("ja", "結果:").is_some());
    assert!(wrong_marks("ja", "結果：").is_none());
    assert!(wrong_marks("de", "„immer prüfen“").is_none());
}
