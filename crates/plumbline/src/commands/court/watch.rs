//! `court watch`: adds, lists, tests and removes watches.

use std::{
    io::{Read as _, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use contracts::court::{self, AddWatchRequest, ListWatchesRequest, RemoveWatchRequest, TestWatchRequest, Webhook};
use tonic::Code;

use super::super::{Outcome, Place};
use crate::{
    App,
    output::{Cell, Format, Table},
};

/// What can be done with watches.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a watch; adding it again changes nothing, but enables its webhook.
    #[command(after_help = "Examples:
  plumbline court watch add --docket 1:17-cr-00554 --court nyed
  plumbline court watch add --party @ice --event-type complaint --mute routine --mute old_document
  plumbline court watch add --statute 18:111 --webhook https://example.org/hook --webhook-key-file key.txt
  plumbline court watch add --court nysd --mute filing       only what becomes of the feed of a court")]
    Add {
        /// What it asks for.
        #[command(flatten)]
        asked: Asked,
        /// For people; without it, made from what is asked for.
        #[arg(long, default_value = "", value_name = "TEXT")]
        title: String,
        /// When its webhook is told: `live`, or `daily` for all alerts of a day (UTC) together.
        #[arg(long, default_value = "live", value_name = "WHEN")]
        delivery: String,
        /// Address that alerts are sent to, signed.
        #[arg(long, default_value = "", value_name = "URL", requires = "webhook_key_file")]
        webhook: String,
        /// File with the key of the signature: `whsec_` and base64, or 16 to 200 characters; `-` is standard input.
        #[arg(long, value_name = "FILE", requires = "webhook")]
        webhook_key_file: Option<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List the watches.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What a watch would have told of what is known, without adding it.
    #[command(after_help = "Example:\n  plumbline court watch test --party @ice --court nysd --format json")]
    Test {
        /// What it asks for.
        #[command(flatten)]
        asked: Asked,
        /// At most this many, latest first.
        #[arg(long, default_value_t = 50, value_name = "NUMBER")]
        limit: i32,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Remove a watch with its alerts.
    Remove {
        /// Its id, as it is listed.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// What a watch asks for: all that is given must be met.
#[derive(Debug, Args)]
pub struct Asked {
    /// Docket number, with or without the office: 1:17-cr-00554.
    #[arg(long, default_value = "", value_name = "NUMBER")]
    pub docket: String,
    /// Words of the caption or of a party's name; `@ice` and `@dhs` are lists of names; words in quotation marks follow each other.
    #[arg(long, default_value = "", value_name = "WORDS")]
    pub party: String,
    /// Charges under this statute and below it: 18:111 finds 18:111(a)(1).
    #[arg(long, default_value = "", value_name = "CITATION")]
    pub statute: String,
    /// Code of a court, such as nysd; may be given several times.
    #[arg(long, value_name = "COURT")]
    pub court: Vec<String>,
    /// Words of the kind of entry.
    #[arg(long, default_value = "", value_name = "WORDS")]
    pub event_type: String,
    /// Words of the entry's kind and text.
    #[arg(long, default_value = "", value_name = "WORDS")]
    pub text: String,
    /// What not to tell: a class (`filing`, `disposition`, `feed_stale` …) or a kind of noise (`routine`, `doe_caption`, `old_document`, `cosmetic`).
    #[arg(long, value_name = "NAME")]
    pub mute: Vec<String>,
}

impl From<Asked> for court::Watch {
    fn from(asked: Asked) -> Self {
        let Asked { docket, party, statute, court, event_type, text, mute } = asked;
        Self { docket_number: docket, party, statute, courts: court, event_type, text, muted: mute, ..Self::default() }
    }
}

/// Runs one of the commands.
pub async fn run(place: &Place, command: Command, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let app = place.open().await?;
    let outcome = asked(&app, command, out).await;
    app.shut_down().await.and(outcome)
}

async fn asked(app: &App, command: Command, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Add { asked, title, delivery, webhook, webhook_key_file, format } => {
            let webhook = match &webhook_key_file {
                Some(file) => Some(Webhook { url: webhook, secret: key(file)?, ..Webhook::default() }),
                None => None,
            };
            add(app, court::Watch { title, delivery, webhook, ..asked.into() }, format, out).await
        }
        Command::List { format } => list(app, format, out).await,
        Command::Test { asked, limit, format } => test(app, asked.into(), limit, format, out).await,
        Command::Remove { id } => remove(app, id, out).await,
    }
}

async fn add(app: &App, watch: court::Watch, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let added = app.peers.watches.clone().add_watch(AddWatchRequest { watch: Some(watch) }).await.map_err(in_words)?.into_inner();
    let mut table = table();
    table.push(row(added.watch.unwrap_or_default()));
    table.write(format, out)?;
    if added.known && format == Format::Table {
        writeln!(out, "It was there already.")?;
    }
    Ok(Outcome::Done)
}

async fn list(app: &App, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let watches = app.peers.watches.clone().list_watches(ListWatchesRequest {}).await.map_err(in_words)?.into_inner().watches;
    if watches.is_empty() && format == Format::Table {
        writeln!(out, "There is no watch yet; `plumbline court watch add` adds one.")?;
        return Ok(Outcome::Done);
    }
    let mut table = table();
    for watch in watches {
        table.push(row(watch));
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

async fn test(app: &App, watch: court::Watch, limit: i32, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let request = TestWatchRequest { watch: Some(watch), limit };
    let tested = app.peers.watches.clone().test_watch(request).await.map_err(in_words)?.into_inner();
    let mut table = Table::new(&["happened_at", "class", "alert", "caption", "text", "noise", "link"]);
    let listed = tested.alerts.len();
    for alert in tested.alerts {
        table.push(vec![
            alert.happened_at.into(),
            alert.class.into(),
            alert.title.into(),
            alert.caption.into(),
            alert.text.into(),
            alert.noise.into(),
            alert.link.into(),
        ]);
    }
    if format != Format::Table || !table.is_empty() {
        table.write(format, out)?;
    }
    if format == Format::Table {
        match tested.since.as_str() {
            "" => writeln!(out, "Nothing is known yet, so that nothing can be said.")?,
            since => writeln!(out, "It would have told {} alerts since {since}; {listed} are listed.", tested.total)?,
        }
    }
    Ok(Outcome::Done)
}

async fn remove(app: &App, id: String, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match app.peers.watches.clone().remove_watch(RemoveWatchRequest { id: id.clone() }).await {
        Ok(_) => {
            writeln!(out, "Removed {id} with its alerts.")?;
            Ok(Outcome::Done)
        }
        Err(status) if status.code() == Code::NotFound => {
            writeln!(out, "There is no watch {id}.")?;
            Ok(Outcome::NotThere)
        }
        Err(status) => Err(in_words(status)),
    }
}

/// What is wrong in a watch is for the person who wrote it, a problem a line.
fn in_words(status: tonic::Status) -> anyhow::Error {
    if status.code() == Code::InvalidArgument { anyhow::anyhow!("{}", status.message()) } else { status.into() }
}

/// A key is never an argument: every user of a machine sees those.
fn key(file: &Path) -> anyhow::Result<String> {
    let mut key = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut key)?;
    } else {
        key = std::fs::read_to_string(file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    }
    Ok(key.trim().to_owned())
}

fn table() -> Table {
    Table::new(&[
        "id",
        "title",
        "docket_number",
        "party",
        "statute",
        "courts",
        "event_type",
        "text",
        "muted",
        "delivery",
        "webhook",
        "webhook_state",
        "added_at",
    ])
}

fn row(watch: court::Watch) -> Vec<Cell> {
    let webhook = watch.webhook.unwrap_or_default();
    let state = match (webhook.state.as_str(), webhook.reason.as_str()) {
        (state, "") => state.to_owned(),
        (state, reason) => format!("{state}: {reason}"),
    };
    vec![
        watch.id.into(),
        watch.title.into(),
        watch.docket_number.into(),
        watch.party.into(),
        watch.statute.into(),
        watch.courts.join(" ").into(),
        watch.event_type.into(),
        watch.text.into(),
        watch.muted.join(" ").into(),
        watch.delivery.into(),
        webhook.url.into(),
        state.into(),
        watch.added_at.into(),
    ]
}
