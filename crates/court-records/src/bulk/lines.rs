//! Lines of a stream, one at a time and of bounded length.

use std::io::{self, BufRead, Read as _};

/// A stream of lines. One line is in memory at a time; a line beyond the limit is skipped and told.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    limit_bytes: usize,
    number: u64,
}

/// One line with its number, from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number.
    pub number: u64,
    /// What stands in it.
    pub content: Content<'a>,
}

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Its bytes, without the line end.
    Bytes(&'a [u8]),
    /// More than the limit.
    TooLong,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`, none longer than `limit_bytes`.
    pub fn new(input: R, limit_bytes: usize) -> Self {
        Self { input, buffer: Vec::new(), limit_bytes, number: 0 }
    }

    /// The next line; nothing at the end. Fails only where reading the stream fails.
    pub fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        // Room for a line end of two characters; what does not end within it is too long.
        let room = u64::try_from(self.limit_bytes).unwrap_or(u64::MAX).saturating_add(2);
        if self.input.by_ref().take(room).read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let ended = self.buffer.last() == Some(&b'\n');
        if self.bytes().len() > self.limit_bytes {
            if !ended {
                self.input.skip_until(b'\n')?;
            }
            return Ok(Some(Line { number: self.number, content: Content::TooLong }));
        }
        Ok(Some(Line { number: self.number, content: Content::Bytes(self.bytes()) }))
    }

    /// Number and bytes of the line that was read last, as far as it is in memory.
    pub(super) fn current(&self) -> (u64, &[u8]) {
        (self.number, self.bytes())
    }

    fn bytes(&self) -> &[u8] {
        let line = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        line.strip_suffix(b"\r").unwrap_or(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[(u64, Option<&str>)]) {
        let mut lines = Lines::new(input.as_bytes(), 5);
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().expect("memory can be read") {
            let content = match line.content {
                Content::Bytes(bytes) => Some(String::from_utf8(bytes.to_vec()).expect("text")),
                Content::TooLong => None,
            };
            found.push((line.number, content));
        }
        let expected: Vec<_> = expected.iter().map(|(number, content)| (*number, content.map(str::to_owned))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_come_without_their_ends_and_long_ones_are_skipped_and_told() {
        check("", &[]);
        check("a\n\nb\r\n", &[(1, Some("a")), (2, Some("")), (3, Some("b"))]);
        check("abcde\r\nabcdef\nabcdefghijkl\nx", &[(1, Some("abcde")), (2, None), (3, None), (4, Some("x"))]);
        check("abcdefghijkl", &[(1, None)]);
    }
}
