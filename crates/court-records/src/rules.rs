//! What is kept of a feed: pure functions from what was read to filings.

use std::collections::BTreeMap;

use contracts::{Event as _, convert::StoredSnapshot, events::FilingSeen};
use domain::Instant;

use crate::{
    pacer::feed::{Feed, Item},
    record::CaseNumber,
    rules::coverage::Poll,
};

pub(crate) mod case;
pub(crate) mod cells;
pub(crate) mod counted;
pub(crate) mod court_time;
pub(crate) mod coverage;
pub(crate) mod entries;
pub(crate) mod facts;
pub(crate) mod feed_facts;
pub(crate) mod observations;
pub(crate) mod official;
pub(crate) mod pages;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod victims;

/// A docket event that a court's feed showed. The court's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filing {
    /// CM/ECF's code of the court.
    pub(crate) court: String,
    /// Without judges and defendant; empty where the feed gives none.
    pub(crate) docket_number: String,
    /// CM/ECF's own number of the case; each defendant of a criminal case has an own.
    pub(crate) case_id: Option<String>,
    /// The caption; empty where the feed gives none.
    pub(crate) case_name: String,
    /// The instant that the feed gives for the entry.
    pub(crate) filed_at: Option<Instant>,
    /// Kind of entry; empty where the feed gives none.
    pub(crate) entry_kind: String,
    /// Number of the document on the docket.
    pub(crate) document_number: Option<String>,
    /// CM/ECF's own number of the document, its fourth digit 0 as in every other source.
    pub(crate) document_id: Option<String>,
    /// CM/ECF's number of the entry within the case.
    pub(crate) sequence: Option<String>,
    /// On the court's own server.
    pub(crate) link: Option<String>,
    /// Hash of the snapshot.
    pub(crate) snapshot: String,
    /// Place in it: `item 17`.
    pub(crate) locator: String,
}

impl Filing {
    /// Court and canonical number of the case; none where the feed gives no docket number.
    pub(crate) fn case(&self) -> Option<CaseNumber> {
        (!self.docket_number.is_empty()).then(|| CaseNumber::of(&self.court, &self.docket_number))
    }

    /// The natural key: the same entry has the same id, whichever snapshot showed it. It is the identity of the event that announces the filing,
    /// so that no filing is announced under two names. The caption is not part of it; courts change captions.
    pub(crate) fn id(&self) -> String {
        FilingSeen::from(self).id()
    }
}

/// A snapshot of a feed, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Source, hash, first retrieval.
    pub(crate) snapshot: StoredSnapshot,
    /// CM/ECF's code of the court.
    pub(crate) court: String,
    /// Title of the channel.
    pub(crate) title: String,
    /// Which kinds of entries the clerk exposes. A feed that exposes no charges cannot show a new prosecution.
    pub(crate) shows: String,
    /// When the court says that it made the feed.
    pub(crate) built_at: Option<Instant>,
    /// The first and the last instant that its items give.
    pub(crate) entered: Option<(Instant, Instant)>,
    /// How many items it has.
    pub(crate) items: usize,
    /// Each filing once, by id.
    pub(crate) filings: BTreeMap<String, Filing>,
    /// What could not be read, in the feed's order.
    pub(crate) problems: Vec<LocatedProblem>,
}

impl Reading {
    /// As coverage needs it.
    pub(crate) fn poll(&self) -> Poll {
        Poll {
            retrieved_at: self.snapshot.retrieved_at,
            built_at: self.built_at,
            entered: self.entered,
            items: u32::try_from(self.items).unwrap_or(u32::MAX),
            shows: self.shows.clone(),
            snapshot: self.snapshot.hash.to_string(),
        }
    }
}

/// Something in a snapshot that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocatedProblem {
    /// `feed` or `item 17`.
    pub(crate) locator: String,
    /// For a person.
    pub(crate) message: String,
}

/// What is kept of a feed. Of items that agree in everything that identifies a filing, the first is kept: feeds without entry numbers repeat an
/// item for each motion that one order decides.
pub(crate) fn reading(snapshot: StoredSnapshot, feed: Feed) -> Reading {
    let mut filings = BTreeMap::new();
    for item in &feed.items {
        let filing = filing(&feed.court, item, snapshot.hash.as_str());
        filings.entry(filing.id()).or_insert(filing);
    }
    let located =
        |problem: &crate::pacer::feed::Problem| LocatedProblem { locator: problem.place.to_string(), message: problem.trouble.to_string() };
    let entered = entered(&feed);
    Reading {
        snapshot,
        court: feed.court,
        title: feed.title,
        shows: feed.shows,
        built_at: feed.built.map(|built| built.instant),
        entered,
        items: feed.items.len(),
        filings,
        problems: feed.problems.iter().map(located).collect(),
    }
}

fn entered(feed: &Feed) -> Option<(Instant, Instant)> {
    let instants = || feed.items.iter().filter_map(|item| item.entered).map(|entered| entered.instant);
    instants().min().zip(instants().max())
}

fn filing(court: &str, item: &Item, snapshot: &str) -> Filing {
    Filing {
        court: court.to_owned(),
        docket_number: item.docket_number.as_ref().map(|number| number.text.clone()).unwrap_or_default(),
        case_id: item.case_id.clone(),
        case_name: item.case_name.clone(),
        filed_at: item.entered.map(|entered| entered.instant),
        entry_kind: item.entry_kind.clone(),
        document_number: item.document_number.clone(),
        document_id: item.document_id.clone(),
        sequence: item.sequence_number.clone(),
        link: item.link.clone(),
        snapshot: snapshot.to_owned(),
        locator: format!("item {}", item.position),
    }
}
