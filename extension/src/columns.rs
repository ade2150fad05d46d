//! The links of a look as they travel: by column, since ten thousand times the same names are heavier than what they name.

use honmono::page::Snapshot;
use honmono::page::snapshot::LinkSeen;
use honmono::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Links by column. Most have an address and a text and nothing more to say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Columns {
    /// With how many letters each address begins as the one before, as far as those are ASCII.
    pub same: Vec<usize>,
    /// What comes then: their addresses as written, in the order of their numbers.
    pub href: Vec<String>,
    /// Their texts.
    pub text: Vec<String>,
    /// Those that have more to say, whole.
    pub more: Vec<LinkSeen>,
}

impl Columns {
    /// The links one by one. What does not fit together is taken as far as it does.
    #[must_use]
    pub fn rows(self) -> Vec<LinkSeen> {
        let mut rows: Vec<LinkSeen> = Vec::with_capacity(self.href.len());
        let pairs = self.href.iter().zip(self.text);
        for (id, (same, (rest, text))) in (0..).zip(self.same.into_iter().zip(pairs)) {
            let before = rows.last().map_or("", |row| row.href.as_str());
            // More than there is would be another address than the one that was seen.
            let Some(start) = before.get(..same) else {
                break;
            };
            rows.push(LinkSeen {
                id,
                href: [start, rest].concat(),
                text,
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

/// A look with its links, which come beside it, where they belong.
pub(crate) fn put_in(snapshot: &mut Snapshot, links: Vec<Columns>) {
    for (region, columns) in snapshot.regions.iter_mut().zip(links) {
        if let Some(body) = &mut region.body {
            body.links = columns.rows();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_links() {
        let columns: Columns = serde_json::from_str(
            r#"{"same":[0,8,9],"href":["https://a","b","/é"],"text":["A","B","C"],"more":[{"id":1,"href":"https://b","text":"B","hidden":true},{"id":9,"href":"x"}]}"#,
        )
        .unwrap();
        let rows = columns.rows();
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.id, row.href.as_str(), row.text.as_str(), row.hidden))
            .collect();
        assert_eq!(
            told,
            [
                (0, "https://a", "A", false),
                (1, "https://b", "B", true),
                (2, "https://b/é", "C", false)
            ]
        );
    }

    #[test]
    fn columns_of_different_heights_are_read_as_far_as_both_go() {
        let columns = |same: &[usize], texts: usize| Columns {
            same: same.to_vec(),
            href: vec!["é".into(), "b".into(), "c".into()],
            text: vec!["A".into(); texts],
            more: vec![],
        };
        assert_eq!(columns(&[0, 0, 0], 3).rows().len(), 3);
        assert_eq!(columns(&[0, 0, 0], 1).rows().len(), 1);
        assert_eq!(columns(&[0, 0], 3).rows().len(), 2);
        // Beyond the end, and in the middle of a letter.
        assert_eq!(columns(&[0, 3, 0], 3).rows().len(), 1);
        assert_eq!(columns(&[0, 1, 0], 3).rows().len(), 1);
        assert!(Columns::default().rows().is_empty());
    }
}
