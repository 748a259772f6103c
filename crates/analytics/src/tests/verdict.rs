//! Verdicts: the published numbers of the methods one by one, and what a verdict promises.

use catalog::ClaimEntry;
use domain::{Instant, Missing, Reading, verdict::Verdict};
use proptest::prelude::*;

use statistics::zero_run::zero_run;

use crate::{
    rules::{comparison::Definitions, joined::Joined, rates::CONFIDENCE, verdict::judge, vintages::Known},
    tests::{
        crosswalk, figures,
        ledger::{summary, times, verdict},
        observed,
    },
    wire,
};

fn judged(text: &str) -> Vec<Verdict> {
    let ledger = catalog::read_claims(text).expect("a ledger");
    ledger.iter().map(|entry| judge(entry, &ledger, &figures(), &crosswalk(), Instant::MAX)).collect()
}

/// A claim of a ledger that is made up, with `more` keys.
fn claim(id: &str, published: &str, more: &str) -> String {
    let windows = if more.contains("baseline_window") { "" } else { "window = { text = \"a\" }\nbaseline_window = { text = \"b\" }\n" };
    format!(
        "[[claim]]\nid = \"{id}\"\npublished = \"{published}\"\nspeaker = \"s\"\ntext = \"t.\"\nmetric = \"m\"\nevidence = \"A\"\nurls = [\"https://example.org/\"]\n{windows}{more}\n"
    )
}

fn pairs(id: &str) -> String {
    let found = verdict(id, &figures()).arithmetic.feasible_pairs;
    found.iter().map(|pair| format!("{}/{}", pair.numerator, pair.baseline)).collect::<Vec<_>>().join(" ")
}

#[test]
fn claims_without_counts_have_the_pairs_that_the_sequence_leaves() {
    assert_eq!(pairs("C03"), "28/7 32/8");
    assert_eq!(pairs("C04"), "41/8");
    assert_eq!(pairs("C05"), "48/8 54/9 60/10");
    assert_eq!(pairs("C02"), "68/15 77/17 86/19", "outside of a sequence every base up to 20 is tried");
    assert_eq!(pairs("C08"), "", "\"more than\" is no percentage to invert");
    assert!(verdict("C04", &figures()).wording.iter().any(|line| line.contains("assumes one definition")));
}

#[test]
fn a_sequence_that_contradicts_itself_is_told_and_the_pairs_of_the_claim_alone_are_shown() {
    let counts =
        |numerator: u64, baseline: u64| format!("kind = \"growth\"\nthread = \"x\"\nnumerator = {numerator}\nbaseline = {baseline}");
    let percent = "kind = \"growth\"\nthread = \"x\"\nstated = { percent = 353, decimals = 0, exactness = \"stated\" }";
    let ledger = [claim("a", "2025-01", &counts(10, 2)), claim("b", "2025-02", percent), claim("c", "2025-03", &counts(67, 17))].concat();
    let middle = &judged(&ledger)[1];
    assert!(middle.wording.iter().any(|line| line.starts_with("No pairs of counts fit all claims")), "{:?}", middle.wording);
    assert_eq!(middle.arithmetic.feasible_pairs.len(), 3);
}

