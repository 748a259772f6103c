//! A comparison as it is declared, before any number is looked at.

use std::{collections::BTreeMap, fmt};

use crate::{CountingUnit, DefinitionSlug, Geography, Measure, Period, Population, SourceSlug};

/// Names a series: observations that differ only in their period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesSelector {
    /// The data set.
    pub source: SourceSlug,
    /// What is counted.
    pub measure: Measure,
    /// What one stands for.
    pub unit: CountingUnit,
    /// Whom it is about.
    pub population: Population,
    /// Where.
    pub geography: Geography,
    /// How it is counted.
    pub definition: DefinitionSlug,
}

/// Names one observation: a series and a period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selector {
    /// The series.
    pub series: SeriesSelector,
    /// When.
    pub period: Period,
}

impl fmt::Display for SeriesSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, measure, unit, population, geography, definition: _ } = self;
        write!(f, "{source} {measure} of {population} in {unit}")?;
        if geography.as_str() == "us" { Ok(()) } else { write!(f, " at {geography}") }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.series, self.period.label())
    }
}

/// What a count is divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExposureSpec {
    /// Nothing: the row is a count alone.
    None,
    /// These, added.
    Sum(Vec<Selector>),
    /// Person-time between two headcounts over the window of the count, the path between them unknown.
    Path {
        /// Headcounts at the start, added.
        start: Vec<Selector>,
        /// Headcounts at the end, added.
        end: Vec<Selector>,
    },
    /// The denominator that a publisher's rounded rate of the same count implies.
    ImpliedBy(Selector),
    /// A count of another window, brought to the window of the row by its daily mean.
    DailyMean(Selector),
}

impl ExposureSpec {
    /// Every observation that it needs.
    pub fn selectors(&self) -> Vec<&Selector> {
        match self {
            Self::None => Vec::new(),
            Self::Sum(all) => all.iter().collect(),
            Self::Path { start, end } => start.iter().chain(end).collect(),
            Self::ImpliedBy(one) | Self::DailyMean(one) => vec![one],
        }
    }
}

/// A recorded decision to give a ratio that the grade forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
}

/// One instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSpec {
    /// For people.
    pub label: String,
    /// Heading under which it stands; empty for none.
    pub group: String,
    /// The count.
    pub count: Selector,
    /// What it is divided by.
    pub exposure: ExposureSpec,
    /// Gives a ratio to the reference whatever the grade.
    pub ratio_despite: Option<Override>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// One choice on each axis: axis to option. Axes that it does not name are free.
pub type When = BTreeMap<String, String>;

/// One axis of a multiverse with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// `definition`, `denominator`, `window`, `baseline`, `unit` or `missing`.
    pub name: String,
    /// Names of the choices.
    pub options: Vec<String>,
}

/// The two sides of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Above the line: the count now, or of this instrument.
    Now,
    /// Below it: the count before, or of the other instrument.
    Before,
}

/// A count of one side of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountChoice {
    /// For which choices.
    pub when: When,
    /// For which side.
    pub side: Side,
    /// The count.
    pub count: Selector,
}

/// What a count of one side of a cell is divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExposureChoice {
    /// For which choices.
    pub when: When,
    /// For which side.
    pub side: Side,
    /// The exposure; [`ExposureSpec::None`] divides by the days of the window.
    pub over: ExposureSpec,
}

/// A share of the base's events that were recorded, assumed for some choices.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// For which choices.
    pub when: When,
    /// Share of the count before that was recorded, above 0 and at most 1.
    pub before: f64,
}

/// Choices that are not combined, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Which.
    pub when: When,
    /// Why.
    pub reason: String,
}

/// A ratio over all combinations of defensible choices (methods §2.9).
#[derive(Debug, Clone, PartialEq)]
pub struct MultiverseSpec {
    /// The ratio that was claimed, if one was.
    pub claimed: Option<f64>,
    /// Gives ratios across grades C and D; without it such cells are left out.
    pub ratio_despite: Option<Override>,
    /// The axes.
    pub axes: Vec<Axis>,
    /// Counts by choice; the first that fits is taken.
    pub counts: Vec<CountChoice>,
    /// Exposures by choice; the first that fits is taken. None at all divides by the days of the windows.
    pub exposures: Vec<ExposureChoice>,
    /// Assumed capture by choice; the first that fits is taken, else 1.
    pub captures: Vec<Capture>,
    /// Combinations that are left out.
    pub exclusions: Vec<Exclusion>,
}

