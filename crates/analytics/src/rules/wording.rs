//! The closed list of sentences. Nothing else is ever said of a claim: each sentence is fixed but for its numbers, names and dates.

use std::fmt;

use domain::{
    Date,
    comparison::{Grade, Ratio},
    rate::Interval,
    verdict::{Adjusted, Finding, Fit, FrozenBase, WordsFound},
};

/// Below this chance a run of zeros is called unlikely at a steady rate.
const UNLIKELY: f64 = 0.05;
/// Above this chance nothing follows from a run of zeros.
const ORDINARY: f64 = 0.2;

/// What can be said of a claim.
#[derive(Debug, Clone, Copy)]
pub enum Sentence<'a> {
    /// What the arithmetic found.
    Arithmetic(Finding),
    /// The base was worked out from the percentage.
    InferredBase,
    /// What feasible pairs of one claim are.
    PairsOfOneClaim,
    /// What feasible pairs of a sequence are.
    PairsOfSequence,
    /// The claims of a sequence cannot all be true at once under the assumptions.
    SequenceContradicts,
    /// The base is below 20.
    SmallBase,
    /// The interval includes no change.
    IncludesNoChange,
    /// Window and base window share days.
    WindowsShareDays(i64),
    /// The base did not move while its window grew.
    FrozenBase(&'a FrozenBase),
    /// The growth over an exposure.
    Adjusted(&'a Adjusted, Ratio, f64, Interval),
    /// All independent series, with the best grade among them, against the claim's growth.
    Independent(Grade, Reach),
    /// What a break-even of capture is.
    BreakEven,
    /// What a count of another instrument beside the claim is.
    OtherInstruments,
    /// The words against the numbers.
    Words(&'a WordsFound),
    /// How many published choices of a share claim fit, of how many with counts, and how many are without.
    Grid {
        /// Choices that fit.
        fit: usize,
        /// Choices with counts.
        counted: usize,
        /// Choices without.
        without: usize,
    },
    /// Cumulative counts fall.
    NotMonotone,
    /// Window, population or words differ from the claims before.
    Drift,
    /// A number of the claim is recorded as another one.
    RecordedOtherwise,
    /// The numbers are not recorded as figures with citation.
    NotRecorded,
}

/// How far the independent series reach towards the claim's growth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Every interval ends below the claim's own interval, or below its stated growth where it has none.
    AllBelow,
    /// At least one interval reaches it.
    SomeReach,
    /// There is no growth or no interval to hold against each other.
    Unknown,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Arithmetic(finding) => f.write_str(of_finding(finding)),
            Self::InferredBase => f.write_str("The base was worked out from the percentage, so that it cannot test it."),
            Self::PairsOfOneClaim => f.write_str(
                "The pairs of counts that would fit are an inference from the percentage as it was rounded; no such counts were given.",
            ),
            Self::PairsOfSequence => f.write_str(
                "The pairs of counts that would fit are an inference from all claims of the same count; it assumes one definition, counts that never fall, no restatement and exact percentages.",
            ),
            Self::SequenceContradicts => f.write_str(
                "No pairs of counts fit all claims of the same count at once, if one definition holds, counts never fall, nothing is restated and percentages are exact.",
            ),
            Self::SmallBase => {
                f.write_str("The base is below 20, so that the percentage moves widely with a few events; see the interval.")
            }
            Self::IncludesNoChange => f.write_str("The exact interval includes no change."),
            Self::WindowsShareDays(days) => {
                write!(f, "The window and the base window share {days} days, whose events are in both counts.")
            }
            Self::FrozenBase(frozen) => frozen_base(f, frozen),
            Self::Adjusted(adjusted, ratio, left, interval) => {
                write!(f, "Divided by {}, the growth is {}: ", adjusted.label, times(ratio.value, &ratio.interval))?;
                let upper = interval.upper.unwrap_or(f64::INFINITY);
                write!(f, "{:.0} % ({:.0} to {:.0} %) of the claimed growth on the log scale.", 100.0 * left, 100.0 * interval.lower, 100.0 * upper)
            }
            Self::Independent(grade, reach) => write!(f, "{} {}", of_reach(reach), of_grade(grade)),
            Self::BreakEven => f.write_str(
                "The capture at which the growth would be that of an independent series says what would have to be true, not that it is.",
            ),
            Self::OtherInstruments => f.write_str(
                "Other instruments count the same agency by other rules or in other years; the claim's count over theirs is a sensitivity, not growth.",
            ),
            Self::Words(words) => of_words(f, words),
            Self::Grid { fit, counted, without } => write!(
                f,
                "The stated share fits {fit} of {counted} published choices of population, window, predicate and unknowns that have counts; {without} more were published without counts."
            ),
            Self::NotMonotone => {
                f.write_str("A count or base of the same cumulative count falls from one claim to the next: restated, or counted by another rule.")
            }
            Self::Drift => f.write_str("It differs from the claims before it in window, population, definition or words; see the ledger."),
            Self::RecordedOtherwise => f.write_str(
                "A number of the statement is recorded otherwise than it is stated; rates are of the recorded number, and its growth is not held against them.",
            ),
            Self::NotRecorded => f.write_str("The statement's numbers are not recorded as figures of their own."),
        }
    }
}

