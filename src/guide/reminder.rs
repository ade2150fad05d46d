//! The times of an incident as a list to be told from: small enough for a background that knows no step.
//!
//! The guide's page makes the [`plan`] whenever the incident changes; whoever wakes at a time asks what is [`due`] and marks it
//! told. A time that came while nobody was awake is still due afterwards, and each time is told once.

use super::{Incident, Situation};
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// One time to tell of. Holds nothing of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Reminder {
    /// The situation's name.
    pub situation: String,
    /// The step's name; its words are `guide_step_<step>`.
    pub step: String,
    /// When, in milliseconds.
    pub at: i64,
    /// The person knows.
    pub told: bool,
}

/// The list for an incident. A time that is over when the list is made counts as told: the person is looking at the page that
/// says so. What was told before stays told as long as it is the same time.
#[must_use]
pub fn plan(incident: &Incident, now: i64, before: &[Reminder]) -> Vec<Reminder> {
    incident
        .times(now)
        .into_iter()
        .filter_map(|(situation, step, due)| {
            let at = due.at?;
            let known = before
                .iter()
                .any(|old| old.told && is(old, situation, step.id) && old.at == at);
            Some(Reminder {
                situation: situation.name().to_owned(),
                step: step.id.to_owned(),
                at,
                told: due.over || known,
            })
        })
        .collect()
}

/// Takes what is due at this moment and marks it told, the earliest first.
pub fn due(list: &mut [Reminder], now: i64) -> Vec<Reminder> {
    let mut found = vec![];
    for reminder in list
        .iter_mut()
        .filter(|reminder| !reminder.told && reminder.at <= now)
    {
        reminder.told = true;
        found.push(reminder.clone());
    }
    found.sort_by_key(|reminder| reminder.at);
    found
}

/// The next moment at which something is to be told.
#[must_use]
pub fn next(list: &[Reminder]) -> Option<i64> {
    list.iter()
        .filter(|reminder| !reminder.told)
        .map(|reminder| reminder.at)
        .min()
}

/// The step whose time was told last: where somebody wants to be who presses the notification.
#[must_use]
pub fn last_told(list: &[Reminder]) -> Option<&Reminder> {
    list.iter()
        .filter(|reminder| reminder.told)
        .max_by_key(|reminder| reminder.at)
}

/// Whether something that was told no longer waits: its step was ticked off, or its clock was set anew. What was said of it is over.
#[must_use]
pub fn is_over(before: &[Reminder], now: &[Reminder]) -> bool {
    before
        .iter()
        .any(|old| old.told && !now.iter().any(|new| new == old))
}

fn is(reminder: &Reminder, situation: Situation, step: &str) -> bool {
    reminder.situation == situation.name() && reminder.step == step
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;
    const NOW: i64 = 1_795_000_000_000;

    fn waiting() -> Incident {
        let mut incident = Incident::default();
        incident.tick(Situation::Order, "change_mail", None, NOW);
        incident
    }

    #[test]
    fn a_running_clock_is_told_when_it_is_over_and_once() {
        let mut list = plan(&waiting(), NOW, &[]);
        assert_eq!(next(&list), Some(NOW + 5 * HOUR));
        assert!(due(&mut list, NOW + 5 * HOUR - 1).is_empty());
        let told = due(&mut list, NOW + 5 * HOUR);
        assert_eq!(
            told.iter().map(|one| one.step.as_str()).collect::<Vec<_>>(),
            ["wait_five"]
        );
        assert!(due(&mut list, NOW + 6 * HOUR).is_empty());
        assert_eq!(next(&list), None);
    }

    #[test]
    fn a_time_that_came_while_nobody_was_awake_is_still_due() {
        let mut list = plan(&waiting(), NOW, &[]);
        assert_eq!(due(&mut list, NOW + 300 * HOUR).len(), 1);
    }

    #[test]
    fn what_was_told_stays_told_and_a_new_time_is_new() {
        let mut list = plan(&waiting(), NOW, &[]);
        due(&mut list, NOW + 5 * HOUR);
        let again = plan(&waiting(), NOW, &list);
        assert_eq!(next(&again), None, "drawn anew, not told anew");
        let mut later = Incident::default();
        later.tick(Situation::Order, "change_mail", None, NOW + HOUR);
        assert_eq!(
            next(&plan(&later, NOW + HOUR, &list)),
            Some(NOW + 6 * HOUR),
            "ticked anew, another time"
        );
    }

    #[test]
    fn what_is_over_on_the_page_is_not_told_again() {
        assert_eq!(next(&plan(&waiting(), NOW + 6 * HOUR, &[])), None);
    }

    #[test]
    fn what_is_ticked_or_never_began_is_not_in_the_list() {
        let mut incident = waiting();
        incident.tick(Situation::Order, "wait_five", None, NOW + HOUR);
        assert!(plan(&incident, NOW + HOUR, &[]).is_empty());
        assert!(plan(&Incident::default(), NOW, &[]).is_empty());
    }

    #[test]
    fn what_was_told_is_over_with_its_step_and_not_before() {
        let mut list = plan(&waiting(), NOW, &[]);
        assert!(!is_over(&list, &[]), "nobody was told");
        assert_eq!(last_told(&list), None);
        due(&mut list, NOW + 5 * HOUR);
        assert_eq!(
            last_told(&list).map(|one| one.step.as_str()),
            Some("wait_five")
        );
        let same = plan(&waiting(), NOW + 6 * HOUR, &list);
        assert!(!is_over(&list, &same), "the step still waits");
        let mut ticked = waiting();
        ticked.tick(Situation::Order, "wait_five", None, NOW + 6 * HOUR);
        assert!(is_over(&list, &plan(&ticked, NOW + 6 * HOUR, &list)));
        assert!(is_over(&list, &[]), "forgotten");
    }

    #[test]
    fn the_last_that_was_told_is_the_one_to_go_to() {
        let told = |step: &str, at: i64| Reminder {
            situation: "order".into(),
            step: step.into(),
            at,
            told: true,
        };
        let waits = Reminder {
            told: false,
            ..told("later", NOW + 9)
        };
        let list = [told("first", NOW), told("second", NOW + 5), waits];
        assert_eq!(
            last_told(&list).map(|one| one.step.as_str()),
            Some("second")
        );
    }

    #[test]
    fn it_holds_nothing_of_a_mail() {
        let mut incident = waiting();
        incident.keep_mail(crate::guide::incident::MailNote {
            subject: "SUBJECT".into(),
            sender: "SENDER".into(),
            orders: vec!["250-1234567-1234567".into()],
            amounts: vec!["56".into()],
            ..Default::default()
        });
        incident.set_note("NOTE");
        let kept = serde_json::to_string(&plan(&incident, NOW, &[])).unwrap();
        for word in ["SUBJECT", "SENDER", "250-", "NOTE"] {
            assert!(!kept.contains(word), "{kept}");
        }
    }
}
