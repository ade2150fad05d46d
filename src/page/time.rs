//! Times as webmails show them, read as moments where that can be done with certainty.
//!
//! A webmail writes the time in the words of its interface and in the reader's zone. Read are: year-first numbers, day and month
//! with dots, month names of some ten languages in any order, with or without a weekday, 12 and 24 hours, a named zone or an
//! offset, *today*, *yesterday*, and the day of the week alone for one of the last six days. What could mean two moments (`05/06/2026`) stays unread: a wrong time would confirm or
//! clear a mail falsely, no time does neither.

use super::weekday::{self, TODAY, YESTERDAY};
use crate::mail::Timestamp;
use crate::official::Day;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// What a time on a page is relative to.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// When the page was looked at.
    pub now: i64,
    /// The reader's offsets: since when, minutes east of UTC, oldest first.
    pub zone: Vec<(i64, i32)>,
}

impl Clock {
    /// The offset in force at a moment.
    fn offset(&self, at: i64) -> Option<i32> {
        let known = self.zone.iter().rev().find(|(since, _)| *since <= at);
        known.or(self.zone.first()).map(|&(_, minutes)| minutes)
    }

    /// The moment of a local time. In the hour that a clock change repeats, the first.
    fn moment(&self, local: i64) -> Option<i64> {
        let mut offsets: Vec<i32> = self.zone.iter().map(|&(_, minutes)| minutes).collect();
        crate::order::by_key(&mut offsets, |minutes| std::cmp::Reverse(*minutes));
        offsets.dedup();
        let moment = |minutes: i32| local - i64::from(minutes) * MINUTE;
        offsets
            .iter()
            .map(|&minutes| (minutes, moment(minutes)))
            .find(|&(minutes, at)| self.offset(at) == Some(minutes))
            .or(offsets.first().map(|&minutes| (minutes, moment(minutes))))
            .map(|(_, at)| at)
    }
}

/// Reads a time as shown.
///
/// ```
/// use honmono::page::time::{Clock, read};
/// let tokyo = Clock { now: 1_700_000_000_000, zone: vec![(0, 540)] };
/// assert_eq!(read("2022年5月6日 12:55", &tokyo), read("May 6, 2022, 12:55 PM", &tokyo));
/// assert_eq!(read("2022-05-06 12:55", &tokyo).map(|at| at.0), Some(1_651_809_300_000));
/// // June or May?
/// assert!(read("05/06/2022 12:55", &tokyo).is_none());
/// ```
#[must_use]
pub fn read(shown: &str, clock: &Clock) -> Option<Timestamp> {
    if shown.len() > 200 {
        return None;
    }
    let now = clock.now + i64::from(clock.offset(clock.now).unwrap_or(0)) * MINUTE;
    // "Thu 18:06". Asked first: the characters for Sunday and Monday are those for day and month.
    if let Some((weekday, rest)) = weekday::weekday_first(shown)
        && let Some((minutes, rest)) = time_of_day(&tokens(&plain(rest)))
        && rest.is_empty()
    {
        let day = weekday::latest(weekday, now.div_euclid(DAY))?;
        return Some(Timestamp(clock.moment(day * DAY + minutes)?));
    }
    let tokens = tokens(&plain(shown));
    let (minutes, tokens) = time_of_day(&tokens)?;
    let (offset, tokens) = explicit_offset(tokens)?;
    let day = date(&tokens, now)?;
    let local = day * DAY + minutes;
    let moment = match offset {
        Some(offset) => local - i64::from(offset) * MINUTE,
        None => clock.moment(local)?,
    };
    Some(Timestamp(moment))
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A number as written, with its count of digits.
    Number(i64, usize),
    Word(String),
    Mark(char),
}

