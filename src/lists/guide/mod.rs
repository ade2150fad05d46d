//! What to do, as data: situations, their steps, and where to report.
//!
//! Sources: Amazon's help pages "Identifying whether an Email, Phone Call, Text Message, or Webpage is from Amazon" and "Report a
//! scam"; aboutamazon.jp "3-key-points-to-prevent-phishing-scam-emails"; ITmedia ねとらぼ 2021-04-09 on hidden orders; a person's
//! own account of the way to a call-back and of what came after it. What only one weak source says is a note of the role
//! [`Role::Doubt`], and worded so.
//!
//! The words stand in the catalogues: a step's title under `guide_step_<id>`, a note's under `guide_<note>`.

pub mod reports;
pub mod steps;

use super::marketplaces::Page;
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// What happened, as the person says it.
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
pub enum Situation {
    /// A mail came, nothing was pressed.
    Nothing,
    /// A link was pressed, nothing was typed.
    Clicked,
    /// The password was typed.
    Password,
    /// A card number was typed.
    Card,
    /// The mail is genuine, the order is not the person's.
    Order,
    /// The brand says that someone signed in.
    Signin,
}

/// All situations, in the order in which they are offered.
pub const SITUATIONS: [Situation; 6] = [
    Situation::Nothing,
    Situation::Clicked,
    Situation::Password,
    Situation::Card,
    Situation::Order,
    Situation::Signin,
];

/// One step: one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name; the title is `guide_step_<id>`.
    pub id: &'static str,
    /// Something to do, or something to leave alone.
    pub kind: Kind,
    /// The brand's own pages it needs, the main one first.
    pub doors: &'static [Page<'static>],
    /// What to know on the way.
    pub notes: &'static [Note],
    /// A time that matters.
    pub wait: Option<Wait>,
    /// Where the person may have to go on instead.
    pub leads: &'static [Lead],
    /// The person is asked what was found there; the answer goes on the evidence sheet.
    pub asks: bool,
    /// Where it is true.
    pub scope: Scope,
}

/// Something to do, or something to leave alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Do it.
    Do,
    /// Do not do it.
    Leave,
}

/// One line under a step: `guide_<key>` in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of line it is.
    pub role: Role,
    /// Its name.
    pub key: &'static str,
    /// Where it is true.
    pub scope: Scope,
}

/// What kind of line a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Press this; several of them are pressed one after another.
    Press,
    /// Do not press this.
    Avoid,
    /// This will be asked.
    Asked,
    /// It takes so long.
    Lasts,
    /// This mail will come.
    Mail,
    /// Worth knowing.
    Know,
    /// Not certain: old, seen once, or not known for this marketplace.
    Doubt,
}

/// Every role, in the order in which notes are shown.
pub const ROLES: [Role; 7] = [
    Role::Press,
    Role::Avoid,
    Role::Asked,
    Role::Lasts,
    Role::Mail,
    Role::Know,
    Role::Doubt,
];

impl Role {
    /// Its name in the catalogues: `guide_role_<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Press => "press",
            Self::Avoid => "avoid",
            Self::Asked => "asked",
            Self::Lasts => "lasts",
            Self::Mail => "mail",
            Self::Know => "know",
            Self::Doubt => "doubt",
        }
    }
}

/// Another place in the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Another situation.
    To(Situation),
    /// Where to report.
    Report,
    /// The evidence sheet.
    Sheet,
}

/// A time that matters, counted from the moment another step was ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What the time means.
    pub kind: WaitKind,
    /// How long.
    pub minutes: u32,
    /// The step it is counted from.
    pub after: &'static str,
}

/// What a time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitKind {
    /// Go on only after it.
    Hold,
    /// Something comes by then.
    Expect,
    /// Look again then.
    Again,
}

impl WaitKind {
    /// Its name in the catalogues: `guide_wait_<name>` before, `guide_wait_<name>_over` after.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Expect => "expect",
            Self::Again => "again",
        }
    }
}

/// Where something is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On every marketplace.
    Everywhere,
    /// On these marketplaces only.
    In(&'static [&'static str]),
    /// On all others.
    NotIn(&'static [&'static str]),
}

impl Scope {
    /// Whether it holds for a marketplace (by id).
    #[must_use]
    pub fn holds(&self, marketplace: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::In(list) => list.contains(&marketplace),
            Self::NotIn(list) => !list.contains(&marketplace),
        }
    }
}

impl Situation {
    /// Its name in addresses and in the catalogues: `guide_situation_<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Clicked => "clicked",
            Self::Password => "password",
            Self::Card => "card",
            Self::Order => "order",
            Self::Signin => "signin",
        }
    }

    /// The situation of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        SITUATIONS
            .into_iter()
            .find(|situation| situation.name() == name)
    }
}

/// The name of a page in the catalogues: `guide_open_<name>`.
#[must_use]
pub const fn door_name(page: Page<'_>) -> &'static str {
    match page {
        Page::Messages => "messages",
        Page::Orders | Page::OrdersOfYear(_) => "orders",
        Page::OrdersCancelled => "orders_cancelled",
        Page::OrdersDigital => "orders_digital",
        Page::OrdersHidden => "orders_hidden",
        Page::Order(_) => "order",
        Page::Points => "points",
        Page::Account => "account",
        Page::Security => "security",
        Page::TwoStep => "two_step",
        Page::Devices => "devices",
        Page::Payments => "payments",
        Page::Transactions => "transactions",
        Page::Addresses => "addresses",
        Page::Deliveries => "deliveries",
        Page::Memberships => "memberships",
        Page::GiftCards => "gift_cards",
        Page::MailPreferences => "mail_preferences",
        Page::CustomerService => "customer_service",
        Page::ForgotPassword => "forgot_password",
        Page::Report => "report",
        Page::HowToTell => "how_to_tell",
    }
}
