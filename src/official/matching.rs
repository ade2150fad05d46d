//! Matching a message against rows of the Message Center: time **and** subject.
//!
//! A copied subject must not confirm a fake, so a subject alone is only *near*. That the row's time, the Date header and the stamp
//! in the links are the same to the second is likely but unproven, and a webmail shows minutes, so minutes of tolerance are
//! allowed and what agreed is told.

use super::record::{MessageRow, Precision};
use super::subject::{Likeness, Subject};
use super::{Day, stamp};
use crate::mail::{Message, Timestamp};
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// The most that row and mail may differ, in milliseconds.
pub const TOLERANCE: i64 = 5 * 60_000;
/// A stamp this far from the row belongs to another mail.
const STAMP_TOLERANCE: i64 = 24 * 3_600_000;

/// How the times agree.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(rename_all = "snake_case")]
pub enum TimeAgreement {
    /// Nothing to compare.
    #[default]
    Unknown,
    /// By so many seconds the row is later than the mail (earlier, if negative).
    Seconds(i64),
}

/// What agreed, and by how much.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(default)]
pub struct Agreement {
    /// How the times agree.
    pub time: TimeAgreement,
    /// How the subjects agree.
    pub subject: Option<Likeness>,
    /// By so many seconds the row is later than the stamp in the mail's own links, when they carry one.
    pub stamp: Option<i64>,
}

/// A row that comes near and confirms nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Near {
    /// The row's subject as the page shows it.
    pub subject: String,
    /// When the row was sent.
    pub sent: Option<i64>,
    /// Why it confirms nothing.
    pub why: NearWhy,
}

/// Why a row with the same subject confirms nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum NearWhy {
    /// It was sent at another time.
    OtherTime,
    /// The row shows the same day but no time of day.
    OnlyDay,
    /// The row's or the mail's time could not be read.
    NoTime,
    /// The stamp in the mail's links is of another time: pasted.
    OtherStamp,
}

/// What of a message is compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Wanted {
    subject: Subject,
    sent: Option<Timestamp>,
    stamp: Option<Timestamp>,
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<'a> {
    /// Time and subject agree.
    Listed(&'a MessageRow, Agreement),
    /// The subject agrees, the rest does not.
    Near(Near),
}

impl Wanted {
    /// What to look for; `None` when the message has no subject to compare.
    #[must_use]
    pub fn of(message: &Message) -> Option<Self> {
        let subject = Subject::fold(message.subject.as_deref()?);
        (!subject.is_empty()).then(|| Self {
            subject,
            sent: message.sent,
            stamp: stamp::of(message),
        })
    }

