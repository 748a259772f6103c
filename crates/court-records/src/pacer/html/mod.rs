//! HTML as CM/ECF writes it, as a flat tree.
//!
//! Pages of CM/ECF are tables in tables with many tags unclosed or closed twice. What the readers need is which text stands in which cell, so a
//! tree is built with the rules for tables and the rest is tolerated. The tree is one list in document order, each node with the place where
//! its descendants end; texts and attributes are slices of the page and nothing of it is copied.
//!
//! Own code, for three reasons. Speed, measured on the dockets and histories of the corpus (one core, release): html5ever 0.35 with its
//! reference tree takes 42 MB/s of them before anything is read; with this tree, tree and reading together take 70 to 170. Bounds: html5ever
//! keeps none on depth or on the number of nodes. And by the standard's rules it moves whatever stands in a table outside a cell to before the
//! table, which is where browsers' extensions and some courts write.
//!
//! Every input is read in linear time: what has no end (a comment, a script, a quoted value) is searched for once, the depth is bounded, and so
//! is the number of nodes.

mod tokens;

use tokens::{Token, Tokens};

/// How deep elements are nested in the tree; what lies deeper hangs on the deepest. Real pages reach 20.
const DEEPEST: usize = 128;

/// Nodes of one page. The largest dockets, of tens of megabytes, have a tenth of it.
const MOST_NODES: usize = 4_000_000;

/// The elements that tell something to the readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tag {
    Anchor,
    Bold,
    Break,
    Center,
    Cell,
    Div,
    Font,
    Heading,
    Image,
    Input,
    Italic,
    Paragraph,
    Preformatted,
    Row,
    Rule,
    Table,
    Title,
    Underlined,
    /// Inline elements without meaning here: `span`, `nobr`, `small` …
    Other,
}

impl Tag {
    /// None for those that the tree leaves out as if they were not written: `html`, `body`, `tbody`, `form`.
    fn named(name: &str) -> Option<Self> {
        let mut lower = [0_u8; 8];
        let Some(lower) = lower.get_mut(..name.len()) else { return Some(Self::Other) };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Some(match &*lower {
            b"a" => Self::Anchor,
            b"b" | b"strong" => Self::Bold,
            b"br" => Self::Break,
            b"center" => Self::Center,
            b"td" | b"th" => Self::Cell,
            b"div" => Self::Div,
            b"font" => Self::Font,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"img" => Self::Image,
            b"input" => Self::Input,
            b"i" | b"em" => Self::Italic,
            b"p" => Self::Paragraph,
            b"pre" => Self::Preformatted,
            b"tr" => Self::Row,
            b"hr" => Self::Rule,
            b"table" => Self::Table,
            b"title" => Self::Title,
            b"u" => Self::Underlined,
            b"html" | b"head" | b"body" | b"tbody" | b"thead" | b"tfoot" | b"form" => return None,
            _ => Self::Other,
        })
    }

    /// Elements without content.
    fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Image | Self::Input | Self::Rule)
    }

    /// Elements before and after which a line ends.
    pub(super) fn is_block(self) -> bool {
        matches!(
            self,
            Self::Break
                | Self::Center
                | Self::Div
                | Self::Heading
                | Self::Paragraph
                | Self::Preformatted
                | Self::Row
                | Self::Rule
                | Self::Table
        )
    }
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element(Tag),
    Text,
}

/// A node; offsets are in bytes of the page.
#[derive(Debug, Clone, Copy)]
struct Node {
    kind: Kind,
    /// The text, or the attributes of an element.
    from: u32,
    to: u32,
    /// One past its last descendant.
    end: u32,
}

/// A place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    /// The nodes before it, backwards.
    pub(super) fn before(self) -> impl Iterator<Item = NodeId> {
        (0..self.0).rev().map(NodeId)
    }
}

/// A run of nodes in document order, as a rule an element with its descendants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    from: u32,
    end: u32,
}

impl Span {
    /// From a node up to another, without it.
    pub(super) fn between(from: NodeId, end: NodeId) -> Self {
        Self { from: from.0, end: end.0 }
    }

    /// What of this begins at `from`.
    pub(super) fn starting(self, from: NodeId) -> Self {
        Self { from: from.0.clamp(self.from, self.end), end: self.end }
    }

