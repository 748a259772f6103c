//! The codebook as it may be shown to everybody: small counts are withheld, and so is what they could be told from; what is left is rounded.

use super::{Codebook, Count, FieldEntry, ValueCount, share};

/// To what the counts of a public codebook are rounded.
const ROUNDED_TO: u64 = 10;

/// Raw columns by which the months of a release are counted, or that tell one of these: the sum of what is shown of the months, taken from a count
/// of such a column, would be what the months withhold.
const OF_MONTHS: [(&str, &[&str]); 3] = [
    ("arrests", &["state", "apprehension_criminality", "apprehension_final_program"]),
    (
        "detainers",
        &["facility_state", "facility_city", "detainer_facility", "detainer_facility_code", "detainer_criminality", "toa_current_program"],
    ),
    ("detentions", &["detention_facility", "detention_facility_code", "book_in_criminality", "apprehension_final_program"]),
];
const WHY_WITHHELD: &str = "months are counted by this field, and its counts would tell what is withheld of them";

/// A number of rows as it is shown: to the nearest ten, and no less than ten where there is a row.
pub fn rounded(rows: u64) -> u64 {
    match rows {
        0 => 0,
        rows => (rows.saturating_add(ROUNDED_TO / 2) / ROUNDED_TO * ROUNDED_TO).max(ROUNDED_TO),
    }
}

impl Codebook {
    /// Withholds counts from 1 to `threshold` − 1, and rounds the others (see [`rounded`]).
    ///
    /// The rows of a field are its missing cells, its redaction marks and its values; together they are all rows of the table. So further counts, the
    /// smallest first, are withheld until at least two are, and together they exceed their number by `threshold`: each of them can then be
    /// anything from 1 to more than `threshold`, for all that is shown. One mark, [`Count::Withheld`], stands for both kinds, and values that
    /// are on no closed list are left out with their text, whichever kind they are. If all are withheld, nothing but the rows of the table
    /// binds them; these are rounded too, as are those of every field, so that no sum of counts gives them back.
    ///
    /// Fields by which months are counted keep their list of values without any count, and say why. Shares of missing follow from the counts as
    /// they are shown, and are `None` where these are withheld. A codebook that is public already, stays as it is. Who compares the
    /// public codebooks of two releases compares two tables; that is not protected against.
    #[must_use]
    pub fn for_public(&self, threshold: u64) -> Self {
        let mut public = self.clone();
        if public.suppressed_below.is_some() {
            return public;
        }
        public.suppressed_below = Some(threshold);
        public.rounded_to = Some(ROUNDED_TO);
        public.mends.iter_mut().for_each(|mend| mend.changed = shown(mend.changed, threshold));
        public.published.iter_mut().for_each(|table| table.rows = rounded(table.rows));
        for table in &mut public.tables {
            let of_months = OF_MONTHS.iter().find(|(name, _)| *name == table.table).map_or(&[][..], |(_, fields)| fields);
            for field in &mut table.fields {
                suppress(field, threshold);
                if of_months.contains(&field.field.as_str()) {
                    withhold_all(field);
                }
                round(field);
            }
            table.rows = rounded(table.rows);
        }
        public
    }
}

/// A count that stands alone, with nothing that it could be told from.
fn shown(count: Count, threshold: u64) -> Count {
    match count {
        Count::Exactly(count) if (1..threshold).contains(&count) => Count::Below(threshold),
        Count::Exactly(count) => Count::About(rounded(count)),
        other => other,
    }
}

fn withhold_all(field: &mut FieldEntry) {
    (field.missing_raw_rows, field.missing_after_redaction_rows) = (None, None);
    field.values.iter_mut().for_each(|value| value.count = Count::Withheld);
    field.values.sort_by(|a, b| a.value.cmp(&b.value));
    field.counts_withheld = Some(WHY_WITHHELD.to_owned());
}

fn round(field: &mut FieldEntry) {
    // How many identifiers there are is a number of persons; how many values are listed, can be counted.
    if field.values.is_empty() && field.values_withheld == 0 {
        field.distinct = field.distinct.map(rounded);
    }
    field.rows = rounded(field.rows);
    field.missing_raw_rows = field.missing_raw_rows.map(rounded);
    field.missing_after_redaction_rows = field.missing_after_redaction_rows.map(rounded);
    field.missing_raw = field.missing_raw_rows.map(|missing| share(missing, field.rows));
    field.missing_after_redaction = field.missing_after_redaction_rows.map(|missing| share(missing, field.rows));
    for value in &mut field.values {
        if let Count::Exactly(count) = value.count {
            value.count = Count::About(rounded(count));
        }
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
    let mut shown = Vec::new();
    for (at, value) in std::mem::take(&mut field.values).into_iter().enumerate() {
        if !is_hidden(Of::Value(at)) {
            shown.push(value);
        } else if is_listed(field, &value.value) {
            shown.push(ValueCount { count: Count::Withheld, ..value });
        } else {
            field.values_withheld += 1;
        }
    }
    // The order would tell something of counts that are not shown.
    shown.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.value.cmp(&b.value)));
    field.values = shown;
}

