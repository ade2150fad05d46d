//! Times as the rows of a page show them, in the languages of every marketplace.
//!
//! What could be two moments is none: a wrong time would confirm or clear a mail falsely, no time does neither.

use super::dates;
use crate::lists::marketplaces::words;
use crate::mail::Timestamp;
use crate::official::Precision;
use crate::page::time;

/// A time as a row shows it: a moment, or only a day. A sentence that holds one is none.
pub(super) fn read(shown: &str, clock: &time::Clock) -> Option<(Timestamp, Precision)> {
    if !is_bare(shown) {
        return None;
    }
    if let Some(moment) = time::read(shown, clock) {
        return Some((moment, Precision::Minute));
    }
    let found = dates::first(shown)?;
    // A month's name in a language that webmails are not read in; the time of day stands behind the day, or in front of it.
    let (before, after) = shown.split_once(&found.text)?;
    let figures = |part: &str| part.chars().any(char::is_numeric);
    let part = match (figures(before), figures(after)) {
        (false, false) => return Some((found.day.start(), Precision::Day)),
        (false, true) => after,
        (true, false) => before,
        (true, true) => return None,
    };
    let moment = time::read(&format!("{} {part}", found.day), clock)?;
    Some((moment, Precision::Minute))
}

/// The most words of more than three letters beside a time: the day of the week, or a label.
const MOST_WORDS: usize = 1;
/// Longer words that stand between a day and its hour.
const BETWEEN: &[&str] = &["alle", "saat"];
/// The longest text that is a time, in characters.
const LONGEST: usize = 60;

