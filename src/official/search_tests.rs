//! Tests of the search for an order.

use super::*;
use crate::official::records::Errand;
use crate::official::{OrderRow, PageReading};

const JAPAN: &str = "amazon.co.jp";
const NUMBER: &str = "250-1234567-1234567";
/// 2026-11-20T10:02:11Z
const SENT: i64 = 1_795_168_931_000;

fn search() -> OrderSearch {
    OrderSearch {
        number: NUMBER.to_owned(),
        marketplace: JAPAN.to_owned(),
        sent: Some(Timestamp(SENT)),
    }
}

fn list(list: OrderList, numbers: &[&str], page: impl FnOnce(&mut ListPage)) -> PageReading {
    let mut part = ListPage {
        list,
        start: 0,
        read: u32::try_from(numbers.len()).unwrap(),
        shells: 0,
        total: u32::try_from(numbers.len()).ok(),
        last: true,
        days: None,
    };
    page(&mut part);
    PageReading {
        marketplace: JAPAN.to_owned(),
        kind: PageKind::Orders,
        list: Some(part),
        orders: numbers
            .iter()
            .map(|number| OrderRow {
                number: (*number).to_owned(),
                ..OrderRow::default()
            })
            .collect(),
        ..PageReading::default()
    }
}

fn own(kind: PageKind, named: bool) -> PageReading {
    PageReading {
        marketplace: JAPAN.to_owned(),
        kind,
        asked: (kind == PageKind::Order).then(|| NUMBER.to_owned()),
        orders: if named {
            vec![OrderRow {
                number: NUMBER.to_owned(),
                ..OrderRow::default()
            }]
        } else {
            vec![]
        },
        ..PageReading::default()
    }
}

fn answer(records: &Records, kind: &PlaceKind) -> Answer {
    search()
        .places(records)
        .into_iter()
        .find(|place| place.kind == *kind)
        .unwrap()
        .answer
}

fn concluded(records: &Records) -> Conclusion {
    OrderSearch::conclusion(&search().places(records))
}

fn away() -> (PageReading, Errand) {
    (
        own(PageKind::Home, false),
        Errand::Place(PlaceKind::Own(NUMBER.to_owned())),
    )
}

#[test]
fn every_place_has_an_address_of_the_table() {
    let places = search().places(&Records::default());
    let kinds: Vec<&PlaceKind> = places.iter().map(|place| &place.kind).collect();
    assert_eq!(
        kinds[..3],
        [
            &PlaceKind::Year(2026),
            &PlaceKind::Hidden,
            &PlaceKind::Own(NUMBER.to_owned())
        ]
    );
    assert!(
        places
            .iter()
            .all(|place| place.address.starts_with("https://www.amazon.co.jp/"))
    );
    assert!(places.iter().all(|place| place.answer == Answer::NotLooked));
    assert_eq!(
        OrderSearch::conclusion(&places),
        Conclusion::Open { left: 4 }
    );
    let early = OrderSearch {
        sent: Some(Timestamp(1_767_700_000_000)),
        ..search()
    };
    let years: Vec<PlaceKind> = early
        .places(&Records::default())
        .into_iter()
        .map(|p| p.kind)
        .take(2)
        .collect();
    assert_eq!(
        years,
        [PlaceKind::Year(2026), PlaceKind::Year(2025)],
        "an order of December, a mail of January"
    );
    assert!(
        OrderSearch {
            number: "x".to_owned(),
            ..search()
        }
        .places(&Records::default())
        .is_empty()
    );
}

#[test]
fn concluded_only_when_every_place_that_matters_was_read() {
    let mut records = Records::default();
    let (sent_away, errand) = away();
    records.take(
        &list(OrderList::Year(2026), &["250-0000001-0000001"], |_| ()),
        None,
    );
    records.take(&list(OrderList::Hidden, &[], |_| ()), None);
    assert_eq!(concluded(&records), Conclusion::Open { left: 2 });
    records.take(&sent_away, Some(&errand));
    assert_eq!(concluded(&records), Conclusion::Open { left: 1 });
    records.take(&list(OrderList::Cancelled, &[], |_| ()), None);
    assert_eq!(concluded(&records), Conclusion::NotInHistory);
}

#[test]
fn found_where_it_is() {
    let mut records = Records::default();
    records.take(&list(OrderList::Year(2026), &[NUMBER], |_| ()), None);
    assert_eq!(concluded(&records), Conclusion::InHistory);
    let mut records = Records::default();
    records.take(&list(OrderList::Months3, &[NUMBER], |_| ()), None);
    assert_eq!(concluded(&records), Conclusion::InHistory);
    let mut records = Records::default();
    records.take(&list(OrderList::Hidden, &[NUMBER], |_| ()), None);
    assert_eq!(concluded(&records), Conclusion::Hidden);
    let mut records = Records::default();
    records.take(&list(OrderList::Cancelled, &[NUMBER], |_| ()), None);
    assert_eq!(concluded(&records), Conclusion::Cancelled);
}

#[test]
fn its_own_page_while_the_list_does_not_show_it_means_hidden() {
    let mut records = Records::default();
    records.take(&own(PageKind::Order, true), None);
    assert_eq!(concluded(&records), Conclusion::Exists);
    records.take(
        &list(OrderList::Year(2026), &["250-0000001-0000001"], |_| ()),
        None,
    );
    assert_eq!(concluded(&records), Conclusion::Hidden);
}

