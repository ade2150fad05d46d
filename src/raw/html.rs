//! An HTML body as a person sees it: visible and hidden text, pictures' alternative texts, links with what they show.

use super::style::{Declared, Seen, Sheet, color};
use super::tree::{self, Kind, Tree};
use super::{Body, MAX_LINKS, MAX_TEXT, fold_spaces};
use crate::address::{Link, Shown};
use crate::lists::Tables;
use std::collections::HashSet;

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "table",
    "tr",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "center",
    "section",
    "article",
    "header",
    "footer",
    "pre",
    "form",
    "dl",
    "dt",
    "dd",
    "tbody",
    "thead",
    "address",
    "fieldset",
];

/// Elements whose height or width a style can take away; on inline ones it has no effect.
const BOXES: &[&str] = &[
    "div",
    "p",
    "section",
    "center",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "ul",
];

/// Elements that are never shown.
const UNSEEN: &[&str] = &[
    "head", "style", "script", "title", "template", "object", "iframe", "datalist", "noembed",
    "noframes",
];

/// What an element hands down to what it holds.
#[derive(Clone, Copy, Default)]
struct Look {
    /// Gone with everything in it.
    gone: bool,
    invisible: bool,
    tiny: bool,
    transparent: bool,
    color: Option<u32>,
    background: Option<u32>,
    picture: bool,
}

impl Look {
    fn hidden(self) -> bool {
        let merged = !self.picture && self.color.is_some() && self.color == self.background;
        self.gone || self.invisible || self.tiny || self.transparent || merged
    }

    fn inside(self, tag: &str, own: &Declared) -> Self {
        let boxed = BOXES.contains(&tag);
        let clipped = own.clipped == Some(true);
        let squeezed = own.no_height == Some(true) || own.no_width == Some(true);
        Self {
            gone: self.gone
                || own.display_none == Some(true)
                || own.opacity_zero == Some(true)
                || own.moved_away == Some(true)
                || (boxed && clipped && squeezed),
            invisible: own.invisible.unwrap_or(self.invisible),
            tiny: own.tiny.unwrap_or(self.tiny),
            transparent: own.color_transparent.unwrap_or(self.transparent),
            color: own.color.or(self.color),
            background: own.background.or(self.background),
            picture: self.picture || own.picture_behind == Some(true),
        }
    }
}

/// A link being read.
struct Open {
    href: String,
    text: String,
    alt: String,
    hidden: bool,
    seen: bool,
}

struct Reader<'t> {
    tables: &'t Tables,
    body: Body,
    /// Anchors that are open, innermost last.
    open: Vec<Open>,
    base: Option<url::Url>,
    /// Hosts of links seen, once there are more links than are kept.
    heads: HashSet<String>,
    seen_links: usize,
}

/// Reads an HTML body.
pub(super) fn read(html: &str, tables: &Tables) -> Body {
    let tree = tree::parse(html);
    let mut sheet = Sheet::default();
    for (index, node) in tree.nodes.iter().enumerate() {
        if node.name() == "style" {
            sheet.add(&raw_text(&tree, index));
        }
    }
    let mut reader = Reader {
        tables,
        body: Body {
            cut: tree.cut,
            ..Body::default()
        },
        open: vec![],
        base: None,
        heads: HashSet::new(),
        seen_links: 0,
    };
    reader.walk(&tree, &sheet);
    reader.body
}

fn raw_text(tree: &Tree, index: usize) -> String {
    let mut text = String::new();
    let mut child = tree.nodes[index].first;
    while let Some(at) = child {
        if let Kind::Text(part) = &tree.nodes[at].kind {
            text.push_str(part);
        }
        child = tree.nodes[at].next;
    }
    text
}

