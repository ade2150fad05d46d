//! How the hands mark links.

use crate::wire::Mark;
use honmono::verdict::{Level, LinkVerdict};
use honmono_ui::Catalog;

/// How the hands mark links: those to the same host go together, as far as they are found near one another.
pub(crate) fn marks(
    links: &[LinkVerdict],
    hold_clicks: bool,
    words: Option<&Catalog>,
) -> Vec<Mark> {
    /// So many kinds of marks are looked through for one that fits.
    const NEAR: usize = 16;
    let mut marks: Vec<(Mark, &LinkVerdict)> = vec![];
    for link in links.iter().filter(|link| link.level > Level::Quiet) {
        let alike = |other: &LinkVerdict| {
            other.level == link.level
                && other.host == link.host
                && (link.host.is_some() || other.destination == link.destination)
        };
        let mut near = marks.iter_mut().rev().take(NEAR);
        match near.find(|(_, other)| alike(other)) {
            Some((mark, _)) => add(&mut mark.runs, link.id),
            None => marks.push((mark(link, hold_clicks, words), link)),
        }
    }
    marks.into_iter().map(|(mark, _)| mark).collect()
}

/// One link more, the next of the last run or the first of a new one.
fn add(runs: &mut Vec<u32>, id: u32) {
    match runs.as_mut_slice() {
        [.., first, many] if first.checked_add(*many) == Some(id) => *many += 1,
        _ => runs.extend([id, 1]),
    }
}

/// How the hands mark a link.
fn mark(link: &LinkVerdict, hold_clicks: bool, words: Option<&Catalog>) -> Mark {
    let key = if link.level == Level::Dangerous {
        "card_mark_dangerous"
    } else {
        "card_mark_suspicious"
    };
    let host = link
        .host
        .clone()
        .unwrap_or_else(|| honmono::verdict::Evidence::Text(link.destination.clone()));
    let say = words
        .map(|words| words.text(key, &[("host".to_owned(), host)]))
        .unwrap_or_default();
    Mark {
        runs: vec![link.id, 1],
        look: link.level,
        hold: hold_clicks && link.level == Level::Dangerous,
        say,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::link;

    #[test]
    fn links_that_are_marked_alike_go_together() {
        let links = [
            link(0, Level::Dangerous, "a"),
            link(1, Level::Quiet, "a"),
            link(2, Level::Suspicious, "a"),
            link(3, Level::Dangerous, "a"),
            link(4, Level::Dangerous, "a"),
            link(5, Level::Dangerous, "b"),
            link(6, Level::Dangerous, "a"),
        ];
        let told: Vec<_> = marks(&links, true, None)
            .into_iter()
            .map(|mark| (mark.runs, mark.look, mark.hold))
            .collect();
        assert_eq!(
            told,
            [
                (vec![0, 1, 3, 2, 6, 1], Level::Dangerous, true),
                (vec![2, 1], Level::Suspicious, false),
                (vec![5, 1], Level::Dangerous, true),
            ]
        );
    }

    #[test]
    fn nothing_is_held_where_the_person_wants_no_holding() {
        let marks = marks(&[link(0, Level::Dangerous, "a")], false, None);
        assert!(!marks[0].hold);
    }
}
