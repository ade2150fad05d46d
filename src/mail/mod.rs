//! What a page, or a raw mail, says about one mail, as plain data.

pub(crate) mod brand;
pub(crate) mod claim;
pub mod excerpt;
pub mod forward;
pub mod headers;
pub mod name;
pub mod orders;
pub mod phrases;
pub mod proof;
mod speaker;

pub use brand::BrandWords;
pub use claim::claim;
pub use headers::Headers;
pub use proof::Proof;

use crate::address::{Link, Mailbox};
use crate::plain::{FromPlain, ToPlain};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToPlain, FromPlain,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// What is known of one mail. Filled by [`crate::page::read`] from a webmail's page or by `raw::read` from the mail's source;
/// what could not be read is `None` and named in `missing`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Message {
    /// Who it says it is from.
    pub sender: Sender,
    /// Where answers go, if the page or the mail says so.
    pub reply_to: Vec<Mailbox>,
    /// The subject, decoded.
    pub subject: Option<String>,
    /// When it was sent, when that could be read as a moment.
    pub sent: Option<Timestamp>,
    /// The time as the page shows it.
    pub sent_as_shown: Option<String>,
    /// The visible text of the body, white space folded, capped by whoever read it (then `cut`).
    pub text: String,
    /// Text in the body that a person cannot see.
    pub hidden_text: String,
    /// Alternative texts of the body's pictures.
    pub alt_texts: Vec<String>,
    /// How many pictures the body shows that are larger than a speck.
    pub pictures: u32,
    /// Every link, form action and area of the body.
    pub links: Vec<Link>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// What the reader's own side says of the sender's authenticity.
    pub authentication: Authentication,
    /// What only the raw headers tell.
    pub transport: Option<Transport>,
    /// Order numbers, labelled ones only.
    pub orders: Vec<String>,
    /// The mail inside a forward by a person, judged in its stead.
    pub forwarded: Option<Box<Message>>,
    /// Who wrote it, when one of the brand's own pages shows it; `None` for a mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<Author>,
    /// The person sees it in a spam folder.
    pub in_spam: bool,
    /// The body was longer than what was read.
    pub cut: bool,
    /// What could not be read, by probe name (`sender_address`, `body`, ...).
    pub missing: Vec<String>,
}

/// Who wrote a message that a page of the brand's own shows. The brand delivers it in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The page does not tell: the brand, or a seller.
    Unknown,
    /// A seller.
    Seller,
}

/// The sender as shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sender {
    /// The display name: the part a stranger may choose.
    pub name: Option<String>,
    /// The address. `None` when the page does not show it: then the sender was not read.
    pub address: Option<Mailbox>,
    /// Further From addresses, when there are several.
    pub others: Vec<Mailbox>,
}

/// An attachment, by what its header says, and its text when it could be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachment {
    /// File name as written.
    pub name: String,
    /// Media type (`application/pdf`).
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Readable text in it, when a reader exists.
    pub text: Option<String>,
}

/// What is known of the sender's authenticity, from the reader's own side only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(default)]
pub struct Authentication {
    /// Domains with a passing DKIM signature (Gmail's "signed-by", `dkim=pass header.d=`).
    pub signed_by: Vec<String>,
    /// The domain SPF passed for (Gmail's "mailed-by", `spf=pass smtp.mailfrom=`).
    pub mailed_by: Option<String>,
    /// DMARC's result for the From domain.
    pub dmarc: Option<Outcome>,
    /// SPF's result, whatever domain it was for.
    pub spf: Option<Outcome>,
    /// DKIM's worst news: `Fail` when a signature was there and none passed.
    pub dkim: Option<Outcome>,
    /// ARC's result (RFC 8617). Shown, never counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arc: Option<Outcome>,
    /// The webmail itself warns of this mail.
    pub warned: bool,
    /// Who wrote these results (host of the receiving server, or the webmail's name).
    pub by: Option<String>,
}

/// A result of SPF, DKIM or DMARC; unknown is its own answer (RFC 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToPlain, FromPlain)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Passed.
    Pass,
    /// Failed, hard or soft.
    Fail,
    /// No policy, signature or record.
    None,
    /// A temporary or permanent error.
    Error,
}

/// What only raw headers tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transport {
    /// Domains of `DKIM-Signature: d=`, whatever their result.
    pub signatures: Vec<String>,
    /// Return-Path.
    pub return_path: Option<Mailbox>,
    /// The host part of Message-ID.
    pub message_id_host: Option<String>,
    /// Minutes east of UTC in the Date header.
    pub date_offset: Option<i32>,
    /// Number of Received lines; 0 when headers were cut.
    pub received: u32,
    /// The mail passed a mailing list.
    pub list: bool,
    /// The servers it passed, as they name themselves, in the order of its way; at most 12, the last ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub way: Vec<String>,
}

/// Who a message says it speaks for, and by which words it says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct Claim {
    /// The brand's id in the brand table.
    pub brand: String,
    /// The brand's name as people write it.
    pub brand_name: String,
    /// The marketplace's host (`amazon.co.jp`), when the message tells.
    pub marketplace: Option<String>,
    /// The words that say so, and where they stand.
    pub words: Vec<ClaimWords>,
    /// The evidence leaves no doubt. A claim that is not firm never makes a mail dangerous.
    #[serde(default)]
    pub firm: bool,
}

/// One piece of evidence of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToPlain, FromPlain)]
pub struct ClaimWords {
    /// Where: `name`, `subject`, `text`, `alt`, `link`, `address`, `attachment`.
    pub place: String,
    /// The words as written, shortened.
    pub words: String,
}
