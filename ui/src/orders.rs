//! The orders of a mail: for each the places where it may be, what was found there, and what may be concluded.
//!
//! One order stands open, as it is. Several stand folded, each with its conclusion in its head, so that a person reads a line for each and
//! unfolds what they want to see; most places are shared, and one look there answers for all of them.

use crate::pen::{Drawn, Pen};
use crate::{Act, Action};
use honmono::official::{Answer, Conclusion, Place, PlaceKind};
use honmono::verdict::Evidence;
use web_sys::{Element, Node};

/// An order that is searched.
#[derive(Clone, Copy, Debug)]
pub struct Searched<'a> {
    /// Its number.
    pub number: &'a str,
    /// The places, and what each says.
    pub places: &'a [Place],
    /// What may be concluded.
    pub conclusion: &'a Conclusion,
}

/// Draws the searches of a mail that names so many orders; nothing when none is searched. `genuine`: the mail is in the brand's list.
pub(crate) fn draw(
    pen: &Pen,
    searches: &[Searched<'_>],
    orders: usize,
    genuine: bool,
    act: &Act,
) -> Drawn<Option<Element>> {
    let whole = pen.element("div", "search", &[])?;
    match searches {
        [] => return Ok(None),
        [only] => {
            let parts = [
                title(pen, "h2", only.number)?,
                places(pen, only, act)?,
                conclusion(pen, "p", only, genuine)?,
            ];
            for part in parts {
                whole.append_child(&part)?;
            }
            mark(&whole, only)?;
        }
        several => {
            let open = several
                .iter()
                .position(|one| matches!(one.conclusion, Conclusion::Open { .. }));
            for (place, one) in several.iter().enumerate() {
                let folded = folded(pen, one, genuine, act)?;
                if was_open(pen, one.number)?.unwrap_or(open == Some(place)) {
                    folded.set_attribute("open", "")?;
                }
                whole.append_child(&folded)?;
            }
            if orders > several.len() {
                let args = [("count".to_owned(), text(&several.len().to_string()))];
                whole.append_child(&*pen.say("p", "soft", "official_search_first", &args)?)?;
            }
        }
    }
    let gone = |one: &Searched<'_>| {
        matches!(
            one.conclusion,
            Conclusion::NotInHistory | Conclusion::Hidden
        )
    };
    if searches.iter().any(gone) {
        let act = act.clone();
        whole.append_child(&*pen.button("main", "official_guide", move || act(Action::Help))?)?;
    }
    Ok(Some(whole))
}

/// One of several orders, folded.
fn folded(pen: &Pen, one: &Searched<'_>, genuine: bool, act: &Act) -> Drawn {
    let parts = [
        title(pen, "span", one.number)?,
        conclusion(pen, "span", one, genuine)?,
    ];
    let parts: Vec<&Node> = parts.iter().map(AsRef::as_ref).collect();
    let summary = pen.element("summary", "", &parts)?;
    let details = pen.element("details", "order", &[&summary, &*places(pen, one, act)?])?;
    mark(&details, one)?;
    Ok(details)
}

/// Whether this order stands unfolded on the page now, if it stands there: drawing anew folds nothing.
fn was_open(pen: &Pen, number: &str) -> Drawn<Option<bool>> {
    let known = pen.main()?.query_selector_all("details.order")?;
    for at in 0..known.length() {
        let details = known.get(at).map(wasm_bindgen::JsCast::dyn_into::<Element>);
        if let Some(Ok(details)) = details
            && details.get_attribute("data-order").as_deref() == Some(number)
        {
            return Ok(Some(details.has_attribute("open")));
        }
    }
    Ok(None)
}

/// For styles and tests.
fn mark(element: &Element, one: &Searched<'_>) -> Drawn<()> {
    element.set_attribute("data-order", one.number)?;
    let (key, _) = concluded(one.conclusion);
    element.set_attribute(
        "data-conclusion",
        key.trim_start_matches("official_concluded_"),
    )
}

fn title(pen: &Pen, tag: &str, number: &str) -> Drawn {
    pen.say(
        tag,
        "title",
        "official_search",
        &[("order".to_owned(), text(number))],
    )
}

