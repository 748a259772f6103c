//! A storm of CourtListener's docket alerts: the same facts told calmly, once each and in order, and told as CourtListener tells them on a bad
//! day: tried again although they were taken, sent once more under another name when an endpoint is switched on again, and out of order.
//!
//! Everything comes of a named seed. What is told is public record in form only: cases, entries and texts are made up.

mod send;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

pub use send::{Answered, Sender};

/// How large a storm is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Deliveries, all together.
    pub deliveries: usize,
    /// Cases that they are about.
    pub cases: usize,
}

/// What is sent once: a body under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The value of `Idempotency-Key`.
    pub key: String,
    /// The body.
    pub body: String,
}

/// A case with its docket in CourtListener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// CourtListener's number of the docket.
    pub docket: u64,
    /// CM/ECF's code of the court.
    pub court: &'static str,
    /// As the court writes it.
    pub number: String,
    /// The caption.
    pub caption: String,
}

impl Case {
    /// The answer of CourtListener's API that names the case.
    pub fn docket_answer(&self) -> String {
        let Self { docket, court, number, caption } = self;
        serde_json::json!({
            "resource_uri": address(*docket), "id": docket, "court_id": court, "docket_number": number,
            "pacer_case_id": (docket % 900_000).to_string(), "case_name": caption, "date_filed": "2026-01-02",
            "date_terminated": null, "date_modified": "2026-01-02T00:00:00Z",
        })
        .to_string()
    }
}

fn address(docket: u64) -> String {
    format!("https://www.courtlistener.com/api/rest/v4/dockets/{docket}/")
}

/// The same facts twice.
#[derive(Debug, Clone)]
pub struct Storm {
    /// The cases.
    pub cases: Vec<Case>,
    /// Each fact once, in the order in which it became so.
    pub calm: Vec<Delivery>,
    /// All deliveries of the bad day, in the order in which they are sent.
    pub wild: Vec<Delivery>,
}

/// An entry as it stands at an instant.
#[derive(Debug, Clone)]
struct Entry {
    docket: u64,
    id: u64,
    number: u32,
    /// Seconds since the storm began, of the last change.
    changed: i64,
    has_text: bool,
    is_available: bool,
}

impl Entry {
    fn alert(&self) -> String {
        let Self { docket, id, number, changed, has_text, is_available } = self;
        let modified = domain::Instant::from_unix_millis(1_767_607_200_000 + changed * 1000).to_string();
        let text = if *has_text { format!("ORDER number {number} of docket {docket}. (Entered: 01/05/2026)") } else { String::new() };
        serde_json::json!({
            "payload": {"results": [{
                "id": id, "docket": docket, "date_filed": "2026-01-05", "description": text, "date_created": "2026-01-05T10:00:00Z",
                "entry_number": number, "date_modified": modified, "pacer_sequence_number": number * 3, "recap_sequence_number": "2026-01-05.001",
                "recap_documents": [{
                    "id": id * 10, "document_type": 1, "document_number": number.to_string(), "attachment_number": null,
                    "pacer_doc_id": format!("127{:09}", id % 1_000_000_000), "description": "Order", "is_available": is_available,
                    "absolute_url": format!("/docket/{docket}/{number}/a-v-b/"), "date_modified": modified,
                }],
            }]},
            "webhook": {"version": 2, "event_type": 1, "date_created": modified, "deprecation_date": null},
        })
        .to_string()
    }
}

impl Storm {
    /// The storm of a seed.
    pub fn new(seed: u64, size: Size) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let cases: Vec<Case> = (0..size.cases).map(|at| case(at, &mut random)).collect();
        // About three deliveries tell two facts.
        let calm = facts(&cases, (size.deliveries * 2 / 3).max(1), &mut random);
        let wild = wild(&calm, size.deliveries, &mut random);
        Self { cases, calm, wild }
    }
}

fn case(at: usize, random: &mut StdRng) -> Case {
    const COURTS: [&str; 6] = ["nysd", "cacd", "ilnd", "azb", "txsd", "dcd"];
    let docket = 60_000_000 + at as u64;
    let kind = ["cr", "mj", "cv"][random.random_range(0..3)];
    let number = format!("{}:26-{kind}-{:05}", random.random_range(1..6), at + 1);
    Case { docket, court: COURTS[random.random_range(0..COURTS.len())], number, caption: format!("United States v. Person {at}") }
}

/// New entries, texts that are filled in later, documents that become available later. No two facts are told in the same second of one entry.
fn facts(cases: &[Case], count: usize, random: &mut StdRng) -> Vec<Delivery> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut numbers = vec![0_u32; cases.len()];
    let mut facts = Vec::with_capacity(count);
    for changed in (0_i64..).take(count) {
        let is_new = entries.is_empty() || random.random_bool(0.6);
        let entry = if is_new {
            let of = random.random_range(0..cases.len());
            numbers[of] += 1;
            let (docket, number) = (cases[of].docket, numbers[of]);
            let id = docket * 1000 + u64::from(number);
            entries.push(Entry { docket, id, number, changed, has_text: random.random_bool(0.5), is_available: false });
            entries.last()
        } else {
            let of = random.random_range(0..entries.len());
            entries.get_mut(of).map(|entry| {
                entry.is_available |= entry.has_text;
                entry.has_text = true;
                entry.changed = changed;
                &*entry
            })
        };
        let body = entry.map(Entry::alert).unwrap_or_default();
        facts.push(Delivery { key: name(random), body });
    }
    facts
}

/// A UUID as CourtListener writes it, of the seed.
fn name(random: &mut StdRng) -> String {
    let (a, b): (u64, u64) = (random.random(), random.random());
    format!("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff, b >> 52, b & 0xffff_ffff_ffff)
}

fn wild(calm: &[Delivery], deliveries: usize, random: &mut StdRng) -> Vec<Delivery> {
    let mut wild = calm.to_vec();
    while wild.len() < deliveries {
        let again = &calm[random.random_range(0..calm.len())];
        // Tried again under the same name, or sent once more under another.
        let key = if random.random_bool(0.7) { again.key.clone() } else { name(random) };
        wild.push(Delivery { key, body: again.body.clone() });
    }
    wild.shuffle(random);
    wild
}
