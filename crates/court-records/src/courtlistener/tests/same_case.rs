//! The promise: a docket on PACER and the same docket in CourtListener are the same case.

use domain::Date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::*;
use crate::record::{CaseNumber, CaseRecord, ChargeRecord, DefendantRecord, EntryRecord, Heading, Said, SaidBy};

/// What both sources say of a docket.
#[derive(Debug, Clone)]
struct Docket {
    court: &'static str,
    office: u8,
    year: u8,
    kind: &'static str,
    serial: u32,
    pacer_case_id: u32,
    caption: String,
    filed: Date,
    terminated: Option<Date>,
    defendants: Vec<(String, Option<Date>, Vec<Charge>)>,
    others: Vec<String>,
    entries: Vec<Entry>,
}

/// Text, disposition, heading.
type Charge = (String, String, Heading);

#[derive(Debug, Clone)]
struct Entry {
    filed: Date,
    number: u32,
    sequence: u32,
    document: u32,
    text: String,
}

impl Docket {
    fn is_criminal(&self) -> bool {
        matches!(self.kind, "cr" | "mj" | "po")
    }

    /// As a reader of PACER's docket report gives it.
    fn on_pacer(&self) -> CaseRecord {
        let number = format!("{}:{:02}-{}-{:05}", self.office, self.year, self.kind, self.serial);
        let said = Said { at: super::at(), by: SaidBy::Retrieval };
        let mut record = CaseRecord::of(CaseNumber::of(self.court, &number), said, "page");
        record.pacer_case_id = Some(self.pacer_case_id.to_string());
        record.caption.clone_from(&self.caption);
        record.filed = Some(self.filed);
        record.terminated = self.terminated;
        record.parties.clone_from(&self.others);
        let names = self.defendants.iter().map(|(name, ..)| name.clone());
        if self.is_criminal() {
            let defendant = |(at, (name, terminated, charges)): (usize, &(String, Option<Date>, Vec<Charge>))| DefendantRecord {
                number: u32::try_from(at + 1).ok(),
                name: name.clone(),
                terminated: *terminated,
                charges: Some(charges.iter().map(charge).collect()),
                locator: format!("defendant {at}"),
            };
            record.defendants = Some(self.defendants.iter().enumerate().map(defendant).collect());
        } else {
            record.parties = names.chain(record.parties).collect();
        }
        record.entries = self.entries.iter().map(|entry| entry.on_pacer(said)).collect();
        record
    }

    /// As CourtListener's API gives it: the docket, its parties, its entries.
    fn in_courtlistener(&self) -> [Value; 3] {
        let address = "https://www.courtlistener.com/api/rest/v4/dockets/77/";
        let docket = json!({
            "resource_uri": address, "id": 77, "court_id": courtlistener_court(self.court),
            "docket_number": format!("{}:20{:02}-{}-{}-ABC-DE-2", self.office, self.year, self.kind.to_uppercase(), self.serial),
            "pacer_case_id": self.pacer_case_id.to_string(), "case_name": self.caption, "date_filed": self.filed.to_string(),
            "date_terminated": self.terminated.map(|date| date.to_string()), "date_modified": "2026-01-08T23:00:00.123456-08:00",
        });
        let part = |name: &str, role: &str, rest: Value| {
            let mut part = json!({"docket": address, "name": role, "extra_info": "", "date_terminated": null});
            if let (Some(part), Value::Object(rest)) = (part.as_object_mut(), rest) {
                part.extend(rest);
            }
            json!({"name": name, "attorneys": [], "party_types": [part]})
        };
        let defendants = self.defendants.iter().map(|(name, terminated, charges)| {
            let of = |heading| charges.iter().filter(move |(.., at)| *at == heading);
            let count = |(name, disposition, heading): &Charge| {
                json!({"name": name, "disposition": disposition, "status": if *heading == Heading::Pending { 1 } else { 2 }})
            };
            let counts: Vec<Value> = of(Heading::Pending).chain(of(Heading::Terminated)).map(count).collect();
            let complaints: Vec<Value> =
                of(Heading::Complaint).map(|(name, disposition, _)| json!({"name": name, "disposition": disposition})).collect();
            let rest = json!({
                "date_terminated": terminated.map(|date| date.to_string()), "criminal_counts": counts, "criminal_complaints": complaints,
            });
            part(name, "Defendant", rest)
        });
        let others = self.others.iter().map(|name| part(name, "Plaintiff", json!({})));
        let parties: Vec<Value> = defendants.chain(others).collect();
        let entries: Vec<Value> = self.entries.iter().map(|entry| entry.in_courtlistener(address)).collect();
        let page = |results: Vec<Value>| json!({"next": null, "previous": null, "results": results});
        [docket, page(parties), page(entries)]
    }
}

fn charge((text, disposition, heading): &Charge) -> ChargeRecord {
    ChargeRecord { text: text.clone(), disposition: disposition.clone(), heading: *heading, locator: "row".to_owned() }
}

