//! Officer-years: the integral of a headcount over a window, with bounds where its path is unknown.
//!
//! A headcount is known on a few days only. What lies between them, and what lies before the first and after the last, is an assumption, and
//! the caller has to make it: nothing is carried or bridged without one.

use super::lines::{Line, area_below_highest, area_below_lowest};
use crate::input::{MAX_COUNT, finite};
use crate::series::not_negative;
use crate::{DomainError, Interval};

/// Mean length of a year in days, of the Julian calendar.
pub const DAYS_PER_YEAR: f64 = 365.25;
/// Mean length of a month in days, a twelfth of [`DAYS_PER_YEAR`].
pub const DAYS_PER_MONTH: f64 = DAYS_PER_YEAR / 12.0;

/// How many there were at an instant; between bounds where the count itself is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Headcount {
    /// The midnight at which it held, as the number of the day that begins then; days are counted from any day, the same for all.
    pub day: i32,
    /// The least that it can have been.
    pub lower: f64,
    /// The count as published.
    pub value: f64,
    /// The greatest that it can have been; infinite if there is no end to it.
    pub upper: f64,
}

impl Headcount {
    /// A headcount that is one number.
    pub fn exact(day: i32, value: f64) -> Self {
        Self { day, lower: value, value, upper: value }
    }
}

/// Half-open: from the first day to the first day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub start: i32,
    /// First day after.
    pub end: i32,
}

/// What is assumed of the path between two known headcounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Between {
    /// It never leaves the range of its two neighbours, as a path that only rises or only falls does not.
    Monotone,
    /// It changes by at most so many officers in a month of [`DAYS_PER_MONTH`] days, up or down.
    WithinChange {
        /// Officers.
        per_month: f64,
    },
}

/// What is assumed of the days before the first and after the last known headcount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outside {
    /// Nothing: a window with such days is refused.
    Refused,
    /// The nearest headcount holds, give or take at most so many officers a month; no further away than so many days.
    CarriedUpTo {
        /// The most days from the nearest headcount.
        days: u32,
        /// Officers.
        per_month: f64,
    },
}

/// All that is assumed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// Between two headcounts.
    pub between: Between,
    /// Before the first and after the last.
    pub outside: Outside,
}

/// Officer-years of a window, and on what they rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfficerYears {
    /// The least that the assumption allows.
    pub lower: f64,
    /// On a straight line between neighbouring headcounts, and level outside of them.
    pub central: f64,
    /// The greatest that the assumption allows; infinite if a headcount without an upper bound counts.
    pub upper: f64,
    /// Days of the window that lie between two known headcounts.
    pub days_between: u32,
    /// Days of the window before the first known headcount, over which it is carried back.
    pub days_before: u32,
    /// Days of the window after the last known headcount, over which it is carried on.
    pub days_after: u32,
    /// Days of the window on which the assumption leaves one number only, such as those between two equal headcounts under
    /// [`Between::Monotone`].
    pub days_settled: u32,
    /// What was assumed.
    pub assumption: Assumption,
}

