//! An incident: what happened, the steps taken since, and the mails and findings kept for the evidence sheet.
//!
//! It is stored as it is and must survive restarts, updates and older forms: every field has a default, unknown fields are
//! ignored, and what a page could have put into it is bounded.

use super::finding::Finding;
use super::{Situation, Step, WaitKind};
use crate::official::Standing;
use crate::plain::{FromPlain, ToPlain};
use crate::verdict::Level;
use serde::{Deserialize, Serialize};

/// The version of the stored form.
pub const VERSION: u32 = 1;

/// The most mails kept.
pub const MOST_MAILS: usize = 20;

/// The longest note of the person's own, in characters.
pub const LONGEST_NOTE: usize = 4_000;

/// What is remembered of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Incident {
    /// [`VERSION`] of whoever wrote it.
    pub version: u32,
    /// What happened; `None` until the person chose.
    pub situation: Option<Situation>,
    /// The marketplace's id.
    pub marketplace: Option<String>,
    /// When the first step was ticked, in milliseconds.
    pub started: Option<i64>,
    /// Steps taken, in the order in which they were ticked.
    pub done: Vec<Done>,
    /// Mails kept for the sheet.
    pub mails: Vec<MailNote>,
    /// The person's own words.
    pub note: String,
}

impl Default for Incident {
    fn default() -> Self {
        Self {
            version: VERSION,
            situation: None,
            marketplace: None,
            started: None,
            done: vec![],
            mails: vec![],
            note: String::new(),
        }
    }
}

/// A step taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Done {
    /// In which situation.
    pub situation: Situation,
    /// The step's name.
    pub step: String,
    /// When, in milliseconds.
    pub at: i64,
    /// What was found, where that was asked.
    #[serde(default)]
    pub found: Option<bool>,
}

/// What is kept of a mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct MailNote {
    /// The subject.
    pub subject: String,
    /// The sender's address, or the name where the address was not on the page.
    pub sender: String,
    /// When it was sent, in milliseconds.
    pub sent: Option<i64>,
    /// The time as the page showed it, when the moment is not known.
    pub sent_as_shown: String,
    /// Order numbers in it.
    pub orders: Vec<String>,
    /// Amounts in it, as written.
    pub amounts: Vec<String>,
    /// What Honmono said of it.
    pub level: Option<Level>,
    /// What the brand's own list said of it.
    pub listed: Listed,
    /// Where its order was looked for, and what was found there.
    pub findings: Vec<Finding>,
}

/// What the brand's own list of messages said of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// Nobody looked, or the look did not end.
    #[default]
    NotAsked,
    /// It is there.
    Yes,
    /// It is not among the messages that were read. Proves nothing.
    NotFound,
    /// The list could not be read.
    NotRead,
}

impl From<&Standing> for Listed {
    fn from(standing: &Standing) -> Self {
        match standing {
            Standing::Listed { .. } => Self::Yes,
            Standing::NotFound { .. } => Self::NotFound,
            Standing::NotRead => Self::NotRead,
            _ => Self::NotAsked,
        }
    }
}

impl MailNote {
    /// Whether this is the same mail: same subject, sender and moment.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.subject == other.subject
            && self.sender == other.sender
            && self.sent == other.sent
            && self.sent_as_shown == other.sent_as_shown
    }

    /// The note, bounded.
    #[must_use]
    fn bounded(mut self) -> Self {
        for text in [&mut self.subject, &mut self.sender, &mut self.sent_as_shown] {
            shorten(text, 300);
        }
        for list in [&mut self.orders, &mut self.amounts] {
            list.truncate(12);
            list.iter_mut().for_each(|text| shorten(text, 40));
        }
        self.findings.truncate(12);
        for finding in &mut self.findings {
            for text in [
                &mut finding.order,
                &mut finding.place,
                &mut finding.answer,
                &mut finding.placed,
            ] {
                shorten(text, 40);
            }
        }
        self
    }
}

/// A time that matters for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What the time means.
    pub kind: WaitKind,
    /// The step it is counted from.
    pub after: &'static str,
    /// The moment, once the clock runs.
    pub at: Option<i64>,
    /// Whether it has passed.
    pub over: bool,
}

impl Incident {
    /// When and with what answer a step of the chosen situation was ticked.
    #[must_use]
    pub fn done(&self, situation: Situation, step: &str) -> Option<&Done> {
        self.done
            .iter()
            .find(|done| done.situation == situation && done.step == step)
    }

    /// Ticks a step. Ticking twice keeps the first time and takes the newer answer.
    pub fn tick(&mut self, situation: Situation, step: &str, found: Option<bool>, now: i64) {
        self.started.get_or_insert(now);
        match self
            .done
            .iter_mut()
            .find(|done| done.situation == situation && done.step == step)
        {
            Some(done) => done.found = found.or(done.found),
            None => self.done.push(Done {
                situation,
                step: step.to_owned(),
                at: now,
                found,
            }),
        }
    }

    /// Takes a tick back.
    pub fn untick(&mut self, situation: Situation, step: &str) {
        self.done
            .retain(|done| !(done.situation == situation && done.step == step));
    }

    /// The time that matters for a step, if there is one.
    #[must_use]
    pub fn due(&self, situation: Situation, step: &Step, now: i64) -> Option<Due> {
        let wait = step.wait?;
        let at = self
            .done(situation, wait.after)
            .map(|done| done.at.saturating_add(i64::from(wait.minutes) * 60_000));
        Some(Due {
            kind: wait.kind,
            after: wait.after,
            at,
            over: at.is_some_and(|at| at <= now),
        })
    }

