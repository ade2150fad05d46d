//! Mails whose head and body are in frames of different origins.
//!
//! Each frame has hands of its own. A body says when it changed; the head's frame then looks again, and the background asks every
//! body of the tab what it sees at that moment. Nothing is kept but the frames' numbers, so nothing can be lost or grow old when the
//! worker dies, and a mail never gets a body that was another's a moment ago.

use crate::api;
use crate::memory;
use crate::wire::{Answer, BodyFrame, Drawing, FrameRecord, Letter, ToPage, Wish};
use honmono::page::{Snapshot, join, sites};

/// More frames of a tab are not asked.
const MOST: usize = 60;

/// A head waits so long for its body before it is called unread (milliseconds).
const PATIENCE: i64 = 1_500;

/// A head with its bodies put in.
pub(crate) struct Joined {
    /// To be read in the head's stead.
    pub snapshot: Snapshot,
    /// The head's region, and the frame and region its body came from.
    pub bodies: Vec<(String, f64, String)>,
}

impl Joined {
    /// A page that waits for nobody.
    pub(crate) const fn alone(snapshot: Snapshot) -> Self {
        Self {
            snapshot,
            bodies: vec![],
        }
    }

    /// The frame and the region that a region's body came from.
    pub(crate) fn body_of(&self, region: &str) -> Option<(f64, &str)> {
        self.bodies
            .iter()
            .find(|(head, ..)| head == region)
            .map(|(_, frame, inner)| (*frame, inner.as_str()))
    }

    /// The regions whose body was not heard of.
    pub(crate) fn open(&self) -> Vec<String> {
        let closed = |body: &honmono::page::snapshot::BodySeen| body.closed.is_some();
        self.snapshot
            .regions
            .iter()
            .filter(|region| region.body.as_ref().is_some_and(closed))
            .map(|region| region.key.clone())
            .collect()
    }
}

/// Takes note of a frame that is a body, and has the heads of its tab look again. `false` when a document at its address cannot be
/// one: a frame that pretends.
pub(crate) async fn changed(snapshot: &Snapshot, tab: f64, frame: f64, url: &str) -> bool {
    if frame == 0.0 || !sites::is_body_at(url, &snapshot.site) {
        return false;
    }
    let body = BodyFrame {
        frame,
        site: snapshot.site.clone(),
    };
    let before = memory::tab(tab).await;
    let new = !before.bodies.contains(&body);
    if new {
        let noted = memory::change_tab(tab, vec![], |record| {
            record.bodies.retain(|known| known.frame != frame);
            if record.bodies.len() < MOST {
                record.bodies.push(body);
            }
        });
        if let Err(error) = noted.await {
            api::complain("background", "note a frame", &error);
        }
    }
    // Frames that are gone meanwhile need no telling.
    if new {
        // Its head may have looked while this frame was still blank: such a head waits for nobody, so all are told.
        let _ = api::tell_tab(tab, &ToPage::Again).await;
    } else {
        for head in before.frames.iter().filter(|known| known.joins) {
            let _ = api::tell_frame(tab, head.frame, &ToPage::Again).await;
        }
    }
    true
}

/// Forgets that a frame was a body: another document is in it now.
pub(crate) async fn left(tab: f64, frame: f64) {
    let known = memory::tab(tab).await.bodies;
    if known.iter().any(|body| body.frame == frame) {
        let done = memory::change_tab(tab, vec![], |record| {
            record.bodies.retain(|body| body.frame != frame);
        });
        if let Err(error) = done.await {
            api::complain("background", "forget a frame", &error);
        }
    }
}

/// Puts the bodies of the tab's other frames into a head, as they are now.
pub(crate) async fn join_now(head: Snapshot, tab: f64) -> Joined {
    let mut there: Vec<(f64, Snapshot)> = vec![];
    let mut gone = vec![];
    let mut weight = 0_u32;
    for body in memory::tab(tab).await.bodies {
        let Ok(answer) = api::tell_frame(tab, body.frame, &ToPage::Body).await else {
            gone.push(body.frame);
            continue;
        };
        // Hands that do not yet know what to look for have nothing to tell; they say so later by themselves.
        if !answer.is_object() {
            continue;
        }
        weight = weight.saturating_add(api::weight(&answer));
        if !Letter::weigh(weight) {
            break;
        }
        match api::from_js::<Snapshot>(answer) {
            Ok(snapshot) if snapshot.site == body.site => there.push((body.frame, snapshot)),
            _ => {}
        }
    }
    for frame in gone {
        left(tab, frame).await;
    }
    let snapshots: Vec<&Snapshot> = there.iter().map(|(_, snapshot)| snapshot).collect();
    let joined = join(&head, &snapshots);
    let bodies = joined
        .bodies
        .into_iter()
        .filter_map(|from| Some((from.region, there.get(from.frame)?.0, from.frame_region)))
        .collect();
    Joined {
        snapshot: joined.snapshot,
        bodies,
    }
}

/// Since when the head waits, and whether it may wait on: a frame that is being loaded is not yet a mail that could not be read.
pub(crate) fn patience(open: bool, since: Option<i64>, now: i64) -> (Option<i64>, bool) {
    if !open {
        return (None, false);
    }
    // A clock that was set back begins anew.
    let since = since.filter(|since| *since <= now).unwrap_or(now);
    (Some(since), now - since < PATIENCE)
}

/// Has the head's frame show, or hide, the card of a link in a body's frame: the frame that asks is the body of a mail there, and the
/// mail is that one or the link that was last asked about in this tab.
pub(crate) async fn point(wish: Option<Wish>, tab: f64, frame: f64) -> Answer {
    let record = memory::tab(tab).await;
    let of_body = |head: &FrameRecord| {
        let (region, _) = head.bodies.iter().find(|(_, body)| *body == frame)?;
        Some((head.frame, region.clone(), head.mails.clone()))
    };
    let Some((head, region, mails)) = record.frames.iter().find_map(of_body) else {
        return Answer::Refused;
    };
    let message = match wish {
        None => ToPage::Hide,
        Some(wish) => {
            let own = mails
                .iter()
                .any(|mail| mail.region == region && mail.token == wish.token);
            let placed = wish.place.len() == 3 && wish.place.iter().all(|at| at.is_finite());
            if !placed || !(own || wish.token == memory::peek_token(tab)) {
                return Answer::Refused;
            }
            ToPage::Show(Wish { region, ..wish })
        }
    };
    let _ = api::tell_frame(tab, head, &message).await;
    Answer::Done
}

/// Has every frame of a tab send its card away.
pub(crate) async fn dismiss(tab: f64) -> Answer {
    let _ = api::tell_tab(tab, &ToPage::Escape).await;
    Answer::Done
}

/// Has the marks drawn in the frames that the bodies came from.
pub(crate) fn send(tab: f64, drawings: Vec<(f64, Vec<Drawing>)>) {
    wasm_bindgen_futures::spawn_local(async move {
        for (frame, drawings) in drawings {
            let _ = api::tell_frame(tab, frame, &ToPage::Draw(drawings)).await;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_waits_a_moment_and_no_longer() {
        assert_eq!(patience(true, None, 10_000), (Some(10_000), true));
        assert_eq!(patience(true, Some(10_000), 10_400), (Some(10_000), true));
        assert_eq!(patience(true, Some(10_000), 12_000), (Some(10_000), false));
        assert_eq!(patience(true, Some(20_000), 12_000), (Some(12_000), true));
    }

    #[test]
    fn nobody_waits_for_what_is_there() {
        assert_eq!(patience(false, Some(10_000), 10_100), (None, false));
    }
}
