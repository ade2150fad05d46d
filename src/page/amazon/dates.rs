//! Days as Amazon's pages show them, inside running text: `2025年1月15日`, `November 1, 2024`, `1. März 2020`, `9 Oct. 2019`,
//! `15 de enero de 2025`, `2025/01/15`. What could mean two days (`05/06/2025`) is not read.

use crate::lists::marketplaces::words::MONTHS;
use crate::official::Day;

/// A day, and how it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The day.
    pub day: Day,
    /// As the page shows it.
    pub text: String,
}

/// The first day in a text.
///
/// ```
/// use honmono::page::amazon::dates::first;
/// let found = first("Bestellung aufgegeben 1. März 2020 Summe EUR 99,00").ok_or("a day")?;
/// assert_eq!((found.day.to_string().as_str(), found.text.as_str()), ("2020-03-01", "1. März 2020"));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn first(text: &str) -> Option<Shown> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|at| {
        let (day, used) = day_at(&pieces[at..])?;
        let end = pieces[at + used - 1].end;
        Some(Shown {
            day,
            text: text[pieces[at].start..end].to_owned(),
        })
    })
}

#[derive(Debug)]
struct Piece {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Debug, PartialEq)]
enum Kind {
    Number(u32, usize),
    Word(String),
    Mark(char),
}

/// Numbers, words and marks; white space parts them and is left out.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = vec![];
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{200b}') {
            continue;
        }
        let mut end = start + c.len_utf8();
        let run = |keep: fn(char) -> bool,
                   chars: &mut std::iter::Peekable<std::str::CharIndices>,
                   end: &mut usize| {
            while let Some((at, next)) = chars.next_if(|(_, next)| keep(*next)) {
                *end = at + next.len_utf8();
            }
        };
        let kind = if c.is_numeric() {
            run(char::is_numeric, &mut chars, &mut end);
            let digits: Vec<u32> = text[start..end].chars().filter_map(digit).collect();
            let value = if digits.len() <= 4 {
                digits.iter().fold(0, |value, digit| value * 10 + digit)
            } else {
                u32::MAX
            };
            Kind::Number(value, digits.len())
        } else if c.is_alphabetic() && !is_east_asian(c) {
            run(
                |next| (next.is_alphabetic() && !is_east_asian(next)) || is_joined(next),
                &mut chars,
                &mut end,
            );
            Kind::Word(crate::lower::text(&text[start..end]))
        } else {
            Kind::Mark(c)
        };
        pieces.push(Piece { kind, start, end });
    }
    pieces
}

/// ASCII, full-width, Arabic and Devanagari digits.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '٠'..='٩' => '٠',
        '०'..='९' => '०',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Marks that belong to a word: combining vowels of Devanagari and Arabic.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{65f}')
}

fn month(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    u32::try_from(at + 1).ok()
}

/// The day that starts with the first piece, and how many pieces it takes.
fn day_at(pieces: &[Piece]) -> Option<(Day, usize)> {
    match &pieces.first()?.kind {
        Kind::Number(year, 4) => year_first(pieces, *year),
        Kind::Number(day, 1 | 2) => day_first(pieces, *day),
        Kind::Word(word) => month_first(pieces, month(word)?),
        _ => None,
    }
}

/// `2025年1月15日`, `2025/01/15`, `2025-01-15`, `2025. 1. 15`.
fn year_first(pieces: &[Piece], year: u32) -> Option<(Day, usize)> {
    let kind = |at: usize| pieces.get(at).map(|piece| &piece.kind);
    let (
        Some(Kind::Mark(first)),
        Some(Kind::Number(month, 1 | 2)),
        Some(Kind::Mark(second)),
        Some(Kind::Number(day, 1 | 2)),
    ) = (kind(1), kind(2), kind(3), kind(4))
    else {
        return None;
    };
    let written = match (first, second) {
        ('年', '月') => kind(5) == Some(&Kind::Mark('日')),
        ('년', '월') => true,
        ('/', '/') | ('-', '-') | ('.', '.') => true,
        _ => false,
    };
    if !written {
        return None;
    }
    let used = 5 + usize::from(matches!(kind(5), Some(Kind::Mark('日' | '일'))));
    Some((
        Day::from_ymd(i32::try_from(year).ok()?, *month, *day)?,
        used,
    ))
}

