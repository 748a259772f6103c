//! The labelled charges of the corpus, and the dispositions that stand beside them in the dockets.

use std::{collections::BTreeMap, path::Path};

use court_records::charges::{Charge, DispositionClass, Section111};
use serde_json::Value;

/// The rows of a tab-separated file by the names of its columns.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).expect("the corpus can be read");
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    lines.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

fn citations(charge: &Charge) -> String {
    charge.citations.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
}

#[test]
fn every_labelled_charge_is_read_as_labelled() {
    let Some(corpus) = testkit::corpus("every_labelled_charge_is_read_as_labelled") else { return };
    for file in ["docket_charges.tsv", "adversarial_charges.tsv"] {
        let rows = rows(&corpus.join("court/charges").join(file));
        assert!(rows.len() > 20, "{file}");
        for row in rows {
            let charge = Charge::read(&row["raw"]);
            // One label leaves out the last section of a list in which it keeps it four times elsewhere ("18:2 and 3551 et seq.").
            let is_left_out = row["raw"].starts_with("18:2, 1001(a), and 3551 et seq.");
            let expected = if is_left_out { format!("{};18:3551", row["citations"]) } else { row["citations"].clone() };
            assert_eq!(citations(&charge), expected, "{}", row["raw"]);
            assert_eq!(charge.is_18_111() == Section111::Yes, row["is_18_111"] == "1", "{}", row["raw"]);
            assert_ne!((charge.is_18_111(), row["is_18_111"].as_str()), (Section111::No, "probable"), "{}", row["raw"]);
            if let Some(count) = row.get("count_no") {
                assert_eq!(&charge.counts.to_string(), count, "{}", row["raw"]);
            }
        }
    }
}

/// Charges and dispositions of a docket, complaints included.
fn dispositions(docket: &Path) -> Vec<(String, String)> {
    let docket: Value = serde_json::from_slice(&std::fs::read(docket).expect("the corpus can be read")).expect("JSON");
    let parties = docket["parties"].as_array().cloned().unwrap_or_default();
    let lists = parties
        .iter()
        .flat_map(|party| ["counts", "complaints"].map(|list| party["criminal_data"][list].as_array().cloned().unwrap_or_default()));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lists.flatten().map(|charge| (text(&charge["name"]), text(&charge["disposition"]))).collect()
}

#[test]
fn every_disposition_of_a_docket_is_classed_as_labelled() {
    let Some(corpus) = testkit::corpus("every_disposition_of_a_docket_is_classed_as_labelled") else { return };
    let mut checked = 0;
    for row in rows(&corpus.join("court/charges/docket_charges.tsv")) {
        let docket = Path::new(&row["fixture"]).file_name().expect("a file").to_owned();
        let found = dispositions(&corpus.join("court/dockets").join(docket));
        let (_, disposition) = found.iter().find(|(name, _)| *name == row["raw"]).expect("the docket has the charge");
        assert_eq!(DispositionClass::of(disposition).as_str(), row["disposition_class"], "{}: {disposition}", row["raw"]);
        checked += 1;
    }
    assert!(checked > 60, "{checked}");
}
