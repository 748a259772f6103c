//! A docket: what names a case, and what is said of it as a whole.

use domain::Instant;

use super::{Alias, DocketId, Notes, answer::Item, court};
use crate::record::{CaseNumber, CaseRecord, Said, SaidBy, Seal};

/// When the source says that what it says was so; the retrieval, if it gives no instant.
pub(super) fn said(source: Option<Instant>, retrieved_at: Instant) -> Said {
    match source {
        Some(at) => Said { at, by: SaidBy::Source },
        None => Said { at: retrieved_at, by: SaidBy::Retrieval },
    }
}

/// The parts of a docket that both the API and the bulk data have.
#[derive(Debug)]
pub(super) struct DocketWord {
    pub(super) id: Option<DocketId>,
    pub(super) court: Option<String>,
    pub(super) number: String,
    pub(super) record: CaseRecord,
}

impl DocketWord {
    /// The record with its alias. A docket without court or number names no case, which is a problem.
    pub(super) fn named(self, notes: &mut Notes) -> Option<(CaseRecord, Option<Alias>)> {
        let Self { id, court, number, mut record } = self;
        let Some(court) = court else {
            notes.tell(&record.locator, "the docket names no court");
            return None;
        };
        if number.trim().is_empty() {
            notes.tell(&record.locator, "the docket has no number, so that it names no case");
            return None;
        }
        record.number = CaseNumber::of(&court, &number);
        record.seal = seal(&record.caption);
        let alias = id.map(|docket| Alias {
            docket,
            number: record.number.clone(),
            pacer_case_id: record.pacer_case_id.clone(),
            said: record.said,
            locator: record.locator.clone(),
        });
        Some((record, alias))
    }
}

/// A docket of the API.
pub(super) fn read(item: &Item, locator: &str, retrieved_at: Instant, notes: &mut Notes) -> DocketWord {
    let place = if locator.is_empty() { String::new() } else { format!("{locator}.") };
    let modified = item.date_modified.instant(&place, "date_modified", notes);
    let court = [&item.court_id, &item.court].into_iter().find_map(|field| court::from_field(&field.tidy()));
    let mut record = CaseRecord::of(CaseNumber::of("", ""), said(modified, retrieved_at), or_whole(locator));
    record.pacer_case_id = item.pacer_case_id.written();
    // The full caption repeats every party; the short one may be empty.
    let captions = [&item.case_name, &item.case_name_full, &item.case_name_short];
    record.caption = captions.into_iter().map(super::field::Scalar::tidy).find(|name| !name.is_empty()).unwrap_or_default();
    record.filed = item.date_filed.date(&place, "date_filed", notes);
    record.terminated = item.date_terminated.date(&place, "date_terminated", notes);
    DocketWord { id: item.id.docket(&place, "id", notes), court, number: item.docket_number.tidy(), record }
}

/// The place of an answer that is a single object.
pub(super) fn or_whole(locator: &str) -> &str {
    if locator.is_empty() { "answer" } else { locator }
}

/// What a caption says of the public's right to read. It is all that CourtListener says of it: whether search engines may list a docket is
/// another matter.
pub(super) fn seal(caption: &str) -> Seal {
    let words: Vec<String> =
        caption.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.contains(&"expunged") {
        return Seal::Expunged;
    }
    let is_all_sealed = words.contains(&"sealed") && words.iter().all(|word| matches!(*word, "sealed" | "v" | "vs" | "case"));
    let is_under_seal = words.windows(2).any(|pair| pair == ["under", "seal"]);
    if is_all_sealed || is_under_seal { Seal::Sealed } else { Seal::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_says_that_a_case_is_sealed_or_expunged() {
        for (caption, wanted) in [
            ("United States v. EXPUNGED", Seal::Expunged),
            ("Case Under Seal", Seal::Sealed),
            ("SEALED v. SEALED", Seal::Sealed),
            ("United States v. Sealed Air Corporation", Seal::Open),
            ("", Seal::Open),
        ] {
            assert_eq!(seal(caption), wanted, "{caption}");
        }
    }
}
