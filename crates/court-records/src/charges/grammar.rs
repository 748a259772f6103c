//! Where citations stand in a text, and how one section follows another under the same title.

use std::ops::Range;

use super::{
    Leftover, Reason, Written,
    citation::{Citation, Section, Title},
    count::{Counts, FinalGroup},
    designator::{Around, Designator, Form, NotASection},
    known::{AFTER_A_TIME, BEFORE_A_TIME, ORDINALS, UNITS, is_charged_section_of_two_digits},
    severity::{self, Severity},
    siblings,
};
use crate::token::{Kind, Tokens};

/// More provisions than any charge names; those that follow are left over.
const MAX_CITATIONS: usize = 64;

/// What was read from a text.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) citations: Vec<Citation>,
    /// Sections whose title is not written.
    pub(super) untitled: Vec<Section>,
    pub(super) severity: Severity,
    pub(super) counts: Counts,
    pub(super) leftovers: Vec<Leftover>,
    /// The bytes of each chain of citations, in order.
    pub(super) chains: Vec<Range<usize>>,
    /// The byte at which the count begins, or the text ends.
    pub(super) end: usize,
}

/// A title, and the place where its section should begin.
struct Opening {
    title: Option<Title>,
    style: Style,
    section_at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `18:111`
    Colon,
    /// `18 U.S.C. § 111`, `Title 18, Section 111`, and `18 111` in a column of statutes.
    Long,
    /// `36 C.F.R. 2.32`
    Regulation,
}

/// A body of law by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    UnitedStatesCode,
    Regulations,
}

/// Provisions that follow one another under one title.
struct Chain {
    provisions: Vec<(Section, Vec<String>)>,
    severity: Severity,
    form: Form,
    next: usize,
}

/// Reads a whole text. Every place is looked at once, with a bounded look ahead.
pub(super) fn read(tokens: &Tokens<'_>, written: Written) -> Reading {
    let last = match written {
        Written::InADocket => FinalGroup::of(tokens),
        Written::AsAStatute => None,
    };
    let mut reader = Reader { tokens, last: last.as_ref(), written, reading: Reading::default() };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.step(at).max(at + 1);
    }
    let mut reading = reader.reading;
    if reading.severity == Severity::Unknown {
        reading.severity = severity::in_words(tokens);
    }
    reading.end = tokens.span(tokens.len(), tokens.len()).end;
    if let Some(last) = last {
        let start = tokens.span(last.at, last.at + 1).start;
        if reading.chains.iter().all(|chain| chain.end <= start) {
            reading.end = start;
            reading.counts = last.counts;
        }
    }
    reading
}

struct Reader<'a, 't> {
    tokens: &'a Tokens<'t>,
    last: Option<&'a FinalGroup>,
    written: Written,
    reading: Reading,
}

impl<'a, 't> Reader<'a, 't> {
    /// Reads what begins at this place, if anything does, and gives the place after it.
    fn step(&mut self, at: usize) -> usize {
        let can_begin = match self.tokens.kind(at) {
            Kind::Digits | Kind::Sign('§') => true,
            // "Title", "Section" and their abbreviations.
            Kind::Letters => self.tokens.word(at).starts_with(['T', 't', 'S', 's']),
            Kind::Space | Kind::Sign(_) | Kind::End => false,
        };
        if !can_begin {
            return at;
        }
        if let Some(opening) = self.opening(at) {
            return self.cited(at, &opening);
        }
        let section_at = self.section_mark(at);
        if section_at > at && self.tokens.kind(section_at) == Kind::Digits {
            return self.untitled(at);
        }
        if self.is_first(at) && self.tokens.kind(at) == Kind::Digits {
            return self.lone_statute(at);
        }
        at
    }

    fn around(&self, title: Option<Title>) -> Around<'a, 't> {
        Around { tokens: self.tokens, last: self.last, title: title.map(Title::number) }
    }

    fn is_first(&self, at: usize) -> bool {
        (0..at).all(|before| self.tokens.kind(before) == Kind::Space) && at <= 1
    }

