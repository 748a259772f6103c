//! Parentheses that follow a conjunction: `111(a)(1) and (b)` names `111(b)`, `2252(a)(4)(A) & (B)` names `2252(a)(4)(B)`.

use super::{
    citation::Section,
    designator::{Around, Designator, Form},
    severity::Severity,
};

/// A level of the code's hierarchy, by what divides it.
#[derive(PartialEq, Eq)]
enum Level {
    Number,
    Lower,
    Upper,
    LowerRoman,
    UpperRoman,
}

impl Level {
    /// The level of what stands in the parentheses at this depth: a lone `i` is a letter at the top, a numeral below a paragraph.
    fn of(content: &str, depth: usize) -> Self {
        let is_roman = content.bytes().all(|letter| matches!(letter.to_ascii_lowercase(), b'i' | b'v' | b'x'));
        let is_upper = content.starts_with(|first: char| first.is_ascii_uppercase());
        let is_numeral = is_roman && (content.len() > 1 || depth > 2);
        match content {
            _ if content.starts_with(|first: char| first.is_ascii_digit()) => Self::Number,
            _ if is_numeral && is_upper => Self::UpperRoman,
            _ if is_numeral => Self::LowerRoman,
            _ if is_upper => Self::Upper,
            _ => Self::Lower,
        }
    }
}

/// Reads the parentheses at this place as a sibling of the provision before. Where nothing of their kind stands in it, they are a part of
/// the section itself: `2251(a) & (3)` names `2251(3)`, whatever the clerk meant.
pub(super) fn read(around: Around<'_, '_>, before: Option<&(Section, Vec<String>)>, at: usize) -> Option<Designator> {
    let (section, subsections) = before?;
    let content = around.group(at)?;
    let same = subsections.iter().enumerate().rev().find(|(depth, sibling)| Level::of(sibling, *depth) == Level::of(content, *depth));
    let shared: Vec<String> = subsections.iter().take(same.map_or(0, |(depth, _)| depth)).cloned().collect();
    let inherited = shared.len();
    let mut read = Designator { section: section.clone(), subsections: shared, severity: Severity::Unknown, form: Form::Marked, next: at };
    around.parentheses(&mut read);
    if read.subsections.len() == inherited {
        return None;
    }
    around.severity(&mut read);
    Some(read)
}
