//! The closed lists in words for readers. A word outside its list is shown as it is.

use domain::{CountingUnit, Evidence};

/// A finding, worded neutrally.
pub(crate) fn finding(word: &str) -> &str {
    match word {
        "reproduces" => "reproduces",
        "rounds_to" => "reproduces after rounding",
        "does_not_reproduce" => "does not reproduce",
        "not_checkable" => "not checkable",
        other => other,
    }
}

/// What a finding means, in one sentence.
pub(crate) fn finding_meaning(word: &str) -> &'static str {
    match word {
        "reproduces" => "The stated percentage follows from the stated counts, to the digits published.",
        "rounds_to" => "The stated percentage follows from the stated counts after the rounding that its words announce.",
        "does_not_reproduce" => "The stated percentage does not follow from the stated counts.",
        "not_checkable" => "The counts, or the percentage, were not given.",
        _ => "",
    }
}

/// The order in which findings are listed: that which needs most attention first.
pub(crate) const FINDINGS: [&str; 4] = ["does_not_reproduce", "rounds_to", "reproduces", "not_checkable"];

/// The class of a finding in the style sheet; colour only repeats what the words say.
pub(crate) fn finding_class(word: &str) -> &'static str {
    match word {
        "reproduces" | "rounds_to" => "mark follows",
        "does_not_reproduce" => "mark differs",
        _ => "mark",
    }
}

/// What an evidence grade stands for.
pub(crate) fn evidence(grade: &str) -> &'static str {
    grade.parse::<Evidence>().map_or("", Evidence::meaning)
}

/// What a grade of comparability stands for.
pub(crate) fn comparability(grade: &str) -> &'static str {
    match grade {
        "A" => "the same definition",
        "B" => "differences that hardly move a number",
        "C" => "differences that move a number: side by side, no ratio without a recorded override",
        "D" => "different instruments: no ratio without a recorded override",
        _ => "",
    }
}

/// The same in few words, for a cell beneath which the key stands.
pub(crate) fn comparability_short(grade: &str) -> &'static str {
    match grade {
        "A" => "same definition",
        "B" => "small differences",
        "C" => "differences that move a number",
        "D" => "different instruments",
        _ => "",
    }
}

/// Methods as answers name them, by how their names begin, with the section of the page on methods that tells each.
pub(crate) const METHODS: [(&str, &str); 9] = [
    ("Garwood", "garwood"),
    ("Clopper", "clopper-pearson"),
    ("Wilson", "wilson"),
    ("exact central", "exact-ratio"),
    ("Fay", "fay-feuer"),
    ("Mantel", "mantel-haenszel"),
    ("exact, interpolated", "funnel"),
    ("Wald on the log scale", "interrupted-series"),
    ("Fisher z", "correlation"),
];

/// The section of the page on methods that tells a method, if it has one.
pub(crate) fn method_section(method: &str) -> Option<&'static str> {
    METHODS.into_iter().find(|(name, _)| method.starts_with(name)).map(|(_, section)| section)
}

/// Whether words or a share fit the numbers.
pub(crate) fn fits(word: &str) -> &str {
    match word {
        "fits" => "fits",
        "does_not_fit" => "does not fit",
        other => other,
    }
}

/// Whether cumulative counts only grow.
pub(crate) fn monotone(word: &str) -> &str {
    match word {
        "yes" => "yes, they only grow",
        "no" => "no, a later count is smaller than an earlier one",
        "not_comparable" => "there are not two that can be compared",
        other => other,
    }
}

/// A measure in words: `assaults_on_officers/vehicle` → `assaults on officers: vehicle`.
pub(crate) fn measure(slug: &str) -> String {
    slug.replace('_', " ").replace('/', ": ")
}

/// A counting unit in the plural.
pub(crate) fn unit(slug: &str) -> String {
    slug.parse::<CountingUnit>().map_or_else(|_| slug.to_owned(), |unit| unit.plural().to_owned())
}

/// What kind of number a claim states.
pub(crate) fn claim_kind(word: &str) -> &str {
    match word {
        "growth" => "a change against a base",
        "stock" => "a change of a stock, such as a headcount",
        "share" => "a share of a whole",
        "other" => "counts, or a statement without a checkable percentage",
        known_later => known_later,
    }
}

/// How bytes came in.
pub(crate) fn channel(word: &str) -> &str {
    match word {
        "inbox" => "from the inbox folder",
        "http" => "fetched over HTTP",
        "submitted" => "handed in",
        "catalogue" => "built into the catalogue",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_are_shown_as_they_are() {
        assert_eq!(finding("does_not_reproduce"), "does not reproduce");
        assert_eq!(finding("exceeds"), "exceeds");
        assert_eq!((unit("officer").as_str(), unit("furlong").as_str()), ("officers assaulted", "furlong"));
        assert_eq!((evidence("B"), evidence("Q")), ("named outlet reporting the primary", ""));
        assert_eq!(measure("assaults_on_officers/vehicle"), "assaults on officers: vehicle");
    }
}