    /// A title and what announces its section: `18:`, `18 U.S.C. §`, `Title 18, United States Code, Section`.
    fn opening(&self, at: usize) -> Option<Opening> {
        let tokens = self.tokens;
        let is_named = tokens.is_word(at, &["title"]);
        let number_at = if is_named { tokens.after_space(at + 1) } else { at };
        let digits = tokens.digits(number_at);
        if digits.is_empty() || digits.len() > 3 || !self.is_free(at) {
            return None;
        }
        let title = tokens.number(number_at).and_then(Title::new);
        let colon = tokens.after_space(number_at + 1);
        if tokens.is_sign(colon, ':') {
            // `18:USC:111` names the body of law once more.
            let named = tokens.after_space(colon + 1);
            let after = self
                .body_of_law(named)
                .map_or(named, |(_, next)| tokens.after_space(if tokens.is_sign(next, ':') { next + 1 } else { next }));
            let section_at = self.section_mark(after);
            return (tokens.kind(section_at) == Kind::Digits).then_some(Opening { title, style: Style::Colon, section_at });
        }
        let after = self.after_stops(number_at + 1);
        let (style, next) = match self.body_of_law(after) {
            Some((Body::Regulations, next)) => (Style::Regulation, self.after_stops(next)),
            Some((Body::UnitedStatesCode, next)) => (Style::Long, self.after_stops(next)),
            None if is_named || self.section_mark(after) > after => (Style::Long, after),
            None if self.is_first(at) && self.is_spaced_statute(number_at + 1) => (Style::Long, after),
            None => return None,
        };
        let section_at = self.section_mark(next);
        (style == Style::Regulation || tokens.kind(section_at) == Kind::Digits).then_some(Opening { title, style, section_at })
    }

    /// Whether a title is followed by nothing but a space and the section: `18 111` in a column of statutes; elsewhere only with parentheses,
    /// `18 111(a)`.
    fn is_spaced_statute(&self, at: usize) -> bool {
        let is_spaced = self.tokens.kind(at) == Kind::Space && self.tokens.kind(at + 1) == Kind::Digits;
        is_spaced && (self.written == Written::AsAStatute || self.tokens.is_sign(at + 2, '('))
    }

    /// Whether a number that begins here is no part of a longer one: `3.18:111`, `12:18:11`, `2015-18:2`, `$18`.
    fn is_free(&self, at: usize) -> bool {
        match self.tokens.kind_before(at) {
            Kind::Sign('.' | ':' | '-') => self.tokens.kind_before(at - 1) != Kind::Digits,
            Kind::Sign('$' | '#') => false,
            _ => true,
        }
    }

    /// The place after commas, full stops and spaces.
    fn after_stops(&self, at: usize) -> usize {
        (at..at + 4).find(|at| !matches!(self.tokens.kind(*at), Kind::Space | Kind::Sign(',' | '.'))).unwrap_or(at)
    }

    /// The place after `§`, `§§`, `Sec.`, `Section` or `Sections`; the same place if there is none.
    fn section_mark(&self, at: usize) -> usize {
        let tokens = self.tokens;
        let mut next = at;
        while tokens.is_sign(next, '§') && next < at + 4 {
            next += 1;
        }
        if next == at && tokens.is_word(at, &["section", "sections", "sec", "secs", "sect"]) {
            next = if tokens.is_sign(at + 1, '.') { at + 2 } else { at + 1 };
        }
        if next == at { at } else { tokens.after_space(next) }
    }

    /// The name of a body of law, however it is abbreviated.
    fn body_of_law(&self, at: usize) -> Option<(Body, usize)> {
        const NAMES: &[(&str, Body)] = &[
            ("usc", Body::UnitedStatesCode),
            ("usca", Body::UnitedStatesCode),
            ("uscs", Body::UnitedStatesCode),
            ("uscode", Body::UnitedStatesCode),
            ("unitedstatescode", Body::UnitedStatesCode),
            ("cfr", Body::Regulations),
            ("codeoffederalregulations", Body::Regulations),
        ];
        let mut found = None;
        let mut name = String::new();
        for next in at..at + 12 {
            match self.tokens.kind(next) {
                Kind::Letters => name.extend(self.tokens.letters(next).chars().map(|letter| letter.to_ascii_lowercase())),
                Kind::Space | Kind::Sign('.') => continue,
                _ => break,
            }
            if !NAMES.iter().any(|(known, _)| known.starts_with(name.as_str())) {
                break;
            }
            if let Some((_, body)) = NAMES.iter().find(|(known, _)| *known == name) {
                found = Some((*body, next + 1));
            }
        }
        found
    }

