//! A citation of the United States Code: title, section, subsections.

use std::fmt;

/// A title of the United States Code, 1 to 54.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title(u8);

impl Title {
    /// The title with this number, if the code has one.
    pub fn new(number: u32) -> Option<Self> {
        u8::try_from(number).ok().filter(|number| (1..=54).contains(number)).map(Self)
    }

    /// Its number.
    pub fn number(self) -> u8 {
        self.0
    }
}

/// A section: its number, and the letters that are part of its name, as in `2252A` or `1320a-7b`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section {
    /// 111 in `111(a)(1)`, never zero.
    pub number: u32,
    /// `A` in `2252A`, `a-7b` in `1320a-7b`; mostly empty.
    pub suffix: String,
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.suffix)
    }
}

/// One cited provision. It prints as `18:111(a)(1)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The title.
    pub title: Title,
    /// The section.
    pub section: Section,
    /// What stands in each pair of parentheses, outermost first: `a`, `1`.
    pub subsections: Vec<String>,
}

impl Citation {
    /// Whether it is 18 U.S.C. 111 or a part of it.
    pub fn is_18_111(&self) -> bool {
        self.title.number() == 18 && self.section.number == 111 && self.section.suffix.is_empty()
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.title.number(), self.section)?;
        self.subsections.iter().try_for_each(|subsection| write!(f, "({subsection})"))
    }
}
