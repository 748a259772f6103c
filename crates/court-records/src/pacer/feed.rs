//! RSS feeds of CM/ECF: one item for each event that a clerk or a party enters on a docket.
//!
//! District courts, bankruptcy courts and courts of appeals write different dialects; [`read`] takes them all. The court's own words are
//! kept: captions are not harmonized, and several events of one document stay several items.

use std::fmt;

use super::{
    date::{self, NotADate, Stamp},
    docket_number::{self, DocketNumber, Format},
    links::{self, Address},
    text::{self, printable, quoted},
    xml::{self, Problems, RawFields},
};

/// Bytes of one feed that are read. Four hundred items, a day of a large court, are a quarter of a megabyte.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What a court's feed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// CM/ECF's code of the court, from the feed's own links: `nyed`.
    pub court: String,
    /// The channel's title.
    pub title: String,
    /// The channel's description: which kinds of entries the clerk exposes.
    pub shows: String,
    /// When the court says that it made the feed. Courts' clocks wobble; some always say the same.
    pub built: Option<Stamp>,
    /// In the feed's order, as a rule the latest first. An item that could not be understood whole is here with what could.
    pub items: Vec<Item>,
    /// What could not be read, in the feed's order.
    pub problems: Vec<Problem>,
}

/// One event on a docket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its place in the feed, counted from 1.
    pub position: u32,
    /// None if the title has no docket number.
    pub docket_number: Option<DocketNumber>,
    /// CM/ECF's own number of the case. Courts of appeals do not give it; in criminal cases each defendant has an own.
    pub case_id: Option<String>,
    /// The caption as the court writes it; empty if it writes none.
    pub case_name: String,
    /// When the event was entered, which is not always the day it counts as filed.
    pub entered: Option<Stamp>,
    /// Kind of entry, without its brackets: `Order`. Empty if the feed does not say.
    pub entry_kind: String,
    /// The same with its white space.
    pub written_kind: String,
    /// Number of the document on the docket.
    pub document_number: Option<String>,
    /// CM/ECF's own number of the document.
    pub document_id: Option<String>,
    /// Number of the entry within the case.
    pub sequence_number: Option<String>,
    /// Address of the document, else of the entry, else of the docket; always on the court's own server.
    pub link: Option<String>,
    /// What only bankruptcy courts say.
    pub bankruptcy: Bankruptcy,
}

/// The labels before the kind of entry in feeds of bankruptcy courts: `Type: bk Office: 1 Chapter: 7 Trustee: Roe [Order]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bankruptcy {
    /// `bk` for a case, `ap` for an adversary proceeding.
    pub case_type: Option<String>,
    /// Number of the court's office.
    pub office: Option<String>,
    /// Chapter of the code.
    pub chapter: Option<String>,
    /// Name of the trustee.
    pub trustee: Option<String>,
}

/// Why bytes are no court's feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// Nothing there.
    #[error("the file is empty")]
    Empty,
    /// More than [`MOST_BYTES`].
    #[error("the file has {0} bytes; a feed of more than {MOST_BYTES} is not read")]
    TooLarge(usize),
    /// Not text in one byte per character or in UTF-8.
    #[error("the file is in UTF-16, which no court writes")]
    Utf16,
    /// No element at all.
    #[error("the file holds no XML element; it begins with {}", quoted(.0))]
    NotXml(String),
    /// A document type can define entities that grow without bound.
    #[error("the file declares a document type, which a court's feed never does; an HTML page does")]
    DocumentType,
    /// XML or HTML, but no RSS.
    #[error("the file is no RSS feed: its root element is {}", quoted(.0))]
    OtherRoot(String),
    /// RSS without its channel.
    #[error("the feed has no channel")]
    NoChannel,
    /// RSS of somebody else.
    #[error("the feed names no court: neither channel nor items link to https://ecf.<court>.uscourts.gov")]
    NoCourt,
}

/// Where in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The channel, or the file as a whole.
    Feed,
    /// An item, counted from 1.
    Item(u32),
}

