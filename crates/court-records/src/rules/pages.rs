//! Pages of PACER as records: whichever of the three kinds a page is, it says something of one case.

use domain::Date;

use crate::{
    pacer::{
        Page, Problem, Withheld,
        case_query::{self, CaseSummary, Day},
        docket::{self, CountStatus, Docket, Party},
        history::{self, History},
    },
    record::{CaseNumber, CaseRecord, ChargeRecord, DefendantRecord, EntryRecord, Heading, Said, Seal},
    rules::LocatedProblem,
};

/// Why bytes that were taken for a page of PACER say nothing of a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotACase {
    /// Neither a docket nor a summary nor a history.
    #[error("this page of PACER is no docket, summary or history of a case: {0}")]
    Other(String),
    /// The same number exists in every court.
    #[error("neither the page's links nor the name of the file say which court it is of; name the file like nysd_1.html")]
    NoCourt,
    /// Nothing to file it under.
    #[error("the page gives no number of a case")]
    NoNumber,
}

/// What a page says of its case, and what of it could not be read. `origin` is the name of the file.
pub(crate) fn read(bytes: &[u8], origin: &str, said: Said) -> Result<(CaseRecord, Vec<LocatedProblem>), NotACase> {
    let court = court_of(bytes, origin).ok_or(NotACase::NoCourt);
    // A docket has what the other two have above it, and a history has a summary above it.
    let docket = docket::read(bytes);
    if let Some(found) = &docket.content {
        let record = of_docket(&court?, found, said)?;
        return Ok((sealed(record, docket.withheld), located(&docket.problems)));
    }
    let history = history::read(bytes);
    if let Some(found) = &history.content {
        let record = of_history(&court?, found, said)?;
        return Ok((sealed(record, history.withheld), located(&history.problems)));
    }
    let summary: Page<CaseSummary> = case_query::read(bytes);
    match &summary.content {
        Some(found) => {
            let record = of_summary(&court?, found, said)?;
            Ok((sealed(record, summary.withheld), located(&summary.problems)))
        }
        None => Err(NotACase::Other(summary.statement)),
    }
}

/// The court whose host the page's own links show, else the one after which the file is named.
fn court_of(bytes: &[u8], origin: &str) -> Option<String> {
    const HOST: &[u8] = b"ecf.";
    const END: &[u8] = b".uscourts.gov";
    let shown = bytes.windows(HOST.len()).enumerate().filter(|(_, window)| window.eq_ignore_ascii_case(HOST)).find_map(|(at, _)| {
        let rest = bytes.get(at + HOST.len()..)?;
        let label = rest.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_host = rest.get(label..label + END.len())?.eq_ignore_ascii_case(END);
        let code = String::from_utf8(rest.get(..label)?.to_ascii_lowercase()).ok()?;
        (is_host && catalog::zone_of_court(&code).is_some()).then_some(code)
    });
    shown.or_else(|| {
        let name = origin.rsplit(['/', '\\']).next()?;
        let code = name.split(['_', '.', '-']).next()?.to_ascii_lowercase();
        catalog::zone_of_court(&code).map(|_| code)
    })
}

fn located(problems: &[Problem]) -> Vec<LocatedProblem> {
    problems.iter().map(|problem| LocatedProblem { locator: problem.place.to_string(), message: problem.trouble.to_string() }).collect()
}

fn sealed(record: CaseRecord, withheld: Option<Withheld>) -> CaseRecord {
    let seal = match withheld {
        None => Seal::Open,
        Some(Withheld::Sealed) => Seal::Sealed,
        Some(Withheld::Expunged) => Seal::Expunged,
    };
    CaseRecord { seal, ..record }
}

fn number_of(court: &str, written: &str) -> Result<CaseNumber, NotACase> {
    let number = written.split_whitespace().next().ok_or(NotACase::NoNumber)?;
    Ok(CaseNumber::of(court, number))
}

