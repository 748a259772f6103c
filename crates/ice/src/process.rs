//! A release → its tables.

use std::{collections::BTreeSet, path::Path};

use crate::{
    facilities::Facilities,
    frame::Frame,
    output::{self, Format, OutputError, Written},
    parallel,
    problem::Problem,
    progress::{Observer, Progress},
    release::{self, FileRead, Input, Raw, RawTable, RefusedFile, cells::instant_of_text},
    rules::{
        arrests::{self, Arrests},
        clean::{self, Field},
        detainers, joined,
        stays::{self, CutOff},
        stints,
    },
    ruleset::{Mend, Quirk, RuleSet},
    table::Table,
};

/// Rule 6.4: the constant of the published code at which open stints end.
const CUT_OFF: &str = "2026-03-10 23:59:59";

/// What a release is made with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The rules.
    pub rules: RuleSet,
    /// Where open stints end, as an instant in microseconds since 1970; `None` is the default of the rules.
    pub as_of: Option<i64>,
    /// Where facilities lie.
    pub facilities: Facilities,
}

/// A release, processed.
#[derive(Debug)]
pub struct Release {
    /// The rules that made it.
    pub rules: RuleSet,
    /// The tables, in the order in which they are told.
    pub tables: Vec<Table>,
    /// What was read.
    pub files: Vec<FileRead>,
    /// Files that could not be used, with the reason.
    pub refused: Vec<RefusedFile>,
    /// Files that no rule names, with the reason.
    pub skipped: Vec<RefusedFile>,
    /// Sheets that break off.
    pub broken_off: Vec<String>,
    /// What could not be read, and where.
    pub problems: Vec<Problem>,
    /// What the corrected rules changed.
    pub mends: Vec<Mend>,
    /// Where open stints end, in microseconds since 1970.
    pub as_of: i64,
    pub(crate) fields: Vec<(RawTable, Vec<Field>)>,
    /// Of each raw table, the columns that its layout does not declare, as the publisher writes them.
    pub(crate) new_columns: Vec<(RawTable, Vec<String>)>,
    /// Of each raw table, the columns with cells that their kind does not hold, with how many.
    pub(crate) unusable: Vec<(RawTable, Vec<(String, u64)>)>,
}

/// Reads the files of a release and makes its tables. Pure but for the reading of files: the same files under the same rules give the same tables.
pub fn process(input: &Input, options: &Options, observer: &dyn Observer) -> Release {
    let raw = release::read(input, observer);
    let rules = options.rules;
    let mut mends = Vec::new();
    let published = instant_of_text(CUT_OFF).unwrap_or_default();
    let as_of = options.as_of.unwrap_or_else(|| match rules {
        RuleSet::Published => published,
        RuleSet::Corrected => end_of_release(&raw.files, &raw.tables).unwrap_or(published),
    });
    let cut_off = CutOff { asked: as_of, published };
    let release::RawRelease { tables: raw, files, refused, broken_off, problems } = raw;
    let made = parallel::each(raw, |raw| finished(raw, options, cut_off, observer));
    let mut tables = Vec::new();
    let (mut fields, mut new_columns, mut unusable_cells) = (Vec::new(), Vec::new(), Vec::new());
    let mut arrests: Option<Arrests> = None;
    for Finished { table, tables: own, fields: found, new, unusable, arrests: own_arrests, mends: own_mends } in made {
        tables.extend(own);
        fields.push((table, found));
        new_columns.push((table, new));
        unusable_cells.push((table, unusable));
        mends.extend(own_mends);
        arrests = arrests.or(own_arrests);
    }
    if let (Some(arrests), Some(at)) = (&arrests, tables.iter().position(|table| table.name() == "stays")) {
        observer.note(Progress::Stage { what: "joining", table: "arrests and stays" });
        let joined = tables.get(at).map(|stays| joined::joined(arrests, stays, rules, &mut mends));
        if let Some(joined) = joined {
            tables.insert(at + 1, joined);
        }
    }
    Release {
        rules,
        tables,
        files,
        refused,
        skipped: input.skipped.clone(),
        broken_off,
        problems,
        mends: summed(mends),
        as_of,
        fields,
        new_columns,
        unusable: unusable_cells,
    }
}

/// What becomes of one raw table by itself.
struct Finished {
    table: RawTable,
    tables: Vec<Table>,
    fields: Vec<Field>,
    new: Vec<String>,
    unusable: Vec<(String, u64)>,
    arrests: Option<Arrests>,
    mends: Vec<Mend>,
}

