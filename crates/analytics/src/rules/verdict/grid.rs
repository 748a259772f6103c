//! A share claim on its four axes: population, window, predicate, and what is done with the unknown.

use domain::{
    Recorded,
    claim::{Exactness, PartIs, ShareCell, StatedPercent},
    comparison::Selector,
    rate::{Interval, Refusal},
    verdict::{Fit, ShareFound},
};

use statistics::bounds::share_with_missing;

use super::case::Case;
use crate::rules::{exposure, rates::CONFIDENCE};

/// Method of a share's interval.
const WILSON: &str = "Wilson";
/// Why a cell has no share although it was published.
const NO_COUNTS: &str = "published without counts";

/// Every published cell.
pub(super) fn all(case: &Case<'_>) -> Vec<ShareFound> {
    case.claim().setting.grid.iter().map(|cell| found(case, cell)).collect()
}

fn found(case: &Case<'_>, cell: &ShareCell) -> ShareFound {
    let counted = counted(case, cell);
    let share = counted.clone().and_then(|Counted { yes, whole, .. }| {
        let interval = statistics::proportion::wilson(yes, whole, CONFIDENCE).map_err(|error| error.to_string())?;
        let interval =
            Interval { lower: 100.0 * interval.lower, upper: Some(100.0 * interval.upper), confidence: CONFIDENCE, method: WILSON };
        Ok((100.0 * yes as f64 / whole as f64, interval))
    });
    let bounds = counted.ok().and_then(|Counted { yes, no, unknown, .. }| {
        let bounds = share_with_missing(yes, no, unknown?).ok()?;
        Some((100.0 * bounds.lower, 100.0 * bounds.upper))
    });
    let fits = match (case.claim().stated, &share) {
        (Some(stated), Ok((share, _))) => Some(fits(stated, *share, bounds)),
        _ => None,
    };
    let ShareCell { population, window, predicate, unknowns, note, .. } = cell;
    ShareFound {
        population: population.clone(),
        window: window.clone(),
        predicate: predicate.clone(),
        unknowns: unknowns.clone(),
        share,
        bounds,
        fits,
        note: note.clone(),
    }
}

/// The numbers of a cell, turned to those who have what the predicate says.
#[derive(Debug, Clone)]
struct Counted {
    yes: u64,
    no: u64,
    /// None where it was not published how many are unknown.
    unknown: Option<u64>,
    whole: u64,
}

fn counted(case: &Case<'_>, cell: &ShareCell) -> Result<Counted, String> {
    let (Some(part), Some(whole)) = (&cell.part, &cell.whole) else { return Err(NO_COUNTS.into()) };
    let parts = [Some(part), cell.unknown.as_ref()].into_iter().flatten();
    for one in parts {
        if one.series.unit != whole.series.unit || one.series.definition != whole.series.definition || one.period != whole.period {
            return Err(format!("{one} and {whole} are not counted by one rule over one window"));
        }
    }
    let of = |selector: &Selector| -> Result<u64, Refusal> {
        let recorded: &Recorded = case.joined.find(selector)?;
        exposure::events(recorded)
    };
    let read = || -> Result<(u64, u64, Option<u64>), Refusal> { Ok((of(part)?, of(whole)?, cell.unknown.as_ref().map(of).transpose()?)) };
    let (part, whole, unknown) = read().map_err(|refusal| refusal.to_string())?;
    let rest = whole.checked_sub(part).and_then(|rest| rest.checked_sub(unknown.unwrap_or(0)));
    let rest = rest.ok_or_else(|| format!("{part} of {whole} is more than the whole"))?;
    let (yes, no) = match cell.part_is {
        PartIs::Predicate => (part, rest),
        PartIs::Complement => (rest, part),
    };
    Ok(Counted { yes, no, unknown, whole })
}

/// Whether a share is the stated one. A percentage that is meant to its digits is met to the digits; one in round words is met by what rounds
/// to it in steps of five, as long as it is such a step itself; "more than" is met by whatever is not less. Bounds meet it where they reach it.
fn fits(stated: StatedPercent, share: f64, bounds: Option<(f64, f64)>) -> Fit {
    let half_digit = 0.5 * 10_f64.powi(-i32::from(stated.decimals));
    let is_round = (stated.percent / 5.0 - (stated.percent / 5.0).round()).abs() < 1e-9;
    let half = match stated.exactness {
        Exactness::About | Exactness::Unstated if is_round => 2.5,
        _ => half_digit,
    };
    let (least, greatest) = bounds.unwrap_or((share, share));
    let reaches_down = stated.exactness == Exactness::AtLeast || least - half <= stated.percent;
    if reaches_down && stated.percent <= greatest + half { Fit::Fits } else { Fit::DoesNotFit }
}
