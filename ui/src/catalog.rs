//! The words of one language: `_locales/<language>/messages.json`. Every language has every message, which `tests/house.rs` sees to.

use honmono::verdict::Evidence;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Arguments of a sentence, by name.
pub type Args = [(String, Evidence)];

/// A catalogue of words.
#[derive(Clone, Debug)]
pub struct Catalog {
    language: String,
    words: JsValue,
}

/// A piece of a sentence: our words, or the name of an argument.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Words(&'a str),
    Argument(&'a str),
}

/// Splits `Sent from {address}.` into its pieces. A brace without its other half is just a brace.
pub(crate) fn pieces(message: &str) -> Vec<Piece<'_>> {
    let mut found = vec![];
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            found.push(Piece::Words(before));
        }
        found.push(Piece::Argument(name));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

impl Catalog {
    /// A catalogue from the parsed file of a language.
    #[must_use]
    pub fn new(language: &str, words: JsValue) -> Self {
        Self {
            language: language.to_owned(),
            words,
        }
    }

    /// The language, as a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    fn look_up(&self, key: &str) -> Option<String> {
        let entry = Reflect::get(&self.words, &key.into()).ok()?;
        if !entry.is_object() {
            return None;
        }
        Reflect::get(&entry, &"message".into()).ok()?.as_string()
    }

    /// Whether there are words for this key, in one number form or all.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.look_up(key).is_some() || self.look_up(&format!("{key}_other")).is_some()
    }

    /// The message of a key, in the number form that its count asks for. A key without words gives itself, so that a hole is
    /// seen and never taken for silence.
    #[must_use]
    pub fn message(&self, key: &str, args: &Args) -> String {
        let count = args.iter().find_map(|(_, value)| match value {
            Evidence::Count(count) => Some(*count),
            _ => None,
        });
        count
            .and_then(|count| self.look_up(&format!("{key}_{}", self.number_form(count))))
            .or_else(|| self.look_up(key))
            .or_else(|| self.look_up(&format!("{key}_other")))
            .unwrap_or_else(|| key.to_owned())
    }

    /// The sentence as plain text, for tooltips and screen readers.
    #[must_use]
    pub fn text(&self, key: &str, args: &Args) -> String {
        let message = self.message(key, args);
        let mut text = String::with_capacity(message.len());
        for piece in pieces(&message) {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Argument(name) => match args.iter().find(|(known, _)| known == name) {
                    Some((_, value)) => text.push_str(&self.plain(value)),
                    None => text.push('…'),
                },
            }
        }
        text
    }

    /// One piece of evidence as plain text.
    #[must_use]
    pub fn plain(&self, value: &Evidence) -> String {
        match value {
            Evidence::Text(text) => text.clone(),
            Evidence::Count(count) => self.number(*count),
            Evidence::Host { before, site } | Evidence::Address { before, site } => {
                format!("{before}{site}")
            }
        }
    }

    /// A number as the language writes it.
    #[must_use]
    pub fn number(&self, number: u32) -> String {
        js_sys::Number::from(number)
            .to_locale_string(&self.language)
            .into()
    }

    /// A moment as the language writes it, to the second.
    #[must_use]
    pub fn moment(&self, milliseconds: i64) -> String {
        #[allow(
            clippy::cast_precision_loss,
            reason = "dates lie far below 2^53 milliseconds"
        )]
        let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
        let options = Object::new();
        for (name, value) in [("dateStyle", "medium"), ("timeStyle", "medium")] {
            let _ = Reflect::set(&options, &name.into(), &value.into());
        }
        date.to_locale_string(&self.language, &options).into()
    }

    /// The form of a noun after this number (`one`, `other`, ...), by CLDR's rules as the browser knows them.
    fn number_form(&self, count: u32) -> String {
        let form = || -> Option<String> {
            let rules: Function = Reflect::get(
                &Reflect::get(&js_sys::global(), &"Intl".into()).ok()?,
                &"PluralRules".into(),
            )
            .ok()?
            .dyn_into()
            .ok()?;
            let rules = Reflect::construct(&rules, &Array::of1(&(&self.language).into())).ok()?;
            let select: Function = Reflect::get(&rules, &"select".into())
                .ok()?
                .dyn_into()
                .ok()?;
            select.call1(&rules, &count.into()).ok()?.as_string()
        };
        form().unwrap_or_else(|| "other".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_falls_into_words_and_arguments() {
        assert_eq!(
            pieces("to {host}."),
            [
                Piece::Words("to "),
                Piece::Argument("host"),
                Piece::Words(".")
            ]
        );
        assert_eq!(
            pieces("{a}{b}"),
            [Piece::Argument("a"), Piece::Argument("b")]
        );
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn a_lone_brace_is_a_brace() {
        assert_eq!(pieces("a { b"), [Piece::Words("a { b")]);
    }
}