impl Reader<'_> {
    fn walk(&mut self, tree: &Tree, sheet: &Sheet) {
        enum Step {
            Enter(usize, Look),
            Leave(usize),
        }
        let mut steps = vec![Step::Enter(0, Look::default())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(index) => self.leave(tree, index),
                Step::Enter(index, look) => {
                    // Siblings first onto the stack, so that a node's children come before them.
                    if let Some(next) = tree.nodes[index].next {
                        steps.push(Step::Enter(next, look));
                    }
                    let node = &tree.nodes[index];
                    match &node.kind {
                        Kind::Text(text) => self.text(text, look),
                        Kind::Other => {
                            if let Some(first) = node.first {
                                steps.push(Step::Enter(first, look));
                            }
                        }
                        Kind::Element(..) => {
                            if UNSEEN.contains(&node.name()) {
                                self.base(tree, index);
                                continue;
                            }
                            let look = inside(tree, sheet, index, look);
                            self.enter(tree, index, look);
                            steps.push(Step::Leave(index));
                            if let Some(first) = node.first {
                                steps.push(Step::Enter(first, look));
                            }
                        }
                    }
                }
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
    }

    /// `<base href>` in the head changes where relative links lead.
    fn base(&mut self, tree: &Tree, index: usize) {
        let mut child = tree.nodes[index].first;
        while let Some(at) = child {
            let node = &tree.nodes[at];
            if node.name() == "base" && self.base.is_none() {
                self.base = node
                    .attr("href")
                    .and_then(|href| url::Url::parse(href).ok());
            }
            child = node.next;
        }
    }

    fn text(&mut self, text: &str, look: Look) {
        if look.hidden() {
            push_capped(&mut self.body.hidden_text, text, MAX_TEXT);
            return;
        }
        if self.body.text.len() + text.len() > MAX_TEXT {
            self.body.cut = true;
        }
        push_capped(&mut self.body.text, text, MAX_TEXT);
        let blank = text.trim().is_empty();
        for open in &mut self.open {
            push_capped(&mut open.text, text, 2_000);
            open.seen |= !blank;
        }
    }

    fn enter(&mut self, tree: &Tree, index: usize, look: Look) {
        let node = &tree.nodes[index];
        let name = node.name();
        if BLOCKS.contains(&name) {
            push_capped(&mut self.body.text, "\n", MAX_TEXT);
            for open in &mut self.open {
                push_capped(&mut open.text, " ", 2_000);
            }
        } else if matches!(name, "td" | "th") {
            push_capped(&mut self.body.text, " ", MAX_TEXT);
        }
        match name {
            "a" => {
                if let Some(href) = node.attr("href") {
                    self.open.push(Open {
                        href: href.to_owned(),
                        text: String::new(),
                        alt: String::new(),
                        hidden: look.hidden(),
                        seen: false,
                    });
                }
            }
            "area" => {
                if let Some(href) = node.attr("href") {
                    let alt = node.attr("alt").unwrap_or("").to_owned();
                    let href = href.to_owned();
                    self.link(&href, String::new(), alt, look.hidden());
                }
            }
            "form" | "button" | "input" => {
                let attr = if name == "form" {
                    "action"
                } else {
                    "formaction"
                };
                if let Some(href) = node.attr(attr) {
                    let shown = node.attr("value").unwrap_or("").to_owned();
                    let href = href.to_owned();
                    self.link(&href, shown, String::new(), look.hidden());
                }
            }
            "img" => self.picture(tree, index, look),
            _ => {}
        }
    }

    fn picture(&mut self, tree: &Tree, index: usize, look: Look) {
        let node = &tree.nodes[index];
        if look.gone || look.invisible {
            return;
        }
        let speck = |side: &str| {
            node.attr(side)
                .and_then(|value| value.trim_end_matches("px").trim().parse::<f32>().ok())
                .is_some_and(|size| size <= 2.0)
        };
        if speck("width") || speck("height") {
            return;
        }
        self.body.pictures += 1;
        let alt = node.attr("alt").map(fold_spaces).unwrap_or_default();
        for open in &mut self.open {
            open.seen = true;
            push_capped(&mut open.alt, " ", 500);
            push_capped(&mut open.alt, &alt, 500);
        }
        if !alt.is_empty() && self.body.alt_texts.len() < 500 {
            self.body.alt_texts.push(alt.chars().take(300).collect());
        }
    }

    fn leave(&mut self, tree: &Tree, index: usize) {
        let node = &tree.nodes[index];
        if BLOCKS.contains(&node.name()) {
            push_capped(&mut self.body.text, "\n", MAX_TEXT);
        }
        if node.name() == "a" && node.attr("href").is_some() {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.link(&open.href, open.text, open.alt, open.hidden && !open.seen);
        }
    }

    /// Keeps a link. Beyond [`MAX_LINKS`] only those to hosts not seen before are kept: a thousand genuine links must not
    /// push the one bad one out of sight.
    fn link(&mut self, href: &str, text: String, alt: String, hidden: bool) {
        self.seen_links += 1;
        let href: String = href.chars().take(16_384).collect();
        let kept = self.body.links.len();
        let head = head_of(&href);
        let known = !self.heads.insert(head);
        if (kept >= MAX_LINKS && known) || kept >= 2 * MAX_LINKS {
            self.body.cut = true;
            return;
        }
        let joined = match &self.base {
            Some(base)
                if url::Url::parse(&href) == Err(url::ParseError::RelativeUrlWithoutBase) =>
            {
                base.join(&href).map(String::from).unwrap_or(href)
            }
            _ => href,
        };
        let shown = Shown {
            text: fold_spaces(&text),
            alt: fold_spaces(&alt),
        };
        let id = u32::try_from(kept).unwrap_or(u32::MAX);
        let mut link = Link::read(id, &joined, shown, self.tables);
        link.hidden = hidden;
        self.body.links.push(link);
    }
}

/// Scheme and authority as written: equal heads lead to the same host.
fn head_of(href: &str) -> String {
    let after = href.find("//").map_or(0, |at| at + 2);
    let end = href[after..]
        .find(['/', '?', '#', '\\'])
        .map_or(href.len(), |at| after + at);
    href[..end].to_ascii_lowercase()
}

/// The element's look, from its attributes, the sheets and its own style.
fn inside(tree: &Tree, sheet: &Sheet, index: usize, look: Look) -> Look {
    let node = &tree.nodes[index];
    let seen = |index: usize| {
        let node = &tree.nodes[index];
        Seen {
            tag: node.name(),
            id: node.attr("id"),
            class: node.attr("class"),
        }
    };
    let mut own = Declared::default();
    if let Some(value) = node.attr("bgcolor") {
        own.background = color(&value.to_ascii_lowercase());
    }
    if node.name() == "font" {
        own.color = node
            .attr("color")
            .and_then(|value| color(&value.to_ascii_lowercase()));
    }
    if node.attr("background").is_some() {
        own.picture_behind = Some(true);
    }
    own.overlay(&sheet.declared(&seen(index), || {
        let mut above = vec![];
        let mut parent = node.parent;
        while let Some(at) = parent {
            above.push(seen(at));
            parent = tree.nodes[at].parent;
        }
        above
    }));
    if let Some(style) = node.attr("style") {
        own.overlay(&Declared::read(style));
    }
    if node.attr("hidden").is_some() {
        own.display_none = own.display_none.or(Some(true));
    }
    look.inside(node.name(), &own)
}

fn push_capped(into: &mut String, text: &str, cap: usize) {
    let room = cap.saturating_sub(into.len());
    if text.len() <= room {
        into.push_str(text);
    } else {
        let mut end = room;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        into.push_str(&text[..end]);
    }
}
