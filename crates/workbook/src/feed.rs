//! XML as a stream of events over a buffer that is filled anew: as much of it as spreadsheets need, and nothing that expands.
//!
//! Tags are checked against each other, comments and processing instructions are passed over, a document type is refused, so that there are
//! no entities beyond XML's five. What is in memory is one buffer, the names of the elements that are open, and nothing else.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

use crate::{
    part::{Fault, PartReader},
    text::quoted_bytes,
};

/// What is unpacked at once.
const BUFFER_BYTES: usize = 256 << 10;

/// The longest tag with its attributes.
const MOST_TAG_BYTES: usize = 1 << 20;

/// Text is handed out in pieces at least this long, unless it ends before.
const TEXT_PIECE_BYTES: usize = 32 << 10;

/// The longest name of an element.
const MOST_NAME_BYTES: usize = 256;

/// The most elements that may be open. Parts of a workbook need about ten.
const MOST_DEPTH: usize = 200;

/// The most attributes of one tag.
const MOST_ATTRIBUTES: usize = 200;

/// Bytes of the buffer, until the next event.
pub(crate) type Span = Range<usize>;

/// What stands in the part next.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// `<name …>`.
    Open(Tag),
    /// `</name>`; elements that are closed by themselves have none.
    Close,
    /// A piece of text with its references.
    Text(Span),
    /// A piece of text in which nothing has a meaning.
    Verbatim(Span),
    /// The end of the part, outside of all elements.
    End,
}

/// The tag that opens an element.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    /// With its prefix.
    pub(crate) name: Span,
    pub(crate) attributes: Span,
    /// `<name/>`: no content, no closing tag.
    pub(crate) is_closed: bool,
}

/// The events of one part.
#[derive(Debug)]
pub(crate) struct Feed {
    part: PartReader,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// Where in the part the buffer begins.
    base: u64,
    is_whole: bool,
    in_verbatim: bool,
    /// Names of the open elements, one after the other, and where each begins.
    open: Vec<u8>,
    open_starts: Vec<usize>,
}

impl Feed {
    pub(crate) fn new(part: PartReader) -> Result<Self, Fault> {
        let buffer = vec![0; BUFFER_BYTES];
        let (open, open_starts) = (Vec::new(), Vec::new());
        let mut feed = Self { part, buffer, at: 0, end: 0, base: 0, is_whole: false, in_verbatim: false, open, open_starts };
        feed.more()?;
        if feed.rest().starts_with(b"\xef\xbb\xbf") {
            feed.at += 3;
        }
        if feed.rest().starts_with(b"\xff\xfe") || feed.rest().starts_with(b"\xfe\xff") || feed.rest().starts_with(b"<\0") {
            return Err(Fault::from("is UTF-16; only UTF-8 is read"));
        }
        Ok(feed)
    }