#[test]
fn what_each_release_added() {
    let ledger = verdict("C12", &figures()).ledger;
    let lines = ledger.increments.iter().map(|one| {
        let upper = one.per_day.upper.expect("an upper end");
        let from = if one.from.is_empty() { "start" } else { &one.from };
        format!(
            "{from} to {}: {} in {} d = {:.2} per day ({:.2} to {upper:.2})",
            one.to, one.events, one.days, one.value, one.per_day.lower
        )
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
    start to C01: 28 in 61 d = 0.46 per day (0.31 to 0.66)
    C01 to C06: 51 in 102 d = 0.50 per day (0.37 to 0.66)
    C06 to C07: 14 in 14 d = 1.00 per day (0.55 to 1.68)
    C07 to C11: 145 in 130 d = 1.12 per day (0.94 to 1.31)
    C11 to C12: 37 in 40 d = 0.93 per day (0.65 to 1.27)
    ");
}

#[test]
fn the_base_of_november_had_not_moved_by_december() {
    let frozen = verdict("C12", &figures()).baseline.frozen.expect("a frozen base");
    assert_eq!((frozen.earlier.as_str(), frozen.base, frozen.days_then, frozen.days_added), ("C11", 19, 306, 40));
    assert_eq!(format!("{:.3} {:.3}", frozen.p, frozen.p_conditional), "0.083 0.097");
    let july = zero_run(10, 161.0, 14.0).expect("a chance");
    assert_eq!(format!("{:.3} {:.3}", july.plug_in, july.conditional), "0.419 0.434");
    assert_eq!(format!("{:.3}", zero_run(0, 10.0, 5.0).expect("a chance").plug_in), "1.000");
    assert!(verdict("C11", &figures()).baseline.frozen.is_none(), "its base is greater than the one before");
}

#[test]
fn independent_series_have_the_published_changes() {
    let by_count = |id: &str| {
        let precision = verdict(id, &figures()).precision.expect("counts");
        let recomputed = verdict(id, &figures()).arithmetic.recomputed_percent.expect("counts");
        format!("{recomputed:+.1} ({:+.1} to {:+.1})", precision.percent.lower, precision.percent.upper.expect("an end"))
    };
    assert_eq!(by_count("I02"), "+26.4 (-0.3 to +60.4)");
    assert_eq!(by_count("I03"), "+94.3 (+62.9 to +132.4)");
    assert_eq!(by_count("I03b"), "+240.0 (+150.5 to +368.0)");
    assert_eq!(by_count("C11"), "+1152.6 (+684.6 to +2017.5)");
    let both = statistics::ratio::percent_change(375 + 56, 193 + 14, 1.0, 1.0, CONFIDENCE).expect("a change");
    assert_eq!(format!("{:+.1} ({:+.1} to {:+.1})", both.percent, both.lower, both.upper), "+108.2 (+76.0 to +147.0)");
}

#[test]
fn a_corroboration_is_per_day_so_that_the_leap_day_counts() {
    let first = verdict("C11", &figures()).corroboration.into_iter().next().expect("a series");
    // 163 in 305 days over 129 in 306 days.
    assert_eq!(times(&first.ratio.expect("a ratio")), "x1.27 (1.00 to 1.61)");
    assert_eq!(first.comparability.grade.as_str(), "D");
    assert!(first.comparability.differences[0].starts_with("[D] counts cases"), "{:?}", first.comparability.differences);
}

/// Joined figures with one of them changed.
fn with_figure(id: &str, reading: Reading) -> Joined {
    let mut joined = figures();
    let selector = catalog::figure(id).expect("a figure");
    joined.single.get_mut(selector).expect("a figure").recorded.observation.reading = reading;
    joined
}

#[test]
fn per_arrest_the_growth_of_november_is_four_point_seven_times() {
    let november = |joined: &Joined| {
        let adjusted = verdict("C11", joined).exposure_adjusted.into_iter().next().expect("an exposure");
        format!("{}, {:.0} %", times(&adjusted.ratio.expect("a ratio")), 100.0 * adjusted.share_left.expect("a share").0)
    };
    // 824 arrests a day over the 269 days of the release, as the note on it has them; the table has the rounded 222,000.
    let by_daily_mean = with_figure("ddp-arrests-2025-to-15-oct", Reading::Exact("221656".parse().expect("a value")));
    assert_eq!(november(&by_daily_mean), "x4.73 (2.96 to 7.99), 61 %");
    assert_eq!(november(&figures()), "x4.72 (2.96 to 7.98), 61 %");
}

#[test]
fn per_officer_the_rate_is_known_only_between_bounds() {
    let found = verdict("C12", &figures());
    let path = found.identification.iter().find(|one| one.unit == "per 100 officer-years").expect("bounds");
    // Officer-years of 346 days; told for a year as if the window were one, the bounds are 275 over 22,000 and over 10,000.
    let of_a_year = |bound: f64| format!("{:.2}", bound * 346.0 / 365.25);
    assert_eq!((of_a_year(path.lower).as_str(), of_a_year(path.upper.expect("an end")).as_str()), ("1.25", "2.75"));
}

/// Figures, and round headcounts of ICE by month that are made up: 20,000 in 2024, and 21,000 to 30,000 in 2025.
fn with_headcounts() -> Joined {
    let mut joined = figures();
    let entry = catalog::claim("C12").expect("a claim");
    for selector in entry.selectors() {
        let headcount = match (selector.series.source.as_str(), selector.period.label().as_str()) {
            ("opm-dhs-headcount", "2024-01" | "2024-12") => "20000",
            ("opm-dhs-headcount", "2025-01") => "21000",
            ("opm-dhs-headcount", "2025-12") => "30000",
            _ => continue,
        };
        let known = Known { recorded: observed(selector, "row 1", headcount), silenced_by: None };
        joined.single.insert(selector.clone(), known);
    }
    joined
}

#[test]
fn a_ratio_over_staff_covers_the_path_between_two_headcounts() {
    let found = verdict("C12", &with_headcounts());
    let staff = found.exposure_adjusted.iter().find(|one| one.label.starts_with("all employees")).expect("an exposure");
    let ratio = staff.ratio.expect("a ratio");
    assert_eq!(ratio.interval.method, "exact central, over the bounds of the exposures");
    // 12 days of 21,000 and 334 of 25,500 now, 347 of 20,000 before.
    let by_hand = (275.0 / (12.0 * 21_000.0 + 334.0 * 25_500.0)) / (19.0 / (347.0 * 20_000.0));
    assert!((ratio.value - by_hand).abs() < 1e-9, "{} is not {by_hand}", ratio.value);
    assert_eq!(times(&ratio), "x11.45 (6.13 to 23.35)");
    let bounds: Vec<String> = found
        .identification
        .iter()
        .filter(|one| one.label.contains("all employees"))
        .map(|one| format!("{:.3} to {:.3} {}, {}", one.lower, one.upper.expect("an end"), one.unit, one.label))
        .collect();
    // Twelve days of each window lie before the first headcount, of the end of January, so that both sides are known between bounds.
    assert_eq!(
        bounds,
        [
            "0.977 to 1.384 per 100 officer-years, over all employees of ICE, by OPM, now",
            "0.100 to 0.100 per 100 officer-years, over all employees of ICE, by OPM, before",
        ]
    );
    let said = "Divided by all employees of ICE, by OPM, the growth is 11.45 times";
    assert!(found.wording.iter().any(|line| line.starts_with(said)), "{:?}", found.wording);
    assert!(!found.cannot_say.iter().any(|line| line.starts_with("What other instruments")));
    insta::assert_snapshot!(staff.note.replace(". ", ".\n"), @"
    All employees, not only officers; between the headcounts of the first and the last month.
    Now: Officer-years between 2 headcounts of 2025-01-31 and 2025-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    On 12 days before the first the nearest is carried, give or take 10 % a month.
    Before: Officer-years between 2 headcounts of 2024-01-31 and 2024-12-31, each a state at the end of its day, month or year: on a straight line from one to the next, with bounds if it never leaves the range of the two.
    On 12 days before the first the nearest is carried, give or take 10 % a month.
    ");
}

#[test]
fn a_small_part_of_the_base_would_have_to_be_recorded() {
    let found = verdict("C12", &figures());
    let los_angeles = found.baseline.capture_break_even.first().expect("a break-even");
    assert_eq!(format!("{:.1}", 100.0 * los_angeles.capture.0), "8.7");
    let fbi = found.baseline.other_instruments.first().expect("an instrument");
    let by_count = fbi.claim_over_this.expect("a number").value * 346.0 / 365.0;
    assert_eq!(format!("{by_count:.2}"), "1.73", "275 over 159");
    let capture = found.identification.first().expect("bounds");
    assert_eq!(format!("{:.2} to {:.2}", capture.lower, capture.upper.expect("an end")), "1.74 to 14.47");
}

#[test]
fn seventy_percent_holds_for_one_published_choice() {
    let cells = verdict("S01", &figures()).grid;
    let shown: Vec<String> = cells
        .iter()
        .filter_map(|cell| {
            let (share, interval) = cell.share.as_ref().ok()?;
            let fits = cell.fits.expect("a percentage is stated").as_str();
            Some(format!("{}: {share:.2} ({:.2} to {:.2}) {fits}", cell.window, interval.lower, interval.upper?))
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    fiscal year 2024: 71.68 (71.42 to 71.95) fits
    20 January to 15 October 2025: 66.22 (66.02 to 66.41) does_not_fit
    ");
    assert!(cells.iter().all(|cell| cell.share.is_ok() || !cell.note.is_empty()), "a cell without counts says why");
}

#[test]
fn unknowns_of_a_share_give_bounds_and_what_is_counted_by_two_rules_gives_none() {
    let cell = |whole: &str| {
        claim(
            "s",
            "2025",
            &format!(
                "kind = \"share\"\nstated = {{ percent = 60, decimals = 0, exactness = \"stated\" }}\n[[claim.grid]]\npopulation = \"p\"\nwindow = \"w\"\npredicate = \"q\"\nunknowns = \"left out\"\npart = \"figure ddp-arrests-2025-no-record\"\nunknown = \"figure ddp-arrests-2025-honduras\"\nwhole = \"figure {whole}\"\npart_is = \"complement\"\n"
            ),
        )
    };
    insta::assert_snapshot!(summary(&judged(&cell("ddp-arrests-2025-to-15-oct"))[0]), @r"
    s not_checkable -
      share: 55.4 % (55.2 to 55.6) bounds 55.4 to 66.2 fits | p; w; q; unknown left out
    ");
    insta::assert_snapshot!(summary(&judged(&cell("prison-policy-arrests-2025"))[0]), @r"
    s not_checkable -
      share: none: published-figures arrests/no-record of us/dhs/ice in arrest, 2025-01-20 to 2025-10-15 and published-figures arrests of us/dhs/ice in arrest, 2025-01-20 to 2025-10-15 are not counted by one rule over one window | p; w; q; unknown left out
    ");
}

#[test]
fn counts_that_fall_and_windows_that_overlap_are_said() {
    let at = |numerator: u64, end: &str| {
        format!(
            "kind = \"growth\"\nthread = \"x\"\nnumerator = {numerator}\nbaseline = 10\nwindow = {{ text = \"a\", start = \"2025-01-01\", end = \"{end}\" }}\nbaseline_window = {{ text = \"b\", start = \"2024-01-01\", end = \"2025-01-11\" }}"
        )
    };
    let found = judged(&[claim("a", "2025-03", &at(40, "2025-03-01")), claim("b", "2025-04", &at(30, "2025-04-01"))].concat());
    let second = found.last().expect("two verdicts");
    assert_eq!(second.ledger.monotone.as_str(), "no");
    assert_eq!(second.ledger.increments.len(), 1, "nothing was added between the two");
    let said = second.wording.join("\n");
    assert!(said.contains("falls from one claim to the next") && said.contains("share 10 days"), "{said}");
    assert!(second.baseline.frozen.is_none(), "the base window did not grow");
}

#[test]
fn a_missing_figure_is_refused_and_never_a_zero() {
    let joined = with_figure("la-times-cases-2024", Reading::Missing(Missing::Withdrawn));
    let first = verdict("C12", &joined).corroboration.into_iter().next().expect("a series");
    assert_eq!(first.ratio.expect_err("no ratio"), "the count is missing: withdrawn");
    assert_eq!(first.claim_over_this, None);
    let joined = with_figure("dhs-assaults-2024-to-31-dec", Reading::Missing(Missing::Withdrawn));
    let adjusted = verdict("C12", &joined).exposure_adjusted.into_iter().next().expect("an exposure");
    assert!(adjusted.now.is_ok() && adjusted.before.expect("declared").is_err() && adjusted.ratio.is_none());
}

#[test]
fn a_restated_figure_changes_exactly_the_verdicts_that_hold_it() {
    let restated = with_figure("la-times-cases-2024", Reading::Exact("140".parse().expect("a value")));
    let before = figures();
    let changed: Vec<&str> = catalog::claims()
        .map(|claim| claim.id.as_str())
        .filter(|id| wire::verdict(&verdict(id, &before)).result_hash != wire::verdict(&verdict(id, &restated)).result_hash)
        .collect();
    assert_eq!(changed, ["C08", "C11", "C12", "I02"]);
}

#[test]
fn a_claim_to_which_nothing_is_recorded_has_a_verdict() {
    for entry in catalog::ledger() {
        for definitions in [crosswalk(), Definitions::new()] {
            let found = judge(entry, catalog::ledger(), &Joined::default(), &definitions, Instant::MAX);
            assert!(!found.wording.is_empty() && !found.cannot_say.is_empty(), "{}", entry.claim.id);
            assert!(found.observations.is_empty() && found.rests_on.is_empty());
            assert!(found.exposure_adjusted.iter().all(|one| one.now.is_err() && one.ratio.is_none()));
            assert!(found.corroboration.iter().all(|one| one.ratio.is_err()));
        }
    }
}

#[test]
fn no_sentence_accuses_or_names_a_cause() {
    let joined = figures();
    let forbidden =
        ["lie", "lies", "lied", "liar", "false", "fake", "fraud", "because", "cause", "caused", "causes", "due", "drove", "led", "effect"];
    for claim in catalog::claims() {
        let found = verdict(&claim.id, &joined);
        let sentences = found.wording.iter().chain(&found.cannot_say).chain(&found.ledger.drift);
        for sentence in sentences {
            let words: Vec<String> = sentence.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            assert!(forbidden.iter().all(|word| !words.iter().any(|found| found == word)), "{}: {sentence}", claim.id);
            assert!(sentence.ends_with('.'), "{}: {sentence}", claim.id);
        }
    }
}

#[test]
fn the_verdict_on_the_whole_year_fits_one_screen() {
    let found = verdict("C12", &figures());
    assert!(summary(&found).lines().count() <= 36, "{}", summary(&found));
    assert!(found.wording.len() + found.cannot_say.len() <= 16);
}

#[test]
fn every_interval_holds_its_estimate() {
    for claim in catalog::claims() {
        let found = verdict(&claim.id, &figures());
        let ratios = found.corroboration.iter().filter_map(|one| one.ratio.as_ref().ok()).copied();
        for ratio in ratios.chain(found.exposure_adjusted.iter().filter_map(|one| one.ratio)) {
            assert!(ratio.interval.lower <= ratio.value && ratio.interval.upper.is_none_or(|upper| ratio.value <= upper), "{}", claim.id);
        }
        for (share, interval) in found.grid.iter().filter_map(|cell| cell.share.as_ref().ok()) {
            assert!(interval.lower <= *share && interval.upper.is_none_or(|upper| *share <= upper), "{}", claim.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_of_the_ledger_changes_no_verdict(shuffled in Just(catalog::ledger().to_vec()).prop_shuffle()) {
        let (joined, definitions) = (figures(), crosswalk());
        let all = |ledger: &[ClaimEntry]| {
            let mut found: Vec<Verdict> =
                ledger.iter().map(|entry| judge(entry, ledger, &joined, &definitions, Instant::MAX)).collect();
            found.sort_by(|a, b| a.claim.id.cmp(&b.claim.id));
            found
        };
        prop_assert!(all(&shuffled) == all(catalog::ledger()));
    }

    #[test]
    fn whatever_a_claim_says_it_has_a_verdict(
        counts in prop::collection::vec((0_u64..1_000_000_000_000, 0_u64..1_000_000_000_000), 1..5),
        percent in -100.0..1e6_f64,
        days in 1_u8..28,
        kind in prop::sample::select(vec!["growth", "stock", "share", "other"]),
    ) {
        let one = |place: usize, (numerator, baseline): &(u64, u64)| {
            let numbers = if place == 1 { String::new() } else { format!("numerator = {numerator}\nbaseline = {baseline}\n") };
            claim(&format!("c{place}"), &format!("2025-0{place}"), &format!(
                "kind = \"{kind}\"\nthread = \"x\"\n{numbers}stated = {{ percent = {percent:.1}, decimals = 1, exactness = \"unstated\" }}\nbase_capture = [0.1, 1.0]\nwindow = {{ text = \"a\", start = \"2025-01-01\", end = \"2025-02-{days:02}\" }}\nbaseline_window = {{ text = \"b\", start = \"2024-01-01\", end = \"2024-0{}-{days:02}\" }}\ninstruments = [\"figure leoka-federal-2017-ice\"]\n[[claim.exposure]]\nlabel = \"l\"\nnow = {{ daily_mean = \"figure ddp-arrests-2025-to-15-oct\" }}\n",
                place + 2
            ))
        };
        let ledger: String = counts.iter().enumerate().map(|(place, counts)| one(place, counts)).collect();
        for found in judged(&ledger) {
            prop_assert!(!found.wording.is_empty());
            if let Some(precision) = found.precision {
                prop_assert!(precision.percent.upper.is_none_or(|upper| precision.percent.lower <= upper));
            }
            for one in &found.ledger.increments {
                prop_assert!(one.per_day.lower <= one.value && one.per_day.upper.is_none_or(|upper| one.value <= upper));
            }
            if let Some(frozen) = found.baseline.frozen {
                prop_assert!((0.0..=1.0).contains(&frozen.p) && frozen.days_added > 0);
            }
        }
    }

    #[test]
    fn a_run_of_zeros_is_less_likely_the_longer_it_is_and_the_more_events_there_were(events in 1_u64..1_000, days in 1.0..1_000.0_f64, more in 1.0..100.0_f64) {
        let at = |events, silent| zero_run(events, days, silent).expect("a chance");
        let short = at(events, more);
        for longer in [at(events, more + 1.0), at(events + 1, more)] {
            prop_assert!(longer.plug_in <= short.plug_in && longer.conditional <= short.conditional);
        }
        prop_assert!((0.0..=1.0).contains(&short.plug_in) && short.plug_in <= short.conditional);
    }
}
