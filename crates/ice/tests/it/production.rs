//! The tables that are published, held against the naive implementation of the rules.

use std::path::Path;

use ice::{Facilities, Input, Options, Unobserved, output::Batches};

use crate::oracle::{
    self, Tables, releases,
    table::{Cell, Table},
};

/// Releases of colliding rows that are held against the rules.
const SEEDS: u64 = 80;

#[test]
fn the_small_release_comes_out_the_same_of_workbooks_and_of_csv() {
    let Some(corpus) = testkit::corpus("the_small_release_comes_out_the_same_of_workbooks_and_of_csv") else { return };
    let folder = corpus.join("ice/individual");
    let facilities = folder.join("facilities.csv");
    for form in ["csv", "xlsx"] {
        let differences = oracle::check(&folder.join("csv"), &facilities, &produced(&folder.join(form), &facilities));
        assert_eq!(differences, Vec::<String>::new(), "{form}");
    }
}

#[test]
fn releases_in_which_everything_collides_come_out_as_the_rules_say() {
    for seed in 0..SEEDS {
        let folder = testkit::temp_dir("ice-production");
        let release = releases::write(seed, folder.path());
        let differences = oracle::check(&release.folder, &release.facilities, &produced(&release.folder, &release.facilities));
        assert_eq!(differences, Vec::<String>::new(), "seed {seed}");
    }
}

/// What the production code makes of a release.
pub(crate) fn produced(release: &Path, facilities: &Path) -> Tables {
    let facilities = Facilities::read(facilities).expect("facilities");
    let input = Input::folder(release).expect("a release");
    let release = ice::process(&input, &Options { facilities, ..Options::default() }, &Unobserved);
    assert_eq!(release.refused, []);
    let table = |name: &str| release.tables.iter().find(|table| table.name() == name).map_or_else(Table::default, plain);
    Tables {
        arrests: table("arrests"),
        detainers: table("detainers"),
        stints: table("stints"),
        stays: table("stays"),
        joined: table("joined"),
        codebook: codebook(&release.codebook().csv()),
    }
}

fn plain(table: &ice::Table) -> Table {
    let mut plain = Table::from_batches(&[table.batch(0, table.rows()).expect("rows")]);
    // A table without rows has columns all the same.
    plain.columns = table.column_names().map(str::to_owned).collect();
    plain
}

fn codebook(csv: &str) -> Table {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let cell = |(column, text): (usize, &str)| match text {
        "" => Cell::Missing,
        text if column < 4 => Cell::Text(text.to_owned()),
        share => Cell::Float(share.parse().expect("a share")),
    };
    // Fields that no file has are entries of the codebook; the naive implementation knows only those that are there.
    let records = reader.records().map(|record| record.expect("a record")).filter(|record| record.get(3) != Some("not in table"));
    let rows = records.map(|record| record.iter().enumerate().map(cell).collect()).collect();
    Table { columns, rows }
}