    /// What is unpacked and not read yet.
    #[inline]
    pub(crate) fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..self.end).unwrap_or_default()
    }

    /// Takes bytes of [`Self::rest`] as read; they must hold whole elements.
    #[inline]
    pub(crate) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.end);
    }

    /// Where in the part the reader stands.
    pub(crate) fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Unpacked so far.
    pub(crate) fn unpacked_bytes(&self) -> u64 {
        self.part.unpacked_bytes()
    }

    pub(crate) fn bytes(&self, span: &Span) -> &[u8] {
        self.buffer.get(span.clone()).unwrap_or_default()
    }

    /// The name of an element without its prefix.
    pub(crate) fn name(&self, tag: &Tag) -> &[u8] {
        local(self.bytes(&tag.name))
    }

    /// The attributes of a tag, in their order.
    pub(crate) fn attributes(&self, tag: &Tag) -> Attributes<'_> {
        Attributes { rest: self.bytes(&tag.attributes) }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open_starts.len()
    }

    /// Sees to it that some bytes lie in the buffer, if the part has them.
    #[inline]
    pub(crate) fn reserve(&mut self, bytes: usize) -> Result<(), Fault> {
        if self.end - self.at < bytes && !self.is_whole {
            self.more()?;
        }
        Ok(())
    }

    /// Unpacks more behind what is not read yet; false at the end of the part.
    fn more(&mut self) -> Result<bool, Fault> {
        if self.is_whole {
            return Ok(false);
        }
        self.buffer.copy_within(self.at..self.end, 0);
        self.base += self.at as u64;
        self.end -= self.at;
        self.at = 0;
        if self.end == self.buffer.len() {
            if self.end >= MOST_TAG_BYTES {
                return Err(Fault(format!("holds a tag of more than {MOST_TAG_BYTES} bytes")));
            }
            self.buffer.resize(self.end * 2, 0);
        }
        // An inflater hands out what it has; a fuller buffer is worth asking again.
        while self.end < self.buffer.len() {
            let read = self.part.read(self.buffer.get_mut(self.end..).unwrap_or_default())?;
            self.end += read;
            if read == 0 {
                self.is_whole = true;
                break;
            }
        }
        Ok(self.end > self.at)
    }

    /// The next event. Spans of the one before are void.
    pub(crate) fn next(&mut self) -> Result<Event, Fault> {
        loop {
            if self.in_verbatim {
                if let Some(span) = self.verbatim()? {
                    return Ok(Event::Verbatim(span));
                }
                continue;
            }
            self.reserve(16)?;
            match self.rest() {
                [] if self.depth() == 0 => return Ok(Event::End),
                [] => return Err(Fault(format!("ends inside of {}", self.innermost()))),
                [b'<', b'/', ..] => return self.close(),
                [b'<', b'!', ..] => self.declaration()?,
                [b'<', b'?', ..] => self.instruction()?,
                [b'<', ..] => return self.open(),
                _ => {
                    let span = self.text()?;
                    if self.depth() > 0 {
                        return Ok(Event::Text(span));
                    }
                    if !self.bytes(&span).iter().all(u8::is_ascii_whitespace) {
                        return Err(Fault(format!("holds text outside of its elements: {}", quoted_bytes(self.bytes(&span)))));
                    }
                }
            }
        }
    }

    /// Passes over what is left of the element at this depth, and its closing tag.
    pub(crate) fn skip(&mut self, depth: usize) -> Result<(), Fault> {
        while self.depth() >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// Reads the rest of the part, so that its length and checksum are known to be right.
    pub(crate) fn drain(&mut self) -> Result<(), Fault> {
        loop {
            self.at = self.end;
            if !self.more()? {
                return Ok(());
            }
        }
    }

    fn innermost(&self) -> String {
        let start = self.open_starts.last().copied().unwrap_or_default();
        quoted_bytes(&[b"<", self.open.get(start..).unwrap_or_default(), b">"].concat())
    }

    fn open(&mut self) -> Result<Event, Fault> {
        let length = self.tag_length()?;
        let (start, mut end) = (self.at + 1, self.at + length - 1);
        self.at += length;
        let is_closed = end > start && self.buffer.get(end - 1) == Some(&b'/');
        if is_closed {
            end -= 1;
        }
        let inside = self.bytes(&(start..end));
        let name_bytes = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
        if name_bytes == 0 || name_bytes > MOST_NAME_BYTES || !is_name(inside.get(..name_bytes).unwrap_or_default()) {
            return Err(Fault(format!("holds a tag without a usable name: {}", quoted_bytes(inside))));
        }
        check_attributes(inside.get(name_bytes..).unwrap_or_default())
            .map_err(|reason| Fault(format!("holds a tag {reason}: {}", quoted_bytes(inside))))?;
        let name = start..start + name_bytes;
        if !is_closed {
            if self.depth() >= MOST_DEPTH {
                return Err(Fault(format!("nests elements more than {MOST_DEPTH} deep")));
            }
            self.open_starts.push(self.open.len());
            self.open.extend_from_slice(self.buffer.get(name.clone()).unwrap_or_default());
        }
        Ok(Event::Open(Tag { attributes: name.end..end, name, is_closed }))
    }

    fn close(&mut self) -> Result<Event, Fault> {
        let length = self.tag_length()?;
        let name = self.rest().get(2..length - 1).unwrap_or_default().trim_ascii_end();
        let start = self.open_starts.last().copied();
        if start.and_then(|start| self.open.get(start..)) != Some(name) || name.is_empty() {
            let found = quoted_bytes(&[b"</", name, b">"].concat());
            let wanted = if start.is_some() { self.innermost() } else { "nothing".to_owned() };
            return Err(Fault(format!("is not well-formed: {found} closes {wanted}")));
        }
        self.at += length;
        self.open.truncate(start.unwrap_or_default());
        self.open_starts.pop();
        Ok(Event::Close)
    }

    /// The length of the tag that the rest begins with; a `>` between quotation marks does not end it.
    fn tag_length(&mut self) -> Result<usize, Fault> {
        let mut seen = 1;
        let mut quote = None;
        loop {
            let rest = self.rest();
            let unseen = rest.get(seen..).unwrap_or_default();
            let found = match quote {
                Some(mark) => memchr(mark, unseen),
                None => memchr3(b'>', b'"', b'\'', unseen),
            };
            let Some(found) = found else {
                seen = rest.len();
                let kept = self.end - self.at;
                self.more()?;
                if self.end - self.at == kept {
                    return Err(Fault::from("ends inside of a tag"));
                }
                continue;
            };
            let byte = unseen.get(found).copied();
            seen += found + 1;
            match (quote, byte) {
                (Some(_), _) => quote = None,
                (None, Some(b'>')) if seen <= MOST_TAG_BYTES => return Ok(seen),
                (None, Some(b'>')) => return Err(Fault(format!("holds a tag of more than {MOST_TAG_BYTES} bytes"))),
                (None, mark) => quote = mark,
            }
        }
    }

    /// `<!…`: a comment, text in which nothing has a meaning, or what is refused.
    fn declaration(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            self.at += 4;
            return self.pass(b"-->", "a comment");
        }
        if rest.starts_with(b"<![CDATA[") && self.depth() > 0 {
            self.at += 9;
            self.in_verbatim = true;
            return Ok(());
        }
        if rest.starts_with(b"<!DOCTYPE") || rest.starts_with(b"<!ENTITY") {
            return Err(Fault::from("declares a document type; workbooks have none, and it could hold entities that expand without end"));
        }
        Err(Fault(format!("is not well-formed at {}", quoted_bytes(rest.get(..16).unwrap_or(rest)))))
    }

    fn instruction(&mut self) -> Result<(), Fault> {
        const DECLARATION_BYTES: usize = 200;
        self.reserve(DECLARATION_BYTES)?;
        let head = self.rest().get(..DECLARATION_BYTES).unwrap_or(self.rest());
        if self.position() <= 3 && head.starts_with(b"<?xml") {
            let head = head.get(..memmem::find(head, b"?>").unwrap_or(head.len())).unwrap_or_default().to_ascii_lowercase();
            if let Some(at) = memmem::find(&head, b"encoding") {
                let value = head.get(at + 8..).unwrap_or_default().trim_ascii_start();
                let value = value.strip_prefix(b"=").unwrap_or(value).trim_ascii_start();
                let value: Vec<u8> = value.iter().skip(1).copied().take_while(|byte| !matches!(byte, b'"' | b'\'')).collect();
                if !matches!(value.as_slice(), b"utf-8" | b"utf8" | b"us-ascii" | b"ascii") {
                    return Err(Fault(format!("is written in {}; only UTF-8 is read", quoted_bytes(&value))));
                }
            }
        }
        self.at += 2;
        self.pass(b"?>", "a processing instruction")
    }

    /// Passes over everything up to a mark, and the mark.
    fn pass(&mut self, mark: &[u8], what: &str) -> Result<(), Fault> {
        loop {
            if let Some(found) = memmem::find(self.rest(), mark) {
                self.at += found + mark.len();
                return Ok(());
            }
            // The mark may have begun.
            self.at = self.at.max((self.end + 1).saturating_sub(mark.len()));
            let kept = self.end - self.at;
            self.more()?;
            if self.end - self.at == kept {
                return Err(Fault(format!("ends inside of {what}")));
            }
        }
    }

    fn text(&mut self) -> Result<Span, Fault> {
        let found = loop {
            let found = memchr(b'<', self.rest());
            if found.is_some() || self.rest().len() >= TEXT_PIECE_BYTES {
                break found;
            }
            let kept = self.end - self.at;
            self.more()?;
            if self.end - self.at == kept {
                break None;
            }
        };
        let length = found.unwrap_or_else(|| if self.is_whole { self.rest().len() } else { whole_characters(self.rest()) });
        let span = self.at..self.at + length;
        self.at += length;
        Ok(span)
    }

    fn verbatim(&mut self) -> Result<Option<Span>, Fault> {
        self.reserve(TEXT_PIECE_BYTES)?;
        let rest = self.rest();
        if rest.starts_with(b"]]>") {
            self.at += 3;
            self.in_verbatim = false;
            return Ok(None);
        }
        let length = match memmem::find(rest, b"]]>") {
            Some(length) => length,
            None if self.is_whole => return Err(Fault::from("ends inside of a CDATA section")),
            // The mark may have begun.
            None => whole_characters(rest.get(..rest.len().saturating_sub(2)).unwrap_or_default()),
        };
        let span = self.at..self.at + length;
        self.at += length;
        Ok(Some(span))
    }
}