/// Without what is in parentheses (weekdays, "8 days ago"), with the characters of East Asian dates as plain marks.
fn plain(shown: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(shown.len());
    for c in shown.chars() {
        match c {
            // 2026-06-04T10:00:00Z
            'T' | 't' if out.ends_with(|c: char| c.is_ascii_digit()) => out.push(' '),
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '年' | '년' | '月' | '월' => out.push('-'),
            '日' | '일' => out.push(' '),
            '時' | '시' | '：' => out.push(':'),
            '０'..='９' => out.push(char::from(
                b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or(0),
            )),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            _ if c.is_whitespace() => out.push(' '),
            _ => out.push(c),
        }
    }
    // Words for today hold the character for day.
    out.replace("今 ", "今日 ").replace("昨 ", "昨日 ")
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = vec![];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        if c.is_ascii_digit() {
            let end = run(|c| c.is_ascii_digit());
            // A number no date holds ends the reading.
            out.push(Token::Number(rest[..end].parse().unwrap_or(i64::MAX), end));
            rest = &rest[end..];
        } else if c.is_alphabetic() {
            let end = run(|c| c.is_alphabetic() || c == '\'' || c == '’');
            out.push(Token::Word(crate::lower::text(&rest[..end])));
            rest = &rest[end..];
        } else {
            if c != ' ' {
                out.push(Token::Mark(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Takes `h:mm`, `h:mm:ss`, `17h30`, with its half of the day, out of the tokens.
fn time_of_day(tokens: &[Token]) -> Option<(i64, Vec<Token>)> {
    let colon =
        |token: &Token| matches!(token, Token::Mark(':')) || *token == Token::Word("h".to_owned());
    let at = tokens
        .windows(3)
        .position(|w| matches!((&w[0], &w[2]), (Token::Number(_, 1 | 2), Token::Number(_, 2))) && colon(&w[1]))
        // French and German write 17.30 only with a word; a lone dot between numbers is a date.
        ?;
    let (&Token::Number(mut hours, _), &Token::Number(minutes, _)) = (&tokens[at], &tokens[at + 2])
    else {
        return None;
    };
    let mut end = at + 3;
    let mut seconds = 0;
    if let (Some(Token::Mark(':')), Some(Token::Number(n, 2))) =
        (tokens.get(end), tokens.get(end + 1))
    {
        seconds = *n;
        end += 2;
        // Fractions of a second, as machines write them.
        if let (Some(Token::Mark('.')), Some(Token::Number(_, 3))) =
            (tokens.get(end), tokens.get(end + 1))
        {
            end += 2;
        }
    }
    let mut rest: Vec<Token> = [&tokens[..at], &tokens[end..]].concat();
    // a.m. and p.m. fall apart into letters and dots.
    let letters: Vec<usize> = (0..rest.len())
        .filter(|&i| half(&rest, i).is_some())
        .collect();
    if let Some(&i) = letters.first() {
        let (later, count) = half(&rest, i)?;
        // 14:30 PM is odd but plain; 午後0:55 is how Japan says five to one.
        if (0..=12).contains(&hours) {
            hours = hours % 12 + if later { 12 } else { 0 };
        }
        rest.drain(i..i + count);
    }
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    Some(((hours * 60 + minutes) * MINUTE + seconds * 1000, rest))
}

/// Whether a half of the day stands here: is it the later one, and how many tokens it takes.
fn half(tokens: &[Token], at: usize) -> Option<(bool, usize)> {
    let word = |i: usize| match tokens.get(i) {
        Some(Token::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    match word(at)? {
        "am" | "午前" | "上午" | "早上" | "清晨" | "凌晨" | "半夜" | "오전" | "ص" => {
            Some((false, 1))
        }
        "pm" | "午後" | "下午" | "中午" | "傍晚" | "晚上" | "오후" | "م" => {
            Some((true, 1))
        }
        first @ ("a" | "p")
            if tokens.get(at + 1) == Some(&Token::Mark('.')) && word(at + 2) == Some("m") =>
        {
            let dot = usize::from(tokens.get(at + 3) == Some(&Token::Mark('.')));
            Some((first == "p", 3 + dot))
        }
        _ => None,
    }
}

/// Takes an offset or a zone's name out of the tokens. A zone that is not known ends the reading.
#[allow(clippy::type_complexity)]
fn explicit_offset(tokens: Vec<Token>) -> Option<(Option<i32>, Vec<Token>)> {
    const ZONES: &[(&str, i32)] = &[
        ("utc", 0),
        ("gmt", 0),
        ("z", 0),
        ("jst", 540),
        ("cet", 60),
        ("cest", 120),
        ("mez", 60),
        ("mesz", 120),
        ("edt", -240),
        ("est", -300),
        ("cdt", -300),
        ("pdt", -420),
        ("pst", -480),
        ("mdt", -360),
        ("mst", -420),
    ];
    const UNSURE: &[&str] = &[
        "bst", "ist", "cst", "kst", "aest", "aedt", "msk", "wib", "hkt", "sgt",
    ];
    let mut rest = tokens;
    let mut offset = None;
    if let Some(at) = rest
        .iter()
        .position(|t| matches!(t, Token::Word(w) if ZONES.iter().any(|z| z.0 == w)))
    {
        if let Token::Word(word) = &rest[at] {
            offset = ZONES.iter().find(|zone| zone.0 == word).map(|zone| zone.1);
        }
        rest.remove(at);
        // GMT+9, UTC+09:00
        if let (Some(Token::Mark(sign @ ('+' | '-' | '−'))), Some(Token::Number(n, digits))) =
            (rest.get(at), rest.get(at + 1))
        {
            let hours = if *digits > 2 {
                n / 100 * 60 + n % 100
            } else {
                n * 60
            };
            let minutes = i32::try_from(hours).ok()?;
            offset = Some(if *sign == '+' { minutes } else { -minutes });
            rest.drain(at..at + 2);
            if let (Some(Token::Mark(':')), Some(Token::Number(m, 2))) =
                (rest.get(at), rest.get(at + 1))
            {
                let m = i32::try_from(*m).ok()?;
                offset = offset.map(|o| if o < 0 { o - m } else { o + m });
                rest.drain(at..at + 2);
            }
        }
    } else if let Some(at) = rest.windows(2).position(|w| {
        matches!(w, [Token::Mark('+' | '-'), Token::Number(_, 4)]) && at_end(&rest, w)
    }) {
        if let [Token::Mark(sign), Token::Number(n, _)] = &rest[at..at + 2] {
            let minutes = i32::try_from(n / 100 * 60 + n % 100).ok()?;
            offset = Some(if *sign == '+' { minutes } else { -minutes });
        }
        rest.drain(at..at + 2);
    } else if let Some(at) = rest.len().checked_sub(4)
        && let [
            Token::Mark(sign @ ('+' | '-')),
            Token::Number(hours, 2),
            Token::Mark(':'),
            Token::Number(minutes, 2),
        ] = &rest[at..]
    {
        let total = i32::try_from(hours * 60 + minutes).ok()?;
        offset = Some(if *sign == '+' { total } else { -total });
        rest.truncate(at);
    }
    let unsure = rest
        .iter()
        .any(|t| matches!(t, Token::Word(w) if UNSURE.contains(&w.as_str())));
    (!unsure && offset.is_none_or(|o| o.abs() <= 14 * 60)).then_some((offset, rest))
}

/// `-2024` at the end is an offset only when a year stands elsewhere.
fn at_end(all: &[Token], pair: &[Token]) -> bool {
    let years = all
        .iter()
        .filter(|t| matches!(t, Token::Number(n, 4) if (1970..2100).contains(n)))
        .count();
    let own = matches!(pair, [_, Token::Number(n, 4)] if (1970..2100).contains(n));
    years > usize::from(own)
}

/// The day, in days since 1970.
fn date(tokens: &[Token], now: i64) -> Option<i64> {
    let today = now.div_euclid(DAY);
    let numbers: Vec<(i64, usize)> = tokens
        .iter()
        .filter_map(|t| {
            if let Token::Number(n, digits) = t {
                Some((*n, *digits))
            } else {
                None
            }
        })
        .collect();
    let words: Vec<&str> = tokens
        .iter()
        .filter_map(|t| {
            if let Token::Word(w) = t {
                Some(w.as_str())
            } else {
                None
            }
        })
        .collect();
    // "mar" is a Tuesday in front and March behind: the last month named is the month.
    let month = words.iter().rev().find_map(|word| month(word));
    match (month, numbers.as_slice()) {
        (Some(month), [(day, 1 | 2), (year, 4)] | [(year, 4), (day, 1 | 2)]) => {
            days(*year, month, *day)
        }
        // 10-May-23: the year stands behind.
        (Some(month), [(day, 1 | 2), (year, 2)]) => days(2000 + year, month, *day),
        (Some(month), [(day, 1 | 2)]) => this_year(month, *day, today),
        (None, [(year, 4), (month, 1 | 2), (day, 1 | 2)]) => days(*year, *month, *day),
        (None, [(a, 1 | 2), (b, 1 | 2), (year, 4)]) => {
            let dots = tokens.iter().filter(|t| **t == Token::Mark('.')).count() >= 2;
            match (*a, *b) {
                (day, month) if dots || day > 12 || day == month => days(*year, month, day),
                (month, day) if day > 12 => days(*year, month, day),
                _ => None,
            }
        }
        (None, []) if words.iter().any(|word| TODAY.contains(word)) => Some(today),
        (None, []) if words.iter().any(|word| YESTERDAY.contains(word)) => Some(today - 1),
        // A time alone is today's.
        (None, []) if words.is_empty() => Some(today),
        _ => None,
    }
}

/// A day without a year is the latest one that is not in the future.
fn this_year(month: i64, day: i64, today: i64) -> Option<i64> {
    let (year, _, _) = Day(today.try_into().ok()?).ymd();
    let year = i64::from(year);
    let this = days(year, month, day)?;
    if this <= today + 1 {
        Some(this)
    } else {
        days(year - 1, month, day)
    }
}

/// Month names and their abbreviations in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Turkish, Russian.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan",
        "january",
        "januar",
        "jänner",
        "janv",
        "janvier",
        "ene",
        "enero",
        "gen",
        "gennaio",
        "janeiro",
        "januari",
        "sty",
        "stycznia",
        "oca",
        "ocak",
        "янв",
        "января",
    ],
    &[
        "feb",
        "february",
        "februar",
        "févr",
        "fév",
        "février",
        "febrero",
        "febbraio",
        "fev",
        "fevereiro",
        "februari",
        "lut",
        "lutego",
        "şub",
        "şubat",
        "фев",
        "февр",
        "февраля",
    ],
    &[
        "mar",
        "march",
        "mär",
        "mrz",
        "märz",
        "mars",
        "marzo",
        "março",
        "mrt",
        "maart",
        "marca",
        "mart",
        "мар",
        "марта",
    ],
    &[
        "apr",
        "april",
        "avr",
        "avril",
        "abr",
        "abril",
        "aprile",
        "kwi",
        "kwietnia",
        "nis",
        "nisan",
        "апр",
        "апреля",
    ],
    &[
        "may", "mai", "mayo", "mag", "maggio", "maio", "mei", "maj", "maja", "mayıs", "май", "мая",
    ],
    &[
        "jun", "june", "juni", "juin", "junio", "giu", "giugno", "junho", "cze", "czerwca", "haz",
        "haziran", "июн", "июня",
    ],
    &[
        "jul", "july", "juli", "juil", "juillet", "julio", "lug", "luglio", "julho", "lip",
        "lipca", "tem", "temmuz", "июл", "июля",
    ],
    &[
        "aug",
        "august",
        "août",
        "aout",
        "ago",
        "agosto",
        "augustus",
        "sie",
        "sierpnia",
        "ağu",
        "ağustos",
        "авг",
        "августа",
    ],
    &[
        "sep",
        "sept",
        "september",
        "septembre",
        "septiembre",
        "set",
        "settembre",
        "setembro",
        "wrz",
        "września",
        "eyl",
        "eylül",
        "сен",
        "сент",
        "сентября",
    ],
    &[
        "oct",
        "october",
        "okt",
        "oktober",
        "octobre",
        "octubre",
        "ott",
        "ottobre",
        "out",
        "outubro",
        "paź",
        "października",
        "eki",
        "ekim",
        "окт",
        "октября",
    ],
    &[
        "nov",
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "lis",
        "listopada",
        "kas",
        "kasım",
        "ноя",
        "нояб",
        "ноября",
    ],
    &[
        "dec",
        "december",
        "dez",
        "dezember",
        "déc",
        "décembre",
        "dic",
        "diciembre",
        "dicembre",
        "dezembro",
        "gru",
        "grudnia",
        "ara",
        "aralık",
        "дек",
        "декабря",
    ],
];

fn month(word: &str) -> Option<i64> {
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&word))
        .map(|(number, _)| number)
}

/// Days since 1970 of a date that a mail may bear.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1970..2200).contains(&year) {
        return None;
    }
    let (year, month, day) = (
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    Day::from_ymd(year, month, day).map(|day| i64::from(day.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE;

    /// 2026-11-20 12:00 UTC, read in UTC.
    fn utc() -> Clock {
        Clock {
            now: 1_795_176_000_000,
            zone: vec![(0, 0)],
        }
    }

    fn at(shown: &str) -> Option<i64> {
        read(shown, &utc()).map(|at| at.0)
    }

    /// 2022-05-06 12:55 UTC.
    const NOON: i64 = 1_651_841_700_000;

    #[test]
    fn one_moment_in_many_languages() {
        for shown in [
            "2022-05-06 12:55",
            "2022/05/06 12:55",
            "2022/05/06(金) 12:55",
            "2022年5月6日 12:55",
            "2022年5月6日(金) 午後0:55",
            "2022-05-06 12:55:00",
            "May 6, 2022, 12:55 PM",
            "Fri, May 6, 2022 at 12:55 PM",
            "Fri, 6 May 2022, 12:55",
            "Friday, May 06, 2022 12:55 UTC",
            "Fri 06-May-22 12:55",
            "6. Mai 2022, 12:55",
            "Fr., 6. Mai 2022, 12:55",
            "06.05.2022 12:55",
            "ven. 6 mai 2022, 12:55",
            "6 mai 2022 à 12:55",
            "6 de mai. de 2022, 12:55",
            "vie, 6 may 2022 a las 12:55",
            "6 mag 2022, 12:55",
            "6 мая 2022 г., 12:55",
            "6 May 2022, 12:55 p.m.",
            "May 6, 2022, 12:55\u{202f}PM",
            "6 May 2022 14:55 +0200",
            "6 May 2022 21:55 GMT+9",
            "2022년 5월 6일 (금) 오후 12:55",
            "6 May 2022, 12:55 (4 years ago)",
            "2022-05-06T12:55:00.000Z",
            "2022-05-06T14:55:00+02:00",
        ] {
            assert_eq!(at(shown), Some(NOON), "{shown}");
        }
    }

    #[test]
    fn silent_on_what_could_mean_two_moments() {
        for shown in [
            "05/06/2022 12:55",
            "6 May 2022",
            "yesterday",
            "",
            "Friday",
            "12:55:99 6 May 2022",
            "31 Feb 2022 10:00",
            "6 May 2022 12:55 IST",
            "25:10 6 May 2022",
            "99999999999999999999 12:55",
            "6 May 2022 12:55 7 8",
        ] {
            assert_eq!(at(shown), None, "{shown}");
        }
        assert_eq!(at(&"1".repeat(300)), None);
    }

    #[test]
    fn tuesday_is_not_march() {
        let mars = at("10 May 2022 08:00");
        assert_eq!(at("mar. 10 mai 2022, 08:00"), mars);
        assert_eq!(at("mar 10 mag 2022, 08:00"), mars);
        assert_eq!(at("mar, 8 mar 2022, 08:00"), at("2022-03-08 08:00"));
    }

    #[test]
    fn today_and_yesterday_need_the_clock() {
        let midnight = 1_795_132_800_000;
        assert_eq!(at("Today 09:30"), Some(midnight + 9 * HOUR + 30 * MINUTE));
        assert_eq!(at("09:30"), Some(midnight + 9 * HOUR + 30 * MINUTE));
        assert_eq!(
            at("Gestern 09:30"),
            Some(midnight - DAY + 9 * HOUR + 30 * MINUTE)
        );
        assert_eq!(at("今日 09:30"), Some(midnight + 9 * HOUR + 30 * MINUTE));
        // December has not come yet this year.
        assert_eq!(at("Dec 24, 10:00 AM"), at("2025-12-24 10:00"));
        assert_eq!(at("Nov 2, 10:00 AM"), at("2026-11-02 10:00"));
    }

    #[test]
    fn a_weekday_alone_is_one_of_the_last_six_days() {
        // It is Friday, 20 November 2026.
        assert_eq!(at("Thu 18:06"), at("2026-11-19 18:06"));
        assert_eq!(at("Sa 18:06"), at("2026-11-14 18:06"));
        assert_eq!(at("lun. 18:06"), at("2026-11-16 18:06"));
        assert_eq!(at("月 18:06"), at("2026-11-16 18:06"));
        assert_eq!(at("日 18:06"), at("2026-11-15 18:06"));
        // Today's own name may mean a week ago; a name in front of a date is none of this.
        assert_eq!(at("Fri 18:06"), None);
        assert_eq!(at("Fri, Nov 13, 2026, 18:06"), at("2026-11-13 18:06"));
    }

    #[test]
    fn summer_time_is_the_readers() {
        // Central Europe: summer time since 2026-03-29 01:00 UTC, ended 2026-10-25 01:00 UTC.
        let clock = Clock {
            now: utc().now,
            zone: vec![(0, 60), (1_774_746_000_000, 120), (1_792_890_000_000, 60)],
        };
        let read = |shown| read(shown, &clock).map(|at| at.0);
        assert_eq!(read("2026-07-01 12:00"), at("2026-07-01 10:00"));
        assert_eq!(read("2026-11-01 12:00"), at("2026-11-01 11:00"));
        // Without a clock nothing local is a moment, an offset still is.
        let none = Clock::default();
        assert!(super::read("2026-07-01 12:00", &none).is_none());
        assert!(super::read("2026-07-01 12:00 UTC", &none).is_some());
    }
}
