//! Courts and cases as pages show them: closed lists in words, addresses, and what may be summed. A word outside its list is shown as it is.

pub(crate) mod feeds;
pub(crate) mod masked;
pub(crate) mod month;
pub(crate) mod months;

use super::address;

/// States of a case's charge under 18 U.S.C. § 111, in the order of the filter, with their meaning.
pub(crate) const STATES: [(&str, &str); 6] = [
    ("confirmed", "A charging text cites 18 U.S.C. § 111."),
    ("candidate", "A new criminal case whose charge is not known yet."),
    ("unknown", "The charge is known in words only; its text has no citation."),
    ("not", "Every charge that is known cites other law."),
    ("sealed", "The case is sealed, and nothing of it is shown."),
    ("gone", "The case or its charge is no longer shown by the court. The number keeps its place."),
];

/// A state of a case or defendant in few words.
pub(crate) fn state(word: &str) -> &str {
    match word {
        "confirmed" => "confirmed § 111",
        "candidate" => "candidate, charge not known yet",
        "unknown" => "unknown, text without citation",
        "not" => "not § 111",
        "" => "no state given",
        other => other,
    }
}

/// The class of a state in the style sheet. No state is good or bad, so that none has a colour.
pub(crate) fn state_class(word: &str) -> &'static str {
    if word == "confirmed" { "mark firm" } else { "mark" }
}

/// Whether a charge is in the latest instrument.
pub(crate) fn standing(word: &str) -> &str {
    match word {
        "current" => "current",
        "superseded" => "superseded: a later instrument charges it again",
        "vanished" => "vanished: a later snapshot no longer has it",
        other => other,
    }
}

/// What PACER's heading above a charge says.
pub(crate) fn pacer_heading(word: &str) -> &str {
    match word {
        "pending" => "Pending counts",
        "terminated" => "Terminated counts",
        "complaint" => "Complaints",
        other => other,
    }
}

/// What became of a charge, as read from its text.
pub(crate) fn disposition(word: &str) -> String {
    if word.is_empty() || word == "none" { "no disposition in the text".to_owned() } else { word.replace('_', " ") }
}

/// Whether a charge is one under 18 U.S.C. § 111.
pub(crate) fn is_18_111(word: &str) -> &str {
    match word {
        "yes" => "§ 111",
        "no" => "not § 111",
        "unknown" => "unknown, no citation",
        other => other,
    }
}

/// The grade of what is said of a victim's agency.
pub(crate) fn grade(word: &str) -> &str {
    match word {
        "stated" => "stated: a charging text names it",
        "mentioned" => "mentioned: a text names it beside the conduct",
        "none" | "" => "none: no text says it",
        other => other,
    }
}

/// What gave the date of filing.
pub(crate) fn filed_by(word: &str) -> &str {
    match word {
        "docket" => "by the docket",
        "courtlistener" => "by CourtListener",
        "feed" => "by the day of the first filing in a feed",
        other => other,
    }
}

/// Court and number of a case's key, `nysd/1:12-cr-00120`.
pub(crate) fn parts_of(key: &str) -> (&str, &str) {
    key.split_once('/').unwrap_or((key, ""))
}

/// The page of a case.
pub(crate) fn case_page(key: &str) -> String {
    let (court, number) = parts_of(key);
    address::page(&["cases", court, number])
}

/// A case in the API.
pub(crate) fn case_api(key: &str) -> String {
    let (court, number) = parts_of(key);
    address::api(&["cases", court, number])
}

/// True for a number as keys of cases have it: `1:12-cr-00120`. Grand jury numbers and the like are in no case.
pub(crate) fn is_case_number(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((office, rest)) = number.split_once(':') else { return false };
    let mut parts = rest.split('-');
    let (Some(year), Some(kind), Some(serial), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else { return false };
    digits(office) && digits(year) && digits(serial) && !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase())
}

/// Seconds of court hours in words: `3 h 20 min`.
pub(crate) fn duration(secs: i64) -> String {
    let minutes = secs.max(0) / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{} h", super::format::count(hours)),
        (hours, minutes) => format!("{} h {minutes} min", super::format::count(hours)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_an_address_of_two_segments() {
        assert_eq!(case_page("nysd/1:12-cr-00120"), "/cases/nysd/1%3A12-cr-00120");
        assert_eq!(case_api("nysd/../x"), "/api/v1/cases/nysd/..%2Fx");
    }

    #[test]
    fn only_numbers_of_cases_lead_to_one() {
        let check = |number: &str, is: bool| assert_eq!(is_case_number(number), is, "{number}");
        check("1:12-cr-00120", true);
        check("4:26-mj-00411", true);
        check("5:18-~gr-00001", false);
        check("1:12-cr-00120-LAP", false);
        check("18-1234", false);
        check("", false);
    }

    #[test]
    fn time_is_told_in_hours_and_minutes() {
        assert_eq!([0, 59, 3600, 12_000, 3_600_000, -5].map(duration), ["0 min", "0 min", "1 h", "3 h 20 min", "1,000 h", "0 min"]);
    }
}
