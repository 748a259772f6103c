//! A published verdict made again from the bytes on which it rests, and where the two differ.

use std::{collections::BTreeMap, io::Write};

use analytics::replay::Reading;
use anyhow::Context as _;
use catalog::SourceId;
use contracts::{analytics::Verdict, convert::RecordedPart};
use domain::{Instant, Provenance, SnapshotHash, verdict::RestsOn};
use platform::{DatabaseLocation, Objects, config::DatabaseConfig};
use serde::Deserialize;
use serde_json::Value;

/// The largest published verdict that is read, in bytes.
pub(super) const LARGEST: usize = 64 * 1024 * 1024;

/// A claim with its verdict as it was published: what `GET /api/v1/claims/{id}` gives.
#[derive(Debug, Clone)]
pub struct Published {
    /// As it was read.
    pub json: Value,
    /// The claim.
    pub claim: String,
    /// The state that was known.
    pub as_of: Instant,
    /// The snapshots on which it rests.
    pub rests_on: Vec<RestsOn>,
}

/// What of a published verdict has to be there, so that it can be made again.
#[derive(Debug, Deserialize)]
struct Head {
    id: String,
    verdict: HeadOfVerdict,
}

#[derive(Debug, Deserialize)]
struct HeadOfVerdict {
    /// Null where the present was asked for: then everything that the verdict rests on is known.
    as_of: Option<String>,
    rests_on: Vec<HeadOfSnapshot>,
}

#[derive(Debug, Deserialize)]
struct HeadOfSnapshot {
    source: String,
    snapshot: String,
    retrieved_at: String,
}

impl Published {
    /// Reads the JSON of a claim with its verdict.
    pub fn read(text: &[u8]) -> anyhow::Result<Self> {
        anyhow::ensure!(text.len() <= LARGEST, "{} bytes are more than the {LARGEST} that a verdict may have", text.len());
        let json: Value = serde_json::from_slice(text).context("this is no JSON")?;
        Self::of(json)
    }

    /// What analytics answered, in the published form.
    pub fn answered(verdict: &Verdict) -> anyhow::Result<Self> {
        Self::of(as_read(&gateway::claim_json(verdict)?)?)
    }

    fn of(json: Value) -> anyhow::Result<Self> {
        let Head { id, verdict } = Head::deserialize(&json)
            .context("this is no published verdict; write what GET /api/v1/claims/ID gives, or a bundle of plumbline bundle")?;
        let mut rests_on = Vec::with_capacity(verdict.rests_on.len());
        for (place, one) in verdict.rests_on.into_iter().enumerate() {
            let HeadOfSnapshot { source, snapshot, retrieved_at } = one;
            let at = || format!("verdict.rests_on[{place}]");
            rests_on.push(RestsOn {
                source: source.parse().with_context(at)?,
                snapshot: snapshot.parse().with_context(at)?,
                retrieved_at: retrieved_at.parse().with_context(at)?,
            });
        }
        let as_of = verdict.as_of.map_or(Ok(Instant::MAX), |text| text.parse()).context("verdict.as_of")?;
        Ok(Self { json, claim: id, as_of, rests_on })
    }
}

/// Where the bytes of snapshots are.
#[derive(Debug)]
pub enum Evidence {
    /// In the object store.
    Store(Objects),
    /// In a bundle, each verified by its hash.
    Bundle(BTreeMap<SnapshotHash, Vec<u8>>),
}

impl Evidence {
    /// The bytes of a snapshot, or why they are not there.
    pub async fn bytes(&self, snapshot: &SnapshotHash) -> Result<Vec<u8>, String> {
        match self {
            Self::Store(objects) => objects.get(snapshot).await.map(Vec::from).map_err(|error| error.to_string()),
            Self::Bundle(all) => all.get(snapshot).cloned().ok_or_else(|| "the bundle does not have it".to_owned()),
        }
    }
}

/// Makes a verdict again in a fresh store of its own. `None` if a snapshot is not there or cannot be read: each is told to `problems`.
pub async fn replay(published: &Published, evidence: &Evidence, problems: &mut impl Write) -> anyhow::Result<Option<Value>> {
    let mut readings = Vec::with_capacity(published.rests_on.len());
    for rests_on in &published.rests_on {
        let RestsOn { source, snapshot, retrieved_at: _ } = rests_on;
        match reading(rests_on, evidence).await {
            Ok(reading) => readings.push(reading),
            Err(reason) => writeln!(problems, "{}: snapshot {snapshot} of {source}: {reason}", published.claim)?,
        }
    }
    if readings.len() < published.rests_on.len() {
        return Ok(None);
    }
    let folder = tempfile::tempdir().context("no temporary folder for the replay")?;
    let url = format!("sqlite:{}", folder.path().display());
    let database = DatabaseLocation::new(DatabaseConfig { url, ..DatabaseConfig::default() }, analytics::NAME);
    let mut verdict = analytics::replay::verdict(&database, readings, &published.claim, published.as_of).await?;
    // A verdict on all that is known, as the API gives it, has no instant of its own.
    if published.as_of == Instant::MAX {
        verdict.as_of.clear();
    }
    Ok(Some(as_read(&gateway::claim_json(&verdict)?)?))
}

