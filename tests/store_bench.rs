//! How the questions of analytics grow with the number of observations: a series as known at an instant, and the built-in comparisons.
//!
//! Real files go through the whole pipeline first. Then the tables are filled directly, by SQL, with series of one hundred months in ten vintages:
//! 10⁵, 10⁶ and, on PostgreSQL, 10⁷ observations. Questions go over gRPC, as the gateway asks them.

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use contracts::analytics::{GetComparisonRequest, GetSeriesRequest, ListSeriesRequest};
use domain::Instant;
use e2e::Place;
use platform::{Clock, config::DatabaseConfig};
use plumbline::App;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};
use testkit::{NatsServer, Postgres};

const PERIODS: u64 = 100;
const VINTAGES: u64 = 10;
const QUESTIONS: usize = 300;
const DAY: i64 = 86_400_000;
const COMPARISONS: [&str; 4] = ["assaults-per-officer", "border-patrol-by-year", "city-police", "cbp-counting-units"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    measure("SQLite", &Place::embedded(), &[100_000, 1_000_000], &mut out).await?;
    match (NatsServer::start("store_bench"), Postgres::start("store_bench")) {
        (Some(nats), Some(postgres)) => {
            let place = Place::on_servers(&nats, &postgres, "store_bench");
            measure("PostgreSQL", &place, &[100_000, 1_000_000, 10_000_000], &mut out).await
        }
        _ => Ok(()),
    }
}

async fn measure(name: &str, place: &Place, sizes: &[u64], out: &mut impl std::io::Write) -> anyhow::Result<()> {
    let corpus = testkit::corpus("store_bench").context("the corpus is not there")?;
    let folders = ["cbp_assaults", "border_patrol", "louisville", "leoka_city_transcribed"].map(|folder| corpus.join(folder));
    let mut config = place.config.clone();
    config.set("ingest", "inbox", folders.iter().map(|folder: &PathBuf| folder.display().to_string()).collect::<Vec<_>>());
    let app = App::start(config, Clock::System, plumbline::app::Pages::Absent).await?;
    anyhow::ensure!(app.idle().await?, "the services stopped");

    let tables = Tables::connect(&place.config.shared()?.database).await?;
    let mut filled = 0;
    let mut first: Option<Figures> = None;
    for size in sizes {
        let series = size / (PERIODS * VINTAGES);
        let took = std::time::Instant::now();
        tables.fill(filled, series).await?;
        filled = series;
        let figures = ask(&app, series).await?;
        writeln!(out, "{name}, {size} observations in {series} series (filled in {:.0} s)", took.elapsed().as_secs_f64())?;
        figures.tell(first.as_ref(), out)?;
        first.get_or_insert(figures);
    }
    app.shut_down().await
}

/// Milliseconds, sorted.
struct Figures {
    series: Vec<f64>,
    comparisons: Vec<(&'static str, Vec<f64>)>,
    list: Vec<f64>,
}

fn at(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() - 1) * percent / 100]
}

impl Figures {
    fn tell(&self, first: Option<&Self>, out: &mut impl std::io::Write) -> anyhow::Result<()> {
        let growth =
            |now: f64, then: Option<f64>| then.map(|then| format!(", {:.2} of that at the first size", now / then)).unwrap_or_default();
        let p50 = at(&self.series, 50);
        let then = first.map(|first| at(&first.series, 50));
        writeln!(out, "  a series as of an instant: p50 {p50:.2} ms, p99 {:.2} ms{}", at(&self.series, 99), growth(p50, then))?;
        writeln!(out, "  series of one measure and population listed: p50 {:.2} ms", at(&self.list, 50))?;
        for (place, (slug, times)) in self.comparisons.iter().enumerate() {
            let then = first.and_then(|first| first.comparisons.get(place)).map(|(_, times)| at(times, 50));
            writeln!(out, "  comparison {slug}: p50 {:.1} ms{}", at(times, 50), growth(at(times, 50), then))?;
        }
        Ok(())
    }
}

async fn ask(app: &App, series: u64) -> anyhow::Result<Figures> {
    let mut random = StdRng::seed_from_u64(20_250_120);
    let mut analytics = app.peers.analytics.clone();
    let mut of_series = Vec::with_capacity(QUESTIONS);
    for _ in 0..QUESTIONS {
        let key = format!("{:032x}", random.random_range(0..series));
        let as_of = Instant::from_unix_millis(first_day() + random.random_range(0..i64::try_from(VINTAGES)?) * DAY + 1).to_string();
        let (took, answer) = timed(analytics.get_series(GetSeriesRequest { key, as_of })).await;
        anyhow::ensure!(answer?.into_inner().observations.len() == usize::try_from(PERIODS)?, "a period is missing");
        of_series.push(took);
    }
    let mut comparisons = Vec::new();
    for slug in COMPARISONS {
        let mut times = Vec::new();
        for _ in 0..9 {
            let request = GetComparisonRequest { slug: slug.into(), as_of: String::new() };
            let (took, answer) = timed(analytics.get_comparison(request)).await;
            answer?;
            times.push(took);
        }
        times.sort_by(f64::total_cmp);
        comparisons.push((slug, times));
    }
    let mut list = Vec::new();
    for _ in 0..9 {
        let request = ListSeriesRequest { measure: "officers_employed".into(), population: "us/bulk/7".into(), ..Default::default() };
        let (took, answer) = timed(analytics.list_series(request)).await;
        answer?;
        list.push(took);
    }
    of_series.sort_by(f64::total_cmp);
    list.sort_by(f64::total_cmp);
    Ok(Figures { series: of_series, comparisons, list })
}

