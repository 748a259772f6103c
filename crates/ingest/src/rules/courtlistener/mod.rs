//! What is asked of CourtListener: which questions there are, where they are asked, which comes first, and when each is due again.

pub(crate) mod budget;
pub(crate) mod heard;
pub(crate) mod maintenance;

use std::{fmt, str::FromStr, time::Duration};

use domain::Instant;
use url::Url;

use super::due;
use crate::config::Courtlistener;

/// Waits before an entry without text is read again, counted from the reading before. CourtListener fills texts in when somebody buys the docket,
/// mostly within hours; after nine days an entry is left as it is.
const REREADS: [Duration; 6] = [
    Duration::from_mins(15),
    Duration::from_hours(1),
    Duration::from_hours(6),
    Duration::from_hours(24),
    Duration::from_hours(72),
    Duration::from_hours(120),
];
/// Pages of a search that are read before it begins anew: what is new comes first.
const MOST_SEARCH_PAGES: u32 = 5;
/// Pages of the parties of a docket that are read before they begin anew.
const MOST_PARTY_PAGES: u32 = 50;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Question {
    /// A docket, which names the case.
    Docket(u64),
    /// An entry.
    Entry(u64),
    /// The parties of a docket.
    Parties(u64),
    /// The entries of a docket, as they are changed.
    Entries(u64),
    /// A search, by its query.
    Search(String),
}

/// The text is no question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no question to CourtListener")]
pub(crate) struct NoQuestion(String);

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Docket(id) => write!(f, "docket:{id}"),
            Self::Entry(id) => write!(f, "entry:{id}"),
            Self::Parties(docket) => write!(f, "parties:{docket}"),
            Self::Entries(docket) => write!(f, "entries:{docket}"),
            Self::Search(query) => write!(f, "search:{query}"),
        }
    }
}

impl FromStr for Question {
    type Err = NoQuestion;

    fn from_str(text: &str) -> Result<Self, NoQuestion> {
        let no_question = || NoQuestion(text.chars().take(80).collect());
        let (kind, rest) = text.split_once(':').ok_or_else(no_question)?;
        if kind == "search" {
            return Ok(Self::Search(rest.to_owned()));
        }
        let id = rest.parse().map_err(|_| no_question())?;
        match kind {
            "docket" => Ok(Self::Docket(id)),
            "entry" => Ok(Self::Entry(id)),
            "parties" => Ok(Self::Parties(id)),
            "entries" => Ok(Self::Entries(id)),
            _ => Err(no_question()),
        }
    }
}

impl Question {
    /// What the configuration asks for, again and again.
    pub(crate) fn of_config(config: &Courtlistener) -> Vec<Self> {
        let of_docket = |&id: &u64| [Self::Docket(id), Self::Parties(id), Self::Entries(id)];
        config.dockets.iter().flat_map(of_docket).chain(config.searches.iter().cloned().map(Self::Search)).collect()
    }

    /// Where it is asked, from the page that the cursor names; an empty cursor is the first page. Of a cursor that the server gave only its value
    /// goes into the address, so that no answer leads anywhere else.
    pub(crate) fn url(&self, base: &Url, cursor: &str) -> Url {
        let mut url = base.clone();
        let path = match self {
            Self::Docket(id) => format!("dockets/{id}/"),
            Self::Entry(id) => format!("docket-entries/{id}/"),
            Self::Parties(_) => "parties/".to_owned(),
            Self::Entries(_) => "docket-entries/".to_owned(),
            Self::Search(_) => "search/".to_owned(),
        };
        url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
        {
            let mut query = url.query_pairs_mut();
            query.clear();
            match self {
                // The text of documents is of no use here, and can be megabytes.
                Self::Docket(_) => {}
                Self::Entry(_) => {
                    query.append_pair("omit", "recap_documents__plain_text");
                }
                Self::Parties(docket) => {
                    // Without the filter a party lists its parts in all its dockets.
                    query.append_pair("docket", &docket.to_string());
                    query.append_pair("filter_nested_results", "True").append_pair("order_by", "id");
                }
                Self::Entries(docket) => {
                    query.append_pair("docket", &docket.to_string());
                    query.append_pair("order_by", "date_modified").append_pair("omit", "recap_documents__plain_text");
                }
                Self::Search(text) => {
                    let pairs = url::form_urlencoded::parse(text.trim_start_matches('?').as_bytes());
                    query.extend_pairs(pairs.filter(|(name, _)| name != "cursor"));
                }
            }
            if !cursor.is_empty() {
                query.append_pair("cursor", cursor);
            }
        }
        if url.query() == Some("") {
            url.set_query(None);
        }
        url
    }