    /// Its nodes.
    pub(super) fn nodes(self) -> impl Iterator<Item = NodeId> {
        (self.from..self.end).map(NodeId)
    }

    /// The node it begins with.
    pub(super) fn first(self) -> NodeId {
        NodeId(self.from)
    }

    /// The node after its last.
    pub(super) fn after(self) -> NodeId {
        NodeId(self.end)
    }
}

/// What one meets on the way through a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// An element begins.
    Begin(NodeId, Tag),
    /// An element ends; not told of elements without descendants.
    End(Tag),
    /// Text, references unresolved.
    Text(NodeId, &'a str),
}

/// Something the tree could not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Excess {
    /// Depth.
    #[error("elements are nested more than {DEEPEST} deep; what lies deeper is read as if it lay at that depth")]
    TooDeep,
    /// Number.
    #[error("the page has more than {MOST_NODES} elements and texts; nothing after byte {0} is read")]
    TooMany(usize),
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    page: &'a str,
    nodes: Vec<Node>,
    pub(super) excesses: Vec<Excess>,
}

impl<'a> Tree<'a> {
    /// Reads a page. Of pages of more than 4 GB, which nobody hands in, nothing is read.
    pub(super) fn read(page: &'a str) -> Self {
        let page = if u32::try_from(page.len()).is_ok() { page } else { "" };
        let mut builder = Builder {
            tree: Tree { page, nodes: Vec::with_capacity(page.len() / 64), excesses: Vec::new() },
            open: Vec::with_capacity(DEEPEST),
            below: 0,
        };
        let mut tokens = Tokens::of(page);
        while let Some(token) = tokens.next() {
            if builder.tree.nodes.len() >= MOST_NODES {
                builder.tree.excesses.push(Excess::TooMany(tokens.at()));
                break;
            }
            match token {
                Token::Text { from, to } => builder.text(from, to),
                Token::Begin { name, from, to } => builder.begin(name, from, to),
                Token::End { name } => builder.end(name),
            }
        }
        builder.close_down_to(0);
        builder.tree
    }

    /// All of it.
    pub(super) fn whole(&self) -> Span {
        Span { from: 0, end: u32::try_from(self.nodes.len()).unwrap_or(u32::MAX) }
    }

    /// An element with all its descendants.
    pub(super) fn span(&self, id: NodeId) -> Span {
        Span { from: id.0, end: self.node(id).map_or(id.0, |node| node.end) }
    }

    /// The descendants of an element.
    pub(super) fn inside(&self, id: NodeId) -> Span {
        let span = self.span(id);
        Span { from: (span.from + 1).min(span.end), end: span.end }
    }

    /// The tag of an element.
    pub(super) fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.node(id)?.kind {
            Kind::Element(tag) => Some(tag),
            Kind::Text => None,
        }
    }

    /// The elements of a span with a tag, nested or not.
    pub(super) fn find(&self, span: Span, tag: Tag) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        span.nodes().filter(move |id| self.tag(*id) == Some(tag))
    }

    /// The elements with a tag that lie in a span without another table between.
    pub(super) fn own(&self, span: Span, tag: Tag) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        let mut at = span.from;
        std::iter::from_fn(move || {
            while at < span.end {
                let id = NodeId(at);
                let node = self.node(id)?;
                let found = node.kind == Kind::Element(tag);
                let passed_over = found || node.kind == Kind::Element(Tag::Table);
                at = if passed_over { node.end.max(at + 1) } else { at + 1 };
                if found {
                    return Some(id);
                }
            }
            None
        })
    }

    /// The rows of a table, without those of tables within it.
    pub(super) fn rows(&self, table: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        self.own(self.inside(table), Tag::Row)
    }

    /// The cells of a row.
    pub(super) fn cells(&self, row: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        self.own(self.inside(row), Tag::Cell)
    }

    /// A text node's text, references unresolved.
    pub(super) fn raw_text(&self, id: NodeId) -> Option<&'a str> {
        let node = self.node(id)?;
        match node.kind {
            Kind::Text => self.page.get(node.from as usize..node.to as usize),
            Kind::Element(_) => None,
        }
    }

    /// Value of an attribute, references unresolved.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<&'a str> {
        let node = self.node(id)?;
        match node.kind {
            Kind::Element(_) => tokens::attribute(self.page.get(node.from as usize..node.to as usize)?, name),
            Kind::Text => None,
        }
    }

    /// Walks through a span.
    pub(super) fn walk(&self, span: Span) -> Walk<'_, 'a> {
        Walk { tree: self, at: span.from, end: span.end, open: Vec::new() }
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }
}

