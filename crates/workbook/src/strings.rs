//! The table of shared strings: one buffer of text and where each string ends.

use memchr::{memchr, memchr3};

use crate::{
    Limits,
    feed::{Event, Feed, Tag},
    part::Fault,
    text::{WHITE, quoted_bytes, trim, unescape, unescape_spreadsheet},
};

/// Raw text may be this many times longer than what it stands for: every character a reference.
pub(crate) const RAW_FACTOR: usize = 8;

/// Bytes that are wanted in the buffer before the short way is tried.
const AHEAD_BYTES: usize = 4 << 10;

/// All shared strings of a workbook.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn get(&self, index: u32) -> Option<&str> {
        let index = usize::try_from(index).ok()?;
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |start| *start as usize);
        self.text.get(start..end)
    }

    /// Reads the table. Whatever is wrong in it would shift or change values without a trace, so nothing is left out: it is refused.
    pub(crate) fn read(feed: &mut Feed, limits: &Limits) -> Result<Self, Fault> {
        let mut strings = Self::default();
        strings.read_all(feed, limits).map_err(|fault| {
            let Fault(reason) = fault;
            Fault(format!("{reason} (shared string {}, counted from 0; byte {})", strings.ends.len(), feed.position()))
        })?;
        strings.text.shrink_to_fit();
        strings.ends.shrink_to_fit();
        Ok(strings)
    }

    fn read_all(&mut self, feed: &mut Feed, limits: &Limits) -> Result<(), Fault> {
        match feed.next()? {
            Event::Open(tag) if feed.name(&tag) == b"sst" && tag.is_closed => return feed.drain(),
            Event::Open(tag) if feed.name(&tag) == b"sst" => {}
            Event::Open(tag) => {
                return Err(Fault(format!("is no table of strings: its first element is {}", quoted_bytes(feed.name(&tag)))));
            }
            _ => return Err(Fault::from("is empty")),
        }
        loop {
            feed.reserve(AHEAD_BYTES)?;
            let taken = self.take_plain(feed.rest(), limits)?;
            feed.advance(taken);
            match feed.next()? {
                Event::Open(tag) if feed.name(&tag) == b"si" => {
                    if !tag.is_closed
                        && let Some(reason) = read_text(feed, &mut self.text, limits.cell_bytes)?
                    {
                        return Err(Fault(reason));
                    }
                    self.end_string(limits)?;
                }
                Event::Open(tag) if !tag.is_closed => feed.skip(feed.depth())?,
                Event::Close => break,
                Event::End => return Err(Fault::from("ends inside of its strings")),
                _ => {}
            }
        }
        feed.drain()
    }

    /// Takes strings that are written as `<si><t>…</t></si>` without references or escapes, the whole of nearly every table.
    fn take_plain(&mut self, bytes: &[u8], limits: &Limits) -> Result<usize, Fault> {
        let mut rest = bytes;
        while let Some((raw, is_kept, after)) = plain(rest) {
            let Ok(text) = std::str::from_utf8(raw) else { break };
            if text.len() > limits.cell_bytes {
                break;
            }
            self.text.push_str(if is_kept { text } else { trim(text) });
            self.end_string(limits)?;
            rest = after;
        }
        Ok(bytes.len() - rest.len())
    }

    fn end_string(&mut self, limits: &Limits) -> Result<(), Fault> {
        let most = limits.shared_string_bytes.min(u64::from(u32::MAX));
        let end = u32::try_from(self.text.len()).ok().filter(|end| u64::from(*end) <= most);
        let Some(end) = end else { return Err(Fault(format!("holds more than {most} bytes of strings"))) };
        if self.len() >= limits.shared_strings {
            return Err(Fault(format!("holds more than {} strings", limits.shared_strings)));
        }
        self.ends.push(end);
        Ok(())
    }
}

/// The text of a plain string, whether its white space is kept, and what follows.
fn plain(bytes: &[u8]) -> Option<(&[u8], bool, &[u8])> {
    let rest = bytes.strip_prefix(b"<si><t")?;
    let (rest, is_kept) = match rest.strip_prefix(b">") {
        Some(rest) => (rest, false),
        None => (rest.strip_prefix(b" xml:space=\"preserve\">")?, true),
    };
    let end = memchr3(b'<', b'&', b'\r', rest)?;
    let (text, rest) = rest.split_at_checked(end)?;
    let rest = rest.strip_prefix(b"</t></si>")?;
    // An underscore may begin an escape.
    if memchr(b'_', text).is_some_and(|at| text.get(at + 1..).is_some_and(|after| after.contains(&b'x'))) {
        return None;
    }
    Some((text, is_kept, rest))
}

/// Appends the text of an open `si` or `is` and passes its closing tag: runs are joined, readings (`rPh`) are not text. Answers why the text
/// cannot be used, if it cannot; then what was appended is a part of it.
pub(crate) fn read_text(feed: &mut Feed, out: &mut String, most: usize) -> Result<Option<String>, Fault> {
    let depth = feed.depth();
    let start = out.len();
    let mut wrong = None;
    while feed.depth() >= depth {
        match feed.next()? {
            Event::Open(tag) if tag.is_closed => {}
            Event::Open(tag) if feed.name(&tag) == b"t" => {
                let left = most.saturating_sub(out.len() - start);
                let run = read_run(feed, &tag, out, left)?;
                wrong = wrong.or(run);
            }
            Event::Open(tag) if feed.name(&tag) == b"r" => {}
            Event::Open(_) => feed.skip(feed.depth())?,
            _ => {}
        }
    }
    Ok(wrong)
}

/// Appends the text of an open `t`.
fn read_run(feed: &mut Feed, tag: &Tag, out: &mut String, most: usize) -> Result<Option<String>, Fault> {
    let is_kept = feed.attributes(tag).any(|(name, value)| name == b"xml:space" && value == b"preserve");
    let start = out.len();
    let wrong = read_content(feed, out, most)?;
    if !is_kept {
        let text = out.get(start..).unwrap_or_default();
        let kept = text.trim_end_matches(WHITE).len();
        let cut = kept - trim(text).len();
        out.truncate(start + kept);
        out.replace_range(start..start + cut, "");
    }
    unescape_spreadsheet(out, start);
    Ok(wrong)
}

/// Appends the text directly inside of the open element and passes its closing tag. Answers why the text cannot be used, if it cannot.
pub(crate) fn read_content(feed: &mut Feed, out: &mut String, most: usize) -> Result<Option<String>, Fault> {
    let depth = feed.depth();
    let start = out.len();
    let mut raw_bytes = 0_usize;
    let mut wrong = None;
    while feed.depth() >= depth {
        let event = feed.next()?;
        let (Event::Text(span) | Event::Verbatim(span)) = &event else { continue };
        if feed.depth() > depth || wrong.is_some() {
            continue;
        }
        raw_bytes = raw_bytes.saturating_add(span.len());
        if raw_bytes <= most.saturating_mul(RAW_FACTOR) {
            let read = match std::str::from_utf8(feed.bytes(span)) {
                Ok(raw) if matches!(event, Event::Text(_)) => unescape(raw, out),
                Ok(raw) => {
                    out.push_str(raw);
                    Ok(())
                }
                Err(_) => Err("holds text that is not UTF-8".to_owned()),
            };
            wrong = read.err();
        }
        if wrong.is_none() && (raw_bytes > most.saturating_mul(RAW_FACTOR) || out.len() - start > most) {
            wrong = Some("holds more text than a cell may".to_owned());
        }
    }
    if wrong.is_some() {
        out.truncate(start);
    }
    Ok(wrong)
}