/// What a finding means.
fn of_finding(finding: Finding) -> &'static str {
    match finding {
        Finding::Reproduces => "The stated percentage follows from the stated counts.",
        Finding::RoundsTo => "The stated percentage follows from the stated counts after the rounding that its wording announces.",
        Finding::DoesNotReproduce => "The stated percentage does not follow from the stated counts.",
        Finding::NotCheckable => "The statement gives too little to check its arithmetic.",
    }
}

fn frozen_base(f: &mut fmt::Formatter<'_>, frozen: &FrozenBase) -> fmt::Result {
    let FrozenBase { earlier, base, days_then, days_added, p, p_conditional } = frozen;
    write!(
        f,
        "The base is {base} as in {earlier}, although its window of {days_then} days has {days_added} more: at a steady rate the chance of no event in them is p = {p:.3} ({p_conditional:.3} given the total)"
    )?;
    f.write_str(if *p < UNLIKELY {
        ", which is unlikely; the monthly series would show it."
    } else if *p < ORDINARY {
        ", a reason to ask for the monthly series and not a finding."
    } else {
        ", from which nothing follows."
    })
}

fn of_reach(reach: Reach) -> &'static str {
    match reach {
        Reach::AllBelow => {
            "Every independent series over about the same months grew less than the claim: no interval of theirs reaches the claim's own."
        }
        Reach::SomeReach => "The interval of at least one independent series over about the same months reaches the claim's own.",
        Reach::Unknown => "Independent series over about the same months stand beside the claim.",
    }
}

/// What a grade of the best independent series allows.
fn of_grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "The nearest counts by the same definition (grade A).",
        Grade::B => "The nearest counts by nearly the same definition (grade B).",
        Grade::C => "The nearest counts by a definition that moves the number (grade C), so that none confirms or refutes it.",
        Grade::D => "All of them are other instruments (grade D), so that none confirms or refutes it.",
    }
}

fn of_words(f: &mut fmt::Formatter<'_>, words: &WordsFound) -> fmt::Result {
    let WordsFound { phrase, factor: _, stated_factor, fits_stated, counted_factor, fits_counts } = words;
    write!(f, "The words \"{phrase}\"")?;
    let mut parts = Vec::new();
    for (fit, found, what) in [(fits_counts, counted_factor, "the counts"), (fits_stated, stated_factor, "the stated percentage")] {
        if let (Some(fit), Some(found)) = (fit, found) {
            let verb = match fit {
                Fit::Fits => "fit",
                Fit::DoesNotFit => "do not fit",
            };
            parts.push(format!("{verb} {what} ({found:.2} times)"));
        }
    }
    if parts.is_empty() { f.write_str(" have no number to be held against.") } else { write!(f, " {}.", parts.join(" and ")) }
}

/// A ratio with its interval.
fn times(value: f64, interval: &Interval) -> String {
    match interval.upper {
        Some(upper) => format!("{value:.2} times ({:.2} to {upper:.2}, {})", interval.lower, interval.method),
        None => format!("{value:.2} times ({:.2} or more, {})", interval.lower, interval.method),
    }
}

/// What officer-years over a window rest on: the headcounts, and what is assumed where none is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PathAssumed {
    /// How many days have a headcount.
    pub headcounts: usize,
    /// The first day with a headcount.
    pub first: Date,
    /// The last one.
    pub last: Date,
    /// Days of the window before the first.
    pub days_before: u32,
    /// Days of the window after the last.
    pub days_after: u32,
    /// The most by which a headcount is assumed to change in a month where it is carried, as a share of the greatest.
    pub change_per_month: f64,
}

