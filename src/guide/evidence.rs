//! The evidence sheet: what happened, in the order of time, short enough to be read out on the phone.
//!
//! A pure function of the [`Incident`]; the words come from the catalogue of whoever reads it, so the same sheet can stand in the
//! person's language and in the agent's side by side. Nothing is sent.

use super::incident::{Incident, Listed, MailNote};
use super::{Situation, door_name, step_named};
use crate::lists::marketplaces::Marketplace;
use crate::verdict::Evidence;

/// Every fixed key a sheet may use; those of situations, steps and buttons come on top.
pub const KEYS: [&str; 32] = [
    "evidence_title",
    "evidence_made",
    "evidence_say",
    "evidence_ask",
    "evidence_ask_account",
    "evidence_ask_cancel",
    "evidence_ask_signin",
    "evidence_ask_hidden",
    "evidence_ask_changes",
    "evidence_mails",
    "evidence_no_mails",
    "evidence_mail",
    "evidence_mail_time_unknown",
    "evidence_subject",
    "evidence_sender",
    "evidence_orders",
    "evidence_amounts",
    "evidence_listed_yes",
    "evidence_listed_not_found",
    "evidence_listed_not_read",
    "evidence_listed_not_asked",
    "evidence_all_orders",
    "evidence_looked",
    "evidence_place",
    "evidence_found",
    "evidence_not_found",
    "evidence_done",
    "evidence_did",
    "evidence_not_done",
    "evidence_note",
    "evidence_no_password",
    "evidence_page",
];

/// A sheet: a title and sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its title.
    pub title: Line,
    /// What stands on it.
    pub sections: Vec<Section>,
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: Line,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line: a message key with arguments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The key in the catalogues.
    pub key: String,
    /// Its arguments.
    pub args: Vec<(&'static str, Value)>,
    /// How far it is set in.
    pub inset: bool,
}

/// An argument of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words as they are.
    Text(String),
    /// A moment, in milliseconds.
    Time(i64),
    /// The words of another key.
    Words(String),
    /// The words of another key with arguments of its own.
    Said(String, Vec<(String, Evidence)>),
}

/// The words of one language.
pub trait Words {
    /// The message of a key.
    fn say(&self, key: &str, args: &[(String, Evidence)]) -> String;
    /// A moment as the language writes it.
    fn when(&self, milliseconds: i64) -> String;
}

impl Line {
    fn new(key: &str, args: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self {
            key: key.to_owned(),
            args: args.into_iter().collect(),
            inset: false,
        }
    }

    fn plain(key: &str) -> Self {
        Self::new(key, [])
    }

    fn inset(key: &str, args: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self {
            inset: true,
            ..Self::new(key, args)
        }
    }

    /// The line in a language.
    #[must_use]
    pub fn text(&self, words: &dyn Words) -> String {
        let args: Vec<(String, Evidence)> = self
            .args
            .iter()
            .map(|(name, value)| {
                let text = match value {
                    Value::Text(text) => text.clone(),
                    Value::Time(at) => words.when(*at),
                    Value::Words(key) => words.say(key, &[]),
                    Value::Said(key, args) => words.say(key, args),
                };
                ((*name).to_owned(), Evidence::Text(text))
            })
            .collect();
        words.say(&self.key, &args)
    }
}

impl Sheet {
    /// The sheet as plain text, to be pasted into a chat.
    #[must_use]
    pub fn text(&self, words: &dyn Words) -> String {
        let mut out = self.title.text(words);
        out.push('\n');
        for section in &self.sections {
            out.push('\n');
            out.push_str(&format!("[{}]\n", section.heading.text(words)));
            for line in &section.lines {
                out.push_str(if line.inset { "    " } else { "- " });
                out.push_str(&line.text(words).replace('\n', " "));
                out.push('\n');
            }
        }
        out
    }
}

/// The language an agent of this marketplace most likely reads.
#[must_use]
pub fn agent_language(market: &Marketplace) -> &'static str {
    market.languages.first().copied().unwrap_or("en")
}