fn of_docket(court: &str, docket: &Docket, said: Said) -> Result<CaseRecord, NotACase> {
    let header = &docket.header;
    let number = number_of(court, &header.case_number)?;
    let linked = std::iter::once(&header.magistrate_case).chain(&header.other_courts).filter_map(|text| in_this_court(court, text));
    let is_criminal = number.is_criminal();
    let is_defendant = |party: &&Party| is_criminal && (party.charges.is_some() || party.defendant.is_some());
    let defendants: Vec<DefendantRecord> =
        docket.parties.iter().zip(1..).filter(|(party, _)| is_defendant(party)).map(|(party, place)| defendant(party, place)).collect();
    let parties = docket.parties.iter().filter(|party| !is_defendant(party)).map(|party| tidy(&party.name)).collect();
    let entries = docket.entries.iter().zip(1..).map(|(entry, place)| EntryRecord {
        filed: entry.filed,
        sequence: entry.sequence_number.clone(),
        number: entry.number.map(|number| number.to_string()),
        document_id: entry.document_id.clone(),
        text: entry.text.clone(),
        ..EntryRecord::at(said, format!("entry {place}"))
    });
    Ok(CaseRecord {
        caption: header.caption.clone(),
        filed: header.filed,
        terminated: header.terminated,
        linked: linked.collect(),
        // A docket without its parties (they can be left out of a report) lists no defendants rather than none.
        defendants: (is_criminal && !docket.parties.is_empty()).then_some(defendants),
        parties,
        entries: entries.collect(),
        ..CaseRecord::of(number, said, "page")
    })
}

/// A number of a trial court in a text: it means a case of the same court if nothing else names another.
fn in_this_court(court: &str, text: &str) -> Option<CaseNumber> {
    let is_elsewhere =
        text.split_once(',').is_some_and(|(name, _)| !name.trim().is_empty() && !name.contains(|c: char| c.is_ascii_digit()));
    let token = text.split(|c: char| c.is_whitespace() || c == ',').find(|token| CaseNumber::of(court, token).is_criminal())?;
    (!is_elsewhere).then(|| CaseNumber::of(court, token))
}

fn defendant(party: &Party, place: u32) -> DefendantRecord {
    let locator = format!("party {place}");
    let charges = party.charges.as_ref().map(|charges| {
        let counts = charges.counts.iter().map(|count| ChargeRecord {
            text: if count.number.is_empty() { count.text.clone() } else { format!("{}({})", count.text, count.number) },
            disposition: count.disposition.clone(),
            heading: match count.status {
                CountStatus::Pending => Heading::Pending,
                CountStatus::Terminated => Heading::Terminated,
            },
            locator: locator.clone(),
        });
        let complaints = charges.complaints.iter().map(|complaint| ChargeRecord {
            text: complaint.text.clone(),
            disposition: complaint.disposition.clone(),
            heading: Heading::Complaint,
            locator: locator.clone(),
        });
        counts.chain(complaints).collect()
    });
    DefendantRecord { number: party.defendant, name: tidy(&party.name), terminated: party.terminated, charges, locator }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_summary(court: &str, summary: &CaseSummary, said: Said) -> Result<CaseRecord, NotACase> {
    let number = number_of(court, &summary.case_number)?;
    let day = |name: &Day| -> Option<Date> { summary.days.get(name).copied().flatten() };
    Ok(CaseRecord {
        caption: summary.caption.clone(),
        filed: day(&Day::Filed),
        terminated: day(&Day::Terminated),
        ..CaseRecord::of(number, said, "page")
    })
}

fn of_history(court: &str, history: &History, said: Said) -> Result<CaseRecord, NotACase> {
    let entries = history.entries.iter().zip(1..).map(|(entry, place)| EntryRecord {
        filed: entry.filed,
        sequence: entry.sequence_number.clone().or_else(|| entry.text_sequence_number.clone()),
        number: entry.number.map(|number| number.to_string()),
        document_id: entry.document_id.clone(),
        kind: entry.kind.clone(),
        text: entry.text.clone(),
        ..EntryRecord::at(said, format!("entry {place}"))
    });
    Ok(CaseRecord { entries: entries.collect(), ..of_summary(court, &history.case, said)? })
}

#[cfg(test)]
mod tests;