fn finished(raw: Raw, options: &Options, cut_off: CutOff, observer: &dyn Observer) -> Finished {
    let Raw { table, mut frame, lacking, new, unusable, true_row_numbers } = raw;
    let rules = options.rules;
    let mut mends = Vec::new();
    observer.note(Progress::Stage { what: "cleaning", table: table.name() });
    if rules == RuleSet::Corrected {
        mends.push(Mend { quirk: Quirk::RowNumbersRunOn, changed: correct_row_numbers(&mut frame, true_row_numbers) });
    }
    let stay = (table == RawTable::Detentions).then(|| stints::stay_identifiers(&frame, rules, &mut mends));
    let mut fields = clean::clean(&mut frame, rules, &mut mends);
    fields.extend(clean::lacking(table, &lacking));
    observer.note(Progress::Stage { what: "applying rules to", table: table.name() });
    let mut arrests = None;
    let tables = match (table, stay) {
        (RawTable::Arrests, _) => {
            let made = arrests::arrests(frame, rules, &mut mends);
            let table = Table::of_frame("arrests", &made.frame, Some(made.order.clone()));
            arrests = Some(made);
            vec![table]
        }
        (RawTable::Detentions, Some(stay)) => {
            let made = stints::stints(frame, &stay, &options.facilities, rules, &mut mends);
            let stays = stays::stays(&made, cut_off, rules, &mut mends);
            vec![Table::of_frame("stints", &made.frame, Some(made.order)), stays]
        }
        (RawTable::Detainers, _) => vec![Table::of_frame("detainers", &detainers::detainers(frame), None)],
        (table, _) => {
            frame.rename(&[("anonymized_identifier", "unique_identifier")]);
            vec![Table::of_frame(table.name(), &frame, None)]
        }
    };
    Finished { table, tables, fields, new, unusable, arrests, mends }
}

impl Release {
    /// Writes every table into a folder, several at a time, each as a file of its name. Gives what was written, table by table.
    pub fn write(&self, format: Format, folder: &Path, observer: &dyn Observer) -> Result<Vec<(&'static str, Vec<Written>)>, OutputError> {
        let mut largest_first: Vec<(usize, &Table)> = self.tables.iter().enumerate().collect();
        largest_first.sort_by_key(|(at, table)| (std::cmp::Reverse(table.rows * table.columns.len()), *at));
        let mut written = parallel::each(largest_first, |(at, table)| {
            observer.note(Progress::Stage { what: "writing", table: table.name() });
            let files =
                output::write(format, table.name(), table, folder, &|rows| observer.note(Progress::Written { table: table.name(), rows }))?;
            Ok((at, table.name(), files))
        })
        .into_iter()
        .collect::<Result<Vec<_>, OutputError>>()?;
        written.sort_by_key(|(at, ..)| *at);
        Ok(written.into_iter().map(|(_, name, files)| (name, files)).collect())
    }
}

/// Puts the true numbers of rows in the place of those that run on; gives how many were otherwise.
fn correct_row_numbers(frame: &mut Frame, numbers: arrow_array::Int32Array) -> u64 {
    use arrow_array::cast::AsArray as _;
    let name = "row_original";
    let changed = frame
        .get(name)
        .and_then(|array| array.as_primitive_opt::<arrow_array::types::Int32Type>())
        .map_or(0, |published| published.values().iter().zip(numbers.values()).filter(|(a, b)| a != b).count());
    frame.replace(name, std::sync::Arc::new(numbers));
    changed as u64
}

/// The end of the day as of which the release was made: what its preambles say, else the last day on which people were booked in or out. A day
/// that stands alone, with nobody booked on the three days before it, is taken for a slip of the pen.
fn end_of_release(files: &[FileRead], tables: &[Raw]) -> Option<i64> {
    const ALMOST_A_DAY: i64 = super::rules::MICROS_PER_DAY - 1_000_000;
    let stated = files.iter().filter_map(|file| file.as_of.as_deref()).max();
    if let Some(day) = stated {
        return instant_of_text(&format!("{day} 23:59:59"));
    }
    let detentions = tables.iter().find(|raw| raw.table == RawTable::Detentions)?;
    let booked = ["book_in_date_time", "book_out_date_time"].map(|name| detentions.frame.instants(name));
    let days: BTreeSet<i64> = booked
        .iter()
        .flat_map(|instants| instants.iter().flatten())
        .map(|instant| instant.div_euclid(super::rules::MICROS_PER_DAY))
        .collect();
    let is_alone = |day: &i64| days.range(day - 3..*day).next().is_none();
    let last = days.iter().rev().find(|day| !is_alone(day)).or_else(|| days.last())?;
    Some(last * super::rules::MICROS_PER_DAY + ALMOST_A_DAY)
}

/// One entry for each quirk, with the sum over all tables.
fn summed(mends: Vec<Mend>) -> Vec<Mend> {
    let mut sums: std::collections::BTreeMap<Quirk, u64> = std::collections::BTreeMap::new();
    for Mend { quirk, changed } in mends {
        *sums.entry(quirk).or_default() += changed;
    }
    sums.into_iter().map(|(quirk, changed)| Mend { quirk, changed }).collect()
}