/// The length of the periods of a series that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
    /// Federal fiscal years.
    FiscalYear,
}

impl Step {
    /// The period of this length that begins on `start`, if one does.
    pub fn from_start(self, start: crate::Date) -> Option<Period> {
        match self {
            Self::Month => Period::month(start.year(), start.month()).filter(|period| period.start() == start),
            Self::Year => Period::calendar_year(start.year()).filter(|period| period.start() == start),
            Self::FiscalYear => Period::fiscal_year(start.year() + 1).filter(|period| period.start() == start),
        }
    }

    /// For people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
            Self::FiscalYear => "fiscal year",
        }
    }
}

/// One line of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSpec {
    /// For people.
    pub label: String,
    /// The series.
    pub series: SeriesSelector,
    /// The exposure of each period, if the line is a rate.
    pub exposure: Option<SeriesSelector>,
}

/// A date that was declared before the data were fitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredDate {
    /// The first day after.
    pub date: crate::Date,
    /// What happened on it.
    pub label: String,
}

/// Series over time, with the calendar of expected periods (methods §2.7, §2.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendSpec {
    /// Length of the periods.
    pub step: Step,
    /// First and last expected period as one span.
    pub span: Period,
    /// Lines.
    pub lines: Vec<LineSpec>,
    /// Declared date for an interrupted time series.
    pub declared: Option<DeclaredDate>,
}

/// One agency or office of a funnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencySpec {
    /// For people.
    pub label: String,
    /// Its count.
    pub count: Selector,
    /// Its exposure.
    pub exposure: Selector,
}

/// Many agencies against the rate that they have together (methods §2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelSpec {
    /// Agencies; one question, so one family for multiplicity.
    pub agencies: Vec<AgencySpec>,
}

/// A group with its strata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratifiedGroup {
    /// For people.
    pub label: String,
    /// Strata in the same order in every group.
    pub strata: Vec<AgencySpec>,
}

/// Rates as they would be if every group had the strata of the standard (methods §2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardisedSpec {
    /// Groups.
    pub groups: Vec<StratifiedGroup>,
    /// Place in `groups` of the one whose exposures are the standard.
    pub standard: usize,
}

/// What cannot be known, as bounds (methods §2.8).
#[derive(Debug, Clone, PartialEq)]
pub enum BoundsSpec {
    /// Agencies outside the count, at assumed multiples of the rate inside it.
    ReportingGap {
        /// The count of those that reported.
        count: Selector,
        /// Their exposure.
        exposure: Selector,
        /// Percentage of the population that they cover.
        covered: Selector,
    },
    /// A ratio under assumed shares of events that were recorded.
    Capture {
        /// The count now.
        now: Selector,
        /// The count before.
        before: Selector,
        /// Least and greatest share recorded now.
        now_range: (f64, f64),
        /// Least and greatest share recorded before.
        before_range: (f64, f64),
        /// The ratio of an independent series, for the break-even.
        independent: Option<(Selector, Selector)>,
    },
    /// A share whose unknowns can all be one or the other.
    Share {
        /// The part.
        part: Selector,
        /// The whole.
        whole: Selector,
        /// Those of the whole of whom it is not known.
        unknown: Option<Selector>,
    },
}

impl BoundsSpec {
    /// Every observation that it needs.
    pub fn selectors(&self) -> Vec<&Selector> {
        match self {
            Self::ReportingGap { count, exposure, covered } => vec![count, exposure, covered],
            Self::Capture { now, before, independent, .. } => {
                let pair = independent.iter().flat_map(|(now, before)| [now, before]);
                [now, before].into_iter().chain(pair).collect()
            }
            Self::Share { part, whole, unknown } => [part, whole].into_iter().chain(unknown).collect(),
        }
    }
}

/// The same events in two counting units, in every vintage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitsSpec {
    /// In the one unit.
    pub left: Selector,
    /// In the other.
    pub right: Selector,
}

