//! [`OrderSearch`]: where an order may be, what was found there, and what may be concluded.
//!
//! "No such order" is said only after every place that matters was read: the list of the right year with all its pages, cancelled
//! orders, hidden ("archived") ones, and the order's own page. An intruder hides an order so that its owner sees nothing; points
//! that it earned still show it.

use super::Day;
use super::record::{ListPage, OrderList, PageKind};
use super::records::{Records, Shelf};
use crate::lists::marketplaces::{self, Page};
use crate::mail::Timestamp;
use crate::order;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// An order is placed at most so many days before a mail about it, as far as a list need be read back.
const DAYS_BEFORE: i32 = 45;
/// The day of an order and of a mail about it may differ by a time zone.
const DAYS_AFTER: i32 = 2;

/// A place where an order may be.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// The list as it opens by itself.
    Recent,
    /// The list of a year.
    Year(i32),
    /// Cancelled orders.
    Cancelled,
    /// Digital orders.
    Digital,
    /// Hidden orders.
    Hidden,
    /// The order's own page, by its number.
    Own(String),
    /// The history of points.
    Points,
}

impl PlaceKind {
    /// The page that shows it.
    #[must_use]
    pub fn page(&self) -> Page<'_> {
        match self {
            Self::Recent => Page::Orders,
            Self::Year(year) => Page::OrdersOfYear(*year),
            Self::Cancelled => Page::OrdersCancelled,
            Self::Digital => Page::OrdersDigital,
            Self::Hidden => Page::OrdersHidden,
            Self::Own(number) => Page::Order(number),
            Self::Points => Page::Points,
        }
    }
}

/// What a place says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Nobody looked.
    NotLooked,
    /// So many of its orders were read; the rest is still to be read.
    Partly {
        /// Orders read.
        read: u32,
        /// Orders there are, as the page says.
        total: Option<u32>,
    },
    /// It is here.
    Found {
        /// The day it was placed, as the page shows it.
        placed: String,
        /// It is marked as cancelled.
        cancelled: bool,
    },
    /// It is not here.
    NotHere,
    /// The page could not be read.
    NotRead,
    /// The page wants the person to sign in.
    SignedOut,
    /// A robot check or an error page.
    Stopped,
}

/// A place, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Place {
    /// Which one.
    pub kind: PlaceKind,
    /// Where to look: an address of the marketplace's table.
    pub address: String,
    /// A conclusion needs it.
    pub matters: bool,
    /// What it says.
    pub answer: Answer,
}

/// What may be concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// So many places that matter are still to be read.
    Open {
        /// How many.
        left: u32,
    },
    /// It is in the person's list.
    InHistory,
    /// It is there, and cancelled.
    Cancelled,
    /// It exists in this account and is hidden from its list.
    Hidden,
    /// It exists in this account; whether the list shows it is not known yet.
    Exists,
    /// It is in none of the places.
    NotInHistory,
}

/// The search for one order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct OrderSearch {
    /// The order's number.
    pub number: String,
    /// The marketplace it is searched in.
    pub marketplace: String,
    /// When the mail about it was sent.
    pub sent: Option<Timestamp>,
}

impl OrderSearch {
    /// Every place with what is known of it, in the order in which a person should look. Empty when there is no such marketplace, or
    /// the number is none.
    #[must_use]
    pub fn places(&self, records: &Records) -> Vec<Place> {
        let Some(marketplace) = marketplaces::by_id(&self.marketplace) else {
            return vec![];
        };
        if !marketplaces::is_order_number(&self.number) {
            return vec![];
        }
        let empty = Shelf::default();
        let shelf = records.shelves.get(&self.marketplace).unwrap_or(&empty);
        let digital = self.number.starts_with('D');
        let mut kinds: Vec<(PlaceKind, bool)> = vec![];
        match self.window() {
            Some((from, to)) => kinds.extend(
                (from.ymd().0..=to.ymd().0)
                    .rev()
                    .map(|year| (PlaceKind::Year(year), true)),
            ),
            None => kinds.push((PlaceKind::Recent, true)),
        }
        kinds.push((PlaceKind::Hidden, true));
        kinds.push((PlaceKind::Own(self.number.clone()), true));
        kinds.push((PlaceKind::Cancelled, true));
        kinds.push((PlaceKind::Digital, digital));
        kinds.push((PlaceKind::Points, false));
        kinds
            .into_iter()
            .filter_map(|(kind, matters)| {
                let address = marketplace.address(kind.page())?;
                let answer = self.answer(shelf, &kind);
                Some(Place {
                    kind,
                    address,
                    matters,
                    answer,
                })
            })
            .collect()
    }

