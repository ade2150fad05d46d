//! A report on a page that could not be read: its shape, for a person to look at and pass on.
//!
//! It holds tag names, roles, names of attributes, counts, and which probes matched how often. No text, no address, no value that a
//! person or a sender wrote: what is inside a mail's body is not told at all, and names that are not plain are left out, since a
//! page could put words into them.

use super::snapshot::{Found, Shape, Snapshot};
use crate::names::Names;
use std::fmt::Write;

/// Roles of WAI-ARIA 1.2 that pages of webmails use; anything else in `role` is somebody's words.
const ROLES: &[&str] = &[
    "alert",
    "application",
    "article",
    "banner",
    "button",
    "cell",
    "checkbox",
    "complementary",
    "contentinfo",
    "dialog",
    "document",
    "feed",
    "form",
    "grid",
    "gridcell",
    "group",
    "heading",
    "img",
    "link",
    "list",
    "listbox",
    "listitem",
    "main",
    "menu",
    "menubar",
    "menuitem",
    "navigation",
    "none",
    "option",
    "presentation",
    "region",
    "row",
    "rowgroup",
    "search",
    "separator",
    "status",
    "tab",
    "table",
    "tablist",
    "tabpanel",
    "textbox",
    "toolbar",
    "tooltip",
    "tree",
    "treeitem",
];

/// Attribute names told as they are; of others only that there are some. Names with a prefix the browsers or frameworks own are
/// told when they are short and plain.
const PREFIXES: &[&str] = &[
    "aria-",
    "data-test",
    "data-message",
    "data-legacy",
    "data-thread",
    "data-app",
    "data-conv",
    "ng-",
    "js",
];
const NAMES: &[&str] = &[
    "alt",
    "class",
    "contenteditable",
    "datetime",
    "dir",
    "email",
    "height",
    "hidden",
    "href",
    "id",
    "lang",
    "name",
    "role",
    "sandbox",
    "src",
    "srcdoc",
    "style",
    "tabindex",
    "target",
    "title",
    "translate",
    "type",
    "width",
];

/// The report on a snapshot, as text. Its shape is there when the hands were asked for it.
#[must_use]
pub fn report(snapshot: &Snapshot) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "honmono: {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(out, "site: {}", plain(&snapshot.site));
    let _ = writeln!(
        out,
        "strays: {}, cut: {}, loading: {}",
        snapshot.strays, snapshot.cut, snapshot.loading
    );
    if let Some(fault) = &snapshot.fault {
        let _ = writeln!(out, "fault: {}", plain(fault));
    }
    let _ = writeln!(out, "probes:");
    for (name, counts) in snapshot.tried.iter() {
        let _ = writeln!(out, "  {}: {counts:?}", plain(name));
    }
    fields(&mut out, "page", &snapshot.page);
    for region in &snapshot.regions {
        let kind = plain(&region.kind);
        let body = region.body.as_ref().map_or_else(
            || "none".to_owned(),
            |body| {
                format!(
                    "way {}, closed {}, empty {}",
                    body.way,
                    body.closed.is_some(),
                    body.empty
                )
            },
        );
        let _ = writeln!(out, "  region {kind}, way {}, body: {body}", region.way);
        fields(&mut out, &kind, &region.fields);
    }
    if let Some(shape) = &snapshot.shape {
        let _ = writeln!(out, "shape:");
        tree(&mut out, shape, 1);
    }
    out
}

fn fields(out: &mut String, kind: &str, fields: &Names<Found>) {
    for (name, found) in fields.iter() {
        let _ = writeln!(
            out,
            "  {kind}.{}: {:?}, way {:?}",
            plain(name),
            found.counts,
            found.way
        );
    }
}

fn tree(out: &mut String, shape: &Shape, depth: usize) {
    if depth > 60 {
        return;
    }
    let _ = write!(out, "{}{}", "  ".repeat(depth), plain(&shape.tag));
    if ROLES.contains(&shape.role.as_str()) {
        let _ = write!(out, "[{}]", shape.role);
    }
    let told: Vec<&str> = shape
        .attributes
        .iter()
        .map(String::as_str)
        .filter(|name| told(name))
        .collect();
    let other = shape.attributes.len() - told.len();
    if !told.is_empty() {
        let _ = write!(out, " {}", told.join(" "));
    }
    if other > 0 {
        let _ = write!(out, " +{other}");
    }
    if shape.times > 1 {
        let _ = write!(out, " x{}", shape.times);
    }
    // Lengths in steps: an exact one could tell which mail it is.
    if shape.text > 0 {
        let _ = write!(
            out,
            " text<{}",
            (shape.text + 1).next_power_of_two().max(16)
        );
    }
    let _ = writeln!(out, "{}", if shape.body { " (mail)" } else { "" });
    if !shape.body {
        shape
            .inside
            .iter()
            .for_each(|inner| tree(out, inner, depth + 1));
    }
}

fn told(name: &str) -> bool {
    let short = name.len() <= 32 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    short && (NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix)))
}

/// A name of ours or of HTML, or a mark that it was none.
fn plain(name: &str) -> String {
    let fits = name.len() <= 40
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if fits {
        name.to_owned()
    } else {
        "(other)".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_names_are_not_told() {
        let shape = Shape {
            tag: "order-250-1234567-1234567-for-someone-with-a-long-name".to_owned(),
            role: "Amazon secret".to_owned(),
            attributes: vec![
                "data-order-250".to_owned(),
                "title".to_owned(),
                "yamada-taro".to_owned(),
            ],
            text: 1_234,
            ..Shape::default()
        };
        let text = report(&Snapshot {
            site: "a b@c".to_owned(),
            shape: Some(shape),
            ..Snapshot::default()
        });
        for secret in ["250", "Amazon", "yamada", "1234", "a b@c"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(text.contains("title +2"), "{text}");
    }

    #[test]
    fn what_is_inside_a_mail_is_not_told() {
        let inner = Shape {
            tag: "marquee".to_owned(),
            ..Shape::default()
        };
        let shape = Shape {
            tag: "div".to_owned(),
            body: true,
            inside: vec![inner],
            ..Shape::default()
        };
        let text = report(&Snapshot {
            shape: Some(shape),
            ..Snapshot::default()
        });
        assert!(
            text.contains("div (mail)") && !text.contains("marquee"),
            "{text}"
        );
    }
}