/// Integrates a headcount over a window: officers times years of [`DAYS_PER_YEAR`] days.
///
/// `counts` may come in any order. The central value is the integral of the straight line between neighbouring values (the trapezoid rule), level
/// before the first and after the last. The bounds are the integrals of the least and the greatest path that the assumption allows:
///
/// - [`Between::Monotone`]: `sum of min(l_i, l_i+1) dt` and `sum of max(u_i, u_i+1) dt`;
/// - [`Between::WithinChange`] and [`Outside::CarriedUpTo`], with `c` the limit by day: at each instant the greatest of `0` and all
///   `l_i - c |t - t_i|`, and the least of all `u_i + c |t - t_i|`.
///
/// Split the window anywhere, and the parts add up to the whole. One more headcount that the assumption allows never widens the bounds between its
/// neighbours. Source: the integral of a function between its bounds; for the limit of change, of a Lipschitz function through known values.
///
/// # Errors
///
/// [`DomainError::EmptyWindow`]; [`DomainError::TooFewValues`] without a headcount; [`DomainError::Headcount`] and
/// [`DomainError::TwoHeadcounts`] for headcounts that cannot be; [`DomainError::Parameter`] for a limit that is negative or not finite;
/// [`DomainError::OutsideHeadcounts`] for days that nothing covers; [`DomainError::ChangeRefuted`] where two headcounts contradict the limit between them.
pub fn officer_years(counts: &[Headcount], window: Window, assumption: Assumption) -> Result<OfficerYears, DomainError> {
    if window.start >= window.end {
        return Err(DomainError::EmptyWindow { start: window.start, end: window.end });
    }
    let mut known = in_order(counts)?;
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return Err(DomainError::TooFewValues { needed: 1, given: 0 }) };
    carried(window, first.day, last.day, assumption.outside)?;
    if let Between::WithinChange { per_month } = assumption.between {
        tighten(&mut known, not_negative("the change a month", per_month)?)?;
    }
    let mut total = Total::default();
    let (first, last) = (known[0], known[known.len() - 1]);
    if let Some(part) = window.within(i32::MIN, first.day) {
        total.add(carry(first, part, assumption.outside), part);
        total.before = part.days();
    }
    for neighbours in known.windows(2) {
        let (left, right) = (neighbours[0], neighbours[1]);
        if let Some(part) = window.within(left.day, right.day) {
            total.add(path(left, right, part, assumption.between), part);
            total.between += part.days();
        }
    }
    if let Some(part) = window.within(last.day, i32::MAX) {
        total.add(carry(last, part, assumption.outside), part);
        total.after = part.days();
    }
    let years = |days: f64| days / DAYS_PER_YEAR;
    // The three are added up apart from each other; rounding must not make them pass each other.
    let central = finite(years(total.central))?;
    Ok(OfficerYears {
        lower: years(total.bounds.lower).min(central),
        central,
        upper: years(total.bounds.upper).max(central),
        days_between: total.between,
        days_before: total.before,
        days_after: total.after,
        days_settled: total.settled,
        assumption,
    })
}

impl Window {
    /// The part of the window that lies in `[start, end)`.
    fn within(self, start: i32, end: i32) -> Option<Self> {
        let part = Self { start: self.start.max(start), end: self.end.min(end) };
        (part.start < part.end).then_some(part)
    }

    fn days(self) -> u32 {
        days(self.start, self.end)
    }

    fn length(self) -> f64 {
        f64::from(self.days())
    }
}

/// Days from one to another; 0 if the other is not later.
fn days(from: i32, to: i32) -> u32 {
    if from < to { to.abs_diff(from) } else { 0 }
}

/// The headcounts by day, each of them possible.
fn in_order(counts: &[Headcount]) -> Result<Vec<Headcount>, DomainError> {
    for &Headcount { day: _, lower, value, upper } in counts {
        let holds = lower >= 0.0 && lower <= value && value <= upper && value <= MAX_COUNT as f64;
        if !holds {
            return Err(DomainError::Headcount { lower, value, upper });
        }
    }
    let mut known = counts.to_vec();
    known.sort_by_key(|count| count.day);
    match known.windows(2).find(|pair| pair[0].day == pair[1].day) {
        Some(pair) => Err(DomainError::TwoHeadcounts(pair[0].day)),
        None => Ok(known),
    }
}

/// Refuses windows with days further outside the headcounts than one is carried.
fn carried(window: Window, first: i32, last: i32, outside: Outside) -> Result<(), DomainError> {
    let (before, after) = (days(window.start, first), days(last, window.end));
    let carried = match outside {
        Outside::Refused => 0,
        Outside::CarriedUpTo { days, per_month } => {
            not_negative("the change a month", per_month)?;
            days
        }
    };
    if before > carried || after > carried { Err(DomainError::OutsideHeadcounts { before, after, carried }) } else { Ok(()) }
}

