//! What the brand's own pages say: the states of the official check, the places of an order, and a page of the brand's itself.

use crate::orders::{self, Searched};
use crate::pen::{Drawn, Pen, on};
use crate::{Act, Action};
use honmono::official::{Agreement, Likeness, Near, NearWhy, PageKind, Standing, TimeAgreement};
use honmono::verdict::Evidence;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// What there is to tell beside the verdict.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// How the mail stands with the official record.
    pub standing: &'a Standing,
    /// Its subject, for looking by eye.
    pub subject: Option<&'a str>,
    /// When it was sent, as the page shows it.
    pub sent: &'a str,
    /// The orders that are searched.
    pub searches: Vec<Searched<'a>>,
    /// How many orders the mail names.
    pub orders: usize,
}

/// Adds it to a drawn mail, before its row of buttons.
///
/// # Errors
/// When the browser refuses.
pub fn add(pen: &Pen, section: &Element, told: &Told<'_>, act: &Act) -> Drawn<()> {
    section.set_attribute("data-standing", name(told.standing))?;
    let row = section.query_selector(":scope > .row")?;
    let place: Option<&Node> = row.as_ref().map(AsRef::as_ref);
    if let Some(state) = state(pen, told)? {
        section.insert_before(&state, place)?;
    }
    let genuine = section.get_attribute("data-level").as_deref() == Some("confirmed");
    if let Some(drawn) = orders::draw(pen, &told.searches, told.orders, genuine, act)? {
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
fn state(pen: &Pen, told: &Told<'_>) -> Drawn<Option<Element>> {
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
fn by_eye(pen: &Pen, whole: &Element, told: &Told<'_>) -> Drawn<()> {
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
