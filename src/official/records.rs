//! [`Records`]: everything read from the brand's own pages in this session of the browser, by marketplace.
//!
//! Kept in session storage only; capped; forgotten when the person signs out, or says so.

use super::Standing;
use super::matching::{Found, Wanted};
use super::record::{ListPage, MessageRow, OrderList, OrderRow, PageKind, PageReading};
use super::search::PlaceKind;
use crate::names::Names;
use crate::order;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Rows kept for one marketplace.
pub const MOST_ROWS: usize = 5_000;
/// Pages of order lists kept for one marketplace.
const MOST_PAGES: usize = 500;
/// Characters of a subject that are kept.
const MOST_SUBJECT: usize = 500;

/// All records, by marketplace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Records {
    /// By the marketplace's id.
    pub shelves: Names<Shelf>,
}

/// The records of one marketplace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Shelf {
    /// Rows of the Message Center, newest first.
    pub messages: Vec<MessageRow>,
    /// What the Message Center's page was when last seen.
    pub center: Option<PageKind>,
    /// It offered older rows when last seen.
    pub more: bool,
    /// Orders seen, and where.
    pub orders: Vec<OrderSeen>,
    /// Pages of order lists seen.
    pub pages: Vec<ListPage>,
    /// What other places of a search were when last seen.
    pub places: Vec<(PlaceKind, PageKind)>,
    /// Places whose tab shows the browser's own error page. Whatever page comes there after all is the first one.
    pub lost: Vec<PlaceKind>,
}

/// An order that was seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct OrderSeen {
    /// The order.
    pub row: OrderRow,
    /// In these places.
    pub places: Vec<PlaceKind>,
}

/// What a tab was opened for, by a click of the person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// The Message Center.
    Messages,
    /// A place where an order may be.
    Place(PlaceKind),
}

impl Records {
    /// Takes in what a page said. `errand` is what its tab was opened for. Gives back whether anything changed.
    pub fn take(&mut self, reading: &PageReading, errand: Option<&Errand>) -> bool {
        if crate::lists::marketplaces::by_id(&reading.marketplace).is_none() {
            return false;
        }
        let known = self.shelves.contains_key(&reading.marketplace);
        let shelf = self.shelves.or_default(&reading.marketplace);
        let before = shelf.clone();
        if signed_out(reading) && known {
            // What was read belongs to the account that is gone.
            *shelf = Shelf {
                center: Some(PageKind::SignIn),
                ..Shelf::default()
            };
        }
        if let Some(Errand::Place(place)) = errand {
            shelf.lost.retain(|known| known != place);
        }
        shelf.take_messages(reading, errand);
        shelf.take_orders(reading, errand);
        *shelf != before
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.shelves.clear();
    }

    /// Asks anew: what the page was earlier says nothing about the tab that is opened now. Rows stay.
    pub fn ask(&mut self, marketplace: &str) {
        if let Some(shelf) = self.shelves.get_mut(marketplace) {
            shelf.center = None;
        }
    }

    /// Looks at a place anew: what its page was earlier says nothing about the tab that is opened now. What was read stays.
    pub fn ask_place(&mut self, marketplace: &str, place: &PlaceKind) {
        if let Some(shelf) = self.shelves.get_mut(marketplace) {
            shelf.places.retain(|(known, _)| known != place);
            shelf.lost.retain(|known| known != place);
        }
    }

    /// The tab that was opened is gone before it answered: the check ends as not read.
    pub fn give_up(&mut self, marketplace: &str) {
        let shelf = self.shelves.or_default(marketplace);
        shelf.center = shelf.center.or(Some(PageKind::Unread));
    }

    /// Whether an answer of this kind is still to come.
    #[must_use]
    pub fn awaits(&self, marketplace: &str, errand: &Errand) -> bool {
        self.shelves
            .get(marketplace)
            .is_none_or(|shelf| match errand {
                Errand::Messages => shelf.center.is_none(),
                Errand::Place(place) => shelf.seen(place).is_none() && !shelf.lost.contains(place),
            })
    }

    /// No page came: the browser shows an error of its own. What was said before stays. Gives back whether anything changed.
    pub fn no_page(&mut self, marketplace: &str, errand: &Errand) -> bool {
        if !self.awaits(marketplace, errand) {
            return false;
        }
        let shelf = self.shelves.or_default(marketplace);
        match errand {
            Errand::Messages => shelf.center = Some(PageKind::Error),
            Errand::Place(place) => shelf.lost.push(place.clone()),
        }
        true
    }

