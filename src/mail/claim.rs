//! Who a message says it speaks for, and by which words.
//!
//! Naming a brand is not claiming to be it: developers write about its devices, shops raffle its gift cards, its employees
//! write to lists. So the evidence is weighed. The display name alone suffices, folded (no honest mail of the measured ones
//! wears the name of a stranger); a subject, a text, an address, links must come together.

use super::brand::{self, BrandWords};
use super::name::{self, NameReading};
use super::phrases::{Phrases, Spoken, Tone};
use super::{Claim, ClaimWords, Message, speaker};
use crate::address::script::{Spacing, fold};
use crate::address::{Host, Target};
use crate::lists::Tables;

/// Evidence that makes a claim.
const CLAIM: u32 = 4;
/// Evidence that leaves no doubt about it.
const FIRM: u32 = 6;
/// How much of a text's beginning and end is searched for phrases, in bytes.
const SEARCHED: usize = 120_000;

/// The claim of a message, of whichever brand has the strongest evidence.
///
/// ```
/// use honmono::{Message, Tables, mail::{self, Sender}};
/// let named = Message { sender: Sender { name: Some("Amazon.co.jp".into()), ..Sender::default() }, ..Message::default() };
/// let claim = mail::claim(&named, &Tables::shipped()).unwrap();
/// assert_eq!((&*claim.brand, claim.marketplace.as_deref()), ("amazon", Some("amazon.co.jp")));
/// let thread = Message { subject: Some("Re: Amazon Kindle disconnects".into()), ..Message::default() };
/// assert!(mail::claim(&thread, &Tables::shipped()).is_none());
/// ```
#[must_use]
pub fn claim(message: &Message, tables: &Tables) -> Option<Claim> {
    read(message, tables).map(|(claim, _)| claim)
}

/// What the sender's name was read as, for the signs that need it.
pub(crate) fn read(message: &Message, tables: &Tables) -> Option<(Claim, NameReading)> {
    brand::all(tables)
        .filter_map(|(words, phrases)| {
            let mut weighing = Weighing::new(message, tables, &words, phrases);
            weighing.weigh();
            let weight = weighing.total();
            (weight >= CLAIM).then(|| (weight, weighing.claim()))
        })
        .max_by_key(|(weight, _)| *weight)
        .map(|(_, found)| found)
}

struct Weighing<'a> {
    message: &'a Message,
    tables: &'a Tables,
    brand: &'a BrandWords,
    phrases: &'a Phrases,
    /// Of what only somebody who wears the brand has: name, address, hosts, disguises.
    weight: u32,
    /// Of what anyone may say who speaks of it.
    said: u32,
    words: Vec<ClaimWords>,
    name: NameReading,
}

impl<'a> Weighing<'a> {
    fn new(
        message: &'a Message,
        tables: &'a Tables,
        brand: &'a BrandWords,
        phrases: &'a Phrases,
    ) -> Self {
        Self {
            message,
            tables,
            brand,
            phrases,
            weight: 0,
            said: 0,
            words: vec![],
            name: NameReading::default(),
        }
    }

    fn add(&mut self, weight: u32, place: &str, words: &str) {
        self.weight += weight;
        self.note(place, words);
    }

    fn say(&mut self, weight: u32, place: &str, words: &str) {
        self.said += weight;
        self.note(place, words);
    }

    /// All of the evidence. Who stands for itself, or warns of fakes, may use the brand's words and says nothing by them.
    fn total(&self) -> u32 {
        let worn = self.weight >= CLAIM || self.name.misspelt;
        let mut excused = 0;
        if self.said > 0 && !worn {
            let message = self.message;
            let subject = fold(message.subject.as_deref().unwrap_or(""));
            if speaker::warns(subject.as_str()) {
                excused += speaker::WARNING;
            }
            let speaks = |host: &Host| brand::signs_for(host.as_str(), &self.brand.id, self.tables);
            let owned = |host: &Host| self.owned(host);
            if speaker::stands_for_itself(message, &self.name, self.tables, owned, speaks) {
                excused += speaker::OWN_SPEAKER;
            }
        }
        self.weight + self.said.saturating_sub(excused)
    }

    fn note(&mut self, place: &str, words: &str) {
        let words: String = words.trim().chars().take(80).collect();
        let known = self
            .words
            .iter()
            .any(|one| one.place == place && one.words == words);
        if !words.is_empty() && !known && self.words.len() < 8 {
            self.words.push(ClaimWords {
                place: place.to_owned(),
                words,
            });
        }
    }

    fn owned(&self, host: &Host) -> bool {
        brand::owned(host, &self.brand.id, self.tables)
    }

    fn spoken(&self, text: &str) -> Spoken {
        self.phrases
            .spoken(text, &self.brand.spellings, &self.brand.reduced_endings())
    }

