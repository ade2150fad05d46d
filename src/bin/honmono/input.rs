//! What comes in: links with a claim to judge them under, mails from files or standard input.

use honmono::{Tables, Verdict};
use std::io::{Error, ErrorKind, Read, Result};

/// The marketplace that `--claim` names, if there is one of that name.
pub fn claim(marketplace: Option<&str>, tables: &Tables) -> Result<Option<String>> {
    let Some(text) = marketplace else {
        return Ok(None);
    };
    let found = tables
        .brands
        .marketplace(text)
        .map(|(_, site)| site.id.to_owned());
    let unknown = || {
        Error::new(
            ErrorKind::InvalidInput,
            format!("no marketplace is called \"{text}\""),
        )
    };
    found.map(Some).ok_or_else(unknown)
}

/// Judges one link by itself. A bare host is read as its front page.
pub fn judge_link(text: &str, claim: Option<&str>, tables: &Tables) -> Verdict {
    let bare = !text.contains(':');
    let url = if bare {
        format!("https://{text}/")
    } else {
        text.to_owned()
    };
    honmono::signs::links::judge_url(&url, claim, tables)
}

/// A mail's name, and its source or why there is none.
type Named = (String, std::result::Result<Vec<u8>, String>);

/// Mails from standard input: NDJSON (`{"name": …, "raw": …}` or a string a line) or one mail as it is.
pub fn from_standard_input() -> Result<Vec<Named>> {
    let mut bytes = vec![];
    std::io::stdin().read_to_end(&mut bytes)?;
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'"')) {
        return Ok(vec![("-".to_owned(), Ok(bytes))]);
    }
    Ok(bytes
        .split(|byte| *byte == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(at, line)| {
            let name = format!("-:{}", at + 1);
            match serde_json::from_slice::<serde_json::Value>(line) {
                Ok(serde_json::Value::String(raw)) => (name, Ok(raw.into_bytes())),
                Ok(value) => {
                    let named = ["name", "input", "id", "file"]
                        .iter()
                        .find_map(|key| value.get(key)?.as_str());
                    let raw = ["raw", "mail", "eml", "source"]
                        .iter()
                        .find_map(|key| value.get(key)?.as_str());
                    let name = named.map_or(name, ToOwned::to_owned);
                    let raw = raw.ok_or_else(|| "no \"raw\" with the mail's source".to_owned());
                    (name, raw.map(|raw| raw.as_bytes().to_vec()))
                }
                Err(error) => (name, Err(error.to_string())),
            }
        })
        .collect())
}