    /// Reads the sections under a title.
    fn cited(&mut self, at: usize, opening: &Opening) -> usize {
        if opening.style == Style::Regulation {
            return self.left(at, self.after_word(opening.section_at), Reason::Regulation);
        }
        let Some(title) = opening.title else {
            return self.left(at, self.after_word(opening.section_at), Reason::NoSuchTitle);
        };
        let around = self.around(Some(title));
        match around.designator(opening.section_at) {
            Err(not) => self.left(at, self.after_word(opening.section_at), not.into()),
            Ok(first) if opening.style == Style::Colon && self.is_time(at, opening.section_at, title, &first) => {
                self.left(at, first.next, Reason::TimeOfDay)
            }
            Ok(first) => {
                let chain = self.chain(around, first);
                self.keep(at, title, chain)
            }
        }
    }

    /// Sections whose title follows, `Sections 111 and 1114 of Title 18`, or is not written.
    fn untitled(&mut self, at: usize) -> usize {
        let around = self.around(None);
        let Ok(first) = around.designator(self.section_mark(at)) else { return at };
        let mut chain = self.chain(around, first);
        let of = self.after_stops(chain.next);
        let title_at = if self.tokens.is_word(of, &["of"]) { self.tokens.after_space(of + 1) } else { of };
        if self.tokens.is_word(title_at, &["title"]) {
            let number_at = self.tokens.after_space(title_at + 1);
            if let Some(title) = self.tokens.number(number_at).and_then(Title::new) {
                chain.next = self.body_of_law(self.after_stops(number_at + 1)).map_or(number_at + 1, |(_, next)| next);
                return self.keep(at, title, chain);
            }
        }
        self.keep_untitled(at, chain)
    }

    /// A text that is nothing but a section, as a column of statutes has it: `1324a2`.
    fn lone_statute(&mut self, at: usize) -> usize {
        let around = self.around(None);
        let Ok(first) = around.designator(at) else { return at };
        let chain = self.chain(around, first);
        let is_whole = self.tokens.after_space(chain.next) >= self.tokens.len();
        let is_meant = chain.form == Form::Marked || self.written == Written::AsAStatute;
        if is_whole && is_meant { self.keep_untitled(at, chain) } else { at }
    }

    fn keep(&mut self, at: usize, title: Title, chain: Chain) -> usize {
        for (section, subsections) in chain.provisions {
            let citation = Citation { title, section, subsections };
            if self.reading.citations.len() >= MAX_CITATIONS {
                self.left(at, chain.next, Reason::TooMany);
                break;
            }
            if !self.reading.citations.contains(&citation) {
                self.reading.citations.push(citation);
            }
        }
        self.reading.severity = self.reading.severity.max(chain.severity);
        self.reading.chains.push(self.tokens.span(at, chain.next));
        chain.next
    }

    fn keep_untitled(&mut self, at: usize, chain: Chain) -> usize {
        let room = MAX_CITATIONS.saturating_sub(self.reading.untitled.len());
        self.reading.untitled.extend(chain.provisions.into_iter().take(room).map(|(section, _)| section));
        self.reading.severity = self.reading.severity.max(chain.severity);
        self.left(at, chain.next, Reason::NoTitle)
    }

    fn left(&mut self, from: usize, to: usize, reason: Reason) -> usize {
        if self.reading.leftovers.len() < MAX_CITATIONS {
            self.reading.leftovers.push(Leftover { span: self.tokens.span(from, to), reason });
        }
        to
    }

    /// The place after everything up to the next white space, comma or semicolon.
    fn after_word(&self, at: usize) -> usize {
        (at..self.tokens.len()).find(|at| matches!(self.tokens.kind(*at), Kind::Space | Kind::Sign(';' | ','))).unwrap_or(self.tokens.len())
    }

    /// The sections that follow the first under the same title.
    fn chain(&mut self, around: Around<'a, 't>, first: Designator) -> Chain {
        let mut chain =
            Chain { provisions: vec![(first.section, first.subsections)], severity: first.severity, form: first.form, next: first.next };
        while chain.provisions.len() < MAX_CITATIONS {
            chain.next = self.after_et_seq(chain.next);
            let Some(next) = self.after_connector(chain.next) else { break };
            if self.opening(next).is_some() {
                break;
            }
            let at = self.section_mark(next);
            let read =
                if self.tokens.is_sign(at, '(') { siblings::read(around, chain.provisions.last(), at) } else { self.bare(around, at) };
            let Some(read) = read else { break };
            chain.severity = chain.severity.max(read.severity);
            chain.next = read.next;
            chain.provisions.push((read.section, read.subsections));
        }
        chain
    }

