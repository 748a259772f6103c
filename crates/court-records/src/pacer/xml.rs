//! The skeleton of a feed: channel and items with the text of their fields, whatever state the XML is in.
//!
//! Entities are never expanded and a document type is refused, so that no input grows. Where the XML breaks, the place is reported and reading
//! goes on at the next tag that feeds have.

use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};

use super::{
    feed::{NotAFeed, Place, Problem, Trouble},
    text,
};

/// Items of one feed that are read; the busiest courts show some thousands a day.
const MOST_ITEMS: usize = 100_000;

/// Text of one field, in bytes.
const MOST_FIELD_BYTES: usize = 16 * 1024;

/// Problems of one feed that are kept.
const MOST_PROBLEMS: usize = 1000;

/// Places at which the XML may break. Each can cost a look at the whole rest, so there is a bound.
const MOST_BREAKS: usize = 20;

/// A feed before its fields are understood.
#[derive(Debug, Default)]
pub(super) struct RawFeed {
    pub(super) channel: RawFields,
    pub(super) items: Vec<RawFields>,
    pub(super) problems: Problems,
}

/// The fields that channels and items share, with one layer of references resolved.
#[derive(Debug, Default)]
pub(super) struct RawFields {
    pub(super) title: String,
    pub(super) link: String,
    pub(super) description: String,
    pub(super) guid: String,
    pub(super) published: String,
    /// `lastBuildDate`, only of a channel.
    pub(super) built: String,
}

/// Problems, up to a number; a hostile feed must not fill a table.
#[derive(Debug, Default)]
pub(super) struct Problems {
    kept: Vec<Problem>,
    dropped: u64,
}

impl Problems {
    pub(super) fn add(&mut self, place: Place, trouble: Trouble) {
        if self.kept.len() < MOST_PROBLEMS {
            self.kept.push(Problem { place, trouble });
        } else {
            self.dropped += 1;
        }
    }

    /// In the order of the feed; the last says how many more there were.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.kept.sort_by_key(|problem| problem.place);
        if self.dropped > 0 {
            self.kept.push(Problem { place: Place::Feed, trouble: Trouble::MoreProblems(self.dropped) });
        }
        self.kept
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Description,
    Guid,
    Published,
    Built,
}

impl Field {
    const ALL: [Field; 6] = [Self::Title, Self::Link, Self::Description, Self::Guid, Self::Published, Self::Built];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Link => "link",
            Self::Description => "description",
            Self::Guid => "guid",
            Self::Published => "pubDate",
            Self::Built => "lastBuildDate",
        }
    }

    fn named(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name().as_bytes() == name)
    }
}

impl RawFields {
    fn field(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::Link => &mut self.link,
            Field::Description => &mut self.description,
            Field::Guid => &mut self.guid,
            Field::Published => &mut self.published,
            Field::Built => &mut self.built,
        }
    }
}

/// What the fields belong to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Channel,
    Item,
    /// An item beyond [`MOST_ITEMS`].
    LeftOut,
}

/// Where reading stands.
#[derive(Debug, Default)]
struct State {
    feed: RawFeed,
    root_seen: bool,
    channel_seen: bool,
    part: Part,
    field: Option<Field>,
    items_left_out: u64,
    /// Name of a part with fields of its own that are not the channel's, such as `image`.
    within: Option<Vec<u8>>,
}

/// Reads the skeleton of a feed.
pub(super) fn read(document: &str) -> Result<RawFeed, NotAFeed> {
    let mut state = State::default();
    let mut offset = 0;
    let mut breaks = 0;
    while let Some(broken) = walk(document.get(offset..).unwrap_or_default(), &mut state)? {
        let at = offset + broken.at;
        breaks += 1;
        if !state.root_seen || breaks > MOST_BREAKS {
            state.feed.problems.add(Place::Feed, Trouble::TooBroken(at));
            break;
        }
        state.trouble(Trouble::BrokenXml { byte: at, reason: broken.reason });
        // At least one byte further, so that reading ends.
        let Some(next) = next_tag(document, at + 1) else { break };
        let skipped = document.get(at..next).unwrap_or_default();
        state.append(skipped.strip_prefix("<![CDATA[").unwrap_or(skipped));
        offset = next;
    }
    if !state.root_seen {
        let beginning: String = document.trim_start().chars().take(80).collect();
        return Err(NotAFeed::NotXml(text::tidy(&beginning)));
    }
    state.end_item_unasked();
    if state.items_left_out > 0 {
        state.feed.problems.add(Place::Feed, Trouble::TooManyItems(state.items_left_out));
    }
    if state.channel_seen { Ok(state.feed) } else { Err(NotAFeed::NoChannel) }
}

/// Where and why the XML could not be read on.
struct Broken {
    at: usize,
    reason: String,
}

