//! What the brand's own pages say: the states of the official check, the places of an order, and a page of the brand's itself.

use crate::pen::{Drawn, Pen, on};
use crate::{Act, Action};
use honmono::official::{
    Agreement, Answer, Conclusion, Likeness, Near, NearWhy, PageKind, Place, PlaceKind, Standing,
    TimeAgreement,
};
use honmono::verdict::Evidence;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// What there is to tell beside the verdict.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// How the mail stands with the official record.
    pub standing: &'a Standing,
    /// Its subject, for looking by eye.
    pub subject: Option<&'a str>,
    /// When it was sent, as the page shows it.
    pub sent: &'a str,
    /// The order that is searched, the places, and what may be concluded.
    pub search: Option<(&'a str, &'a [Place], &'a Conclusion)>,
}

/// Adds it to a drawn mail, before its row of buttons.
///
/// # Errors
/// When the browser refuses.
pub fn add(pen: &Pen, section: &Element, told: Told<'_>, act: &Act) -> Drawn<()> {
    section.set_attribute("data-standing", name(told.standing))?;
    let row = section.query_selector(":scope > .row")?;
    let place: Option<&Node> = row.as_ref().map(AsRef::as_ref);
    if let Some(state) = state(pen, told)? {
        section.insert_before(&state, place)?;
    }
    if let Some((number, places, conclusion)) = told.search {
        let genuine = section.get_attribute("data-level").as_deref() == Some("confirmed");
        let drawn = search(pen, number, places, conclusion, genuine, act)?;
        section.insert_before(&drawn, place)?;
        // The search stands there: each place has a button of its own.
        if let Some(button) = section.query_selector("[data-does=panel_find_order]")? {
            button.remove();
        }
    }
    Ok(())
}

/// The name of a standing, for styles and tests.
#[must_use]
pub const fn name(standing: &Standing) -> &'static str {
    match standing {
        Standing::NotAsked => "not_asked",
        Standing::Waiting => "waiting",
        Standing::SignedOut => "signed_out",
        Standing::Stopped => "stopped",
        Standing::NotRead => "not_read",
        Standing::NotFound { .. } => "not_found",
        Standing::Listed { .. } => "listed",
    }
}

fn text(value: &str) -> Evidence {
    Evidence::Text(value.to_owned())
}

/// What the check says, and the way on.
fn state(pen: &Pen, told: Told<'_>) -> Drawn<Option<Element>> {
    let whole = pen.element("div", "official", &[])?;
    // Read out when it changes.
    whole.set_attribute("role", "status")?;
    let say = |key: &str, args: &[(String, Evidence)]| -> Drawn<()> {
        whole.append_child(&*pen.say("p", "", key, args)?)?;
        Ok(())
    };
    match told.standing {
        Standing::NotAsked => return Ok(None),
        Standing::Waiting => say("official_waiting", &[])?,
        Standing::SignedOut => say("official_signed_out", &[])?,
        Standing::Stopped => say("official_stopped", &[])?,
        Standing::NotRead => {
            say("official_not_read", &[])?;
            by_eye(pen, &whole, told)?;
        }
        Standing::NotFound {
            from,
            to,
            rows,
            more,
            near,
        } => {
            let moment = |at: &Option<i64>| {
                text(&at.map_or_else(|| "?".to_owned(), |at| pen.words().moment(at)))
            };
            let args = [
                ("count".to_owned(), Evidence::Count(*rows)),
                ("from".to_owned(), moment(from)),
                ("to".to_owned(), moment(to)),
            ];
            say("official_not_found", &args)?;
            if let Some(near) = near {
                say(
                    &format!("official_near_{}", why(near)),
                    &[
                        ("subject".to_owned(), text(&near.subject)),
                        ("time".to_owned(), moment(&near.sent)),
                    ],
                )?;
            }
            if near
                .as_ref()
                .is_some_and(|near| matches!(near.why, NearWhy::OnlyDay | NearWhy::NoTime))
            {
                by_eye(pen, &whole, told)?;
            }
            if *more {
                say("official_more", &[])?;
            }
            say("official_not_found_means", &[])?;
        }
        Standing::Listed {
            agreement,
            marketplace,
            ..
        } => {
            say(
                "official_listed_in",
                &[("name".to_owned(), text(&capital(marketplace)))],
            )?;
            let lines = pen.element("ul", "why", &[])?;
            for (key, args) in agreed(agreement) {
                lines.append_child(&*pen.say("li", "good", key, &args)?)?;
            }
            whole.append_child(&lines)?;
        }
    }
    Ok(Some(whole))
}

const fn why(near: &Near) -> &'static str {
    match near.why {
        NearWhy::OtherTime => "other_time",
        NearWhy::OnlyDay => "only_day",
        NearWhy::NoTime => "no_time",
        NearWhy::OtherStamp => "other_stamp",
    }
}

/// What agreed, and by how much.
fn agreed(agreement: &Agreement) -> Vec<(&'static str, Vec<(String, Evidence)>)> {
    let mut lines = vec![(
        if agreement.subject == Some(Likeness::Cut) {
            "official_agrees_cut"
        } else {
            "official_agrees_subject"
        },
        vec![],
    )];
    match agreement.time {
        TimeAgreement::Seconds(seconds) if seconds.abs() < 60 => {
            lines.push(("official_agrees_time", vec![]))
        }
        TimeAgreement::Seconds(seconds) => {
            let minutes = u32::try_from((seconds.abs() + 30) / 60).unwrap_or(u32::MAX);
            lines.push((
                "official_agrees_minutes",
                vec![("count".to_owned(), Evidence::Count(minutes))],
            ));
        }
        TimeAgreement::Unknown => {}
    }
    if agreement.stamp.is_some_and(|stamp| stamp.abs() < 600) {
        lines.push(("official_agrees_stamp", vec![]));
    }
    lines
}

