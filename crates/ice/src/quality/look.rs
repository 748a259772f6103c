//! How checks look at a published table: rows of columns, without copying them.

use arrow_array::{
    Array, ArrayRef, Date32Array, Float64Array, Int32Array, TimestampMicrosecondArray, UInt32Array,
    cast::AsArray,
    types::{Date32Type, Float64Type, Int32Type, TimestampMicrosecondType, UInt32Type},
};

use super::{Found, Locator, MOST_EXAMPLES};
use crate::{
    frame::{TextArray, code, text_at},
    process::Release,
    release::stack::PROVENANCE,
    rules::MICROS_PER_DAY,
    table::{Table, TableColumn},
};

/// A table whose rows are looked at one by one.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) table: &'a Table,
    /// Whether the table has all rows of its arrays, only in another order: they are then looked at in the order of the arrays, which is that of the
    /// files, and by no list.
    is_whole: bool,
}

/// A column of a view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) array: &'a ArrayRef,
    through: Option<&'a UInt32Array>,
}

impl<'a> View<'a> {
    pub(super) fn of(table: &'a Table) -> Self {
        // Arrests, detainers and stints are ordered rows of one frame; stays and joined arrests are picked from several.
        let is_whole = !matches!(table.name(), "stays" | "joined") && table.columns.iter().all(|column| column.array.len() == table.rows);
        Self { table, is_whole }
    }

    pub(super) fn column(&self, name: &str) -> Option<Look<'a>> {
        self.table.columns.iter().find(|column| column.name == name).map(|column| self.look(column))
    }

    fn look(&self, column: &'a TableColumn) -> Look<'a> {
        let through = if self.is_whole { None } else { column.rows.as_deref() };
        Look { array: &column.array, through }
    }

    /// Counts the rows that fail. `fails` says of a row whether it does, and nothing if it is not asked.
    pub(super) fn scan(&self, release: &Release, fails: impl Fn(usize) -> Option<bool>) -> Found {
        let (mut failing, mut of) = (0, 0);
        let mut first = Vec::new();
        for row in 0..self.table.rows {
            let Some(does) = fails(row) else { continue };
            of += 1;
            if does {
                failing += 1;
                if first.len() < MOST_EXAMPLES {
                    first.push(row);
                }
            }
        }
        Found { failing, of, examples: first.into_iter().filter_map(|row| self.locator(release, row)).collect() }
    }

    /// Where a row comes from.
    fn locator(&self, release: &Release, row: usize) -> Option<Locator> {
        let suffix = if self.table.name() == "joined" { "_arrest" } else { "" };
        let [file, sheet, number] = PROVENANCE.map(|name| self.column(&format!("{name}{suffix}")));
        if let (Some(file), Some(sheet), Some(number)) = (file, sheet, number) {
            return Some(locator(file.source(row)?, [file.array, sheet.array, number.array]));
        }
        // A stay has no provenance of its own; it was picked from the arrays of the stints.
        let at = self.column("stay_ID")?.source(row)?;
        let stints = release.tables.iter().find(|table| table.name() == "stints")?;
        let array = |name: &str| stints.columns.iter().find(|column| column.name == name).map(|column| &column.array);
        let [file, sheet, number] = PROVENANCE.map(array);
        Some(locator(at, [file?, sheet?, number?]))
    }
}

fn locator(at: usize, [file, sheet, row]: [&ArrayRef; 3]) -> Locator {
    let text =
        |array: &ArrayRef| array.as_dictionary_opt::<UInt32Type>().and_then(|array| text_at(array, at)).unwrap_or_default().to_owned();
    let row = row.as_primitive_opt::<Int32Type>().filter(|row| !row.is_null(at)).map(|row| i64::from(row.value(at)));
    Locator { file: text(file), sheet: text(sheet), row }
}

impl<'a> Look<'a> {
    /// The row of the array behind a row of the table; `None` where an arrest has no stay.
    pub(super) fn source(&self, row: usize) -> Option<usize> {
        match self.through {
            None => Some(row),
            Some(through) => (!through.is_null(row)).then(|| through.value(row) as usize),
        }
    }

    pub(super) fn is_missing(&self, row: usize) -> bool {
        self.source(row).is_none_or(|at| self.array.is_null(at))
    }

    pub(super) fn text(&self) -> Option<Texts<'a>> {
        self.array.as_dictionary_opt::<UInt32Type>().map(|array| Texts { array, look: *self })
    }

    pub(super) fn moments(&self) -> Option<Moments<'a>> {
        let days = self.array.as_primitive_opt::<Date32Type>().map(Moment::Day);
        let moment = days.or_else(|| self.array.as_primitive_opt::<TimestampMicrosecondType>().map(Moment::Instant))?;
        Some(Moments { moment, look: *self })
    }

    /// A number in a row; whole numbers too.
    pub(super) fn numbers(&self) -> Option<Numbers<'a>> {
        let real = self.array.as_primitive_opt::<Float64Type>().map(Number::Real);
        let number = real.or_else(|| self.array.as_primitive_opt::<Int32Type>().map(Number::Whole))?;
        Some(Numbers { number, look: *self })
    }
}

/// A column of texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) array: &'a TextArray,
    look: Look<'a>,
}

impl Texts<'_> {
    pub(super) fn code(&self, row: usize) -> Option<usize> {
        self.look.source(row).and_then(|at| code(self.array, at)).map(|code| code as usize)
    }
}

#[derive(Debug, Clone, Copy)]
enum Moment<'a> {
    Day(&'a Date32Array),
    Instant(&'a TimestampMicrosecondArray),
}

/// A column of days or instants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments<'a> {
    moment: Moment<'a>,
    look: Look<'a>,
}

impl Moments<'_> {
    /// Days since 1970.
    pub(super) fn day(&self, row: usize) -> Option<i64> {
        let at = self.look.source(row)?;
        match self.moment {
            Moment::Day(days) => (!days.is_null(at)).then(|| i64::from(days.value(at))),
            Moment::Instant(instants) => (!instants.is_null(at)).then(|| instants.value(at).div_euclid(MICROS_PER_DAY)),
        }
    }

    fn micros(&self, row: usize) -> Option<i64> {
        let at = self.look.source(row)?;
        match self.moment {
            Moment::Day(days) => (!days.is_null(at)).then(|| i64::from(days.value(at)) * MICROS_PER_DAY),
            Moment::Instant(instants) => (!instants.is_null(at)).then(|| instants.value(at)),
        }
    }

    /// Whether a row is earlier here than there; not, where either is missing. A day and an instant are compared as days.
    pub(super) fn is_before(&self, other: &Self, row: usize) -> bool {
        let in_days = matches!((self.moment, other.moment), (Moment::Day(_), _) | (_, Moment::Day(_)));
        let pair = if in_days { self.day(row).zip(other.day(row)) } else { self.micros(row).zip(other.micros(row)) };
        pair.is_some_and(|(here, there)| here < there)
    }
}

#[derive(Debug, Clone, Copy)]
enum Number<'a> {
    Real(&'a Float64Array),
    Whole(&'a Int32Array),
}

/// A column of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a> {
    number: Number<'a>,
    look: Look<'a>,
}

impl Numbers<'_> {
    pub(super) fn at(&self, row: usize) -> Option<f64> {
        let at = self.look.source(row)?;
        match self.number {
            Number::Real(numbers) => (!numbers.is_null(at)).then(|| numbers.value(at)),
            Number::Whole(numbers) => (!numbers.is_null(at)).then(|| f64::from(numbers.value(at))),
        }
    }
}