#[test]
fn a_page_of_many_is_a_part() {
    let mut records = Records::default();
    let year = PlaceKind::Year(2026);
    let first = |page: &mut ListPage| (page.total, page.last) = (Some(3), false);
    records.take(
        &list(
            OrderList::Year(2026),
            &["250-0000001-0000001", "250-0000001-0000002"],
            first,
        ),
        None,
    );
    assert_eq!(
        answer(&records, &year),
        Answer::Partly {
            read: 2,
            total: Some(3)
        }
    );
    let gap = |page: &mut ListPage| (page.total, page.start, page.last) = (Some(30), 20, true);
    let mut other = Records::default();
    other.take(
        &list(OrderList::Year(2026), &["250-0000001-0000003"], gap),
        None,
    );
    assert!(
        matches!(answer(&other, &year), Answer::Partly { read: 1, .. }),
        "the beginning is missing"
    );
    let second = |page: &mut ListPage| (page.total, page.start) = (Some(3), 2);
    records.take(
        &list(OrderList::Year(2026), &["250-0000001-0000003"], second),
        None,
    );
    assert_eq!(answer(&records, &year), Answer::NotHere);
}

#[test]
fn a_list_by_date_need_not_be_read_to_its_end() {
    let mut records = Records::default();
    let days = (
        Day::from_ymd(2026, 9, 1).unwrap(),
        Day::from_ymd(2026, 11, 22).unwrap(),
    );
    let page =
        |page: &mut ListPage| (page.total, page.last, page.days) = (Some(90), false, Some(days));
    records.take(
        &list(OrderList::Months3, &["250-0000001-0000001"], page),
        None,
    );
    assert_eq!(answer(&records, &PlaceKind::Year(2026)), Answer::NotHere);
}

#[test]
fn shells_and_empty_pages_prove_nothing() {
    let mut records = Records::default();
    let hidden = PlaceKind::Hidden;
    records.take(
        &list(OrderList::Hidden, &["250-0000001-0000001"], |page| {
            page.shells = 3
        }),
        None,
    );
    assert!(matches!(answer(&records, &hidden), Answer::Partly { .. }));
    let mut records = Records::default();
    records.take(
        &list(OrderList::Hidden, &[], |page| page.total = None),
        None,
    );
    assert_eq!(answer(&records, &hidden), Answer::NotRead);
    let mut records = Records::default();
    records.take(
        &list(OrderList::Hidden, &[], |page| page.total = Some(10)),
        None,
    );
    assert_eq!(
        answer(&records, &hidden),
        Answer::NotRead,
        "the index is past the end"
    );
}

#[test]
fn only_where_its_address_led_first_says_that_it_is_not_here() {
    let own_place = PlaceKind::Own(NUMBER.to_owned());
    let errand = Errand::Place(own_place.clone());
    let page = |kind| PageReading {
        asked: None,
        ..own(kind, false)
    };
    // Its page could not be read; the person goes on to the list in the same tab.
    let mut records = Records::default();
    let mut unread = own(PageKind::Unread, false);
    unread.asked = Some(NUMBER.to_owned());
    records.take(&unread, Some(&errand));
    records.take(&page(PageKind::Orders), Some(&errand));
    assert_eq!(answer(&records, &own_place), Answer::NotRead);
    // Opened again, its address leads away.
    records.ask_place(JAPAN, &own_place);
    assert_eq!(answer(&records, &own_place), Answer::NotLooked);
    records.take(&page(PageKind::Orders), Some(&errand));
    assert_eq!(answer(&records, &own_place), Answer::NotHere);
    // Signed in, and then on the front page: its own page was perhaps never asked for.
    let mut records = Records::default();
    records.take(&page(PageKind::SignIn), Some(&errand));
    records.take(&page(PageKind::Home), Some(&errand));
    assert_eq!(answer(&records, &own_place), Answer::NotRead);
    let mut records = Records::default();
    records.take(&page(PageKind::SignIn), Some(&errand));
    records.take(&page(PageKind::Orders), Some(&errand));
    assert_eq!(answer(&records, &own_place), Answer::NotHere);
}

#[test]
fn a_digital_order_of_another_number_in_the_list_is_not_called_hidden() {
    let number = "D01-8711688-7680252";
    let search = OrderSearch {
        number: number.to_owned(),
        ..search()
    };
    let mut records = Records::default();
    let mut page = own(PageKind::Order, true);
    page.kind = PageKind::Invoice;
    page.asked = Some(number.to_owned());
    page.orders[0].number = number.to_owned();
    records.take(&page, None);
    records.take(
        &list(OrderList::Year(2026), &["112-9087159-1657009"], |_| ()),
        None,
    );
    let places = search.places(&records);
    assert_eq!(OrderSearch::conclusion(&places), Conclusion::Exists);
}

#[test]
fn a_page_that_stops_the_person_is_no_answer() {
    for (kind, expected) in [
        (PageKind::SignIn, Answer::SignedOut),
        (PageKind::Captcha, Answer::Stopped),
        (PageKind::Unread, Answer::NotRead),
    ] {
        let mut records = Records::default();
        let errand = Errand::Place(PlaceKind::Hidden);
        records.take(&own(kind, false), Some(&errand));
        assert_eq!(answer(&records, &PlaceKind::Hidden), expected);
        let errand = Errand::Place(PlaceKind::Own(NUMBER.to_owned()));
        records.take(&own(kind, false), Some(&errand));
        assert_eq!(
            answer(&records, &PlaceKind::Own(NUMBER.to_owned())),
            expected
        );
    }
}