    /// What may be concluded from these places.
    #[must_use]
    pub fn conclusion(places: &[Place]) -> Conclusion {
        let found = |wanted: fn(&PlaceKind) -> bool| {
            places
                .iter()
                .any(|place| wanted(&place.kind) && matches!(place.answer, Answer::Found { .. }))
        };
        let cancelled = places.iter().any(|place| {
            matches!(
                place.answer,
                Answer::Found {
                    cancelled: true,
                    ..
                }
            ) || (place.kind == PlaceKind::Cancelled
                && matches!(place.answer, Answer::Found { .. }))
        });
        let lists = |kind: &PlaceKind| matches!(kind, PlaceKind::Year(_) | PlaceKind::Recent);
        if found(|kind| *kind == PlaceKind::Hidden) {
            return Conclusion::Hidden;
        }
        if cancelled {
            return Conclusion::Cancelled;
        }
        if found(|kind| {
            matches!(
                kind,
                PlaceKind::Year(_) | PlaceKind::Recent | PlaceKind::Digital
            )
        }) {
            return Conclusion::InHistory;
        }
        let left = places
            .iter()
            .filter(|place| place.matters && place.answer != Answer::NotHere)
            .count();
        if found(|kind| matches!(kind, PlaceKind::Own(_) | PlaceKind::Points)) {
            let list_read = places
                .iter()
                .filter(|place| lists(&place.kind))
                .all(|place| place.answer == Answer::NotHere);
            // A digital order may stand in the list under another number than on its own page.
            let digital = places.iter().any(
                |place| matches!(&place.kind, PlaceKind::Own(number) if number.starts_with('D')),
            );
            return if list_read && !digital {
                Conclusion::Hidden
            } else {
                Conclusion::Exists
            };
        }
        if left > 0 || places.is_empty() {
            return Conclusion::Open {
                left: u32::try_from(left).unwrap_or(u32::MAX),
            };
        }
        Conclusion::NotInHistory
    }

    /// The days on which the order may have been placed.
    fn window(&self) -> Option<(Day, Day)> {
        let day = Day::of(self.sent?);
        Some((day.plus(-DAYS_BEFORE), day.plus(DAYS_AFTER)))
    }

    fn answer(&self, shelf: &Shelf, kind: &PlaceKind) -> Answer {
        let seen = shelf
            .orders
            .iter()
            .find(|seen| seen.row.number == self.number);
        let here = |place: &PlaceKind| seen.is_some_and(|seen| seen.places.contains(place));
        // The list that opens by itself may have shown it before the year's list was looked at.
        let in_a_list = matches!(kind, PlaceKind::Year(_))
            && seen.is_some_and(|seen| {
                seen.places.contains(&PlaceKind::Recent)
                    && self.window().is_some_and(|(from, to)| {
                        seen.row
                            .placed
                            .is_none_or(|placed| placed >= from && placed <= to)
                    })
            });
        if here(kind) || in_a_list {
            return seen.map_or(Answer::NotHere, |seen| Answer::Found {
                placed: seen.row.placed_as_shown.clone(),
                cancelled: seen.row.cancelled,
            });
        }
        let state = shelf.seen(kind);
        let failed = match state {
            Some(PageKind::SignIn | PageKind::SecondStep) => Some(Answer::SignedOut),
            Some(PageKind::Captcha | PageKind::Error) => Some(Answer::Stopped),
            Some(PageKind::Unread) => Some(Answer::NotRead),
            None if shelf.lost.contains(kind) => Some(Answer::Stopped),
            _ => None,
        };
        match kind {
            PlaceKind::Own(_) => match (failed, state) {
                (Some(failed), _) => failed,
                (None, None) => Answer::NotLooked,
                // The page of the number is there, and could not be seen to name it.
                (None, Some(PageKind::Order | PageKind::Invoice)) => Answer::NotRead,
                // An unknown number is sent away from its address.
                (None, Some(_)) => Answer::NotHere,
            },
            PlaceKind::Points => match (failed, state) {
                (Some(failed), _) => failed,
                (None, Some(PageKind::Points)) => Answer::NotHere,
                (None, Some(_)) => Answer::NotRead,
                (None, None) => Answer::NotLooked,
            },
            _ => match self.coverage(shelf, kind) {
                Coverage::All => Answer::NotHere,
                Coverage::Some { read, total } => failed.unwrap_or(Answer::Partly { read, total }),
                Coverage::Nothing => failed.unwrap_or(if state.is_some() {
                    Answer::NotRead
                } else {
                    Answer::NotLooked
                }),
            },
        }
    }