fn walk(rest: &str, state: &mut State) -> Result<Option<Broken>, NotAFeed> {
    let mut reader = Reader::from_str(rest);
    let config = reader.config_mut();
    // Clerks' systems write raw `&` and HTML without end tags; elements are matched here, by what a feed can hold.
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                return Ok(Some(Broken { at: at.min(rest.len()), reason: error.to_string() }));
            }
        };
        match event {
            Event::Eof => return Ok(None),
            Event::DocType(_) => return Err(NotAFeed::DocumentType),
            Event::Start(tag) => state.start(tag.name().as_ref(), &tag)?,
            Event::End(tag) => state.end(tag.name().as_ref()),
            Event::Empty(tag) if !state.root_seen || tag.name().as_ref() == b"item" => {
                state.start(tag.name().as_ref(), &tag)?;
                state.end(tag.name().as_ref());
            }
            Event::Empty(tag) => state.markup("<", &tag, "/>"),
            Event::Text(content) => state.append(&String::from_utf8_lossy(&content)),
            Event::CData(content) => state.append(&String::from_utf8_lossy(&content)),
            Event::GeneralRef(reference) => state.reference(&reference),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// The next tag, opening or closing, of an item or of a field.
fn next_tag(document: &str, from: usize) -> Option<usize> {
    let is_known = |after: &[u8]| {
        let name = after.strip_prefix(b"/").unwrap_or(after);
        let name = name.get(..name.iter().take(16).position(|byte| !byte.is_ascii_alphabetic())?)?;
        (name == b"item" || Field::named(name).is_some()).then_some(())
    };
    let bytes = document.as_bytes();
    let opens = bytes.iter().enumerate().skip(from).filter(|(_, byte)| **byte == b'<').map(|(at, _)| at);
    opens.into_iter().find(|at| bytes.get(at + 1..).and_then(is_known).is_some())
}

impl State {
    fn start(&mut self, name: &[u8], content: &[u8]) -> Result<(), NotAFeed> {
        if !self.root_seen {
            let known = matches!(name, b"rss" | b"rdf:RDF" | b"RDF");
            if !known {
                return Err(NotAFeed::OtherRoot(String::from_utf8_lossy(name).into_owned()));
            }
            self.root_seen = true;
            return Ok(());
        }
        match (name, self.within.is_some()) {
            (b"item", _) => {
                self.end_item_unasked();
                self.begin_item();
            }
            (_, true) => {}
            (b"channel", false) if self.field.is_none() => self.channel_seen = true,
            (b"image" | b"textInput", false) if self.field.is_none() => self.within = Some(name.to_vec()),
            (_, false) => match (Field::named(name), self.field) {
                (next, None) => self.field = next,
                (Some(next), Some(open)) => {
                    self.trouble(Trouble::NoEnd(open.name()));
                    self.field = Some(next);
                }
                (None, Some(_)) => self.markup("<", content, ">"),
            },
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(within) = &self.within {
            if within == name {
                self.within = None;
            }
            return;
        }
        match self.field {
            open if name == b"item" && self.part != Part::Channel => {
                if let Some(field) = open {
                    self.trouble(Trouble::NoEnd(field.name()));
                }
                self.end_item();
            }
            Some(field) if field.name().as_bytes() == name => self.field = None,
            Some(_) => self.markup("</", name, ">"),
            None => {}
        }
    }

    fn begin_item(&mut self) {
        self.within = None;
        self.field = None;
        if self.feed.items.len() < MOST_ITEMS {
            self.part = Part::Item;
            self.feed.items.push(RawFields::default());
        } else {
            self.part = Part::LeftOut;
            self.items_left_out += 1;
        }
    }

    fn end_item(&mut self) {
        self.field = None;
        self.part = Part::Channel;
    }

    fn end_item_unasked(&mut self) {
        if let Some(field) = self.field {
            self.trouble(Trouble::NoEnd(field.name()));
        }
        if self.part != Part::Channel {
            self.trouble(Trouble::NoEnd("item"));
            self.end_item();
        }
    }

    /// HTML that is neither escaped nor in a CDATA section is text of its field.
    fn markup(&mut self, open: &str, content: &[u8], close: &str) {
        self.append(open);
        self.append(&String::from_utf8_lossy(content));
        self.append(close);
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let name = String::from_utf8_lossy(reference);
        if let Some(character) = text::named(&name) {
            self.append(character.encode_utf8(&mut [0; 4]));
        } else {
            self.append("&");
            self.append(&name);
            self.append(";");
        }
    }

    fn append(&mut self, more: &str) {
        let (Some(field), false) = (self.field, self.within.is_some()) else { return };
        let fields = match self.part {
            Part::Channel => Some(&mut self.feed.channel),
            Part::Item => self.feed.items.last_mut(),
            Part::LeftOut => None,
        };
        let Some(text) = fields.map(|fields| fields.field(field)) else { return };
        let room = MOST_FIELD_BYTES.saturating_sub(text.len());
        let fits = more.floor_char_boundary(room);
        text.push_str(more.get(..fits).unwrap_or_default());
        if fits < more.len() {
            self.trouble(Trouble::TooLong(field.name()));
            // Nothing more of this field is kept, and its problem is said once.
            self.field = None;
        }
    }

    fn trouble(&mut self, trouble: Trouble) {
        let place = match self.part {
            Part::Channel => Place::Feed,
            Part::Item => Place::item(self.feed.items.len()),
            // That they are left out is said once, at the end.
            Part::LeftOut => return,
        };
        self.feed.problems.add(place, trouble);
    }
}
