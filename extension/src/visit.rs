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
    /// By tab and frame, the number of the last document there.
    last: Vec<(f64, f64, u32)>,
}

impl Visits {
    /// The number of the last document in a frame; 0 when none has come in this life of the worker.
    fn last(&self, tab: f64, frame: f64) -> u32 {
        let mut last = self.last.iter();
        last.find(|(there, inner, _)| *there == tab && *inner == frame)
            .map_or(0, |(.., number)| *number)
    }

    fn now(&self, tab: f64, frame: f64) -> Visit {
        Visit {
            tab,
            frame,
            page: self.last(tab, 0.0),
            document: self.last(tab, frame),
        }
    }
}

thread_local! {
    static VISITS: RefCell<Visits> = RefCell::default();
}

impl Visit {
    /// Another document is in this frame now. With a page, all its frames are others too.
    pub(crate) fn begins(tab: f64, frame: f64) -> Self {
        VISITS.with_borrow_mut(|visits| {
            visits.count = visits.count.wrapping_add(1).max(1);
            let number = visits.count;
            visits
                .last
                .retain(|(there, inner, _)| *there != tab || (frame != 0.0 && *inner != frame));
            visits.last.push((tab, frame, number));
            visits.now(tab, frame)
        })
    }

    /// Whether a frame of this tab has been heard of since its last page.
    pub(crate) fn is_framed(tab: f64) -> bool {
        VISITS.with_borrow(|visits| {
            let mut last = visits.last.iter();
            last.any(|(there, frame, _)| *there == tab && *frame != 0.0)
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

    #[test]
    fn ends_when_another_document_comes() {
        let page = Visit::now(1.0, 0.0);
        assert!(page.lasts(), "whoever came before the worker began");
        let next = Visit::begins(1.0, 0.0);
        assert!(!page.lasts() && next.lasts());
        assert_eq!(Visit::now(1.0, 0.0), next);
    }

    #[test]
    fn frames_end_with_their_page_and_the_page_not_with_a_frame() {
        let page = Visit::begins(2.0, 0.0);
        let unheard = Visit::now(2.0, 9.0);
        assert!(!Visit::is_framed(2.0));
        let frame = Visit::begins(2.0, 7.0);
        assert!(page.lasts() && frame.lasts() && unheard.lasts());
        assert!(Visit::is_framed(2.0) && !Visit::is_framed(1.0));
        Visit::begins(2.0, 7.0);
        assert!(!frame.lasts() && page.lasts() && unheard.lasts());
        let frame = Visit::now(2.0, 7.0);
        Visit::begins(2.0, 0.0);
        assert!(!page.lasts() && !frame.lasts() && !unheard.lasts());
        assert!(!Visit::is_framed(2.0));
    }

    #[test]
    fn tabs_do_not_touch_one_another() {
        let (one, other) = (Visit::begins(3.0, 0.0), Visit::begins(4.0, 0.0));
        Visit::begins(4.0, 0.0);
        assert!(one.lasts() && !other.lasts());
    }
}
