//! Where a link goes: hosts compared label by label, registrable domains, links as the browser will resolve them,
//! wrappers undone, look-alike names.

pub mod homograph;
pub mod host;
pub mod likeness;
pub mod link;
pub mod mailbox;
pub mod script;
pub mod site;
pub mod unwrap;

pub use host::Host;
pub use likeness::Likeness;
pub use link::{Hop, Link, Oddity, Shown, Target};
pub use mailbox::Mailbox;
pub use site::{Site, Suffix, Suffixes};
