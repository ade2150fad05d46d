//! What goes out: plain sentences from the shared English catalogue, or JSON.

use honmono::verdict::Evidence;
use honmono::words::{self, Sentence};
use honmono::{Level, Message, Verdict};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufWriter, Result, Stdout, Write};

/// The levels, loudest first.
pub const LEVELS: [Level; 7] = [
    Level::Dangerous,
    Level::Suspicious,
    Level::Unconfirmed,
    Level::Consistent,
    Level::Confirmed,
    Level::Quiet,
    Level::Unread,
];

/// A level's name, as in JSON.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Dangerous => "dangerous",
        Level::Suspicious => "suspicious",
        Level::Unconfirmed => "unconfirmed",
        Level::Consistent => "consistent",
        Level::Confirmed => "confirmed",
        Level::Quiet => "quiet",
        Level::Unread => "unread",
    }
}

/// The languages of the sentences.
pub const LANGUAGES: [&str; 6] = ["en", "ja", "de", "fr", "it", "es"];

/// The sentences of one language, as they ship with the extension.
pub struct Catalogue {
    words: HashMap<String, String>,
    /// It has a form of its own for one.
    singular: bool,
}

impl Catalogue {
    /// The shipped one of a language; English where there is none.
    pub fn of(language: &str) -> Self {
        let text = match language {
            "ja" => include_str!("../../../extension/static/_locales/ja/messages.json"),
            "de" => include_str!("../../../extension/static/_locales/de/messages.json"),
            "fr" => include_str!("../../../extension/static/_locales/fr/messages.json"),
            "it" => include_str!("../../../extension/static/_locales/it/messages.json"),
            "es" => include_str!("../../../extension/static/_locales/es/messages.json"),
            _ => include_str!("../../../extension/static/_locales/en/messages.json"),
        };
        let parsed: HashMap<String, Value> = serde_json::from_str(text).unwrap_or_default();
        let message = |value: &Value| {
            value
                .get("message")
                .and_then(Value::as_str)
                .map(ToOwned::to_owned)
        };
        Self {
            words: parsed
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), message(value)?)))
                .collect(),
            singular: language != "ja",
        }
    }

    /// A sentence with its arguments put in.
    pub fn say(&self, sentence: &Sentence) -> String {
        let count = sentence.args.iter().find_map(|(_, value)| match value {
            Evidence::Count(count) => Some(*count),
            _ => None,
        });
        let plural = count.map(|count| {
            format!(
                "{}_{}",
                sentence.key,
                if count == 1 && self.singular {
                    "one"
                } else {
                    "other"
                }
            )
        });
        let text = plural
            .and_then(|key| self.words.get(&key))
            .or_else(|| self.words.get(&sentence.key));
        let mut text = text.cloned().unwrap_or_else(|| sentence.key.clone());
        for (name, value) in &sentence.args {
            text = text.replace(&format!("{{{name}}}"), &plain(value));
        }
        text
    }
}

/// Evidence as plain text, without characters that would steer a terminal.
fn plain(evidence: &Evidence) -> String {
    let text = match evidence {
        Evidence::Text(text) => text.clone(),
        Evidence::Count(count) => count.to_string(),
        Evidence::Host { before, site } | Evidence::Address { before, site } => {
            format!("{before}{site}")
        }
    };
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Writes verdicts.
pub struct Output {
    json: bool,
    out: BufWriter<Stdout>,
    catalogue: Catalogue,
}

impl Output {
    /// For standard output.
    pub fn new(json: bool, language: &str) -> Self {
        Self {
            json,
            out: BufWriter::new(std::io::stdout()),
            catalogue: Catalogue::of(language),
        }
    }

    /// A link's verdict.
    pub fn link(&mut self, input: &str, verdict: &Verdict) -> Result<()> {
        if self.json {
            let mut value = self.value(input, verdict);
            if let Some(link) = verdict.links.first() {
                value["destination"] = json!(link.destination);
                value["via"] = json!(link.via);
            }
            return writeln!(self.out, "{value}");
        }
        self.text(input, verdict)
    }

    /// A mail's verdict.
    pub fn mail(&mut self, input: &str, message: &Message, verdict: &Verdict) -> Result<()> {
        if self.json {
            let mut value = self.value(input, verdict);
            value["missing"] = json!(verdict.missing);
            value["links"] = json!(verdict.links);
            value["orders"] = json!(message.orders);
            return writeln!(self.out, "{value}");
        }
        self.text(input, verdict)
    }

    /// What could not be read, as the panel says it.
    fn missing(&self, name: &str) -> Sentence {
        let key = format!("panel_missing_{name}");
        let known = self.catalogue.words.contains_key(&key);
        Sentence {
            key: if known {
                key
            } else {
                "panel_missing_other".to_owned()
            },
            args: vec![],
        }
    }

    fn value(&self, input: &str, verdict: &Verdict) -> Value {
        json!({
            "input": input,
            "level": verdict.level(),
            "first": self.first(verdict),
            "signs": verdict.signs,
            "claim": verdict.claim,
        })
    }

    /// The line that a person reads first: the strongest sign, or the level when there is none.
    pub fn first(&self, verdict: &Verdict) -> String {
        let sentences = words::sentences(verdict);
        self.catalogue
            .say(sentences.first().unwrap_or(&words::headline(verdict)))
    }

    fn text(&mut self, input: &str, verdict: &Verdict) -> Result<()> {
        let input: String = input.chars().filter(|c| !c.is_control()).collect();
        writeln!(self.out, "{input}")?;
        writeln!(
            self.out,
            "  {}: {}",
            level_name(verdict.level()),
            self.catalogue.say(&words::headline(verdict))
        )?;
        let claim = words::claim_line(verdict);
        let missing = verdict.missing.iter().map(|name| self.missing(name));
        let missing: Vec<Sentence> = missing.collect();
        for sentence in claim
            .iter()
            .chain(&words::sentences(verdict))
            .chain(&missing)
            .chain(&words::advice(verdict))
        {
            writeln!(self.out, "  - {}", self.catalogue.say(sentence))?;
        }
        Ok(())
    }

    /// One line of a list for study.
    pub fn listed(&mut self, input: &str, verdict: &Verdict) -> Result<()> {
        if self.json {
            let value = self.value(input, verdict);
            return writeln!(self.out, "{value}");
        }
        let claim = verdict.claim.as_ref().map_or_else(String::new, |claim| {
            let words: Vec<String> = claim
                .words
                .iter()
                .map(|words| format!("{}: {}", words.place, words.words))
                .collect();
            let firm = if claim.firm { "firm" } else { "soft" };
            format!(
                " [{firm} {}; {}]",
                claim.brand,
                words.join("; ").replace(char::is_control, " ")
            )
        });
        let signs: Vec<&str> = verdict.signs.iter().map(|sign| &*sign.name).collect();
        writeln!(
            self.out,
            "{}\t{input}\t{}\t{}{claim}",
            level_name(verdict.level()),
            self.first(verdict),
            signs.join(",")
        )
    }

    /// The last line of an evaluation.
    pub fn figures(&mut self, counts: &HashMap<Level, u64>) -> Result<()> {
        let total: u64 = counts.values().sum();
        write!(self.out, "eval: n={total}")?;
        for level in LEVELS {
            write!(
                self.out,
                " {}={}",
                level_name(level),
                counts.get(&level).unwrap_or(&0)
            )?;
        }
        writeln!(self.out)
    }

    /// Everything written is out.
    pub fn finish(&mut self) -> Result<()> {
        self.out.flush()
    }
}