    /// Keeps a mail for the sheet; the same mail again replaces what was kept. Says no when there are too many.
    pub fn keep_mail(&mut self, mail: MailNote) -> bool {
        let mail = mail.bounded();
        if let Some(kept) = self.mails.iter_mut().find(|kept| kept.is_same(&mail)) {
            *kept = mail;
            return true;
        }
        if self.mails.len() >= MOST_MAILS {
            return false;
        }
        self.mails.push(mail);
        self.mails.sort_by_key(|mail| mail.sent.unwrap_or(i64::MAX));
        true
    }

    /// Forgets a mail.
    pub fn drop_mail(&mut self, place: usize) {
        if place < self.mails.len() {
            self.mails.remove(place);
        }
    }

    /// Takes the person's own words.
    pub fn set_note(&mut self, note: &str) {
        note.clone_into(&mut self.note);
        shorten(&mut self.note, LONGEST_NOTE);
    }

    /// Whether there is anything to remember.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty() && self.mails.is_empty() && self.note.is_empty()
    }

    /// Every running clock of a step that is not ticked yet.
    #[must_use]
    pub fn times(&self, now: i64) -> Vec<(Situation, &'static Step, Due)> {
        super::SITUATIONS
            .into_iter()
            .flat_map(|situation| {
                crate::lists::guide::steps::of(situation)
                    .iter()
                    .map(move |step| (situation, step))
            })
            .filter(|(situation, step)| self.done(*situation, step.id).is_none())
            .filter_map(|(situation, step)| {
                self.due(situation, step, now)
                    .map(|due| (situation, step, due))
            })
            .filter(|(_, _, due)| due.at.is_some())
            .collect()
    }
}

/// Cuts text to so many characters.
fn shorten(text: &mut String, most: usize) {
    if let Some((cut, _)) = text.char_indices().nth(most) {
        text.truncate(cut);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::step_named;

    const HOUR: i64 = 3_600_000;
    const NOW: i64 = 1_795_000_000_000;

    fn mail(subject: &str, sent: i64) -> MailNote {
        MailNote {
            subject: subject.to_owned(),
            sent: Some(sent),
            ..MailNote::default()
        }
    }

    #[test]
    fn a_tick_keeps_its_first_time_and_can_be_taken_back() {
        let mut incident = Incident::default();
        incident.tick(Situation::Order, "call", None, NOW);
        incident.tick(Situation::Order, "call", Some(true), NOW + HOUR);
        let done = incident.done(Situation::Order, "call").unwrap();
        assert_eq!((done.at, done.found), (NOW, Some(true)));
        assert!(
            incident.done(Situation::Signin, "call").is_none(),
            "a situation has its own ticks"
        );
        incident.untick(Situation::Order, "call");
        assert!(incident.done(Situation::Order, "call").is_none());
        assert_eq!(incident.started, Some(NOW));
    }

    #[test]
    fn five_hours_are_counted_from_the_mail_and_not_before() {
        let step = step_named(Situation::Order, "wait_five").unwrap();
        let mut incident = Incident::default();
        let due = incident.due(Situation::Order, step, NOW).unwrap();
        assert_eq!((due.at, due.over), (None, false));
        incident.tick(Situation::Order, "change_mail", None, NOW);
        let due = incident
            .due(Situation::Order, step, NOW + 5 * HOUR - 1)
            .unwrap();
        assert_eq!((due.at, due.over), (Some(NOW + 5 * HOUR), false));
        assert!(
            incident
                .due(Situation::Order, step, NOW + 5 * HOUR)
                .unwrap()
                .over
        );
    }

    #[test]
    fn the_same_mail_is_kept_once_and_mails_stand_in_order_of_time() {
        let mut incident = Incident::default();
        assert!(incident.keep_mail(mail("paid", 3)));
        assert!(incident.keep_mail(mail("ordered", 1)));
        assert!(incident.keep_mail(MailNote {
            listed: Listed::Yes,
            ..mail("paid", 3)
        }));
        assert_eq!(
            incident
                .mails
                .iter()
                .map(|mail| mail.subject.as_str())
                .collect::<Vec<_>>(),
            ["ordered", "paid"]
        );
        assert_eq!(incident.mails[1].listed, Listed::Yes);
    }

    #[test]
    fn a_page_cannot_fill_the_store() {
        let mut incident = Incident::default();
        for at in 0..100 {
            incident.keep_mail(MailNote {
                orders: vec!["9".repeat(500); 500],
                ..mail(&"あ".repeat(10_000), at)
            });
        }
        incident.set_note(&"x".repeat(1_000_000));
        assert_eq!(incident.mails.len(), MOST_MAILS);
        assert!(serde_json::to_string(&incident).unwrap().len() < 60_000);
    }

    #[test]
    fn it_survives_being_stored_and_older_and_newer_forms() {
        let mut incident = Incident {
            situation: Some(Situation::Order),
            marketplace: Some("amazon.co.jp".into()),
            ..Incident::default()
        };
        incident.tick(Situation::Order, "call", None, NOW);
        incident.keep_mail(mail("m", 1));
        let text = serde_json::to_string(&incident).unwrap();
        assert_eq!(serde_json::from_str::<Incident>(&text).unwrap(), incident);
        assert_eq!(
            serde_json::from_str::<Incident>("{}").unwrap(),
            Incident::default()
        );
        let newer = r#"{"version":9,"mails":[{"subject":"s","colour":"red"}],"weather":"fine"}"#;
        assert_eq!(
            serde_json::from_str::<Incident>(newer).unwrap().mails[0].subject,
            "s"
        );
    }
}
