//! Verdict in, DOM out: panel, card, popup and pages, drawn with web-sys. Knows no extension API and no site.
//!
//! Everything a page or a mail says is set as text. Words come from a [`Catalog`]; which words, from `honmono::words`.

pub mod card;
pub mod catalog;
pub mod check;
pub mod guide;
pub mod headers;
pub mod icon;
pub mod language;
pub mod official;
pub mod options;
pub mod orders;
pub mod panel;
pub mod pen;
pub mod popup;
pub mod unread;
pub mod welcome;

pub use catalog::Catalog;
pub use icon::level_name;
pub use pen::{Drawn, Pen};

use std::rc::Rc;

/// What a person can ask for by pressing something of ours.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Look in the brand's own list of messages.
    Check,
    /// Look in the brand's own list of orders.
    FindOrder,
    /// Open a place where the order may be.
    OpenPlace(honmono::official::PlaceKind),
    /// Forget what was read from the brand's own pages.
    ForgetRecords,
    /// Show what to do now.
    Help,
    /// Read the page again.
    LookAgain,
    /// Leave the link alone.
    Stay,
    /// Copy this address.
    Copy(String),
    /// Look at the open tab, whatever site it is.
    LookAtTab,
    /// Look at this site from now on. Must be handled inside the click.
    AlwaysHere(String),
    /// Open the settings.
    Settings,
    /// Keep these settings.
    Save(honmono::settings::Settings),
    /// Forget everything.
    Forget,
    /// Give this site's access back.
    DropHost(String),
    /// Write the settings to a file.
    Export,
    /// Ask the browser for these sites. Must be handled inside the click.
    AllowHosts(Vec<String>),
    /// Judge this link or text.
    Ask(String),
    /// Open the page for a link or a text.
    AskHere,
    /// Show where to report this mail.
    Report,
}

/// What is called when something is pressed.
pub type Act = Rc<dyn Fn(Action)>;
