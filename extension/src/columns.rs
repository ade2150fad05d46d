//! The links of a look as they travel: by column, since ten thousand times the same names are heavier than what they name.

use honmono::page::snapshot::LinkSeen;
use honmono::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Links by column. Most have an address and a text and nothing more to say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Columns {
    /// Their addresses as written, in the order of their numbers.
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
        let pairs = self.href.into_iter().zip(self.text);
        let mut rows: Vec<LinkSeen> = (0..)
            .zip(pairs)
            .map(|(id, (href, text))| LinkSeen {
                id,
                href,
                text,
                ..LinkSeen::default()
            })
            .collect();
        for link in self.more {
            let place = usize::try_from(link.id).unwrap_or(usize::MAX);
            if let Some(row) = rows.get_mut(place) {
                *row = link;
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_links() {
        let columns: Columns = serde_json::from_str(
            r#"{"href":["a","b","c"],"text":["A","B","C"],"more":[{"id":1,"href":"b","text":"B","hidden":true},{"id":9,"href":"x"}]}"#,
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
                (0, "a", "A", false),
                (1, "b", "B", true),
                (2, "c", "C", false)
            ]
        );
    }

    #[test]
    fn columns_of_different_heights_are_read_as_far_as_both_go() {
        let columns = Columns {
            href: vec!["a".into(), "b".into()],
            text: vec!["A".into()],
            more: vec![],
        };
        assert_eq!(columns.rows().len(), 1);
        assert!(Columns::default().rows().is_empty());
    }
}