    /// Compares with one row.
    #[must_use]
    pub fn matches<'a>(&self, row: &'a MessageRow) -> Option<Found<'a>> {
        let likeness = self.subject.likeness(&Subject::fold(&row.subject))?;
        let near = |why| {
            Some(Found::Near(Near {
                subject: row.subject.clone(),
                sent: row.sent.map(|t| t.0),
                why,
            }))
        };
        let (Some(sent), Some(shown)) = (self.sent, row.sent) else {
            return near(NearWhy::NoTime);
        };
        let stamp = self.stamp.map(|stamp| shown.0.saturating_sub(stamp.0));
        if row.precision == Precision::Day {
            // The row's day is the page's local one; a day more or less is the same day somewhere.
            let apart = Day::of(shown).0 - Day::of(sent).0;
            return near(if apart.abs() <= 1 {
                NearWhy::OnlyDay
            } else {
                NearWhy::OtherTime
            });
        }
        let apart = shown.0.saturating_sub(sent.0);
        if apart.abs() > TOLERANCE {
            return near(NearWhy::OtherTime);
        }
        if stamp.is_some_and(|stamp| stamp.abs() > STAMP_TOLERANCE) {
            return near(NearWhy::OtherStamp);
        }
        Some(Found::Listed(
            row,
            Agreement {
                time: TimeAgreement::Seconds(apart / 1000),
                subject: Some(likeness),
                stamp: stamp.map(|stamp| stamp / 1000),
            },
        ))
    }

    /// The best of many rows: listed before near, then the closest in time.
    #[must_use]
    pub fn best<'a>(&self, rows: impl IntoIterator<Item = &'a MessageRow>) -> Option<Found<'a>> {
        let far = |sent: Option<i64>| match (sent, self.sent) {
            (Some(sent), Some(own)) => sent.saturating_sub(own.0).saturating_abs(),
            _ => i64::MAX,
        };
        rows.into_iter()
            .filter_map(|row| self.matches(row))
            .min_by_key(|found| match found {
                Found::Listed(row, agreement) => (
                    0,
                    u8::from(agreement.subject != Some(Likeness::Same)),
                    far(row.sent.map(|t| t.0)),
                ),
                Found::Near(near) => (1, 0, far(near.sent)),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SUBJECT: &str = "発送済み: 「ボールペン 替芯 0.5mm...」";
    const SENT: i64 = 1_795_172_111_000;

    fn mail(subject: &str, sent: Option<i64>) -> Message {
        Message {
            subject: Some(subject.to_owned()),
            sent: sent.map(Timestamp),
            ..Message::default()
        }
    }

    fn row(subject: &str, sent: Option<i64>) -> MessageRow {
        MessageRow {
            subject: subject.to_owned(),
            sent: sent.map(Timestamp),
            ..MessageRow::default()
        }
    }

    fn listed(mail: &Message, row: &MessageRow) -> bool {
        Wanted::of(mail)
            .and_then(|wanted| wanted.matches(row).map(|f| matches!(f, Found::Listed(..))))
            .unwrap_or(false)
    }

    fn why(mail: &Message, row: &MessageRow) -> Option<NearWhy> {
        match Wanted::of(mail)?.matches(row)? {
            Found::Near(near) => Some(near.why),
            Found::Listed(..) => None,
        }
    }

    #[test]
    fn time_and_subject_together_confirm() {
        assert!(listed(
            &mail(SUBJECT, Some(SENT)),
            &row(SUBJECT, Some(SENT))
        ));
        assert!(
            listed(
                &mail(SUBJECT, Some(SENT - SENT % 60_000)),
                &row(SUBJECT, Some(SENT))
            ),
            "a webmail that shows minutes"
        );
        assert!(listed(
            &mail(SUBJECT, Some(SENT)),
            &row("発送済み: 「ボールペン 替...", Some(SENT + 90_000))
        ));
    }

    #[test]
    fn a_copied_subject_is_only_near() {
        assert_eq!(
            why(
                &mail(SUBJECT, Some(SENT + 86_400_000)),
                &row(SUBJECT, Some(SENT))
            ),
            Some(NearWhy::OtherTime)
        );
        assert_eq!(
            why(&mail(SUBJECT, None), &row(SUBJECT, Some(SENT))),
            Some(NearWhy::NoTime)
        );
        assert_eq!(
            why(&mail(SUBJECT, Some(SENT)), &row(SUBJECT, None)),
            Some(NearWhy::NoTime)
        );
    }

    #[test]
    fn a_row_that_shows_only_the_day_is_only_near() {
        let day = MessageRow {
            precision: Precision::Day,
            ..row(SUBJECT, Some(SENT - SENT % 86_400_000))
        };
        assert_eq!(
            why(&mail(SUBJECT, Some(SENT)), &day),
            Some(NearWhy::OnlyDay)
        );
        assert_eq!(
            why(&mail(SUBJECT, Some(SENT + 5 * 86_400_000)), &day),
            Some(NearWhy::OtherTime)
        );
    }

    #[test]
    fn the_same_time_alone_is_nothing() {
        assert_eq!(
            Wanted::of(&mail("Something else", Some(SENT)))
                .unwrap()
                .matches(&row(SUBJECT, Some(SENT))),
            None
        );
        assert!(Wanted::of(&mail("...", Some(SENT))).is_none());
        assert!(Wanted::of(&Message::default()).is_none());
    }

    #[test]
    fn a_pasted_mail_shows_by_its_stamp() {
        use crate::address::{Link, Shown};
        let mut pasted = mail(SUBJECT, Some(SENT));
        let href = "https://www.amazon.co.jp/gp/r.html?M=urn:rtn:msg:20251120100211abp0fe";
        pasted.links.push(Link::read(
            0,
            href,
            Shown::default(),
            &crate::lists::Tables::shipped(),
        ));
        assert_eq!(
            why(&pasted, &row(SUBJECT, Some(SENT))),
            Some(NearWhy::OtherStamp)
        );
    }

    #[test]
    fn the_closest_of_several_rows() {
        let rows = [
            row(SUBJECT, Some(SENT - 120_000)),
            row(SUBJECT, Some(SENT + 1_000)),
            row(SUBJECT, Some(SENT + 7 * 86_400_000)),
        ];
        let wanted = Wanted::of(&mail(SUBJECT, Some(SENT))).unwrap();
        let Some(Found::Listed(found, agreement)) = wanted.best(&rows) else {
            panic!("listed")
        };
        assert_eq!(
            (found.sent.unwrap().0, agreement.time),
            (SENT + 1_000, TimeAgreement::Seconds(1))
        );
    }

    proptest! {
        #[test]
        fn no_pair_of_different_subjects_or_times_matches(
            one in "[a-zA-Z0-9あ-ん :\"「」.]{0,40}", other in "[a-zA-Z0-9あ-ん :\"「」.]{0,40}",
            sent in 0i64..4_000_000_000_000, apart in -4_000_000_000i64..4_000_000_000,
        ) {
            let alike = Subject::fold(&one).likeness(&Subject::fold(&other)).is_some();
            let (mail, row) = (mail(&one, Some(sent)), row(&other, Some(sent + apart)));
            if !alike || apart.abs() > TOLERANCE {
                prop_assert!(!listed(&mail, &row));
            } else {
                prop_assert!(listed(&mail, &row));
            }
        }
    }
}
