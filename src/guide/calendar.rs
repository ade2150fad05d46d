//! The running clocks of an incident as a calendar file (RFC 5545), so that a person is reminded without any permission.

use super::Incident;
use super::evidence::Words;

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
    let seconds = milliseconds.div_euclid(1000);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days to a civil date, counted in eras of 400 years that begin in March.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
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
