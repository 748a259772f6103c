//! Courts and cases as tables. A missing number is an empty cell with its reason beside it.

use contracts::court::{Case, Charge, CourtDay, Defendant, DistrictMonth, FeedStatus, ReconciledCell};

use super::{Table, float};

fn whole(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Districts and months.
pub(crate) fn district_months(cells: &[DistrictMonth]) -> Table {
    let columns = [
        "court",
        "month",
        "defendants",
        "cases",
        "counts",
        "candidates",
        "unknown",
        "seen_defendants",
        "seen_cases",
        "coverage",
        "covered_days",
        "days",
        "missing",
        "looked_up",
        "outcomes",
        "case_keys",
    ];
    let row = |cell: &DistrictMonth| {
        let cell = cell.clone();
        let outcomes: Vec<String> =
            cell.outcomes.iter().map(|outcome| format!("{}: {}", outcome.disposition_class, outcome.defendants)).collect();
        vec![
            cell.court,
            cell.month,
            whole(cell.defendants),
            whole(cell.cases),
            whole(cell.counts),
            whole(cell.candidates),
            whole(cell.unknown),
            cell.seen_defendants.to_string(),
            cell.seen_cases.to_string(),
            cell.coverage,
            cell.covered_days.to_string(),
            cell.days.to_string(),
            cell.missing,
            float(cell.looked_up),
            outcomes.join("; "),
            cell.case_keys.join(" "),
        ]
    };
    Table::of(columns, cells.iter().map(row).collect())
}

/// Feeds of courts.
pub(crate) fn feeds(feeds: &[FeedStatus]) -> Table {
    let columns = [
        "court",
        "name",
        "zone",
        "state",
        "coverage",
        "shows",
        "shows_before",
        "shows_changed_at",
        "polled_at",
        "built_at",
        "latest_entry_at",
        "stale_secs",
        "filings",
        "snapshot",
    ];
    let row = |feed: &FeedStatus| {
        let FeedStatus {
            court,
            name,
            zone,
            state,
            coverage,
            shows,
            shows_before,
            shows_changed_at,
            polled_at,
            built_at,
            latest_entry_at,
            stale_secs,
            filings,
            snapshot,
        } = feed.clone();
        let (stale_secs, filings) = (stale_secs.to_string(), filings.to_string());
        vec![
            court,
            name,
            zone,
            state,
            coverage,
            shows,
            shows_before,
            shows_changed_at,
            polled_at,
            built_at,
            latest_entry_at,
            stale_secs,
            filings,
            snapshot,
        ]
    };
    Table::of(columns, feeds.iter().map(row).collect())
}

/// Days of the feed of a court.
pub(crate) fn court_days(days: &[CourtDay]) -> Table {
    let columns = ["court", "day", "coverage", "polls", "longest_gap_secs", "items", "missing"];
    let row = |day: &CourtDay| {
        let CourtDay { court, day, coverage, polls, longest_gap_secs, items, missing } = day.clone();
        vec![court, day, coverage, polls.to_string(), longest_gap_secs.to_string(), items.to_string(), missing]
    };
    Table::of(columns, days.iter().map(row).collect())
}

/// Districts and months by every source, a row for each number.
pub(crate) fn reconciliation(cells: &[ReconciledCell]) -> Table {
    let columns = ["court", "month", "source", "unit", "value", "missing", "basis", "snapshot"];
    let rows = cells.iter().flat_map(|cell| {
        cell.values.iter().map(|value| {
            vec![
                cell.court.clone(),
                cell.month.clone(),
                value.source.clone(),
                value.unit.clone(),
                whole(value.value),
                value.missing.clone(),
                value.basis.clone(),
                value.snapshot.clone(),
            ]
        })
    });
    Table::of(columns, rows.collect())
}

/// Cases, a row each.
pub(crate) fn cases(cases: &[Case]) -> Table {
    let columns = [
        "key",
        "court",
        "docket_number",
        "caption",
        "filed",
        "filed_by",
        "terminated",
        "state",
        "linked",
        "defendants",
        "seal",
        "said_at",
        "victim_agency",
        "victim_grade",
        "victim_evidence",
        "victim_snapshot",
        "victim_locator",
    ];
    let row = |case: &Case| {
        let case = case.clone();
        let victim = case.victim.unwrap_or_default();
        vec![
            case.key,
            case.court,
            case.docket_number,
            case.caption,
            case.filed,
            case.filed_by,
            case.terminated,
            case.state,
            case.linked.join(" "),
            case.defendants.to_string(),
            case.seal,
            case.said_at,
            victim.agency,
            victim.grade,
            victim.evidence,
            victim.snapshot,
            victim.locator,
        ]
    };
    Table::of(columns, cases.iter().map(row).collect())
}

/// Charges of one case, a row each.
pub(crate) fn charges(defendants: &[Defendant]) -> Table {
    let columns = [
        "defendant",
        "charge",
        "text",
        "citations",
        "counts",
        "kind",
        "is_18_111",
        "pacer_status",
        "disposition",
        "disposition_class",
        "standing",
        "first_snapshot",
        "first_locator",
        "snapshot",
        "locator",
        "first_said_at",
        "said_at",
    ];
    let row = |defendant: &Defendant, charge: &Charge| {
        let charge = charge.clone();
        vec![
            defendant.key.clone(),
            charge.key,
            charge.text,
            charge.citations.join(" "),
            charge.counts,
            charge.kind,
            charge.is_18_111,
            charge.pacer_status,
            charge.disposition,
            charge.disposition_class,
            charge.standing,
            charge.first_snapshot,
            charge.first_locator,
            charge.snapshot,
            charge.locator,
            charge.first_said_at,
            charge.said_at,
        ]
    };
    Table::of(columns, defendants.iter().flat_map(|defendant| defendant.charges.iter().map(move |charge| row(defendant, charge))).collect())
}
