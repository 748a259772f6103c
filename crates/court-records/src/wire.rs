//! Filings and problems on the wire: total outwards. What is absent is empty there.

pub(crate) mod cases;
pub(crate) mod coverage;

use contracts::{
    convert::StoredSnapshot,
    court::FeedProblem,
    events::{CaseUpdated, FilingSeen},
};

use crate::{
    rules::Filing,
    store::{KeptProblem, News},
};

impl From<&Filing> for FilingSeen {
    fn from(filing: &Filing) -> Self {
        let Filing {
            court,
            docket_number,
            case_id,
            case_name,
            filed_at,
            entry_kind,
            document_number,
            document_id: _,
            sequence: _,
            link,
            snapshot,
            locator,
        } = filing;
        Self {
            court: court.clone(),
            docket_number: docket_number.clone(),
            pacer_case_id: case_id.clone().unwrap_or_default(),
            case_name: case_name.clone(),
            filed_at: filed_at.map(|at| at.to_string()).unwrap_or_default(),
            entry_kind: entry_kind.clone(),
            document_number: document_number.clone().unwrap_or_default(),
            link: link.clone().unwrap_or_default(),
            snapshot: snapshot.clone(),
            locator: locator.clone(),
        }
    }
}

/// What is known of a case is another thing now, by this snapshot.
pub(crate) fn case_updated(news: &News, snapshot: &StoredSnapshot) -> CaseUpdated {
    let News { key, state_before, state, result_hash } = news;
    CaseUpdated {
        case_key: key.clone(),
        court: key.split('/').next().unwrap_or_default().to_owned(),
        state_before: state_before.clone(),
        state: state.clone(),
        result_hash: result_hash.clone(),
        source: snapshot.source.to_string(),
        snapshot: snapshot.hash.to_string(),
    }
}

impl From<KeptProblem> for FeedProblem {
    fn from(problem: KeptProblem) -> Self {
        let KeptProblem { source, snapshot, locator, message } = problem;
        Self { source, snapshot, locator, message }
    }
}
