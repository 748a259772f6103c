//! Where the tables of a detention sheet are: captions, headers, lines.
//!
//! A caption stands above its header. A table ends to the right at two columns without a header, below at a line without a cell.

use super::{Table, fiscal_year};
use crate::{
    decoded::{Problems, quote},
    sources::sheets::{Line, Sheet},
};

/// Columns of a table at most; the widest known have fifteen.
const MOST_COLUMNS: u32 = 24;
/// Lines of a table at most; the longest known has forty-nine.
const MOST_LINES: u32 = 300;
/// Columns without a header that end a table.
const GAP: u32 = 2;
/// Columns without a header before the first one; the table of removals has two.
const MOST_LEADING: u32 = 3;

/// A table that is known by its caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    DetainedByDisposition,
    DetainedByCriminality,
    BookInsByAgency,
    BookInsByFacilityType,
    BookOuts,
    Removals,
    BookOutsByReason,
    PopulationByAgency,
    StayByAgency,
    PopulationByFacilityType,
    StayByFacilityType,
    AdultStayByAgency,
}

impl Kind {
    pub(crate) const ALL: [Self; 12] = [
        Self::DetainedByDisposition,
        Self::DetainedByCriminality,
        Self::BookInsByAgency,
        Self::BookInsByFacilityType,
        Self::BookOuts,
        Self::Removals,
        Self::BookOutsByReason,
        Self::PopulationByAgency,
        Self::StayByAgency,
        Self::PopulationByFacilityType,
        Self::StayByFacilityType,
        Self::AdultStayByAgency,
    ];

    /// The stable name.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::DetainedByDisposition => "currently-detained-by-disposition",
            Self::DetainedByCriminality => "currently-detained-by-criminality",
            Self::BookInsByAgency => "book-ins-by-arresting-agency",
            Self::BookInsByFacilityType => "book-ins-by-facility-type",
            Self::BookOuts => "book-outs",
            Self::Removals => "removals",
            Self::BookOutsByReason => "book-outs-by-reason",
            Self::PopulationByAgency => "adp-by-agency-criminality",
            Self::StayByAgency => "stay-length-by-agency-criminality",
            Self::PopulationByFacilityType => "adp-by-facility-type",
            Self::StayByFacilityType => "stay-length-by-facility-type",
            Self::AdultStayByAgency => "adult-stay-length-by-agency",
        }
    }

    /// How its captions begin, in small letters. From fiscal year 2024 there are no family facilities and no types of them.
    pub(crate) fn captions(self) -> &'static [&'static str] {
        match self {
            Self::DetainedByDisposition => &["ice currently detained by processing disposition"],
            Self::DetainedByCriminality => &["ice currently detained by criminality"],
            Self::BookInsByAgency => &["ice initial book-ins by arresting agency"],
            Self::BookInsByFacilityType => &["ice initial book-ins by facility type", "ice initial book-ins by criminality"],
            Self::BookOuts => &["ice final releases by facility type", "ice final book outs:"],
            Self::Removals => &["ice removals"],
            Self::BookOutsByReason => &["ice final releases by release reason", "ice final book outs by release reason"],
            Self::PopulationByAgency => &["ice average daily population by arresting agency"],
            Self::StayByAgency => &["ice average length of stay by arresting agency"],
            Self::PopulationByFacilityType => &["ice average daily population by facility type", "ice average daily population by month"],
            Self::StayByFacilityType => &["ice average length of stay by facility type", "ice average length of stay by month"],
            Self::AdultStayByAgency => &["ice average length of stay adult facility type"],
        }
    }

    /// False for a table that only some years have.
    pub(crate) fn is_always_expected(self) -> bool {
        self != Self::AdultStayByAgency
    }

    fn of_caption(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| kind.captions().iter().any(|caption| lower.starts_with(caption)))
    }
}

/// Finds every table of a sheet. A second table with the caption of a first is a problem and left out.
pub(super) fn find(sheet: &Sheet, tables: &mut Vec<Table>, problems: &mut Problems) {
    let title = (0..sheet.rows().min(6)).find_map(|row| sheet.text(row, 0).as_deref().and_then(fiscal_year));
    for (row, column, caption) in sheet.texts() {
        let Some(kind) = Kind::of_caption(&caption) else { continue };
        let place = sheet.locator(row, column);
        if let Some(first) = tables.iter().find(|table| table.kind == kind) {
            problems.report(place, format!("a second table has the caption of {}; it is left out", first.place));
            continue;
        }
        let Some(header) = Header::below(sheet, row, column) else {
            problems.report(place, format!("no header follows the caption {}", quote(&caption)));
            continue;
        };
        let fiscal_year = fiscal_year(&caption).or(title);
        if let (Some(own), Some(title)) = (fiscal_year, title)
            && own != title
        {
            problems
                .report(place.clone(), format!("the table is of fiscal year {own}, its sheet says {title}; the table's own year stands"));
        }
        let lines = header.lines(sheet, problems);
        if lines.is_empty() {
            problems.report(place.clone(), format!("no line follows the header of {}", quote(&caption)));
        }
        let columns = header.values.iter().map(|(_, name)| name.clone()).collect();
        tables.push(Table { kind, sheet: sheet.name.clone(), caption, place, fiscal_year, columns, lines });
    }
}

/// The line of column names.
#[derive(Debug)]
struct Header {
    row: u32,
    labels: Vec<u32>,
    values: Vec<(u32, String)>,
}

impl Header {
    /// The first column of a table labels its lines, and so does a second one that is called criminality.
    fn below(sheet: &Sheet, caption: u32, first: u32) -> Option<Self> {
        let row = caption + 1;
        let mut named: Vec<(u32, String)> = Vec::new();
        for column in first..(first + MOST_COLUMNS).min(sheet.columns()) {
            if let Some(name) = sheet.text(row, column) {
                named.push((column, name));
            }
            let (last, most) = named.last().map_or((first, MOST_LEADING), |(last, _)| (*last, GAP));
            if column - last >= most {
                break;
            }
        }
        let is_label = |(column, name): &(u32, String)| *column == first || (*column == first + 1 && name == "Criminality");
        let mut labels: Vec<u32> = named.iter().filter(|one| is_label(one)).map(|(column, _)| *column).collect();
        if labels.first() != Some(&first) {
            labels.insert(0, first);
        }
        let values: Vec<_> = named.into_iter().filter(|one| !is_label(one)).collect();
        (!values.is_empty()).then_some(Self { row, labels, values })
    }

    fn lines(&self, sheet: &Sheet, problems: &mut Problems) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut outer = None;
        for row in self.row + 1..(self.row + 1 + MOST_LINES).min(sheet.rows()) {
            let labels: Vec<Option<String>> = self.labels.iter().map(|column| sheet.text(row, *column)).collect();
            let cells: Vec<_> = self.values.iter().map(|(column, _)| sheet.cell(row, *column)).collect();
            let is_empty = labels.iter().all(Option::is_none) && cells.iter().all(|cell| cell.printed.is_blank());
            if is_empty || labels.iter().flatten().any(|label| Kind::of_caption(label).is_some()) {
                break;
            }
            let (first, inner) = labels.split_first().map_or((None, &[][..]), |(first, inner)| (first.clone(), inner));
            outer = first.or(outer);
            let Some(outer) = &outer else {
                problems.report(sheet.locator(row, self.labels.first().copied().unwrap_or(0)), "the line has no label; it is left out");
                problems.leave_out_row();
                continue;
            };
            let labels = std::iter::once(outer.clone()).chain(inner.iter().flatten().cloned()).collect();
            lines.push(Line { labels, cells });
        }
        lines
    }
}
