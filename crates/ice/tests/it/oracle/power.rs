//! The releases of `releases` tell every broken rule from the rule.

use std::{collections::BTreeMap, panic::catch_unwind};

use super::{
    Tables,
    breaks::{self, Broken},
    differences,
    releases::{self, Release},
    run,
};

const SEEDS: u64 = 200;

/// A release that was written, and what the rules make of it.
struct Made {
    release: Release,
    right: Tables,
    _folder: testkit::TempDir,
}

fn made(seed: u64) -> Made {
    let folder = testkit::temp_dir("oracle");
    let release = releases::write(seed, folder.path());
    let right = run(&release.folder, &release.facilities, Broken(None));
    Made { release, right, _folder: folder }
}

#[test]
fn every_broken_rule_changes_a_cell() {
    let mut known: BTreeMap<u64, Made> = BTreeMap::new();
    let mut hidden = Vec::new();
    for one in breaks::all() {
        let reveals = |seed: &u64| {
            let made = known.entry(*seed).or_insert_with(|| made(*seed));
            // A rule so broken that a named column vanishes stops the oracle; that alone is no cell.
            let wrong = catch_unwind(|| run(&made.release.folder, &made.release.facilities, Broken(Some(one.which))));
            wrong.is_ok_and(|wrong| !differences(&made.right, &wrong).is_empty())
        };
        if (0..SEEDS).find(reveals).is_none() {
            hidden.push(format!("{} (rule {}): {}", one.id, one.rule, one.sentence));
        }
    }
    assert!(hidden.is_empty(), "no release of the first {SEEDS} reveals {hidden:#?}");
}