/// `1. März 2020`, `9 Oct. 2019`, `15 de enero de 2025`, `1er juillet 2026`.
fn day_first(pieces: &[Piece], day: u32) -> Option<(Day, usize)> {
    let mut at = 1;
    let mut found = None;
    while at < pieces.len().min(7) {
        match (&pieces[at].kind, found) {
            (Kind::Mark('.' | ',' | 'º' | '°'), _) => {}
            (Kind::Word(word), _) if matches!(word.as_str(), "de" | "del" | "d" | "er" | "º") => {}
            (Kind::Word(word), None) => found = Some(month(word)?),
            (Kind::Number(year, 4), Some(month)) => {
                return Some((
                    Day::from_ymd(i32::try_from(*year).ok()?, month, day)?,
                    at + 1,
                ));
            }
            _ => return None,
        }
        at += 1;
    }
    None
}

/// `November 1, 2024`, `Oct. 9, 2019`.
fn month_first(pieces: &[Piece], month: u32) -> Option<(Day, usize)> {
    let mut at = 1;
    let mut day = None;
    while at < pieces.len().min(6) {
        match (&pieces[at].kind, day) {
            (Kind::Mark('.' | ','), _) => {}
            (Kind::Word(word), Some(_)) if matches!(word.as_str(), "st" | "nd" | "rd" | "th") => {}
            (Kind::Number(number, 1 | 2), None) => day = Some(*number),
            (Kind::Number(year, 4), Some(day)) => {
                return Some((
                    Day::from_ymd(i32::try_from(*year).ok()?, month, day)?,
                    at + 1,
                ));
            }
            _ => return None,
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_every_marketplace() {
        for (text, expected, shown) in [
            (
                "注文日 2025年1月15日 合計 ¥56",
                "2025-01-15",
                "2025年1月15日",
            ),
            (
                "注文日 2025 年 1 月 15 日",
                "2025-01-15",
                "2025 年 1 月 15 日",
            ),
            ("デジタル注文: 2025/01/15", "2025-01-15", "2025/01/15"),
            (
                "Order placed November 1, 2024 Total $4",
                "2024-11-01",
                "November 1, 2024",
            ),
            (
                "Ordered on 20 January 2019",
                "2019-01-20",
                "20 January 2019",
            ),
            ("Digital Order: 9 Oct. 2019", "2019-10-09", "9 Oct. 2019"),
            (
                "Bestellung aufgegeben am: 1. März 2020",
                "2020-03-01",
                "1. März 2020",
            ),
            (
                "Digitale Bestellung: 31 Mai 2020",
                "2020-05-31",
                "31 Mai 2020",
            ),
            (
                "Commande effectuée 2 juillet 2026",
                "2026-07-02",
                "2 juillet 2026",
            ),
            ("le 1er juillet 2026", "2026-07-01", "1er juillet 2026"),
            (
                "Pedido realizado 15 de enero de 2025",
                "2025-01-15",
                "15 de enero de 2025",
            ),
            (
                "Pedido efetuado 3 de março de 2025",
                "2025-03-03",
                "3 de março de 2025",
            ),
            (
                "Ordine effettuato 12 gennaio 2024",
                "2024-01-12",
                "12 gennaio 2024",
            ),
            (
                "Bestelling geplaatst 5 mei 2024",
                "2024-05-05",
                "5 mei 2024",
            ),
            (
                "Zamówienie złożone 7 września 2024",
                "2024-09-07",
                "7 września 2024",
            ),
            (
                "Sipariş verildi 3 Ağustos 2024",
                "2024-08-03",
                "3 Ağustos 2024",
            ),
            ("下单日期 2024年12月1日", "2024-12-01", "2024年12月1日"),
            (
                "تم تقديم الطلب ١٥ يناير ٢٠٢٥",
                "2025-01-15",
                "١٥ يناير ٢٠٢٥",
            ),
        ] {
            let found = first(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.day.to_string().as_str(), found.text.as_str()),
                (expected, shown)
            );
        }
    }

    #[test]
    fn what_is_no_day_or_two_days_is_not_read() {
        for text in [
            "",
            "05/06/2025",
            "Order # 112-1234567-1234567",
            "250-1234567-1234567 注文",
            "May I help you? 3 items",
            "2025年13月1日",
            "31 February 2025",
            "Arriving Friday, 26 December by 9 pm",
            "$18.00 2025",
            "12025/01/15x",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_of_several() {
        assert_eq!(
            first("Ordered June 3, 2025 Delivered June 5, 2025")
                .unwrap()
                .text,
            "June 3, 2025"
        );
    }
}
