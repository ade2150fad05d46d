//! Mails whose head and body are in frames of different origins: each frame is looked at by its own hands, and the two
//! snapshots are joined here before reading.

use super::snapshot::{RegionSeen, Snapshot};
use serde::{Deserialize, Serialize};

/// The kind of a region that is nothing but a body; it is read only when joined to its head.
pub const FRAME: &str = "frame_body";

/// A head with its bodies put in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// To be read in the head's stead.
    pub snapshot: Snapshot,
    /// Where each body came from. Marks on its links go there: the ids of a message's links are those of that frame's region.
    pub bodies: Vec<From>,
}

/// Where a body came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct From {
    /// The head's region.
    pub region: String,
    /// Index of the frame in what was given.
    pub frame: usize,
    /// That frame's region.
    pub frame_region: String,
}

/// Whether a snapshot waits for the body of another frame.
#[must_use]
pub fn waits(head: &Snapshot) -> bool {
    head.regions.iter().any(is_closed)
}

/// Whether a snapshot is the body of a mail whose head is elsewhere.
#[must_use]
pub fn is_body(snapshot: &Snapshot) -> bool {
    snapshot.of_kind(FRAME).next().is_some()
}

/// Joins a head with the snapshots of other frames of its tab. A body belongs to the region in whose frame it stands, and to no
/// other: where a frame stands is what the browser says of its windows, so neither a page nor a mail can take another's place. Two
/// that claim the same place are both not believed.
///
/// Should the frame itself hold nothing but another frame, the one body below it is taken.
#[must_use]
pub fn join(head: &Snapshot, frames: &[&Snapshot]) -> Joined {
    let mut joined = Joined {
        snapshot: head.clone(),
        bodies: vec![],
    };
    let closed = joined.snapshot.regions.iter_mut().filter(|r| is_closed(r));
    for region in closed {
        let Some(place) = region.body.as_ref().and_then(|body| body.at.as_deref()) else {
            continue;
        };
        let Some((at, inner)) = standing_at(place, frames) else {
            continue;
        };
        region.body.clone_from(&inner.body);
        joined.snapshot.cut |= frames[at].cut;
        joined.bodies.push(From {
            region: region.key.clone(),
            frame: at,
            frame_region: inner.key.clone(),
        });
    }
    joined
}

/// The body that stands at this place, or the only one with content below it.
fn standing_at<'a>(place: &[u32], frames: &[&'a Snapshot]) -> Option<(usize, &'a RegionSeen)> {
    if place.is_empty() {
        return None;
    }
    let below = |(at, frame): (usize, &&'a Snapshot)| {
        let deeper = frame.at.as_deref()?.strip_prefix(place)?.len();
        let region = frame.of_kind(FRAME).find(|region| region.body.is_some())?;
        Some((deeper, at, region))
    };
    let found: Vec<(usize, usize, &RegionSeen)> =
        frames.iter().enumerate().filter_map(below).collect();
    let empty = |region: &RegionSeen| region.body.as_ref().is_none_or(|body| body.empty);
    let mut exact = found.iter().filter(|(deeper, ..)| *deeper == 0);
    let own = match (exact.next(), exact.next()) {
        (Some(own), None) => Some(own),
        (Some(_), Some(_)) => return None,
        (None, _) => None,
    };
    if let Some((_, at, region)) = own.filter(|(_, _, region)| !empty(region)) {
        return Some((*at, region));
    }
    let mut inner = found
        .iter()
        .filter(|(deeper, _, region)| *deeper > 0 && !empty(region));
    match (inner.next(), inner.next()) {
        (Some((_, at, region)), None) => Some((*at, region)),
        (None, _) => own.map(|(_, at, region)| (*at, *region)),
        _ => None,
    }
}

/// Reads every frame of a tab, each head with its body put in; one reading for each frame, in their order.
#[must_use]
pub fn read_frames(frames: &[Snapshot], tables: &crate::Tables) -> Vec<super::Reading> {
    frames
        .iter()
        .map(|frame| {
            if is_body(frame) {
                super::Reading::Nothing
            } else if waits(frame) {
                let joined = join(frame, &frames.iter().collect::<Vec<_>>());
                super::read(&joined.snapshot, tables)
            } else {
                super::read(frame, tables)
            }
        })
        .collect()
}