    fn weigh(&mut self) {
        let message = self.message;
        self.sender();
        if let Some(subject) = &message.subject {
            self.subject(subject);
        }
        let text = super::forward::own_words(&ends(&message.text, SEARCHED));
        let named = self.text(&text, "text");
        let alts = message.alt_texts.join("\n");
        let alts = ends(&alts, 20_000);
        self.alts(&alts, &text, named);
        self.links();
        for attachment in message.attachments.iter().take(20) {
            let text = attachment.text.as_deref().unwrap_or("");
            let whole = format!("{}\n{}", attachment.name, ends(text, 20_000));
            let spoken = self.spoken(&whole);
            if spoken.count(Tone::Own) > 0 {
                self.add(4, "attachment", &spoken.words);
            } else if spoken.named {
                self.add(2, "attachment", &attachment.name);
            }
        }
    }

    fn sender(&mut self) {
        let sender = &self.message.sender;
        if let Some(text) = &sender.name {
            self.name = name::read(text, self.brand);
            let reading = self.name.clone();
            if reading.claims() {
                self.add(8, "name", text);
            } else if reading.named {
                self.say(2, "name", text);
            } else if reading.product {
                // Nobody else's: the brand's name is only left out.
                let plain = if reading.sole { 4 } else { 3 };
                self.add(if reading.disguised { 6 } else { plain }, "name", text);
            } else if reading.misspelt {
                self.add(2, "name", text);
            }
            let host = reading
                .address
                .as_ref()
                .and_then(|address| address.host.as_ref());
            if host.is_some_and(|host| self.owned(host)) {
                self.add(8, "name", text);
            }
        }
        let Some(address) = &sender.address else {
            return;
        };
        let local = crate::lower::text(&address.local);
        let local = local.trim_matches('"');
        let own = match &address.host {
            // Houses of the brand's that mail for themselves (a book club, a doorbell) speak in their own name.
            Some(host) => brand::signs_for(host.as_str(), &self.brand.id, self.tables),
            // `"no-reply@amazon.de"` in place of an address.
            None => false,
        };
        if own {
            let known = self.phrases.locals.iter().any(|known| known == local);
            let listed = self.message.transport.as_ref().is_some_and(|way| way.list);
            // People who work there write from its domain too, to lists above all.
            self.add(
                if known {
                    6
                } else if listed {
                    1
                } else {
                    2
                },
                "address",
                &address.raw,
            );
        }
        let reading = name::read(local, self.brand);
        if reading.named || reading.misspelt {
            self.add(if own { 2 } else { 3 }, "address", &address.raw);
        }
        if let Some(host) = address
            .host
            .as_ref()
            .filter(|host| !own && !self.owned(host))
            && brand::wears(host, &self.brand.id, self.tables)
        {
            self.add(4, "address", host.as_str());
        }
    }

    fn subject(&mut self, subject: &str) {
        let reading = name::read(subject, self.brand);
        let spoken = self.spoken(subject);
        if reading.disguised && reading.named {
            self.add(4, "subject", subject);
        }
        let announced = announces(subject, self.brand);
        let announces = announced.is_some_and(|sure| sure || spoken.wrong);
        if spoken.count(Tone::Own) > 0 || spoken.trouble || announces {
            self.say(4, "subject", subject);
        } else if reading.named {
            let hints = spoken.count(Tone::Hint) > 0 || announced.is_some();
            self.say(2 + u32::from(hints), "subject", subject);
        }
        if self.products(&spoken) {
            self.add(4, "subject", &spoken.words);
        }
    }

    /// A product's phrases count where the product, or the brand, is the sender.
    fn products(&self, spoken: &Spoken) -> bool {
        spoken.count(Tone::Bare) > 0 && (self.name.product || self.name.named)
    }

    /// Gives whether the text names the brand.
    fn text(&mut self, text: &str, place: &str) -> bool {
        let spoken = self.spoken(text);
        let own = u32::try_from(spoken.count(Tone::Own))
            .unwrap_or(u32::MAX)
            .min(3);
        let hints = u32::try_from(spoken.count(Tone::Hint))
            .unwrap_or(u32::MAX)
            .min(2);
        // Weightier where the thing is named as the brand's: `your ... account`.
        let trouble = if spoken.trouble { 2 + hints.min(1) } else { 0 };
        if own > 0 {
            self.say(2 + 2 * own, place, &spoken.words);
        } else if hints + trouble > 0 {
            self.say(hints + trouble, place, &spoken.words);
        }
        if self.products(&spoken) {
            self.add(4, place, &spoken.words);
        }
        let folded = fold(text);
        if folded.had_marks || folded.mixed_script_word || folded.had_invisible {
            let disguised = self
                .brand
                .spellings
                .iter()
                .filter(|spelling| spelling.is_ascii())
                .find_map(|spelling| {
                    folded
                        .find(spelling, Spacing::Tight)
                        .into_iter()
                        .find(|found| found.is_disguised() && found.starts_word)
                });
            if let Some(found) = disguised {
                let words = text.get(found.original).unwrap_or("").to_owned();
                self.add(4, place, &words);
            }
        }
        spoken.named
    }

