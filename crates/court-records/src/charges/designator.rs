//! One section as it is written, without its title: `111(a)(1)`, `922G.F`, `1956-4999.F`, `1324a2`, `1320a-7b(b)`.

use super::{
    citation::Section,
    count::FinalGroup,
    known::{DOCKET_TYPES, is_divided_by_number, letter_of_section},
    severity::{self, Severity},
};
use crate::token::{Kind, Tokens};

/// More parentheses than any provision has.
const MAX_SUBSECTIONS: usize = 8;

/// A section that was read.
#[derive(Debug)]
pub(super) struct Designator {
    pub(super) section: Section,
    pub(super) subsections: Vec<String>,
    pub(super) severity: Severity,
    /// Whether more was written than a number: parentheses, a letter, a suffix.
    pub(super) form: Form,
    /// The place after it.
    pub(super) next: usize,
}

/// How much a designator says of itself that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits alone.
    Bare,
    /// Digits with parentheses, letters or a suffix of the Administrative Office.
    Marked,
}

/// Why a number is no section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotASection {
    /// No number, zero, or one that no section has.
    Number,
    /// `102-74.390`, `2.32`: a section of regulations, or of a state's code.
    Regulation,
    /// `18-cr-00111`
    DocketNumber,
    /// `111-115`: a span of numbers.
    Span,
}

/// What surrounds a designator.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    /// Parentheses at the end of the text that could be counts.
    pub(super) last: Option<&'a FinalGroup>,
    pub(super) title: Option<u8>,
}