    /// A section that follows without its title.
    fn bare(&mut self, around: Around<'a, 't>, at: usize) -> Option<Designator> {
        match around.designator(at) {
            Ok(read) => (!self.is_quantity(at)).then_some(read),
            Err(NotASection::Number) => None,
            Err(not) => {
                self.left(at, self.after_word(at), not.into());
                None
            }
        }
    }

    fn after_et_seq(&self, at: usize) -> usize {
        let et = self.tokens.after_space(at);
        let dot = |at: usize| if self.tokens.is_sign(at, '.') { at + 1 } else { at };
        let seq = self.tokens.after_space(dot(et + 1));
        if self.tokens.is_word(et, &["et"]) && self.tokens.is_word(seq, &["seq"]) { dot(seq + 1) } else { at }
    }

    /// The place after commas, ampersands, slashes and conjunctions, if there are any.
    fn after_connector(&self, at: usize) -> Option<usize> {
        let mut next = self.tokens.after_space(at);
        let start = next;
        for _ in 0..4 {
            let is_connector =
                matches!(self.tokens.kind(next), Kind::Sign(',' | ';' | '&' | '/' | '+')) || self.tokens.is_word(next, &["and", "or"]);
            if !is_connector {
                break;
            }
            next = self.tokens.after_space(next + 1);
        }
        (next > start).then_some(next)
    }

    /// Whether the number at this place counts or dates something: `500 grams`, `1,000 kilograms`, `2 counts`, `2nd`, `04/12/2004`, `10%`.
    fn is_quantity(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let mut next = at + 1;
        for _ in 0..3 {
            let separates = matches!(tokens.kind(next), Kind::Sign(',' | '.')) && tokens.digits(next + 1).len() == 3;
            next = if separates { next + 2 } else { next };
        }
        let is_date = tokens.is_sign(next, '/')
            && tokens.kind(next + 1) == Kind::Digits
            && tokens.is_sign(next + 2, '/')
            && tokens.kind(next + 3) == Kind::Digits;
        let is_glued = tokens.is_word(next, ORDINALS)
            || tokens.is_word(next, UNITS) && (tokens.letters(next).len() > 1 || tokens.is_word(next + 2, &["of", "or"]));
        let unit_at = if matches!(tokens.kind(next), Kind::Space | Kind::Sign('-')) { next + 1 } else { next };
        is_date || is_glued || tokens.is_sign(next, '%') || unit_at > next && tokens.is_word(unit_at, UNITS)
    }

    /// Whether `18:11` is a time of day and no section 11.
    fn is_time(&self, at: usize, section_at: usize, title: Title, section: &Designator) -> bool {
        let tokens = self.tokens;
        let digits = tokens.digits(section_at);
        if digits.len() != 2 || section.section.number > 59 || title.number() > 24 || section.form == Form::Marked {
            return false;
        }
        let after = tokens.after_space(section_at + 1);
        let has_seconds = tokens.is_sign(section_at + 1, ':') && tokens.kind(section_at + 2) == Kind::Digits;
        let is_followed = tokens.is_word(after, AFTER_A_TIME);
        let before = (0..at).rev().find(|before| tokens.kind(*before) == Kind::Letters || tokens.kind(*before) == Kind::Digits);
        let is_preceded = before.is_some_and(|before| tokens.is_word(before, BEFORE_A_TIME));
        if has_seconds || is_followed || is_preceded || digits.starts_with('0') {
            return true;
        }
        let start = tokens.span(at, at).start;
        let follows_a_citation = self
            .reading
            .chains
            .last()
            .is_some_and(|chain| chain.end <= start && before.is_none_or(|before| tokens.span(before, before + 1).end <= chain.end));
        before.is_some() && !follows_a_citation && !is_charged_section_of_two_digits(title.number(), section.section.number)
    }
}

impl From<NotASection> for Reason {
    fn from(not: NotASection) -> Self {
        match not {
            NotASection::Number => Self::NoSuchSection,
            NotASection::Regulation => Self::Regulation,
            NotASection::DocketNumber => Self::DocketNumber,
            NotASection::Span => Self::Span,
        }
    }
}
