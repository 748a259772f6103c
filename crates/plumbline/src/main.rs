//! The command line.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use platform::Clock;
use plumbline::{
    commands::{
        Outcome, Place, audit, bundle, compare, court, declare, decode, ingest, lists, migrate, process, rebuild, release, run, verify,
        vintages,
    },
    output::Format,
};

#[derive(Debug, Parser)]
#[command(
    name = "plumbline",
    version,
    about = "Turns scattered public records into comparisons that survive a hostile reader.",
    after_help = "Examples:
  plumbline run --inbox ~/records            read a folder, show the summary, serve pages on 127.0.0.1:8080
  plumbline run --inbox ~/records --once     the same, and end
  plumbline ingest assaults.csv              hand in a file; its source is seen by its content
  plumbline decode --source cbp-assault-incidents assaults.csv > observations.csv
  plumbline claims C12                       the verdict on one claim
  plumbline compare assaults-per-officer --format csv
  plumbline declare my-claims.toml           add claims or comparisons of your own
  plumbline verify C12                       makes the verdict again from the archived bytes: equal, or where it differs
  plumbline restatement cbp-assault-incidents   what its latest file says otherwise than the one before
  plumbline process ice --input ~/release --output ~/tables   tables of ICE's individual-level release
  plumbline court watch add --party @ice     alerts of filings in suits against ICE
  plumbline rejects                          everything that could not be used, and why

