//! The running clocks of an incident as a calendar file (RFC 5545), so that a person is reminded without any permission.

use super::Incident;
use super::evidence::Words;
use crate::mail::Timestamp;
use crate::official::{DAY_MS, Day};

/// The file, or `None` when no clock runs. Titles come from the catalogue, the moment of making from the caller.
#[must_use]
pub fn calendar(incident: &Incident, words: &dyn Words, now: i64) -> Option<String> {
    let times: Vec<_> = incident
        .times(now)
        .into_iter()
        .filter(|(_, _, due)| !due.over)
        .collect();
    if times.is_empty() {
        return None;
    }
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Honmono//guide//EN".to_owned(),
    ];
    for (situation, step, due) in times {
        let at = stamp(due.at?);
        let title = words.say(&format!("guide_step_{}", step.id), &[]);
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}-{}-{at}@honmono.invalid", situation.name(), step.id),
            format!("DTSTAMP:{}", stamp(now)),
            format!("DTSTART:{at}"),
            format!("SUMMARY:{}", escaped(&format!("Honmono: {title}"))),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(&title)),
            "TRIGGER:PT0S".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    Some(lines.iter().map(|line| folded(line)).collect())
}

/// `20261120T010211Z`.
fn stamp(milliseconds: i64) -> String {
    let (year, month, day) = Day::of(Timestamp(milliseconds)).ymd();
    let rest = milliseconds.rem_euclid(DAY_MS) / 1000;
    format!(
        "{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z",
        rest / 3_600,
        rest / 60 % 60,
        rest % 60
    )
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// A content line in pieces of at most 75 octets, never inside a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut column = 0;
    for letter in line.chars() {
        if column + letter.len_utf8() > 74 {
            out.push_str("\r\n ");
            column = 1;
        }
        out.push(letter);
        column += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::Situation;
    use crate::verdict::Evidence;

    struct Long;

    impl Words for Long {
        fn say(&self, _: &str, _: &[(String, Evidence)]) -> String {
            "五時間待ってから、次へ; ".repeat(10)
        }
        fn when(&self, _: i64) -> String {
            String::new()
        }
    }

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(stamp(0), "19700101T000000Z");
        assert_eq!(stamp(951_782_400_000), "20000229T000000Z");
        assert_eq!(stamp(1_795_136_531_999), "20261120T010211Z");
    }

    #[test]
    fn no_clock_no_file() {
        assert_eq!(calendar(&Incident::default(), &Long, 0), None);
    }

    #[test]
    fn a_running_clock_becomes_an_event_with_an_alarm() {
        let mut incident = Incident::default();
        incident.tick(Situation::Order, "change_mail", None, 0);
        let file = calendar(&incident, &Long, 1).unwrap();
        assert!(file.contains("DTSTART:19700101T050000Z\r\n"), "{file}");
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
        assert!(file.contains("\\;") && file.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(
            calendar(&incident, &Long, 6 * 3_600_000),
            None,
            "what is over needs no alarm"
        );
    }
}