/// A value as it comes back from its text: numbers of both sides have gone the same way.
fn as_read(value: &Value) -> serde_json::Result<Value> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}

async fn reading(RestsOn { source, snapshot, retrieved_at }: &RestsOn, evidence: &Evidence) -> Result<Reading, String> {
    let source_id: SourceId = source.as_str().parse().map_err(|error: catalog::UnknownSource| error.to_string())?;
    let bytes = evidence.bytes(snapshot).await?;
    if source_id.service() == catalog::Reader::Analytics {
        let text = String::from_utf8(bytes).map_err(|_| "a declaration is UTF-8 text".to_owned())?;
        return Ok(Reading::Declaration { source: source_id, snapshot: snapshot.clone(), retrieved_at: *retrieved_at, text });
    }
    let decoded = normalize::decode(source_id, &bytes).map_err(|error| error.to_string())?;
    Ok(Reading::Observations(RecordedPart {
        provenance: Provenance {
            source: source.clone(),
            snapshot: snapshot.clone(),
            retrieved_at: *retrieved_at,
            rule: decoded.rule.to_owned(),
            rule_version: decoded.rule_version,
        },
        part: 0,
        parts: 1,
        covers: decoded.covers,
        unread_rows: decoded.unread_rows,
        observations: decoded.observations,
    }))
}

/// A place in which two JSON values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `verdict.arithmetic.finding`, `verdict.rests_on[1].snapshot`.
    pub path: String,
    /// What was published, as JSON; empty if it is not there.
    pub published: String,
    /// What the replay gives.
    pub replayed: String,
}

/// Every place in which the two differ, as deep as they have the same shape.
pub fn differences(published: &Value, replayed: &Value) -> Vec<Difference> {
    let mut out = Vec::new();
    compare("", Some(published), Some(replayed), &mut out);
    out
}

fn compare(path: &str, published: Option<&Value>, replayed: Option<&Value>, out: &mut Vec<Difference>) {
    match (published, replayed) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let dot = if path.is_empty() { "" } else { "." };
            for name in a.keys().chain(b.keys().filter(|name| !a.contains_key(*name))) {
                compare(&format!("{path}{dot}{name}"), a.get(name), b.get(name), out);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for place in 0..a.len().max(b.len()) {
                compare(&format!("{path}[{place}]"), a.get(place), b.get(place), out);
            }
        }
        (a, b) if a == b => {}
        (a, b) => {
            let text = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
            out.push(Difference { path: path.to_owned(), published: text(a), replayed: text(b) });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_told_by_their_place() {
        let published = json!({"id": "C12", "verdict": {"finding": "reproduces", "rows": [1, {"a": 2}], "gone": null, "same": [1.5]}});
        let replayed = json!({"id": "C12", "verdict": {"finding": "rounds_to", "rows": [1, {"a": 3}, 4], "new": true, "same": [1.5]}});
        let lines: Vec<String> = differences(&published, &replayed)
            .into_iter()
            .map(|Difference { path, published, replayed }| format!("{path}: {published} v {replayed}"))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        verdict.finding: "reproduces" v "rounds_to"
        verdict.gone: null v 
        verdict.rows[1].a: 2 v 3
        verdict.rows[2]:  v 4
        verdict.new:  v true
        "#);
        assert_eq!(differences(&published, &published), []);
    }

    #[test]
    fn what_is_no_published_verdict_is_refused_with_the_reason() {
        let told = |text: &str| format!("{:#}", Published::read(text.as_bytes()).expect_err("refused"));
        let rests_on = |retrieved_at: &str| {
            let hash = "ab".repeat(32);
            format!(
                r#"{{"id": "C12", "verdict": {{"as_of": "2026-01-08", "rests_on": [{{"source": "s", "snapshot": "{hash}", "retrieved_at": "{retrieved_at}"}}]}}}}"#
            )
        };
        assert!(Published::read(rests_on("2026-01-08").as_bytes()).is_ok());
        let all = [told("<html>"), told(r#"{"id": "C12"}"#), told(&rests_on("soon"))];
        insta::assert_snapshot!(all.join("\n"), @r"
        this is no JSON: expected value at line 1 column 1
        this is no published verdict; write what GET /api/v1/claims/ID gives, or a bundle of plumbline bundle: missing field `verdict`
        verdict.rests_on[0]: `soon` is not an instant; write it like 2026-01-08T14:00:00Z
        ");
    }
}
