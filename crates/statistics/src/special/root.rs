//! A root of an increasing function: Newton, kept inside a bracket.

/// A Newton step below this is the last one: convergence is quadratic, so the point after it is exact to rounding.
const LAST_STEP: f64 = 1e-12;
const NEWTON_STEPS: usize = 60;
/// Halving the widest bracket in use (1,500) this often leaves less than one unit in the last place.
const ALL_STEPS: usize = 140;

/// Finds `t` in `[low, high]` with `f(t) = 0`, where `f` returns its value and its slope and increases.
///
/// A step that leaves the bracket is replaced by a bisection, and after [`NEWTON_STEPS`] only bisections follow, so the search always ends.
/// Without a change of sign the answer is the end of the bracket that is nearer to the root.
pub(crate) fn increasing_root(start: f64, bracket: (f64, f64), f: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = bracket;
    let mut t = start.clamp(low, high);
    for step in 0..ALL_STEPS {
        let (value, slope) = f(t);
        let newton = t - value / slope;
        if (newton - t).abs() <= LAST_STEP * t.abs().max(1.0) {
            return newton.clamp(low, high);
        }
        if value < 0.0 {
            low = t;
        } else {
            high = t;
        }
        t = if step < NEWTON_STEPS && newton > low && newton < high { newton } else { low + (high - low) / 2.0 };
    }
    t
}
