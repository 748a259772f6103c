//! Verdicts of the ledger: a table that a reader of the claims can check by hand.

use crate::rules::verdict::arithmetic;

fn shown(id: &str) -> String {
    let claim = &catalog::claim(id).expect("a claim of the ledger").claim;
    let found = arithmetic::check(claim);
    let percent = |value: Option<f64>| value.map_or_else(|| "-".into(), |value| format!("{value:+.1} %"));
    let interval = arithmetic::precision(claim).map_or_else(String::new, |precision| {
        format!(" ({} to {})", percent(Some(precision.percent.lower)), percent(precision.percent.upper))
    });
    let pairs: Vec<String> = found.feasible_pairs.iter().map(|pair| format!("{}/{}", pair.numerator, pair.baseline)).collect();
    let pairs = if pairs.is_empty() { String::new() } else { format!(" feasible {}", pairs.join(" ")) };
    format!("{id} {} {}{interval}{pairs}", found.finding.as_str(), percent(found.recomputed_percent))
}

#[test]
fn the_ledger_by_arithmetic() {
    let table: Vec<String> = catalog::claims().map(|claim| shown(&claim.id)).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn the_use_of_force_claim_does_not_reproduce_and_the_assault_claim_does() {
    assert!(shown("C02").starts_with("C02 does_not_reproduce +294.1 %"), "{}", shown("C02"));
    assert!(shown("C12").starts_with("C12 reproduces +1347.4 %"), "{}", shown("C12"));
}
