//! The Message Center: its rows.
//!
//! No saved page of it is public; the markups here are those that small public scripts rely on
//! (JeanCarlosRothenburg/Testes-de-Software:cypress/e2e/message.spec.cy.js for com.br, userscripts for com, ca and es). Whatever is
//! not one of them goes to [`super::plain`].

use super::opened::{self, Posted};
use super::{clock, plain, says};
use crate::lists::marketplaces::words;
use crate::mail::Timestamp;
use crate::official::{MessageRow, PageKind, PageReading, Precision, Tab};
use crate::page::plan::{Candidate, Field, Kind, Watch, attr, field, probe, strings, text, there};
use crate::page::snapshot::{RegionSeen, Snapshot};

/// The known markups.
pub(super) fn candidates() -> Vec<Candidate> {
    vec![
        Candidate {
            kinds: vec![opened::kind(), rows_with_times()],
            watch: watch(),
            ..candidate(
                "amazon_messages",
                vec![
                    probe(
                        "[messagesenttime]",
                        "userscripts for ca and es, 2024 and 2025",
                    ),
                    probe(
                        "#detail-page #message-content-title",
                        "userscripts for ca and es",
                    ),
                    probe(
                        "#detail-page #hidden-message-content",
                        "userscripts for ca and es",
                    ),
                ],
            )
        },
        Candidate {
            kinds: vec![table_rows()],
            watch: watch(),
            ..candidate(
                "amazon_messages_table",
                vec![
                    probe(
                        "#inbox_all_tab_content tbody > tr",
                        "the cypress test for com.br",
                    ),
                    probe(
                        "#inbox_bsm_tab_content tbody > tr",
                        "the cypress test for com.br",
                    ),
                    probe("table.message-table tr", "a userscript for com"),
                ],
            )
        },
    ]
}

fn candidate(id: &str, present: Vec<crate::page::plan::Probe>) -> Candidate {
    let mut candidate = super::candidate(id, present);
    candidate.page.extend(fields());
    candidate
}

/// What every look at the Message Center asks for.
pub(super) fn fields() -> Vec<Field> {
    vec![
        field(
            "tab",
            [
                text("ul.a-tabs li.a-active", "the cypress test for com.br"),
                text("[role='tab'][aria-selected='true']", "any page with tabs"),
            ],
        ),
        field(
            "tab_name",
            [attr(
                "ul.a-tabs li.a-active",
                "data-a-tab-name",
                "the cypress test for com.br",
            )],
        ),
        field(
            "next",
            [there(
                "#inbox_button_next_page:not(.a-button-disabled)",
                "userscripts for ca and es",
            )],
        ),
        field(
            "end",
            [there(
                "#inbox_button_next_page.a-button-disabled",
                "userscripts for ca and es",
            )],
        ),
        field(
            "translated",
            [there(
                "html:is(.translated-ltr, .translated-rtl)",
                "Chromium, once it has translated a page",
            )],
        ),
        field(
            "buttons",
            [text(
                "button, [role='button'], .a-pagination li, a[rel='next']",
                "any page",
            )],
        )
        .many(80),
        field(
            "inputs",
            [attr(
                "input:is([type='submit'], [type='button'])",
                "value",
                "userscripts for ca and es: the button of the next page",
            )],
        )
        .many(80),
    ]
}

pub(super) fn watch() -> Watch {
    Watch {
        attributes: strings(&["class", "aria-selected", "hidden", "style"]),
        settle: 30,
        ..Watch::default()
    }
}

/// Rows whose cell carries the moment of sending.
fn rows_with_times() -> Kind {
    Kind {
        name: "row".to_owned(),
        roots: vec![
            probe(
                "tr:has([messagesenttime]), tr[messagesenttime]",
                "userscripts for ca and es",
            ),
            probe("[messagesenttime]", "the same, whatever holds it"),
        ],
        fields: vec![
            field(
                "sent",
                [
                    attr(
                        "[messagesenttime]",
                        "messagesenttime",
                        "userscripts for ca and es",
                    ),
                    attr("", "messagesenttime", "the row itself"),
                ],
            ),
            field(
                "message",
                [
                    attr("[messageid]", "messageid", "userscripts for ca and es"),
                    attr("", "messageid", "the row itself"),
                ],
            ),
            field(
                "thread",
                [
                    attr("[threadid]", "threadid", "userscripts for ca and es"),
                    attr("", "threadid", "the row itself"),
                ],
            ),
            field(
                "subject",
                [
                    text(".message-table-row-content", "userscripts for ca and es"),
                    text("a[href]", "a link of the row"),
                ],
            ),
        ],
        most: 400,
        ..Kind::default()
    }
}

