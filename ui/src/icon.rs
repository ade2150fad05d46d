//! Icons of the levels: told apart by shape before colour.

use crate::pen::{Drawn, Pen};
use honmono::verdict::Level;
use web_sys::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

/// The name of a level in keys, classes and file names.
#[must_use]
pub const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Quiet => "quiet",
        Level::Confirmed => "confirmed",
        Level::Consistent => "consistent",
        Level::Unconfirmed => "unconfirmed",
        Level::Unread => "unread",
        Level::Suspicious => "suspicious",
        Level::Dangerous => "dangerous",
    }
}

/// The strokes of 本 on a field of 26 by 26, so that the seal needs no font.
pub const SEAL: &str = "M13 5.4v15.8M6.4 9.3h13.2M12.6 9.8c-1.5 3.6-3.8 6.6-6.7 8.6M13.4 9.8c1.5 3.6 3.8 6.6 6.7 8.6M9.8 17.4h6.4";

struct Stroke {
    path: &'static str,
    width: &'static str,
    dashes: Option<&'static str>,
}

const fn stroke(path: &'static str, width: &'static str) -> Stroke {
    Stroke {
        path,
        width,
        dashes: None,
    }
}

const RING: &str = "M13 2.8a10.2 10.2 0 1 1 0 20.4a10.2 10.2 0 1 1 0-20.4z";

/// The icon of a level. Decoration beside words that say the same, so hidden from screen readers.
///
/// # Errors
/// When the browser refuses.
pub fn level(pen: &Pen, level: Level) -> Drawn {
    let svg = root(pen)?;
    match level {
        Level::Dangerous => {
            fill(
                pen,
                &svg,
                "M8.2 2h9.6L24 8.2v9.6L17.8 24H8.2L2 17.8V8.2z",
                "tone",
            )?;
            fill(
                pen,
                &svg,
                "M8 11.4h10a1 1 0 0 1 1 1v1.2a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-1.2a1 1 0 0 1 1-1z",
                "paper",
            )
        }
        Level::Suspicious => {
            line(pen, &svg, &stroke("M13 3.5 24 22.5H2z", "2.4"))?;
            line(pen, &svg, &stroke("M13 10.5v5M13 19.2v.1", "2.6"))
        }
        Level::Unconfirmed => line(pen, &svg, &stroke(RING, "2.4")),
        Level::Consistent => {
            line(pen, &svg, &stroke(RING, "2.4"))?;
            line(pen, &svg, &stroke("m8 13.4 3.4 3.4L18.2 9.6", "2.6"))
        }
        Level::Unread => line(
            pen,
            &svg,
            &Stroke {
                path: RING,
                width: "2.4",
                dashes: Some("5 3.4"),
            },
        ),
        Level::Confirmed | Level::Quiet => seal_into(pen, &svg),
    }?;
    Ok(svg)
}

/// The seal, our own mark.
///
/// # Errors
/// When the browser refuses.
pub fn seal(pen: &Pen) -> Drawn {
    let svg = root(pen)?;
    svg.set_attribute("class", "icon seal")?;
    seal_into(pen, &svg)?;
    Ok(svg)
}

fn root(pen: &Pen) -> Drawn {
    let svg = pen.document().create_element_ns(Some(SVG), "svg")?;
    for (name, value) in [
        ("viewBox", "0 0 26 26"),
        ("class", "icon"),
        ("aria-hidden", "true"),
        ("focusable", "false"),
    ] {
        svg.set_attribute(name, value)?;
    }
    Ok(svg)
}

fn seal_into(pen: &Pen, svg: &Element) -> Drawn<()> {
    fill(
        pen,
        svg,
        "M7 2h12a5 5 0 0 1 5 5v12a5 5 0 0 1-5 5H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5z",
        "tone",
    )?;
    let path = path(pen, svg, SEAL)?;
    for (name, value) in [
        ("class", "carved"),
        ("fill", "none"),
        ("stroke-width", "1.9"),
        ("stroke-linecap", "round"),
    ] {
        path.set_attribute(name, value)?;
    }
    Ok(())
}

fn path(pen: &Pen, svg: &Element, shape: &str) -> Drawn {
    let path = pen.document().create_element_ns(Some(SVG), "path")?;
    path.set_attribute("d", shape)?;
    svg.append_child(&path)?;
    Ok(path)
}

fn fill(pen: &Pen, svg: &Element, shape: &str, class: &str) -> Drawn<()> {
    path(pen, svg, shape)?.set_attribute("class", class)
}

fn line(pen: &Pen, svg: &Element, stroke: &Stroke) -> Drawn<()> {
    let path = path(pen, svg, stroke.path)?;
    for (name, value) in [
        ("class", "line"),
        ("fill", "none"),
        ("stroke", "currentColor"),
        ("stroke-width", stroke.width),
        ("stroke-linecap", "round"),
        ("stroke-linejoin", "round"),
    ] {
        path.set_attribute(name, value)?;
    }
    stroke.dashes.map_or(Ok(()), |dashes| {
        path.set_attribute("stroke-dasharray", dashes)
    })
}