impl<'t> Around<'_, 't> {
    /// Reads the section that begins at this place.
    pub(super) fn designator(self, at: usize) -> Result<Designator, NotASection> {
        let tokens = self.tokens;
        let number = tokens.number(at).filter(|number| (1..=99_999).contains(number)).ok_or(NotASection::Number)?;
        let mut read = Designator {
            section: Section { number, suffix: String::new() },
            subsections: Vec::new(),
            severity: Severity::Unknown,
            form: Form::Bare,
            next: at + 1,
        };
        match tokens.kind(read.next) {
            Kind::Letters => self.letters(&mut read)?,
            Kind::Sign('-') => self.dash(&mut read)?,
            Kind::Sign('.') if tokens.kind(read.next + 1) == Kind::Digits => return Err(NotASection::Regulation),
            _ => {}
        }
        // `841A=CD.F`: a code of the Administrative Office for the drug.
        if tokens.is_sign(read.next, '=') && tokens.kind(read.next + 1) == Kind::Letters {
            read.next += 2;
        }
        self.severity(&mut read);
        self.parentheses(&mut read);
        self.severity(&mut read);
        if !read.subsections.is_empty() || !read.section.suffix.is_empty() || read.severity != Severity::Unknown {
            read.form = Form::Marked;
        }
        Ok(read)
    }

    /// Adds a suffix of severity, if one stands here.
    pub(super) fn severity(self, read: &mut Designator) {
        if let Some((severity, next)) = severity::suffix(self.tokens, read.next) {
            read.severity = read.severity.max(severity);
            read.next = next;
        }
    }

    /// A dash after the number: an offence code of the Administrative Office (`1956-4999.F`), or no section at all.
    fn dash(self, read: &mut Designator) -> Result<(), NotASection> {
        let (tokens, at) = (self.tokens, read.next + 1);
        if tokens.is_word(at, DOCKET_TYPES) && matches!(tokens.kind(at + 1), Kind::Sign('-') | Kind::Digits) {
            return Err(NotASection::DocketNumber);
        }
        let code = tokens.digits(at);
        if code.is_empty() {
            return Ok(());
        }
        if tokens.is_sign(at + 1, '.') && tokens.kind(at + 2) == Kind::Digits {
            return Err(NotASection::Regulation);
        }
        // With fewer digits than a criminal section has, only the suffix tells the code from a docket number such as `2:18-0111`.
        if code.len() == 4 && (read.section.number >= 100 || severity::suffix(tokens, at + 1).is_some()) {
            read.next = at + 1;
            return Ok(());
        }
        Err(NotASection::Span)
    }

    /// Letters glued to the number: part of the section's name, a subsection without its parentheses, or a word without its space.
    fn letters(self, read: &mut Designator) -> Result<(), NotASection> {
        let (tokens, at, number) = (self.tokens, read.next, read.section.number);
        let letters = tokens.letters(at);
        let after = at + 1;
        if tokens.is_word(at, DOCKET_TYPES)
            && number < 100
            && matches!(tokens.kind(after), Kind::Digits | Kind::Sign('-'))
            && letters.len() > 1
        {
            return Err(NotASection::DocketNumber);
        }
        let mut characters = letters.chars();
        let Some(first) = characters.next().filter(char::is_ascii_alphabetic) else { return Ok(()) };
        let rest = characters.as_str();
        let own = letter_of_section(self.title, number, first);
        if letters.len() <= 4 && rest.chars().all(|letter| letter == first) {
            if let Some(next) = self.dashed_name(after) {
                read.section.suffix = tokens.text(at, next).to_ascii_lowercase();
                read.next = next;
                return Ok(());
            }
            if !rest.is_empty() {
                read.section.suffix.push_str(letters);
                read.next = after;
                return Ok(());
            }
        }
        if rest.is_empty() {
            let group = self.group(after);
            let is_letter = group.is_some_and(|group| group.starts_with(|first: char| first.is_ascii_alphabetic()));
            match own {
                Some(spelled) if tokens.kind(after) != Kind::Digits => read.section.suffix.push(spelled),
                _ if is_letter => read.section.suffix.push(first),
                _ => read.subsections.push(first.to_ascii_lowercase().to_string()),
            }
            read.next = after;
        } else if let Some(spelled) = own.filter(|_| rest.len() == 1 && tokens.kind(after) == Kind::Digits) {
            // `2252Aa2`: the section's own letter, then subsection (a).
            read.section.suffix.push(spelled);
            read.subsections.push(rest.to_ascii_lowercase());
            read.next = after;
        } else {
            // A word without its space before it, `111ASSAULT`; the number stands.
            return Ok(());
        }
        self.tail(read);
        Ok(())
    }

    /// `-7b` after the letters of a section's name; the place after it.
    fn dashed_name(self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let digits = tokens.digits(at + 1);
        if !tokens.is_sign(at, '-') || digits.is_empty() || digits.len() > 3 {
            return None;
        }
        let next = at + 2;
        Some(if tokens.letters(next).len() == 1 { next + 1 } else { next })
    }

    /// What follows a first letter without parentheses: `a1Aii` is `(a)(1)(A)(ii)`. The code alternates letters and numbers, which gives
    /// capitals their case back.
    fn tail(self, read: &mut Designator) {
        let tokens = self.tokens;
        if read.subsections.is_empty() {
            return;
        }
        let digits = tokens.digits(read.next);
        if digits.is_empty() || digits.len() > 2 {
            return;
        }
        read.subsections.push(digits.to_owned());
        read.next += 1;
        let letters = tokens.letters(read.next);
        let mut characters = letters.chars();
        let Some(first) = characters.next().filter(char::is_ascii_alphabetic) else { return };
        let roman = characters.as_str();
        if roman.is_empty() {
            read.subsections.push(first.to_ascii_uppercase().to_string());
        } else if is_roman(roman) {
            read.subsections.push(first.to_ascii_uppercase().to_string());
            read.subsections.push(roman.to_ascii_lowercase());
        } else {
            return;
        }
        read.next += 1;
    }

    /// The content of parentheses that hold one number, letter, doubled letter or Roman numeral.
    pub(super) fn group(self, at: usize) -> Option<&'t str> {
        let (tokens, inside) = (self.tokens, at + 1);
        if !tokens.is_sign(at, '(') || !tokens.is_sign(inside + 1, ')') {
            return None;
        }
        let (digits, letters) = (tokens.digits(inside), tokens.letters(inside));
        let is_number = (1..=3).contains(&digits.len());
        let is_name = (1..=5).contains(&letters.len()) && letters.is_ascii() && (is_roman(letters) || is_repeated(letters));
        (is_number || is_name).then(|| tokens.word(inside))
    }

    /// Adds the parentheses that follow, up to those that hold the number of the count.
    pub(super) fn parentheses(self, read: &mut Designator) {
        // `111 (a) (1)`: where the first parentheses stand apart, so may the others.
        let stands_apart = self.tokens.kind(read.next) == Kind::Space;
        while read.subsections.len() < MAX_SUBSECTIONS {
            let at = self.tokens.after_space(read.next);
            let Some(content) = self.group(at) else { return };
            let is_number = content.starts_with(|first: char| first.is_ascii_digit());
            let follows_a_number = read.subsections.last().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()));
            let is_apart = at > read.next;
            let is_last = self.last.is_some_and(|last| last.at == at);
            // `(b)(2)(2)`: the code never divides numbers by numbers, so that the last of them is the count.
            let is_count = is_number
                && match read.subsections.is_empty() {
                    true if is_last => is_apart || read.severity != Severity::Unknown || !self.is_divided_by_number(read),
                    true => is_apart,
                    false if is_last => is_apart && !stands_apart || follows_a_number || read.severity != Severity::Unknown,
                    false => is_apart && follows_a_number,
                };
            if is_count {
                return;
            }
            read.subsections.push(content.to_owned());
            read.next = at + 3;
        }
    }

    fn is_divided_by_number(self, read: &Designator) -> bool {
        is_divided_by_number(self.title, read.section.number)
    }
}

fn is_repeated(text: &str) -> bool {
    text.chars().next().is_some_and(|first| text.chars().all(|letter| letter == first))
}

fn is_roman(text: &str) -> bool {
    text.bytes().all(|letter| matches!(letter.to_ascii_lowercase(), b'i' | b'v' | b'x'))
}