/// Rows of the older table, which show their time as text.
fn table_rows() -> Kind {
    Kind {
        name: "row".to_owned(),
        roots: vec![
            probe(
                "#inbox_all_tab_content tbody > tr, #inbox_bsm_tab_content tbody > tr",
                "the cypress test for com.br",
            ),
            probe("table.message-table tr", "a userscript for com"),
        ],
        fields: plain::row_fields(),
        most: 400,
        ..Kind::default()
    }
}

/// Reads the Message Center, and what it says of the message that is open.
pub(super) fn read(snapshot: &Snapshot, reading: &mut PageReading) -> Option<Posted> {
    let opened = Posted::of(snapshot, &reading.marketplace);
    reading.tab = tab(snapshot);
    // What the browser translated is not what the page lists.
    let translated = snapshot
        .page
        .get("translated")
        .is_some_and(crate::page::Found::is_there);
    reading.messages = match snapshot.site.as_str() {
        _ if translated => vec![],
        "amazon_messages" => snapshot.of_kind("row").filter_map(row).collect(),
        "amazon_messages_table" => plain::uniform(
            snapshot
                .of_kind("row")
                .map(|region| plain::row(region, &clock(snapshot))),
        ),
        "amazon_plain_rows" if is_center(snapshot) => plain::read_rows(snapshot, &clock(snapshot)),
        _ => vec![],
    };
    for row in &mut reading.messages {
        row.tab = reading.tab;
    }
    reading.more = more(snapshot);
    reading.kind = if !reading.messages.is_empty() {
        PageKind::Messages
    } else if opened.is_some() {
        PageKind::Message
    } else {
        PageKind::Unread
    };
    opened
}

/// Whether the page calls itself the Message Center, in any of its languages.
fn is_center(snapshot: &Snapshot) -> bool {
    says(&snapshot.title, words::MESSAGE_CENTER)
        || snapshot.page.get("headings").is_some_and(|found| {
            found
                .values
                .iter()
                .any(|value| says(value, words::MESSAGE_CENTER))
        })
}

fn row(region: &RegionSeen) -> Option<MessageRow> {
    let sent = region.first("sent")?.parse::<i64>().ok()?;
    // Milliseconds between 1995 and 2100; anything else is no moment of sending.
    if !(788_918_400_000..4_102_444_800_000).contains(&sent) {
        return None;
    }
    let id = |name: &str| {
        region
            .first(name)
            .filter(|id| id.len() <= 200)
            .map(str::to_owned)
    };
    Some(MessageRow {
        sent: Some(Timestamp(sent)),
        precision: Precision::Second,
        subject: region.first("subject")?.to_owned(),
        message: id("message"),
        thread: id("thread"),
        tab: Tab::All,
    })
}

pub(super) fn tab(snapshot: &Snapshot) -> Tab {
    if let Some(name) = snapshot.first("tab_name") {
        return if name.contains("bsm") {
            Tab::Sellers
        } else {
            Tab::All
        };
    }
    if route_of_sellers(snapshot) {
        return Tab::Sellers;
    }
    match snapshot.first("tab") {
        Some(label) if says(label, words::SELLERS) => Tab::Sellers,
        Some(_) => Tab::All,
        None => Tab::Unknown,
    }
}

/// `#!/inbox/bsm`, `#!/detail/<id>/bsm/<sent>/inbox`.
pub(super) fn route_of_sellers(snapshot: &Snapshot) -> bool {
    let route = snapshot.url.split_once('#').map(|(_, route)| route);
    route.is_some_and(|route| route.split('/').any(|part| part == "bsm"))
}

