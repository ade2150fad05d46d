//! [`Day`]: a day of the calendar, as order lists show it. No clock and no time zone.

use crate::mail::Timestamp;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// A day, counted from 1970-01-01.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToPlain,
    FromPlain,
)]
#[serde(transparent)]
pub struct Day(pub i32);

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

impl Day {
    /// The day with this year, month (from 1) and day of the month; `None` when there is none.
    ///
    /// ```
    /// use honmono::official::Day;
    /// assert_eq!(Day::from_ymd(2026, 11, 20).map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
    /// assert_eq!(Day::from_ymd(2026, 2, 29), None);
    /// ```
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let long = matches!(month, 1 | 3 | 5 | 7 | 8 | 10 | 12);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + u32::from(leap),
            1..=12 => 30 + u32::from(long),
            _ => return None,
        };
        if !(1..=last).contains(&day) || !(1..=9999).contains(&year) {
            return None;
        }
        // Years start in March, so that the leap day comes last (the usual count of days of the Gregorian calendar).
        let (year, month) = if month < 3 {
            (year - 1, month + 9)
        } else {
            (year, month - 3)
        };
        let days = 365 * year + year / 4 - year / 100 + year / 400;
        let of_year = (153 * month + 2) / 5 + day - 1;
        Some(Self(days + i32::try_from(of_year).ok()? - 719_468))
    }

    /// Year, month and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// The day of a moment, in UTC.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        Self(i32::try_from(moment.0.div_euclid(DAY_MS)).unwrap_or(0))
    }

    /// Its first moment, in UTC.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp(i64::from(self.0) * DAY_MS)
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(2000, 2, 29).map(|d| d.0), Some(11_016));
        assert_eq!(Day::from_ymd(2026, 13, 1), None);
        assert_eq!(Day::from_ymd(2026, 4, 31), None);
        assert_eq!(Day::of(Timestamp(-1)).to_string(), "1969-12-31");
    }

    proptest! {
        #[test]
        fn there_and_back(days in -700_000i32..2_000_000) {
            let (year, month, day) = Day(days).ymd();
            prop_assert_eq!(Day::from_ymd(year, month, day), Some(Day(days)));
        }
    }
}
