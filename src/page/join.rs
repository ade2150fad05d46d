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

/// Joins a head with the snapshots of other frames of its tab. A frame belongs to the region whose frame element has its address; with
/// one closed region and one body that say nothing else, they belong together.
#[must_use]
pub fn join(head: &Snapshot, frames: &[&Snapshot]) -> Joined {
    let mut joined = Joined {
        snapshot: head.clone(),
        bodies: vec![],
    };
    let bodies: Vec<(usize, &RegionSeen)> = frames
        .iter()
        .enumerate()
        .filter_map(|(at, frame)| {
            frame
                .of_kind(FRAME)
                .find(|region| region.body.is_some())
                .map(|region| (at, region))
        })
        .collect();
    let closed = joined
        .snapshot
        .regions
        .iter()
        .filter(|region| is_closed(region))
        .count();
    let base = url::Url::parse(&head.url).ok();
    let address = |text: &str| {
        base.as_ref()
            .and_then(|base| base.join(text).ok())
            .map(bare)
    };
    for region in joined
        .snapshot
        .regions
        .iter_mut()
        .filter(|region| is_closed(region))
    {
        let src = region
            .body
            .as_ref()
            .and_then(|body| body.closed.clone())
            .unwrap_or_default();
        let same = |at: usize| {
            let frame = url::Url::parse(&frames[at].url).ok().map(bare);
            !src.is_empty() && frame.is_some() && frame == address(&src)
        };
        let own = bodies
            .iter()
            .find(|(at, _)| same(*at))
            .or_else(|| bodies.first().filter(|_| closed == 1 && bodies.len() == 1));
        let Some(&(at, inner)) = own else {
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

/// Without the fragment, which changes while a page lives.
fn bare(mut url: url::Url) -> url::Url {
    url.set_fragment(None);
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::snapshot::BodySeen;

    fn head(closed: &[&str]) -> Snapshot {
        Snapshot {
            url: "https://www.icloud.com/applications/mail2/en/".to_owned(),
            regions: closed
                .iter()
                .enumerate()
                .map(|(at, src)| RegionSeen {
                    key: format!("r{at}"),
                    kind: "open".to_owned(),
                    body: Some(BodySeen {
                        closed: Some((*src).to_owned()),
                        ..BodySeen::default()
                    }),
                    ..RegionSeen::default()
                })
                .collect(),
            ..Snapshot::default()
        }
    }

    fn frame(url: &str, text: &str) -> Snapshot {
        Snapshot {
            url: url.to_owned(),
            regions: vec![RegionSeen {
                key: "r1".to_owned(),
                kind: FRAME.to_owned(),
                body: Some(BodySeen {
                    text: text.to_owned(),
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
    fn each_body_goes_to_the_frame_that_has_its_address() {
        let head = head(&["https://s.example/m/1", "https://s.example/m/2"]);
        let (a, b) = (
            frame("https://s.example/m/2#x", "two"),
            frame("https://s.example/m/1", "one"),
        );
        let joined = join(&head, &[&a, &b]);
        assert_eq!((text(&joined, 0), text(&joined, 1)), ("one", "two"));
        assert_eq!(joined.bodies[0].frame, 1);
    }

    #[test]
    fn one_and_one_belong_together_whatever_the_address() {
        let joined = join(&head(&[""]), &[&frame("https://s.example/9", "body")]);
        assert_eq!(text(&joined, 0), "body");
    }

    #[test]
    fn silent_when_it_could_be_another_mails_body() {
        let head = head(&["https://s.example/m/1", "https://s.example/m/2"]);
        let joined = join(&head, &[&frame("https://s.example/m/3", "three")]);
        assert!(joined.bodies.is_empty());
        assert!(waits(&joined.snapshot));
    }
}