impl Place {
    pub(super) fn item(position: usize) -> Self {
        Self::Item(u32::try_from(position).unwrap_or(u32::MAX))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feed => f.write_str("feed"),
            Self::Item(position) => write!(f, "item {position}"),
        }
    }
}

/// Something that could not be read, and where. Displays as `item 17: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub trouble: Trouble,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.trouble)
    }
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The XML breaks here.
    #[error("the XML breaks at byte {byte} ({}); reading goes on after it", printable(.reason))]
    BrokenXml {
        /// Offset in the decoded text, in bytes.
        byte: usize,
        /// What the XML reader says.
        reason: String,
    },
    /// So many breaks that the rest is not worth reading.
    #[error("the XML is broken in too many places; nothing after byte {0} is read")]
    TooBroken(usize),
    /// An element that is not closed before what follows it.
    #[error("<{0}> has no end")]
    NoEnd(&'static str),
    /// A field whose end was cut off.
    #[error("<{0}> is longer than what is read of a field; its end was cut off")]
    TooLong(&'static str),
    /// More than are read.
    #[error("the last {0} items are not read: the feed has too many")]
    TooManyItems(u64),
    /// More than are kept.
    #[error("{0} further problems are not listed")]
    MoreProblems(u64),
    /// A date in another form.
    #[error("{0}")]
    Date(NotADate),
    /// No date.
    #[error("there is no date")]
    NoDate,
    /// No docket number.
    #[error("the title {} has no docket number", quoted(.0))]
    NoDocketNumber(String),
    /// A docket number in another form.
    #[error("the docket number {} is in no known form; it is kept as written", quoted(.0))]
    OtherDocketNumber(String),
    /// No kind of entry.
    #[error("the description {} names no [kind] of entry", quoted(.0))]
    NoKind(String),
    /// A link that leads elsewhere.
    #[error("{} is no address on the server of the court {court}; it is not kept", quoted(.url))]
    OtherServer {
        /// The link.
        url: String,
        /// The court.
        court: String,
    },
    /// More than one document.
    #[error("the description links to {0} documents; the first is kept")]
    SeveralDocuments(usize),
}

/// Reads a feed, whichever dialect its court writes.
///
/// Every item that begins in the file is in the answer; what of it could not be understood stands in [`Feed::problems`].
pub fn read(bytes: &[u8]) -> Result<Feed, NotAFeed> {
    if bytes.len() > MOST_BYTES {
        return Err(NotAFeed::TooLarge(bytes.len()));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(NotAFeed::Utf16);
    }
    let document = text::decode(bytes);
    if document.trim().is_empty() {
        return Err(NotAFeed::Empty);
    }
    let raw = xml::read(&document)?;
    let links_of = |fields: &RawFields| Address::read(&fields.link).or_else(|| Address::read(&fields.guid));
    let court = links_of(&raw.channel).or_else(|| raw.items.iter().find_map(links_of)).ok_or(NotAFeed::NoCourt)?.court;

    let mut reader = ItemReader { court: &court, place: Place::Feed, problems: raw.problems };
    // Some courts date the channel by `pubDate` instead of `lastBuildDate`.
    let built = if raw.channel.built.trim().is_empty() { &raw.channel.published } else { &raw.channel.built };
    let built = reader.date(built);
    let mut items = Vec::with_capacity(raw.items.len());
    for (fields, position) in raw.items.iter().zip(1..) {
        items.push(reader.item(fields, position));
    }
    Ok(Feed {
        title: clean(&raw.channel.title),
        shows: clean(&raw.channel.description),
        built,
        items,
        problems: reader.problems.finish(),
        court,
    })
}

/// Text of a field: HTML's references resolved, white space tidy.
fn clean(field: &str) -> String {
    text::tidy(&text::unescape(field))
}

struct ItemReader<'a> {
    court: &'a str,
    place: Place,
    problems: Problems,
}