    /// What is asked first where the budget is short: what names a case, what an alert left open, who is charged, and then what is followed.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            Self::Docket(_) => 0,
            Self::Entry(_) => 1,
            Self::Parties(_) => 2,
            Self::Entries(_) => 3,
            Self::Search(_) => 4,
        }
    }
}

/// Where a question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trail {
    /// The question.
    pub(crate) question: Question,
    /// The page that is asked for next; empty for the first.
    pub(crate) cursor: String,
    /// How often it was answered since it began: pages of a list, readings of an entry.
    pub(crate) answers: u32,
    /// Failures in a row.
    pub(crate) failures: u32,
    /// When it is due; none if it is answered for good.
    pub(crate) due_at: Option<Instant>,
}

impl Trail {
    /// A question that was never asked.
    pub(crate) fn new(question: Question, due_at: Instant) -> Self {
        Self { question, cursor: String::new(), answers: 0, failures: 0, due_at: Some(due_at) }
    }

    /// A question that an alert leads to. A text that was not there when the alert was sent is not there at once.
    pub(crate) fn of_alert(question: Question, heard_at: Instant) -> Self {
        let wait = match question {
            Question::Entry(_) => REREADS.first().copied().unwrap_or_default(),
            _ => Duration::ZERO,
        };
        Self::new(question, due::later(heard_at, wait))
    }

    /// Where it goes on after an answer. `every` is the time to the next asking for what is followed; none for what an alert led to, which is
    /// answered for good with its last page, or with the text that was missing.
    pub(crate) fn answered(self, answer: &heard::Answer, now: Instant, every: Option<Duration>) -> Self {
        let answers = self.answers.saturating_add(1);
        let goes_on = match self.question {
            Question::Entries(_) => true,
            Question::Parties(_) => answers < MOST_PARTY_PAGES,
            Question::Search(_) => answers < MOST_SEARCH_PAGES,
            Question::Docket(_) | Question::Entry(_) => false,
        };
        if goes_on && let Some(cursor) = &answer.next {
            return Self { cursor: cursor.clone(), answers, failures: 0, due_at: Some(now), ..self };
        }
        let again = |wait: Duration| Some(due::later(now, wait));
        match &self.question {
            Question::Entry(_) => {
                // The first wait was before the first reading.
                let wait = REREADS.get(usize::try_from(answers).unwrap_or(usize::MAX)).filter(|_| !answer.has_text);
                Self { answers, failures: 0, due_at: wait.copied().and_then(again), ..self }
            }
            // Entries are listed as they are changed: the last page is the one that grows, so that it is asked for again.
            Question::Entries(_) => Self { answers, failures: 0, due_at: every.and_then(again), ..self },
            _ => Self { cursor: String::new(), answers: 0, failures: 0, due_at: every.and_then(again), ..self },
        }
    }

    /// Where it goes on after a failure: later each time; a cursor that is refused is forgotten.
    pub(crate) fn failed(self, now: Instant, not_before: Duration, jitter: f64) -> Self {
        const LONGEST: Duration = Duration::from_hours(24);
        const MOST: u32 = 8;
        let failures = self.failures.saturating_add(1);
        let due_at = (failures < MOST).then(|| due::after_failure(now, LONGEST, failures, not_before, jitter));
        let cursor = if failures > 1 { String::new() } else { self.cursor };
        Self { cursor, failures, due_at, ..self }
    }
}

#[cfg(test)]
mod tests;
