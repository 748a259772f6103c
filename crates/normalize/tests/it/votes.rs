//! Presidential vote by county.

use std::collections::BTreeMap;

use catalog::SourceId::PresidentialVoteByCounty;
use domain::Observation;
use insta::assert_snapshot;
use normalize::Decoded;

use crate::support::{corpus, golden, shown, value};

#[test]
fn areas_that_are_no_counties_have_names_of_their_own_and_states_are_sums() {
    let decoded = normalize::decode(PresidentialVoteByCounty, &golden("presidential-vote-by-county/areas-that-are-no-counties.csv"));
    assert_snapshot!(shown(decoded), @r"
    2024-11-05 | us/voters | county/50001 | votes/republican | vote | 70 | line 2, column votes_gop
    2024-11-05 | us/voters | county/50001 | votes/democratic | vote | 120 | line 2, column votes_dem
    2024-11-05 | us/voters | county/50001 | votes | vote | 200 | line 2, column total_votes
    2024-11-05 | us/voters | county/50003 | votes/republican | vote | 80 | line 3, column votes_gop
    2024-11-05 | us/voters | county/50003 | votes/democratic | vote | 100 | line 3, column votes_dem
    2024-11-05 | us/voters | county/50003 | votes | vote | 185 | line 3, column total_votes
    2024-11-05 | us/voters | house-district/ak-2024-1 | votes/republican | vote | 40 | line 4, column votes_gop
    2024-11-05 | us/voters | house-district/ak-2024-1 | votes/democratic | vote | 30 | line 4, column votes_dem
    2024-11-05 | us/voters | house-district/ak-2024-1 | votes | vote | 72 | line 4, column total_votes
    2024-11-05 | us/voters | house-district/ak-2024-40 | votes/republican | vote | 20 | line 5, column votes_gop
    2024-11-05 | us/voters | house-district/ak-2024-40 | votes/democratic | vote | 25 | line 5, column votes_dem
    2024-11-05 | us/voters | house-district/ak-2024-40 | votes | vote | 47 | line 5, column total_votes
    2024-11-05 | us/voters | county/09110 | votes/republican | vote | 300 | line 6, column votes_gop
    2024-11-05 | us/voters | county/09110 | votes/democratic | vote | 500 | line 6, column votes_dem
    2024-11-05 | us/voters | county/09110 | votes | vote | 820 | line 6, column total_votes
    2024-11-05 | us/voters | ward/dc-1 | votes/republican | vote | 5 | line 7, column votes_gop
    2024-11-05 | us/voters | ward/dc-1 | votes/democratic | vote | 90 | line 7, column votes_dem
    2024-11-05 | us/voters | ward/dc-1 | votes | vote | 99 | line 7, column total_votes
    2024-11-05 | us/voters | ward/dc-2 | votes/republican | vote | 6 | line 8, column votes_gop
    2024-11-05 | us/voters | ward/dc-2 | votes/democratic | vote | 80 | line 8, column votes_dem
    2024-11-05 | us/voters | ward/dc-2 | votes | vote | 91 | line 8, column total_votes
    2024-11-05 | us/voters | us-ak | votes/republican | vote | 60 (60 to no upper bound) | lines 4-5
    2024-11-05 | us/voters | us-ak | votes/democratic | vote | 55 (55 to no upper bound) | lines 4-5
    2024-11-05 | us/voters | us-ak | votes | vote | 119 (119 to no upper bound) | lines 4-5
    2024-11-05 | us/voters | us-ct | votes/republican | vote | 300 (300 to no upper bound) | line 6
    2024-11-05 | us/voters | us-ct | votes/democratic | vote | 500 (500 to no upper bound) | line 6
    2024-11-05 | us/voters | us-ct | votes | vote | 820 (820 to no upper bound) | line 6
    2024-11-05 | us/voters | us-dc | votes/republican | vote | 11 (11 to no upper bound) | lines 7-8
    2024-11-05 | us/voters | us-dc | votes/democratic | vote | 170 (170 to no upper bound) | lines 7-8
    2024-11-05 | us/voters | us-dc | votes | vote | 190 (190 to no upper bound) | lines 7-8
    2024-11-05 | us/voters | us | votes/republican | vote | 521 (521 to no upper bound) | lines 2-8
    2024-11-05 | us/voters | us | votes/democratic | vote | 945 (945 to no upper bound) | lines 2-8
    2024-11-05 | us/voters | us | votes | vote | 1514 (1514 to no upper bound) | lines 2-8
    2024-11-05 | us/voters | us-vt | votes/republican | vote | 150 (150 to no upper bound) | lines 2-3
    2024-11-05 | us/voters | us-vt | votes/democratic | vote | 220 (220 to no upper bound) | lines 2-3
    2024-11-05 | us/voters | us-vt | votes | vote | 385 (385 to no upper bound) | lines 2-3
    ! lines 4-6: 4 of 51 states; the election of 2024 is told from the areas of Connecticut and Alaska alone
    7 rows, 36 observations, covers [2024-11-05, 2024-11-06), presidential_vote_by_county/1
    ");
}

#[test]
fn broken_rows_are_located_and_make_the_sums_lower_bounds() {
    let decoded = normalize::decode(PresidentialVoteByCounty, &golden("presidential-vote-by-county/recoverable-errors.csv"));
    assert_snapshot!(shown(decoded), @r"
    2020-11-03 | us/voters | county/09001 | votes/republican | vote | 300 | line 2, column votes_gop
    2020-11-03 | us/voters | county/09001 | votes/democratic | vote | 500 | line 2, column votes_dem
    2020-11-03 | us/voters | county/09001 | votes | vote | 820 | line 2, column total_votes
    2020-11-03 | us/voters | county/09003 | votes/republican | vote | missing: unreadable | line 3, column votes_gop
    2020-11-03 | us/voters | county/09003 | votes/democratic | vote | 500 | line 3, column votes_dem
    2020-11-03 | us/voters | county/09003 | votes | vote | 820 | line 3, column total_votes
    2020-11-03 | us/voters | county/19001 | votes/republican | vote | 20 | line 7, column votes_gop
    2020-11-03 | us/voters | county/19001 | votes/democratic | vote | 30 | line 7, column votes_dem
    2020-11-03 | us/voters | county/19001 | votes | vote | 40 | line 7, column total_votes
    2020-11-03 | us/voters | us-ct | votes/republican | vote | 300 (300 to no upper bound) | lines 2-3
    2020-11-03 | us/voters | us-ct | votes/democratic | vote | 1000 (1000 to no upper bound) | lines 2-3
    2020-11-03 | us/voters | us-ct | votes | vote | 1640 (1640 to no upper bound) | lines 2-3
    2020-11-03 | us/voters | us-ia | votes/republican | vote | 20 (20 to no upper bound) | line 7
    2020-11-03 | us/voters | us-ia | votes/democratic | vote | 30 (30 to no upper bound) | line 7
    2020-11-03 | us/voters | us-ia | votes | vote | 40 (40 to no upper bound) | line 7
    2020-11-03 | us/voters | us | votes/republican | vote | 320 (320 to no upper bound) | lines 2-3,7
    2020-11-03 | us/voters | us | votes/democratic | vote | 1030 (1030 to no upper bound) | lines 2-3,7
    2020-11-03 | us/voters | us | votes | vote | 1680 (1680 to no upper bound) | lines 2-3,7
    ! line 3, column votes_gop: `x` is not a count of votes
    ! line 5, column state_name: `Puerto Rico` is not a state; the row is left out
    ! line 6, column county_fips: `50001` is not a county of Iowa; the row is left out
    ! lines 2-4: 2 of 51 states; the election of 2020 is told from the areas of Connecticut and Alaska alone
    ! line 4: `Fairfield County` stands on line 2 already; this row is left out
    ! line 7, column total_votes: the two parties have 50, all votes are 40; all are kept as published
    4 rows, 18 observations, covers [2020-11-03, 2020-11-04), presidential_vote_by_county/1
    ");
}

#[test]
fn a_file_whose_election_cannot_be_told_is_refused() {
    let file = |rows: &str| format!("state_name,county_fips,county_name,votes_gop,votes_dem,total_votes,diff\n{rows}");
    let refused = |rows: &str| normalize::decode(PresidentialVoteByCounty, file(rows).as_bytes()).expect_err("a refusal").to_string();
    let neither = "Vermont,50001,Addison County,70,120,200,0";
    let both = "Connecticut,09110,Capitol Planning Region,1,2,3,0\nAlaska,02901,District 1,1,2,3,0";
    let all = [refused(neither), refused(both), refused(&every_state())];
    assert_snapshot!(all.join("\n"), @r"
    not a file of presidential-vote-by-county: it does not say of which election it is, and neither its areas nor its totals fit one that is known
    not a file of presidential-vote-by-county: it does not say of which election it is, and neither its areas nor its totals fit one that is known
    not a file of presidential-vote-by-county: it does not say of which election it is, and neither its areas nor its totals fit one that is known
    ");
}

/// One county of every state, with far fewer votes than any election had.
fn every_state() -> String {
    let names = "Alabama 01,Alaska 02,Arizona 04,Arkansas 05,California 06,Colorado 08,Connecticut 09,Delaware 10,District of Columbia 11,\
        Florida 12,Georgia 13,Hawaii 15,Idaho 16,Illinois 17,Indiana 18,Iowa 19,Kansas 20,Kentucky 21,Louisiana 22,Maine 23,Maryland 24,\
        Massachusetts 25,Michigan 26,Minnesota 27,Mississippi 28,Missouri 29,Montana 30,Nebraska 31,Nevada 32,New Hampshire 33,\
        New Jersey 34,New Mexico 35,New York 36,North Carolina 37,North Dakota 38,Ohio 39,Oklahoma 40,Oregon 41,Pennsylvania 42,\
        Rhode Island 44,South Carolina 45,South Dakota 46,Tennessee 47,Texas 48,Utah 49,Vermont 50,Virginia 51,Washington 53,\
        West Virginia 54,Wisconsin 55,Wyoming 56";
    let line = |state: &str| {
        let (name, code) = state.trim().rsplit_once(' ').expect("a code");
        let area = if code == "09" { "110" } else { "001" };
        format!("{name},{code}{area},First County,70,120,200,0")
    };
    names.split(',').map(line).collect::<Vec<_>>().join("\n")
}

fn outline(decoded: &Decoded) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &decoded.observations {
        *kinds.entry(one.geography.as_str().split(['/', '-']).next().unwrap_or_default()).or_default() += 1;
    }
    let chosen = ["us", "us-ak", "us-ct", "us-dc", "county/11001", "ward/dc-1", "county/09110", "house-district/ak-2020-40"];
    let wanted = |one: &&Observation| chosen.contains(&one.geography.as_str());
    let shown = decoded.observations.iter().filter(wanted).map(|one| format!("{} | {} | {}", one.geography, one.measure, value(one)));
    let mut lines: Vec<String> = shown.collect();
    lines.push(format!("{kinds:?} covers {}, problems {:?}", decoded.covers, decoded.problems));
    lines.join("\n")
}

#[test]
fn the_file_of_2020_has_counties_in_connecticut_and_the_whole_district() {
    let test = "the_file_of_2020_has_counties_in_connecticut_and_the_whole_district";
    let path = "election2024/2020_US_County_Level_Presidential_Results.csv";
    let Some(decoded) = corpus(test, PresidentialVoteByCounty, path) else { return };
    assert_snapshot!(outline(&decoded), @r#"
    house-district/ak-2020-40 | votes/republican | 1994
    house-district/ak-2020-40 | votes/democratic | 2318
    house-district/ak-2020-40 | votes | 4628
    county/11001 | votes/republican | 18586
    county/11001 | votes/democratic | 317323
    county/11001 | votes | 344356
    us-ak | votes/republican | 189892
    us-ak | votes/democratic | 153405
    us-ak | votes | 391346
    us-ct | votes/republican | 715291
    us-ct | votes/democratic | 1080680
    us-ct | votes | 1824280
    us-dc | votes/republican | 18586
    us-dc | votes/democratic | 317323
    us-dc | votes | 344356
    us | votes/republican | 74208196
    us | votes/democratic | 81264994
    us | votes | 158433557
    {"county": 9336, "house": 120, "us": 156} covers [2020-11-03, 2020-11-04), problems []
    "#);
}

#[test]
fn the_state_sums_of_2024_are_those_that_others_derived() {
    let test = "the_state_sums_of_2024_are_those_that_others_derived";
    let path = "election2024/2024_US_County_Level_Presidential_Results.csv";
    let Some(decoded) = corpus(test, PresidentialVoteByCounty, path) else { return };
    assert_snapshot!(outline(&decoded), @r#"
    county/09110 | votes/republican | 181038
    county/09110 | votes/democratic | 285105
    county/09110 | votes | 474268
    ward/dc-1 | votes/republican | 2056
    ward/dc-1 | votes/democratic | 36882
    ward/dc-1 | votes | 40463
    us-ak | votes/republican | 184407
    us-ak | votes/democratic | 139690
    us-ak | votes | 324097
    us-ct | votes/republican | 736918
    us-ct | votes/democratic | 992053
    us-ct | votes | 1758429
    us-dc | votes/republican | 21076
    us-dc | votes/democratic | 294185
    us-dc | votes | 325869
    us | votes/republican | 77294799
    us | votes/democratic | 75006739
    us | votes | 154863739
    {"county": 9336, "house": 120, "us": 156, "ward": 24} covers [2024-11-05, 2024-11-06), problems []
    "#);

    let folder = testkit::corpus(test).expect("the corpus");
    let derived = std::fs::read_to_string(folder.join("election2024/derived_state_2024.csv")).expect("the sums");
    let sums = |measure: &str| -> Vec<String> {
        let of_state = |one: &&Observation| one.geography.as_str().starts_with("us-") && one.measure.as_str() == measure;
        let mut sums: Vec<String> = decoded.observations.iter().filter(of_state).map(value).collect();
        sums.sort();
        sums
    };
    for (column, measure) in [(1, "votes/republican"), (2, "votes/democratic"), (3, "votes")] {
        let mut expected: Vec<String> =
            derived.lines().skip(1).map(|line| line.split(',').nth(column).expect("a sum").to_owned()).collect();
        expected.sort();
        assert_eq!((expected.len(), sums(measure)), (51, expected));
    }
}
