//! Feeds of courts that go on: real items, given out one after the other with the time at which they come, over HTTP on loopback addresses of their own.
//!
//! Each court is a host of its own (`127.0.1.n`), because whoever fetches is polite to hosts. Nothing here is random: a court's next item is the next of
//! the file from which it was made.

use std::{
    fmt::Write as _,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use domain::Instant;

/// Items that a feed shows, the latest first, like a court that looks back a day.
const SHOWN: usize = 80;

/// How a court behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As it should.
    Plain,
    /// Nothing new ever comes, and its date is old.
    Stale,
    /// It shows all kinds of entries at first, and later opinions only.
    ChangesTypes,
    /// Its date is always the same, years ago.
    Lies,
    /// Items of one case share one guid, without number of entry.
    RepeatsGuids,
}

/// One item, as a court shows it.
#[derive(Debug, Clone)]
struct Item {
    text: String,
    at: Instant,
}

/// A court with its feed.
#[derive(Debug)]
pub struct Court {
    /// CM/ECF's code.
    pub code: String,
    /// How it behaves.
    pub manner: Manner,
    raw: Arc<Vec<String>>,
    given: Mutex<Given>,
}

#[derive(Debug, Default)]
struct Given {
    items: Vec<Item>,
    shows: String,
    now: Option<Instant>,
}

/// Courts by the code of the districts, of the bankruptcy courts beside them and of the other courts of the catalogue, as many as are asked for.
pub fn courts(corpus: &Path, number: usize) -> anyhow::Result<Vec<Arc<Court>>> {
    let districts = catalog_codes();
    let bankruptcy = districts.iter().filter(|code| code.ends_with('d')).map(|code| format!("{}b", &code[..code.len() - 1]));
    let others = catalog::courts().iter().filter(|court| !court.is_district()).map(|court| court.code.clone());
    let codes: Vec<String> = districts.iter().cloned().chain(bankruptcy).chain(others).take(number).collect();
    anyhow::ensure!(codes.len() == number, "there are not {number} courts");
    let of_two = [("wvsd", "wvsd.xml"), ("nyed", "nyed_1.xml")].map(|(code, file)| items(&corpus.join("court/rss").join(file), code));
    let raw = Arc::new(of_two.into_iter().collect::<anyhow::Result<Vec<_>>>()?.concat());
    anyhow::ensure!(raw.len() > 100, "the feeds of the corpus have too few items");
    let court = |(place, code): (usize, String)| {
        let manner = match place {
            0 => Manner::Stale,
            1 => Manner::ChangesTypes,
            2 => Manner::Lies,
            3 => Manner::RepeatsGuids,
            _ => Manner::Plain,
        };
        let given = Mutex::new(Given { shows: "Docket entries of type: all".to_owned(), ..Given::default() });
        Arc::new(Court { code, manner, raw: Arc::clone(&raw), given })
    };
    Ok(codes.into_iter().enumerate().map(court).collect())
}

fn catalog_codes() -> Vec<String> {
    catalog::courts().iter().filter(|court| court.is_district()).map(|court| court.code.clone()).collect()
}

/// The items of a feed as text, with the court's code taken out.
fn items(path: &Path, court: &str) -> anyhow::Result<Vec<String>> {
    let bytes = std::fs::read(path)?;
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let items: Vec<String> = text
        .split("<item>")
        .skip(1)
        .filter_map(|rest| rest.split_once("</item>"))
        .map(|(item, _)| item.replace(&format!("ecf.{court}.uscourts.gov"), "ecf.{court}.uscourts.gov"))
        .filter(|item| item.contains("<pubDate>") && !item.contains("~gr-"))
        .collect();
    Ok(items)
}