/// Narrows the bounds of each headcount to what those of the others allow, so that only neighbours have to be looked at afterwards.
fn tighten(known: &mut [Headcount], per_month: f64) -> Result<(), DomainError> {
    for place in 1..known.len() {
        let (left, right) = (known[place - 1], known[place]);
        let (days, difference) = (days(left.day, right.day), (right.value - left.value).abs());
        let reach = per_month / DAYS_PER_MONTH * f64::from(days);
        if difference > reach {
            return Err(DomainError::ChangeRefuted { days, difference, per_month });
        }
        known[place] = narrowed(right, left, reach);
    }
    for place in (1..known.len()).rev() {
        let (left, right) = (known[place - 1], known[place]);
        let reach = per_month / DAYS_PER_MONTH * f64::from(days(left.day, right.day));
        known[place - 1] = narrowed(left, right, reach);
    }
    Ok(())
}

fn narrowed(one: Headcount, by: Headcount, reach: f64) -> Headcount {
    Headcount { lower: one.lower.max(by.lower - reach), upper: one.upper.min(by.upper + reach), ..one }
}

/// Officer-days of a part of the window.
struct Part {
    lower: f64,
    central: f64,
    upper: f64,
}

struct Total {
    bounds: Interval,
    central: f64,
    between: u32,
    before: u32,
    after: u32,
    settled: u32,
}

impl Default for Total {
    fn default() -> Self {
        Self { bounds: Interval { lower: 0.0, upper: 0.0 }, central: 0.0, between: 0, before: 0, after: 0, settled: 0 }
    }
}

impl Total {
    fn add(&mut self, Part { lower, central, upper }: Part, over: Window) {
        self.bounds.lower += lower;
        self.bounds.upper += upper;
        self.central += central;
        if upper <= lower {
            self.settled += over.days();
        }
    }
}

/// Between two neighbours.
fn path(left: Headcount, right: Headcount, over: Window, between: Between) -> Part {
    let (from, length) = (f64::from(days(left.day, over.start)), over.length());
    let slope = (right.value - left.value) / f64::from(days(left.day, right.day));
    let central = Line { height: left.value + slope * from, slope };
    let central = area_below_highest(&[central], length);
    match between {
        Between::Monotone => Part { lower: left.lower.min(right.lower) * length, central, upper: left.upper.max(right.upper) * length },
        Between::WithinChange { per_month } => {
            let change = per_month / DAYS_PER_MONTH;
            let left = widening(left, from, change, change);
            let right = widening(right, f64::from(days(over.start, right.day)), change, -change);
            part(&[left, right], central, length)
        }
    }
}

/// Outside of the headcounts.
fn carry(nearest: Headcount, over: Window, outside: Outside) -> Part {
    let length = over.length();
    let central = nearest.value * length;
    match outside {
        // Without an assumption there are no such days: they were refused.
        Outside::Refused => Part { lower: 0.0, central, upper: f64::INFINITY },
        Outside::CarriedUpTo { days: _, per_month } => {
            let change = per_month / DAYS_PER_MONTH;
            let is_before = over.start < nearest.day;
            let away = if is_before { days(over.start, nearest.day) } else { days(nearest.day, over.start) };
            part(&[widening(nearest, f64::from(away), change, if is_before { -change } else { change })], central, length)
        }
    }
}

/// The least and the greatest that a headcount allows `away` days from it, with the gain of the greatest by day.
fn widening(count: Headcount, away: f64, change: f64, gain: f64) -> (Line, Line) {
    let lower = Line { height: count.lower - change * away, slope: -gain };
    (lower, Line { height: count.upper + change * away, slope: gain })
}

fn part(limits: &[(Line, Line)], central: f64, length: f64) -> Part {
    let lower: Vec<Line> = limits.iter().map(|(lower, _)| *lower).chain([Line::level(0.0)]).collect();
    let upper: Vec<Line> = limits.iter().map(|(_, upper)| *upper).collect();
    Part { lower: area_below_highest(&lower, length), central, upper: area_below_lowest(&upper, length) }
}
