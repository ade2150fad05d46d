//! What comes in: links with a claim to judge them under, mails from files or standard input.

use honmono::address::{Link, Shown};
use honmono::mail::{Claim, ClaimWords};
use honmono::official::Standing;
use honmono::{Message, Tables, Verdict};
use std::io::{Error, ErrorKind, Read, Result};

/// The claim that `--claim amazon.co.jp` stands for.
pub fn claim(marketplace: Option<&str>, tables: &Tables) -> Result<Option<Claim>> {
    let Some(text) = marketplace else {
        return Ok(None);
    };
    let (brand, site) = tables.brands.marketplace(text).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidInput,
            format!("no marketplace is called \"{text}\""),
        )
    })?;
    Ok(Some(Claim {
        brand: brand.id.to_owned(),
        brand_name: brand.name.to_owned(),
        marketplace: Some(site.host.to_owned()),
        words: vec![ClaimWords {
            place: "option".to_owned(),
            words: text.to_owned(),
        }],
        firm: true,
    }))
}

/// Judges one link by itself. A bare host is read as its front page.
pub fn judge_link(text: &str, claim: Option<&Claim>, tables: &Tables) -> Verdict {
    let bare = !text.contains("://") && !text.contains(':');
    let href = if bare {
        format!("https://{text}/")
    } else {
        text.to_owned()
    };
    let shown = Shown::default();
    let message = Message {
        links: vec![Link::read(0, &href, shown, tables)],
        ..Message::default()
    };
    let _ = Standing::NotAsked;
    honmono::signs::judge_links(&message, claim, tables)
}

/// Mails from standard input: NDJSON (`{"name": …, "raw": …}` or a string a line) or one mail as it is.
pub fn from_standard_input() -> Result<Vec<(String, std::result::Result<Vec<u8>, String>)>> {
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
