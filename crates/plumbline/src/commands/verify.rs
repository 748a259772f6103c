//! `verify`: makes a published verdict again from the archived bytes and says equal, or where it differs.

use std::{io::Write, path::Path};

use anyhow::Context as _;
use contracts::analytics::GetVerdictRequest;
use domain::{Instant, verdict::RestsOn};
use platform::Objects;

use super::{
    Outcome, Place,
    bundle::Bundle,
    replay::{self, Evidence, Published},
};
use crate::output::{Format, Table};

/// Verifies `what`: the id of a claim of the ledger, the JSON of a published verdict, or a bundle (a folder or a tar file). Only an id needs
/// the services; a bundle needs nothing but itself.
pub async fn run(
    place: &Place,
    what: &str,
    as_of: &str,
    format: Format,
    out: &mut impl Write,
    problems: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let path = Path::new(what);
    let (published, evidence) = if path.exists() {
        anyhow::ensure!(as_of.is_empty(), "--as-of goes with the id of a claim; a file says itself what was known");
        match Bundle::read(path).with_context(|| what.to_owned())? {
            Some(Bundle { verdict, snapshots }) => {
                (Published::read(&verdict).with_context(|| format!("{what}: verdict.json"))?, Evidence::Bundle(snapshots))
            }
            None => (Published::read(&std::fs::read(path)?).with_context(|| what.to_owned())?, archive(place)?),
        }
    } else {
        let Some(published) = answered(place, what, as_of).await? else {
            writeln!(problems, "{what}: the ledger has no such claim, and there is no such file")?;
            return Ok(Outcome::NotThere);
        };
        (published, archive(place)?)
    };
    let Some(replayed) = replay::replay(&published, &evidence, problems).await? else { return Ok(Outcome::Unusable) };
    tell(&published, &replay::differences(&published.json, &replayed), format, out)
}

/// The bytes in the object store of this place.
pub(super) fn archive(place: &Place) -> anyhow::Result<Evidence> {
    Ok(Evidence::Store(Objects::open(&place.load("error")?.shared()?.objects)?))
}

/// The verdict as the services of this place give it; none if there is no such claim.
pub(super) async fn answered(place: &Place, claim: &str, as_of: &str) -> anyhow::Result<Option<Published>> {
    let app = place.open().await?;
    let request = GetVerdictRequest { claim: claim.to_owned(), as_of: as_of.to_owned() };
    let answer = app.peers.analytics.clone().get_verdict(request).await;
    app.shut_down().await?;
    match answer {
        Ok(answer) => Ok(Some(Published::answered(&answer.into_inner().verdict.unwrap_or_default())?)),
        Err(status) if status.code() == tonic::Code::NotFound => Ok(None),
        Err(status) => anyhow::bail!("{}", status.message()),
    }
}

fn tell(published: &Published, differences: &[replay::Difference], format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let outcome = if differences.is_empty() { Outcome::Done } else { Outcome::Unusable };
    let mut table = Table::new(&["path", "published", "replayed"]);
    for replay::Difference { path, published, replayed } in differences {
        table.push(vec![path.as_str().into(), published.as_str().into(), replayed.as_str().into()]);
    }
    if format != Format::Table {
        table.write(format, out)?;
        return Ok(outcome);
    }
    let Published { json: _, claim, as_of, rests_on } = published;
    let said = match differences.len() {
        0 => "equal".to_owned(),
        1 => "differs in one place".to_owned(),
        places => format!("differs in {places} places"),
    };
    let known = if *as_of == Instant::MAX { "on all that is known".to_owned() } else { format!("as known at {as_of}") };
    writeln!(out, "{claim} {known}: {said}. It rests on:")?;
    for RestsOn { source, snapshot, retrieved_at } in rests_on {
        writeln!(out, "  {source}, snapshot {snapshot}, retrieved {retrieved_at}")?;
    }
    if rests_on.is_empty() {
        writeln!(out, "  nothing but its own numbers")?;
    }
    if !differences.is_empty() {
        writeln!(out)?;
        table.write(format, out)?;
    }
    if let Some(one) = differences.iter().find(|one| one.path.ends_with("rule_version")) {
        writeln!(out, "\nThe rules are not those of then ({}: {}, here {}).", one.path, one.published, one.replayed)?;
    }
    Ok(outcome)
}