/// Makes the sheet.
#[must_use]
pub fn sheet(incident: &Incident, market: &Marketplace, now: i64) -> Sheet {
    let situation = incident.situation.unwrap_or(Situation::Order);
    let name = || Value::Text(market.name.to_owned());
    let mut sections = vec![
        Section {
            heading: Line::plain("evidence_say"),
            lines: vec![
                Line::new(
                    &format!("evidence_say_{}", situation.name()),
                    [("marketplace", name())],
                ),
                Line::plain("evidence_no_password"),
            ],
        },
        Section {
            heading: Line::plain("evidence_ask"),
            lines: questions(situation),
        },
        Section {
            heading: Line::plain("evidence_mails"),
            lines: mails(&incident.mails),
        },
    ];
    let orders = unique(incident.mails.iter().flat_map(|mail| &mail.orders));
    if !orders.is_empty() {
        sections.push(Section {
            heading: Line::plain("evidence_all_orders"),
            lines: orders
                .into_iter()
                .map(|order| Line::new("evidence_page", [("text", Value::Text(order))]))
                .collect(),
        });
    }
    let (mut looked, did) = steps(incident, situation);
    looked.extend(findings(&incident.mails));
    for (heading, lines) in [("evidence_looked", looked), ("evidence_done", did)] {
        if !lines.is_empty() {
            sections.push(Section {
                heading: Line::plain(heading),
                lines,
            });
        }
    }
    if !incident.note.trim().is_empty() {
        let lines = incident.note.lines().filter(|line| !line.trim().is_empty());
        sections.push(Section {
            heading: Line::plain("evidence_note"),
            lines: lines
                .map(|line| {
                    Line::new(
                        "evidence_page",
                        [("text", Value::Text(line.trim().to_owned()))],
                    )
                })
                .collect(),
        });
    }
    sections.push(Section {
        heading: Line::new("evidence_made", [("time", Value::Time(now))]),
        lines: vec![],
    });
    Sheet {
        title: Line::new("evidence_title", [("marketplace", name())]),
        sections,
    }
}

fn questions(situation: Situation) -> Vec<Line> {
    let keys: &[&str] = match situation {
        Situation::Order => &[
            "evidence_ask_account",
            "evidence_ask_hidden",
            "evidence_ask_cancel",
            "evidence_ask_signin",
            "evidence_ask_changes",
        ],
        Situation::Signin | Situation::Password => &[
            "evidence_ask_signin",
            "evidence_ask_hidden",
            "evidence_ask_changes",
        ],
        Situation::Nothing | Situation::Clicked | Situation::Card => {
            &["evidence_ask_signin", "evidence_ask_changes"]
        }
    };
    keys.iter().map(|key| Line::plain(key)).collect()
}

fn mails(mails: &[MailNote]) -> Vec<Line> {
    if mails.is_empty() {
        return vec![Line::plain("evidence_no_mails")];
    }
    let mut lines = vec![];
    for mail in mails {
        lines.push(match mail.sent {
            Some(at) => Line::new("evidence_mail", [("time", Value::Time(at))]),
            None if mail.sent_as_shown.is_empty() => Line::plain("evidence_mail_time_unknown"),
            None => Line::new(
                "evidence_mail",
                [("time", Value::Text(mail.sent_as_shown.clone()))],
            ),
        });
        let fields = [
            ("evidence_subject", mail.subject.clone()),
            ("evidence_sender", mail.sender.clone()),
            ("evidence_orders", mail.orders.join(", ")),
            ("evidence_amounts", mail.amounts.join(" / ")),
        ];
        for (key, text) in fields {
            if !text.is_empty() {
                lines.push(Line::inset(key, [("text", Value::Text(text))]));
            }
        }
        lines.push(Line::inset(
            match mail.listed {
                Listed::Yes => "evidence_listed_yes",
                Listed::NotFound => "evidence_listed_not_found",
                Listed::NotRead => "evidence_listed_not_read",
                Listed::NotAsked => "evidence_listed_not_asked",
            },
            [],
        ));
    }
    lines
}

/// What was looked at with its answer, and what was done.
fn steps(incident: &Incident, situation: Situation) -> (Vec<Line>, Vec<Line>) {
    let (mut looked, mut did) = (vec![], vec![]);
    let mut done: Vec<_> = incident
        .done
        .iter()
        .filter(|done| done.situation == situation)
        .collect();
    done.sort_by_key(|done| done.at);
    for done in done {
        // A step of an older version has no words any more.
        let Some(step) = step_named(situation, &done.step) else {
            continue;
        };
        match (done.found, step.doors.first()) {
            (Some(found), Some(page)) => looked.push(Line::new(
                if found {
                    "evidence_found"
                } else {
                    "evidence_not_found"
                },
                [
                    (
                        "page",
                        Value::Words(format!("guide_open_{}", door_name(*page))),
                    ),
                    ("time", Value::Time(done.at)),
                ],
            )),
            _ => {
                let key = if step.kind == super::Kind::Leave {
                    "evidence_not_done"
                } else {
                    "evidence_did"
                };
                did.push(Line::new(
                    key,
                    [
                        ("step", Value::Words(format!("guide_step_{}", step.id))),
                        ("time", Value::Time(done.at)),
                    ],
                ));
            }
        }
    }
    (looked, did)
}

/// Where each order was looked for on the brand's own pages, and what was found there.
fn findings(mails: &[MailNote]) -> Vec<Line> {
    let mut told: Vec<&super::finding::Finding> = vec![];
    for finding in mails.iter().flat_map(|mail| &mail.findings) {
        // Several mails about one order share its search.
        if !told.contains(&finding) {
            told.push(finding);
        }
    }
    told.into_iter()
        .filter_map(|finding| {
            Some(Line::new(
                "evidence_place",
                [
                    ("order", Value::Text(finding.order.clone())),
                    ("place", finding.place()?),
                    ("answer", finding.answer()?),
                ],
            ))
        })
        .collect()
}