    /// How much of a list was read.
    fn coverage(&self, shelf: &Shelf, kind: &PlaceKind) -> Coverage {
        let of = |lists: &[OrderList]| self.run(shelf, lists);
        match kind {
            PlaceKind::Year(year) => match of(&[OrderList::Year(*year)]) {
                Coverage::All => Coverage::All,
                part => {
                    // The recent lists reach back far enough, and from their start: the year's list has no more.
                    let recent = [OrderList::Months3, OrderList::Days30]
                        .into_iter()
                        .any(|list| self.reaches_back(shelf, list));
                    if recent { Coverage::All } else { part }
                }
            },
            PlaceKind::Recent => match of(&[OrderList::Months3]) {
                Coverage::Nothing => of(&[OrderList::Days30]),
                found => found,
            },
            PlaceKind::Hidden => of(&[OrderList::Hidden]),
            PlaceKind::Cancelled => of(&[OrderList::Cancelled]),
            PlaceKind::Digital => of(&[OrderList::Digital]),
            PlaceKind::Own(_) | PlaceKind::Points => Coverage::Nothing,
        }
    }

    fn reaches_back(&self, shelf: &Shelf, list: OrderList) -> bool {
        let Some((from, _)) = self.window() else {
            return false;
        };
        let (run, _) = run_from_start(shelf, list);
        run.iter()
            .any(|page| page.days.is_some_and(|(oldest, _)| oldest < from))
    }

    fn run(&self, shelf: &Shelf, lists: &[OrderList]) -> Coverage {
        let mut read = 0;
        let mut total = None;
        for &list in lists {
            let (run, complete) = run_from_start(shelf, list);
            // Lists by date need not be read beyond the days that matter. Hidden, cancelled and digital ones are short: all of them.
            let by_date = matches!(list, OrderList::Year(_));
            if complete || (by_date && self.reaches_back(shelf, list)) {
                return Coverage::All;
            }
            read += run.iter().map(|page| page.read).sum::<u32>();
            total = total.or(run.iter().find_map(|page| page.total));
            if run.is_empty()
                && shelf
                    .pages
                    .iter()
                    .any(|page| page.list == list && page.read > 0)
            {
                read += shelf
                    .pages
                    .iter()
                    .filter(|page| page.list == list)
                    .map(|page| page.read)
                    .sum::<u32>();
            }
        }
        if read == 0 {
            Coverage::Nothing
        } else {
            Coverage::Some { read, total }
        }
    }
}

enum Coverage {
    All,
    Some { read: u32, total: Option<u32> },
    Nothing,
}

/// The pages of a list that were read one after another from its first order on, and whether they reach its end. A card without
/// readable content ends the run: the order could be that one.
fn run_from_start(shelf: &Shelf, list: OrderList) -> (Vec<&ListPage>, bool) {
    let mut pages: Vec<&ListPage> = shelf
        .pages
        .iter()
        .filter(|page| page.list == list)
        .collect();
    order::by_key(&mut pages, |page| page.start);
    let mut run: Vec<&ListPage> = vec![];
    let mut next = 0;
    for page in pages {
        if page.start > next || page.shells > 0 {
            return (run, false);
        }
        next = next.max(page.start + page.read);
        run.push(page);
        let all = page.total.is_some_and(|total| total <= next);
        // Nothing read counts as the end only where the page itself says that there is nothing.
        if all || (page.last && page.read > 0) {
            return (run, true);
        }
    }
    (run, false)
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
