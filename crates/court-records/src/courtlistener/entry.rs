//! Entries of a docket with their documents.

use domain::Instant;
use serde::Deserialize;

use super::{DocketId, Notes, Reread, answer::Item, docket, field::Scalar, text};
use crate::record::EntryRecord;

/// CourtListener's type of a document that is no attachment.
const MAIN_DOCUMENT: &str = "1";

/// A document of an entry, in the API and in alerts; what a search shows of one has some of these names too.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Document {
    pub(super) absolute_url: Scalar,
    pub(super) attachment_number: Scalar,
    pub(super) date_modified: Scalar,
    pub(super) description: Scalar,
    #[serde(rename = "document_type")]
    pub(super) kind: Scalar,
    pub(super) entry_date_filed: Scalar,
    pub(super) entry_number: Scalar,
    pub(super) is_available: Scalar,
    pub(super) pacer_doc_id: Scalar,
    pub(super) short_description: Scalar,
}

impl Document {
    fn is_main(&self) -> bool {
        let is_attachment = self.attachment_number.written().is_some();
        !is_attachment && self.kind.written().is_none_or(|kind| kind == MAIN_DOCUMENT)
    }
}

/// An entry, its docket, and whether it has to be read again.
#[derive(Debug)]
pub(super) struct EntryWord {
    pub(super) docket: Option<DocketId>,
    pub(super) record: EntryRecord,
    pub(super) reread: Option<Reread>,
}

/// An entry as the API and docket alerts give it. It speaks for the latest instant at which the entry or one of its documents was changed, so
/// that a document that arrives later is a newer word.
pub(super) fn read(item: &Item, locator: &str, retrieved_at: Instant, notes: &mut Notes) -> EntryWord {
    let place = if locator.is_empty() { String::new() } else { format!("{locator}.") };
    let documents = item.recap_documents.objects(&format!("{place}recap_documents"), notes);
    let mut changes = vec![item.date_modified.instant(&place, "date_modified", notes)];
    for (place, document) in &documents {
        changes.push(document.date_modified.instant(&format!("{place}."), "date_modified", notes));
    }
    let mut record = EntryRecord::at(docket::said(changes.into_iter().flatten().max(), retrieved_at), docket::or_whole(locator));
    record.filed = item.date_filed.date(&place, "date_filed", notes);
    record.sequence = item.pacer_sequence_number.written();
    record.number = item.entry_number.written();
    record.text = item.description.tidy();
    record.is_available = documents.iter().any(|(_, document)| document.is_available.says_true());
    if let Some((_, document)) = documents.iter().find(|(_, document)| document.is_main()) {
        record.kind = document.description.tidy();
        record.document_id = document.pacer_doc_id.written().and_then(|id| text::document_id(&id));
        record.link = document.absolute_url.written().and_then(|path| text::link(&path));
    }
    let docket = item.docket_id.docket(&place, "docket_id", notes).or_else(|| item.docket.docket(&place, "docket", notes));
    let entry = item.id.number(&place, "id", notes);
    // A description that was not asked for is not a description that is empty.
    let is_textless = item.description.is_there() && record.text.is_empty();
    let reread = entry.filter(|_| is_textless).map(|entry| Reread { entry, docket, locator: record.locator.clone() });
    EntryWord { docket, record, reread }
}
