//! The links of a look as they travel: line by line in one text, since ten thousand values cross one by one, and a text at once.

use honmono::page::Snapshot;
use honmono::page::snapshot::LinkSeen;
use honmono::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Links as lines. Most have an address and a text and nothing more to say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Lines {
    /// A letter a link, in the order of their numbers: with how many letters its address begins as the one before, as far as those are
    /// ASCII. A space for none, `!` for one, and so on.
    pub same: String,
    /// What comes then, a line a link: their addresses as written.
    pub href: String,
    /// Their texts, a line a link.
    pub text: String,
    /// Those that have more to say, or a line break in their address, whole.
    pub more: Vec<LinkSeen>,
}

impl Lines {
    /// The links one by one. What does not fit together is taken as far as it does.
    #[must_use]
    pub fn rows(self) -> Vec<LinkSeen> {
        let mut rows: Vec<LinkSeen> = Vec::with_capacity(self.same.len());
        let (mut rests, mut texts) = (Some(&*self.href), Some(&*self.text));
        for (id, letter) in (0..).zip(self.same.chars()) {
            let (Some(rest), Some(text)) = (line(&mut rests), line(&mut texts)) else {
                break;
            };
            let before = rows.last().map_or("", |row| row.href.as_str());
            // More than there is would be another address than the one that was seen.
            let same = (letter as usize).checked_sub(' ' as usize);
            let Some(start) = same.and_then(|same| before.get(..same)) else {
                break;
            };
            rows.push(LinkSeen {
                id,
                href: [start, rest].concat(),
                text: text.to_owned(),
                ..LinkSeen::default()
            });
        }
        for link in self.more {
            let place = usize::try_from(link.id).unwrap_or(usize::MAX);
            if let Some(row) = rows.get_mut(place) {
                *row = link;
            }
        }
        rows
    }
}

/// Takes the next line off a text; the last one has no line break behind it.
fn line<'text>(text: &mut Option<&'text str>) -> Option<&'text str> {
    let all = (*text)?;
    let (line, rest) = all
        .split_once('\n')
        .map_or((all, None), |(line, rest)| (line, Some(rest)));
    *text = rest;
    Some(line)
}

/// A look with its links, which come beside it, where they belong.
pub(crate) fn put_in(snapshot: &mut Snapshot, links: Vec<Lines>) {
    for (region, lines) in snapshot.regions.iter_mut().zip(links) {
        if let Some(body) = &mut region.body {
            body.links = lines.rows();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(same: &str, href: &str, text: &str) -> Vec<(u32, String, String)> {
        let lines = Lines {
            same: same.to_owned(),
            href: href.to_owned(),
            text: text.to_owned(),
            more: vec![],
        };
        let rows = lines.rows().into_iter();
        rows.map(|row| (row.id, row.href, row.text)).collect()
    }

    fn link(id: u32, href: &str, text: &str) -> (u32, String, String) {
        (id, href.to_owned(), text.to_owned())
    }

    #[test]
    fn lines_are_links() {
        let lines: Lines = serde_json::from_str(
            r#"{"same":" ( )","href":"https://a\nb\n\n/é","text":"A\nB\n\nC","more":[{"id":2,"href":"https\n://b","text":"","hidden":true},{"id":9,"href":"x"}]}"#,
        )
        .unwrap();
        assert!(
            lines.clone().rows().len() == 3,
            "more than the empty one has"
        );
        let lines = Lines {
            same: " (  ".into(),
            ..lines
        };
        let rows = lines.rows();
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.id, row.href.as_str(), row.text.as_str(), row.hidden))
            .collect();
        assert_eq!(
            told,
            [
                (0, "https://a", "A", false),
                (1, "https://b", "B", false),
                (2, "https\n://b", "", true),
                (3, "/é", "C", false)
            ]
        );
    }

    #[test]
    fn no_link_is_none_and_an_empty_one_is_one() {
        assert_eq!(rows("", "", ""), []);
        assert_eq!(rows(" ", "", ""), [link(0, "", "")]);
        assert_eq!(
            rows("  ", "a\n", "\nB"),
            [link(0, "a", ""), link(1, "", "B")]
        );
    }

    #[test]
    fn lines_that_do_not_fit_are_read_as_far_as_they_do() {
        let first = [link(0, "é", "A")];
        assert_eq!(rows("   ", "é\nb\nc", "A\nB\nC").len(), 3);
        assert_eq!(rows("   ", "é\nb\nc", "A"), first);
        assert_eq!(rows("   ", "é", "A\nB\nC"), first);
        assert_eq!(rows(" ", "é\nb\nc", "A\nB\nC"), first);
        // More than the one before has, the middle of one of its letters, and no number at all.
        for letter in ['#', '!', '\t'] {
            let same = [' ', letter, ' '].iter().collect::<String>();
            assert_eq!(rows(&same, "é\nb\nc", "A\nB\nC"), first);
        }
    }
}
