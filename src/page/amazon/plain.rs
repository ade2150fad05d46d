//! The reader that knows no selector of Amazon's: repeated rows, each with one time and one text or link.
//!
//! It takes over where the known markups are not found. It may say that it could not read; it must not misread. So every row must
//! have the same form, and a page where the subject could be one of two texts is not read.

use super::messages::{fields, watch};
use super::moment;
use super::orders::chrome;
use crate::official::{MessageRow, Precision, Tab};
use crate::page::plan::{Candidate, Field, From, Kind, attr, field, probe, text};
use crate::page::snapshot::{RegionSeen, Snapshot};
use crate::page::time::Clock;

/// Enclosing elements looked at around a link.
const LEVELS: usize = 6;

/// Rows of an unknown Message Center.
pub(super) fn rows() -> Candidate {
    let mut candidate = super::candidate("amazon_plain_rows", vec![]);
    candidate.page.extend(fields());
    candidate.kinds = vec![
        kind(
            "leaf",
            "tr:not(:has(tr)), li:not(:has(li)), [role='row']:not(:has([role='row'])), [role='listitem']:not(:has([role='listitem'])), article:not(:has(article))",
            row_fields(),
        ),
        kind(
            "link",
            "a[href]:not(tr a, li a, [role='row'] a, [role='listitem'] a, article a)",
            around(),
        ),
    ];
    candidate.watch = watch();
    candidate
}

fn kind(name: &str, roots: &str, fields: Vec<Field>) -> Kind {
    Kind {
        name: name.to_owned(),
        roots: vec![probe(roots, "any page: lists and tables")],
        not: chrome(),
        fields,
        most: 400,
        ..Kind::default()
    }
}

/// What is read of a row, whatever it is made of.
pub(super) fn row_fields() -> Vec<Field> {
    vec![
        field(
            "bits",
            [text(
                ":not(:has(*)):not(script):not(style)",
                "any row: its innermost elements",
            )],
        )
        .many(24),
        field("links", [text("a[href]", "any row")]).many(4),
        field(
            "datetime",
            [attr(
                "time[datetime]",
                "datetime",
                "any row with a marked time",
            )],
        )
        .many(3),
        field(
            "marked",
            [text("time[datetime]", "what a marked time shows")],
        )
        .many(3),
        field("text", [text("", "the row itself")]),
        field(
            "own",
            [text(
                "[data-subject], [class*='subject' i]",
                "any row that names its subject",
            )],
        )
        .many(2),
    ]
}

/// What is read of a link and of the elements around it.
fn around() -> Vec<Field> {
    let mut fields = vec![
        field("text", [text("", "the link itself")]),
        field("href", [attr("", "href", "the link itself")]),
    ];
    let mut deeper = String::new();
    for level in 1..=LEVELS {
        // The nearest enclosing element that has the link so many steps below it.
        fields.push(
            field(
                &format!("up{level}"),
                [text("", "an element around the link")],
            )
            .from(From::Up(format!(":has(> {deeper}a[href])"))),
        );
        deeper.push_str("* > ");
    }
    fields
}

/// A row that was read, or why it was none.
#[derive(Debug, PartialEq)]
pub(super) enum Row {
    /// One time, one subject.
    Is(MessageRow),
    /// No time: a heading, a menu entry.
    Other,
    /// A time, and a subject that could be one of several texts.
    Unclear,
}

/// Reads the rows of an unknown Message Center.
pub(super) fn read_rows(snapshot: &Snapshot, clock: &Clock) -> Vec<MessageRow> {
    let leaves = uniform(snapshot.of_kind("leaf").map(|region| row(region, clock)));
    if !leaves.is_empty() {
        leaves
    } else {
        around_links(snapshot, clock)
    }
}

