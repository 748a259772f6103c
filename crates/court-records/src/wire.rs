//! Filings, problems, watches and alerts on the wire: total outwards. What is absent is empty there.

pub(crate) mod cases;
pub(crate) mod coverage;

use contracts::{
    convert::StoredSnapshot,
    court::{self, FeedProblem},
    events::{AlertRaised, CaseUpdated, FilingSeen},
};

use crate::{
    fact::Fact,
    rules::Filing,
    store::{Alert, ClaimedDelivery, KeptProblem, KeptWatch, News, WebhookState},
    watch::{Asking, Watch, title_of},
};

/// Characters of a text in an alert; the bus carries no more, and whoever wants the rest follows the link.
const LONGEST_TEXT: usize = 20_000;

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

impl From<court::Watch> for Asking {
    fn from(watch: court::Watch) -> Self {
        let court::Watch { id: _, title, docket_number, party, statute, courts, event_type, text, muted, delivery, webhook, added_at: _ } =
            watch;
        let court::Webhook { url, secret, state: _, reason: _, failures: _ } = webhook.unwrap_or_default();
        Self { title, docket_number, party, statute, courts, event_type, text, muted, delivery, url, secret }
    }
}

/// The key of the webhook stays here.
impl From<&KeptWatch> for court::Watch {
    fn from(kept: &KeptWatch) -> Self {
        let KeptWatch { watch, added_at, webhook: WebhookState { state, reason, failures } } = kept;
        let Watch { id, title, criteria, muted, delivery, webhook } = watch;
        let [docket_number, party, statute, courts, event_type, text] = criteria.canonical().clone();
        let webhook = webhook.as_ref().map(|webhook| court::Webhook {
            url: webhook.url.clone(),
            secret: String::new(),
            state: state.clone(),
            reason: reason.clone(),
            failures: *failures,
        });
        Self {
            id: id.clone(),
            title: title.clone(),
            docket_number,
            party,
            statute,
            courts: courts.split(',').filter(|court| !court.is_empty()).map(str::to_owned).collect(),
            event_type,
            text,
            muted: muted.iter().map(|muted| muted.as_str().to_owned()).collect(),
            delivery: delivery.as_str().to_owned(),
            webhook,
            added_at: added_at.to_string(),
        }
    }
}

impl From<&Alert> for AlertRaised {
    fn from(alert: &Alert) -> Self {
        let Alert { id, revision, watch, watch_title, cursor, told_at, fact } = alert;
        let Fact { class, subject, court, case_key, docket_number, caption, kind, text, link, .. } = fact;
        let Fact { happened_at, seen_at, noise, source, snapshot, locator, .. } = fact;
        Self {
            alert: id.clone(),
            revision: *revision,
            watch: watch.clone(),
            watch_title: watch_title.clone(),
            class: class.as_str().to_owned(),
            noise: noise.map(|noise| noise.as_str().to_owned()).unwrap_or_default(),
            court: court.clone(),
            case_key: case_key.clone(),
            subject: subject.clone(),
            title: title_of(fact),
            text: clipped(text),
            link: link.clone().unwrap_or_default(),
            happened_at: happened_at.map(|at| at.to_string()).unwrap_or_default(),
            seen_at: seen_at.to_string(),
            source: source.clone(),
            snapshot: snapshot.clone(),
            locator: locator.clone(),
            cursor: *cursor,
            docket_number: docket_number.clone(),
            caption: clipped(caption),
            kind: clipped(kind),
            told_at: told_at.to_string(),
        }
    }
}

impl From<&ClaimedDelivery> for court::WebhookDelivery {
    fn from(claimed: &ClaimedDelivery) -> Self {
        let ClaimedDelivery { id, lease, watch, watch_title, url, secret, attempt, digest_of, alerts, alerts_total } = claimed;
        Self {
            id: id.clone(),
            lease: lease.clone(),
            watch: watch.clone(),
            watch_title: watch_title.clone(),
            url: url.clone(),
            secret: secret.reveal().to_owned(),
            attempt: *attempt,
            digest_of: digest_of.clone().unwrap_or_default(),
            alerts: alerts.iter().map(AlertRaised::from).collect(),
            alerts_total: i64::try_from(*alerts_total).unwrap_or(i64::MAX),
        }
    }
}

fn clipped(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) else { return text.to_owned() };
    format!("{}…", text.get(..end).unwrap_or_default())
}
