//! Codes of courts: CM/ECF's and CourtListener's differ for three.

/// CM/ECF's code, CourtListener's code.
const DIFFERENT: [(&str, &str); 3] = [("azb", "arb"), ("cofc", "uscfc"), ("neb", "nebraskab")];

/// CM/ECF's code of a court that CourtListener calls so.
pub fn pacer_court(courtlistener: &str) -> &str {
    DIFFERENT.iter().find(|(_, theirs)| *theirs == courtlistener).map_or(courtlistener, |(ours, _)| ours)
}

/// CourtListener's code of a court that CM/ECF calls so.
pub fn courtlistener_court(pacer: &str) -> &str {
    DIFFERENT.iter().find(|(ours, _)| *ours == pacer).map_or(pacer, |(_, theirs)| theirs)
}

/// CM/ECF's code from a field of an answer: a code, or the address of the court in the API. None if it is neither.
pub(super) fn from_field(text: &str) -> Option<String> {
    const LONGEST: usize = 15;
    let code = text.trim_end_matches('/').rsplit('/').next()?;
    let is_code = (2..=LONGEST).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_code.then(|| pacer_court(code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_translated_there_and_back() {
        for (ours, theirs) in [("azb", "arb"), ("cofc", "uscfc"), ("neb", "nebraskab"), ("nysd", "nysd"), ("azd", "azd")] {
            assert_eq!((pacer_court(theirs), courtlistener_court(ours)), (ours, theirs));
        }
    }

    #[test]
    fn a_court_is_given_by_code_or_by_address() {
        assert_eq!(from_field("dcd").as_deref(), Some("dcd"));
        assert_eq!(from_field("https://www.courtlistener.com/api/rest/v4/courts/arb/").as_deref(), Some("azb"));
        for text in ["", "Supreme Court of the United States", "NYSD", "n"] {
            assert_eq!(from_field(text), None, "{text}");
        }
    }
}