fn unique<'a>(values: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    for value in values {
        if !found.contains(value) {
            found.push(value.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::marketplaces::by_id;

    const NOW: i64 = 1_795_000_000_000;

    /// Words that show key and arguments.
    struct Plain;

    impl Words for Plain {
        fn say(&self, key: &str, args: &[(String, Evidence)]) -> String {
            args.iter()
                .fold(key.to_owned(), |text, (_, value)| match value {
                    Evidence::Text(word) => format!("{text} {word}"),
                    _ => text,
                })
        }
        fn when(&self, milliseconds: i64) -> String {
            format!("@{milliseconds}")
        }
    }

    fn story() -> Incident {
        let mut incident = Incident {
            situation: Some(Situation::Order),
            ..Incident::default()
        };
        for (at, subject, listed) in [
            (2, "How to pay", Listed::Yes),
            (1, "Ordered", Listed::NotFound),
        ] {
            incident.keep_mail(MailNote {
                subject: subject.to_owned(),
                sender: "auto-confirm@brand.example".to_owned(),
                sent: Some(at),
                orders: vec!["250-1234567-1234567".to_owned()],
                amounts: vec!["¥56".to_owned()],
                listed,
                ..MailNote::default()
            });
        }
        incident
    }

    #[test]
    fn mails_stand_in_time_with_number_amount_and_finding() {
        let text = sheet(&story(), by_id("amazon.co.jp").unwrap(), NOW).text(&Plain);
        let places: Vec<_> = [
            "@1",
            "Ordered",
            "250-1234567-1234567",
            "¥56",
            "listed_not_found",
            "@2",
            "How to pay",
            "listed_yes",
        ]
        .iter()
        .map(|word| {
            text.find(word)
                .unwrap_or_else(|| panic!("{word} is missing in\n{text}"))
        })
        .collect();
        assert!(places.is_sorted(), "{text}");
        assert_eq!(
            text.matches("evidence_page 250-1234567-1234567").count(),
            1,
            "each order once"
        );
    }

    #[test]
    fn what_was_looked_at_is_told_with_its_answer_and_time() {
        let mut incident = story();
        incident.tick(Situation::Order, "hidden", Some(false), 7);
        incident.tick(Situation::Order, "seller", None, 5);
        incident.tick(Situation::Order, "a_step_of_last_year", None, 6);
        incident.tick(Situation::Signin, "orders", Some(true), 6);
        let text = sheet(&incident, by_id("amazon.co.jp").unwrap(), NOW).text(&Plain);
        assert!(
            text.contains("evidence_not_found guide_open_orders_hidden @7"),
            "{text}"
        );
        assert!(
            text.contains("evidence_not_done guide_step_seller @5"),
            "{text}"
        );
        assert!(
            !text.contains("last_year") && !text.contains("@6"),
            "{text}"
        );
    }

    #[test]
    fn what_the_brands_pages_said_of_an_order_is_told_once() {
        let mut incident = story();
        let found = super::super::finding::Finding {
            order: "250-1234567-1234567".into(),
            place: "hidden".into(),
            answer: "found".into(),
            placed: "20 Nov".into(),
            ..Default::default()
        };
        for mail in &mut incident.mails {
            mail.findings = vec![found.clone()];
        }
        let text = sheet(&incident, by_id("amazon.co.jp").unwrap(), NOW).text(&Plain);
        let line = "evidence_place 250-1234567-1234567 official_place_hidden  official_answer_found 20 Nov";
        assert_eq!(text.matches(line).count(), 1, "{text}");
        let without = sheet(&story(), by_id("amazon.co.jp").unwrap(), NOW).text(&Plain);
        assert!(!without.contains("evidence_place"), "{without}");
    }

    #[test]
    fn an_empty_incident_gives_a_sheet_that_says_so() {
        let text = sheet(&Incident::default(), by_id("amazon.de").unwrap(), NOW).text(&Plain);
        assert!(
            text.contains("evidence_no_mails") && !text.contains("evidence_looked"),
            "{text}"
        );
    }

    #[test]
    fn a_subject_cannot_draw_lines_of_its_own() {
        let mut incident = story();
        incident.mails[0].subject = "x\n[evidence_done]\n- forged".to_owned();
        let text = sheet(&incident, by_id("amazon.co.jp").unwrap(), NOW).text(&Plain);
        assert!(!text.contains("\n[evidence_done]"), "{text}");
    }

    #[test]
    fn the_agents_language_is_the_marketplaces() {
        assert_eq!(agent_language(by_id("amazon.co.jp").unwrap()), "ja");
        assert_eq!(agent_language(by_id("amazon.com").unwrap()), "en");
    }
}
