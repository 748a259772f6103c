//! `ingest`: hands in files and waits until they went all the way.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use contracts::{
    ingest::SubmitSnapshotRequest,
    normalize::{ListDecodingsRequest, ListProblemsRequest},
};

use super::Outcome;
use crate::{
    App,
    output::{Cell, Format, Table},
};

/// Bytes of a file that fit a call, with room for what stands around them.
const MOST_HANDED_IN: usize = platform::rpc::MOST_BYTES - 1024 * 1024;
/// Bytes of a file that are read; whether a source may have so many, ingest says.
const MOST_READ: u64 = 4 * 1024 * 1024 * 1024;

/// Hands in `files`, as `source` or as what their content shows.
pub async fn run(app: &App, files: &[PathBuf], source: &str, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut handed_in = Vec::new();
    for file in files {
        handed_in.push((file, submit(app, file, source).await?));
    }
    app.idle().await?;

    let rejected = app.bus.rejected(10_000).await?;
    let mut table = Table::new(&["file", "source", "snapshot", "state", "observations", "problems", "message"]);
    let mut outcome = Outcome::Done;
    for (file, submitted) in handed_in {
        let name = file.display().to_string();
        let (snapshot, known) = match submitted {
            Submitted::Stored(snapshot, known) => (snapshot, known),
            Submitted::Refused(message) => {
                outcome = Outcome::Unusable;
                let absent = || Cell::Absent;
                table.push(vec![name.into(), absent(), absent(), "not stored".into(), absent(), absent(), message.into()]);
                continue;
            }
        };
        let request = ListDecodingsRequest { source: snapshot.source.clone(), snapshot: snapshot.hash.clone() };
        let decodings = app.peers.normalize.clone().list_decodings(request).await?.into_inner().decodings;
        let newest = decodings.iter().max_by_key(|one| one.rule_version);
        let reason = rejected.iter().find(|one| one.payload.contains(&snapshot.hash)).map(|one| one.reason.clone());
        let (state, message) = match (&snapshot.unrecognized_reason, reason) {
            (reason, _) if !reason.is_empty() => ("unrecognized", reason.clone()),
            (_, Some(reason)) => ("rejected", reason),
            _ if known => ("known", "these bytes were there already; one more retrieval".to_owned()),
            _ => ("stored", String::new()),
        };
        if matches!(state, "unrecognized" | "rejected") || newest.is_some_and(|one| one.problems > 0) {
            outcome = Outcome::Unusable;
        }
        table.push(vec![
            name.clone().into(),
            snapshot.source.as_str().into(),
            snapshot.hash.get(..12).unwrap_or_default().into(),
            state.into(),
            newest.map_or(Cell::Absent, |one| Cell::count(one.observations)),
            newest.map_or(Cell::Absent, |one| Cell::count(one.problems)),
            message.into(),
        ]);
        if newest.is_some_and(|one| one.problems > 0) {
            problems(app, &name, &snapshot.source, &snapshot.hash).await?;
        }
    }
    table.write(format, out)?;
    Ok(outcome)
}

enum Submitted {
    Stored(contracts::ingest::Snapshot, bool),
    Refused(String),
}

/// A folder is packed into one archive, since a release of several files is one snapshot.
async fn submit(app: &App, file: &Path, source: &str) -> anyhow::Result<Submitted> {
    if tokio::fs::metadata(file).await.is_ok_and(|found| found.is_dir()) {
        let folder = file.to_owned();
        return match tokio::task::spawn_blocking(move || ingest::pack::pack(&folder)).await? {
            Ok(archive) => hand_in(app, file, source, archive).await,
            Err(error) => Ok(Submitted::Refused(error.to_string())),
        };
    }
    let size = match tokio::fs::metadata(file).await {
        Ok(found) => found.len(),
        Err(error) => return Ok(Submitted::Refused(format!("cannot be read: {error}"))),
    };
    if size > MOST_READ {
        return Ok(Submitted::Refused(format!("the file has {size} bytes, more than the {MOST_READ} that can be handed in")));
    }
    let content = match tokio::fs::read(file).await {
        Ok(content) => content,
        Err(error) => return Ok(Submitted::Refused(format!("cannot be read: {error}"))),
    };
    hand_in(app, file, source, content).await
}

/// Hands bytes in; what does not fit a call goes into the object store first.
async fn hand_in(app: &App, file: &Path, source: &str, content: Vec<u8>) -> anyhow::Result<Submitted> {
    let file_name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (content, stored) = if content.len() > MOST_HANDED_IN {
        (Vec::new(), app.objects.put(content.into()).await?.to_string())
    } else {
        (content, String::new())
    };
    let request = SubmitSnapshotRequest { file_name, source: source.to_owned(), content, idempotency_key: String::new(), stored };
    match app.peers.ingest.clone().submit_snapshot(request).await {
        Ok(answer) => {
            let answer = answer.into_inner();
            Ok(Submitted::Stored(answer.snapshot.unwrap_or_default(), answer.known))
        }
        Err(status)
            if matches!(status.code(), tonic::Code::ResourceExhausted | tonic::Code::OutOfRange | tonic::Code::FailedPrecondition) =>
        {
            Ok(Submitted::Refused(status.message().to_owned()))
        }
        Err(status) => anyhow::bail!("{}: {}", file.display(), status.message()),
    }
}

async fn problems(app: &App, name: &str, source: &str, snapshot: &str) -> anyhow::Result<()> {
    let request = ListProblemsRequest { source: source.to_owned(), snapshot: snapshot.to_owned() };
    let problems = app.peers.normalize.clone().list_problems(request).await?.into_inner().problems;
    let mut errors = std::io::stderr().lock();
    for one in problems {
        writeln!(errors, "{name}: {}: {}", one.locator, one.message)?;
    }
    Ok(())
}