/// The rows, if every element with a time is one.
pub(super) fn uniform(rows: impl Iterator<Item = Row>) -> Vec<MessageRow> {
    let mut found = vec![];
    for row in rows {
        match row {
            Row::Is(row) => found.push(row),
            Row::Other => {}
            Row::Unclear => return vec![],
        }
    }
    found
}

/// Reads one row: its innermost texts are one time, one subject, and nothing else that could be one.
pub(super) fn row(region: &RegionSeen, clock: &Clock) -> Row {
    let values = |name: &str| {
        region
            .fields
            .get(name)
            .map(|found| found.values.as_slice())
            .unwrap_or_default()
    };
    let bits: Vec<&str> = values("bits")
        .iter()
        .map(|bit| bit.trim())
        .filter(|bit| has_word(bit))
        .collect();
    let mut marked: Vec<_> = values("datetime")
        .iter()
        .filter_map(|value| iso(value))
        .collect();
    marked.dedup();
    let shown: Vec<&str> = bits
        .iter()
        .copied()
        .filter(|bit| moment::read(bit, clock).is_some())
        .collect();
    let mut times: Vec<_> = shown
        .iter()
        .filter_map(|bit| moment::read(bit, clock))
        .collect();
    times.dedup();
    // One time. Of two, nobody knows which is that of sending.
    let time = match (marked.as_slice(), times.as_slice()) {
        ([marked], [] | [_]) => *marked,
        ([], [one]) => *one,
        ([], []) => return Row::Other,
        _ => return Row::Unclear,
    };
    let said: Vec<&str> = values("marked").iter().map(|text| text.trim()).collect();
    let is_time = |text: &str| shown.contains(&text) || said.contains(&text);
    let texts = distinct(bits.iter().copied().filter(|bit| !is_time(bit)));
    // A link around the whole row says no more than the row.
    let around = |link: &str| shown.iter().chain(&said).any(|time| link.contains(time));
    let links = values("links").iter().map(|link| link.trim());
    let links = distinct(links.filter(|link| has_word(link) && !around(link)));
    let own = values("own").iter().map(|own| own.trim());
    let own = distinct(own.filter(|own| has_word(own) && !around(own)));
    let subject = match (one(&own), one(&links), one(&texts)) {
        (Some(own), ..) => own,
        (None, Some(link), _) if own.is_empty() => link,
        (None, None, Some(text)) if own.is_empty() && links.is_empty() => text,
        _ => {
            return if texts.is_empty() && links.is_empty() {
                Row::Other
            } else {
                Row::Unclear
            };
        }
    };
    // A day in figures that could be two days is no subject: the time that was read is another one's.
    if !speaks(subject) {
        return Row::Unclear;
    }
    Row::Is(message(time, subject))
}

/// Rows of nested boxes: around each link the nearest element with exactly one time, on the same level for all.
fn around_links(snapshot: &Snapshot, clock: &Clock) -> Vec<MessageRow> {
    let links: Vec<&RegionSeen> = snapshot
        .of_kind("link")
        .filter(|region| region.first("text").is_some_and(has_word))
        .collect();
    for level in 1..=LEVELS {
        let name = format!("up{level}");
        let mut found: Vec<MessageRow> = vec![];
        let mut boxes: Vec<&str> = vec![];
        let mut unclear = false;
        for link in &links {
            let (Some(subject), Some(around)) = (link.first("text"), link.first(&name)) else {
                continue;
            };
            let rest = around.replacen(subject, " ", 1);
            let Some(time) = moment::read(rest.trim(), clock) else {
                continue;
            };
            // Two links in one box: which of them is the subject?
            unclear |= boxes.contains(&around);
            boxes.push(around);
            found.push(message(time, subject));
        }
        if found.len() >= 2 {
            return if unclear { vec![] } else { found };
        }
    }
    vec![]
}

fn message((sent, precision): (crate::mail::Timestamp, Precision), subject: &str) -> MessageRow {
    MessageRow {
        sent: Some(sent),
        precision,
        subject: subject.to_owned(),
        tab: Tab::Unknown,
        ..MessageRow::default()
    }
}