    /// How a message stands. `wanted` is what is compared of it (`None`: it has no subject that could be), `claimed` the marketplace
    /// it claims to come from, `asked` whether the person asked for the check.
    #[must_use]
    pub fn standing(
        &self,
        wanted: Option<&Wanted>,
        claimed: Option<&str>,
        asked: bool,
    ) -> Standing {
        let Some(wanted) = wanted else {
            return if asked {
                Standing::NotRead
            } else {
                Standing::NotAsked
            };
        };
        let mut near = None;
        // The claimed one first; then the others: alerts do come from another marketplace.
        let mut shelves: Vec<(&String, &Shelf)> = self.shelves.iter().collect();
        order::by_key(&mut shelves, |(id, _)| Some(id.as_str()) != claimed);
        for (id, shelf) in &shelves {
            match wanted.best(&shelf.messages) {
                Some(Found::Listed(row, agreement)) => {
                    return Standing::Listed {
                        subject: row.subject.clone(),
                        sent: row.sent.map(|sent| sent.0),
                        agreement,
                        marketplace: (*id).clone(),
                    };
                }
                Some(Found::Near(row)) => near = near.or(Some(row)),
                None => {}
            }
        }
        if !asked {
            return Standing::NotAsked;
        }
        let shelf = match claimed {
            Some(claimed) => self.shelves.get(claimed),
            None => shelves.first().map(|(_, shelf)| *shelf),
        };
        let Some(shelf) = shelf else {
            return Standing::Waiting;
        };
        match shelf.center {
            None => Standing::Waiting,
            Some(PageKind::SignIn | PageKind::SecondStep) => Standing::SignedOut,
            Some(PageKind::Captcha | PageKind::Error) => Standing::Stopped,
            Some(PageKind::Messages) => {
                let times = || {
                    shelf
                        .messages
                        .iter()
                        .filter_map(|row| row.sent)
                        .map(|sent| sent.0)
                };
                Standing::NotFound {
                    from: times().min(),
                    to: times().max(),
                    rows: u32::try_from(shelf.messages.len()).unwrap_or(u32::MAX),
                    more: shelf.more,
                    near,
                }
            }
            Some(_) => Standing::NotRead,
        }
    }
}

/// The page shows that nobody is signed in. A page that asks for a password only does not show that: a person who is recognised is
/// sent there too, and comes back to the same account; its reader leaves it open.
fn signed_out(reading: &PageReading) -> bool {
    reading.signed_in == Some(false)
        && !matches!(reading.kind, PageKind::SecondStep | PageKind::Captcha)
}

impl Shelf {
    fn take_messages(&mut self, reading: &PageReading, errand: Option<&Errand>) {
        let center =
            reading.kind == PageKind::Messages || reading.meant == Some(PageKind::Messages);
        let led_elsewhere = reading.meant.is_none() && errand == Some(&Errand::Messages);
        match reading.kind {
            // An opened message lies over the list and says nothing of it.
            PageKind::Message => {}
            // Rows read a moment ago are not lost because the page is between two fillings.
            PageKind::Unread if center && self.center == Some(PageKind::Messages) => {}
            kind if center => {
                self.center = Some(kind);
                if kind == PageKind::Messages {
                    self.more = reading.more;
                }
            }
            kind if led_elsewhere => self.elsewhere(kind, reading.signed_in),
            _ => {}
        }
        for row in &reading.messages {
            let mut row = row.clone();
            if row.subject.len() > MOST_SUBJECT {
                row.subject = row.subject.chars().take(MOST_SUBJECT).collect();
            }
            match self.messages.iter_mut().find(|known| same_row(known, &row)) {
                Some(known) => *known = row,
                None => self.messages.push(row),
            }
        }
        if !reading.messages.is_empty() {
            order::by_key(&mut self.messages, |row| std::cmp::Reverse(row.sent));
            self.messages.truncate(MOST_ROWS);
        }
    }

    /// The tab that was opened for the Message Center shows another page.
    fn elsewhere(&mut self, kind: PageKind, signed_in: Option<bool>) {
        let stops = matches!(
            kind,
            PageKind::SignIn | PageKind::SecondStep | PageKind::Captcha | PageKind::Error
        );
        match self.center {
            // The list was read; where the person goes in that tab afterwards says nothing of it.
            Some(PageKind::Messages) => {}
            _ if stops => self.center = Some(kind),
            Some(PageKind::SignIn | PageKind::SecondStep) if signed_in != Some(true) => {}
            _ => self.center = Some(PageKind::Unread),
        }
    }

