//! Answers of the REST API, version 4: pages of results, or a single docket, docket entry or party.

use domain::Instant;
use serde::Deserialize;

use super::{
    NotCourtListener, Notes, Read, Waiting, docket,
    entry::{self, Document},
    field::{self, List, Object, Scalar},
    party::{self, PartyType},
    search,
};

/// Anything that CourtListener lists. Which of these names are there says what it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    pub(super) absolute_url: Scalar,
    pub(super) attachment_number: Scalar,
    #[serde(rename = "caseName")]
    pub(super) case_name_hit: Scalar,
    pub(super) case_name: Scalar,
    pub(super) case_name_full: Scalar,
    pub(super) case_name_short: Scalar,
    pub(super) court: Scalar,
    pub(super) court_id: Scalar,
    #[serde(rename = "dateFiled")]
    pub(super) date_filed_hit: Scalar,
    pub(super) date_filed: Scalar,
    pub(super) date_modified: Scalar,
    #[serde(rename = "dateTerminated")]
    pub(super) date_terminated_hit: Scalar,
    pub(super) date_terminated: Scalar,
    pub(super) description: Scalar,
    pub(super) docket: Scalar,
    pub(super) docket_id: Scalar,
    #[serde(rename = "docketNumber")]
    pub(super) docket_number_hit: Scalar,
    pub(super) docket_number: Scalar,
    pub(super) entry_date_filed: Scalar,
    pub(super) entry_number: Scalar,
    pub(super) id: Scalar,
    pub(super) is_available: Scalar,
    pub(super) meta: Object<Meta>,
    pub(super) name: Scalar,
    pub(super) pacer_case_id: Scalar,
    pub(super) pacer_doc_id: Scalar,
    pub(super) pacer_sequence_number: Scalar,
    pub(super) party: List<Scalar>,
    pub(super) party_types: List<Object<PartyType>>,
    pub(super) recap_documents: List<Object<Document>>,
    pub(super) short_description: Scalar,
    pub(super) timestamp: Scalar,
}

/// What a search says of its hit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    pub(super) timestamp: Scalar,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Docket,
    Entry,
    Party,
    Hit,
}

impl Item {
    fn shape(&self) -> Option<Shape> {
        if self.party_types.is_there {
            Some(Shape::Party)
        } else if self.docket_number_hit.is_there() {
            Some(Shape::Hit)
        } else if self.docket_number.is_there() && (self.court_id.is_there() || self.court.is_there()) {
            Some(Shape::Docket)
        } else if self.entry_number.is_there() && (self.docket.is_there() || self.docket_id.is_there()) {
            Some(Shape::Entry)
        } else {
            None
        }
    }
}

/// A page of results.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    next: Scalar,
    previous: Scalar,
    results: List<Object<Item>>,
}

/// Reads an answer.
pub(super) fn read(bytes: &[u8], retrieved_at: Instant) -> Result<Read, NotCourtListener> {
    let page: Object<Page> = field::document(bytes)?;
    let page = page.0.ok_or(NotCourtListener::NoAnswer)?;
    let mut notes = Notes::default();
    if page.results.is_there {
        let items = page.results.objects("results", &mut notes);
        let is_all = page.next.written().is_none() && page.previous.written().is_none();
        return Ok(items_of(&items, is_all, retrieved_at, notes));
    }
    let item: Object<Item> = field::document(bytes)?;
    let item = item.0.filter(|item| item.shape().is_some()).ok_or(NotCourtListener::NoAnswer)?;
    Ok(items_of(&[(String::new(), &item)], false, retrieved_at, notes))
}

/// What a list of items says. `is_all`: that there is nothing before and nothing after it.
pub(super) fn items_of(items: &[(String, &Item)], is_all: bool, retrieved_at: Instant, mut notes: Notes) -> Read {
    let mut read = Read::default();
    let mut parties = Vec::new();
    for (locator, item) in items {
        match item.shape() {
            Some(Shape::Docket) => {
                let named = docket::read(item, locator, retrieved_at, &mut notes).named(&mut notes);
                keep(&mut read, named);
            }
            Some(Shape::Hit) => {
                let named = search::read(item, locator, retrieved_at, &mut notes);
                keep(&mut read, named);
            }
            Some(Shape::Entry) => {
                let word = entry::read(item, locator, retrieved_at, &mut notes);
                read.rereads.extend(word.reread);
                match word.docket {
                    Some(docket) => {
                        let (said, locator) = (word.record.said, word.record.locator.clone());
                        read.waiting.push(Waiting { docket, parties: None, entries: vec![word.record], said, locator });
                    }
                    None => notes.tell(docket::or_whole(locator), "the entry names no docket"),
                }
            }
            Some(Shape::Party) => parties.push((locator.clone(), *item)),
            None => notes.tell(docket::or_whole(locator), "this is neither a docket, an entry, a party nor a hit of a search"),
        }
    }
    read.waiting.extend(party::read(&parties, is_all, retrieved_at, &mut notes));
    read.problems = notes.into_problems();
    read
}

fn keep(read: &mut Read, named: Option<(crate::record::CaseRecord, Option<super::Alias>)>) {
    if let Some((record, alias)) = named {
        read.records.push(record);
        read.aliases.extend(alias);
    }
}