/// As the counts will be rounded: the order of those that become one would tell them apart.
fn rank(value: &ValueCount) -> (u8, std::cmp::Reverse<u64>) {
    match value.count {
        Count::Exactly(count) | Count::About(count) => (0, std::cmp::Reverse(rounded(count))),
        Count::Below(_) | Count::Withheld => (1, std::cmp::Reverse(0)),
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
    // Each of n counts of at least 1 can be anything up to the sum less n - 1.
    let is_protected = |first: usize| first >= 2 && sum(first) >= threshold + first as u64;
    while small > 0 && hidden < rising.len() && !is_protected(hidden) {
        hidden += 1;
    }
    rising.into_iter().take(hidden).map(|(of, _)| of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{codebook::published_name, counts::Subject, release::RawTable};

    const THRESHOLD: u64 = 11;

    fn left(counts: &[u64]) -> Vec<u64> {
        let of: Vec<(Of, u64)> = counts.iter().enumerate().map(|(at, count)| (Of::Value(at), *count)).collect();
        let hidden = hidden(&of, THRESHOLD);
        of.iter().filter(|(of, _)| !hidden.contains(of)).map(|(_, count)| *count).collect()
    }

    #[test]
    fn a_small_count_takes_others_with_it() {
        let check = |counts: &[u64], shown: &[u64]| assert_eq!(left(counts), shown, "{counts:?}");
        check(&[5, 100, 20], &[100]);
        check(&[100, 20], &[100, 20]);
        check(&[10, 11, 12], &[12]);
        check(&[0, 11, 12], &[0, 11, 12]);
        check(&[1, 2, 500, 12], &[500]);
        check(&[9, 8, 500, 12], &[500, 12]);
        check(&[1, 11, 500], &[]);
        check(&[2, 11, 500], &[500]);
        check(&[10, 10, 500], &[500]);
        check(&[1, 1, 500], &[]);
        check(&[3], &[]);
        check(&[], &[]);
    }

    /// Whether counts of at least 1 can make that sum; if `one_is_small`, with one of them below the threshold.
    fn can_be(counts: usize, sum: u64, one_is_small: bool) -> bool {
        match counts {
            0 => sum == 0 && !one_is_small,
            1 => sum >= 1 && (!one_is_small || sum < THRESHOLD),
            _ => sum >= counts as u64,
        }
    }

    /// Who knows the total, the threshold and what is shown, and that something small is withheld; the total of a field of which nothing is shown is
    /// known as it is rounded.
    #[test]
    fn no_attacker_can_narrow_a_withheld_count_to_fewer_than_five_values() {
        let all: Vec<u64> = (0..=14).chain([20, 24, 500]).collect();
        let lists = (1..=4_u32).flat_map(|length| {
            let all = all.clone();
            (0..all.len().pow(length))
                .map(move |code| (0..length).map(|at| all[code / all.len().pow(at) % all.len()]).collect::<Vec<u64>>())
        });
        for counts in lists {
            let shown = left(&counts);
            let hidden = counts.len() - shown.len();
            let (total, rest): (u64, u64) = (counts.iter().sum(), shown.iter().sum());
            if hidden == 0 {
                assert!(!counts.iter().any(|count| (1..THRESHOLD).contains(count)), "{counts:?}");
                continue;
            }
            let sums: Vec<u64> =
                if rest == 0 { (1..total + 10).filter(|sum| rounded(*sum) == rounded(total)).collect() } else { vec![total - rest] };
            let is_possible = |count: u64, sum: u64| sum >= count && can_be(hidden - 1, sum - count, count >= THRESHOLD);
            let possible = (1..=total + 10).filter(|count| sums.iter().any(|sum| is_possible(*count, *sum))).count();
            assert!(possible >= 5, "{counts:?}: {possible} values are possible, where {shown:?} are shown");
        }
    }

    #[test]
    fn rows_are_rounded_to_ten_and_never_to_nothing() {
        assert_eq!([0, 1, 4, 11, 14, 15, 2_857, 714_324].map(rounded), [0, 10, 10, 10, 10, 20, 2_860, 714_320]);
    }

    #[test]
    fn a_count_that_stands_alone_is_rounded_or_said_to_be_small() {
        let all = [0, 1, 10, 11, 32].map(|count| shown(Count::Exactly(count), 11));
        assert_eq!(all, [Count::About(0), Count::Below(11), Count::Below(11), Count::About(10), Count::About(30)]);
    }

    #[test]
    fn every_raw_column_by_which_months_are_counted_is_withheld() {
        let tables = [RawTable::Arrests, RawTable::Detainers, RawTable::Detentions];
        let withheld: Vec<String> = tables
            .iter()
            .zip(OF_MONTHS)
            .flat_map(|(table, (name, fields))| {
                assert_eq!(table.name(), name);
                fields.iter().map(|field| published_name(*table, field))
            })
            .collect();
        // These are made by rules: of the state as entered, of the facility, and of the first facility.
        let made = ["apprehension_state_filled_in", "state", "state_first"];
        for column in [Subject::Arrests, Subject::Detainers, Subject::BookIns, Subject::Stays].iter().flat_map(|subject| subject.columns())
        {
            assert!(made.contains(&column) || withheld.iter().any(|other| other == column), "{column}");
        }
    }
}
