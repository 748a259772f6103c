//! What the main pages say, as text.

use gateway::CaseNames;

use crate::{
    client::{get, text},
    fixture::{Analytics, SNAPSHOT, start},
};

/// The main part of a page, as text.
pub(crate) async fn shown(path: &str) -> String {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let page = get(site.address, path).await;
    assert_eq!(page.status, 200, "{path}");
    text(&page.body)
}

#[tokio::test]
async fn the_overview_counts_what_there_is() {
    insta::assert_snapshot!(shown("/").await, @r"
    Public records, put side by side
    Plumbline turns scattered public records into comparisons that survive a hostile reader. It asks how claimed assaults on officers of federal agencies compare with other records of assaults on law enforcement, and shows every stitch between them.
    Claims
    6 public statements. Does the stated percentage follow from the stated counts?
    1 does not reproduce
    1 reproduces after rounding
    1 reproduces
    2 not checkable
    1 a_word_from_tomorrow
    Comparisons
    Assaults per 100 officers
    One analysis of every kind
    Sources
    3 sources in the catalogue
    2 snapshots kept, by their hashes
    4 retrievals
    Courts
    New prosecutions under 18 U.S.C. § 111 by district and month, with what each court's feed is able to show.
    3 cases under § 111
    72 feeds of courts that are fresh
    2 feeds that are stale
    1,284 filings seen in feeds of courts
    Problems
    3 places in files and feeds that could not be read
    0 files refused as a whole
    1 file that no source recognized
    2 fetches that gave nothing
    1 event set aside
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    How to read it
    Every number is a link. It leads to the row or cell, the file's hash, the rule that read it, and the publisher's definition.
    Series with different counting units are different instruments. They stand side by side; no ratio is made between them.
    Intervals are exact. A period without a value names its reason and is never zero.
    Each kind of number is told under methods, and each publisher's way of counting under how they count.
    Findings use closed wording: they say what does not reproduce, and what a result cannot say.
    ");
}

#[tokio::test]
async fn a_comparison_shows_instruments_with_their_refusals() {
    insta::assert_snapshot!(shown("/comparisons/per-100-officers").await, @r"
    Assaults per 100 officers
    How do counts of assaults on officers stand against the number of officers, instrument by instrument?
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    Instruments side by side
    Rates per 100 officers Exact intervals; where the exposure is not one number, the interval covers that as well. Different instruments stand side by side.
    The numbers behind this drawing (5 rows)
    Rates per 100 officers
    Instrument | Group | Comparability | Per 100 officers | Lower end | Upper end | Missing
    Local police, FBI LEOKA 2015 (reference) | Local police | A | 9.89 | 9.80 | 9.97 | – none
    Border Patrol agents, FY2017 | Border Patrol | C | 4.04 | 3.77 | 4.34 | – none
    Border Patrol agents, FY2018 | Border Patrol | C | – none | – none | – none | the count is missing: suspected carry-over
    ICE, 2025, over a path of 10,000 to 22,000 officers | ICE | D | 1.25 | 1.11 | 3.10 | – none
    Hostile label <script>alert('x')</script> | ICE | B | 0.800 | 0.590 | 1.06 | – none
    As a file: CSV, JSON
    Every number leads to where it came from.
    Local police
    Instrument | Count | Unit and period | Exposure | Rate, exact interval | Ratio to reference | Comparability and remarks
    Local police, FBI LEOKA 2015 the others are compared with this | 50,212 | officers assaulted 2015 | 507,852 between 507,800 and 507,900 employees, 2015 | 9.89 per 100 officers 9.80 to 9.97 Garwood, 95% | – none |
    A same definition
    Border Patrol
    Instrument | Count | Unit and period | Exposure | Rate, exact interval | Ratio to reference | Comparability and remarks
    Border Patrol agents, FY2017 | 786 | incidents FY2017 | 19,437 employees, FY2017 | 4.04 per 100 officers 3.77 to 4.34 Garwood, 95% | 0.409 0.381 to 0.439 exact central, 95% |
    C differences that move a number
    threats: included against excluded
    1 more difference
    duty status: on duty against unstated
    The ratio is given although the grade forbids it. Reason: both are published as counts of assaulted officers per officer. Decided by: the maintainers of the catalogue.
    The count is of incidents; several agents can be assaulted in one.
    Border Patrol agents, FY2018 | suspected carry-over | incidents FY2018 | – none | – none | – none |
    C differences that move a number
    threats: included against excluded
    the count is missing: suspected carry-over
    ICE
    Instrument | Count | Unit and period | Exposure | Rate, exact interval | Ratio to reference | Comparability and remarks
    ICE, 2025, over a path of 10,000 to 22,000 officers | 275 | events in an unstated unit 2015 | 22,000 officers can be 10,000 to 22,000 | 1.25 per 100 officers 1.11 to 3.10 Garwood, over the bounds of the exposure, 95% | – none |
    D different instruments
    unit: unstated against officers
    Hostile label <script>alert('x')</script> | 48 | reports 2015 | 6,000 officers | 0.800 per 100 officers 0.590 to 1.060 Garwood, 95% | 1.62 0.97 to unbounded exact central, 95% |
    B small differences
    date basis: report against event
    Comparability: A the same definition; B differences that hardly move a number; C differences that move a number: side by side, no ratio without a recorded override; D different instruments: no ratio without a recorded override.
    What this cannot say
    Which force is in greater danger: the instruments count different things.
    How this comparison was made
    State as known at | the present state
    Hash of the declaration, fixed before data were joined | 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    Hash of the result | 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    For programs: JSON, CSV
    Form of the JSON: JSON Schema
    ");
}

#[tokio::test]
async fn a_series_shows_gaps_as_gaps() {
    insta::assert_snapshot!(shown("/series/usbp-assaults").await, @r"
    Assaults on officers
    Counted in incidents, population us/dhs/cbp/usbp, geography us, as published by usbp-sector-profile.
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    6 periods, 2 without a value. A gap names its reason; it is not zero, and nothing is interpolated.
    By year A gap is hatched and names its reason; nothing is interpolated.
    Gap 1: withdrawn (FY2016).
    Gap 2: suspected carry-over (FY2018).
    The numbers behind this drawing (6 rows)
    By year
    Period | Series | Start | End (first day after) | Incidents | Lower end | Upper end | Partial | Missing
    FY2014 | assaults on officers | 2013-10-01 | 2014-10-01 | 373 | – none | – none | – none | – none
    FY2015 | assaults on officers | 2014-10-01 | 2015-10-01 | 378 | – none | – none | – none | – none
    FY2016 | assaults on officers | 2015-10-01 | 2016-10-01 | – none | – none | – none | – none | withdrawn
    FY2017 | assaults on officers | 2016-10-01 | 2017-10-01 | 786 | – none | – none | – none | – none
    FY2018 | assaults on officers | 2017-10-01 | 2018-10-01 | – none | – none | – none | – none | suspected carry-over
    FY2019 | assaults on officers | 2018-10-01 | 2019-10-01 | 0 | – none | – none | – none | – none
    As a file: CSV, JSON
    Observations by period
    Period | Value | Evidence | Place in the file | Snapshot | Retrieved | Rule
    FY2014 | 373 | – none | sheet FY2014, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2015 | 378 | – none | sheet FY2015, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2016 | withdrawn | – none | sheet FY2016, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2017 | 786 | – none | sheet FY2017, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2018 | suspected carry-over | – none | sheet FY2018, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2019 | 0 | – none | sheet FY2019, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    Revisions
    A column for each vintage, oldest first. What a vintage does not speak of is left blank; what it speaks of and no longer has is marked.
    Every period in every vintage
    Period | 2026-05-02 10:00 UTC 00aa11bb22cc | 2026-07-20 08:00 UTC 3f6c1d0e9b8a
    FY2015 | 390 | 378 revised
    FY2016 | 454 | removed
    FY2018 | – none | suspected carry-over
    FY2019 | not covered | 0
    Revisions by the age of a number
    Vintages after the first | Up | Down | Unchanged | Removed | Median absolute revision
    1 | 0 | 1 | 0 | 1 | 12
    For programs: JSON, CSV
    What is counted
    Measure | assaults on officers
    Unit | incidents
    Population | us/dhs/cbp/usbp
    Geography | us
    Definition | usbp-assault (in words)
    Source | usbp-sector-profile
    For programs: JSON, CSV
    ");
}

#[tokio::test]
async fn every_analysis_is_drawn_with_its_table_and_its_file() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let page = get(site.address, "/comparisons/every-analysis").await.body;
    // One specification curve, two units over time, a funnel, rates and ratios, three units of bounds, two maps; each for two widths.
    assert_eq!((page.matches("<figure").count(), page.matches("<svg").count()), (11, 22));
    assert_eq!(page.matches("The numbers behind this drawing").count(), 11);
    for analysis in ["choices", "over-time", "sectors", "standardised", "coverage", "units", "states", "refused"] {
        assert!(page.contains(&format!("/api/v1/comparisons/every-analysis/analyses/{analysis}?format=csv")), "{analysis}");
    }
    let shown = text(&page);
    for words in [
        "This analysis is refused: 2 agencies have a rate; at least 3 are needed.",
        "The factor between them is an effect of the counting unit, not of what happened",
        "Gap 1: suspected carry-over (FY2018).",
        "too few expected",
        "An association between places. It says nothing about persons in them, and nothing about why.",
        "Exclusions were declared before data were joined.",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[tokio::test]
async fn a_restatement_tells_what_is_gone_first() {
    insta::assert_snapshot!(shown("/sources/usbp-sector-profile/restatement").await, @r"
    Restatement of Border Patrol sector profile
    What the later of two vintages says otherwise than the earlier one, observation by observation.
    Source | usbp-sector-profile
    Earlier | 00aa11bb22cc, retrieved 2026-05-02 10:00 UTC, usbp_sector_profile, version 2
    Later | 3f6c1d0e9b8a, retrieved 2026-07-20 08:00 UTC, usbp_sector_profile, version 2
    Removed | 1: there before, covered by the later one, and not there
    Changed | 1: another reading of the same period
    Added | 1: there now, not before
    Unchanged | 2
    Not covered | 1: the later one does not speak of their period, so they stand
    Removed
    Removed observations
    Measure | Population, place | Period | Number | Place in the file
    assaults on officers incidents | us/dhs/cbp/usbp us | FY2016 | 454 | sheet FY2016, cell H24
    Changed
    Changed observations
    Measure | Population, place | Period | Before | After | Place in the later file
    assaults on officers incidents | us/dhs/cbp/usbp us | FY2015 | 390 | 378 | sheet FY2015, cell H24
    Added
    Added observations
    Measure | Population, place | Period | Number | Place in the file
    assaults on officers incidents | us/dhs/cbp/usbp us | FY2019 | 0 | sheet FY2019, cell H24
    All vintages of this source
    For programs: JSON, CSV
    ");
}

#[tokio::test]
async fn vintages_stand_in_order_and_as_known_then() {
    let all = shown("/sources/usbp-sector-profile/vintages").await;
    assert!(all.contains("2026-05-02 10:00 UTC | 00aa11bb22cc") && all.contains("2026-07-20 08:00 UTC | 3f6c1d0e9b8a"), "{all}");
    let then = shown("/sources/usbp-sector-profile/vintages?as_of=2026-06-01").await;
    assert!(then.contains("2026-05-02 10:00 UTC") && !then.contains("2026-07-20 08:00 UTC"), "{then}");
}

#[tokio::test]
async fn the_crosswalk_shows_words_with_citations_and_types() {
    insta::assert_snapshot!(shown("/crosswalk").await, @r#"
    How publishers count
    Publishers use the word assault for different things. Here they stand side by side: what each counts, in which unit, what it leaves out, over which denominator, and what surprises whoever reads its numbers.
    "Unstated" means that what was read is silent. The small numbers are the citations of each row, below.
    How publishers count
    Publisher | Counts | Includes and excludes | Unit | Injury and weapon | Denominator | Quirks
    Border Patrol, sector profile | Assaults on agents, by sector. 1 | unstated 1 | An incident, or each pairing of agent, assailant and weapon. 1 | unstated 1 | Agents, in another table. 1 |
    A column can repeat the year before. <script>alert('x')</script> 1
    Where the publishers say so
    Evidence grades: A primary document or its mirror seen; B named outlet reporting the primary; C single weak or partisan secondary source; X no second source.
    Border Patrol, sector profile
    Sector profile, evidence A: https://www.cbp.gov/document/stats
    In types: usbp-assault, a-definition-from-tomorrow
    The same in types
    Each definition has every axis filled. Two definitions are compared axis by axis; that makes the grade of comparability.
    Definitions, with every axis
    Definition | Unit | Threats | Attempts | Least that counts | Duty status | Date basis | Completeness | Revised
    Assaults on Border Patrol agents usbp-assault | incidents | unstated | included | unstated | on duty | event | all sectors | unstated
    For programs: JSON, CSV
    For programs: JSON, CSV
    "#);
}

#[tokio::test]
async fn a_series_before_its_first_snapshot_is_empty() {
    let text = shown("/series/usbp-assaults?as_of=2026-01-08").await;
    assert!(text.contains("At that time nothing was known of this series."), "{text}");
}

#[tokio::test]
async fn an_observation_leads_to_the_bytes() {
    insta::assert_snapshot!(shown("/observations/leoka-2015").await, @r##"
    Assaults on officers, 2015
    50,212 officers assaulted
    What it says
    Measure | assaults on officers
    Counting unit | officers assaulted
    Population | us/local
    Geography | us
    Period | 2015 from 2015-01-01 to before 2016-01-01
    Series of this measure, population and source
    How it was read
    Source | published-figures
    Place in the file | row 12 of <script>alert('x')</script>
    Rule | published_figures, version 1
    Snapshot, SHA-256 | 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    First retrieved | 2026-07-21 09:30 UTC
    Address of this observation | leoka-2015
    Where and when the file was retrieved
    Retrievals of these bytes
    When | How | Origin | ETag | Last modified
    2026-07-20 08:00 UTC | from the inbox folder | <script>alert('x')</script>.xlsx | – none | – none
    2026-07-31 06:15 UTC | fetched over HTTP | https://www.cbp.gov/sites/default/files/profile.xlsx | "5f2a-1" | – none
    Where a person can read it
    https://ucr.fbi.gov/leoka/2015
    Evidence grade A: primary document or its mirror seen.
    How the publisher counts
    Assaults on Border Patrol agents
    Incidents in which an agent was assaulted, as entered by the sector; the profile does not say when an entry is complete.
    Counting unit | incidents
    Threats | unstated
    Attempts | included
    Least severity | unstated
    Population | Border Patrol agents
    Duty status | on duty
    Date basis | event
    Completeness | all sectors
    Revised after publication | unstated
    Name of the definition | usbp-assault
    Where the publisher says so
    https://www.cbp.gov/document/stats
    Other vintages
    1 more, oldest first. A later snapshot never erases an earlier state.
    The same series and period in other snapshots
    Retrieved | Value | Snapshot | Place in the file | Rule
    2026-05-02 10:00 UTC | 50,212 | 3f6c1d0e9b8a | row 12 of <script>alert('x')</script> | published_figures, version 1
    For programs: JSON
    "##);
}

#[tokio::test]
async fn a_missing_observation_names_its_reason() {
    let text = shown("/observations/assaults_on_officers-2018").await;
    assert!(text.contains("suspected carry-over There is no value for this period. That is not zero."), "{text}");
}

#[tokio::test]
async fn a_source_shows_what_was_done_with_it() {
    insta::assert_snapshot!(shown("/sources/usbp-sector-profile").await, @r"
    Border Patrol sector profile
    Publisher | U.S. Customs and Border Protection
    Home | https://www.cbp.gov/document/stats
    Fetched from | files handed in
    Licence | US government work, no copyright in the United States
    Cadence | yearly
    Snapshots | 1, from 2 retrievals
    Last retrieved | 2026-07-31 06:15 UTC
    Name in the catalogue | usbp-sector-profile
    Series of this source, its vintages, and what the latest says otherwise than the one before
    Caveats
    Subtotal rows are not sectors.
    A column can repeat the year before.
    Snapshots
    Snapshots, latest first
    Snapshot | Origin | Size | Retrievals | First retrieved | Last retrieved
    3f6c1d0e9b8a | https://www.cbp.gov/sites/default/files/profile.xlsx | 1,234,567 bytes | 2 | 2026-07-20 08:00 UTC | 2026-07-31 06:15 UTC
    What was read
    Readings, by snapshot and rule
    Snapshot | Rule | Rows | Observations | Problems | Refused because
    3f6c1d0e9b8a | usbp_sector_profile, version 2 | 4,096 | 1,204 | 1 | – none
    What could not be read
    Problems, with their places; the rest of each file was read
    Place | Problem | Source | Snapshot | Rule
    sheet FY2018, cell H24 | the column repeats FY2017 in every sector; <script>alert('x')</script> | usbp-sector-profile | 3f6c1d0e9b8a | usbp_sector_profile, version 2
    For programs: JSON
    ");
}

#[tokio::test]
async fn a_snapshot_shows_every_source_that_has_these_bytes() {
    insta::assert_snapshot!(shown(&format!("/snapshots/{SNAPSHOT}")).await, @r##"
    Snapshot 3f6c1d0e9b8a
    SHA-256 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    As a snapshot of usbp-sector-profile
    Size | 1,234,567 bytes
    First retrieved | 2026-07-20 08:00 UTC
    Last retrieved | 2026-07-31 06:15 UTC
    Retrievals of these bytes
    When | How | Origin | ETag | Last modified
    2026-07-20 08:00 UTC | from the inbox folder | <script>alert('x')</script>.xlsx | – none | – none
    2026-07-31 06:15 UTC | fetched over HTTP | https://www.cbp.gov/sites/default/files/profile.xlsx | "5f2a-1" | – none
    As a snapshot of published-figures
    Size | 1,234,567 bytes
    First retrieved | 2026-07-20 08:00 UTC
    Last retrieved | 2026-07-31 06:15 UTC
    Retrievals of these bytes
    When | How | Origin | ETag | Last modified
    2026-07-20 08:00 UTC | from the inbox folder | <script>alert('x')</script>.xlsx | – none | – none
    2026-07-31 06:15 UTC | fetched over HTTP | https://www.cbp.gov/sites/default/files/profile.xlsx | "5f2a-1" | – none
    What was read from it
    Readings, by snapshot and rule
    Snapshot | Rule | Rows | Observations | Problems | Refused because
    3f6c1d0e9b8a | usbp_sector_profile, version 2 | 4,096 | 1,204 | 1 | – none
    3f6c1d0e9b8a | published_figures, version 1 | 4,096 | 1,204 | 1 | – none
    What could not be read
    Problems, with their places; the rest of each file was read
    Place | Problem | Source | Snapshot | Rule
    sheet FY2018, cell H24 | the column repeats FY2017 in every sector; <script>alert('x')</script> | usbp-sector-profile | 3f6c1d0e9b8a | usbp_sector_profile, version 2
    For programs: JSON
    "##);
}

#[tokio::test]
async fn what_went_wrong_is_listed_with_reasons() {
    let text = shown("/rejects").await;
    let stable: Vec<&str> = text.lines().filter(|line| !line.contains("event_id")).collect();
    insta::assert_snapshot!(stable.join("\n"), @r##"
    Rejects, incidents and problems
    Nothing is lost: what could not be fetched, handled or read is listed here with its reason, and the rest went on.
    Files that no source knew are listed under unrecognized files.
    Events set aside
    Events set aside, latest first
    When | Who could not handle it | Reason | Tries | Event
    2026-08-01 12:00 UTC | normalize | <script>alert('x')</script>.csv: the first line is not the header of this source | 1 | plumbline.ingest.snapshot_stored.v1.cbp-assault-incidents
    The event as it was
    a14655212d50d57a52529e85627561eeca2d3ac02a0e90a0463ae03679760cc3
    {"source":"cbp-assault-incidents","hash":"3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e","sizeBytes":"1","retrievedAt":"2026-07-20T08:00:00.000Z","origin":"<script>alert('x')</script>.csv"}
    Fetches that gave nothing
    Fetches that gave nothing to store
    When | Source | Origin | What happened
    2026-07-31 06:15 UTC | usbp-sector-profile | https://www.cbp.gov/gone | the server says 404
    2026-07-31 06:15 UTC | – none | <script>alert('x')</script>.zip | 209,715,200 bytes are over the limit of 134,217,728
    Problems in files and feeds
    Problems, with their places; the rest of each file was read
    Place | Problem | Source | Snapshot | Rule
    sheet FY2018, cell H24 | the column repeats FY2017 in every sector; <script>alert('x')</script> | usbp-sector-profile | 3f6c1d0e9b8a | usbp_sector_profile, version 2
    item 7 | the title has no docket number | pacer-rss | 00aa11bb22cc | – none
    For programs: rejects, incidents, problems as JSON
    "##);
}

#[tokio::test]
async fn series_are_narrowed_by_the_form() {
    let all = shown("/series").await;
    let some = shown("/series?source=usbp-staffing&measure=").await;
    assert!(all.contains("\n4 series.") && some.contains("\n1 series of 4."), "{all}\n{some}");
    assert!(!shown("/series?population=nobody").await.contains("Periods"));
}

#[tokio::test]
async fn filings_and_unrecognized_files_are_listed() {
    let filings = shown("/filings?court=nyed").await;
    assert!(filings.contains("1 of 1,284 filings, latest first.") && filings.contains("1:17-cr-00554"), "{filings}");
    let unknown = shown("/unrecognized").await;
    assert!(unknown.contains("it begins like an HTML page"), "{unknown}");
}