    /// `named`: the text below names the brand itself.
    fn alts(&mut self, alts: &str, text: &str, named: bool) {
        let spoken = self.spoken(alts);
        if spoken.count(Tone::Own) > 0 {
            // Who speaks of the brand does not do it in pictures: their texts are written to be seen by no reader's filter.
            self.add(4, "alt", &spoken.words);
        } else if spoken.trouble {
            self.say(4, "alt", &spoken.words);
        } else if alts.lines().any(|line| self.is_the_name(line)) {
            // A logo says who speaks; where it is the only one who does, the text is read as the brand's.
            let below = format!("{}\n{}", self.brand.name, ends(text, SEARCHED));
            let speaks = !named && self.spoken(&below).trouble;
            self.say(if speaks { 4 } else { 2 }, "alt", &self.brand.name.clone());
        }
    }

    /// A picture that is nothing but the brand: its logo.
    fn is_the_name(&self, line: &str) -> bool {
        let folded = fold(line.trim());
        let rest = self
            .brand
            .spellings
            .iter()
            .find_map(|spelling| folded.as_str().strip_prefix(&**spelling));
        rest.is_some_and(|rest| {
            rest.is_empty()
                || self.brand.endings.iter().any(|ending| rest == ending)
                || rest == " logo"
        })
    }

    fn links(&mut self) {
        let (mut own, mut all) = (0_usize, 0_usize);
        let mut worn: Option<&Host> = None;
        let mut last: Option<(&Host, bool)> = None;
        for link in self
            .message
            .links
            .iter()
            .filter(|link| !link.hidden)
            .take(3_000)
        {
            let Target::Web { host, .. } = &link.target else {
                continue;
            };
            all += 1;
            let known = last.filter(|(before, _)| *before == host);
            let is_own = match known {
                Some((_, is_own)) => is_own,
                None => {
                    let is_own = self.owned(host);
                    if !is_own && worn.is_none() && brand::wears(host, &self.brand.id, self.tables)
                    {
                        worn = Some(host);
                    }
                    is_own
                }
            };
            last = Some((host, is_own));
            own += usize::from(is_own);
        }
        if let Some(host) = worn {
            self.add(2, "link", host.as_str());
        }
        // Links to the brand's own pages are anyone's to set; with its address above them they are its own mail's shape.
        let from = self.message.sender.address.as_ref();
        let host = from.and_then(|address| address.host.as_ref());
        if own * 2 > all && host.is_none_or(|host| self.owned(host)) {
            self.weight += 2;
        }
    }

    fn claim(self) -> (Claim, NameReading) {
        let marketplace = self.marketplace();
        let firm = self.total() >= FIRM;
        let claim = Claim {
            brand: self.brand.id.clone(),
            brand_name: self.brand.name.clone(),
            marketplace,
            words: self.words,
            firm,
        };
        (claim, self.name)
    }

    /// The marketplace, from what a sender controls least to what it controls most.
    fn marketplace(&self) -> Option<String> {
        let message = self.message;
        let by_text =
            |text: &str| brand::marketplace_in(fold(text).as_str(), &self.brand.id, self.tables);
        let by_host = |host: &Host| brand::marketplace_of(host, &self.brand.id, self.tables);
        let name = message.sender.name.as_deref().and_then(by_text);
        let sender = message
            .sender
            .address
            .as_ref()
            .and_then(|address| address.host.as_ref())
            .and_then(by_host);
        let subject = || message.subject.as_deref().and_then(by_text);
        let links = || {
            message
                .links
                .iter()
                .take(500)
                .find_map(|link| match &link.target {
                    Target::Web { host, .. } => by_host(host),
                    _ => None,
                })
        };
        let text = || by_text(&ends(&message.text, 20_000));
        name.or(sender)
            .or_else(subject)
            .or_else(links)
            .or_else(text)
    }
}

/// `【Brand】...`, `[Brand] ...`, `Brand.co.jp: ...`: a subject that opens as the brand's own do. `Some(false)` where newspapers and
/// traders write so too (`Brand: strike in Leipzig`).
fn announces(subject: &str, brand: &BrandWords) -> Option<bool> {
    let folded = fold(subject);
    let plain = folded.as_str();
    let (spelling, at) = brand
        .spellings
        .iter()
        .filter_map(|spelling| Some((spelling, plain.find(&**spelling)?)))
        .min_by_key(|(_, at)| *at)?;
    let mut after = &plain[at + spelling.len()..];
    let mut site = false;
    for ending in &brand.endings {
        if let Some(rest) = after.strip_prefix(&**ending) {
            (after, site) = (rest, true);
            break;
        }
    }
    let opened = plain[..at].trim_end().chars().next_back();
    let closed = after.trim_start().chars().next();
    let bracket = matches!(
        (opened, closed),
        (
            Some('[' | '【' | '「' | '〔' | '<' | '〖'),
            Some(']' | '】' | '」' | '〕' | '>' | '〗')
        )
    );
    let first = plain[..at].trim().is_empty();
    (bracket || (first && matches!(closed, Some(':' | '：')))).then_some(bracket || site)
}

/// The beginning and the end of a text, when it is long.
pub(crate) fn ends(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    let mut head = most * 3 / 4;
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let mut tail = text.len() - most / 4;
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    format!("{}\n{}", &text[..head], &text[tail..]).into()
}

#[cfg(test)]
#[path = "claim_tests.rs"]
mod tests;
