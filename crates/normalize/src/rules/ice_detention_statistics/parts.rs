//! What the tables of a workbook count, and what their labels and headers mean.

use domain::{CountingUnit, slug::segment};

use crate::sources::ice_detention_statistics::{Kind, Section};

/// Everybody in ICE detention.
pub(super) const DETENTION: &str = "us/dhs/ice/detention";

/// What a table counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject {
    pub(super) measure: &'static str,
    pub(super) unit: CountingUnit,
    pub(super) population: &'static str,
    pub(super) definition: &'static str,
    /// The heading of the footnotes that says up to which day.
    pub(super) section: Section,
    /// An average over a period is no sum: it cannot be a lower bound of itself.
    pub(super) is_average: bool,
}

/// The measure, unit, population and definition of a table. A table of final book-outs is told by its caption from one of final releases.
pub(super) fn subject(kind: Kind, caption: &str) -> Subject {
    let count =
        |measure, unit, definition, section| Subject { measure, unit, population: DETENTION, definition, section, is_average: false };
    let average = |measure, unit, definition| Subject {
        measure,
        unit,
        population: DETENTION,
        definition,
        section: Section::Population,
        is_average: true,
    };
    match kind {
        Kind::DetainedByDisposition | Kind::DetainedByCriminality => {
            count("detained", CountingUnit::Person, "ice-currently-detained", Section::Detained)
        }
        Kind::BookInsByAgency | Kind::BookInsByFacilityType => {
            count("book_ins", CountingUnit::Stay, "ice-initial-book-in", Section::BookIns)
        }
        Kind::BookOuts | Kind::BookOutsByReason if is_release(caption) => {
            count("book_outs", CountingUnit::Person, "ice-final-release", Section::BookOuts)
        }
        Kind::BookOuts | Kind::BookOutsByReason => count("book_outs", CountingUnit::Stay, "ice-final-book-out", Section::BookOuts),
        Kind::Removals => Subject {
            population: "us/dhs/ice",
            ..count("removals", CountingUnit::Repatriation, "ice-removal-or-return", Section::Removals)
        },
        Kind::PopulationByAgency | Kind::PopulationByFacilityType => {
            average("average_daily_population", CountingUnit::Person, "ice-average-daily-population")
        }
        Kind::StayByAgency | Kind::StayByFacilityType => average("average_stay_days", CountingUnit::Day, "ice-average-length-of-stay"),
        Kind::AdultStayByAgency => Subject {
            population: "us/dhs/ice/detention/adult-facilities",
            ..average("average_stay_days", CountingUnit::Day, "ice-average-length-of-stay")
        },
    }
}

fn is_release(caption: &str) -> bool {
    caption.to_ascii_lowercase().starts_with("ice final releases")
}

/// Who or what a label or a header narrows a table to.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// Segments after the measure.
    pub(super) measure: Vec<String>,
    /// A segment after the population.
    pub(super) population: Option<&'static str>,
}

impl Part {
    fn measure(segments: &[&str]) -> Self {
        Self { measure: segments.iter().map(|&one| one.to_owned()).collect(), population: None }
    }

    fn population(segment: &'static str) -> Self {
        Self { measure: Vec::new(), population: Some(segment) }
    }

    /// Both together.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self { measure: [self.measure.as_slice(), &other.measure].concat(), population: self.population.or(other.population) }
    }
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// A month, 1 to 12.
    Month(u8),
    /// The fiscal year to date.
    ToDate,
    /// A part of those of the line, at the table's own time.
    Part(Part),
    /// A share that follows from its neighbours.
    Share,
}

const MONTHS: [(&str, u8); 12] = [
    ("Oct", 10),
    ("Nov", 11),
    ("Dec", 12),
    ("Jan", 1),
    ("Feb", 2),
    ("Mar", 3),
    ("Apr", 4),
    ("May", 5),
    ("Jun", 6),
    ("Jul", 7),
    ("Aug", 8),
    ("Sep", 9),
];

