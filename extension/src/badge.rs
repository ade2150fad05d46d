//! What the toolbar button says of a tab: a sign and a count, so that colour never speaks alone.

use crate::api::Badge;
use honmono::verdict::Level;

/// The badge for the loudest level in a tab. Quiet changes nothing.
#[must_use]
pub(crate) fn of(level: Level, flagged: usize, title: String) -> Badge {
    let count = match flagged {
        0 => String::new(),
        1..=99 => flagged.to_string(),
        _ => "99+".to_owned(),
    };
    // White on each of these has a contrast of at least 4.5 : 1.
    let (sign, colour, icon) = match level {
        Level::Quiet => ("", "#5d5850", None),
        Level::Confirmed => ("", "#1d6449", Some("confirmed")),
        Level::Consistent => ("✓", "#1d6449", Some("consistent")),
        Level::Unconfirmed => ("", "#4a5563", Some("unconfirmed")),
        Level::Unread => ("?", "#4a5563", Some("unread")),
        Level::Suspicious => ("!", "#8a5300", Some("suspicious")),
        Level::Dangerous => ("✕", "#a8201a", Some("dangerous")),
    };
    let text = match level {
        Level::Suspicious | Level::Dangerous if flagged > 0 => format!("{sign}{count}"),
        _ => sign.to_owned(),
    };
    Badge {
        text,
        colour: colour.to_owned(),
        icon,
        title,
    }
}

/// The key of the words for a level, for the button's title. A tab may hold several mails, so nothing is said of who wrote one.
#[must_use]
pub(crate) const fn words(level: Level) -> &'static str {
    match level {
        Level::Quiet => "level_quiet",
        Level::Confirmed => "level_listed",
        Level::Consistent => "level_consistent",
        Level::Unconfirmed => "level_unconfirmed",
        Level::Unread => "level_unread",
        Level::Suspicious => "level_suspicious",
        Level::Dangerous => "level_dangerous",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_says_nothing() {
        let badge = of(Level::Quiet, 0, String::new());
        assert_eq!((badge.text.as_str(), badge.icon), ("", None));
    }

    #[test]
    fn loud_levels_differ_without_colour() {
        let dangerous = of(Level::Dangerous, 4, String::new());
        let suspicious = of(Level::Suspicious, 4, String::new());
        assert_ne!(dangerous.text, suspicious.text);
        assert_ne!(dangerous.icon, suspicious.icon);
    }

    #[test]
    fn a_long_count_still_fits() {
        assert!(
            of(Level::Dangerous, 10_000, String::new())
                .text
                .chars()
                .count()
                <= 4
        );
    }
}
