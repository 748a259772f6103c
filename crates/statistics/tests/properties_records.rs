//! What must hold for all lists of records: their order and the names of fields do not matter, and intervals hold what they estimate.

use proptest::prelude::*;
use statistics::linkage::{Agreement, FieldModel, LinkageModel, PatternCount, corrected_matches, fit, jaro, jaro_winkler, weigh};
use statistics::{Interval, capture, contingency, digits, heaping, identifiers};

fn agreement() -> impl Strategy<Value = Agreement> {
    prop_oneof![3 => Just(Agreement::Agrees), 3 => Just(Agreement::Differs), 1 => Just(Agreement::Missing)]
}

fn close(got: f64, want: f64, tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert!((got - want).abs() <= tolerance * want.abs().max(1.0), "{got:e} is not {want:e}");
    Ok(())
}

fn start() -> LinkageModel {
    LinkageModel { fields: vec![FieldModel { matched: 0.9, unmatched: 0.1 }; 3], prior: 0.1 }
}

/// The logarithm of the probability of all pairs under a model.
fn ln_likelihood(patterns: &[PatternCount], model: &LinkageModel) -> f64 {
    let chance = |pattern: &PatternCount, side: fn(&FieldModel) -> f64| -> f64 {
        model.fields.iter().zip(&pattern.agreement).fold(1.0, |product, (field, agreement)| {
            product
                * match agreement {
                    Agreement::Agrees => side(field),
                    Agreement::Differs => 1.0 - side(field),
                    Agreement::Missing => 1.0,
                }
        })
    };
    let joint = |pattern: &PatternCount| {
        model.prior * chance(pattern, |field| field.matched) + (1.0 - model.prior) * chance(pattern, |field| field.unmatched)
    };
    patterns.iter().filter(|pattern| pattern.pairs > 0).map(|pattern| pattern.pairs as f64 * joint(pattern).ln()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_lists_count_alike_and_the_interval_holds_the_estimate(a in 0_u64..5_000, b in 0_u64..5_000, m in 0_u64..5_000, confidence in 0.5..0.999) {
        prop_assume!(a + m > 0 && b + m > 0);
        let one = capture::chapman(a + m, b + m, m, confidence).expect("in the domain");
        let other = capture::chapman(b + m, a + m, m, confidence).expect("in the domain");
        close(one.estimate, other.estimate, 1e-12)?;
        close(one.variance, other.variance, 1e-12)?;
        prop_assert!(one.listed <= one.lognormal.lower && one.lognormal.lower <= one.estimate && one.estimate <= one.lognormal.upper, "{one:?}");
        prop_assert!(one.estimate <= one.lincoln_petersen * (1.0 + 1e-12));
        let coverage = one.coverage(a + m).expect("in the domain");
        prop_assert!(coverage.lower <= one.first_coverage && one.first_coverage <= coverage.upper && coverage.upper <= 1.0, "{coverage:?}");
    }

    #[test]
    fn fields_may_come_in_any_order_and_a_missing_one_says_nothing(
        (given, other) in prop::collection::vec((0.001..0.999, 0.001..0.999, agreement()), 1..8).prop_flat_map(|fields| (Just(fields.clone()), Just(fields).prop_shuffle())),
        prior in 0.001..0.999,
    ) {
        let weigh = |from: &[(f64, f64, Agreement)]| {
            let fields: Vec<FieldModel> = from.iter().map(|&(matched, unmatched, _)| FieldModel { matched, unmatched }).collect();
            let agreement: Vec<Agreement> = from.iter().map(|field| field.2).collect();
            weigh(&fields, &agreement, prior)
        };
        let one = weigh(&given).expect("in the domain");
        close(weigh(&other).expect("in the domain").posterior, one.posterior, 1e-12)?;
        let known: Vec<_> = given.iter().copied().filter(|field| field.2 != Agreement::Missing).collect();
        if known.is_empty() {
            close(one.posterior, prior, 1e-12)?;
        } else {
            close(weigh(&known).expect("in the domain").posterior, one.posterior, 1e-12)?;
        }
    }

    #[test]
    fn every_iteration_makes_the_data_more_likely_whatever_the_order_of_patterns(
        (given, other) in prop::collection::vec((prop::collection::vec(agreement(), 3), 1_u64..500), 4..12).prop_flat_map(|patterns| (Just(patterns.clone()), Just(patterns).prop_shuffle())),
    ) {
        let patterns = |from: &[(Vec<Agreement>, u64)]| -> Vec<PatternCount> {
            from.iter().map(|(agreement, pairs)| PatternCount { agreement: agreement.clone(), pairs: *pairs }).collect()
        };
        let (given, other) = (patterns(&given), patterns(&other));
        let Ok(one) = fit(&given, &start(), 30) else { return Ok(()) };
        let again = fit(&other, &start(), 30).expect("the same patterns");
        close(again.model.prior, one.model.prior, 1e-9)?;
        let mut before = ln_likelihood(&given, &start());
        for iterations in 1..6 {
            let after = ln_likelihood(&given, &fit(&given, &start(), iterations).expect("fewer than answered above").model);
            prop_assert!(after >= before - 1e-9 * before.abs(), "{before} to {after}");
            before = after;
        }
        let probabilities = one.model.fields.iter().flat_map(|field| [field.matched, field.unmatched]).chain([one.model.prior]);
        for probability in probabilities {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&probability));
        }
    }

    #[test]
    fn splitting_a_pattern_changes_nothing(counts in prop::collection::vec(2_u64..500, 8)) {
        let pattern = |code: usize, pairs: u64| PatternCount {
            agreement: (0..3).map(|field| if code & (1 << field) == 0 { Agreement::Differs } else { Agreement::Agrees }).collect(),
            pairs,
        };
        let whole: Vec<PatternCount> = counts.iter().enumerate().map(|(code, &pairs)| pattern(code, pairs)).collect();
        let split: Vec<PatternCount> = counts.iter().enumerate().flat_map(|(code, &pairs)| [pattern(code, pairs / 2), pattern(code, pairs - pairs / 2)]).collect();
        let (one, other) = (fit(&whole, &start(), 20), fit(&split, &start(), 20));
        prop_assert_eq!(one.is_ok(), other.is_ok());
        if let (Ok(one), Ok(other)) = (one, other) {
            close(one.model.prior, other.model.prior, 1e-9)?;
        }
    }

    #[test]
    fn similarity_is_one_only_for_equal_texts(a in "[a-d]{1,12}", b in "[a-d]{1,12}", c in "[e-h]{1,12}") {
        let (plain, raised) = (jaro(&a, &b).expect("in the domain"), jaro_winkler(&a, &b).expect("in the domain"));
        prop_assert!(0.0 <= plain && plain <= raised && raised <= 1.0 + 1e-15);
        prop_assert!(jaro(&a, &a).expect("in the domain") >= 1.0);
        prop_assert!(jaro_winkler(&a, &c).expect("in the domain") <= 0.0);
        prop_assert!(plain < 1.0 || a.len() == b.len());
    }

    #[test]
    fn correcting_matches_holds_the_matches_between_both_errors(found in 0_u64..1_000, wrong in 0.0..1.0, missed in 0.0..0.9) {
        let most_wrong = wrong * found as f64;
        let nothing = Interval { lower: 0.0, upper: 0.0 };
        let only_false = corrected_matches(found, Interval { lower: 0.0, upper: most_wrong }, nothing).expect("in the domain");
        let only_missed = corrected_matches(found, nothing, Interval { lower: 0.0, upper: missed }).expect("in the domain");
        close(only_false.upper, found as f64, 1e-12)?;
        close(only_missed.lower, found as f64, 1e-12)?;
        let both = corrected_matches(found, Interval { lower: 0.0, upper: most_wrong }, Interval { lower: 0.0, upper: missed }).expect("in the domain");
        prop_assert!(both.lower <= only_false.lower && only_missed.upper <= both.upper);
    }

    #[test]
    fn a_table_is_the_same_turned_and_reordered(table in prop::collection::vec(prop::collection::vec(1_u64..200, 3), 2..5)) {
        let one = contingency::independence(&table).expect("in the domain");
        let turned: Vec<Vec<u64>> = (0..3).map(|column| table.iter().map(|row| row[column]).collect()).collect();
        let reversed: Vec<Vec<u64>> = table.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let tenfold: Vec<Vec<u64>> = table.iter().map(|row| row.iter().map(|cell| 10 * cell).collect()).collect();
        for other in [turned, reversed] {
            let other = contingency::independence(&other).expect("in the domain");
            close(other.chi_square, one.chi_square, 1e-10)?;
            close(other.cramers_v, one.cramers_v, 1e-10)?;
        }
        let tenfold = contingency::independence(&tenfold).expect("in the domain");
        close(tenfold.chi_square, 10.0 * one.chi_square, 1e-10)?;
        close(tenfold.cramers_v, one.cramers_v, 1e-10)?;
        prop_assert!((0.0..=1.0).contains(&one.cramers_v) && (0.0..=1.0).contains(&one.p));
    }

    #[test]
    fn the_names_of_last_digits_do_not_matter(counts in prop::array::uniform10(0_u64..300), turn in 0_usize..10) {
        prop_assume!(counts.iter().sum::<u64>() > 0);
        let mut turned = counts;
        turned.rotate_left(turn);
        let (one, other) = (digits::uniform_last_digit(&counts).expect("in the domain"), digits::uniform_last_digit(&turned).expect("in the domain"));
        close(one.chi_square, other.chi_square, 1e-10)?;
        close(one.mean_absolute_deviation, other.mean_absolute_deviation, 1e-10)?;
    }

    #[test]
    fn every_number_has_one_first_and_one_last_digit(numbers in prop::collection::vec(0_u64..1_000_000, 1..200)) {
        let numbers: Vec<u64> = numbers.into_iter().chain([1, 2_000]).collect();
        let first = digits::first_digits(&numbers).expect("three orders of magnitude");
        prop_assert_eq!(first.iter().sum::<u64>(), numbers.iter().filter(|number| **number > 0).count() as u64);
        prop_assert_eq!(digits::last_digits(&numbers, 0).iter().sum::<u64>(), numbers.len() as u64);
        let sevens = numbers.iter().filter(|number| number.to_string().starts_with('7')).count() as u64;
        prop_assert_eq!(first[6], sevens);
    }

    #[test]
    fn the_tail_of_heaping_is_the_sum_of_binomial_probabilities(trials in 1_u64..60, hits in 0_u64..60, preferred in 1_u64..20, others in 1_u64..60) {
        let hits = hits.min(trials);
        let answer = heaping::heaping(hits, trials, preferred, preferred + others).expect("in the domain");
        let p = preferred as f64 / (preferred + others) as f64;
        let (mut probability, mut tail) = ((1.0 - p).powi(i32::try_from(trials).expect("few")), 0.0);
        for successes in 0..=trials {
            tail += if successes >= hits { probability } else { 0.0 };
            probability *= (trials - successes) as f64 / (successes + 1) as f64 * p / (1.0 - p);
        }
        close(answer.upper_p, tail, 1e-9)?;
        prop_assert_eq!(answer.z > 0.0, answer.ratio > 1.0);
    }

    #[test]
    fn gaps_are_what_is_left_of_the_span(
        (given, other) in prop::collection::vec(0_u64..300, 1..100).prop_flat_map(|numbers| (Just(numbers.clone()), Just(numbers).prop_shuffle())),
        shift in 0_u64..1_000_000,
    ) {
        let one = identifiers::gaps(&given).expect("in the domain");
        prop_assert_eq!(&one, &identifiers::gaps(&other).expect("in the domain"));
        prop_assert_eq!(one.holes.iter().map(|hole| hole.clone().count() as u64).sum::<u64>(), one.missing);
        prop_assert!(one.holes.iter().all(|hole| given.iter().all(|number| !hole.contains(number))));
        prop_assert_eq!((one.distinct + one.missing, one.distinct + one.duplicates), (one.span, given.len() as u64));
        let moved: Vec<u64> = given.iter().map(|number| number + shift).collect();
        prop_assert_eq!(identifiers::gaps(&moved).expect("in the domain").missing, one.missing);
    }

    #[test]
    fn the_tanks_are_at_least_those_seen(distinct in 1_u64..500, more in 0_u64..10_000, confidence in 0.5..0.999) {
        let largest = distinct + more;
        let answer = identifiers::german_tank(largest, distinct, confidence).expect("in the domain");
        prop_assert!(answer.estimate >= largest as f64 - 1e-9 && answer.interval.lower >= largest as f64 && answer.interval.upper >= answer.interval.lower);
        close(identifiers::german_tank(distinct, distinct, confidence).expect("in the domain").estimate, distinct as f64, 1e-12)?;
    }
}