/// What a header says; `None` if it is not known. `is_monthly` tells a total over months from a total over parts.
pub(super) fn column(header: &str, is_monthly: bool) -> Option<Column> {
    if let Some((_, month)) = MONTHS.iter().find(|(name, _)| *name == header) {
        return Some(Column::Month(*month));
    }
    match header {
        "FY Overall" => Some(Column::ToDate),
        "Total" if is_monthly => Some(Column::ToDate),
        // The column of removals had no header at first but this.
        "Total" | "Removals" => Some(Column::Part(Part::default())),
        "Percent ICE" | "Percent CBP" => Some(Column::Share),
        _ => agency(header).or_else(|| criminality(header)).or_else(|| facilities(header)).map(Column::Part),
    }
}

pub(super) fn is_month(header: &str) -> bool {
    MONTHS.iter().any(|(name, _)| *name == header)
}

fn agency(label: &str) -> Option<Part> {
    match label {
        "ICE" => Some(Part::measure(&["arrested-by-ice"])),
        "CBP" => Some(Part::measure(&["arrested-by-cbp"])),
        _ => None,
    }
}

fn criminality(label: &str) -> Option<Part> {
    match label {
        "Convicted Criminal" | "Pending Criminal Charges" | "Other Immigration Violator" => Some(Part::measure(&[&segment(label)])),
        _ => None,
    }
}

/// Family residential centers became family staging centers in 2021.
fn facilities(label: &str) -> Option<Part> {
    match label {
        "Adult" => Some(Part::population("adult-facilities")),
        "FRC" | "FSC" => Some(Part::population("family-facilities")),
        _ => None,
    }
}

fn total_or(label: &str, part: impl Fn(&str) -> Option<Part>) -> Option<Part> {
    if label == "Total" { Some(Part::default()) } else { part(label) }
}

/// The lines of a table one after the other: where agencies and criminality stand in one column, an agency holds until the next.
#[derive(Debug, Default)]
pub(super) struct LineParts {
    agency: Part,
}

impl LineParts {
    /// What a line is about; `None` if its labels are not known.
    pub(super) fn next(&mut self, kind: Kind, labels: &[String]) -> Option<Part> {
        let label = labels.first()?.as_str();
        match kind {
            Kind::DetainedByDisposition => total_or(label, |label| Some(Part::measure(&[&segment(label)]))),
            Kind::DetainedByCriminality => total_or(label, criminality),
            Kind::BookInsByAgency | Kind::AdultStayByAgency => total_or(label, agency),
            Kind::BookInsByFacilityType | Kind::BookOuts | Kind::PopulationByFacilityType | Kind::StayByFacilityType => {
                total_or(label, facilities)
            }
            Kind::Removals => total_or(label, |label| {
                let marked = |mark: &str| label.contains(mark);
                let which = if marked("FRC") || marked("FSC") { "with-family-facility" } else { "in-family-unit" };
                (marked("FRC") || marked("FSC") || marked("FAMU")).then(|| Part::measure(&[which]))
            }),
            Kind::BookOutsByReason => {
                let reason = if label == "Total" { Part::default() } else { Part::measure(&[&segment(reason(label))]) };
                let inner = labels.get(1).map_or(Some(Part::default()), |label| total_or(label, criminality))?;
                Some(reason.and(&inner))
            }
            Kind::PopulationByAgency | Kind::StayByAgency => match label.strip_suffix("Average") {
                Some(of) => {
                    self.agency = if of.is_empty() { Part::default() } else { agency(of.trim())? };
                    Some(self.agency.clone())
                }
                None => Some(self.agency.and(&criminality(label)?)),
            },
        }
    }
}

/// Early in fiscal year 2024 some reasons were labelled as totals: `Transferred Total`.
pub(super) fn reason(label: &str) -> &str {
    label.strip_suffix(" Total").unwrap_or(label)
}