Exit codes:
  0 done   1 failed   2 wrong command line   3 done, but some input was not usable or a verdict differs   4 not there"
)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run every service in this process, read the inbox, print the summary, serve pages.
    #[command(after_help = "Example:\n  plumbline run --inbox ~/records --listen 127.0.0.1:9000")]
    Run {
        /// Folder whose files are read, now and when they change; may be given several times.
        #[arg(long, value_name = "FOLDER")]
        inbox: Vec<PathBuf>,
        /// Address of the pages.
        #[arg(long, value_name = "HOST:PORT")]
        listen: Option<String>,
        /// End once everything that is there is read; exit code 3 if some of it was not usable.
        #[arg(long)]
        once: bool,
    },
    /// Hand in files and wait until they went all the way.
    #[command(after_help = "Examples:
  plumbline ingest profile.csv --source usbp-sector-profile
  plumbline ingest ice-2026-03/ --source ice-individual-release    the files of a release, as one archive")]
    Ingest {
        /// Files to hand in, or folders of a release.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Slug of their source; without it, each is recognized by its content.
        #[arg(long, default_value = "", value_name = "SLUG")]
        source: String,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Decode a file: observations on standard output, problems on standard error. Needs no services and no data folder.
    #[command(after_help = "Example:\n  plumbline decode --source opm-dhs-headcount headcount.parquet --format json")]
    Decode {
        /// Slug of its source.
        #[arg(long, value_name = "SLUG")]
        source: String,
        /// The file; `-` is standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
    },
    /// Hold published tables against each other: cumulative counts that fall, and values in which sources differ. Needs no services.
    #[command(
        after_help = "Examples:\n  plumbline audit FY24_*.xlsx ohss-monthly-tables.xlsx\n  plumbline audit --all --format csv *.xlsx"
    )]
    Audit {
        /// Files of any sources, each recognized by its content.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// List what agrees, too.
        #[arg(long)]
        all: bool,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Add claims to the ledger, or comparisons: files like those of the catalogue, checked first, with every problem and its line.
    #[command(after_help = "Examples:\n  plumbline declare --check my-claims.toml\n  plumbline declare my-claims.toml my-comparison.toml")]
    Declare {
        /// Files to hand in; nothing is handed in if one of them has a problem.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only check.
        #[arg(long)]
        check: bool,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The ledger of claims with their findings, or one verdict.
    Claims {
        /// Id of one claim, for example C12.
        id: Option<String>,
        /// What was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
        #[arg(long, default_value = "", value_name = "INSTANT")]
        as_of: String,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Comparisons with exact intervals and comparability grades, or one of them.
    Compare {
        /// Slug of one comparison.
        slug: Option<String>,
        /// What was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
        #[arg(long, default_value = "", value_name = "INSTANT")]
        as_of: String,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The sources with what was read from each.
    Sources {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Everything that could not be used, with its place and the reason.
    Rejects {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Make a published verdict again from the archived bytes: equal (code 0), or where it differs (code 3).
    #[command(
        after_help = "Examples:\n  plumbline verify C12 --as-of 2026-01-08\n  plumbline verify published.json\n  plumbline verify c12.tar"
    )]
    Verify {
        /// Id of a claim, JSON of a published verdict, or a bundle; a bundle needs no data folder.
        #[arg(value_name = "VERDICT")]
        verdict: String,
        /// With an id: what was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
        #[arg(long, default_value = "", value_name = "INSTANT")]
        as_of: String,
        /// How to print differences.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write a verdict with the bytes on which it rests, to be verified on another machine.
    #[command(after_help = "Example:\n  plumbline bundle C12 --as-of 2026-01-08 --output c12.tar")]
    Bundle {
        /// Id of a claim.
        #[arg(value_name = "VERDICT")]
        verdict: String,
        /// What was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
        #[arg(long, default_value = "", value_name = "INSTANT")]
        as_of: String,
        /// File that ends in .tar, or a folder; it must not be there yet.
        #[arg(long, value_name = "PATH")]
        output: PathBuf,
    },
    /// The vintages of a source: every snapshot of it that was read whole.
    Vintages {
        /// Slug of the source.
        #[arg(value_name = "SOURCE")]
        source: String,
        /// What was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
        #[arg(long, default_value = "", value_name = "INSTANT")]
        as_of: String,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What one vintage of a source says otherwise than another: removed, added, changed.
    Restatement {
        #[command(flatten)]
        compared: vintages::Compared,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Every period of a series in every vintage.
    Revisions {
        /// Key of the series, as its page shows it.
        #[arg(value_name = "SERIES")]
        series: String,
        /// What was known at this instant: 2026-01-08 or 2026-01-08T14:00:00Z.
        #[arg(long, default_value = "", value_name = "INSTANT")]
        as_of: String,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Make tables of releases of individual records. Needs no services and no data folder.
    #[command(subcommand)]
    Process(process::Process),
    /// Releases of records about persons: list them, accept a check that stops one, write its tables as files.
    #[command(subcommand)]
    Release(release::Release),
    /// Court records: read what courts publish, and watch it.
    #[command(subcommand)]
    Court(court::Court),
    /// Empty the tables of normalize, court-records and analytics and read the archive again. Every service must be stopped.
    Rebuild {
        /// Do it.
        #[arg(long)]
        yes: bool,
    },
    /// Bring the tables of every service up to date.
    Migrate,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(execute(cli)) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    // Nothing is left to tell, if standard error is gone too.
    let _ = writeln!(io::stderr(), "plumbline: {error:#}");
    ExitCode::FAILURE
}

/// The reader of a pipe left: `plumbline compare | head`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of_io = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<csv::Error>().map(csv::Error::kind) {
        Some(csv::ErrorKind::Io(error)) => Some(error.kind()),
        _ => cause.downcast_ref::<io::Error>().map(io::Error::kind),
    };
    error.chain().filter_map(of_io).any(|kind| kind == io::ErrorKind::BrokenPipe)
}

async fn execute(cli: Cli) -> anyhow::Result<Outcome> {
    let Cli { place, command } = cli;
    let out = &mut io::stdout().lock();
    match command {
        Command::Run { inbox, listen, once } => {
            let config = place.load("warn")?;
            platform::telemetry::start(&config.shared()?.telemetry)?;
            let then = if once { run::Then::End } else { run::Then::Serve };
            run::run(config, &inbox, listen, then, out).await
        }
        Command::Decode { source, file, format } => decode::run(&source, &file, format, out, &mut io::stderr().lock()),
        Command::Audit { files, all, format } => {
            let listed = if all { audit::Listed::All } else { audit::Listed::Disagreements };
            audit::run(&files, listed, format, out, &mut io::stderr().lock())
        }
        Command::Process(command) => process::run(&command, &Clock::System, out, &mut io::stderr()),
        Command::Court(command) => court::run(&place, command, out, &mut io::stderr().lock()).await,
        Command::Release(command) => release::run(&place, command, out, &mut io::stderr().lock()).await,
        Command::Migrate => migrate::run(&place.load("warn")?, out).await,
        Command::Ingest { files, source, format } => {
            let app = place.open().await?;
            let outcome = ingest::run(&app, &files, &source, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Declare { files, check, format } => {
            let found = declare::check(&files, &mut io::stderr().lock())?;
            if check || found != Outcome::Done {
                return Ok(found);
            }
            let app = place.open().await?;
            let outcome = ingest::run(&app, &files, "", format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Claims { id, as_of, format } => {
            let app = place.open().await?;
            let outcome = compare::claims(&app, id, as_of, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Compare { slug, as_of, format } => {
            let app = place.open().await?;
            let outcome = compare::compare(&app, slug, as_of, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Verify { verdict, as_of, format } => verify::run(&place, &verdict, &as_of, format, out, &mut io::stderr()).await,
        Command::Bundle { verdict, as_of, output } => bundle::run(&place, &verdict, &as_of, &output, out, &mut io::stderr()).await,
        Command::Rebuild { yes } => {
            let config = place.load("error")?;
            platform::telemetry::start(&config.shared()?.telemetry)?;
            rebuild::run(config, if yes { rebuild::Consent::Given } else { rebuild::Consent::Absent }, out).await
        }
        Command::Vintages { source, as_of, format } => {
            let app = place.open().await?;
            let outcome = vintages::vintages(&app, source, as_of, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Restatement { compared, format } => {
            let app = place.open().await?;
            let outcome = vintages::restatement(&app, compared, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Revisions { series, as_of, format } => {
            let app = place.open().await?;
            let outcome = vintages::revisions(&app, series, as_of, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Sources { format } => {
            let app = place.open().await?;
            let outcome = lists::sources(&app, format, out).await;
            app.shut_down().await.and(outcome)
        }
        Command::Rejects { format } => {
            let app = place.open().await?;
            let outcome = lists::rejects(&app, format, out).await;
            app.shut_down().await.and(outcome)
        }
    }
}
