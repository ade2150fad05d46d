//! Words for days: *today*, *yesterday*, and the names of the days of the week, as webmails write them beside a time.

/// *Today*.
pub(super) const TODAY: &[&str] = &[
    "today",
    "heute",
    "aujourd'hui",
    "aujourd’hui",
    "hoy",
    "oggi",
    "hoje",
    "今日",
    "本日",
    "vandaag",
    "dzisiaj",
    "bugün",
    "сегодня",
];
/// *Yesterday*.
pub(super) const YESTERDAY: &[&str] = &[
    "yesterday",
    "gestern",
    "hier",
    "ayer",
    "ieri",
    "ontem",
    "昨日",
    "gisteren",
    "wczoraj",
    "dün",
    "вчера",
];

/// Names and abbreviations of the days of the week, Monday first: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Japanese.
const WEEK: [&[&str]; 7] = [
    &[
        "mon",
        "monday",
        "mo",
        "montag",
        "lun",
        "lundi",
        "lunes",
        "lunedì",
        "seg",
        "maandag",
        "月",
        "月曜",
        "月曜日",
    ],
    &[
        "tue",
        "tuesday",
        "di",
        "dienstag",
        "mar",
        "mardi",
        "martes",
        "martedì",
        "ter",
        "dinsdag",
        "火",
        "火曜",
        "火曜日",
    ],
    &[
        "wed",
        "wednesday",
        "mi",
        "mittwoch",
        "mer",
        "mercredi",
        "mié",
        "miércoles",
        "mercoledì",
        "qua",
        "wo",
        "woensdag",
        "水",
        "水曜",
        "水曜日",
    ],
    &[
        "thu",
        "thursday",
        "do",
        "donnerstag",
        "jeu",
        "jeudi",
        "jue",
        "jueves",
        "gio",
        "giovedì",
        "qui",
        "donderdag",
        "木",
        "木曜",
        "木曜日",
    ],
    &[
        "fri",
        "friday",
        "fr",
        "freitag",
        "ven",
        "vendredi",
        "vie",
        "viernes",
        "venerdì",
        "sex",
        "vr",
        "vrijdag",
        "金",
        "金曜",
        "金曜日",
    ],
    &[
        "sat",
        "saturday",
        "sa",
        "samstag",
        "sam",
        "samedi",
        "sáb",
        "sábado",
        "sab",
        "sabato",
        "za",
        "zaterdag",
        "土",
        "土曜",
        "土曜日",
    ],
    &[
        "sun",
        "sunday",
        "so",
        "sonntag",
        "dim",
        "dimanche",
        "dom",
        "domingo",
        "domenica",
        "zo",
        "zondag",
        "日",
        "日曜",
        "日曜日",
    ],
];

/// The day of the week with which a text begins (0 is Monday), and what stands behind it.
pub(super) fn weekday_first(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let word = crate::lower::text(&text[..end]);
    let day = (0_i64..)
        .zip(WEEK)
        .find(|(_, names)| names.contains(&word.as_str()))?
        .0;
    Some((
        day,
        text[end..].trim_start_matches(['.', ',', ' ', '\u{a0}']),
    ))
}

/// The latest such day before today, in days since 1970. None when it is today's own name: it may mean a week ago.
pub(super) fn latest(weekday: i64, today: i64) -> Option<i64> {
    // 1970-01-01 was a Thursday.
    let back = (today + 3 - weekday).rem_euclid(7);
    (back > 0).then_some(today - back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_days() {
        let mut all: Vec<&str> = WEEK
            .iter()
            .flat_map(|names| names.iter().copied())
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn the_latest_one_before_today() {
        // 2026-11-25 was a Wednesday.
        let today = 20_782;
        assert_eq!(latest(1, today), Some(today - 1));
        assert_eq!(latest(3, today), Some(today - 6));
        assert_eq!(latest(2, today), None);
    }
}
