//! What to do now: the steps of a situation, the [`Incident`] that remembers how far a person came, the [`evidence`] sheet for
//! the agent, the times that matter and where to report.
//!
//! Pure data and state: the clock is an argument, the words are message keys, and every address comes from the shipped
//! marketplace table.

pub mod amounts;
pub mod calendar;
pub mod evidence;
pub mod finding;
pub mod incident;
pub mod reminder;
pub mod report;

pub use crate::lists::guide::{
    Kind, Lead, Note, ROLES, Role, SITUATIONS, Scope, Situation, Step, Wait, WaitKind, door_name,
};
pub use incident::Incident;

use crate::lists::guide::{reports, steps};
use crate::lists::marketplaces::{self, Marketplace, Page};

/// The marketplace to help with: the one the mail or the person names, else a guess from the language, never none.
///
/// ```
/// use honmono::guide::marketplace;
/// assert_eq!(marketplace(None, "ja-JP").id, "amazon.co.jp");
/// assert_eq!(marketplace(Some("amazon.de"), "ja").id, "amazon.de");
/// ```
#[must_use]
pub fn marketplace(named: Option<&str>, language: &str) -> &'static Marketplace {
    if let Some(found) = named.and_then(marketplaces::by_id) {
        return found;
    }
    let language = language.split(['-', '_']).next().unwrap_or_default();
    // The first with this local language; English names none, so it takes the one that opens most often.
    let local = |market: &&Marketplace| market.languages.first() == Some(&language);
    match language {
        "en" | "" => english(),
        _ => marketplaces::ALL.iter().find(local).unwrap_or_else(english),
    }
}

fn english() -> &'static Marketplace {
    let english = |market: &&Marketplace| market.languages.first() == Some(&"en");
    marketplaces::ALL
        .iter()
        .find(english)
        .unwrap_or(&marketplaces::ALL[0])
}

/// The steps of a situation that are true for a marketplace, in order.
pub fn steps_of(situation: Situation, market: &Marketplace) -> impl Iterator<Item = &'static Step> {
    let id = market.id;
    steps::of(situation)
        .iter()
        .filter(move |step| step.scope.holds(id))
}

/// The step of this name in a situation.
#[must_use]
pub fn step_named(situation: Situation, id: &str) -> Option<&'static Step> {
    steps::of(situation).iter().find(|step| step.id == id)
}

/// The notes of a step that are true for a marketplace, of one role, in order.
pub fn notes_of<'a>(
    step: &'a Step,
    role: Role,
    market: &Marketplace,
) -> impl Iterator<Item = &'static Note> + use<'a> {
    let id = market.id;
    let notes: &'static [Note] = step.notes;
    notes
        .iter()
        .filter(move |note| note.role == role && note.scope.holds(id))
}

/// A button that opens one of the brand's own pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The page's name; the button's words are `guide_open_<name>`.
    pub name: &'static str,
    /// The built-in address.
    pub address: String,
}

/// The buttons of a step, the main one first. Pages that this marketplace does not have are left out.
#[must_use]
pub fn doors_of(step: &Step, market: &Marketplace) -> Vec<Door> {
    step.doors
        .iter()
        .filter_map(|page| door(*page, market))
        .collect()
}

/// The button of a page, when this marketplace has it.
#[must_use]
pub fn door(page: Page<'_>, market: &Marketplace) -> Option<Door> {
    market.address(page).map(|address| Door {
        name: door_name(page),
        address,
    })
}