/// Whether the page offers further rows.
fn more(snapshot: &Snapshot) -> bool {
    let there = |name: &str| {
        snapshot
            .page
            .get(name)
            .is_some_and(crate::page::Found::is_there)
    };
    if there("end") {
        return false;
    }
    let labels = ["buttons", "inputs"].into_iter();
    let mut labels = labels.filter_map(|name| snapshot.page.get(name));
    there("next") || labels.any(|found| found.values.iter().any(|label| leads_on(label)))
}

/// Whether a button's words are those for the next page.
fn leads_on(label: &str) -> bool {
    let label = super::plain_case(label);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    label.len() <= 40
        && words::NEXT
            .iter()
            .any(|word| label == *word || (word.len() > 4 && label.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::Tables;
    use crate::page::Found;
    use crate::page::amazon;

    fn center(rows: &[&[(&str, &str)]], page: &[(&str, &str)]) -> PageReading {
        let snapshot = Snapshot {
            site: "amazon_messages".to_owned(),
            url: "https://www.amazon.co.jp/gp/message#!/inbox".to_owned(),
            page: page
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Found::of(&[value])))
                .collect(),
            regions: rows
                .iter()
                .map(|fields| RegionSeen {
                    kind: "row".to_owned(),
                    fields: fields
                        .iter()
                        .map(|(name, value)| ((*name).to_owned(), Found::of(&[value])))
                        .collect(),
                    ..RegionSeen::default()
                })
                .collect(),
            ..Snapshot::default()
        };
        amazon::read(&snapshot, &Tables::shipped()).unwrap().0
    }

    #[test]
    fn rows_with_their_moment_of_sending() {
        let reading = center(
            &[
                &[
                    ("sent", "1795168931000"),
                    ("subject", "注文済み: 「ボールペン...」"),
                    ("message", "A1"),
                    ("thread", "T1"),
                ],
                &[
                    ("sent", "1795168991000"),
                    ("subject", "お支払い番号のお知らせ"),
                ],
            ],
            &[("tab_name", "inbox_all_tab"), ("next", "")],
        );
        assert_eq!(
            (reading.kind, reading.tab, reading.more),
            (PageKind::Messages, Tab::All, true)
        );
        assert_eq!(reading.messages.len(), 2);
        assert_eq!(reading.messages[0].sent, Some(Timestamp(1_795_168_931_000)));
        assert_eq!(reading.messages[0].message.as_deref(), Some("A1"));
    }

    #[test]
    fn rows_without_a_credible_moment_or_subject_are_not_rows() {
        let reading = center(
            &[
                &[("sent", "12"), ("subject", "x")],
                &[("sent", "now"), ("subject", "x")],
                &[("sent", "1795168931000")],
            ],
            &[],
        );
        assert_eq!(
            (reading.kind, reading.meant),
            (PageKind::Unread, Some(PageKind::Messages))
        );
    }

    #[test]
    fn an_error_box_in_place_of_the_rows() {
        assert_eq!(
            center(
                &[],
                &[("alerts", "問題が発生しました。もう一度お試しください。")]
            )
            .kind,
            PageKind::Error
        );
    }

    #[test]
    fn the_end_of_the_list_is_told() {
        let row: &[&[(&str, &str)]] = &[&[("sent", "1795168931000"), ("subject", "注文済み")]];
        assert!(!center(row, &[("end", "")]).more);
        assert!(!center(row, &[]).more);
        assert!(center(row, &[("buttons", "次へ →")]).more);
        assert!(!center(row, &[("buttons", "Nextdoor")]).more);
        assert!(center(row, &[("inputs", "次へ")]).more);
        assert!(!center(row, &[("inputs", "検索")]).more);
    }

    #[test]
    fn what_the_browser_translated_is_not_read() {
        let row: &[&[(&str, &str)]] = &[&[("sent", "1795168931000"), ("subject", "Shipped")]];
        assert_eq!(center(row, &[]).kind, PageKind::Messages);
        let translated = center(row, &[("translated", "")]);
        assert_eq!(
            (translated.kind, translated.messages.len()),
            (PageKind::Unread, 0)
        );
    }
}
