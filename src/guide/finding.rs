//! What one of the brand's own pages said of an order, as it is kept for the evidence sheet.
//!
//! Kept as names rather than as the types of the search, so that an incident stored by another version can always be read.

use super::evidence::Value;
use crate::official::{Answer, Place, PlaceKind};
use crate::plain::{FromPlain, ToPlain};
use crate::verdict::Evidence;
use serde::{Deserialize, Serialize};

/// The places that have words: `official_place_<name>`.
pub const PLACES: [&str; 7] = [
    "recent",
    "year",
    "cancelled",
    "digital",
    "hidden",
    "own",
    "points",
];

/// The answers that are told, with the keys of their words.
const ANSWERS: [(&str, &str); 5] = [
    ("found", "official_answer_found"),
    ("found_cancelled", "official_answer_found_cancelled"),
    ("not_here", "official_answer_not_here"),
    ("not_read", "official_answer_not_read"),
    ("partly", "evidence_partly"),
];

/// What a place said of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Finding {
    /// The order's number.
    pub order: String,
    /// The place's name.
    pub place: String,
    /// The year, for the list of a year.
    pub year: Option<i32>,
    /// The answer's name.
    pub answer: String,
    /// The day the order was placed, as the page shows it, when it was found.
    pub placed: String,
}

impl Finding {
    /// What a place said; `None` where nobody looked or nobody could.
    #[must_use]
    pub fn of(order: &str, place: &Place) -> Option<Self> {
        let (answer, placed) = match &place.answer {
            Answer::Found {
                cancelled: true,
                placed,
            } => ("found_cancelled", placed.as_str()),
            Answer::Found { placed, .. } => ("found", placed.as_str()),
            Answer::NotHere => ("not_here", ""),
            Answer::NotRead | Answer::Stopped => ("not_read", ""),
            Answer::Partly { .. } => ("partly", ""),
            Answer::NotLooked | Answer::SignedOut => return None,
        };
        let (place, year) = match place.kind {
            PlaceKind::Recent => ("recent", None),
            PlaceKind::Year(year) => ("year", Some(year)),
            PlaceKind::Cancelled => ("cancelled", None),
            PlaceKind::Digital => ("digital", None),
            PlaceKind::Hidden => ("hidden", None),
            PlaceKind::Own(_) => ("own", None),
            PlaceKind::Points => ("points", None),
        };
        Some(Self {
            order: order.to_owned(),
            place: place.to_owned(),
            year,
            answer: answer.to_owned(),
            placed: placed.to_owned(),
        })
    }

    /// The words of the place; `None` for a name of another version.
    #[must_use]
    pub fn place(&self) -> Option<Value> {
        PLACES.contains(&self.place.as_str()).then(|| {
            let year = self.year.map(|year| year.to_string()).unwrap_or_default();
            Value::Said(
                format!("official_place_{}", self.place),
                vec![("year".to_owned(), Evidence::Text(year))],
            )
        })
    }

    /// The words of the answer; `None` for a name of another version.
    #[must_use]
    pub fn answer(&self) -> Option<Value> {
        ANSWERS
            .iter()
            .find(|(name, _)| *name == self.answer)
            .map(|(_, key)| {
                let date = vec![("date".to_owned(), Evidence::Text(self.placed.clone()))];
                Value::Said((*key).to_owned(), date)
            })
    }
}

/// Every key a finding may ask for.
pub fn keys() -> impl Iterator<Item = String> {
    let places = PLACES.iter().map(|name| format!("official_place_{name}"));
    let answers = ANSWERS.iter().map(|(_, key)| (*key).to_owned());
    places.chain(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(kind: PlaceKind, answer: Answer) -> Place {
        Place {
            kind,
            address: String::new(),
            matters: true,
            answer,
        }
    }

    #[test]
    fn what_was_found_is_kept_with_its_day() {
        let found = Finding::of(
            "250-1",
            &place(
                PlaceKind::Hidden,
                Answer::Found {
                    placed: "2026年11月20日".into(),
                    cancelled: false,
                },
            ),
        )
        .unwrap();
        assert_eq!(
            (&*found.place, &*found.answer, &*found.placed),
            ("hidden", "found", "2026年11月20日")
        );
        assert!(found.place().is_some() && found.answer().is_some());
    }

    #[test]
    fn where_nobody_looked_nothing_is_told() {
        for answer in [Answer::NotLooked, Answer::SignedOut] {
            assert!(Finding::of("1", &place(PlaceKind::Recent, answer)).is_none());
        }
        assert!(Finding::of("1", &place(PlaceKind::Recent, Answer::NotHere)).is_some());
    }

    #[test]
    fn a_name_of_another_version_has_no_words() {
        let strange = Finding {
            place: "moon".into(),
            answer: "perhaps".into(),
            ..Finding::default()
        };
        assert!(strange.place().is_none() && strange.answer().is_none());
    }
}
