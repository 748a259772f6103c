//! `bundle`: a verdict with the bytes on which it rests, as a folder or a tar file, so that it can be verified on another machine.
//!
//! The same verdict gives the same bundle, to the byte.

mod archive;

use std::{collections::BTreeMap, io::Write, path::Path};

use anyhow::Context as _;
use domain::{SnapshotHash, verdict::RestsOn};
use platform::objects::hash_of;
use serde_json::json;

use super::{
    Outcome, Place,
    replay::{Evidence, Published},
    verify,
};
use archive::Files;

/// Names of the files of a bundle.
const MANIFEST: &str = "manifest.json";
const VERDICT: &str = "verdict.json";
const CLAIM: &str = "claim.json";
const SNAPSHOTS: &str = "snapshots/";
/// What a manifest says that it is.
const FORMAT: &str = "plumbline-bundle/1";

/// A bundle that was read: the hash of every snapshot is that of its bytes.
#[derive(Debug)]
pub struct Bundle {
    /// The JSON of the claim with its verdict.
    pub verdict: Vec<u8>,
    /// Snapshots by hash.
    pub snapshots: BTreeMap<SnapshotHash, Vec<u8>>,
}

impl Bundle {
    /// Reads a folder or a tar file; `None` if the file is no tar.
    pub fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        let Some(mut files) = archive::read(path)? else { return Ok(None) };
        let verdict = files.remove(VERDICT).with_context(|| format!("there is no {VERDICT} in it"))?;
        let manifest = files.remove(MANIFEST).with_context(|| format!("there is no {MANIFEST} in it"))?;
        check_manifest(&manifest, &verdict)?;
        let mut snapshots = BTreeMap::new();
        for (name, bytes) in files {
            let Some(hash) = name.strip_prefix(SNAPSHOTS) else { continue };
            let hash: SnapshotHash = hash.parse().with_context(|| name.clone())?;
            let found = hash_of(&bytes);
            anyhow::ensure!(found == hash, "{name} is damaged: its bytes hash to {found}");
            snapshots.insert(hash, bytes);
        }
        Ok(Some(Self { verdict, snapshots }))
    }
}

fn check_manifest(manifest: &[u8], verdict: &[u8]) -> anyhow::Result<()> {
    let manifest: serde_json::Value = serde_json::from_slice(manifest).context(MANIFEST)?;
    let text = |name: &str| manifest.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    anyhow::ensure!(text("format") == FORMAT, "{MANIFEST}: `{}` is no format that this program reads; it reads {FORMAT}", text("format"));
    let found = hash_of(verdict);
    anyhow::ensure!(text("verdict_sha256") == found.as_str(), "{VERDICT} is not the one of {MANIFEST}: its bytes hash to {found}");
    Ok(())
}

/// Writes the bundle of a claim's verdict. A path that ends in `.tar` becomes a file, any other a folder; what is there is not overwritten.
pub async fn run(
    place: &Place,
    claim: &str,
    as_of: &str,
    output: &Path,
    out: &mut impl Write,
    problems: &mut impl Write,
) -> anyhow::Result<Outcome> {
    anyhow::ensure!(!output.exists(), "{} is there already; bundles are not written over", output.display());
    let Some(published) = verify::answered(place, claim, as_of).await? else {
        writeln!(problems, "the ledger has no claim {claim}")?;
        return Ok(Outcome::NotThere);
    };
    let Some(files) = files(&published, &verify::archive(place)?, problems).await? else { return Ok(Outcome::Unusable) };
    archive::write(&files, output).with_context(|| format!("cannot write {}", output.display()))?;
    let bytes: usize = files.values().map(Vec::len).sum();
    writeln!(out, "{}: {claim} with {} snapshots, {bytes} bytes.", output.display(), published.rests_on.len())?;
    Ok(Outcome::Done)
}

/// Names and contents; `None` if a snapshot is not there.
async fn files(published: &Published, evidence: &Evidence, problems: &mut impl Write) -> anyhow::Result<Option<Files>> {
    let mut files = Files::new();
    let mut listed = Vec::new();
    let mut complete = true;
    for RestsOn { source, snapshot, retrieved_at } in &published.rests_on {
        match evidence.bytes(snapshot).await {
            Ok(bytes) => {
                let file = format!("{SNAPSHOTS}{snapshot}");
                listed.push(json!({
                    "source": source.as_str(),
                    "snapshot": snapshot.as_str(),
                    "retrieved_at": retrieved_at.to_string(),
                    "size_bytes": bytes.len(),
                    "file": file,
                }));
                files.insert(file, bytes);
            }
            Err(reason) => {
                writeln!(problems, "{}: snapshot {snapshot} of {source}: {reason}", published.claim)?;
                complete = false;
            }
        }
    }
    let verdict = pretty(&published.json)?;
    let mut entry = published.json.clone();
    if let Some(entry) = entry.as_object_mut() {
        entry.remove("verdict");
        entry.remove("links");
    }
    let manifest = json!({
        "format": FORMAT,
        "claim": published.claim,
        "as_of": published.as_of.to_string(),
        "program": env!("CARGO_PKG_VERSION"),
        "verdict_sha256": hash_of(&verdict).as_str(),
        "snapshots": listed,
    });
    files.insert(MANIFEST.to_owned(), pretty(&manifest)?);
    files.insert(CLAIM.to_owned(), pretty(&entry)?);
    files.insert(VERDICT.to_owned(), verdict);
    Ok(complete.then_some(files))
}

fn pretty(value: &serde_json::Value) -> serde_json::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}
