//! What of an answer or of an alert leads to the next question. Ingest does not decode: it looks only for where to go on, as a browser looks for
//! links, and what it does not find there it does not miss.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::Question;

/// The longest cursor that is kept, in bytes.
const MOST_CURSOR_BYTES: usize = 1000;
/// The event type of docket alerts.
const DOCKET_ALERT: u64 = 1;
/// Questions that one alert can lead to; an alert has the entries of one update.
const MOST_QUESTIONS: usize = 200;

/// What of an answer decides how it goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The cursor of the next page, if there is one.
    pub(crate) next: Option<String>,
    /// Whether an entry has a text.
    pub(crate) has_text: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    next: Value,
    description: Value,
}

impl Answer {
    /// Looks into an answer; none if it is no JSON object.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let Page { next, description } = serde_json::from_slice(bytes).ok()?;
        Some(Self { next: next.as_str().and_then(cursor), has_text: description.as_str().is_some_and(|text| !text.trim().is_empty()) })
    }
}

/// The value of the cursor in an address.
fn cursor(address: &str) -> Option<String> {
    let url: Url = address.parse().ok()?;
    let (_, cursor) = url.query_pairs().find(|(name, _)| name == "cursor")?;
    (!cursor.is_empty() && cursor.len() <= MOST_CURSOR_BYTES).then(|| cursor.into_owned())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    payload: Payload,
    webhook: Head,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    event_type: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Payload {
    results: Vec<Entry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    id: Value,
    docket: Value,
    description: Value,
}

/// The questions that an alert leads to: its dockets and their parties, because an alert names a docket by its number alone, and its entries
/// without text.
pub(crate) fn questions(webhook: &[u8]) -> BTreeSet<Question> {
    let Ok(Body { payload, webhook }) = serde_json::from_slice::<Body>(webhook) else { return BTreeSet::new() };
    let mut questions = BTreeSet::new();
    if webhook.event_type.as_u64() != Some(DOCKET_ALERT) {
        return questions;
    }
    for Entry { id, docket, description } in &payload.results {
        if questions.len() >= MOST_QUESTIONS {
            break;
        }
        if let Some(docket) = docket.as_u64() {
            questions.extend([Question::Docket(docket), Question::Parties(docket)]);
        }
        let is_textless = description.as_str().is_some_and(|text| text.trim().is_empty());
        questions.extend(id.as_u64().filter(|_| is_textless).map(Question::Entry));
    }
    questions
}
