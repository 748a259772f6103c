//! The dialect of CSV that PostgreSQL writes with `FORCE_QUOTE *, ESCAPE '\'`: every value is quoted, a quote within it is `\"` and a backslash
//! `\\`, and what is not quoted and empty is NULL. Readers that know only doubled quotes, or that give text alone, lose the end of a value or the
//! difference between NULL and the empty text.

use std::io::{self, BufRead};

/// The longest record that is read, in bytes without escapes; of a longer one only the place is told.
const MOST_RECORD_BYTES: usize = 1024 * 1024;
/// The most fields of a record that are read.
const MOST_FIELDS: usize = 256;

/// Reads records one by one, in memory that does not grow with the input.
#[derive(Debug)]
pub(super) struct Records<R> {
    input: R,
    line: u64,
    record: Record,
}

/// What came next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A record that begins on this line; its fields can be asked for.
    Record(u64),
    /// A record that begins on this line and is longer than what is read.
    TooLong(u64),
    /// A quoted value in the record of this line was never closed: the input ended within it.
    Unclosed(u64),
    /// Nothing.
    End,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 1, record: Record::default() }
    }

    /// A field of the record that was read last; None if it is NULL or not there.
    pub(super) fn field(&self, at: usize) -> Option<&[u8]> {
        let &(end, is_null) = self.record.fields.get(at)?;
        if is_null {
            return None;
        }
        let start = at.checked_sub(1).and_then(|before| self.record.fields.get(before)).map_or(0, |&(end, _)| end);
        self.record.bytes.get(start..end)
    }

    /// How many fields the record has that was read last.
    pub(super) fn len(&self) -> usize {
        self.record.fields.len()
    }

    /// Reads the next record. Lines without anything are passed over.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        self.record.clear();
        let mut first_line = self.line;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(match self.record.state {
                    State::Quoted | State::Escaped => Next::Unclosed(first_line),
                    _ if self.record.is_blank() => Next::End,
                    _ => self.record.end(first_line),
                });
            }
            let mut used = 0;
            let mut is_done = false;
            while !is_done && used < chunk.len() {
                let rest = chunk.get(used..).unwrap_or_default();
                let run = self.record.take_run(rest);
                used += run;
                if let Some(&byte) = rest.get(run) {
                    used += 1;
                    self.line += u64::from(byte == b'\n');
                    let ends = self.record.take(byte);
                    is_done = ends && !self.record.is_blank();
                    if ends && !is_done {
                        first_line = self.line;
                    }
                }
            }
            self.input.consume(used);
            if is_done {
                return Ok(self.record.end(first_line));
            }
        }
    }
}

/// Where in a record the reader is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    FieldStart,
    Plain,
    Quoted,
    Escaped,
    AfterQuote,
}

/// The record that is being read.
#[derive(Debug, Default)]
struct Record {
    /// Values without quotes and escapes, one after the other.
    bytes: Vec<u8>,
    /// End of each field within `bytes`, and whether it is NULL.
    fields: Vec<(usize, bool)>,
    state: State,
    /// Whether the field that is being read began with a quote.
    is_quoted: bool,
    is_too_long: bool,
}

impl Record {
    fn clear(&mut self) {
        let Self { bytes, fields, state, is_quoted, is_too_long } = self;
        bytes.clear();
        fields.clear();
        *state = State::FieldStart;
        *is_quoted = false;
        *is_too_long = false;
    }

    fn is_blank(&self) -> bool {
        self.fields.is_empty() && self.state == State::FieldStart && !self.is_too_long
    }

    /// Ends the last field, and with it the record that began on this line.
    fn end(&mut self, line: u64) -> Next {
        self.end_field();
        if self.is_too_long { Next::TooLong(line) } else { Next::Record(line) }
    }

