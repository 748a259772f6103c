//! The columns of the file that are used, by name and by their place in the published layout.

/// Columns of a row.
pub(super) const WIDTH: usize = 144;

/// Charges of a defendant at filing, and at the end.
pub(super) const CHARGES: usize = 5;

/// A column that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    /// Its place in the published layout, from 0.
    pub(super) place: usize,
}

const fn column(name: &'static str, number: usize) -> Column {
    Column { name, place: number - 1 }
}

pub(super) const FISCAL_YEAR: Column = column("FISCALYR", 1);
pub(super) const DISTRICT: Column = column("DISTRICT", 3);
pub(super) const OFFICE: Column = column("OFFICE", 4);
pub(super) const DOCKET: Column = column("DOCKET", 5);
pub(super) const DEFENDANT: Column = column("DEFNO", 6);
pub(super) const KEY: Column = column("DEFLGKY", 13);
pub(super) const MAGISTRATE_DOCKET: Column = column("MAGDOCK", 15);
pub(super) const MAGISTRATE_DEFENDANT: Column = column("MAGDEF", 16);
pub(super) const FILED: Column = column("FILEDATE", 21);
pub(super) const FILED_STATUTES: [Column; CHARGES] =
    [column("FTITLE1", 28), column("FTITLE2", 33), column("FTITLE3", 38), column("FTITLE4", 43), column("FTITLE5", 48)];
pub(super) const FILED_LEVELS: [Column; CHARGES] =
    [column("FOFFLVL1", 29), column("FOFFLVL2", 34), column("FOFFLVL3", 39), column("FOFFLVL4", 44), column("FOFFLVL5", 49)];
pub(super) const FILED_OFFENCES: [Column; CHARGES] =
    [column("D2FOFFCD1", 31), column("D2FOFFCD2", 36), column("D2FOFFCD3", 41), column("D2FOFFCD4", 46), column("D2FOFFCD5", 51)];
pub(super) const ENDED: Column = column("TERMDATE", 61);
pub(super) const ENDED_STATUTES: [Column; CHARGES] =
    [column("TTITLE1", 68), column("TTITLE2", 80), column("TTITLE3", 92), column("TTITLE4", 104), column("TTITLE5", 116)];
pub(super) const DISPOSITIONS: [Column; CHARGES] =
    [column("DISP1", 73), column("DISP2", 85), column("DISP3", 97), column("DISP4", 109), column("DISP5", 121)];
pub(super) const FILINGS: Column = column("CTFILTRN", 131);
pub(super) const ENDINGS: Column = column("CTTRTRN", 135);

/// Every column that is used.
pub(super) fn used() -> impl Iterator<Item = Column> {
    let alone =
        [FISCAL_YEAR, DISTRICT, OFFICE, DOCKET, DEFENDANT, KEY, MAGISTRATE_DOCKET, MAGISTRATE_DEFENDANT, FILED, ENDED, FILINGS, ENDINGS];
    let charges = [FILED_STATUTES, FILED_LEVELS, FILED_OFFENCES, ENDED_STATUTES, DISPOSITIONS];
    alone.into_iter().chain(charges.into_iter().flatten())
}
