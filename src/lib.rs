//! **The engine of Honmono**: what a page says about a mail goes in, a verdict with its evidence comes out.
//!
//! One sentence: a [`page::Snapshot`] is read as [`mail::Message`]s, each message is judged into a
//! [`Verdict`] (its [`mail::Claim`] and the [`Sign`]s found), and [`words`] turns a verdict into the sentences a
//! person reads.
//!
//! ```text
//! page::Snapshot --page::read--> mail::Message --judge--> Verdict --words--> Sentence
//! raw mail (.eml) --raw::read-------^      ^                 ^
//!                                          |                 official::Record (Message Center, orders)
//!                                          address::Link (lists::Tables)
//! ```
//!
//! What is deliberately absent: no clock, no network, no randomness, no DOM, no async. What varies arrives
//! as an argument. `tests/house.rs` keeps it so.

// What is derived says `honmono::plain`, here as in the crates beside.
extern crate self as honmono;

pub mod address;
pub mod guide;
pub mod lists;
mod lower;
pub mod mail;
pub mod names;
pub mod official;
mod order;
pub mod page;
pub mod plain;
#[cfg(feature = "raw")]
pub mod raw;
pub mod settings;
pub mod signs;
pub mod verdict;
pub mod words;

pub use lists::Tables;
pub use mail::Message;
pub use verdict::{Level, Sign, Verdict, judge};