fn conclusion(pen: &Pen, tag: &str, one: &Searched<'_>, genuine: bool) -> Drawn {
    let (key, args) = concluded(one.conclusion);
    // What the whole story comes to: the brand sent it, and the person's own lists do not know it.
    let said = if genuine && *one.conclusion == Conclusion::NotInHistory {
        "official_concluded_genuine"
    } else {
        key
    };
    pen.say(tag, "conclusion", said, &args)
}

/// The places, each with its line and the button that opens it.
fn places(pen: &Pen, one: &Searched<'_>, act: &Act) -> Drawn {
    let list = pen.element("ul", "places", &[])?;
    for place in one.places {
        let (label, args) = label(&place.kind);
        let name = pen.say("span", "place", label, &args)?;
        let (answer, args) = answer(&place.answer);
        let said = pen.say("span", "answer", answer, &args)?;
        let item = pen.element("li", "", &[&name, &said])?;
        item.set_attribute("data-place", label.trim_start_matches("official_place_"))?;
        item.set_attribute("data-answer", answer.trim_start_matches("official_answer_"))?;
        if !matches!(place.answer, Answer::Found { .. } | Answer::NotHere) {
            let (act, kind) = (act.clone(), place.kind.clone());
            let open = pen.button("", "official_open", move || {
                act(Action::OpenPlace(kind.clone()))
            })?;
            // Read out alone, all of them would be called the same.
            let [does, what] = [&*open, &*name].map(|node| node.text_content().unwrap_or_default());
            open.set_attribute("aria-label", &format!("{does}: {what}"))?;
            item.append_child(&open)?;
        }
        list.append_child(&item)?;
    }
    Ok(list)
}

fn label(kind: &PlaceKind) -> (&'static str, Vec<(String, Evidence)>) {
    match kind {
        PlaceKind::Recent => ("official_place_recent", vec![]),
        PlaceKind::Year(year) => (
            "official_place_year",
            vec![("year".to_owned(), text(&year.to_string()))],
        ),
        PlaceKind::Cancelled => ("official_place_cancelled", vec![]),
        PlaceKind::Digital => ("official_place_digital", vec![]),
        PlaceKind::Hidden => ("official_place_hidden", vec![]),
        PlaceKind::Own(_) => ("official_place_own", vec![]),
        PlaceKind::Points => ("official_place_points", vec![]),
    }
}

fn answer(answer: &Answer) -> (&'static str, Vec<(String, Evidence)>) {
    match answer {
        Answer::NotLooked => ("official_answer_not_looked", vec![]),
        Answer::Partly { read, total } => {
            let total = total.map_or_else(|| "?".to_owned(), |total| total.to_string());
            (
                "official_answer_partly",
                vec![
                    ("read".to_owned(), text(&read.to_string())),
                    ("total".to_owned(), text(&total)),
                ],
            )
        }
        Answer::Found {
            cancelled: true, ..
        } => ("official_answer_found_cancelled", vec![]),
        Answer::Found { placed, .. } => (
            "official_answer_found",
            vec![("date".to_owned(), text(placed))],
        ),
        Answer::NotHere => ("official_answer_not_here", vec![]),
        Answer::NotRead => ("official_answer_not_read", vec![]),
        Answer::SignedOut => ("official_answer_signed_out", vec![]),
        Answer::Stopped => ("official_answer_stopped", vec![]),
    }
}

fn concluded(conclusion: &Conclusion) -> (&'static str, Vec<(String, Evidence)>) {
    match conclusion {
        Conclusion::Open { left } => (
            "official_concluded_open",
            vec![("count".to_owned(), Evidence::Count(*left))],
        ),
        Conclusion::InHistory => ("official_concluded_in_history", vec![]),
        Conclusion::Cancelled => ("official_concluded_cancelled", vec![]),
        Conclusion::Hidden => ("official_concluded_hidden", vec![]),
        Conclusion::Exists => ("official_concluded_exists", vec![]),
        Conclusion::NotInHistory => ("official_concluded_not_in_history", vec![]),
    }
}

fn text(value: &str) -> Evidence {
    Evidence::Text(value.to_owned())
}