/// See [`Tree::walk`].
pub(super) struct Walk<'t, 'a> {
    tree: &'t Tree<'a>,
    at: u32,
    end: u32,
    open: Vec<(u32, Tag)>,
}

impl<'a> Iterator for Walk<'_, 'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if let Some((end, tag)) = self.open.last().copied()
            && (self.at >= end || self.at >= self.end)
        {
            self.open.pop();
            return Some(Step::End(tag));
        }
        if self.at >= self.end {
            return None;
        }
        let id = NodeId(self.at);
        let node = self.tree.node(id)?;
        self.at += 1;
        match node.kind {
            Kind::Element(tag) => {
                if node.end > self.at {
                    self.open.push((node.end, tag));
                }
                Some(Step::Begin(id, tag))
            }
            Kind::Text => Some(Step::Text(id, self.tree.raw_text(id).unwrap_or_default())),
        }
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<(u32, Tag)>,
    /// How many elements are open below [`DEEPEST`].
    below: u32,
}

impl Builder<'_> {
    fn push(&mut self, kind: Kind, from: usize, to: usize) -> u32 {
        let at = narrow(self.tree.nodes.len());
        self.tree.nodes.push(Node { kind, from: narrow(from), to: narrow(to), end: at + 1 });
        at
    }

    fn text(&mut self, from: usize, to: usize) {
        self.push(Kind::Text, from, to);
    }

    fn begin(&mut self, name: &str, from: usize, to: usize) {
        let Some(tag) = Tag::named(name) else { return };
        self.make_room_for(tag);
        if !tag.is_void() && self.open.len() >= DEEPEST {
            if !self.tree.excesses.contains(&Excess::TooDeep) {
                self.tree.excesses.push(Excess::TooDeep);
            }
            self.below = self.below.saturating_add(1);
            return;
        }
        let at = self.push(Kind::Element(tag), from, to);
        if !tag.is_void() {
            self.open.push((at, tag));
        }
    }

    /// Closes what an element of this kind cannot stand in: a cell ends the cell before it, a row its cells.
    fn make_room_for(&mut self, tag: Tag) {
        if self.below > 0 {
            return;
        }
        match tag {
            Tag::Cell => self.close_to(|open| open == Tag::Cell, |open| matches!(open, Tag::Row | Tag::Table)),
            Tag::Row => self.close_to(|open| open == Tag::Row, |open| open == Tag::Table),
            Tag::Anchor => self.close_to(|open| open == Tag::Anchor, is_compartment),
            Tag::Paragraph | Tag::Div | Tag::Heading | Tag::Center | Tag::Table | Tag::Rule | Tag::Preformatted => {
                self.close_to(|open| open == Tag::Paragraph, is_compartment);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let Some(tag) = Tag::named(name) else { return };
        if tag.is_void() {
            return;
        }
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        match tag {
            Tag::Table => self.close_to(|open| open == tag, |_| false),
            Tag::Row | Tag::Cell => self.close_to(|open| open == tag, |open| open == Tag::Table),
            _ => self.close_to(|open| open == tag, is_compartment),
        }
    }

    /// Closes the innermost open element that is `wanted`, with all in it, unless a `wall` stands between.
    fn close_to(&mut self, wanted: impl Fn(Tag) -> bool, wall: impl Fn(Tag) -> bool) {
        let place = self.open.iter().rposition(|(_, open)| wanted(*open) || wall(*open));
        if let Some(place) = place
            && self.open.get(place).is_some_and(|(_, open)| wanted(*open))
        {
            self.close_down_to(place);
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        let end = narrow(self.tree.nodes.len());
        for (at, _) in self.open.drain(depth.min(self.open.len())..) {
            if let Some(node) = self.tree.nodes.get_mut(at as usize) {
                node.end = end;
            }
        }
    }
}

/// Elements that an end tag within them does not reach out of.
fn is_compartment(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Row | Tag::Cell)
}

/// Pages are shorter than 4 GB, and nodes are no more than bytes: see [`Tree::read`].
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
