//! A mail's HTML as a tree, parsed by html5ever into an arena of our own, bounded in every direction.
//!
//! Why not a ready-made DOM: mails are written by strangers. Depth is held at the limit browsers use (512, deeper start
//! tags are ignored as Chromium does), nodes and input are counted, siblings are linked so that every step of the tree
//! builder is constant time, and dropping the tree is dropping a vector.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, LocalName, QualName, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// How deep elements may nest before start tags are ignored.
const MAX_DEPTH: u32 = 512;
/// How many nodes a tree may hold; the rest of the mail is not read.
const MAX_NODES: usize = 600_000;
/// How many bytes of HTML are read.
const MAX_HTML: usize = 6 * 1024 * 1024;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// An element: its local name and attributes.
    Element(LocalName, Vec<Attribute>),
    /// Text.
    Text(StrTendril),
    /// The document, comments and the like.
    Other,
}

/// A node of the arena. Links are indices.
#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub parent: Option<usize>,
    pub first: Option<usize>,
    pub last: Option<usize>,
    pub next: Option<usize>,
    prev: Option<usize>,
    depth: u32,
}

impl Node {
    /// The element's local name, or `""`.
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Element(name, _) => name,
            _ => "",
        }
    }

    /// An attribute's value.
    pub fn attr(&self, name: &str) -> Option<&str> {
        match &self.kind {
            Kind::Element(_, attrs) => attrs
                .iter()
                .find(|attr| &*attr.name.local == name)
                .map(|attr| &*attr.value),
            _ => None,
        }
    }
}

/// A parsed tree; node 0 is the document.
#[derive(Debug)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// Not everything was read.
    pub cut: bool,
}

/// Parses HTML. Never fails; what goes beyond the limits is left out and `cut` says so.
pub(super) fn parse(html: &str) -> Tree {
    let mut end = html.len().min(MAX_HTML);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let guard = Guard {
        builder: TreeBuilder::new(
            Sink::new(),
            TreeBuilderOpts {
                // No mail reader runs scripts: what is meant for readers without them is what a person sees.
                scripting_enabled: false,
                ..TreeBuilderOpts::default()
            },
        ),
        ignored: RefCell::default(),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    // Scripts and styles that ask the tokenizer to pause are simply gone on with.
    for chunk in chunks(&html[..end], 16 * 1024) {
        if tokenizer.sink.builder.sink.full() {
            break;
        }
        input.push_back(StrTendril::from_slice(chunk));
        while matches!(
            tokenizer.feed(&input),
            html5ever::TokenizerResult::Script(_)
        ) {}
    }
    let full = tokenizer.sink.builder.sink.full();
    if !full {
        tokenizer.end();
    }
    let sink = tokenizer.sink.builder.sink;
    Tree {
        nodes: sink.nodes.into_inner(),
        cut: full || end < html.len(),
    }
}

/// Cuts text into pieces at character boundaries; html5ever keeps offsets as 32 bit and copies what it is given.
fn chunks(mut text: &str, size: usize) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let mut end = size.min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let (head, tail) = text.split_at(end);
        text = tail;
        Some(head)
    })
}