/// Subject and time to look for by eye, with a button that copies both.
fn by_eye(pen: &Pen, whole: &Element, told: Told<'_>) -> Drawn<()> {
    let Some(subject) = told.subject else {
        return Ok(());
    };
    let shown = pen.element("div", "eye", &[&*pen.text("p", "", subject)?])?;
    shown.set_attribute("translate", "no")?;
    if !told.sent.is_empty() {
        shown.append_child(&*pen.text("p", "soft", told.sent)?)?;
    }
    whole.append_child(&shown)?;
    let document = pen.document().clone();
    let button = pen.button("", "official_copy", move || {
        // By selection: our frame may not be let near the clipboard otherwise.
        if let Ok(Some(selection)) = document.get_selection()
            && selection.select_all_children(&shown).is_ok()
        {
            let _ = document
                .unchecked_ref::<web_sys::HtmlDocument>()
                .exec_command("copy");
        }
    })?;
    whole.append_child(&button)?;
    Ok(())
}

/// The places where an order may be, each with its line, and the conclusion.
fn search(
    pen: &Pen,
    number: &str,
    places: &[Place],
    conclusion: &Conclusion,
    genuine: bool,
    act: &Act,
) -> Drawn {
    let title = pen.say(
        "h2",
        "",
        "official_search",
        &[("order".to_owned(), text(number))],
    )?;
    let list = pen.element("ul", "places", &[])?;
    for place in places {
        let (label, args) = label(&place.kind);
        let name = pen.say("span", "place", label, &args)?;
        let (answer, args) = answer(&place.answer);
        let said = pen.say("span", "answer", answer, &args)?;
        let item = pen.element("li", "", &[&name, &said])?;
        item.set_attribute("data-place", label.trim_start_matches("official_place_"))?;
        item.set_attribute("data-answer", answer.trim_start_matches("official_answer_"))?;
        if !matches!(place.answer, Answer::Found { .. } | Answer::NotHere) {
            let (act, kind) = (act.clone(), place.kind.clone());
            item.append_child(&*pen.button("", "official_open", move || {
                act(Action::OpenPlace(kind.clone()))
            })?)?;
        }
        list.append_child(&item)?;
    }
    let (key, args) = concluded(conclusion);
    // What the whole story comes to: the brand sent it, and the person's own lists do not know it.
    let said = if genuine && *conclusion == Conclusion::NotInHistory {
        "official_concluded_genuine"
    } else {
        key
    };
    let end = pen.say("p", "conclusion", said, &args)?;
    let whole = pen.element("div", "search", &[&title, &list, &end])?;
    whole.set_attribute(
        "data-conclusion",
        key.trim_start_matches("official_concluded_"),
    )?;
    if matches!(conclusion, Conclusion::NotInHistory | Conclusion::Hidden) {
        let act = act.clone();
        whole.append_child(&*pen.button("main", "official_guide", move || act(Action::Help))?)?;
    }
    Ok(whole)
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

/// A page of the brand's own, for the popup: that it is genuine, and what was read from it.
///
/// # Errors
/// When the browser refuses.
pub fn own(
    pen: &Pen,
    marketplace: &str,
    kind: PageKind,
    messages: u32,
    orders: u32,
    act: &Act,
) -> Drawn {
    let key = match kind {
        PageKind::Messages => "official_own_messages",
        PageKind::Message => "official_own_message",
        PageKind::Orders | PageKind::Order | PageKind::Invoice | PageKind::Points => {
            "official_own_orders"
        }
        PageKind::SignIn | PageKind::SecondStep => "official_own_sign_in",
        PageKind::Captcha | PageKind::Error => "official_own_stopped",
        PageKind::Unread => "official_own_unread",
        PageKind::Payments | PageKind::Home | PageKind::Other => "official_own_other",
    };
    let count = if key == "official_own_messages" {
        messages
    } else {
        orders
    };
    let args = vec![("count".to_owned(), Evidence::Count(count))];
    let name = vec![("name".to_owned(), text(&capital(marketplace)))];
    let words = pen.element(
        "div",
        "",
        &[
            &*pen.say("h2", "", "official_own", &name)?,
            &*pen.say("p", "soft", key, &args)?,
        ],
    )?;
    let section = pen.element("section", "state own", &[&words])?;
    section.set_attribute("data-kind", kind.name())?;
    let button = pen.say("button", "", "official_forget", &[])?;
    button.set_attribute("type", "button")?;
    button.set_attribute("data-does", "official_forget")?;
    section.append_child(&button)?;
    let (act, pressed, done) = (
        act.clone(),
        button.clone(),
        pen.words().text("official_forgotten", &[]),
    );
    on(&button, "click", move || {
        act(Action::ForgetRecords);
        pressed.set_text_content(Some(&done));
        // A button that cannot be pressed again; it keeps its place and the focus.
        let _ = pressed.set_attribute("aria-disabled", "true");
    });
    Ok(section)
}

/// `amazon.co.jp` as the brand writes it: `Amazon.co.jp`.
fn capital(host: &str) -> String {
    let mut letters = host.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
