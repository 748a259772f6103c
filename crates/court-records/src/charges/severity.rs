//! How severe a charge is, by its suffix (`.F`) or in words (`(Misdemeanor)`).

use crate::token::{Kind, Tokens};

/// The severity that a charge states; the suffix of the Administrative Office goes before words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The text does not say.
    #[default]
    Unknown,
    /// `.I`
    Infraction,
    /// `.P`
    Petty,
    /// `.M`
    Misdemeanor,
    /// `.F`
    Felony,
}

/// The suffix at this place, `.F`, and the place after it.
pub(super) fn suffix(tokens: &Tokens<'_>, at: usize) -> Option<(Severity, usize)> {
    if !tokens.is_sign(at, '.') {
        return None;
    }
    let severity = match tokens.letters(at + 1) {
        "F" | "f" => Severity::Felony,
        "M" | "m" => Severity::Misdemeanor,
        "P" | "p" => Severity::Petty,
        "I" | "i" => Severity::Infraction,
        _ => return None,
    };
    // `.F.2d` and `.F1` are something else.
    let goes_on = tokens.kind(at + 2) == Kind::Digits || tokens.is_sign(at + 2, '.') && tokens.kind(at + 3) == Kind::Digits;
    (!goes_on).then_some((severity, at + 2))
}

/// A severity that stands in parentheses of its own: `(Misdemeanor)`, `(Class A Misdemeanor)`, `(Felony)`. A felony within the text is not
/// the charge's: it may be that of which a possessor of firearms was convicted.
pub(super) fn in_words(tokens: &Tokens<'_>) -> Severity {
    let opened = (0..tokens.len()).filter(|at| tokens.is_sign(*at, '('));
    opened.filter_map(|at| parenthesis(tokens, at + 1)).max().unwrap_or_default()
}

fn parenthesis(tokens: &Tokens<'_>, at: usize) -> Option<Severity> {
    let mut at = tokens.after_space(at);
    if tokens.is_word(at, &["class"]) {
        at = tokens.after_space(tokens.after_space(at + 1) + 1);
    }
    let severity = match tokens.letters(at).to_ascii_lowercase().as_str() {
        "felony" => Severity::Felony,
        "misdemeanor" => Severity::Misdemeanor,
        "petty" => Severity::Petty,
        "infraction" => Severity::Infraction,
        _ => return None,
    };
    let after = tokens.after_space(at + 1);
    let after = if tokens.is_word(after, &["offense"]) { tokens.after_space(after + 1) } else { after };
    tokens.is_sign(after, ')').then_some(severity)
}
