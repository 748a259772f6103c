//! Numbers of official statistics by district and month, as a file: what the commands that read LIONS and the integrated database of the Federal Judicial
//! Center make of files that are too large to be handed around.
//!
//! Columns: `statistic, unit, court, month, value, missing, basis, origin`. `origin` is the SHA-256 of the file that was read.

use domain::CountingUnit;

use super::{LocatedProblem, cells::Month};

/// The columns, in order.
pub(crate) const COLUMNS: [&str; 8] = ["statistic", "unit", "court", "month", "value", "missing", "basis", "origin"];

/// One number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Official {
    /// `lions`, `fjc-criminal`.
    pub(crate) source: String,
    /// `defendant`, `case` or `charge`.
    pub(crate) unit: CountingUnit,
    /// CM/ECF's code.
    pub(crate) court: String,
    /// As the statistic dates it.
    pub(crate) month: Month,
    /// None where it is missing.
    pub(crate) value: Option<u64>,
    /// Why; empty if it is there.
    pub(crate) missing: String,
    /// How the statistic dates and counts.
    pub(crate) basis: String,
    /// The line.
    pub(crate) locator: String,
}

/// Why bytes are no such file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file has not the columns {}: {found}", COLUMNS.join(", "))]
pub(crate) struct NotOfficial {
    found: String,
}

/// Reads a file. A line that cannot be read is a problem, and the rest is kept.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<Official>, Vec<LocatedProblem>), NotOfficial> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header: Vec<String> =
        reader.headers().map_err(|error| NotOfficial { found: error.to_string() })?.iter().map(str::to_owned).collect();
    if header != COLUMNS {
        return Err(NotOfficial { found: format!("it has {}", header.join(", ")) });
    }
    let (mut numbers, mut problems) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let read = row.map_err(|error| (0, error.to_string())).and_then(|row| {
            let line = row.position().map_or(0, csv::Position::line);
            number(&row, line).map_err(|message| (line, message))
        });
        match read {
            Ok(number) => numbers.push(number),
            Err((line, message)) => problems.push(LocatedProblem { locator: format!("line {line}"), message }),
        }
    }
    Ok((numbers, problems))
}

fn number(row: &csv::StringRecord, line: u64) -> Result<Official, String> {
    let cells: Vec<&str> = row.iter().map(str::trim).collect();
    let [statistic, unit, court, month, value, missing, basis, _origin] = cells.as_slice() else {
        return Err(format!("{} cells instead of {}", cells.len(), COLUMNS.len()));
    };
    if !matches!(*statistic, "lions" | "fjc-criminal") {
        return Err(format!("`{statistic}` is no statistic; there are lions, fjc-criminal"));
    }
    if catalog::court(court).is_none_or(|court| !court.is_district()) {
        return Err(format!("`{court}` is no district court"));
    }
    let value = match (value.is_empty(), missing.is_empty()) {
        (true, false) => None,
        (false, true) => Some(value.parse().map_err(|_| format!("`{value}` is no number of things"))?),
        (true, true) => return Err("there is neither a value nor a reason why it is missing".to_owned()),
        (false, false) => return Err("there is a value and a reason why it is missing".to_owned()),
    };
    Ok(Official {
        source: (*statistic).to_owned(),
        unit: unit.parse().map_err(|error: domain::unit::UnknownUnit| error.to_string())?,
        court: (*court).to_owned(),
        month: Month::parse(month).ok_or_else(|| format!("`{month}` is no month; write 2026-03"))?,
        value,
        missing: (*missing).to_owned(),
        basis: (*basis).to_owned(),
        locator: format!("line {line}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_reported_and_the_rest_is_kept() {
        let file = "statistic,unit,court,month,value,missing,basis,origin\n\
                    lions,defendant,nysd,2026-01,4,,filed in district court,ab\n\
                    lions,defendant,nysd,2026-13,4,,filed in district court,ab\n\
                    lions,case,zzz,2026-01,4,,filed in district court,ab\n\
                    fjc-criminal,defendant,nysd,2026-01,,not yet published,filed in fiscal year,ab\n\
                    fjc-criminal,defendant,nysd,2026-02,,,filed in fiscal year,ab\n";
        let (numbers, problems) = read(file.as_bytes()).expect("a file");
        let numbers: Vec<String> = numbers
            .iter()
            .map(|one| format!("{} {} {} {} {:?} {}", one.source, one.unit.slug(), one.court, one.month, one.value, one.locator))
            .collect();
        assert_eq!(numbers, ["lions defendant nysd 2026-01 Some(4) line 2", "fjc-criminal defendant nysd 2026-01 None line 5"]);
        let problems: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.locator, problem.message)).collect();
        assert_eq!(
            problems,
            [
                "line 3: `2026-13` is no month; write 2026-03",
                "line 4: `zzz` is no district court",
                "line 6: there is neither a value nor a reason why it is missing",
            ]
        );
        assert!(read(b"a,b\n1,2\n").is_err());
    }
}