async fn timed<T>(question: impl Future<Output = T>) -> (f64, T) {
    let began = std::time::Instant::now();
    let answer = question.await;
    (began.elapsed().as_secs_f64() * 1000.0, answer)
}

fn first_day() -> i64 {
    Duration::from_secs(1_700_000_000).as_secs().cast_signed() * 1000
}

/// The tables of analytics, from outside.
struct Tables {
    database: DatabaseConnection,
    schema: String,
    is_postgres: bool,
}

impl Tables {
    async fn connect(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let is_postgres = config.url.starts_with("postgres");
        let url = match config.url.strip_prefix("sqlite:") {
            Some(folder) => format!("sqlite://{folder}/analytics.db?mode=rw"),
            None => config.url.clone(),
        };
        let schema = if is_postgres { format!("\"{}analytics\".", config.schema_prefix) } else { String::new() };
        #[expect(clippy::disallowed_methods, reason = "the benchmark fills the tables from outside")]
        let database = Database::connect(url).await?;
        Ok(Self { database, schema, is_postgres })
    }

    /// Adds the series from `from` to `to`, each with all periods in all vintages.
    async fn fill(&self, from: u64, to: u64) -> anyhow::Result<()> {
        let schema = &self.schema;
        let hex = |n: &str, digits: u8| {
            if self.is_postgres { format!("lpad(to_hex({n}), {digits}, '0')") } else { format!("printf('%0{digits}x', {n})") }
        };
        let (hex32, hex64) = (|n: &str| hex(n, 32), |n: &str| hex(n, 64));
        let numbers = |name: &str, from: u64, to: u64| {
            if self.is_postgres {
                format!("generate_series({from}, {}) AS {name}(n)", to - 1)
            } else {
                format!(
                    "(WITH RECURSIVE c(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM c WHERE n < {}) SELECT n FROM c) AS {name}",
                    to - 1
                )
            }
        };
        let month = |n: &str| {
            if self.is_postgres {
                format!("to_char(date '1990-01-01' + ({n}) * interval '1 month', 'YYYY-MM-DD')")
            } else {
                format!("date('1990-01-01', '+' || ({n}) || ' months')")
            }
        };
        let run = async |sql: String| self.database.execute_unprepared(&sql).await.with_context(|| sql.clone());
        if from == 0 {
            let (hash, vintages) = (hex64("v.n + 1"), numbers("v", 0, VINTAGES));
            let start = first_day();
            run(format!("INSERT INTO {schema}snapshot (source, hash, retrieved_at) SELECT 'usbp-staffing', {hash}, {start} + v.n * {DAY} FROM {vintages}")).await?;
            run(format!(
                "INSERT INTO {schema}vintage (source, snapshot, rule, rule_version, covers_start, covers_end, unread_rows) \
                 SELECT 'usbp-staffing', {hash}, 'usbp_staffing', 1, '1990-01-01', '2030-01-01', 0 FROM {vintages}"
            ))
            .await?;
        }
        let series = numbers("s", from, to);
        run(format!(
            "INSERT INTO {schema}series (key, source, measure, unit, population, geography, definition, periods) \
             SELECT {}, 'usbp-staffing', 'officers_employed', 'employee', 'us/bulk/' || s.n, 'us', 'usbp-agents-on-duty', {PERIODS} FROM {series}",
            hex32("s.n")
        ))
        .await?;
        run(format!(
            "INSERT INTO {schema}observation (id, series_key, snapshot, rule, rule_version, period_start, period_end, value, locator) \
             SELECT {}, {}, {}, 'usbp_staffing', 1, {}, {}, CAST(s.n + p.n + v.n AS text), 'line ' || p.n FROM {series}, {}, {}",
            hex32(&format!("(s.n * {PERIODS} + p.n) * {VINTAGES} + v.n")),
            hex32("s.n"),
            hex64("v.n + 1"),
            month("p.n"),
            month("p.n + 1"),
            numbers("p", 0, PERIODS),
            numbers("v", 0, VINTAGES),
        ))
        .await?;
        run("ANALYZE".to_owned()).await?;
        Ok(())
    }
}
