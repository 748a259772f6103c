//! What a search, or an alert on one, shows of a case: in version 3 each hit is a document, in version 4 a case with some of its documents.

use domain::Instant;

use super::{
    Alias, Notes,
    answer::Item,
    docket::{self, DocketWord},
    entry::Document,
    field::Scalar,
    text,
};
use crate::record::{CaseNumber, CaseRecord, EntryRecord, Said};

/// The parts of a hit on a document.
struct Hit<'a> {
    number: &'a Scalar,
    filed: &'a Scalar,
    text: &'a Scalar,
    document: &'a Document,
    /// Names of the fields begin with this.
    place: String,
}

/// Reads a hit. The instant for which it speaks is that of its entry in the index, which is never older than what it shows.
pub(super) fn read(item: &Item, locator: &str, retrieved_at: Instant, notes: &mut Notes) -> Option<(CaseRecord, Option<Alias>)> {
    let place = format!("{locator}.");
    let indexed = match &item.meta.0 {
        Some(meta) => meta.timestamp.instant(&format!("{place}meta."), "timestamp", notes),
        None => item.timestamp.instant(&place, "timestamp", notes),
    };
    let said = docket::said(indexed, retrieved_at);
    let mut record = CaseRecord::of(CaseNumber::of("", ""), said, locator);
    record.caption = text::unmarked(&item.case_name_hit.tidy());
    record.filed = item.date_filed_hit.date(&place, "dateFiled", notes);
    record.terminated = item.date_terminated_hit.date(&place, "dateTerminated", notes);
    record.pacer_case_id = item.pacer_case_id.written();
    for (at, document) in item.recap_documents.objects(&format!("{place}recap_documents"), notes) {
        let hit = Hit {
            number: &document.entry_number,
            filed: &document.entry_date_filed,
            text: &document.description,
            document,
            place: format!("{at}."),
        };
        record.entries.extend(entry(&hit, said, &at, notes));
    }
    if item.entry_date_filed.is_there() {
        let document = Document {
            absolute_url: item.absolute_url.clone(),
            attachment_number: item.attachment_number.clone(),
            is_available: item.is_available.clone(),
            pacer_doc_id: item.pacer_doc_id.clone(),
            short_description: item.short_description.clone(),
            ..Document::default()
        };
        let (number, filed, text) = (&item.entry_number, &item.entry_date_filed, &item.description);
        let hit = Hit { number, filed, text, document: &document, place };
        record.entries.extend(entry(&hit, said, locator, notes));
    }
    let id = item.docket_id.docket(&format!("{locator}."), "docket_id", notes);
    let court = super::court::from_field(&item.court_id.tidy());
    let number = text::unmarked(&item.docket_number_hit.tidy());
    let (mut record, alias) = DocketWord { id, court, number, record }.named(notes)?;
    // Hits name parties without their part: in a criminal case a defendant would be listed among the others.
    if !record.number.is_criminal() {
        let names = item.party.all(format_args!("{locator}.party"), notes);
        record.parties = names.iter().map(|name| text::unmarked(&name.tidy())).filter(|name| !name.is_empty()).collect();
    }
    Some((record, alias))
}

/// The entry of a hit. An attachment says nothing of the entry's own document.
fn entry(hit: &Hit<'_>, said: Said, locator: &str, notes: &mut Notes) -> Option<EntryRecord> {
    let mut record = EntryRecord::at(said, locator);
    record.number = hit.number.written();
    record.filed = hit.filed.date(&hit.place, "entry_date_filed", notes);
    record.text = text::unmarked(&hit.text.tidy());
    record.is_available = hit.document.is_available.says_true();
    if hit.document.attachment_number.written().is_none() {
        record.kind = text::unmarked(&hit.document.short_description.tidy());
        record.document_id = hit.document.pacer_doc_id.written().and_then(|id| text::document_id(&id));
        record.link = hit.document.absolute_url.written().and_then(|path| text::link(&path));
    }
    let names_an_entry = record.number.is_some() || record.document_id.is_some() || !record.text.is_empty();
    names_an_entry.then_some(record)
}
