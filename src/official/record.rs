//! What is read from the brand's own pages, as plain data.

use crate::mail::Timestamp;
use crate::official::Day;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// What kind of page of the brand's it is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A list of orders.
    Orders,
    /// One order.
    Order,
    /// The invoice, or printable summary, of one order.
    Invoice,
    /// Payments made.
    Payments,
    /// The Message Center: its rows were read, or it says that there are none.
    Messages,
    /// One message, opened in the Message Center.
    Message,
    /// The history of points.
    Points,
    /// Wants the person to sign in.
    SignIn,
    /// Wants a second step of signing in.
    SecondStep,
    /// A robot check.
    Captcha,
    /// An error page, or a box that says so in place of the content.
    Error,
    /// The shop's front page.
    Home,
    /// A page that should have rows, which could not be read, or are not there yet.
    Unread,
    /// Any other page of the brand.
    #[default]
    Other,
}

impl PageKind {
    /// Its name in reports: `orders`, `sign-in`, ...
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Order => "order",
            Self::Invoice => "invoice",
            Self::Payments => "payments",
            Self::Messages => "messages",
            Self::Message => "message",
            Self::Points => "points",
            Self::SignIn => "sign-in",
            Self::SecondStep => "second-step",
            Self::Captcha => "captcha",
            Self::Error => "error",
            Self::Home => "home",
            Self::Unread => "unread",
            Self::Other => "other",
        }
    }
}

/// How exactly a row tells its time.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToPlain,
    FromPlain,
)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second.
    #[default]
    Second,
    /// To the minute.
    Minute,
    /// Only the day.
    Day,
}

/// A tab of the Message Center.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// All messages.
    #[default]
    All,
    /// Between buyers and sellers only.
    Sellers,
    /// Could not be told.
    Unknown,
}

/// A row of the Message Center.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct MessageRow {
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// How exactly.
    pub precision: Precision,
    /// The subject as the page shows it.
    pub subject: String,
    /// The message's id, when the page tells.
    pub message: Option<String>,
    /// The thread's id, when the page tells.
    pub thread: Option<String>,
    /// The tab it was seen in.
    pub tab: Tab,
}

/// A list of orders, by what it is limited to.
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
#[serde(rename_all = "snake_case")]
pub enum OrderList {
    /// The last 30 days.
    Days30,
    /// The last three months: what the page shows by itself.
    Months3,
    /// A year.
    Year(i32),
    /// Hidden ("archived") orders.
    Hidden,
    /// Cancelled orders.
    Cancelled,
    /// Digital orders.
    Digital,
    /// Anything else: open orders, a search, another period.
    Other,
}

/// An order, as a list or its own page shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct OrderRow {
    /// Its number.
    pub number: String,
    /// The day it was placed.
    pub placed: Option<Day>,
    /// The same as the page shows it.
    pub placed_as_shown: String,
    /// It is marked as cancelled.
    pub cancelled: bool,
}

/// What one page of a list of orders covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct ListPage {
    /// Which list.
    pub list: OrderList,
    /// Index of its first order.
    pub start: u32,
    /// Orders on it that were read.
    pub read: u32,
    /// Cards that are there without readable content: encrypted or not filled yet.
    pub shells: u32,
    /// How many orders the list has, as the page says.
    pub total: Option<u32>,
    /// No further page follows.
    pub last: bool,
    /// The days of its oldest and its newest order.
    pub days: Option<(Day, Day)>,
}

/// What was read from one page of the brand's, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct PageReading {
    /// The marketplace (`amazon.co.jp`).
    pub marketplace: String,
    /// What page it is.
    pub kind: PageKind,
    /// What it should have been, by its address, when that is not what it is: an error box on the Message Center.
    pub meant: Option<PageKind>,
    /// Whether the person is signed in, when the page tells.
    pub signed_in: Option<bool>,
    /// Rows of the Message Center.
    pub messages: Vec<MessageRow>,
    /// The tab they are in.
    pub tab: Tab,
    /// The Message Center offers further rows.
    pub more: bool,
    /// Orders of a list, of their own page, or named by points or payments.
    pub orders: Vec<OrderRow>,
    /// What part of which list it is.
    pub list: Option<ListPage>,
    /// The number this page was asked for by its address.
    pub asked: Option<String>,
    /// When the hands looked.
    pub at: Option<Timestamp>,
}
