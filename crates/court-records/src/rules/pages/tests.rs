//! Pages of the corpus as cases.

use std::{collections::BTreeMap, fmt::Write as _};

use domain::Instant;

use super::*;
use crate::{
    record::SaidBy,
    rules::case::{Word, fold},
};

fn said() -> Said {
    Said { at: Instant::from_unix_millis(1_785_000_000_000), by: SaidBy::Retrieval }
}

#[test]
fn a_page_is_filed_under_the_court_of_its_links_else_of_its_name() {
    let check = |page: &str, origin: &str| court_of(page.as_bytes(), origin).unwrap_or_else(|| "none".to_owned());
    assert_eq!(check("<a href='https://ECF.nysd.uscourts.gov/doc1/1'>", "azd_1.html"), "nysd");
    assert_eq!(check("<a href='https://ecf.evil.example/'>", "in/azd_1.html"), "azd");
    assert_eq!(check("<a href='/cgi-bin/iquery.pl'>", "page.html"), "none");
    assert_eq!(check("https://ecf.", ""), "none");
}

#[test]
fn every_criminal_docket_of_the_corpus_becomes_a_case_with_its_charges() {
    let Some(corpus) = testkit::corpus("every_criminal_docket_of_the_corpus_becomes_a_case_with_its_charges") else { return };
    let mut out = BTreeMap::new();
    for file in std::fs::read_dir(corpus.join("court/dockets")).expect("the folder of dockets") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let read = read(&std::fs::read(&path).expect("a page"), &name, said());
        let Ok((record, _)) = read else {
            out.insert(name, format!("{}", read.expect_err("no case")));
            continue;
        };
        let number = record.number.clone();
        if !number.is_criminal() {
            continue;
        }
        let word = Word { record, source: "pacer-pages".into(), snapshot: name.clone(), retrieved_at: said().at };
        let case = fold(&number, &[word], &[]);
        let mut line = format!("{} {} filed {}", number.key(), case.state.as_str(), case.filed.expect("a date of filing").0);
        for (other, _) in &case.linked {
            write!(line, ", continues {}", other.number).expect("written");
        }
        for defendant in &case.defendants {
            let of = |charge: &crate::rules::case::ChargeState| {
                let citations: Vec<String> = charge.charge.citations.iter().map(ToString::to_string).collect();
                let cited = if citations.is_empty() { "no citation".to_owned() } else { citations.join(" ") };
                format!(
                    "{} {} {cited} [{}] {}",
                    charge.kind.as_str(),
                    charge.charge.counts,
                    charge.standing.as_str(),
                    charge.outcome().as_str()
                )
            };
            let charges: Vec<String> = defendant.charges.iter().map(of).collect();
            let number = defendant.number.map_or("-".to_owned(), |number| number.to_string());
            write!(line, "\n  {number} {}: {}", defendant.state.as_str(), charges.join("; ")).expect("written");
        }
        out.insert(name, line);
    }
    let told: Vec<String> = out.into_values().collect();
    insta::assert_snapshot!(told.join("\n"));
}
