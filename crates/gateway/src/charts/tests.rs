//! What all charts promise: every datum in the drawing and in the table, no mark outside of the drawing, gaps that stay gaps, and nothing
//! from outside that becomes markup.

mod courts;
mod examples;
mod reading;

use std::collections::BTreeSet;

use domain::{Period, comparison::Grade};
use proptest::prelude::*;

use self::{
    examples::{about, agencies, cells, count, estimate, instrument, limits, month, quantity},
    reading::{Drawn, drawings, runs},
};
use super::*;

/// Elements that charts consist of; anything else came out of a label.
const ELEMENTS: [&str; 31] = [
    "a",
    "b",
    "caption",
    "circle",
    "defs",
    "desc",
    "details",
    "div",
    "figcaption",
    "figure",
    "g",
    "li",
    "line",
    "p",
    "path",
    "pattern",
    "rect",
    "span",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "use",
    "clipPath",
];

/// What holds for every chart of any input.
fn sound(chart: &Chart) -> Result<(), String> {
    let drawings = drawings(&chart.figure.0);
    if drawings.len() != 2 {
        return Err(format!("{} drawings instead of two", drawings.len()));
    }
    for drawing in &drawings {
        if let Some(outside) = drawing.outside() {
            return Err(format!("outside of {} by {}: {outside}", drawing.width, drawing.height));
        }
    }
    if let Some(strange) = reading::elements(&chart.figure.0).find(|element| !ELEMENTS.contains(&element.name.as_str())) {
        return Err(format!("an element from outside: {}", strange.name));
    }
    let mut ids = BTreeSet::new();
    let twice =
        reading::elements(&chart.figure.0).filter_map(|element| element.text("id").map(str::to_owned)).find(|id| !ids.insert(id.clone()));
    if let Some(twice) = twice {
        return Err(format!("an id that is there twice: {twice}"));
    }
    let csv = chart.table.csv();
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(csv.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    if records.len() != chart.table.rows.len() {
        return Err(format!("{} records for {} rows", records.len(), chart.table.rows.len()));
    }
    let runs = |field: &str| field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && field.parse::<f64>().is_err();
    match records.iter().flatten().find(|field| runs(field)) {
        Some(formula) => Err(format!("a formula: {formula}")),
        None => Ok(()),
    }
}

/// How often a class occurs in each drawing, the wide one first.
fn counts(chart: &Chart, class: &str) -> Vec<usize> {
    drawings(&chart.figure.0).iter().map(|drawing| drawing.count(class)).collect()
}

fn forest_of(rows: Vec<Instrument>) -> Chart {
    let references = vec![Reference { value: 1.0, label: "no change".into() }];
    forest(&Forest { about: about(), quantity: quantity(Digits::Ratio), references, groups: vec![Group { heading: "All".into(), rows }] })
}

#[test]
fn a_forest_has_a_mark_with_its_interval_for_every_estimate_and_words_for_every_gap() {
    let chart = forest_of(vec![
        instrument("press count", Some(Grade::D), estimate(12.53, 7.85, Some(21.18))),
        instrument("vehicles", Some(Grade::D), estimate(33.0, 8.57, None)),
        instrument("charges", Some(Grade::C), estimate(1.26, 0.0, Some(1.6))),
        instrument("threats", None, Reading::Missing("counts were not given".into())),
    ]);
    sound(&chart).expect("a sound chart");
    assert_eq!(counts(&chart, "c-row"), [3, 3]);
    assert_eq!(counts(&chart, "c-gap"), [1, 1]);
    assert_eq!(counts(&chart, "c-arrow"), [2, 2], "one without an upper end, one down to zero on a logarithmic axis");
    for drawing in drawings(&chart.figure.0) {
        for words in ["press count", "12.53", "7.85 to 21.18", "8.57 to unbounded", "counts were not given", "no change: 1"] {
            assert!(drawing.texts().contains(words), "{words}: {}", drawing.texts());
        }
    }
    insta::assert_snapshot!(chart.table.csv().replace("\r\n", "\n"), @r"
    Instrument,Group,Comparability,Ratio to the year before,Lower end,Upper end,Missing
    press count,All,D,12.53,7.85,21.18,
    vehicles,All,D,33,8.57,unbounded,
    charges,All,C,1.26,0,1.6,
    threats,All,,,,,counts were not given
    ");
}

#[test]
fn a_chart_says_what_is_seen_to_those_who_do_not_see_it() {
    let chart = forest_of(vec![
        instrument("charges", None, estimate(1.26, 0.997, Some(1.6))),
        instrument("x", None, Reading::Missing("no".into())),
    ]);
    for drawing in drawings(&chart.figure.0) {
        let svg = drawing.elements.iter().find(|element| element.name == "svg").expect("the drawing itself");
        assert_eq!(svg.text("role"), Some("img"));
        for id in svg.text("aria-labelledby").expect("a name").split(' ') {
            assert!(drawing.elements.iter().any(|element| element.text("id") == Some(id)), "{id}");
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(drawing.description(), @"Ratio to the year before: 2 rows, 1 with an estimate and its interval, from 1.26 to 1.26; 1 without a value; linear axis.");
        }
    }
}

fn trend_of(series: Vec<Series>, arrangement: Arrangement) -> Chart {
    let declared = vec![Declared { date: "2025-01-20".parse().expect("a date"), label: "declared".into() }];
    trend(&Trend { about: about(), quantity: quantity(Digits::Count), arrangement, declared, series })
}

fn months(label: &str, values: &[Option<f64>]) -> Series {
    let reading = |value: &Option<f64>| value.map_or_else(|| Reading::Missing("not published".into()), count);
    let points =
        values.iter().enumerate().map(|(place, value)| Point { period: month(place), reading: reading(value), extent: Extent::Whole });
    Series { label: label.into(), points: points.collect() }
}

/// No horizontal or joining stroke of a series lies over a hatched gap.
fn bridged(drawing: &Drawn) -> Option<String> {
    let gaps: Vec<(f64, f64)> = drawing.with("c-gap").map(|gap| (gap.number("x"), gap.number("x") + gap.number("width"))).collect();
    let strokes =
        drawing.with("c-series").filter(|element| element.name == "path").flat_map(|path| runs(path.text("d").unwrap_or_default()));
    let over = |stroke: &(f64, f64)| gaps.iter().find(|gap| stroke.0 + 0.2 < gap.1 && gap.0 + 0.2 < stroke.1).copied();
    strokes.into_iter().find_map(|stroke| over(&stroke).map(|gap| format!("{stroke:?} over {gap:?}")))
}

#[test]
fn no_line_crosses_a_gap_and_its_reason_is_said() {
    let mut series = months("Border Patrol", &[Some(3.0), Some(5.0), None, Some(4.0), Some(4.0), Some(2.0)]);
    series.points.remove(4);
    series.points.last_mut().expect("a last month").extent = Extent::Partial("to the 15th".into());
    let chart = trend_of(vec![series], Arrangement::Together);
    sound(&chart).expect("a sound chart");
    for drawing in drawings(&chart.figure.0) {
        assert_eq!(bridged(&drawing), None);
        assert_eq!((drawing.count("c-gap"), drawing.count("c-mark"), drawing.count("c-hollow"), drawing.count("c-partial")), (2, 4, 1, 1));
        let path = drawing.with("c-series").find(|element| element.name == "path").and_then(|path| path.text("d")).expect("a line");
        assert_eq!(path.matches('M').count(), 2, "{path}");
    }
    for words in ["Gap 1: not published (2025-03).", "Gap 2: no row for this time (2025-05).", "Border Patrol 2025-06 (to the 15th)"] {
        assert!(chart.figure.0.contains(words), "{words}");
    }
    assert_eq!(chart.table.rows.len(), 5);
}

#[test]
fn series_are_told_apart_by_dashes_and_more_than_four_are_drawn_apart() {
    let series = |n: usize| (0..n).map(|place| months(&format!("vintage {place}"), &[Some(1.0), None, Some(2.0)])).collect::<Vec<_>>();
    let together = trend_of(series(4), Arrangement::Together);
    sound(&together).expect("a sound chart");
    for class in ["c-dash0", "c-dash1", "c-dash2", "c-dash3"] {
        assert_eq!(counts(&together, class), [2, 2], "a line and its key: {class}");
    }
    let apart = trend_of(series(5), Arrangement::Together);
    sound(&apart).expect("a sound chart");
    assert_eq!(counts(&apart, "c-line"), [5, 5]);
    assert_eq!(counts(&apart, "c-dash1"), [0, 0]);
    assert!(apart.figure.0.contains("More than 4 series would not be told apart"));
}

#[test]
fn many_periods_have_bands_for_their_intervals_and_one_without_an_upper_end_reaches_the_top() {
    let upper = |place: usize| if place == 3 { None } else { Some(place as f64 + 4.0) };
    let point = |place: usize| Point {
        period: month(place),
        reading: Reading::checked(Amount::estimated(place as f64, 0.0, upper(place))),
        extent: Extent::Whole,
    };
    let of = |n: usize| trend_of(vec![Series { label: "long".into(), points: (0..n).map(point).collect() }], Arrangement::Together);
    for (n, bands, arrows) in [(24, [0, 0], [1, 1]), (40, [0, 40], [1, 0]), (80, [80, 80], [0, 0])] {
        let chart = of(n);
        sound(&chart).expect("a sound chart");
        assert_eq!((counts(&chart, "c-spread"), counts(&chart, "c-arrow")), (bands.to_vec(), arrows.to_vec()), "{n}");
        assert!(chart.table.csv().contains(",3,0,unbounded,"));
    }
}

fn curve_of(n: usize) -> Specifications {
    let axes = [("definition", 3), ("denominator", 2), ("baseline", 4)];
    let axes = axes
        .iter()
        .map(|(name, options)| Choice { name: (*name).into(), options: (0..*options).map(|option| format!("{name} {option}")).collect() });
    Specifications {
        about: about(),
        quantity: quantity(Digits::Ratio),
        neutral: Reference { value: 1.0, label: "no difference".into() },
        claimed: Some(Reference { value: 12.5, label: "claimed".into() }),
        axes: axes.collect(),
        moves_most: Some(Moves { axis: 1, from: 0.9, to: 3.1 }),
        cells: cells(n),
    }
}

#[test]
fn a_specification_curve_holds_every_cell_from_one_to_two_thousand() {
    for n in [1, 2, 60, 100, 101, 240, 500, 2_000] {
        let all = curve_of(n);
        let excluded = all.cells.iter().filter(|cell| cell.reading.known().is_none()).count();
        let chart = specification_curve(&all);
        sound(&chart).expect("a sound chart");
        assert_eq!(chart.table.rows.len(), n);
        for drawing in drawings(&chart.figure.0) {
            let columns = drawing.count("c-mark") + drawing.count("c-span");
            assert!((n - excluded).min(100) <= columns && columns <= n - excluded, "{columns} of {n}");
            let dots: usize = drawing.with("c-dots").map(|path| path.text("d").unwrap_or_default().matches('M').count()).sum();
            assert!(dots >= columns * 3, "each column has an option of each axis: {dots} for {columns}");
        }
        assert_eq!(chart.figure.0.contains("are drawn in"), n > 101, "{n}");
        if excluded > 0 {
            assert!(chart.figure.0.contains(&format!("Excluded: {excluded} of ")), "{n}");
        }
        assert!(chart.figure.0.contains("The answer moves most with denominator: the medians of its options run from 0.900 to 3.10."));
    }
}

#[test]
fn a_choice_that_does_not_exist_is_said_and_not_drawn() {
    let mut all = curve_of(1);
    all.cells = vec![Specification { options: vec![7], reading: estimate(1.0, 0.5, Some(2.0)) }];
    all.moves_most = Some(Moves { axis: 9, from: 1.0, to: 2.0 });
    let chart = specification_curve(&all);
    sound(&chart).expect("a sound chart");
    assert_eq!(counts(&chart, "c-dots"), [0, 0]);
    assert!(chart.table.csv().contains("1,not given,not given,not given,1,0.5,2,"), "{}", chart.table.csv());
}

fn funnel_of(agencies: Vec<Agency>, limits: Vec<Limit>) -> Chart {
    let size = Quantity { name: "Expected".into(), digits: Digits::Rate };
    let names = ("95%".into(), "99.8%".into());
    funnel(&Funnel { about: about(), size, outcome: quantity(Digits::Ratio), centre: 1.0, names, limits, agencies })
}

#[test]
fn a_funnel_names_only_what_is_outside_and_ranks_nothing() {
    let mut all = agencies();
    all.push(Agency { label: "Nowhere".into(), standing: Standing::Missing("no officer count".into()) });
    let chart = funnel_of(all, limits());
    sound(&chart).expect("a sound chart");
    for drawing in drawings(&chart.figure.0) {
        assert!(drawing.texts().contains("Zeta"), "beyond the limits");
        assert!(!drawing.texts().contains("Alpha"), "within the limits: {}", drawing.texts());
        assert_eq!(drawing.count("c-cross"), 2, "one too few, and its key");
        assert_eq!((drawing.count("c-inner"), drawing.count("c-outer")), (3, 3), "two curves, and their key");
    }
    insta::assert_snapshot!(chart.table.csv().replace("\r\n", "\n"), @r"
    Agency,Expected,Ratio to the year before,Place,Missing
    Alpha,20,1.1,within the limits,
    mid,30,1.5,between inner and outer limits,
    Nowhere,,,,no officer count
    small,2,3,too few expected to judge,
    Zeta,50,2.2,beyond the outer limits,
    ");
}

#[test]
fn a_tile_map_has_every_state_and_missing_ones_are_hatched() {
    let state = |code: &str, reading| State { code: code.into(), reading };
    let states = vec![
        state("us-tx", count(110.0)),
        state("CA", count(0.0)),
        state("NY", Reading::Missing("false zeros".into())),
        state("TX", count(5.0)),
        state("PR", count(4.0)),
    ];
    let chart = tile_map(&TileMap { about: about(), quantity: quantity(Digits::Count), states });
    sound(&chart).expect("a sound chart");
    assert_eq!(counts(&chart, "c-tile"), [51, 51]);
    assert_eq!(counts(&chart, "c-none"), [49, 49]);
    for words in [
        "Texas: 110",
        "California: 0",
        "New York: false zeros",
        "NY (false zeros)",
        "Not on this map, but in the table: PR.",
        "given for TX",
    ] {
        assert!(chart.figure.0.contains(words), "{words}");
    }
    assert_eq!(chart.table.rows.len(), 51 + 2, "each state, one of them twice, and one that is no state");
}

#[test]
fn a_bar_has_a_point_only_where_the_data_single_one_out() {
    let bar = |label: &str, bounds| Bar { label: label.into(), reading: Reading::checked(bounds) };
    let bars = vec![
        bar("Manski", Bounds::new(52.0, Some(81.0), None)),
        bar("complete", Bounds::new(71.0, Some(72.0), Some(71.7))),
        bar("open", Bounds::new(61.0, None, None)),
        bar("reversed", Bounds::new(2.0, Some(1.0), None)),
    ];
    let references = vec![Reference { value: 70.0, label: "claimed".into() }];
    let chart = interval_bar(&IntervalBars { about: about(), quantity: quantity(Digits::Count), references, bars });
    sound(&chart).expect("a sound chart");
    assert_eq!(counts(&chart, "c-row"), [3, 3]);
    assert_eq!(counts(&chart, "c-mark"), [2, 2], "one, and its key");
    assert_eq!(counts(&chart, "c-gap"), [1, 1]);
    assert!(chart.figure.0.contains("no single value"));
}

/// Anything that a float can be, ends of its range included.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -1e3..1e3, 1 => proptest::num::f64::ANY, 1 => Just(0.0), 1 => Just(f64::MAX), 1 => Just(f64::MIN_POSITIVE)]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("<script>alert(1)</script>".to_owned()),
        Just("=1+\"'&<b>".to_owned()),
        Just(" ".repeat(99)),
        Just("W".repeat(900)),
        ".{0,60}"
    ]
}

fn upper() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![3 => number().prop_map(Some), 1 => Just(None)]
}