impl Court {
    fn given(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Lets the next item come at an instant, to the second; none if the court is stale.
    pub fn publish(&self, at: Instant) -> Option<Instant> {
        let at = Instant::from_unix_millis(at.unix_millis().div_euclid(1000) * 1000);
        let mut given = self.given();
        given.now = Some(at);
        if self.manner == Manner::Stale {
            return None;
        }
        // Items of one court that come in the same second would be told apart by less than the test looks at.
        let at = match given.items.last() {
            Some(last) if last.at >= at => Instant::from_unix_millis(last.at.unix_millis() + 1000),
            _ => at,
        };
        let place = given.items.len() % self.raw.len();
        let raw = self.raw.get(place)?.replace("{court}", &self.code);
        let (before, rest) = raw.split_once("<pubDate>")?;
        let (_, after) = rest.split_once("</pubDate>")?;
        given.items.push(Item { text: format!("{before}<pubDate>{}</pubDate>{after}", rfc_2822(at)), at });
        Some(at)
    }

    /// From now on only opinions are shown.
    pub fn change_types(&self) {
        if self.manner == Manner::ChangesTypes {
            "Docket entries of type: opinions".clone_into(&mut self.given().shows);
        }
    }

    /// How many items have come.
    pub fn published(&self) -> usize {
        self.given().items.len()
    }

    /// The feed as it is now.
    pub fn feed(&self) -> String {
        let given = self.given();
        let now = given.now.unwrap_or(Instant::from_unix_millis(0));
        let built = match self.manner {
            Manner::Stale => Instant::from_unix_millis(now.unix_millis() - 5 * 3_600_000),
            Manner::Lies => Instant::from_unix_millis(1_546_300_800_000),
            _ => now,
        };
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<rss version=\"2.0\">\n<channel>\n<title>{code}</title>\n<link>https://ecf.{code}.uscourts.gov</link>\n\
             <description>{}</description>\n<lastBuildDate>{}</lastBuildDate>\n",
            given.shows.trim_start_matches("Docket entries of type: "),
            rfc_2822(built),
            code = self.code
        );
        for item in given.items.iter().rev().take(SHOWN) {
            // Writing to a string does not fail.
            let _ = writeln!(out, "<item>{}</item>", item.text);
            if self.manner == Manner::RepeatsGuids {
                let _ = writeln!(out, "<item>{}</item>", item.text);
            }
        }
        out.push_str("</channel>\n</rss>\n");
        out
    }
}

/// `Tue, 06 Jan 2026 10:01:00 GMT`.
fn rfc_2822(at: Instant) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let days = at.unix_millis().div_euclid(86_400_000);
    let weekday = DAYS[usize::try_from(days.rem_euclid(7)).unwrap_or(0)];
    let text = at.to_string();
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    let parts: Vec<&str> = date.split('-').collect();
    let month: usize = parts.get(1).and_then(|month| month.parse().ok()).unwrap_or(1);
    format!(
        "{weekday}, {} {} {} {} GMT",
        parts.get(2).unwrap_or(&"01"),
        MONTHS[(month - 1) % 12],
        parts.first().unwrap_or(&"1970"),
        time.get(..8).unwrap_or("00:00:00")
    )
}

/// Serves each court at an address of its own until the task is dropped; gives the addresses of the feeds.
pub async fn serve(courts: &[Arc<Court>]) -> anyhow::Result<Vec<String>> {
    let mut addresses = Vec::with_capacity(courts.len());
    for (place, court) in courts.iter().enumerate() {
        let host = format!("127.0.{}.{}", 1 + place / 250, 1 + place % 250);
        let listener = tokio::net::TcpListener::bind((host.as_str(), 0)).await?;
        addresses.push(format!("http://{}/cgi-bin/rss_outside.pl", listener.local_addr()?));
        let court = Arc::clone(court);
        let routes = axum::Router::new().route(
            "/cgi-bin/rss_outside.pl",
            axum::routing::get(move || {
                let feed = court.feed();
                async move { ([("content-type", "text/xml; charset=ISO-8859-1")], feed) }
            }),
        );
        #[expect(clippy::disallowed_methods, reason = "the server of a test lives as long as the test's runtime")]
        tokio::spawn(async move { axum::serve(listener, routes).await });
    }
    Ok(addresses)
}

/// Lets a program fetch these feeds.
pub fn fetch_all(config: &mut platform::config::Config, addresses: &[String], every_secs: i64) {
    let host = |address: &String| address.trim_start_matches("http://").split(':').next().unwrap_or_default().to_owned();
    let fetch = |address: &String| {
        let mut table = toml::Table::new();
        table.insert("source".to_owned(), "pacer-rss".into());
        table.insert("url".to_owned(), address.clone().into());
        table.insert("every_secs".to_owned(), every_secs.into());
        toml::Value::Table(table)
    };
    config.set("ingest", "allow_hosts", addresses.iter().map(host).collect::<Vec<String>>());
    config.set("ingest", "fetch", addresses.iter().map(fetch).collect::<Vec<toml::Value>>());
}