/// Stands between tokenizer and tree builder and ignores start tags that nest too deep, with their end tags.
struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    ignored: RefCell<HashMap<LocalName, u32>>,
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if self.builder.sink.full() {
            return TokenSinkResult::Continue;
        }
        if let Token::TagToken(Tag { kind, name, .. }) = &token {
            match kind {
                TagKind::StartTag if self.builder.sink.depth.get() >= MAX_DEPTH => {
                    // Raw-text elements still switch the tokenizer, so they go through.
                    let raw = matches!(&**name, "style" | "script" | "textarea" | "title" | "xmp");
                    if !raw {
                        *self.ignored.borrow_mut().entry(name.clone()).or_default() += 1;
                        return TokenSinkResult::Continue;
                    }
                }
                TagKind::EndTag => {
                    let mut ignored = self.ignored.borrow_mut();
                    if let Some(count) = ignored.get_mut(name).filter(|count| **count > 0) {
                        *count -= 1;
                        return TokenSinkResult::Continue;
                    }
                    // Not every way of closing is announced by the tree builder. One step up is a safe guess: the
                    // next node put into the tree corrects it.
                    let depth = &self.builder.sink.depth;
                    depth.set(depth.get().saturating_sub(1));
                }
                TagKind::StartTag => {}
            }
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node's index, with its name, which the tree builder asks for all the time.
#[derive(Clone)]
struct Handle {
    index: usize,
    name: Rc<QualName>,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    depth: Cell<u32>,
    none: Rc<QualName>,
}

impl Sink {
    fn new() -> Self {
        let sink = Self {
            nodes: RefCell::default(),
            depth: Cell::new(0),
            none: Rc::new(QualName::new(None, ns!(), LocalName::from(""))),
        };
        sink.add(Kind::Other);
        sink
    }

    fn full(&self) -> bool {
        self.nodes.borrow().len() >= MAX_NODES
    }

    fn add(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            kind,
            parent: None,
            first: None,
            last: None,
            next: None,
            prev: None,
            depth: 0,
        });
        nodes.len() - 1
    }

    fn plain(&self, index: usize) -> Handle {
        Handle {
            index,
            name: Rc::clone(&self.none),
        }
    }

    fn detach(&self, index: usize) {
        let nodes = &mut *self.nodes.borrow_mut();
        let (parent, prev, next) = (nodes[index].parent, nodes[index].prev, nodes[index].next);
        match prev {
            Some(prev) => nodes[prev].next = next,
            None => {
                if let Some(parent) = parent {
                    nodes[parent].first = next;
                }
            }
        }
        match next {
            Some(next) => nodes[next].prev = prev,
            None => {
                if let Some(parent) = parent {
                    nodes[parent].last = prev;
                }
            }
        }
        let node = &mut nodes[index];
        (node.parent, node.prev, node.next) = (None, None, None);
    }

    /// Puts a detached node into `parent`, before `before` or at the end.
    fn attach(&self, parent: usize, index: usize, before: Option<usize>) {
        let nodes = &mut *self.nodes.borrow_mut();
        let prev = match before {
            Some(before) => nodes[before].prev,
            None => nodes[parent].last,
        };
        match prev {
            Some(prev) => nodes[prev].next = Some(index),
            None => nodes[parent].first = Some(index),
        }
        match before {
            Some(before) => nodes[before].prev = Some(index),
            None => nodes[parent].last = Some(index),
        }
        let depth = nodes[parent].depth + 1;
        let node = &mut nodes[index];
        (node.parent, node.prev, node.next, node.depth) = (Some(parent), prev, before, depth);
        if matches!(node.kind, Kind::Element(..)) {
            self.depth.set(depth);
        }
    }

    fn place(&self, parent: usize, child: NodeOrText<Handle>, before: Option<usize>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.index);
                self.attach(parent, node.index, before);
            }
            NodeOrText::AppendText(text) => {
                {
                    let nodes = &mut *self.nodes.borrow_mut();
                    self.depth.set(nodes[parent].depth);
                    let neighbour = match before {
                        Some(before) => nodes[before].prev,
                        None => nodes[parent].last,
                    };
                    if let Some(Kind::Text(old)) = neighbour.map(|index| &mut nodes[index].kind) {
                        old.push_tendril(&text);
                        return;
                    }
                }
                let index = self.add(Kind::Text(text));
                self.attach(parent, index, before);
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.plain(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let index = self.add(Kind::Element(name.local.clone(), attrs));
        Handle {
            index,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.plain(self.add(Kind::Other))
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.plain(self.add(Kind::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.place(parent.index, child, None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        prev_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.nodes.borrow()[element.index].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // A template's contents are never shown; they hang nowhere.
    fn get_template_contents(&self, _target: &Handle) -> Handle {
        self.plain(self.add(Kind::Other))
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.index == y.index
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.index].parent;
        if let Some(parent) = parent {
            self.place(parent, new_node, Some(sibling.index));
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        if let Kind::Element(_, old) = &mut self.nodes.borrow_mut()[target.index].kind {
            for attr in attrs {
                if old.iter().all(|known| known.name != attr.name) {
                    old.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.index);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let Some(child) = self.nodes.borrow()[node.index].first else {
                break;
            };
            self.detach(child);
            self.attach(new_parent.index, child, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deepest(tree: &Tree) -> u32 {
        tree.nodes.iter().map(|node| node.depth).max().unwrap()
    }

    #[test]
    fn nesting_stops_at_the_browsers_depth() {
        let tree = parse(&"<div>".repeat(50_000));
        assert!(deepest(&tree) <= MAX_DEPTH + 3, "{}", deepest(&tree));
        assert!(!tree.cut);
    }

    #[test]
    fn many_siblings_are_not_nesting() {
        let tree = parse(&"<p>a<br><b>b</b>".repeat(5_000));
        assert!(deepest(&tree) < 10);
        let bold = tree.nodes.iter().filter(|node| node.name() == "b").count();
        assert_eq!(bold, 5_000);
    }

    #[test]
    fn what_follows_a_deep_nest_is_still_read() {
        let nest = format!(
            "{}x{}<a href=y>z</a>",
            "<div>".repeat(2000),
            "</div>".repeat(2000)
        );
        let tree = parse(&nest);
        assert!(tree.nodes.iter().any(|node| node.attr("href") == Some("y")));
    }

    #[test]
    fn misnested_tables_and_formatting_end() {
        let tree = parse(&"<table><b><tr><td><i></b><a href=1>x<p></i></a>".repeat(3_000));
        assert!(!tree.nodes.is_empty());
    }
}