impl fmt::Display for PathAssumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { headcounts, first, last, days_before, days_after, change_per_month } = self;
        let which = if *headcounts == 2 { format!("of {first} and {last}") } else { format!("from {first} to {last}") };
        write!(
            f,
            "Officer-years between {headcounts} headcounts {which}, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two."
        )?;
        let many = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        let outside = match (*days_before, *days_after) {
            (0, 0) => return Ok(()),
            (before, 0) => format!("{} before the first", many(before)),
            (0, after) => format!("{} after the last", many(after)),
            (before, after) => format!("{} before the first and {} after the last", many(before), many(after)),
        };
        write!(f, " On {outside} the nearest is carried, give or take {:.0} % a month.", 100.0 * change_per_month)
    }
}

/// What changed from a claim of the same count to this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// Windows that begin on other days.
    Starts {
        /// The claim before.
        before: String,
        /// First days of window and base window.
        now: (Date, Date),
        /// The same of the claim before.
        then: (Date, Date),
    },
    /// Other people.
    Population {
        /// The claim before.
        before: String,
        /// Whom it is about.
        now: String,
        /// Whom the claim before is about.
        then: String,
    },
    /// Another definition.
    Definition {
        /// The claim before.
        before: String,
        /// What it counts.
        now: String,
        /// What the claim before counts.
        then: String,
    },
    /// Other words for what is counted.
    Words {
        /// The claim before.
        before: String,
        /// Its words.
        now: String,
        /// Those of the claim before.
        then: String,
    },
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Starts { before, now: (window, base), then: (then, base_then) } => {
                write!(f, "The windows begin on {window} and {base}; those of {before} on {then} and {base_then}.")
            }
            Self::Population { before, now, then } => write!(f, "It is about {now}; {before} is about {then}."),
            Self::Definition { before, now, then } => {
                write!(f, "It counts {now} by another definition than {before}, which counts {then}.")
            }
            Self::Words { before, now, then } => write!(f, "It speaks of \"{now}\"; {before} speaks of \"{then}\"."),
        }
    }
}

/// What a verdict cannot say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSay {
    /// Whether the counts are right.
    True,
    /// Whether the sources exist; nothing is counted.
    Exists,
    /// How large the numbers behind a percentage are.
    Counts,
    /// Over which days.
    Days,
    /// What was counted.
    Definition,
    /// In which unit.
    Unit,
    /// What share of events is recorded.
    Capture,
    /// Whether the base is complete to the end of its window.
    BaseToTheEnd,
    /// Whether the risk changed: nothing to divide by.
    Exposure,
    /// Whether the risk changed: no exposure of the base's time.
    ExposureBefore,
    /// Whether others saw the same: no independent series.
    Independent,
    /// Whether others saw the same: they count other things.
    Corroborated,
    /// What so many instruments count that no release has.
    Instruments(usize),
    /// Which choice of a share was meant.
    Choice,
    /// Those of whom it is not known.
    Unknowns,
    /// Why a number changed.
    Cause,
}

impl fmt::Display for CannotSay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::True => "Whether the counts are complete or right: arithmetic tests only that the numbers agree with each other.",
            Self::Exists => "Whether the statement holds: no number of it can be held against an observation.",
            Self::Counts => "How many events are behind the percentage: the counts were not given.",
            Self::Days => "Over which days it holds: its windows are not given in days.",
            Self::Definition => "What was counted: no definition of it is in the catalogue.",
            Self::Unit => "What one of its counts stands for: the speaker published no counting unit.",
            Self::Capture => "What share of events was recorded, then and now.",
            Self::BaseToTheEnd => "Whether the base is complete to the end of its window: that takes the series by month.",
            Self::Exposure => {
                "Whether the risk to an officer changed: no staff, arrests or contacts of its time are recorded to divide by."
            }
            Self::ExposureBefore => {
                "Whether the risk to an officer changed: no exposure by one measure is recorded for both its time and that of its base."
            }
            Self::Independent => "Whether anybody else saw the same change: no independent series of its months is recorded.",
            Self::Corroborated => "Whether independent series confirm it: none of them counts the same thing.",
            Self::Instruments(number) => {
                return write!(
                    f,
                    "What other instruments count of which no release is recorded: {number} of those that are declared for it."
                );
            }
            Self::Choice => "Which population, window and predicate were meant: they were not said.",
            Self::Unknowns => "How far those of whom it is not known would move the share: their number was not published.",
            Self::Cause => "Why a number changed.",
        })
    }
}
