//! Suppression of small cells: a table to read, what is refused, and what must hold for every table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use insta::assert_snapshot;
use proptest::prelude::*;
use statistics::disclosure::{Audit, Category, Cell, Fate, Policy, Suppressed, THRESHOLD, audit, suppress};

const TOTAL: &str = "all";

fn category(name: &str) -> Category {
    if name == TOTAL { Category::Total } else { Category::Part(name.to_owned()) }
}

fn cell(key: &[&str], count: u64) -> Cell {
    Cell { key: key.iter().map(|name| category(name)).collect(), count }
}

/// A table with all its totals, from its innermost cells.
fn with_totals(innermost: &[(Vec<String>, u64)]) -> Vec<Cell> {
    let mut sums: BTreeMap<Vec<Category>, u64> = BTreeMap::new();
    for (key, count) in innermost {
        for kept in 0..1_u32 << key.len() {
            let place = |(dimension, name): (usize, &String)| if kept >> dimension & 1 == 1 { category(name) } else { Category::Total };
            *sums.entry(key.iter().enumerate().map(place).collect()).or_default() += count;
        }
    }
    sums.into_iter().map(|(key, count)| Cell { key, count }).collect()
}

/// Two dimensions as rows and columns.
fn two_way(rows: &[&str], columns: &[&str], counts: &[&[u64]]) -> Vec<Cell> {
    let cells = rows.iter().zip(counts).flat_map(|(row, counts)| {
        columns.iter().zip(*counts).map(|(column, &count)| (vec![(*row).to_owned(), (*column).to_owned()], count))
    });
    with_totals(&cells.collect::<Vec<_>>())
}

/// A table as a page would print it.
fn printed(cells: &[Cell], rows: &[&str], columns: &[&str], shown: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let columns: Vec<&str> = columns.iter().copied().chain([TOTAL]).collect();
    let head: Vec<String> = columns.iter().map(|column| format!("{column:>14}")).collect();
    let _ = writeln!(out, "{:8}{}", "", head.concat());
    for row in rows.iter().copied().chain([TOTAL]) {
        let line: Vec<String> = columns
            .iter()
            .map(|column| {
                let key = [category(row), category(column)];
                let position = cells.iter().position(|cell| cell.key == key).expect("a cell");
                format!("{:>14}", shown(position))
            })
            .collect();
        let _ = writeln!(out, "{}", format!("{row:8}{}", line.concat()).trim_end());
    }
    out
}