/// Whether a text is little more than a time, and says no part of the day in words that are not read.
fn is_bare(text: &str) -> bool {
    let folded = super::plain_case(text);
    let mut words_of = folded
        .split(|c: char| !c.is_alphabetic() && c != '-')
        .filter(|word| word.chars().count() > 3);
    let long = words_of.clone().filter(|word| {
        !BETWEEN.contains(word) && !words::MONTHS.iter().any(|names| names.contains(word))
    });
    text.chars().count() <= LONGEST
        && long.count() <= MOST_WORDS
        && !words_of.any(|word| words::PARTS_OF_DAY.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One moment as browsers write it in every language of a marketplace, by the forms `long`, `full`, `medium` and `short`.
    const SHOWN: &[(&str, &[&str])] = &[
        (
            "ja",
            &[
                "2026年11月20日 19:02",
                "2026年11月20日金曜日 19:02",
                "2026/11/20 19:02",
                "2026/11/20 19:02:00",
            ],
        ),
        (
            "en-US",
            &[
                "November 20, 2026 at 7:02 PM",
                "Friday, November 20, 2026 at 7:02 PM",
                "Nov 20, 2026, 7:02 PM",
            ],
        ),
        (
            "en-GB",
            &[
                "20 November 2026 at 19:02",
                "Friday, 20 November 2026 at 19:02",
                "20 Nov 2026, 19:02",
                "20/11/2026, 19:02",
            ],
        ),
        (
            "en-CA",
            &[
                "November 20, 2026 at 7:02 p.m.",
                "Nov 20, 2026, 7:02 p.m.",
                "2026-11-20, 7:02 p.m.",
            ],
        ),
        (
            "de",
            &[
                "20. November 2026 um 19:02",
                "Freitag, 20. November 2026 um 19:02",
                "20.11.2026, 19:02",
                "20. November 2026, 19:02 Uhr",
            ],
        ),
        (
            "fr",
            &[
                "20 novembre 2026 à 19:02",
                "vendredi 20 novembre 2026 à 19:02",
                "20 nov. 2026, 19:02",
                "20/11/2026 19:02",
            ],
        ),
        (
            "it",
            &[
                "20 novembre 2026 alle ore 19:02",
                "venerdì 20 novembre 2026 alle ore 19:02",
                "20 nov 2026, 19:02",
            ],
        ),
        (
            "es",
            &[
                "20 de noviembre de 2026 a las 19:02",
                "viernes, 20 de noviembre de 2026, 19:02",
                "20 nov 2026, 19:02",
            ],
        ),
        (
            "es-MX",
            &[
                "20 de noviembre de 2026 a las 7:02 p.m.",
                "20 nov 2026, 7:02 p.m.",
            ],
        ),
        (
            "nl",
            &[
                "20 november 2026 om 19:02",
                "vrijdag 20 november 2026 om 19:02",
                "20 nov 2026, 19:02",
            ],
        ),
        (
            "sv",
            &[
                "20 november 2026 kl. 19:02",
                "fredag 20 november 2026 kl. 19:02",
                "20 nov. 2026 19:02",
                "2026-11-20 19:02",
            ],
        ),
        (
            "pl",
            &[
                "20 listopada 2026 19:02",
                "piątek, 20 listopada 2026 19:02",
                "20 lis 2026, 19:02",
                "20.11.2026, 19:02",
            ],
        ),
        (
            "tr",
            &[
                "20 Kasım 2026 19:02",
                "20 Kasım 2026 Cuma 19:02",
                "20 Kas 2026 19:02",
                "20.11.2026 19:02",
            ],
        ),
        (
            "ar",
            &[
                "20 نوفمبر 2026 في 7:02 م",
                "الجمعة، 20 نوفمبر 2026 في 7:02 م",
            ],
        ),
        (
            "hi",
            &[
                "20 नवंबर 2026 को 7:02 pm बजे",
                "शुक्रवार, 20 नवंबर 2026 को 7:02 pm बजे",
            ],
        ),
        (
            "zh",
            &[
                "2026年11月20日 19:02",
                "2026年11月20日星期五 19:02",
                "2026年11月20日 晚上7:02",
                "2026/11/20 晚上7:02",
            ],
        ),
        (
            "pt-BR",
            &[
                "20 de novembro de 2026 às 19:02",
                "sexta-feira, 20 de novembro de 2026 às 19:02",
                "20 de nov. de 2026, 19:02",
            ],
        ),
        (
            "cs",
            &[
                "20. listopadu 2026 v 19:02",
                "pátek 20. listopadu 2026 v 19:02",
                "20. 11. 2026 19:02",
            ],
        ),
        ("ko", &["2026년 11월 20일 PM 7:02", "2026. 11. 20. PM 7:02"]),
    ];

    fn tokyo() -> time::Clock {
        time::Clock {
            now: 1_795_400_000_000,
            zone: vec![(0, 540)],
        }
    }

    #[test]
    fn a_moment_in_every_language_of_a_marketplace() {
        let at = Timestamp(1_795_168_920_000);
        for (language, forms) in SHOWN {
            for shown in *forms {
                assert_eq!(
                    read(shown, &tokyo()),
                    Some((at, Precision::Minute)),
                    "{language}: {shown}"
                );
            }
        }
    }

    #[test]
    fn only_a_day_and_no_moment() {
        for shown in [
            "2026年11月20日",
            "Friday, November 20, 2026",
            "Freitag, 20. November 2026",
            "viernes, 20 de noviembre de 2026",
            "20 de nov. de 2026",
            "20. listopadu 2026",
        ] {
            let day = crate::official::Day::from_ymd(2026, 11, 20).unwrap();
            assert_eq!(
                read(shown, &tokyo()),
                Some((day.start(), Precision::Day)),
                "{shown}"
            );
        }
        for none in [
            "",
            "05/06/2026 10:02",
            "11/20/26, 7:02 PM",
            "3 days ago",
            "November 20",
            "Delivery attempt on 20 November 2026 at 10:30",
            "Arriving between 20 November 2026 10:00 and 12:00",
            "Ihre Bestellung vom 20. November 2026 wird heute geliefert",
            "20 nov 2026 7:02 de la tarde",
            "20 Kasım 2026 akşam 7:02",
            "Order 250-1234567-1234567",
        ] {
            assert_eq!(read(none, &tokyo()), None, "{none}");
        }
    }
}
