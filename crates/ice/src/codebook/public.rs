//! The codebook as it may be shown to everybody: small counts are suppressed, and so is what they could be told from.

use super::{Codebook, Count, FieldEntry, ValueCount, share};

impl Codebook {
    /// Suppresses counts from 1 to `threshold` − 1.
    ///
    /// The rows of a field are its missing cells, its redaction marks and its values; together they are all rows of the table, which are known. So
    /// further counts, the smallest first, are withheld until at least two are not shown and together make `threshold` rows: nothing can then
    /// be told from the rest. Values that are rare and on no closed list are left out with their text. Shares of missing follow from the counts, and
    /// are `None` where these are suppressed. A codebook that is public already, stays as it is.
    #[must_use]
    pub fn for_public(&self, threshold: u64) -> Self {
        let mut public = self.clone();
        if public.suppressed_below.is_none() {
            public.suppressed_below = Some(threshold);
            public.tables.iter_mut().flat_map(|table| &mut table.fields).for_each(|field| suppress(field, threshold));
        }
        public
    }
}

/// What a count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Missing,
    Redacted,
    /// The value of that place in the list.
    Value(usize),
    /// All values together, where they are not listed.
    Present,
}

fn suppress(field: &mut FieldEntry, threshold: u64) {
    let (Some(missing), Some(missing_after)) = (field.missing_raw_rows, field.missing_after_redaction_rows) else { return };
    let redacted = missing_after.saturating_sub(missing);
    let exact = |value: &ValueCount| if let Count::Exactly(count) = value.count { count } else { 0 };
    let mut counts = vec![(Of::Missing, missing), (Of::Redacted, redacted)];
    if field.values.is_empty() {
        counts.push((Of::Present, field.rows.saturating_sub(missing_after)));
    } else {
        counts.extend(field.values.iter().enumerate().map(|(at, value)| (Of::Value(at), exact(value))));
    }
    let hidden = hidden(&counts, threshold);
    let is_hidden = |of: Of| hidden.contains(&of);

    let of_missing = is_hidden(Of::Missing);
    field.missing_raw_rows = (!of_missing).then_some(missing);
    field.missing_after_redaction_rows = (!of_missing && !is_hidden(Of::Redacted)).then_some(missing_after);
    field.missing_raw = field.missing_raw_rows.map(|missing| share(missing, field.rows));
    field.missing_after_redaction = field.missing_after_redaction_rows.map(|missing| share(missing, field.rows));
    let mut shown = Vec::new();
    for (at, value) in std::mem::take(&mut field.values).into_iter().enumerate() {
        let is_small = (1..threshold).contains(&exact(&value));
        if is_small && !is_listed(field, &value.value) {
            field.values_withheld += 1;
            continue;
        }
        let count = match (is_small, is_hidden(Of::Value(at))) {
            (true, _) => Count::Below(threshold),
            (false, true) => Count::Withheld,
            (false, false) => value.count,
        };
        shown.push(ValueCount { count, ..value });
    }
    // The order would tell something of counts that are not shown.
    shown.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.value.cmp(&b.value)));
    field.values = shown;
}

fn rank(value: &ValueCount) -> (u8, std::cmp::Reverse<u64>) {
    match value.count {
        Count::Exactly(count) => (0, std::cmp::Reverse(count)),
        Count::Withheld => (1, std::cmp::Reverse(0)),
        Count::Below(_) => (2, std::cmp::Reverse(0)),
    }
}

/// Whether a value is on the closed list of its field.
fn is_listed(field: &FieldEntry, value: &str) -> bool {
    let name = field.published_as.as_deref().unwrap_or(&field.field);
    super::lists::of_field(name).is_some_and(|list| list.contains(&value))
}

/// The counts that are not shown.
fn hidden(counts: &[(Of, u64)], threshold: u64) -> Vec<Of> {
    let mut rising: Vec<(Of, u64)> = counts.iter().copied().filter(|(_, count)| *count > 0).collect();
    rising.sort_by_key(|(_, count)| *count);
    let small = rising.iter().take_while(|(_, count)| *count < threshold).count();
    let mut hidden = small;
    let sum = |first: usize| rising.iter().take(first).map(|(_, count)| count).sum::<u64>();
    while small > 0 && hidden < rising.len() && (hidden < 2 || sum(hidden) < threshold) {
        hidden += 1;
    }
    rising.into_iter().take(hidden).map(|(of, _)| of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[u64], shown: &[u64]) {
        let of: Vec<(Of, u64)> = counts.iter().enumerate().map(|(at, count)| (Of::Value(at), *count)).collect();
        let hidden = hidden(&of, 11);
        let left: Vec<u64> = of.iter().filter(|(of, _)| !hidden.contains(of)).map(|(_, count)| *count).collect();
        assert_eq!(left, shown, "{counts:?}");
    }

    #[test]
    fn a_small_count_takes_the_next_smallest_with_it() {
        check(&[5, 100, 20], &[100]);
        check(&[100, 20], &[100, 20]);
        check(&[10, 11, 12], &[12]);
        check(&[0, 11, 12], &[0, 11, 12]);
        check(&[1, 2, 500, 12], &[500]);
        check(&[9, 8, 500, 12], &[500, 12]);
        check(&[3], &[]);
        check(&[], &[]);
    }
}
