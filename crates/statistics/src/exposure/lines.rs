//! Areas under the higher or the lower of some straight lines.

/// A straight line over a stretch of days: its height on the first day, and what it gains a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    /// Height at 0; may be infinite.
    pub(super) height: f64,
    /// Gain by day.
    pub(super) slope: f64,
}

impl Line {
    /// A line that stays at one height.
    pub(super) fn level(height: f64) -> Self {
        Self { height, slope: 0.0 }
    }

    fn at(self, day: f64) -> f64 {
        self.height + self.slope * day
    }

    fn negated(self) -> Self {
        Self { height: -self.height, slope: -self.slope }
    }
}

/// The integral of the pointwise greatest of `lines` over `[0, length]`; lines at minus infinity are nowhere the greatest.
///
/// Exact up to rounding: the integrand is straight between the points in which two lines cross.
pub(super) fn area_below_highest(lines: &[Line], length: f64) -> f64 {
    let lines: Vec<Line> = lines.iter().copied().filter(|line| line.height > f64::NEG_INFINITY).collect();
    let mut corners = vec![0.0, length];
    for (place, one) in lines.iter().enumerate() {
        for other in &lines[place + 1..] {
            let crossing = (other.height - one.height) / (one.slope - other.slope);
            if crossing > 0.0 && crossing < length {
                corners.push(crossing);
            }
        }
    }
    corners.sort_by(f64::total_cmp);
    let highest = |day: f64| lines.iter().map(|line| line.at(day)).fold(f64::NEG_INFINITY, f64::max);
    corners.windows(2).map(|ends| f64::midpoint(highest(ends[0]), highest(ends[1])) * (ends[1] - ends[0])).sum()
}

/// The integral of the pointwise least of `lines` over `[0, length]`; infinite if all of them are.
pub(super) fn area_below_lowest(lines: &[Line], length: f64) -> f64 {
    let negated: Vec<Line> = lines.iter().map(|line| line.negated()).collect();
    -area_below_highest(&negated, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-12, "{got} is not {want}");
    }

    #[test]
    fn a_tent_and_a_valley_by_hand() {
        let up = Line { height: 0.0, slope: 1.0 };
        let down = Line { height: 4.0, slope: -1.0 };
        // They cross on day 2 at height 2: a tent of 4, and a valley of 16 - 4.
        close(area_below_lowest(&[up, down], 4.0), 4.0);
        close(area_below_highest(&[up, down], 4.0), 12.0);
        close(area_below_highest(&[up, down, Line::level(3.0)], 4.0), 13.0);
        close(area_below_lowest(&[up, Line::level(f64::INFINITY)], 4.0), 8.0);
        assert!(area_below_lowest(&[Line::level(f64::INFINITY)], 4.0).is_infinite());
    }
}