fn is_closed(region: &RegionSeen) -> bool {
    region
        .body
        .as_ref()
        .is_some_and(|body| body.closed.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::snapshot::BodySeen;

    fn head(closed: &[&[u32]]) -> Snapshot {
        Snapshot {
            regions: closed
                .iter()
                .enumerate()
                .map(|(number, at)| RegionSeen {
                    key: format!("r{number}"),
                    kind: "open".to_owned(),
                    body: Some(BodySeen {
                        closed: Some(String::new()),
                        at: (!at.is_empty()).then(|| at.to_vec()),
                        ..BodySeen::default()
                    }),
                    ..RegionSeen::default()
                })
                .collect(),
            ..Snapshot::default()
        }
    }

    fn frame(at: &[u32], text: &str) -> Snapshot {
        Snapshot {
            at: Some(at.to_vec()),
            regions: vec![RegionSeen {
                key: "r1".to_owned(),
                kind: FRAME.to_owned(),
                body: Some(BodySeen {
                    text: text.to_owned(),
                    empty: text.is_empty(),
                    ..BodySeen::default()
                }),
                ..RegionSeen::default()
            }],
            ..Snapshot::default()
        }
    }

    fn text(joined: &Joined, at: usize) -> &str {
        joined.snapshot.regions[at]
            .body
            .as_ref()
            .map_or("", |body| body.text.as_str())
    }

    #[test]
    fn each_body_goes_to_the_frame_it_stands_in() {
        let head = head(&[&[0, 1], &[0, 2]]);
        let (a, b) = (frame(&[0, 2], "two"), frame(&[0, 1], "one"));
        let joined = join(&head, &[&a, &b]);
        assert_eq!((text(&joined, 0), text(&joined, 1)), ("one", "two"));
        assert_eq!(joined.bodies[0].frame, 1);
        assert!(!waits(&joined.snapshot));
    }

    #[test]
    fn silent_for_a_frame_that_stands_elsewhere() {
        // An advertisement beside the mail, a frame inside another mail, the page itself.
        for other in [&[1][..], &[0, 3], &[0], &[]] {
            let joined = join(&head(&[&[0, 1]]), &[&frame(other, "other")]);
            assert!(joined.bodies.is_empty(), "{other:?}");
            assert!(waits(&joined.snapshot));
        }
    }

    #[test]
    fn silent_when_two_claim_one_place() {
        let (a, b) = (frame(&[1], "genuine"), frame(&[1], "fake"));
        assert!(join(&head(&[&[1]]), &[&a, &b]).bodies.is_empty());
    }

    #[test]
    fn silent_when_the_place_is_not_known() {
        let unknown = Snapshot {
            at: None,
            ..frame(&[1], "body")
        };
        assert!(join(&head(&[&[1]]), &[&unknown]).bodies.is_empty());
        assert!(
            join(&head(&[&[]]), &[&frame(&[1], "body")])
                .bodies
                .is_empty()
        );
    }

    #[test]
    fn a_frame_that_only_holds_another_passes_it_on() {
        let (outer, inner) = (frame(&[1], ""), frame(&[1, 0], "the mail"));
        let joined = join(&head(&[&[1]]), &[&outer, &inner]);
        assert_eq!(text(&joined, 0), "the mail");
        assert_eq!(joined.bodies[0].frame, 1);
        // What the mail itself frames does not speak for it.
        let own = frame(&[1], "the mail");
        let joined = join(&head(&[&[1]]), &[&own, &frame(&[1, 0], "framed")]);
        assert_eq!(text(&joined, 0), "the mail");
        // Two of them: nobody can tell.
        let joined = join(&head(&[&[1]]), &[&outer, &inner, &frame(&[1, 1], "more")]);
        assert!(joined.bodies.is_empty());
    }

    #[test]
    fn an_empty_frame_is_joined_as_empty() {
        let joined = join(&head(&[&[1]]), &[&frame(&[1], "")]);
        assert_eq!(joined.bodies.len(), 1);
    }
}
