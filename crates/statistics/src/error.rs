//! Why a question has no answer.

use crate::claim::MAX_BASELINE;
use crate::input::MAX_COUNT;
use crate::rounding::MAX_DECIMALS;

/// An argument outside the domain of the function, or a question that has no number for an answer.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DomainError {
    /// The confidence is not strictly between 0 and 1.
    #[error("confidence must lie strictly between 0 and 1, but is {0}")]
    Confidence(f64),
    /// An exposure (a denominator, or a duration) is not a positive finite number.
    #[error("exposure must be positive and finite, but is {0}")]
    Exposure(f64),
    /// The lower bound of an exposure lies above its upper bound.
    #[error("exposure bounds are reversed: {lower} is above {upper}")]
    ExposureBounds {
        /// The bound given as the lower one.
        lower: f64,
        /// The bound given as the upper one.
        upper: f64,
    },
    /// A headcount whose bounds do not hold its value, or that is negative, not finite or too large.
    #[error("a headcount must be finite, not negative and inside its bounds, but is {value} in {lower} to {upper}")]
    Headcount {
        /// The least that it can be.
        lower: f64,
        /// The value given.
        value: f64,
        /// The greatest that it can be.
        upper: f64,
    },
    /// Two headcounts of one day: only one of them can be the headcount.
    #[error("two headcounts are known for day {0}")]
    TwoHeadcounts(i32),
    /// A window of no days.
    #[error("a window from day {start} to day {end} has no days")]
    EmptyWindow {
        /// First day.
        start: i32,
        /// First day after.
        end: i32,
    },
    /// Days of a window that lie further outside the known headcounts than a headcount may be carried.
    #[error(
        "the window begins {before} days before the first known headcount and ends {after} days after the last; a headcount is carried over at most {carried}"
    )]
    OutsideHeadcounts {
        /// Days from the beginning of the window to the first headcount; 0 if it is known by then.
        before: u32,
        /// Days from the last headcount to the end of the window; 0 if one is known then.
        after: u32,
        /// The most days over which the assumption carries one.
        carried: u32,
    },
    /// Two headcounts that differ by more than the assumed limit of change allows, so that the assumption is refuted.
    #[error("headcounts {days} days apart differ by {difference}; the assumed change of at most {per_month} a month is refuted")]
    ChangeRefuted {
        /// Days between the two.
        days: u32,
        /// The difference of their values.
        difference: f64,
        /// The assumed limit of change.
        per_month: f64,
    },
    /// The multiplier of a rate ("per 100") is not a positive finite number.
    #[error("a rate is per a positive finite number of units, but this one is per {0}")]
    Multiplier(f64),
    /// A count is larger than [`MAX_COUNT`].
    #[error("count {0} is above the limit of {MAX_COUNT}")]
    CountTooLarge(u64),
    /// A share of nothing.
    #[error("a share of zero trials is undefined")]
    NoTrials,
    /// More successes than trials.
    #[error("{successes} successes in {trials} trials")]
    SuccessesExceedTrials {
        /// The number of successes.
        successes: u64,
        /// The number of trials.
        trials: u64,
    },
    /// No event was counted, so that the ratio or denominator asked for is undefined.
    #[error("undefined without a single event")]
    NoEvents,
    /// The count that is divided by is zero, and the method has no answer for that.
    #[error("undefined: the reference count is zero")]
    ZeroReference,
    /// The Wald interval was asked for and a count is zero.
    #[error("the Wald interval needs at least one event in each count")]
    WaldNeedsEvents,
    /// A published number is not finite, too large, or has more decimals than it is said to have.
    #[error("{value} is not a published number with {decimals} decimals")]
    Published {
        /// The number given.
        value: f64,
        /// The number of decimals that it is said to have.
        decimals: u32,
    },
    /// More decimals than [`MAX_DECIMALS`].
    #[error("{0} decimals are above the limit of {MAX_DECIMALS}")]
    Decimals(u32),
    /// A published rate that must be positive is not.
    #[error("a published rate must be positive, but is {0}")]
    RateNotPositive(f64),
    /// A percentage change below -100 cannot come from counts.
    #[error("a change of {0} percent is below -100")]
    PercentBelowMinus100(f64),
    /// A baseline is larger than [`MAX_BASELINE`].
    #[error("baseline {0} is above the limit of {MAX_BASELINE}")]
    BaselineTooLarge(u64),
    /// A ratio, or a limit of it, is not a positive finite number.
    #[error("a ratio must be positive and finite, but is {0}")]
    Ratio(f64),
    /// A cluster of events without a single member.
    #[error("a cluster must have at least one member")]
    EmptyCluster,
    /// The answer is too large or too small for a floating-point number.
    #[error("the result is outside the range of a floating-point number")]
    OutOfRange,
    /// Fewer values than the method needs.
    #[error("too few values: {given}, and the least is {needed}")]
    TooFewValues {
        /// The least number of values.
        needed: usize,
        /// The number of values given.
        given: usize,
    },
    /// More values than a method accepts, so that a hostile input cannot keep it busy.
    #[error("too many values: {given}, and the limit is {limit}")]
    TooManyValues {
        /// The greatest number of values.
        limit: usize,
        /// The number of values given.
        given: usize,
    },
    /// Two lists that belong together differ in length.
    #[error("lists that belong together have {expected} and {given} values")]
    UnequalLengths {
        /// The length of the list that is followed.
        expected: usize,
        /// The length of the list that does not.
        given: usize,
    },
    /// A value in a list is not a finite number, or one that the method excludes.
    #[error("the value at position {position} is {value}, which {requirement}")]
    Value {
        /// The position in the list, from 0.
        position: usize,
        /// The value.
        value: f64,
        /// What is wrong with it.
        requirement: &'static str,
    },
    /// A parameter of a method lies outside its range.
    #[error("{name} {requirement}, but is {value}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// What it has to be.
        requirement: &'static str,
        /// What it is.
        value: f64,
    },
    /// Too much of the exposure is not in any stratum for a standardized rate.
    #[error("{:.1} percent of the exposure is in no stratum; at most {:.0} percent may be", .share * 100.0, .limit * 100.0)]
    UnstratifiedExposure {
        /// The share of the exposure outside the strata.
        share: f64,
        /// The greatest share accepted.
        limit: f64,
    },
    /// All values are equal where the method divides by their spread.
    #[error("undefined: the values do not vary")]
    NoVariation,
    /// A column of a design is a combination of the columns before it.
    #[error("column {column} of the design is a combination of the columns before it")]
    CollinearColumn {
        /// The column, from 0.
        column: usize,
    },
    /// A row that its own coefficient fits exactly, so that a correction by its leverage divides by zero.
    #[error("row {row} has a leverage of 1: HC2 and HC3 are undefined")]
    FullLeverage {
        /// The row, from 0.
        row: usize,
    },
    /// As many coefficients as rows: nothing is left to estimate a spread from.
    #[error("no degrees of freedom are left")]
    NoDegreesOfFreedom,
    /// A fit did not settle. The common reason is a coefficient without a finite value: a group of rows without a single event.
    #[error("the fit did not settle; a group of rows without events has no finite coefficient")]
    NotConverged,
    /// Too few points on a side of an interruption: such a series can be described, not modelled.
    #[error("{before} points before and {after} after the interruption; a model needs {needed} on each side")]
    TooFewPoints {
        /// Points before the interruption.
        before: usize,
        /// Points from the interruption on.
        after: usize,
        /// Points needed on each side.
        needed: usize,
    },
    /// More of something than a computation in reasonable time allows.
    #[error("{given} {what} are above the limit of {limit}")]
    AboveLimit {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// How many were given.
        given: u64,
        /// How many are accepted.
        limit: u64,
    },
    /// A value of a series is not finite, or so large that its square could overflow.
    #[error("a value of a series must be finite and at most 1e150 in size, but is {0:?}")]
    SeriesValue(f64),
    /// The controls of a partial correlation leave nothing to correlate, or determine each other.
    #[error("undefined: the controls determine a series, or each other")]
    Collinear,
    /// A correlation outside -1 to 1.
    #[error("a correlation must lie between -1 and 1, but is {0}")]
    CorrelationRange(f64),
    /// No permutation or iteration was asked for.
    #[error("at least one repetition is needed")]
    NoRepetitions,
    /// A link between places that leads to itself or out of the list, or is given twice.
    #[error("the link from place {from} to place {to} leads to itself or out of the list of {places}, or is given twice")]
    LinkEnds {
        /// The place that the link starts from, counted from 0.
        from: usize,
        /// The place that it leads to.
        to: usize,
        /// The number of places.
        places: usize,
    },
    /// The weight of a link is not a positive finite number.
    #[error("the weight of a link must be positive and finite, but is {0}")]
    LinkWeight(f64),
    /// Places without a single link.
    #[error("undefined without a single link between places")]
    NoLinks,
    /// Every arrangement of the data gives the same statistic, so there is nothing to test.
    #[error("undefined: the statistic is the same for every arrangement of the data")]
    NoSpread,
    /// A probability that must be strictly between 0 and 1.
    #[error("a probability must lie strictly between 0 and 1, but is {0}")]
    Probability(f64),
    /// Bounds of the share of events that a count captures.
    #[error("a captured share must lie above 0 and not above 1, its lower bound first, but is {lower} to {upper}")]
    CapturedShare {
        /// The bound given as the lower one.
        lower: f64,
        /// The bound given as the upper one.
        upper: f64,
    },
    /// Bounds of the rate among those that did not report, as a multiple of the rate among those that did.
    #[error("a multiple of a rate must be finite and not negative, its lower bound first, but is {lower} to {upper}")]
    RateMultiple {
        /// The bound given as the lower one.
        lower: f64,
        /// The bound given as the upper one.
        upper: f64,
    },
    /// More exposure reported than there is.
    #[error("a reporting exposure of {reporting} is above the total of {total}")]
    ReportingExceedsTotal {
        /// The exposure of those that reported.
        reporting: f64,
        /// The exposure of all.
        total: f64,
    },
    /// A cell of a multiverse whose ratio is not finite or lies outside its own limits.
    #[error("a cell needs a finite ratio inside its limits, but has {ratio} in {lower} to {upper}")]
    Cell {
        /// The ratio given.
        ratio: f64,
        /// Its lower limit.
        lower: f64,
        /// Its upper limit.
        upper: f64,
    },
    /// A summary of no cells.
    #[error("a summary of no cells is undefined")]
    NoCells,
    /// A row (a pattern, the choices of a cell) with more or fewer entries than the others.
    #[error("a row of {given} entries, where {expected} are expected")]
    RowLength {
        /// The length of the others.
        expected: usize,
        /// The length of this one.
        given: usize,
    },
    /// More matches between two lists than one of them has entries.
    #[error("{overlap} matches are more than a list of {list} can hold")]
    OverlapExceedsList {
        /// The number of matches.
        overlap: u64,
        /// The length of the shorter list.
        list: u64,
    },
    /// A list without entries.
    #[error("undefined for a list without entries")]
    EmptyList,
    /// Bounds of the number of false matches, or of the share of matches missed.
    #[error("{what} must lie within {least} to {most}, its lower bound first, but is {lower} to {upper}")]
    LinkageError {
        /// Which of the two.
        what: &'static str,
        /// The least value that makes sense.
        least: f64,
        /// The greatest value that makes sense.
        most: f64,
        /// The bound given as the lower one.
        lower: f64,
        /// The bound given as the upper one.
        upper: f64,
    },
    /// An iteration reached a model in which a class is empty or what was observed is impossible.
    #[error("the model degenerates: a class is empty, or an observed pattern is impossible")]
    DegenerateModel,
    /// A model without fields to compare.
    #[error("a comparison needs at least one field")]
    NoFields,
    /// A comparison with an empty text, which is missing rather than different.
    #[error("an empty text cannot be compared")]
    EmptyText,
    /// Preferred slots that are none or all of the slots.
    #[error("{preferred} preferred slots of {total} leave nothing to compare with")]
    Slots {
        /// The number of preferred slots.
        preferred: u64,
        /// The number of slots.
        total: u64,
    },
    /// Numbers that span too few orders of magnitude for Benford's law.
    #[error("the numbers span {0:.1} orders of magnitude, and Benford's law needs 3")]
    NarrowRange(f64),
    /// A row or column of a table without a single count.
    #[error("undefined: a row or a column of the table is empty")]
    EmptyMargin,
    /// Two cells of a table with the same categories.
    #[error("the cells at positions {first} and {second} have the same categories")]
    SameCell {
        /// The position of the one, from 0.
        first: usize,
        /// The position of the other.
        second: usize,
    },
    /// A total that its parts do not add up to.
    #[error("the cell at position {position} is a total of {total}, and its parts add up to {parts}")]
    NotASum {
        /// The position of the total, from 0.
        position: usize,
        /// The total.
        total: u64,
        /// The sum of the parts that the table has.
        parts: u64,
    },
    /// A table without two rows and two columns.
    #[error("a table needs at least two rows and two columns, but has {rows} and {columns}")]
    TableShape {
        /// The number of rows.
        rows: usize,
        /// The number of columns.
        columns: usize,
    },
    /// More serial numbers than numbers up to the largest.
    #[error("{distinct} distinct serial numbers from 1 to {largest} are impossible")]
    SerialNumbers {
        /// How many were seen.
        distinct: u64,
        /// The largest one.
        largest: u64,
    },
}