    fn take_orders(&mut self, reading: &PageReading, errand: Option<&Errand>) {
        if let (Some(page), PageKind::Orders) = (&reading.list, reading.kind)
            && !self.pages.contains(page)
        {
            self.pages
                .retain(|known| known.list != page.list || known.start != page.start);
            if self.pages.len() < MOST_PAGES {
                self.pages.push(page.clone());
            }
        }
        let own_place = place_of(reading);
        if let Some(place) = &own_place {
            self.place(place.clone(), reading.kind);
        }
        if let Some(Errand::Place(place)) = errand
            && own_place.as_ref() != Some(place)
        {
            let asked = |kind| {
                matches!(
                    kind,
                    PageKind::SignIn | PageKind::SecondStep | PageKind::Captcha
                )
            };
            match (self.seen(place), reading.kind) {
                // Once the place, or where its address led, was seen, the person may go anywhere in that tab.
                (Some(before), _) if !asked(before) => {}
                // Whoever lands there after signing in need not have been at the place at all.
                (Some(_), PageKind::Home | PageKind::Other) => {
                    self.place(place.clone(), PageKind::Unread);
                }
                (_, kind) => self.place(place.clone(), kind),
            }
        }
        for row in &reading.orders {
            let seen = match self
                .orders
                .iter()
                .position(|seen| seen.row.number == row.number)
            {
                Some(at) => &mut self.orders[at],
                None if self.orders.len() < MOST_ROWS => {
                    self.orders.push(OrderSeen {
                        row: row.clone(),
                        places: vec![],
                    });
                    let last = self.orders.len() - 1;
                    &mut self.orders[last]
                }
                None => continue,
            };
            if row.placed.is_some() {
                seen.row.placed = row.placed;
                seen.row.placed_as_shown.clone_from(&row.placed_as_shown);
            }
            seen.row.cancelled |= row.cancelled;
            if let Some(place) = &own_place
                && !seen.places.contains(place)
            {
                seen.places.push(place.clone());
            }
        }
    }

    fn place(&mut self, place: PlaceKind, kind: PageKind) {
        if let Some(known) = self.places.iter_mut().find(|(known, _)| *known == place) {
            known.1 = kind;
        } else if self.places.len() < MOST_PAGES {
            self.places.push((place, kind));
        }
    }

    /// What a place was when last seen.
    #[must_use]
    pub fn seen(&self, place: &PlaceKind) -> Option<PageKind> {
        self.places
            .iter()
            .find(|(known, _)| known == place)
            .map(|(_, kind)| *kind)
    }
}

/// Which place of a search a page is, by what it says of itself.
fn place_of(reading: &PageReading) -> Option<PlaceKind> {
    if let Some(number) = &reading.asked {
        return Some(PlaceKind::Own(number.clone()));
    }
    if reading.kind == PageKind::Points || reading.meant == Some(PageKind::Points) {
        return Some(PlaceKind::Points);
    }
    Some(match reading.list.as_ref()?.list {
        OrderList::Year(year) => PlaceKind::Year(year),
        OrderList::Days30 | OrderList::Months3 => PlaceKind::Recent,
        OrderList::Hidden => PlaceKind::Hidden,
        OrderList::Cancelled => PlaceKind::Cancelled,
        OrderList::Digital => PlaceKind::Digital,
        OrderList::Other => return None,
    })
}