impl Entry {
    fn on_pacer(&self, said: Said) -> EntryRecord {
        let mut record = EntryRecord::at(said, "row");
        record.filed = Some(self.filed);
        record.number = Some(self.number.to_string());
        record.sequence = Some(self.sequence.to_string());
        record.document_id = Some(format!("127{:09}", self.document));
        record.text.clone_from(&self.text);
        record
    }

    fn in_courtlistener(&self, docket: &str) -> Value {
        let document = format!("127{:09}", self.document);
        // One of the two numbers of the same document.
        let document = if self.document.is_multiple_of(2) { document.replacen("1270", "1271", 1) } else { document };
        json!({
            "id": self.sequence, "docket": docket, "date_filed": self.filed.to_string(), "entry_number": self.number,
            "pacer_sequence_number": self.sequence, "description": self.text, "date_modified": "2026-01-08T23:00:00-08:00",
            "recap_documents": [{"document_type": 1, "attachment_number": null, "pacer_doc_id": document, "description": "", "is_available": false}],
        })
    }
}

/// Without where it was read and what only one of the two says: PACER numbers defendants.
fn domain_case(mut record: CaseRecord) -> CaseRecord {
    let said = Said { at: super::at(), by: SaidBy::Retrieval };
    record.said = said;
    record.locator.clear();
    for defendant in record.defendants.iter_mut().flatten() {
        defendant.number = None;
        defendant.locator.clear();
        for charge in defendant.charges.iter_mut().flatten() {
            charge.locator.clear();
        }
        // Pages group charges by heading; so does CourtListener, without saying in which order.
        if let Some(charges) = &mut defendant.charges {
            charges.sort_by(|a, b| (a.heading, &a.text, &a.disposition).cmp(&(b.heading, &b.text, &b.disposition)));
        }
    }
    for entry in &mut record.entries {
        entry.said = said;
        entry.locator.clear();
    }
    record
}

/// What the three answers say together, once the docket has named the case.
fn put_together(answers: &[Value; 3]) -> CaseRecord {
    let mut read = Read::default();
    // Parties and entries come first: they wait.
    for answer in answers.iter().rev() {
        read.append(super::super::read(Kind::Answer, answer.to_string().as_bytes(), super::at()).expect("an answer"));
    }
    assert_eq!(read.problems, []);
    let mut aliases = Aliases::default();
    for alias in read.aliases {
        aliases.learn(alias);
    }
    let (named, left) = aliases.name(read.waiting);
    assert_eq!(left, []);
    let mut case = read.records.pop().expect("the docket");
    for (_, word) in named {
        assert_eq!(word.number, case.number);
        case.defendants = case.defendants.or(word.defendants);
        case.parties.extend(word.parties);
        case.entries.extend(word.entries);
    }
    case
}

fn date() -> impl Strategy<Value = Date> {
    (2000..2026, 1_u8..13, 1_u8..29).prop_filter_map("a date", |(year, month, day)| Date::new(year, month, day))
}

fn text() -> impl Strategy<Value = String> {
    "[A-Za-z0-9:().;\"\\\\é§-]{1,12}( [A-Za-z0-9:()]{1,9}){0,3}"
}

fn docket() -> impl Strategy<Value = Docket> {
    let heading = prop::sample::select(vec![Heading::Pending, Heading::Terminated, Heading::Complaint]);
    let defendant = (text(), prop::option::of(date()), prop::collection::vec((text(), text(), heading), 0..4));
    let entry = (date(), 1_u32..500, 1_u32..900, 1_u32..99_999_999, text());
    let entry = entry.prop_map(|(filed, number, sequence, document, text)| Entry { filed, number, sequence, document, text });
    let name = (
        prop::sample::select(vec!["nysd", "azb", "neb", "cofc", "cacd"]),
        1_u8..9,
        0_u8..30,
        prop::sample::select(vec!["cr", "mj", "cv", "po"]),
        1_u32..99_999,
        1_u32..999_999,
    );
    let whole = (name, text(), date(), prop::option::of(date()));
    let lists = (prop::collection::vec(defendant, 1..4), prop::collection::vec(text(), 0..2), prop::collection::vec(entry, 1..5));
    (whole, lists).prop_map(
        |(((court, office, year, kind, serial, pacer_case_id), caption, filed, terminated), (defendants, others, entries))| Docket {
            court,
            office,
            year,
            kind,
            serial,
            pacer_case_id,
            caption,
            filed,
            terminated,
            defendants,
            others,
            entries,
        },
    )
}

proptest! {
    #[test]
    fn a_docket_is_the_same_case_on_pacer_and_in_courtlistener(docket in docket()) {
        prop_assert_eq!(domain_case(put_together(&docket.in_courtlistener())), domain_case(docket.on_pacer()));
    }
}
