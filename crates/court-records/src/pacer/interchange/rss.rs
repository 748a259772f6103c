//! Feeds.

use serde::Serialize;

use super::{NumberJson, captions};
use crate::pacer::{
    docket_number::Format,
    feed::{Feed, Item},
};

/// A case with the one document that an item, or several, are about. Texts that only dockets have are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RssCaseJson {
    court_id: String,
    pacer_case_id: Option<String>,
    #[serde(flatten)]
    number: NumberJson,
    case_name: String,
    date_filed: Option<String>,
    date_terminated: Option<String>,
    date_converted: Option<String>,
    date_discharged: Option<String>,
    assigned_to_str: &'static str,
    referred_to_str: &'static str,
    cause: &'static str,
    nature_of_suit: &'static str,
    jury_demand: &'static str,
    demand: &'static str,
    jurisdiction: &'static str,
    #[serde(rename = "type")]
    case_type: String,
    office: String,
    chapter: String,
    trustee_str: String,
    parties: Option<()>,
    docket_entries: [RssEntryJson; 1],
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct RssEntryJson {
    date_filed: Option<String>,
    description: &'static str,
    document_number: Option<String>,
    short_description: String,
    pacer_doc_id: String,
    pacer_seq_no: Option<String>,
}

/// The items of a court's feed that have a docket number in a known form. Items about one document, which follow each other, are one, their kinds
/// sorted and joined.
pub fn rss(court: &str, feed: &Feed) -> Vec<RssCaseJson> {
    let mut cases: Vec<RssCaseJson> = Vec::new();
    let mut kinds: Vec<String> = Vec::new();
    for item in &feed.items {
        let Some(case) = case(court, item) else { continue };
        match cases.last_mut() {
            Some(last) if is_same_document(last, &case) => kinds.push(item.written_kind.clone()),
            _ => {
                join(&mut cases, &mut kinds);
                kinds.push(item.written_kind.clone());
                cases.push(case);
            }
        }
    }
    join(&mut cases, &mut kinds);
    cases
}

fn join(cases: &mut [RssCaseJson], kinds: &mut Vec<String>) {
    let mut kinds = std::mem::take(kinds);
    kinds.sort_unstable();
    if let Some(RssCaseJson { docket_entries: [entry], .. }) = cases.last_mut() {
        entry.short_description = kinds.join(" AND ");
    }
}

fn is_same_document(one: &RssCaseJson, other: &RssCaseJson) -> bool {
    fn key(case: &RssCaseJson) -> impl PartialEq + '_ {
        let [entry] = &case.docket_entries;
        (&case.pacer_case_id, &case.number.docket_number, &entry.date_filed, &entry.document_number)
    }
    one.pacer_case_id.is_some() && key(one) == key(other)
}

fn case(court: &str, item: &Item) -> Option<RssCaseJson> {
    let number = item.docket_number.as_ref().filter(|number| number.format != Format::Other)?;
    let caption = captions::harmonized(&item.case_name);
    let bankruptcy = item.bankruptcy.clone();
    let entry = RssEntryJson {
        date_filed: item.entered.map(|entered| entered.to_string()),
        // Courts of appeals number no documents in feeds; the shape repeats the id.
        document_number: item.document_number.clone().or_else(|| item.document_id.clone()),
        pacer_doc_id: item.document_id.clone().unwrap_or_default(),
        // The shape knows the entry from the document only.
        pacer_seq_no: item.document_id.as_ref().and(item.sequence_number.clone()),
        ..RssEntryJson::default()
    };
    Some(RssCaseJson {
        court_id: court.to_owned(),
        pacer_case_id: item.case_id.clone(),
        number: NumberJson::of(Some(number), ""),
        case_name: if caption.is_empty() { captions::UNKNOWN.to_owned() } else { caption },
        case_type: bankruptcy.case_type.unwrap_or_default(),
        office: bankruptcy.office.unwrap_or_default(),
        chapter: bankruptcy.chapter.unwrap_or_default(),
        trustee_str: bankruptcy.trustee.unwrap_or_default(),
        docket_entries: [entry],
        ..RssCaseJson::default()
    })
}