/// How much of a text can be handed out so that neither a character, nor a reference, nor the end of a line is cut.
fn whole_characters(text: &[u8]) -> usize {
    const LONGEST_REFERENCE: usize = 16;
    let mut length = text.len();
    let tail = length.saturating_sub(LONGEST_REFERENCE);
    let last = text.get(tail..).unwrap_or_default();
    if let Some(reference) = last.iter().rposition(|byte| *byte == b'&')
        && memchr(b';', last.get(reference..).unwrap_or_default()).is_none()
    {
        length = tail + reference;
    }
    if text.get(..length).is_some_and(|text| text.ends_with(b"\r")) {
        length -= 1;
    }
    // Bytes that continue a character are 10xxxxxx; the one that begins it is cut with them.
    let continued = text.get(..length).unwrap_or_default().iter().rev().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
    let begins = length.checked_sub(continued + 1).and_then(|at| text.get(at)).is_some_and(|byte| *byte >= 0xc0);
    if begins {
        length -= continued + 1;
    }
    if length == 0 { text.len() } else { length }
}

fn is_name(name: &[u8]) -> bool {
    name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.' | 0x80..))
}

/// A name without its prefix.
pub(crate) fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}

/// A tag that is misread could turn text into a number, so each is checked before anything of it is believed.
fn check_attributes(bytes: &[u8]) -> Result<(), &'static str> {
    let mut attributes = Attributes { rest: bytes };
    let mut names: Vec<&[u8]> = Vec::new();
    for (name, value) in attributes.by_ref() {
        if name.is_empty() || !is_name(name) || memchr(b'<', value).is_some() {
            return Err("that is not well-formed");
        }
        if names.contains(&name) {
            return Err("with the same attribute twice");
        }
        if names.len() >= MOST_ATTRIBUTES {
            return Err("with too many attributes");
        }
        names.push(name);
    }
    if attributes.rest.trim_ascii().is_empty() { Ok(()) } else { Err("that is not well-formed") }
}

/// Names, with their prefixes, and raw values of attributes; ends early at what is none.
#[derive(Debug)]
pub(crate) struct Attributes<'b> {
    rest: &'b [u8],
}

impl<'b> Iterator for Attributes<'b> {
    type Item = (&'b [u8], &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        let equals = memchr(b'=', rest)?;
        let name = rest.get(..equals)?.trim_ascii_end();
        let value = rest.get(equals + 1..)?.trim_ascii_start();
        let mark = *value.first().filter(|mark| matches!(mark, b'"' | b'\''))?;
        let value = value.get(1..)?;
        let end = memchr(mark, value)?;
        self.rest = value.get(end + 1..)?;
        Some((name, value.get(..end)?))
    }
}
