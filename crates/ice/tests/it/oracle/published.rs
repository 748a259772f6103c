//! The oracle against the published tables, and `check` against changed ones.

use super::{
    Tables,
    breaks::Broken,
    check, cleaning, differences,
    reading::read_csv,
    releases, run,
    table::{Cell, Table},
};

#[test]
fn the_oracle_agrees_with_the_published_tables() {
    let Some(corpus) = testkit::corpus("the_oracle_agrees_with_the_published_tables") else { return };
    let folder = corpus.join("ice/individual");
    let table = |name: &str| Table::from_parquet(&folder.join(format!("expected/{name}.parquet")));
    let mut codebook = Table::new(&cleaning::CODEBOOK);
    let (header, rows) = read_csv(&folder.join("expected/codebook.csv"));
    assert_eq!(header, codebook.columns);
    let share = |text: &str| Cell::Float(text.parse().expect("a share"));
    let text = |text: &str| Cell::Text(text.to_owned());
    codebook.rows =
        rows.iter().map(|row| row[..4].iter().map(|cell| text(cell)).chain(row[4..].iter().map(|cell| share(cell))).collect()).collect();
    let expected = Tables {
        arrests: table("arrests"),
        detainers: table("detainers"),
        stints: table("stints"),
        stays: table("stays"),
        joined: table("joined"),
        codebook,
    };
    let sizes = expected.named().map(|(_, table)| (table.rows.len(), table.columns.len()));
    assert_eq!(sizes, [(2857, 33), (1785, 59), (10_000, 64), (4932, 66), (2707, 84), (143, 6)]);
    assert_eq!(check(&folder.join("csv"), &folder.join("facilities.csv"), &expected), Vec::<String>::new());
}

#[test]
fn a_check_lists_columns_rows_and_cells_that_differ() {
    let folder = testkit::temp_dir("oracle");
    let release = releases::write(7, folder.path());
    let good = run(&release.folder, &release.facilities, Broken(None));
    assert_eq!(check(&release.folder, &release.facilities, &good), Vec::<String>::new());

    let mut bad = good.clone();
    bad.arrests.columns.swap(0, 1);
    bad.stays.rows.pop();
    bad.stints.rows[0][1] = Cell::Bool(true);
    let found = differences(&good, &bad);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("arrests: columns lacking [], columns too many []; expected [\"apprehension_date\""), "{found:#?}");
    assert!(found[1].starts_with("stints: row 0, column ") && found[1].ends_with("got Bool(true)"), "{found:#?}");
    assert!(found[2].starts_with("stays: expected "), "{found:#?}");
    assert_eq!(differences(&good, &Tables::default()).len(), 6);
}
