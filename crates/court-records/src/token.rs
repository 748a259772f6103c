//! Words, numbers, spaces and signs of a text, each with its place.

use std::ops::Range;

/// What a token is made of. A run of digits, of letters or of white space is one token; every other character is one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Digits,
    Letters,
    Space,
    Sign(char),
    /// Beyond the last token, and before the first.
    End,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// A text cut into tokens. Every question about a place outside of it answers [`Kind::End`], so that no reader has to ask first.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        for (start, character) in text.char_indices() {
            let kind = kind_of(character);
            let end = start + character.len_utf8();
            match tokens.last_mut() {
                Some(last) if last.kind == kind && !matches!(kind, Kind::Sign(_)) => last.end = end,
                _ => tokens.push(Token { kind, start, end }),
            }
        }
        Self { text, tokens }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The kind of the token before this one.
    pub(crate) fn kind_before(&self, at: usize) -> Kind {
        at.checked_sub(1).map_or(Kind::End, |before| self.kind(before))
    }

    pub(crate) fn is_sign(&self, at: usize, sign: char) -> bool {
        self.kind(at) == Kind::Sign(sign)
    }

    /// The characters of a token; nothing beyond the end.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// The characters of a run of letters; nothing if the token is something else.
    pub(crate) fn letters(&self, at: usize) -> &'a str {
        if self.kind(at) == Kind::Letters { self.word(at) } else { "" }
    }

    /// The characters of a run of digits; nothing if the token is something else.
    pub(crate) fn digits(&self, at: usize) -> &'a str {
        if self.kind(at) == Kind::Digits { self.word(at) } else { "" }
    }

    /// The value of a run of at most six digits.
    pub(crate) fn number(&self, at: usize) -> Option<u32> {
        let digits = self.digits(at);
        if digits.len() > 6 { None } else { digits.parse().ok() }
    }

    pub(crate) fn is_word(&self, at: usize, words: &[&str]) -> bool {
        let letters = self.letters(at);
        words.iter().any(|word| word.eq_ignore_ascii_case(letters))
    }

    /// The place of the next token that is no white space.
    pub(crate) fn after_space(&self, at: usize) -> usize {
        if self.kind(at) == Kind::Space { at + 1 } else { at }
    }

    /// The characters from one token up to another.
    pub(crate) fn text(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.span(from, to)).unwrap_or_default()
    }

    /// The bytes from one token up to another.
    pub(crate) fn span(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end);
        start..end.max(start)
    }
}

fn kind_of(character: char) -> Kind {
    match character {
        '0'..='9' => Kind::Digits,
        _ if character.is_alphabetic() => Kind::Letters,
        _ if character.is_whitespace() => Kind::Space,
        _ => Kind::Sign(character),
    }
}

/// The beginning of a text, at most so many bytes of it.
pub(crate) fn bounded(text: &str, most_bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(most_bytes)).unwrap_or_default()
}