fn same_row(one: &MessageRow, other: &MessageRow) -> bool {
    match (&one.message, &other.message) {
        (Some(one), Some(other)) => one == other,
        _ => one.sent == other.sent && one.subject == other.subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Message, Timestamp};
    use crate::official::{Tab, TimeAgreement};

    const JAPAN: &str = "amazon.co.jp";

    fn mail(subject: &str, sent: i64) -> Option<Wanted> {
        Wanted::of(&Message {
            subject: Some(subject.to_owned()),
            sent: Some(Timestamp(sent)),
            ..Message::default()
        })
    }

    fn rows(from: i64, count: i64) -> PageReading {
        PageReading {
            marketplace: JAPAN.to_owned(),
            kind: PageKind::Messages,
            messages: (from..from + count)
                .map(|at| MessageRow {
                    sent: Some(Timestamp(at * 3_600_000)),
                    subject: format!("お知らせ その {at} について"),
                    message: Some(format!("m{at}")),
                    tab: Tab::All,
                    ..MessageRow::default()
                })
                .collect(),
            ..PageReading::default()
        }
    }

    fn state(kind: PageKind) -> PageReading {
        PageReading {
            marketplace: JAPAN.to_owned(),
            kind,
            meant: Some(PageKind::Messages),
            ..PageReading::default()
        }
    }

    #[test]
    fn five_states_are_told_apart() {
        let mail = mail("お知らせ その 7 について", 7 * 3_600_000);
        let mut records = Records::default();
        let standing = |records: &Records| records.standing(mail.as_ref(), Some(JAPAN), true);
        assert_eq!(
            records.standing(mail.as_ref(), Some(JAPAN), false),
            Standing::NotAsked
        );
        assert_eq!(standing(&records), Standing::Waiting);
        for (kind, expected) in [
            (PageKind::SignIn, Standing::SignedOut),
            (PageKind::SecondStep, Standing::SignedOut),
            (PageKind::Captcha, Standing::Stopped),
            (PageKind::Error, Standing::Stopped),
            (PageKind::Unread, Standing::NotRead),
        ] {
            assert!(records.take(&state(kind), None));
            assert_eq!(standing(&records), expected);
        }
        records.take(&rows(10, 3), None);
        assert!(matches!(
            standing(&records),
            Standing::NotFound {
                rows: 3,
                from: Some(36_000_000),
                to: Some(43_200_000),
                ..
            }
        ));
        records.take(&rows(5, 3), None);
        let Standing::Listed {
            subject,
            agreement,
            marketplace,
            ..
        } = standing(&records)
        else {
            panic!("listed")
        };
        assert_eq!(
            (subject.as_str(), marketplace.as_str()),
            ("お知らせ その 7 について", JAPAN)
        );
        assert_eq!(agreement.time, TimeAgreement::Seconds(0));
    }

    #[test]
    fn where_the_person_goes_afterwards_takes_nothing_back() {
        let mail = mail("お知らせ その 7 について", 7 * 3_600_000);
        let errand = Errand::Messages;
        let elsewhere = |kind| PageReading {
            marketplace: JAPAN.to_owned(),
            kind,
            signed_in: Some(true),
            ..PageReading::default()
        };
        let mut records = Records::default();
        records.take(&rows(10, 3), Some(&errand));
        for kind in [
            PageKind::Home,
            PageKind::Other,
            PageKind::Orders,
            PageKind::Captcha,
            PageKind::Error,
        ] {
            assert!(!records.take(&elsewhere(kind), Some(&errand)), "{kind:?}");
            assert!(matches!(
                records.standing(mail.as_ref(), Some(JAPAN), true),
                Standing::NotFound { rows: 3, .. }
            ));
        }
        // Led to the front page after signing in: the list was not seen, and that is said.
        records = Records::default();
        records.take(&state(PageKind::SignIn), Some(&errand));
        records.take(&elsewhere(PageKind::Home), Some(&errand));
        assert_eq!(
            records.standing(mail.as_ref(), Some(JAPAN), true),
            Standing::NotRead
        );
    }

    #[test]
    fn a_state_without_an_address_counts_for_the_tab_that_was_opened() {
        let mut records = Records::default();
        let captcha = PageReading {
            meant: None,
            ..state(PageKind::Captcha)
        };
        records.take(&captcha, None);
        assert_eq!(
            records.standing(mail("a subject long enough", 0).as_ref(), Some(JAPAN), true),
            Standing::Waiting
        );
        records.take(&captcha, Some(&Errand::Messages));
        assert_eq!(
            records.standing(mail("a subject long enough", 0).as_ref(), Some(JAPAN), true),
            Standing::Stopped
        );
        records.ask(JAPAN);
        assert_eq!(
            records.standing(mail("a subject long enough", 0).as_ref(), Some(JAPAN), true),
            Standing::Waiting
        );
    }

    /// The browser's own error page tells nothing; what was said before it stays, and what comes after it counts.
    #[test]
    fn no_page_ends_the_waiting_and_takes_nothing_back() {
        let mut records = Records::default();
        let standing = |records: &Records| {
            records.standing(mail("a subject long enough", 0).as_ref(), Some(JAPAN), true)
        };
        let year = Errand::Place(PlaceKind::Year(2026));
        assert_eq!(standing(&records), Standing::Waiting);
        assert!(records.awaits(JAPAN, &Errand::Messages) && records.awaits(JAPAN, &year));
        assert!(records.no_page(JAPAN, &Errand::Messages));
        assert_eq!(standing(&records), Standing::Stopped);
        assert!(!records.no_page(JAPAN, &Errand::Messages), "said once");
        assert!(records.awaits(JAPAN, &year), "another tab's matter");
        assert!(records.no_page(JAPAN, &year));
        assert_eq!(records.shelves[JAPAN].lost, [PlaceKind::Year(2026)]);
        // The tab was slow: the page that comes after all is the first one that was seen there.
        records.take(&state(PageKind::Captcha), Some(&year));
        assert!(records.shelves[JAPAN].lost.is_empty());
        assert_eq!(
            records.shelves[JAPAN].seen(&PlaceKind::Year(2026)),
            Some(PageKind::Captcha)
        );
        records.take(&rows(0, 3), Some(&Errand::Messages));
        assert!(matches!(
            standing(&records),
            Standing::NotFound { rows: 3, .. }
        ));
        assert!(!records.no_page(JAPAN, &Errand::Messages));
        assert!(matches!(
            standing(&records),
            Standing::NotFound { rows: 3, .. }
        ));
        records.ask(JAPAN);
        assert!(records.awaits(JAPAN, &Errand::Messages), "asked anew");
    }

    #[test]
    fn found_in_another_marketplace() {
        let mut records = Records::default();
        records.take(
            &PageReading {
                marketplace: "amazon.com".to_owned(),
                ..rows(7, 1)
            },
            None,
        );
        let standing = records.standing(
            mail("お知らせ その 7 について", 7 * 3_600_000).as_ref(),
            Some(JAPAN),
            true,
        );
        assert!(
            matches!(standing, Standing::Listed { marketplace, .. } if marketplace == "amazon.com")
        );
    }

    #[test]
    fn rows_merge_and_are_capped() {
        let mut records = Records::default();
        assert!(records.take(&rows(0, 20), None));
        assert!(!records.take(&rows(0, 20), None), "nothing new");
        records.take(&rows(10, 20), None);
        assert_eq!(records.shelves[JAPAN].messages.len(), 30);
        for page in 0..60 {
            records.take(&rows(page * 100, 100), None);
        }
        let shelf = &records.shelves[JAPAN];
        assert_eq!(shelf.messages.len(), MOST_ROWS);
        assert_eq!(
            shelf.messages[0].message.as_deref(),
            Some("m5999"),
            "the newest are kept"
        );
    }

    #[test]
    fn signing_out_forgets_and_being_sent_to_sign_in_does_not() {
        let mut records = Records::default();
        records.take(&rows(0, 3), None);
        // Asked for the password only: recognised, and soon back.
        records.take(
            &PageReading {
                meant: Some(PageKind::Orders),
                ..state(PageKind::SignIn)
            },
            None,
        );
        assert_eq!(records.shelves[JAPAN].messages.len(), 3);
        // Asked for the address of an account: nobody is known there any more.
        let mut asked = records.clone();
        asked.take(
            &PageReading {
                signed_in: Some(false),
                meant: None,
                ..state(PageKind::SignIn)
            },
            None,
        );
        assert!(asked.shelves[JAPAN].messages.is_empty());
        let home = PageReading {
            marketplace: JAPAN.to_owned(),
            kind: PageKind::Home,
            signed_in: Some(false),
            ..PageReading::default()
        };
        assert!(records.take(&home, None));
        assert!(records.shelves[JAPAN].messages.is_empty());
        assert_eq!(
            records.standing(mail("a subject long enough", 0).as_ref(), Some(JAPAN), true),
            Standing::SignedOut
        );
        records.take(&rows(0, 3), None);
        records.forget();
        assert_eq!(records, Records::default());
    }

    #[test]
    fn opening_a_message_or_refilling_does_not_unread_the_list() {
        let mut records = Records::default();
        records.take(&rows(10, 3), None);
        for kind in [PageKind::Message, PageKind::Unread] {
            records.take(&state(kind), Some(&Errand::Messages));
            assert!(matches!(
                records.standing(mail("a subject long enough", 0).as_ref(), Some(JAPAN), true),
                Standing::NotFound { rows: 3, .. }
            ));
        }
    }

    #[test]
    fn strangers_leave_no_record() {
        let mut records = Records::default();
        assert!(!records.take(
            &PageReading {
                marketplace: "amazon.example".to_owned(),
                ..rows(0, 3)
            },
            None
        ));
        assert_eq!(records, Records::default());
    }

    #[test]
    fn stored_and_read_back() {
        let mut records = Records::default();
        records.take(&rows(0, 3), None);
        let text = serde_json::to_string(&records).unwrap();
        assert_eq!(serde_json::from_str::<Records>(&text).unwrap(), records);
        assert_eq!(
            serde_json::from_str::<Records>("{}").unwrap(),
            Records::default()
        );
    }
}