#[test]
fn arrests_by_state_and_criminality_before_and_after() {
    let (states, criminality) = (["CT", "DE", "TX", "VT"], ["convicted", "pending", "no record"]);
    let cells = two_way(&states, &criminality, &[&[112, 64, 38], &[31, 12, 7], &[904, 655, 713], &[14, 3, 0]]);
    let Suppressed { fates, audit } = suppress(&cells, Policy::default()).expect("a table");
    let before = printed(&cells, &states, &criminality, |position| cells[position].count.to_string());
    let for_readers = printed(&cells, &states, &criminality, |position| match fates[position] {
        Fate::Shown => cells[position].count.to_string(),
        Fate::Primary | Fate::Secondary => "*".to_owned(),
    });
    let for_the_house = printed(&cells, &states, &criminality, |position| match fates[position] {
        Fate::Shown => String::new(),
        Fate::Primary => "small".to_owned(),
        Fate::Secondary => "complement".to_owned(),
    });
    assert_snapshot!(format!("{before}\n{for_readers}\n{for_the_house}"), @"
                 convicted       pending     no record           all
    CT                 112            64            38           214
    DE                  31            12             7            50
    TX                 904           655           713          2272
    VT                  14             3             0            17
    all               1061           734           758          2553

                 convicted       pending     no record           all
    CT                 112             *             *           214
    DE                   *             *             *            50
    TX                 904           655           713          2272
    VT                   *             *             0            17
    all               1061           734           758          2553

                 convicted       pending     no record           all
    CT                        complement    complement
    DE          complement    complement         small
    TX
    VT          complement         small
    all
    ");
    assert_eq!(audit, Audit { recoverable: Vec::new(), is_exhaustive: true, by_lines_only: 0 });
}

#[test]
fn without_complements_the_audit_gives_the_small_cells_back() {
    let cells = two_way(&["CT", "VT"], &["convicted", "pending"], &[&[112, 64], &[14, 3]]);
    let primary: Vec<Fate> = cells.iter().map(|cell| if cell.count < THRESHOLD { Fate::Primary } else { Fate::Shown }).collect();
    let found = audit(&cells, &primary, 0).expect("an audit");
    let told: Vec<String> =
        found.recoverable.iter().map(|one| format!("{:?} is {} to {:?}", cells[one.position].key, one.lower, one.upper)).collect();
    assert_snapshot!(told.join("\n"), @r#"[Part("VT"), Part("pending")] is 3 to Some(3)"#);
}

#[test]
fn a_count_that_follows_only_from_several_lines_together_is_found() {
    // Rows a and b and columns x and y hide a block of four, rows c and d and columns z and w another, and (a, z) joins them: two or more are
    // hidden in every line, but a and b together less x and y together leave (a, z) alone.
    let (rows, columns) = (["a", "b", "c", "d"], ["w", "x", "y", "z"]);
    let cells = two_way(&rows, &columns, &[&[50, 20, 20, 20], &[50, 20, 20, 50], &[20, 50, 50, 20], &[20, 50, 50, 20]]);
    let hidden = [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"], ["c", "w"], ["c", "z"], ["d", "w"], ["d", "z"], ["a", "z"]];
    let fate = |cell: &Cell| if hidden.iter().any(|key| cell.key == key.map(category)) { Fate::Secondary } else { Fate::Shown };
    let fates: Vec<Fate> = cells.iter().map(fate).collect();
    let found = audit(&cells, &fates, 0).expect("an audit");
    assert_eq!(found.recoverable.len(), 1);
    let one = found.recoverable[0];
    assert_eq!((cells[one.position].key.as_slice(), one.lower, one.upper), ([category("a"), category("z")].as_slice(), 20, Some(20)));
}

#[test]
fn duplicates_are_a_dimension_with_the_count_with_them_as_its_total() {
    // With duplicates 40, without 37: whoever sees both sees the 3.
    let line = |state: &str, without: u64, removed: u64| {
        [(vec![state.to_owned(), "without".to_owned()], without), (vec![state.to_owned(), "removed".to_owned()], removed)]
    };
    let cells = with_totals(&[line("CT", 37, 3), line("TX", 800, 60), line("VT", 25, 12)].concat());
    let found = suppress(&cells, Policy::default()).expect("a table");
    let hidden: Vec<String> = cells
        .iter()
        .zip(&found.fates)
        .filter(|(_, fate)| fate.is_hidden())
        .map(|(cell, fate)| format!("{:?} {} {fate:?}", cell.key, cell.count))
        .collect();
    assert_snapshot!(hidden.join("\n"), @r#"
    [Part("CT"), Part("removed")] 3 Primary
    [Part("CT"), Part("without")] 37 Secondary
    [Part("VT"), Part("removed")] 12 Secondary
    [Part("VT"), Part("without")] 25 Secondary
    "#);
}

#[test]
fn zeros_are_shown_and_a_total_of_small_parts_is_hidden_with_them() {
    let cells = [cell(&["CT"], 0), cell(&["VT"], 4), cell(&[TOTAL], 4)];
    assert_eq!(suppress(&cells, Policy::default()).expect("a table").fates, [Fate::Shown, Fate::Primary, Fate::Primary]);
    let cells = [cell(&["CT"], 0), cell(&["NH"], 4), cell(&["VT"], 9), cell(&[TOTAL], 13)];
    // 4 + 9 is hidden under a total of 13: neither follows, and 13 is not a small number.
    let policy = Policy { protection: 3, ..Policy::default() };
    assert_eq!(suppress(&cells, policy).expect("a table").fates, [Fate::Shown, Fate::Primary, Fate::Primary, Fate::Shown]);
    // Of two that add up to 6 not even the sum is told.
    let cells = [cell(&["CT"], 20), cell(&["NH"], 2), cell(&["VT"], 4), cell(&[TOTAL], 26)];
    let fates = suppress(&cells, Policy::default()).expect("a table").fates;
    assert_eq!(fates, [Fate::Secondary, Fate::Primary, Fate::Primary, Fate::Shown]);
}

#[test]
fn ones_beside_shown_zeros_are_not_fixed_by_all_lines_together() {
    // Found by chance: line by line every hidden cell seemed to have room, but a reader who knows that no hidden one is 0 could fix one of them.
    let counts = [0, 1, 1, 2, 2, 0, 0, 2, 1, 2, 2, 1];
    let place =
        |(number, count): (usize, u64)| (vec![(number / 4).to_string(), (number / 2 % 2).to_string(), (number % 2).to_string()], count);
    let cells = with_totals(&counts.into_iter().enumerate().map(place).collect::<Vec<_>>());
    let lines = lines(&cells);
    for (threshold, protection) in [(2, 0), (3, 0)] {
        let fates = suppress(&cells, Policy { threshold, protection }).expect("a table").fates;
        let fixed = (0..cells.len()).find(|&place| fates[place].is_hidden() && can_differ(&cells, &fates, &lines, place) == Some(false));
        assert_eq!(fixed.map(|place| &cells[place]), None, "{threshold} {protection}");
    }
}

#[test]
fn tables_without_totals_hide_the_small_cells_only() {
    let cells = [cell(&["CT", "a"], 3), cell(&["CT", "b"], 30), cell(&["VT", "a"], 300)];
    assert_eq!(suppress(&cells, Policy::default()).expect("a table").fates, [Fate::Primary, Fate::Shown, Fate::Shown]);
    assert!(suppress(&[], Policy::default()).expect("an empty table").fates.is_empty());
    assert_eq!(suppress(&[cell(&[], 3)], Policy::default()).expect("one number").fates, [Fate::Primary]);
}

#[test]
fn what_is_no_table_is_refused() {
    let total = |parts: [u64; 2], total: u64| [cell(&["CT"], parts[0]), cell(&["VT"], parts[1]), cell(&[TOTAL], total)];
    let refused = |cells: &[Cell], threshold: u64| suppress(cells, Policy { threshold, protection: 0 }).expect_err("a refusal").to_string();
    let report = [
        refused(&total([1, 2], 3), 1),
        refused(&total([1, 2], 4), 11),
        refused(&[cell(&["CT"], 1), cell(&["VT", "a"], 1)], 11),
        refused(&[cell(&["CT"], 1), cell(&["VT"], 2), cell(&["CT"], 1)], 11),
        refused(&[cell(&["CT"], u64::MAX)], 11),
        refused(&[cell(&["a"; 13], 1)], 11),
        audit(&total([1, 2], 3), &[Fate::Shown], 0).expect_err("a refusal").to_string(),
    ];
    assert_snapshot!(report.join("\n"), @"
    the threshold must be at least 2, but is 1
    the cell at position 2 is a total of 4, and its parts add up to 3
    a row of 2 entries, where 1 are expected
    the cells at positions 0 and 2 have the same categories
    count 18446744073709551615 is above the limit of 10000000000
    13 dimensions are above the limit of 12
    lists that belong together have 3 and 1 values
    ");
}

#[test]
fn a_large_entangled_table_comes_out_clean() {
    // 15 states, 3 kinds of record, 6 months, 20 nationalities, with every total. Nearly all that is there is small. The same with 50 states, 12 months
    // and 50 nationalities, 135,252 cells of which 6,450 are small, gets 6,416 complements in 6 seconds of a release build.
    let mut innermost = Vec::new();
    let mut state = 1_u64;
    for place in 0..15 {
        for record in 0..3 {
            for month in 0..6 {
                for nationality in 0..20 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let count =
                        (state >> 60) * (state >> 56 & 15) * u64::from(place % 7 == 0) + (state >> 52 & 15) * u64::from(nationality < 5);
                    innermost.push((
                        vec![format!("s{place:02}"), format!("r{record}"), format!("m{month:02}"), format!("n{nationality:02}")],
                        count,
                    ));
                }
            }
        }
    }
    let cells = with_totals(&innermost);
    let found = suppress(&cells, Policy::default()).expect("a table");
    let many = |fate: Fate| found.fates.iter().filter(|other| **other == fate).count();
    assert_eq!((cells.len(), many(Fate::Primary), many(Fate::Secondary)), (9408, 824, 1085));
    assert_eq!(found.audit, Audit { recoverable: Vec::new(), is_exhaustive: true, by_lines_only: 824 + 1085 });
}

/// Small tables of one to three dimensions, with and without zeros, all totals or some.
fn tables() -> impl Strategy<Value = Vec<Cell>> {
    let shape = prop_oneof![Just(vec![4]), Just(vec![2, 2]), Just(vec![3, 3]), Just(vec![2, 4]), Just(vec![2, 2, 2]), Just(vec![3, 2, 2])];
    let counts = prop::collection::vec(prop_oneof![1 => Just(0_u64), 3 => 1_u64..6, 2 => 5_u64..40], 16);
    (shape, counts, prop::collection::vec(any::<bool>(), 8)).prop_map(|(shape, counts, kept)| {
        let mut keys: Vec<Vec<String>> = vec![Vec::new()];
        for size in &shape {
            keys = keys.iter().flat_map(|key| (0..*size).map(move |part| [key.clone(), vec![part.to_string()]].concat())).collect();
        }
        let mut cells = with_totals(&keys.into_iter().zip(counts).collect::<Vec<_>>());
        // A whole margin (all totals over the same dimensions) can be left out.
        let margin = |cell: &Cell| cell.key.iter().fold(0, |bits, category| bits * 2 + usize::from(*category == Category::Total));
        cells.retain(|cell| margin(cell) == 0 || kept[margin(cell)] || kept[0]);
        cells
    })
}

fn policies() -> impl Strategy<Value = Policy> {
    (2_u64..12, 0_u64..4).prop_map(|(threshold, protection)| Policy { threshold, protection })
}

/// The lines of a table: a total and its parts along one dimension.
fn lines(cells: &[Cell]) -> Vec<(usize, Vec<usize>)> {
    let mut out = Vec::new();
    for (total, cell) in cells.iter().enumerate() {
        for dimension in (0..cell.key.len()).filter(|&dimension| cell.key[dimension] == Category::Total) {
            let is_part = |other: &Cell| {
                (0..cell.key.len()).all(|at| if at == dimension { other.key[at] != Category::Total } else { other.key[at] == cell.key[at] })
            };
            let parts: Vec<usize> = (0..cells.len()).filter(|&other| is_part(&cells[other])).collect();
            if !parts.is_empty() {
                out.push((total, parts));
            }
        }
    }
    out
}

/// Whether the hidden cells can be filled with whole numbers from 1 on, near the true ones, so that all lines hold. None if the search gave up.
struct Filling<'a> {
    cells: &'a [Cell],
    lines: &'a [(usize, Vec<usize>)],
    values: Vec<Option<u64>>,
    steps: usize,
}

impl Filling<'_> {
    const STEPS: usize = 2_000;

    /// The values that a line leaves to its only open cell; `Err` if it cannot hold.
    fn forced(&self) -> Result<Option<(usize, u64)>, ()> {
        for (total, parts) in self.lines {
            let open: Vec<usize> = parts.iter().chain([total]).copied().filter(|&cell| self.values[cell].is_none()).collect();
            let sum: u64 = parts.iter().filter_map(|&part| self.values[part]).sum();
            match (open.as_slice(), self.values[*total]) {
                ([], Some(total)) if total != sum => return Err(()),
                ([only], Some(total)) => return if total > sum { Ok(Some((*only, total - sum))) } else { Err(()) },
                ([only], None) => return if sum > 0 { Ok(Some((*only, sum))) } else { Err(()) },
                (_, Some(total)) if total < sum => return Err(()),
                _ => {}
            }
        }
        Ok(None)
    }

    fn complete(&mut self) -> Option<bool> {
        self.steps += 1;
        if self.steps > Self::STEPS {
            return None;
        }
        let (cell, choices) = match self.forced() {
            Err(()) => return Some(false),
            Ok(Some((cell, value))) => (cell, vec![value]),
            Ok(None) => {
                let Some(cell) = self.values.iter().position(Option::is_none) else { return Some(true) };
                let truth = self.cells[cell].count;
                let near = (0..12).flat_map(|away| [truth.checked_sub(away), Some(truth + away)]);
                (cell, near.flatten().filter(|value| *value > 0).collect())
            }
        };
        for value in choices {
            self.values[cell] = Some(value);
            match self.complete() {
                Some(false) => {}
                found => return found,
            }
        }
        self.values[cell] = None;
        Some(false)
    }
}

/// Whether a hidden cell can be another whole number than it is.
fn can_differ(cells: &[Cell], fates: &[Fate], lines: &[(usize, Vec<usize>)], cell: usize) -> Option<bool> {
    let truth = cells[cell].count;
    let mut gave_up = false;
    for other in (1..truth + 12).rev().filter(|other| *other != truth) {
        let mut values: Vec<Option<u64>> = cells.iter().zip(fates).map(|(cell, fate)| (!fate.is_hidden()).then_some(cell.count)).collect();
        values[cell] = Some(other);
        match (Filling { cells, lines, values, steps: 0 }).complete() {
            Some(true) => return Some(true),
            Some(false) => {}
            None => gave_up = true,
        }
    }
    if gave_up { None } else { Some(false) }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_small_count_is_shown_and_no_hidden_one_comes_back(cells in tables(), policy in policies()) {
        let found = suppress(&cells, policy).expect("a table");
        prop_assert_eq!(found.fates.len(), cells.len());
        for (cell, fate) in cells.iter().zip(&found.fates) {
            let is_small = cell.count > 0 && cell.count < policy.threshold;
            prop_assert_eq!(*fate == Fate::Primary, is_small, "{:?}", cell);
            prop_assert!(cell.count > 0 || *fate == Fate::Shown, "zeros are shown");
        }
        let nothing = Audit { recoverable: Vec::new(), is_exhaustive: true, by_lines_only: 0 };
        prop_assert_eq!(&found.audit, &nothing);
        prop_assert_eq!(&audit(&cells, &found.fates, policy.protection).expect("an audit"), &nothing);
        for (total, parts) in lines(&cells) {
            let hidden: Vec<usize> = parts.iter().copied().filter(|&part| found.fates[part].is_hidden()).collect();
            prop_assert!(hidden.len() + usize::from(found.fates[total].is_hidden()) != 1, "one hidden cell in a line");
            let sum: u64 = hidden.iter().map(|&part| cells[part].count).sum();
            prop_assert!(hidden.is_empty() || found.fates[total].is_hidden() || sum >= policy.threshold, "a residual of {}", sum);
        }
    }

    #[test]
    fn a_greater_threshold_shows_no_count_that_was_small_before(cells in tables(), policy in policies(), more in 1_u64..20) {
        let greater = Policy { threshold: policy.threshold + more, ..policy };
        let (one, other) = (suppress(&cells, policy).expect("a table"), suppress(&cells, greater).expect("a table"));
        for (one, other) in one.fates.iter().zip(&other.fates) {
            prop_assert!(*one != Fate::Primary || *other == Fate::Primary);
        }
    }

    #[test]
    fn the_order_of_the_cells_changes_nothing((cells, shuffled) in tables().prop_flat_map(|cells| {
        let places: Vec<usize> = (0..cells.len()).collect();
        (Just(cells), Just(places).prop_shuffle())
    }), policy in policies()) {
        let found = suppress(&cells, policy).expect("a table");
        let moved: Vec<Cell> = shuffled.iter().map(|&place| cells[place].clone()).collect();
        let again = suppress(&moved, policy).expect("a table");
        let want: Vec<Fate> = shuffled.iter().map(|&place| found.fates[place]).collect();
        prop_assert_eq!(again.fates, want);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_hidden_count_could_be_another_whole_number(cells in tables(), policy in policies()) {
        let found = suppress(&cells, policy).expect("a table");
        let lines = lines(&cells);
        for place in (0..cells.len()).filter(|&place| found.fates[place].is_hidden()) {
            prop_assert!(can_differ(&cells, &found.fates, &lines, place) != Some(false), "{:?} is fixed", cells[place]);
        }
    }
}