    fn end_field(&mut self) {
        self.is_too_long |= self.fields.len() >= MOST_FIELDS;
        if !self.is_too_long {
            self.fields.push((self.bytes.len(), !self.is_quoted && self.state == State::FieldStart));
        }
        self.is_quoted = false;
        self.state = State::FieldStart;
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.is_too_long |= self.bytes.len() + bytes.len() > MOST_RECORD_BYTES;
        if !self.is_too_long {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Takes what stands within a value up to the next byte that means something, and says how much that was. It is most of the input.
    fn take_run(&mut self, rest: &[u8]) -> usize {
        let run = match self.state {
            State::Quoted => rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n')),
            State::Plain => rest.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r')),
            State::FieldStart | State::Escaped | State::AfterQuote => Some(0),
        };
        let run = run.unwrap_or(rest.len());
        self.keep(rest.get(..run).unwrap_or_default());
        run
    }

    /// Takes a byte; true if it ends the record.
    fn take(&mut self, byte: u8) -> bool {
        match (self.state, byte) {
            (State::Quoted, b'"') => self.state = State::AfterQuote,
            (State::Quoted, b'\\') => self.state = State::Escaped,
            (State::Quoted, _) => self.keep(&[byte]),
            (State::Escaped, _) => {
                // Before anything but a quote or a backslash, a backslash is itself.
                if !matches!(byte, b'"' | b'\\') {
                    self.keep(b"\\");
                }
                self.keep(&[byte]);
                self.state = State::Quoted;
            }
            (State::FieldStart, b'"') => {
                self.is_quoted = true;
                self.state = State::Quoted;
            }
            (_, b',') => self.end_field(),
            (_, b'\r') => {}
            (_, b'\n') => return true,
            // A value that goes on after its quote is taken as it stands.
            (State::FieldStart | State::Plain | State::AfterQuote, _) => {
                self.keep(&[byte]);
                self.state = State::Plain;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn told(text: &[u8]) -> String {
        let mut records = Records::new(text);
        let mut out = String::new();
        loop {
            let next = records.next().expect("bytes in memory are read");
            match next {
                Next::End => return out,
                Next::Record(line) => {
                    write!(out, "{line}:").expect("a string");
                    for at in 0..records.len() {
                        match records.field(at) {
                            None => out.push_str(" NULL"),
                            Some(bytes) => write!(out, " {:?}", String::from_utf8_lossy(bytes)).expect("a string"),
                        }
                    }
                    out.push('\n');
                }
                Next::TooLong(line) => writeln!(out, "{line}: too long").expect("a string"),
                Next::Unclosed(line) => {
                    writeln!(out, "{line}: unclosed").expect("a string");
                    return out;
                }
            }
        }
    }

    #[test]
    fn null_and_the_empty_text_are_two_things() {
        insta::assert_snapshot!(told(b"id,a,b,c\n\"1\",,\"\",\n\"2\",\"x\",,\"y\""), @r#"
        1: "id" "a" "b" "c"
        2: "1" NULL "" NULL
        3: "2" "x" NULL "y"
        "#);
    }

    #[test]
    fn quotes_and_backslashes_are_escaped_by_a_backslash() {
        insta::assert_snapshot!(told(b"\"USA v. \\\"Dirty Red\\\", a/k/a\",\"C:\\\\x\",\"\\n\",\"a\"\n\"b\"\n"), @r#"
        1: "USA v. \"Dirty Red\", a/k/a" "C:\\x" "\\n" "a"
        2: "b"
        "#);
    }

    #[test]
    fn a_value_may_hold_lines_and_a_record_is_placed_where_it_begins() {
        insta::assert_snapshot!(told(b"\"a\nb\",\"c\"\r\n\n\"d\",\"e\"\n"), @r#"
        1: "a\nb" "c"
        4: "d" "e"
        "#);
    }

    #[test]
    fn what_never_ends_and_what_is_too_long_is_told() {
        insta::assert_snapshot!(told(b"\"a\",\"b\n\"x"), @r#"1: "a" "b\nx""#);
        insta::assert_snapshot!(told(b"\"a\"\n\"b, \n"), @r#"
        1: "a"
        2: unclosed
        "#);
        let long = ["\"".to_owned(), "x".repeat(2 * MOST_RECORD_BYTES), "\",\"1\"\n\"2\"\n".to_owned()].concat();
        assert_eq!(told(long.as_bytes()), "1: too long\n2: \"2\"\n");
        let wide = format!("{}\n\"2\"\n", ",".repeat(100_000));
        assert_eq!(told(wide.as_bytes()), "1: too long\n2: \"2\"\n");
    }

    proptest::proptest! {
        #[test]
        fn what_postgresql_would_write_is_read_back(
            rows in proptest::collection::vec(proptest::collection::vec(proptest::option::of("[a-z\"\\\\,\n\r é]{0,12}"), 1..6), 0..8),
            capacity in 1_usize..40,
        ) {
            let mut text = String::new();
            for row in &rows {
                for (at, value) in row.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    if let Some(value) = value {
                        write!(text, "\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")).expect("a string");
                    }
                }
                text.push('\n');
            }
            // However the input is cut into pieces.
            let mut records = Records::new(io::BufReader::with_capacity(capacity, text.as_bytes()));
            // A row of a single NULL is a line without anything.
            for row in rows.iter().filter(|row| **row != [None]) {
                let next = records.next().expect("read");
                proptest::prop_assert!(matches!(next, Next::Record(_)), "{:?}", next);
                let fields: Vec<Option<String>> =
                    (0..records.len()).map(|at| records.field(at).map(|bytes| String::from_utf8_lossy(bytes).into_owned())).collect();
                proptest::prop_assert_eq!(&fields, row);
            }
            proptest::prop_assert_eq!(records.next().expect("read"), Next::End);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::sample::select(b"\"\\,\n\rax".to_vec()), 0..200)) {
            told(&bytes);
        }
    }
}
