//! What becomes known by filings.

use domain::Instant;

use super::Filing;
use crate::{
    fact::{Class, Fact, Noise},
    record::CaseNumber,
};

/// A feed looks back about a day; what is older than this when it is first seen is no news.
const OLD_MILLIS: i64 = 3 * 24 * 60 * 60 * 1000;

/// Beginnings of kinds of entries that every case has many of.
const ROUTINE: [&str; 8] = [
    "notice of appearance",
    "notice of attorney appearance",
    "appearance",
    "summons",
    "certificate of service",
    "affidavit of service",
    "proof of service",
    "notice of change of address",
];

/// The fact that a filing is, first seen and last said at these instants.
pub(crate) fn of_filing(filing: &Filing, seen_at: Instant, said_at: Instant) -> Fact {
    let Filing { court, docket_number, case_id: _, case_name, filed_at, entry_kind, document_number: _, link, snapshot, locator } = filing;
    let case_key = if docket_number.is_empty() { String::new() } else { CaseNumber::of(court, docket_number).key() };
    Fact {
        class: Class::Filing,
        subject: filing.id(),
        court: court.clone(),
        case_key,
        docket_number: docket_number.clone(),
        caption: case_name.clone(),
        parties: Vec::new(),
        citations: Vec::new(),
        kind: entry_kind.clone(),
        text: String::new(),
        link: link.clone(),
        happened_at: *filed_at,
        seen_at,
        said_at,
        noise: noise(case_name, entry_kind, *filed_at, seen_at),
        source: catalog::SourceId::PacerRss.to_string(),
        snapshot: snapshot.clone(),
        locator: locator.clone(),
    }
}

fn noise(caption: &str, kind: &str, filed_at: Option<Instant>, seen_at: Instant) -> Option<Noise> {
    let age = filed_at.map_or(0, |filed| seen_at.unix_millis().saturating_sub(filed.unix_millis()));
    let kind = kind.trim().to_lowercase();
    let is_routine = ROUTINE.iter().any(|routine| kind.strip_prefix(routine).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    if age > OLD_MILLIS {
        Some(Noise::OldDocument)
    } else if is_routine {
        Some(Noise::Routine)
    } else if caption.split(|character: char| !character.is_alphanumeric()).any(|word| matches!(word, "Doe" | "Does" | "DOE" | "DOES")) {
        Some(Noise::DoeCaption)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::{feed_of, reading_of};

    fn fact_of(title: &str, kind: &str, hours_later: i64) -> Fact {
        let reading = reading_of(&feed_of(&[(title, kind, 30)]), hours_later * 3600);
        let filing = reading.filings.values().next().expect("a filing");
        of_filing(filing, reading.snapshot.retrieved_at, reading.snapshot.retrieved_at)
    }

    #[test]
    fn a_filing_is_a_fact_of_its_case_whoever_writes_the_number() {
        let fact = fact_of("1:26-CR-120-RJS-2 USA v. Garcia", "Complaint (Criminal)", 1);
        assert_eq!((fact.class, fact.case_key.as_str(), fact.noise), (Class::Filing, "nwd/1:26-cr-00120", None));
        assert_eq!((fact.caption.as_str(), fact.kind.as_str(), fact.locator.as_str()), ("USA v. Garcia", "Complaint (Criminal)", "item 1"));
        let again = fact_of("1:26-CR-120-RJS-2 USA v. EXPUNGED", "Complaint (Criminal)", 2);
        assert_eq!(again.id(), fact.id());
        assert_eq!(fact_of("No number", "Order", 1).case_key, "");
    }

    #[test]
    fn what_may_be_noise_says_why() {
        let check = |title: &str, kind: &str, hours: i64, wanted: Option<Noise>| {
            assert_eq!(fact_of(title, kind, hours).noise, wanted, "{title} {kind}");
        };
        check("1:26-cv-1 Doe v. Roe", "Complaint", 1, Some(Noise::DoeCaption));
        check("1:26-cv-1 Doering v. Roe", "Complaint", 1, None);
        check("1:26-cv-1 Doe v. Roe", "Notice of Appearance", 1, Some(Noise::Routine));
        check("1:26-cv-1 Foe v. Roe", "Summons Issued", 1, Some(Noise::Routine));
        check("1:26-cv-1 Foe v. Roe", "Appearances", 1, None);
        check("1:26-cv-1 Foe v. Roe", "Order", 100, Some(Noise::OldDocument));
    }
}