/// Each text once.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = vec![];
    for text in texts {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

fn one<'a>(texts: &[&'a str]) -> Option<&'a str> {
    match texts {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a text has words, not only figures.
fn speaks(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// `2026-11-20T10:02:11Z`, with an offset or without seconds; a bare day counts as a day.
fn iso(value: &str) -> Option<(crate::mail::Timestamp, Precision)> {
    let value = value.trim();
    if let Some(found) = super::dates::first(value)
        && found.text.len() == value.len()
    {
        return Some((found.day.start(), Precision::Day));
    }
    let (date, rest) = value.split_once(['T', ' '])?;
    let day = super::dates::first(date)?.day;
    let (clock, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (&rest[..at], offset(&rest[at..])?),
        // Without an offset it is the page's local time, which nobody tells.
        None => return None,
    };
    let mut parts = clock.split(':').map(|part| {
        part.split('.')
            .next()
            .unwrap_or_default()
            .parse::<i64>()
            .ok()
    });
    let (hour, minute, second) = (
        parts.next()??,
        parts.next()??,
        parts.next().map_or(Some(0), |second| second)?,
    );
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..61).contains(&second) {
        return None;
    }
    let seconds = hour * 3600 + minute * 60 + second - offset * 60;
    Some((
        crate::mail::Timestamp(day.start().0 + seconds * 1000),
        Precision::Second,
    ))
}

/// Minutes east of UTC.
fn offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..].chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 4 {
        return None;
    }
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..)?.parse().ok()?;
    Some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::marketplaces::words;
    use crate::page::Found;

    fn clock() -> Clock {
        Clock {
            now: 1_795_400_000_000,
            zone: vec![(0, 540)],
        }
    }

    fn region(kind: &str, fields: &[(&str, &[&str])]) -> RegionSeen {
        RegionSeen {
            kind: kind.to_owned(),
            fields: fields
                .iter()
                .map(|(name, values)| {
                    let values = values.iter().map(|&v| v.to_owned()).collect();
                    (
                        (*name).to_owned(),
                        Found {
                            values,
                            way: Some(0),
                            ..Found::default()
                        },
                    )
                })
                .collect(),
            ..RegionSeen::default()
        }
    }

    fn snapshot(regions: Vec<RegionSeen>) -> Snapshot {
        Snapshot {
            regions,
            ..Snapshot::default()
        }
    }

    const TIME: &str = "2026年11月20日 19:02";

    #[test]
    fn one_time_and_one_text_or_link() {
        for fields in [
            vec![("bits", &["発送済み: 「ボールペン」", TIME][..])],
            vec![
                (
                    "bits",
                    &["Amazon.co.jp", "発送済み: 「ボールペン」", TIME][..],
                ),
                ("links", &["発送済み: 「ボールペン」"][..]),
            ],
            vec![("bits", &["•", "発送済み: 「ボールペン」", TIME][..])],
            vec![
                (
                    "bits",
                    &["Amazon.co.jp", "発送済み: 「ボールペン」", TIME][..],
                ),
                ("own", &["発送済み: 「ボールペン」"][..]),
            ],
        ] {
            let Row::Is(row) = row(&region("leaf", &fields), &clock()) else {
                panic!("{fields:?}")
            };
            assert_eq!(
                (row.subject.as_str(), row.sent.unwrap().0),
                ("発送済み: 「ボールペン」", 1_795_168_920_000)
            );
            assert_eq!(row.precision, Precision::Minute);
        }
    }

    #[test]
    fn two_texts_and_no_link_are_unclear_and_spoil_the_page() {
        let unclear = [("bits", &["Amazon.co.jp", "発送済み", TIME][..])];
        assert_eq!(row(&region("leaf", &unclear), &clock()), Row::Unclear);
        let fine = [("bits", &["発送済み", TIME][..])];
        let rows = snapshot(vec![region("leaf", &fine), region("leaf", &unclear)]);
        assert!(read_rows(&rows, &clock()).is_empty());
    }

    /// What must not be misread: rows of other pages, and rows that say two things.
    #[test]
    fn what_could_be_two_things_is_not_read() {
        let cases: &[&[(&str, &[&str])]] = &[
            // Sent, and arriving.
            &[(
                "bits",
                &["発送済み: 「ボールペン」", TIME, "2026年11月22日 12:00"],
            )],
            &[
                ("bits", &["発送済み: 「ボールペン」"]),
                (
                    "datetime",
                    &["2026-11-20T10:02:11Z", "2026-11-22T03:00:00Z"],
                ),
            ],
            &[
                (
                    "bits",
                    &["発送済み: 「ボールペン」", TIME, "2026年11月22日 12:00"],
                ),
                ("datetime", &["2026-11-20T10:02:11Z"]),
            ],
            // Two links: the subject, and what may be done with it.
            &[
                ("bits", &["発送済み: 「ボールペン」", "返信", TIME]),
                ("links", &["発送済み: 「ボールペン」", "返信"]),
            ],
            // A day in figures that could be two, beside a time in the subject's place.
            &[("bits", &["20 November 2026 10:02", "05/06/2026"])],
            // Two things that call themselves the subject.
            &[
                ("bits", &["発送済み", "注文済み", TIME]),
                ("own", &["発送済み", "注文済み"]),
            ],
        ];
        for fields in cases {
            assert_eq!(
                row(&region("leaf", fields), &clock()),
                Row::Unclear,
                "{fields:?}"
            );
        }
    }

    #[test]
    fn a_time_inside_a_subject_is_not_the_rows() {
        let subject = "Delivery attempt on 24 November 2026 at 10:30";
        let fields: &[(&str, &[&str])] = &[("bits", &[subject, "20 November 2026 19:02"])];
        let Row::Is(read) = row(&region("leaf", fields), &clock()) else {
            panic!("a row")
        };
        assert_eq!(
            (read.subject.as_str(), read.sent.unwrap().0),
            (subject, 1_795_168_920_000)
        );
        // Alone, it is not one either.
        let alone: &[(&str, &[&str])] = &[("bits", &[subject, "05/06/2026"])];
        assert_eq!(row(&region("leaf", alone), &clock()), Row::Other);
    }

    #[test]
    fn a_link_around_the_whole_row_is_not_its_subject() {
        let whole = format!("発送済み: 「ボールペン」 {TIME}");
        let fields: &[(&str, &[&str])] = &[
            ("bits", &["発送済み: 「ボールペン」", TIME]),
            ("links", &[&whole]),
        ];
        let Row::Is(read) = row(&region("leaf", fields), &clock()) else {
            panic!("a row")
        };
        assert_eq!(read.subject, "発送済み: 「ボールペン」");
    }

    #[test]
    fn a_page_that_is_no_message_center_has_no_rows() {
        let leaf = || {
            region(
                "leaf",
                &[
                    ("bits", &["発送済み: 「ボールペン」", TIME]),
                    ("links", &["発送済み: 「ボールペン」"]),
                ],
            )
        };
        let tables = crate::lists::Tables::shipped();
        let kind = |host: &str, title: &str, heading: &str| {
            let mut page = Snapshot {
                site: "amazon_plain_rows".to_owned(),
                url: format!("https://{host}/gp/message"),
                title: title.to_owned(),
                looked_at: clock().now,
                zone: clock().zone,
                regions: vec![leaf(), leaf()],
                ..Snapshot::default()
            };
            let headings = Found {
                values: vec![heading.to_owned()],
                ..Found::default()
            };
            page.page.insert("headings".to_owned(), headings);
            let (reading, opened) = crate::page::amazon::read(&page, &tables).unwrap();
            assert!(opened.is_empty());
            (reading.kind, reading.messages.len())
        };
        use crate::official::PageKind;
        for (title, heading) in [
            ("Amazon.co.jp", "お知らせ"),
            ("Amazon.de", "Ihre Rezensionen"),
            ("Your reviews", "Messages from our blog"),
            ("Amazon.fr", "Vos commandes"),
        ] {
            assert_eq!(
                kind("www.amazon.co.jp", title, heading),
                (PageKind::Unread, 0),
                "{heading}"
            );
        }
        // Any language on any marketplace: it follows the account.
        for marketplace in &crate::lists::marketplaces::ALL {
            for heading in words::MESSAGE_CENTER {
                assert_eq!(
                    kind(marketplace.host, "Amazon", &heading.to_uppercase()),
                    (PageKind::Messages, 2),
                    "{} {heading}",
                    marketplace.id
                );
            }
        }
    }

    #[test]
    fn what_has_no_time_is_no_row() {
        assert_eq!(
            row(
                &region("leaf", &[("bits", &["アカウントサービス"])]),
                &clock()
            ),
            Row::Other
        );
        assert_eq!(
            row(&region("leaf", &[("bits", &[TIME])]), &clock()),
            Row::Other
        );
    }

    #[test]
    fn a_marked_time_is_exact_and_a_bare_day_is_a_day() {
        let marked = region(
            "leaf",
            &[
                ("bits", &["発送済み", "3日前"]),
                ("links", &["発送済み"]),
                ("datetime", &["2026-11-20T10:02:11Z"]),
            ],
        );
        let Row::Is(row_read) = row(&marked, &clock()) else {
            panic!("row")
        };
        assert_eq!(
            (row_read.sent.unwrap().0, row_read.precision),
            (1_795_168_931_000, Precision::Second)
        );
        let day = region("leaf", &[("bits", &["発送済み", "2026/11/20"])]);
        let Row::Is(row_read) = row(&day, &clock()) else {
            panic!("row")
        };
        assert_eq!(row_read.precision, Precision::Day);
    }

    #[test]
    fn nested_boxes_around_links() {
        let link = |subject: &str, around: &str| {
            region(
                "link",
                &[
                    ("text", &[subject]),
                    ("up1", &[subject]),
                    ("up2", &[around]),
                    (
                        "up3",
                        &["everything 2026年11月20日 19:02 2026年11月20日 19:03"],
                    ),
                ],
            )
        };
        let rows = snapshot(vec![
            link("発送済み: A", "発送済み: A 2026年11月20日 19:02"),
            link("発送済み: B", "発送済み: B 2026年11月20日 19:03"),
        ]);
        let read = read_rows(&rows, &clock());
        assert_eq!(
            read.iter()
                .map(|row| row.subject.as_str())
                .collect::<Vec<_>>(),
            ["発送済み: A", "発送済み: B"]
        );
        let twice = snapshot(vec![
            link("発送済み: A", "発送済み: A 2026年11月20日 19:02"),
            link("発送済み: A", "発送済み: A 2026年11月20日 19:02"),
        ]);
        assert!(read_rows(&twice, &clock()).is_empty(), "which row is it?");
    }

    #[test]
    fn iso_times() {
        assert_eq!(
            iso("2026-11-20T19:02:11+09:00").unwrap().0.0,
            1_795_168_931_000
        );
        assert_eq!(
            iso("2026-11-20T10:02:11.000Z").unwrap().0.0,
            1_795_168_931_000
        );
        assert_eq!(iso("2026-11-20").unwrap().1, Precision::Day);
        for bad in [
            "",
            "T",
            "2026-11-20T10:02:11",
            "2026-11-20T25:00Z",
            "2026-11-20T10:00+9",
            "yesterday",
        ] {
            assert_eq!(iso(bad), None, "{bad}");
        }
    }
}
