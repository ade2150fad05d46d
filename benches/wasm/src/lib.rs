//! What `benches/link.rs` and `benches/mail.rs` time natively, as functions that JavaScript can time: one call, one pass over all. The
//! module has no clock; it is compiled exactly as what ships.

use honmono::address::{Link, Shown};
use honmono::official::Standing;
use honmono::signs::links::{ClaimedBrand, link_signs};
use honmono::{Message, Tables, judge};
use std::hint::black_box;
use url::Url;
use wasm_bindgen::prelude::wasm_bindgen;

/// The engine with its work at hand.
#[wasm_bindgen]
pub struct Work {
    tables: Tables,
    addresses: Vec<String>,
    messages: Vec<Message>,
    claim: ClaimedBrand,
}

#[wasm_bindgen]
impl Work {
    /// `addresses`: one a line; `messages`: JSON.
    ///
    /// # Errors
    /// When the messages cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(
        addresses: &str,
        messages: &str,
        brand: &str,
        marketplace: &str,
    ) -> Result<Work, String> {
        Ok(Work {
            tables: Tables::shipped(),
            addresses: addresses.lines().map(str::to_owned).collect(),
            messages: serde_json::from_str(messages).map_err(|error| error.to_string())?,
            claim: ClaimedBrand {
                brand: brand.to_owned(),
                marketplace: Some(marketplace.to_owned()),
            },
        })
    }

    /// Parses every address.
    pub fn parse(&self) {
        for address in &self.addresses {
            let _ = black_box(Url::parse(black_box(address)));
        }
    }

    /// Judges every address, under the claim or without one.
    pub fn links(&self, claimed: bool) {
        let claim = claimed.then_some(&self.claim);
        for address in &self.addresses {
            let link = Link::read(0, black_box(address), Shown::default(), &self.tables);
            black_box(link_signs(&link, claim, &self.tables));
        }
    }

    /// Judges every message.
    pub fn mails(&self) {
        for message in &self.messages {
            black_box(judge(black_box(message), &self.tables, &Standing::NotAsked));
        }
    }

    /// How many addresses and messages there are.
    pub fn counts(&self) -> Vec<u32> {
        [self.addresses.len(), self.messages.len()]
            .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
            .to_vec()
    }
}
