//! Dockets, summaries and histories.

use std::collections::{BTreeMap, HashSet};

use domain::Date;
use serde::{Serialize, Serializer};

use super::{Answer, NumberJson, captions, judges};
use crate::pacer::{
    case_query::{CaseSummary, Day, RemarkStyle},
    docket::{Attachment, Attorney, Charges, CountStatus, Docket, Entry, FileSize, OrderedBy, Party},
    history::{History, HistoryEntry},
    page::Page,
};

/// A docket report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocketJson {
    court_id: String,
    #[serde(flatten)]
    number: NumberJson,
    case_name: String,
    #[serde(serialize_with = "day")]
    date_filed: Option<Date>,
    #[serde(serialize_with = "day")]
    date_terminated: Option<Date>,
    #[serde(serialize_with = "day")]
    date_converted: Option<Date>,
    #[serde(serialize_with = "day")]
    date_discharged: Option<Date>,
    assigned_to_str: String,
    referred_to_str: String,
    cause: String,
    nature_of_suit: String,
    jury_demand: String,
    demand: String,
    jurisdiction: String,
    mdl_status: String,
    ordered_by: Option<&'static str>,
    parties: Vec<PartyJson>,
    docket_entries: Vec<EntryJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct PartyJson {
    name: String,
    #[serde(rename = "type")]
    role: String,
    #[serde(serialize_with = "day")]
    date_terminated: Option<Date>,
    extra_info: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    attorneys: Option<Vec<AttorneyJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    criminal_data: Option<ChargesJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct AttorneyJson {
    name: String,
    contact: String,
    roles: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct ChargesJson {
    counts: Vec<CountJson>,
    complaints: Vec<ComplaintJson>,
    highest_offense_level_opening: String,
    highest_offense_level_terminated: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct CountJson {
    name: String,
    disposition: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct ComplaintJson {
    name: String,
    disposition: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct EntryJson {
    #[serde(serialize_with = "day")]
    date_filed: Option<Date>,
    #[serde(serialize_with = "day")]
    date_entered: Option<Date>,
    description: String,
    document_number: Option<String>,
    pacer_doc_id: Option<String>,
    pacer_seq_no: Option<String>,
    #[serde(flatten)]
    file: Option<FileJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct FileJson {
    file_size_bytes: Option<u64>,
    file_size_str: String,
    page_count: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AttachmentJson {
    attachment_number: u32,
    description: String,
    pacer_doc_id: Option<String>,
    pacer_seq_no: Option<String>,
    #[serde(flatten)]
    file: Option<FileJson>,
}

/// A summary of a case. The keys that the page has nothing for are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CaseQueryJson {
    court_id: String,
    #[serde(flatten)]
    number: NumberJson,
    case_name: String,
    case_name_raw: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    assigned_to_str: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    referred_to_str: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    related_cases_str: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    case_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    chapter: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    asset: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    vol: String,
    #[serde(flatten)]
    days: BTreeMap<&'static str, Option<String>>,
}

/// A history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryJson {
    court_id: String,
    #[serde(flatten)]
    number: NumberJson,
    case_name: String,
    assigned_to_str: String,
    referred_to_str: String,
    #[serde(serialize_with = "day")]
    date_filed: Option<Date>,
    #[serde(serialize_with = "day")]
    date_terminated: Option<Date>,
    #[serde(serialize_with = "day")]
    date_discharged: Option<Date>,
    #[serde(serialize_with = "day")]
    date_last_filing: Option<Date>,
    docket_entries: Vec<HistoryEntryJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct HistoryEntryJson {
    #[serde(serialize_with = "day")]
    date_filed: Option<Date>,
    #[serde(serialize_with = "day")]
    date_entered: Option<Date>,
    description: String,
    short_description: String,
    document_number: Option<String>,
    pacer_doc_id: Option<String>,
    pacer_seq_no: Option<String>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn day<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}

/// A docket report of a court. A page on which nothing was selected, and that charges nobody, is nothing in this shape; so is a page that other
/// software has written into.
pub fn docket(court: &str, page: &Page<Docket>) -> Answer<DocketJson> {
    let read = page.content.as_ref().filter(|docket| !page.altered && !is_bare(docket));
    read.map(|docket| docket_json(court, docket)).into()
}

fn is_bare(docket: &Docket) -> bool {
    let charges = docket.parties.iter().filter_map(|party| party.charges.as_ref());
    let charges_nobody = charges.clone().all(|charges| charges.counts.is_empty() && charges.complaints.is_empty());
    docket.none_selected && docket.entries.is_empty() && charges_nobody
}

fn docket_json(court: &str, docket: &Docket) -> DocketJson {
    let header = &docket.header;
    let text = String::clone;
    DocketJson {
        court_id: court.to_owned(),
        number: NumberJson::of(header.number.as_ref(), &header.case_number),
        case_name: captions::harmonized(&caption(docket)),
        date_filed: header.filed,
        date_terminated: header.terminated,
        date_converted: header.converted,
        date_discharged: header.discharged,
        assigned_to_str: judges::harmonized(&header.assigned_to),
        referred_to_str: judges::harmonized(&header.referred_to),
        cause: text(&header.cause),
        nature_of_suit: text(&header.nature_of_suit),
        jury_demand: text(&header.jury_demand),
        demand: text(&header.demand),
        jurisdiction: text(&header.jurisdiction),
        mdl_status: text(&header.mdl_status),
        ordered_by: docket.ordered_by.map(|by| match by {
            OrderedBy::Filed => "date_filed",
            OrderedBy::Entered => "date_entered",
        }),
        parties: parties(&docket.parties),
        docket_entries: docket.entries.iter().map(EntryJson::from).collect(),
    }
}

/// The caption; where a court names only the first party, or a bankruptcy court nobody, it is made of the parties.
fn caption(docket: &Docket) -> String {
    let caption = &docket.header.caption;
    let first = |roles: &[&str]| docket.parties.iter().find(|party| roles.contains(&party.role.as_str())).map(|party| &*party.name);
    let plaintiff = first(&["Plaintiff", "Petitioner"]);
    let defendant = first(&["Defendant", "Respondent"]);
    let debtor = first(&["Debtor"]);
    let names_only = |plaintiff: &str| captions::harmonized(plaintiff) == captions::harmonized(caption);
    match (plaintiff, defendant) {
        (Some(plaintiff), Some(defendant)) if caption.is_empty() || names_only(plaintiff) => format!("{plaintiff} v. {defendant}"),
        _ if caption.is_empty() => debtor.unwrap_or_default().to_owned(),
        _ => caption.clone(),
    }
}

/// Parties that are the same in everything are one in this shape.
fn parties(parties: &[Party]) -> Vec<PartyJson> {
    let all: Vec<PartyJson> = parties.iter().map(PartyJson::from).collect();
    let mut seen = HashSet::with_capacity(all.len());
    let is_new: Vec<bool> = all.iter().map(|party| seen.insert(party)).collect();
    all.into_iter().zip(is_new).filter_map(|(party, is_new)| is_new.then_some(party)).collect()
}

/// The shape has no space before a comma.
fn description(text: &str) -> String {
    in_one(text).replace(" ,", ",")
}

/// In this shape the last word of a line and the first of the next are one word.
fn in_one(text: &str) -> String {
    text.replace('\n', "")
}

impl From<&Party> for PartyJson {
    fn from(party: &Party) -> Self {
        Self {
            name: party.name.clone(),
            role: if party.role.is_empty() { "Unknown".to_owned() } else { capitals(&party.role) },
            date_terminated: party.terminated,
            extra_info: party.lines.join("\n"),
            attorneys: party.attorneys.as_ref().map(|attorneys| attorneys.iter().map(AttorneyJson::from).collect()),
            criminal_data: party.charges.as_ref().map(ChargesJson::from),
        }
    }
}

/// `ADR Provider` becomes `Adr Provider`.
fn capitals(role: &str) -> String {
    let mut out = String::with_capacity(role.len());
    let mut begins = true;
    for character in role.chars() {
        if begins {
            out.extend(character.to_uppercase());
        } else {
            out.extend(character.to_lowercase());
        }
        begins = !character.is_alphabetic();
    }
    out
}

impl From<&Attorney> for AttorneyJson {
    fn from(attorney: &Attorney) -> Self {
        let roles = attorney.roles.iter().filter(|role| !role.starts_with("Designation:"));
        let contact = attorney.contact.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        Self { name: attorney.name.clone(), contact, roles: roles.cloned().collect() }
    }
}

impl From<&Charges> for ChargesJson {
    fn from(charges: &Charges) -> Self {
        let count = |count: &crate::pacer::docket::Count| CountJson {
            name: if count.number.is_empty() { in_one(&count.text) } else { format!("{}({})", in_one(&count.text), count.number) },
            disposition: in_one(&count.disposition),
            status: match count.status {
                CountStatus::Pending => "pending",
                CountStatus::Terminated => "terminated",
            },
        };
        let complaint = |complaint: &crate::pacer::docket::Complaint| ComplaintJson {
            name: in_one(&complaint.text),
            disposition: in_one(&complaint.disposition),
        };
        Self {
            counts: charges.counts.iter().map(count).collect(),
            complaints: charges.complaints.iter().map(complaint).collect(),
            highest_offense_level_opening: in_one(&charges.highest_level_opening),
            highest_offense_level_terminated: in_one(&charges.highest_level_terminated),
        }
    }
}

impl From<&Entry> for EntryJson {
    fn from(entry: &Entry) -> Self {
        let attachment = |attachment: &Attachment| AttachmentJson {
            attachment_number: attachment.number,
            description: attachment.description.clone(),
            pacer_doc_id: attachment.document_id.clone(),
            pacer_seq_no: entry.sequence_number.clone(),
            file: attachment.file.as_ref().map(FileJson::from),
        };
        // The shape lists attachments only where the page lists all documents of an entry.
        let attachments = if entry.file.is_some() { entry.attachments.as_slice() } else { &[] };
        Self {
            date_filed: entry.filed.or(entry.entered),
            date_entered: entry.entered,
            description: description(&entry.text),
            document_number: entry.number.map(|number| number.to_string()),
            pacer_doc_id: entry.document_id.clone(),
            pacer_seq_no: entry.sequence_number.clone(),
            file: entry.file.as_ref().map(FileJson::from),
            attachments: attachments.iter().map(attachment).collect(),
        }
    }
}

impl From<&FileSize> for FileJson {
    fn from(file: &FileSize) -> Self {
        Self { file_size_bytes: file.bytes, file_size_str: file.written.clone(), page_count: file.pages }
    }
}

/// A summary of a case.
///
/// The shape does not look behind remarks of a court's staff: a remark beside the caption hides the caption and all after it, one in a bold
/// line of its own hides the judges, any other the whole page.
pub fn case_query(court: &str, page: &Page<CaseSummary>) -> Answer<CaseQueryJson> {
    let is_hidden = |case: &&CaseSummary| case.remarks.iter().any(|remark| remark.style == RemarkStyle::Line);
    page.content.as_ref().filter(|case| !is_hidden(case)).map(|case| case_query_json(court, case)).into()
}

fn case_query_json(court: &str, case: &CaseSummary) -> CaseQueryJson {
    let has = |style| case.remarks.iter().any(|remark| remark.style == style);
    let number = NumberJson::of(case.number.as_ref(), &case.case_number);
    let nothing_else = CaseQueryJson { court_id: court.to_owned(), number, ..CaseQueryJson::default() };
    if has(RemarkStyle::BesideCaption) {
        return nothing_else;
    }
    let judge = |judge: &String| if has(RemarkStyle::BoldLine) { String::new() } else { judge.clone() };
    let key = |day: Day| match day {
        Day::Filed => "date_filed",
        Day::Terminated => "date_terminated",
        Day::LastFiling => "date_last_filing",
        Day::Discharged => "date_discharged",
        // The shape calls a debtor discharged "dismissed".
        Day::DebtorDischarged | Day::DebtorDismissed => "date_debtor_dismissed",
        Day::JointDebtorDischarged | Day::JointDebtorDismissed => "date_joint_debtor_dismissed",
        Day::PlanConfirmed => "date_plan_confirmed",
        Day::Converted => "date_converted",
        Day::Reopened => "date_reopened",
    };
    CaseQueryJson {
        case_name: captions::harmonized(&case.caption),
        case_name_raw: case.caption.clone(),
        assigned_to_str: judge(&case.assigned_to),
        referred_to_str: judge(&case.referred_to),
        related_cases_str: case.related_cases.clone(),
        case_type: case.case_type.clone(),
        chapter: case.chapter.clone(),
        asset: case.asset.clone(),
        vol: case.voluntary.clone(),
        days: case.days.iter().map(|(day, date)| (key(*day), date.map(|date| date.to_string()))).collect(),
        ..nothing_else
    }
}

/// A history.
pub fn history(court: &str, page: &Page<History>) -> Answer<HistoryJson> {
    page.content.as_ref().map(|history| history_json(court, history)).into()
}

fn history_json(court: &str, history: &History) -> HistoryJson {
    let case = &history.case;
    HistoryJson {
        court_id: court.to_owned(),
        number: NumberJson::of(case.number.as_ref(), &case.case_number),
        case_name: captions::harmonized(&case.caption),
        assigned_to_str: judges::harmonized(&case.assigned_to),
        referred_to_str: judges::harmonized(&case.referred_to),
        date_filed: case.day(Day::Filed),
        date_terminated: case.day(Day::Terminated),
        date_discharged: case.day(Day::Discharged).or(case.day(Day::DebtorDischarged)),
        date_last_filing: case.day(Day::LastFiling),
        docket_entries: history_entries(&history.entries),
    }
}

/// The shape has no entries without a number that have a document (courts call it `doc`), and gives the text of an entry without a kind to the
/// entry before it.
fn history_entries(entries: &[HistoryEntry]) -> Vec<HistoryEntryJson> {
    let mut shaped: Vec<HistoryEntryJson> = Vec::with_capacity(entries.len());
    for entry in entries {
        if entry.kind.is_empty() {
            if let Some(before) = shaped.last_mut() {
                before.description = in_one(&entry.text);
            }
        } else if entry.number.is_some() || entry.document_id.is_none() {
            shaped.push(HistoryEntryJson::from(entry));
        }
    }
    shaped
}

impl From<&HistoryEntry> for HistoryEntryJson {
    fn from(entry: &HistoryEntry) -> Self {
        Self {
            date_filed: entry.filed,
            date_entered: entry.entered,
            description: in_one(&entry.text),
            short_description: entry.kind.clone(),
            document_number: entry.number.map(|number| number.to_string()),
            pacer_doc_id: entry.document_id.clone(),
            pacer_seq_no: entry.sequence_number.clone(),
        }
    }
}
