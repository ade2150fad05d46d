//! Documents come and go in a tab while the background is still at work on what the one before said. A [`Visit`] tells whether the
//! document that was looked at is still the one that is there; nothing is remembered of one that has gone.
//!
//! Kept for the life of the worker: work that is under way ends with it.

use std::cell::RefCell;

/// A document in a frame of a tab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Visit {
    /// The tab.
    pub tab: f64,
    /// The frame in it; 0 is the page itself.
    pub frame: f64,
    page: u32,
    document: u32,
}

#[derive(Default)]
struct Visits {
    count: u32,
    last: Vec<Last>,
}

/// The last document that came into a frame.
struct Last {
    tab: f64,
    frame: f64,
    number: u32,
    /// Its name, by which it is told from another one; may be empty.
    name: String,
}

impl Visits {
    fn last(&self, tab: f64, frame: f64) -> Option<&Last> {
        let mut last = self.last.iter();
        last.find(|last| last.tab == tab && last.frame == frame)
    }

    fn now(&self, tab: f64, frame: f64) -> Visit {
        // 0 when none has come in this life of the worker.
        let number = |frame| self.last(tab, frame).map_or(0, |last| last.number);
        Visit {
            tab,
            frame,
            page: number(0.0),
            document: number(frame),
        }
    }
}

thread_local! {
    static VISITS: RefCell<Visits> = RefCell::default();
}

impl Visit {
    /// Another document, with this name, is in this frame now. With a page, all its frames are others too.
    pub(crate) fn begins(tab: f64, frame: f64, name: String) -> Self {
        VISITS.with_borrow_mut(|visits| {
            visits.count = visits.count.wrapping_add(1).max(1);
            let number = visits.count;
            visits
                .last
                .retain(|last| last.tab != tab || (frame != 0.0 && last.frame != frame));
            visits.last.push(Last {
                tab,
                frame,
                number,
                name,
            });
            visits.now(tab, frame)
        })
    }

    /// The visit of the document with this name, if it is still there: its last word may come after the next one's first. A document
    /// without a name is believed.
    pub(crate) fn of(tab: f64, frame: f64, name: &str) -> Option<Self> {
        VISITS.with_borrow(|visits| {
            let last = visits.last(tab, frame).map_or("", |last| &last.name);
            let other = !last.is_empty() && !name.is_empty() && last != name;
            (!other).then(|| visits.now(tab, frame))
        })
    }

    /// Whether a frame of this tab has been heard of since its last page.
    pub(crate) fn is_framed(tab: f64) -> bool {
        VISITS.with_borrow(|visits| {
            let mut last = visits.last.iter();
            last.any(|last| last.tab == tab && last.frame != 0.0)
        })
    }

    /// The document that is in this frame now.
    pub(crate) fn now(tab: f64, frame: f64) -> Self {
        VISITS.with_borrow(|visits| visits.now(tab, frame))
    }

    /// The number of its page, by which another module may speak of it.
    pub(crate) const fn page(&self) -> u32 {
        self.page
    }

    /// Whether it is still there.
    pub(crate) fn lasts(&self) -> bool {
        *self == Self::now(self.tab, self.frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(tab: f64, frame: f64) -> Visit {
        Visit::begins(tab, frame, String::new())
    }

    #[test]
    fn ends_when_another_document_comes() {
        let page = Visit::now(1.0, 0.0);
        assert!(page.lasts(), "whoever came before the worker began");
        let next = begins(1.0, 0.0);
        assert!(!page.lasts() && next.lasts());
        assert_eq!(Visit::now(1.0, 0.0), next);
    }

    #[test]
    fn frames_end_with_their_page_and_the_page_not_with_a_frame() {
        let page = begins(2.0, 0.0);
        let unheard = Visit::now(2.0, 9.0);
        assert!(!Visit::is_framed(2.0));
        let frame = begins(2.0, 7.0);
        assert!(page.lasts() && frame.lasts() && unheard.lasts());
        assert!(Visit::is_framed(2.0) && !Visit::is_framed(1.0));
        begins(2.0, 7.0);
        assert!(!frame.lasts() && page.lasts() && unheard.lasts());
        let frame = Visit::now(2.0, 7.0);
        begins(2.0, 0.0);
        assert!(!page.lasts() && !frame.lasts() && !unheard.lasts());
        assert!(!Visit::is_framed(2.0));
    }

    #[test]
    fn tabs_do_not_touch_one_another() {
        let (one, other) = (begins(3.0, 0.0), begins(4.0, 0.0));
        begins(4.0, 0.0);
        assert!(one.lasts() && !other.lasts());
    }

    #[test]
    fn a_document_that_has_gone_is_told_by_its_name() {
        let mail = Visit::begins(5.0, 0.0, "mail.example".to_owned());
        assert_eq!(Visit::of(5.0, 0.0, "mail.example"), Some(mail));
        let shop = Visit::begins(5.0, 0.0, "shop.example".to_owned());
        assert_eq!(Visit::of(5.0, 0.0, "mail.example"), None);
        assert_eq!(Visit::of(5.0, 0.0, "shop.example"), Some(shop));
    }

    #[test]
    fn a_document_without_a_name_is_believed() {
        assert!(
            Visit::of(6.0, 0.0, "mail.example").is_some(),
            "not heard of"
        );
        Visit::begins(6.0, 0.0, "mail.example".to_owned());
        assert!(Visit::of(6.0, 0.0, "").is_some());
        Visit::begins(6.0, 0.0, String::new());
        assert!(Visit::of(6.0, 0.0, "mail.example").is_some());
    }
}