impl ItemReader<'_> {
    fn item(&mut self, fields: &RawFields, position: u32) -> Item {
        self.place = Place::Item(position);
        let title = clean(&fields.title);
        let (docket_number, case_name) = docket_number::split(&title);
        match &docket_number {
            None => self.trouble(Trouble::NoDocketNumber(title.clone())),
            Some(number) if number.format == Format::Other => self.trouble(Trouble::OtherDocketNumber(number.text.clone())),
            Some(_) => {}
        }

        let (labels, kind, after) = split_description(&fields.description);
        if kind.is_none() {
            self.trouble(Trouble::NoKind(clean(&fields.description)));
        }
        let document = self.document(after);
        let docket = self.address(&fields.link);
        let entry = self.address(&fields.guid);
        let address = document.as_ref().map(|(_, address)| address);
        let all = || [address, entry.as_ref(), docket.as_ref()].into_iter().flatten();
        let entered = if fields.published.trim().is_empty() {
            self.trouble(Trouble::NoDate);
            None
        } else {
            self.date(&fields.published)
        };
        Item {
            position,
            case_id: all().find_map(Address::case_id),
            case_name: case_name.to_owned(),
            entered,
            entry_kind: kind.map(clean).unwrap_or_default(),
            written_kind: kind.map(|kind| text::unescape(kind).into_owned()).unwrap_or_default(),
            document_number: document.as_ref().and_then(|(number, _)| number.clone()),
            document_id: address.and_then(Address::document_id),
            sequence_number: all().find_map(Address::sequence_number),
            link: all().next().map(|address| address.url.clone()),
            bankruptcy: bankruptcy(&clean(labels)),
            docket_number,
        }
    }

    /// Number and address of the document that a description links to. Where the link says "Document" instead of a number, none is known.
    fn document(&mut self, html: &str) -> Option<(Option<String>, Address)> {
        let anchors = links::anchors(html);
        if anchors.len() > 1 {
            self.trouble(Trouble::SeveralDocuments(anchors.len()));
        }
        let anchor = anchors.into_iter().next()?;
        // A path without a host is on the court's own server.
        let is_path = anchor.href.starts_with('/') && !anchor.href.starts_with("//");
        let url = if is_path { format!("https://ecf.{}.uscourts.gov{}", self.court, anchor.href) } else { anchor.href };
        let address = self.address(&url)?;
        let is_number = !anchor.text.is_empty() && anchor.text.len() <= 12 && anchor.text.bytes().all(|byte| byte.is_ascii_digit());
        Some((is_number.then_some(anchor.text), address))
    }

    /// An address on the court's own server. Nothing else that a feed links to is kept.
    fn address(&mut self, url: &str) -> Option<Address> {
        let url = text::unescape(url.trim());
        if url.is_empty() {
            return None;
        }
        match Address::read(&url) {
            Some(address) if address.court == self.court => Some(address),
            _ => {
                self.trouble(Trouble::OtherServer { url: url.into_owned(), court: self.court.to_owned() });
                None
            }
        }
    }

    fn date(&mut self, given: &str) -> Option<Stamp> {
        let given = given.trim();
        if given.is_empty() {
            return None;
        }
        date::read(given).map_err(|reason| self.trouble(Trouble::Date(reason))).ok()
    }

    fn trouble(&mut self, trouble: Trouble) {
        self.problems.add(self.place, trouble);
    }
}

/// Labels, kind of entry and the rest of a description: `Type: ap Office: 1 [Order (Other)] Doe v. Roe (<a href=…>2</a>)`.
fn split_description(html: &str) -> (&str, Option<&str>, &str) {
    let Some((labels, rest)) = html.split_once('[') else { return ("", None, html) };
    let Some(end) = closing_bracket(rest) else { return (labels, None, rest) };
    let (kind, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    (labels, Some(kind), after)
}

/// The bracket that ends a kind, which can hold brackets itself; if they are not balanced, the first.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.find(']')
}

fn bankruptcy(labels: &str) -> Bankruptcy {
    const NAMES: [&str; 4] = ["Type:", "Office:", "Chapter:", "Trustee:"];
    let value = |name: &str| {
        let (_, after) = labels.split_once(name)?;
        let end = NAMES.iter().filter_map(|next| after.find(next)).min().unwrap_or(after.len());
        let value = after.get(..end)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let [case_type, office, chapter, trustee] = NAMES.map(value);
    Bankruptcy { case_type, office, chapter, trustee }
}

#[cfg(test)]
mod tests;