/// Half of them in order, so that much is drawn.
fn any_estimate() -> impl Strategy<Value = Reading> {
    (number(), number(), upper(), any::<bool>()).prop_map(|(a, b, c, tidy)| {
        let upper = if tidy { c.map(|c| c.max(a.max(b))) } else { c };
        estimate(if tidy { a.max(b) } else { a }, if tidy { a.min(b) } else { b }, upper)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn row_charts_are_sound_for_any_input(rows in proptest::collection::vec((label(), any_estimate()), 0..20), at in number(), words in label()) {
        let instruments = rows.iter().map(|(label, reading)| instrument(label, Some(Grade::C), reading.clone())).collect();
        let mut about = about();
        about.id.clone_from(&words);
        about.title.clone_from(&words);
        let references = vec![Reference { value: at, label: words.clone() }];
        let groups = vec![Group { heading: words.clone(), rows: instruments }];
        let chart = forest(&Forest { about: about.clone(), quantity: quantity(Digits::Rate), references: references.clone(), groups });
        prop_assert_eq!(sound(&chart), Ok(()));
        prop_assert_eq!(chart.table.rows.len(), rows.len());
        let bound = |reading: &Reading| match reading.known() {
            Some(it) => Reading::checked(Bounds::new(it.lower(), it.upper().at(), Some(it.value()))),
            None => Reading::Missing(words.clone()),
        };
        let bars = rows.iter().map(|(label, reading)| Bar { label: label.clone(), reading: bound(reading) }).collect();
        let chart = interval_bar(&IntervalBars { about, quantity: quantity(Digits::Ratio), references, bars });
        prop_assert_eq!(sound(&chart), Ok(()));
    }

    #[test]
    fn a_specification_curve_is_sound_for_any_input(
        rows in proptest::collection::vec((proptest::collection::vec(0_usize..5, 0..4), any_estimate()), 0..150), at in number(), words in label(),
    ) {
        let mut all = curve_of(0);
        all.neutral = Reference { value: at, label: words.clone() };
        if let Some(axis) = all.axes.first_mut() {
            axis.name.clone_from(&words);
            axis.options = vec![words];
        }
        let n = rows.len();
        all.cells = rows.into_iter().map(|(options, reading)| Specification { options, reading }).collect();
        let chart = specification_curve(&all);
        prop_assert_eq!(sound(&chart), Ok(()));
        prop_assert_eq!(chart.table.rows.len(), n);
    }

    #[test]
    fn no_trend_crosses_a_gap(
        values in proptest::collection::vec(prop_oneof![3 => number().prop_map(Some), 1 => Just(None)], 1..90),
        left_out in proptest::collection::vec(0_usize..90, 0..5), words in label(),
    ) {
        let mut series = months(&words, &values);
        for place in left_out {
            if series.points.len() > 1 && place < series.points.len() {
                series.points.remove(place);
            }
        }
        let points = series.points.len();
        for arrangement in [Arrangement::Together, Arrangement::Apart] {
            let chart = trend_of(vec![series.clone()], arrangement);
            prop_assert_eq!(sound(&chart), Ok(()));
            prop_assert_eq!(chart.table.rows.len(), points);
            for drawing in drawings(&chart.figure.0) {
                prop_assert_eq!(bridged(&drawing), None);
            }
        }
        let chart = trend_of(vec![series.clone(), series.clone(), series], Arrangement::Together);
        prop_assert_eq!(sound(&chart), Ok(()));
    }

    #[test]
    fn a_trend_is_sound_for_periods_in_any_order(
        periods in proptest::collection::vec((1_i32..9_000, 1_u8..=12, any_estimate()), 0..40), words in label(),
    ) {
        let point = |(year, of_year, reading): &(i32, u8, Reading)| {
            let reading = match reading.known() {
                Some(it) => Reading::Known(Amount::Estimated(it)),
                None => Reading::Missing(words.clone()),
            };
            Period::month(*year, *of_year).map(|period| Point { period, reading, extent: Extent::Partial(words.clone()) })
        };
        let series = Series { label: words.clone(), points: periods.iter().filter_map(point).collect() };
        prop_assert_eq!(sound(&trend_of(vec![series.clone()], Arrangement::Apart)), Ok(()));
        prop_assert_eq!(sound(&trend_of(vec![series.clone(), series], Arrangement::Apart)), Ok(()));
    }

    #[test]
    fn a_funnel_and_a_map_are_sound_for_any_input(
        points in proptest::collection::vec((label(), number(), number(), 0_usize..4), 0..40),
        curve in proptest::collection::vec((number(), number(), number()), 0..40),
        codes in proptest::collection::vec(prop_oneof![label(), "[A-Z]{2}", Just("us-tx".to_owned())], 0..60),
    ) {
        let places = [Place::Within, Place::Between, Place::Beyond, Place::TooFew];
        let agency = |(label, x, y, place): &(String, f64, f64, usize)| {
            let place = places.get(*place).copied().unwrap_or(Place::Within);
            Agency { label: label.clone(), standing: Standing::at(*x, *y, place) }
        };
        let limits = curve.iter().map(|(size, low, high)| Limit { size: *size, inner: (*low, *high), outer: (*high, *low) }).collect();
        let chart = funnel_of(points.iter().map(agency).collect(), limits);
        prop_assert_eq!(sound(&chart), Ok(()));
        prop_assert_eq!(chart.table.rows.len(), points.len());
        let state = |(place, code): (usize, &String)| State { code: code.clone(), reading: points.get(place).map_or_else(|| count(1.0), |it| count(it.1)) };
        let states = codes.iter().enumerate().map(state).collect();
        prop_assert_eq!(sound(&tile_map(&TileMap { about: about(), quantity: quantity(Digits::Rate), states })), Ok(()));
    }
}
