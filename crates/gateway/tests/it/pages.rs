//! What the main pages say, as text.

use gateway::CaseNames;

use crate::{
    client::{get, text},
    fixture::{Analytics, SNAPSHOT, start},
};

async fn shown(path: &str) -> String {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let page = get(site.address, path).await;
    assert_eq!(page.status, 200, "{path}");
    text(&page.body)
}

#[tokio::test]
async fn the_overview_counts_what_there_is() {
    insta::assert_snapshot!(shown("/").await, @r##"
    Public records, put side by side
    Plumbline turns scattered public records into comparisons that survive a hostile reader. It asks how claimed assaults on officers of federal agencies compare with other records of assaults on law enforcement, and shows every stitch between them.
    Claims
    5 public statements. Does the stated percentage follow from the stated counts?
    1 does not reproduce
    1 reproduces after rounding
    1 reproduces
    1 not checkable
    1 a_word_from_tomorrow
    Comparisons
    Assaults per 100 officers
    Sources
    3 sources in the catalogue
    2 snapshots kept, by their hashes
    4 retrievals
    1,284 filings seen in feeds of courts
    Problems
    3 places in files and feeds that could not be read
    0 files refused as a whole
    1 file that no source recognized
    2 fetches that gave nothing
    1 event set aside
    How to read it
    Every number is a link. It leads to the row or cell, the file's hash, the rule that read it, and the publisher's definition.
    Series with different counting units are different instruments. They stand side by side; no ratio is made between them.
    Intervals are exact. A period without a value names its reason and is never zero.
    Findings use closed wording: they say what does not reproduce, and what a result cannot say.
    "##);
}

#[tokio::test]
async fn claims_stand_in_order_with_neutral_findings() {
    insta::assert_snapshot!(shown("/claims").await, @r##"
    Claims
    Public numerical statements, each checked for one thing first: whether its percentage follows from its own counts. A finding says nothing about intent, and nothing about whether the counts are right.
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    Claims in order of publication
    Claim | Published | Speaker | Statement, in our words | Stated | Recomputed | Exact 95% interval | Finding | Evidence
    C02 | 2025-03-20 | Department of Homeland Security | Use of force rose by 353 percent. | +353% | +294.1% | +128.8% to +616.0% | does not reproduce | B
    C08 | 2025-09-25 | <script>alert('x')</script> & Sons | More than 1,000 percent. <script>alert('x')</script> | +1,000% | – none | – none | not checkable | A
    S01 | 2025-10-15 | Department of Homeland Security | Seven in ten had a conviction or a pending charge. | 70% | 71.7% | 71.4% to 72.0% | reproduces after rounding | A
    C12 | 2026-01-08 | Department of Homeland Security | Assaults rose by 1,347 percent. | +1,347% | +1,347.4% | +809.2% to +2,341.0% | reproduces | A
    C98 | 2026-02-03 | Department of Homeland Security | From none to two. | – none | – none | −81.2% to unbounded | a_word_from_tomorrow | A
    Evidence grades: A primary document or its mirror seen; B named outlet reporting the primary; C single weak or partisan secondary source; X no second source.
    For programs: JSON, CSV
    "##);
}

#[tokio::test]
async fn a_claim_that_does_not_reproduce_shows_what_would() {
    insta::assert_snapshot!(shown("/claims/C02").await, @r##"
    Claim C02
    Use of force rose by 353 percent.
    Department of Homeland Security, 2025-03-20. Evidence B: named outlet reporting the primary.
    Verdict: does not reproduce
    The stated percentage does not follow from the stated counts.
    Stated | +353%
    Recomputed | +294.1%
    Exact 95% interval | +128.8% to +616.0%
    Counts as stated | 67 against 17
    Arithmetic and precision
    67 against 17 give +294.1%
    What is counted | assaults on ICE officers
    What the number is | a change against a base
    Window | 2025-01-21 to 2025-12-31
    Window of the base | the same days of 2024
    Base | as stated
    Ratio | 3.94
    Interval | exact central interval at 95%
    The base is below 20: a few events more or fewer would move the percentage by much.
    Counts that would give the stated percentage
    68 against 15
    77 against 17
    86 against 19
    Inferences, under one fixed definition and an exact percentage; not reports.
    Independent series
    This version of the rule does not look at independent series.
    Against exposure
    This version of the rule does not divide the count by an exposure; see the comparisons.
    The base
    This version of the rule does not examine the base.
    Among claims of the same metric
    Earlier | – none
    Later | – none
    Do cumulative counts only grow? | – none
    The numbers
    The claim's numbers are not recorded as observations.
    Where it was said
    https://www.dhs.gov/news/example
    javascript:alert(1)
    Note of the ledger: The base did not move between two statements.
    How this verdict was made
    Rule | verdict, version 1
    State as known at | 2026-08-01 12:00 UTC
    Snapshots | – none
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    For programs: JSON
    "##);
}

#[tokio::test]
async fn a_claim_shows_its_verdict_first_and_then_every_part() {
    insta::assert_snapshot!(shown("/claims/C12").await, @r##"
    Claim C12
    Assaults rose by 1,347 percent.
    Department of Homeland Security, 2026-01-08. Evidence A: primary document or its mirror seen.
    Verdict: reproduces
    The stated percentage follows from the stated counts, to the digits published.
    Stated | +1,347%
    Recomputed | +1,347.4%
    Exact 95% interval | +809.2% to +2,341.0%
    Counts as stated | 275 against 19
    The stated percentage follows from the stated counts.
    Arithmetic and precision
    What is counted | assaults on ICE officers
    What the number is | a change against a base
    Window | 2025-01-21 to 2025-12-31
    Window of the base | the same days of 2024
    Base | as stated
    Ratio | – none
    Interval | exact central interval at 95%
    The base is below 20: a few events more or fewer would move the percentage by much.
    Independent series
    Independent series over the same months
    Series | Ratio | Exact interval | Comparability | From
    Federal prosecutions in five districts | 1.26 | 0.997 to 1.604 | D different instruments
    unit: defendants against incidents | I02
    Against exposure
    The count over officers, arrests or apprehensions
    Over | Rate | Exact interval
    10,000 officers | 2.75 per 100 officers | 2.43 to 3.10
    The base
    Chance of no event in the days that were added to the window without moving the base: 0.0830.
    If the base had caught only 8.7% of events, the growth would be no more than that of the independent series. A sensitivity bound, not an estimate.
    Other instruments for the same agency and time
    159 in 2017 by the FBI's count
    Bounds on what can be identified
    The rate per officer lies between 1.25 and 2.75.
    Among claims of the same metric
    Earlier | C02
    Later | – none
    Do cumulative counts only grow? | yes, they only grow
    What changed between them
    the window grew by 40 days while the base stayed at 19
    What this cannot say
    Whether assaults became more frequent: the definition of the count is not published.
    The numbers
    The claim's own numbers, each with its provenance
    Measure | Number | Unit | Period | Source | Snapshot
    assaults on officers | 275 | events in an unstated unit | 2015 | published-figures | 3f6c1d0e9b8a
    assaults on officers | 19 | events in an unstated unit | 2015 | published-figures | 3f6c1d0e9b8a
    Where it was said
    https://www.dhs.gov/news/example
    javascript:alert(1)
    Note of the ledger: The base did not move between two statements.
    How this verdict was made
    Rule | verdict, version 1
    State as known at | 2026-08-01 12:00 UTC
    Snapshots | 3f6c1d0e9b8a
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    For programs: JSON
    "##);
}

#[tokio::test]
async fn a_comparison_shows_instruments_with_their_refusals() {
    insta::assert_snapshot!(shown("/comparisons/per-100-officers").await, @r##"
    Assaults per 100 officers
    How do counts of assaults on officers stand against the number of officers, instrument by instrument?
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    Instruments side by side; every number leads to where it came from
    Instrument | Count | Unit and period | Exposure | Rate, exact interval | Ratio to reference | Comparability and remarks
    Local police, FBI LEOKA 2015 the others are compared with this | 50,212 | officers assaulted 2015 | 507,852 between 507,800 and 507,900 employees, 2015 | 9.89 per 100 officers 9.80 to 9.97 Garwood, 95% | – none |
    A same definition
    Border Patrol agents, FY2017 | 786 | incidents FY2017 | 19,437 employees, FY2017 | 4.04 per 100 officers 3.77 to 4.34 Garwood, 95% | – none |
    C differences that move a number
    threats: included against excluded
    duty status: on duty against unstated
    The count is of incidents; several agents can be assaulted in one.
    Border Patrol agents, FY2018 | suspected carry-over | incidents FY2018 | – none | – none | – none |
    C differences that move a number
    the count is missing: suspected carry-over
    threats: included against excluded
    Hostile label <script>alert('x')</script> | 48 | reports 2015 | – none | 0.800 per 100 officers 0.590 to 1.060 Garwood, 95% | 1.62 0.97 to unbounded exact central, 95% |
    B small differences
    date basis: report against event
    Comparability: A the same definition; B differences that hardly move a number; C differences that move a number: side by side, no ratio without a recorded override; D different instruments: no ratio without a recorded override.
    What this cannot say
    Which force is in greater danger: the instruments count different things.
    How this comparison was made
    State as known at | 2026-08-01 12:00 UTC
    Hash of the result | 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    For programs: JSON, CSV
    "##);
}

#[tokio::test]
async fn a_series_shows_gaps_as_gaps() {
    insta::assert_snapshot!(shown("/series/usbp-assaults").await, @r##"
    Assaults on officers
    Counted in incidents, population us/dhs/cbp/usbp, geography us, as published by usbp-sector-profile.
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    6 periods, 2 without a value. A gap names its reason; it is not zero, and nothing is interpolated.
    Observations by period
    Period | Value | Evidence | Place in the file | Snapshot | Retrieved | Rule
    FY2014 | 373 | – none | sheet FY2014, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2015 | 378 | – none | sheet FY2015, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2016 | withdrawn | – none | sheet FY2016, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2017 | 786 | – none | sheet FY2017, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2018 | suspected carry-over | – none | sheet FY2018, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    FY2019 | 0 | – none | sheet FY2019, cell H24 | 3f6c1d0e9b8a | 2026-07-20 08:00 UTC | usbp_sector_profile, version 2
    What is counted
    Measure | assaults on officers
    Unit | incidents
    Population | us/dhs/cbp/usbp
    Geography | us
    Definition | usbp-assault (in words)
    Source | usbp-sector-profile
    For programs: JSON, CSV
    "##);
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
    insta::assert_snapshot!(shown("/sources/usbp-sector-profile").await, @r##"
    Border Patrol sector profile
    Publisher | U.S. Customs and Border Protection
    Home | https://www.cbp.gov/document/stats
    Fetched from | files handed in
    Licence | US government work, no copyright in the United States
    Cadence | yearly
    Snapshots | 1, from 2 retrievals
    Last retrieved | 2026-07-31 06:15 UTC
    Name in the catalogue | usbp-sector-profile
    Series of this source
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
    "##);
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