/// Every message key the guide may ask for, so that a test can hold the catalogues against it.
#[must_use]
pub fn keys() -> Vec<String> {
    let mut keys: Vec<String> = ROLES
        .iter()
        .map(|role| format!("guide_role_{}", role.name()))
        .collect();
    for situation in SITUATIONS {
        let name = situation.name();
        keys.push(format!("guide_situation_{name}"));
        keys.push(format!("guide_intro_{name}"));
        keys.push(format!("evidence_say_{name}"));
        for step in steps::of(situation) {
            keys.push(format!("guide_step_{}", step.id));
            keys.extend(step.notes.iter().map(|note| format!("guide_{}", note.key)));
            keys.extend(
                step.doors
                    .iter()
                    .map(|page| format!("guide_open_{}", door_name(*page))),
            );
        }
    }
    for kind in [WaitKind::Hold, WaitKind::Expect, WaitKind::Again] {
        keys.push(format!("guide_wait_{}", kind.name()));
        keys.push(format!("guide_wait_{}_over", kind.name()));
    }
    keys.extend(
        reports::ALL
            .iter()
            .map(|place| format!("report_{}", place.id)),
    );
    keys.extend(
        reports::WEBMAILS
            .iter()
            .map(|id| format!("report_attach_{id}")),
    );
    keys.extend(finding::keys());
    keys.extend(evidence::KEYS.iter().map(|key| (*key).to_owned()));
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn market(id: &str) -> &'static Marketplace {
        marketplaces::by_id(id).unwrap()
    }

    #[test]
    fn the_language_guesses_a_marketplace_and_a_name_overrules_it() {
        assert_eq!(marketplace(None, "ja").id, "amazon.co.jp");
        assert_eq!(marketplace(None, "en-GB").id, "amazon.com");
        assert_eq!(marketplace(None, "fr_CA").id, "amazon.fr");
        assert_eq!(marketplace(None, "xx").id, "amazon.com");
        assert_eq!(marketplace(Some("amazon.it"), "ja").id, "amazon.it");
        assert_eq!(marketplace(Some("evil.example"), "ja").id, "amazon.co.jp");
    }

    #[test]
    fn every_step_has_one_name_in_its_situation_and_a_wait_names_an_earlier_one() {
        for situation in SITUATIONS {
            let mut seen = BTreeSet::new();
            for step in steps::of(situation) {
                if let Some(wait) = step.wait {
                    assert!(
                        seen.contains(wait.after),
                        "{}: waits for {}",
                        step.id,
                        wait.after
                    );
                }
                assert!(seen.insert(step.id), "{} twice", step.id);
                assert!(
                    step.kind == Kind::Do || step.doors.is_empty(),
                    "{}: a button to something to leave alone",
                    step.id
                );
            }
            assert!(!seen.is_empty());
        }
    }

    #[test]
    fn every_door_opens_at_the_marketplace_itself() {
        for market in &marketplaces::ALL {
            for situation in SITUATIONS {
                for step in steps_of(situation, market) {
                    for door in doors_of(step, market) {
                        assert!(
                            door.address
                                .starts_with(&format!("https://{}/", market.host)),
                            "{}",
                            door.address
                        );
                    }
                    assert_eq!(
                        doors_of(step, market).len(),
                        step.doors.len(),
                        "{}: {}",
                        market.id,
                        step.id
                    );
                }
            }
        }
    }

    #[test]
    fn points_and_the_way_by_phone_are_told_where_they_are_known() {
        let japan = market("amazon.co.jp");
        assert!(steps_of(Situation::Order, japan).any(|step| step.id == "points"));
        assert!(!steps_of(Situation::Order, market("amazon.de")).any(|step| step.id == "points"));
        let call = step_named(Situation::Order, "call").unwrap();
        assert_eq!(notes_of(call, Role::Press, japan).count(), 5);
        assert_eq!(notes_of(call, Role::Press, market("amazon.com")).count(), 2);
        let elsewhere: Vec<_> = notes_of(call, Role::Doubt, market("amazon.de"))
            .map(|note| note.key)
            .collect();
        assert_eq!(elsewhere, ["call_doubt"], "what is not known is said");
    }

    #[test]
    fn every_key_has_words_in_both_languages() {
        for language in ["en", "ja"] {
            let path = format!(
                "{}/extension/static/_locales/{language}/messages.json",
                env!("CARGO_MANIFEST_DIR")
            );
            let words: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            let missing: Vec<_> = keys()
                .into_iter()
                .filter(|key| !words[key]["message"].is_string())
                .collect();
            assert!(missing.is_empty(), "{language}: {missing:?}");
        }
    }

    #[test]
    fn the_first_steps_of_an_order_that_is_not_yours_are_to_leave_alone() {
        let steps: Vec<_> = steps_of(Situation::Order, market("amazon.co.jp")).collect();
        assert_eq!(
            steps
                .iter()
                .take_while(|step| step.kind == Kind::Leave)
                .count(),
            2
        );
        assert_eq!(
            steps[2].id, "call",
            "the way to a person comes before everything that can wait"
        );
    }
}