/// One place of an association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceSpec {
    /// Where.
    pub geography: Geography,
    /// The first quantity; divided by `x_over` if that is there.
    pub x: Selector,
    /// What `x` is divided by.
    pub x_over: Option<Selector>,
    /// The second quantity; divided by `y_over` if that is there.
    pub y: Selector,
    /// What `y` is divided by.
    pub y_over: Option<Selector>,
}

/// Two quantities over places (methods §2.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationSpec {
    /// Name of the first quantity.
    pub x_name: String,
    /// Name of the second quantity.
    pub y_name: String,
    /// Places.
    pub places: Vec<PlaceSpec>,
}

/// What is asked beyond the rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// All combinations of choices.
    Multiverse(MultiverseSpec),
    /// Over time.
    Trend(TrendSpec),
    /// Many agencies.
    Funnel(FunnelSpec),
    /// Standardised rates.
    Standardised(StandardisedSpec),
    /// Bounds.
    Bounds(Box<BoundsSpec>),
    /// Two counting units.
    Units(UnitsSpec),
    /// Two quantities over places.
    Association(AssociationSpec),
}

/// An analysis as declared.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisSpec {
    /// Stable within the comparison.
    pub slug: String,
    /// For a heading.
    pub title: String,
    /// What is asked.
    pub question: Question,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A comparison as declared.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Stable address.
    pub slug: String,
    /// For a heading.
    pub title: String,
    /// What it answers.
    pub question: String,
    /// Place in `rows` of the instrument that the others are compared with.
    pub reference: usize,
    /// Instruments.
    pub rows: Vec<RowSpec>,
    /// Further questions to the same data.
    pub analyses: Vec<AnalysisSpec>,
    /// What may not be concluded.
    pub cannot_say: Vec<String>,
    /// SHA-256 of the declaration, fixed before data are joined.
    pub hash: String,
}

impl Spec {
    /// Every single observation that it needs.
    pub fn selectors(&self) -> Vec<&Selector> {
        let mut out = Vec::new();
        for row in &self.rows {
            out.push(&row.count);
            out.extend(row.exposure.selectors());
        }
        for analysis in &self.analyses {
            out.extend(analysis.selectors());
        }
        out
    }

    /// Every series that it needs whole.
    pub fn series(&self) -> Vec<&SeriesSelector> {
        self.analyses
            .iter()
            .filter_map(|analysis| match &analysis.question {
                Question::Trend(trend) => Some(trend.lines.iter().flat_map(|line| std::iter::once(&line.series).chain(&line.exposure))),
                _ => None,
            })
            .flatten()
            .collect()
    }

    /// Every observation that it needs in all vintages.
    pub fn vintages(&self) -> Vec<&Selector> {
        self.analyses
            .iter()
            .filter_map(|analysis| match &analysis.question {
                Question::Units(UnitsSpec { left, right }) => Some([left, right]),
                _ => None,
            })
            .flatten()
            .collect()
    }

    /// The sources that it reads.
    pub fn sources(&self) -> std::collections::BTreeSet<SourceSlug> {
        let single = self.selectors().into_iter().chain(self.vintages()).map(|one| &one.series);
        single.chain(self.series()).map(|series| series.source.clone()).collect()
    }
}

impl AnalysisSpec {
    /// Every single observation that it needs as known at an instant.
    pub fn selectors(&self) -> Vec<&Selector> {
        match &self.question {
            Question::Trend(_) | Question::Units(_) => Vec::new(),
            Question::Multiverse(one) => {
                let counts = one.counts.iter().map(|choice| &choice.count);
                counts.chain(one.exposures.iter().flat_map(|choice| choice.over.selectors())).collect()
            }
            Question::Funnel(one) => one.agencies.iter().flat_map(|agency| [&agency.count, &agency.exposure]).collect(),
            Question::Standardised(one) => {
                one.groups.iter().flat_map(|group| &group.strata).flat_map(|stratum| [&stratum.count, &stratum.exposure]).collect()
            }
            Question::Bounds(one) => one.selectors(),
            Question::Association(one) => one
                .places
                .iter()
                .flat_map(|place| [Some(&place.x), place.x_over.as_ref(), Some(&place.y), place.y_over.as_ref()])
                .flatten()
                .collect(),
        }
    }
}
