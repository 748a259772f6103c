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
async fn claims_stand_in_order_with_neutral_findings() {
    insta::assert_snapshot!(shown("/claims").await, @r"
    Claims
    Public numerical statements, each checked for one thing first: whether its percentage follows from its own counts. A finding says nothing about intent, and nothing about whether the counts are right.
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    Claims in order of publication
    Claim | Published | Speaker | Statement, in our words | Stated | Recomputed | Exact 95% interval | Finding | Evidence
    C02 | 2025-03-20 | Department of Homeland Security | Use of force rose by 353 percent. | +353% | +294.1% | +128.8% to +616.0% | does not reproduce | B
    C04 | 2025-05-14 | Department of Homeland Security | Assaults rose by 413 percent. | +413% | – none | – none | not checkable | A
    C08 | 2025-09-25 | <script>alert('x')</script> & Sons | More than 1,000 percent. <script>alert('x')</script> | +1,000% | – none | – none | not checkable | A
    S01 | 2025-10-15 | Department of Homeland Security | Seven in ten had a conviction or a pending charge. | 70% | 71.7% | 71.4% to 72.0% | reproduces after rounding | A
    C12 | 2026-01-08 | Department of Homeland Security | Assaults rose by 1,347 percent. | +1,347% | +1,347.4% | +809.2% to +2,341.0% | reproduces | A
    C98 | 2026-02-03 | Department of Homeland Security | From none to two. | – none | – none | −81.2% to unbounded | a_word_from_tomorrow | A
    Evidence grades: A primary document or its mirror seen; B named outlet reporting the primary; C single weak or partisan secondary source; X no second source.
    For programs: JSON, CSV
    ");
}

#[tokio::test]
async fn a_claim_that_does_not_reproduce_shows_what_would() {
    insta::assert_snapshot!(shown("/claims/C02").await, @r"
    Claim C02
    Use of force rose by 353 percent.
    Department of Homeland Security, 2025-03-20. Evidence B: named outlet reporting the primary.
    Verdict: does not reproduce
    Stated | +353%
    Recomputed | +294.1%
    Exact 95% interval | +128.8% to +616.0%
    Counts as stated | 67 against 17
    The stated percentage does not follow from the stated counts.
    Its words | “nearly four-fold” (4-fold): does not fit the stated percentage (4.53-fold); fits the counts (3.94-fold)
    Counts that would fit | 68 against 15, 77 against 17, 86 against 19
    Arithmetic and precision
    The stated percentage does not follow from the stated counts.
    67 against 17 give +294.1%.
    What is counted | assaults on ICE officers
    What the number is | a change against a base
    Window | 2025-01-21 to 2025-12-31
    Window of the base | the same days of 2024
    Base | as stated
    Ratio | 3.94
    Interval | exact central, 95%
    The base is below 20: a few events more or fewer would move the percentage by much.
    Counts that would give the stated percentage
    68 against 15
    77 against 17
    86 against 19
    Inferences, not reports (integer inversion). They assume one fixed definition and an exact percentage. CSV
    Its words and its numbers
    “nearly four-fold” (4-fold): does not fit the stated percentage (4.53-fold); fits the counts (3.94-fold).
    Against exposure
    No exposure is declared for this claim, so its counts are not divided by anything.
    Independent series
    No independent series over about the same months is declared for this claim.
    The base
    No earlier claim has this base for a shorter window, and no other instrument is declared for it.
    Bounds on what can be identified
    No bounds are declared for this claim.
    Among claims of the same count
    Earlier | – none
    Later | – none
    Do cumulative counts only grow? | – none
    What this cannot say
    Nothing is listed.
    The numbers
    The claim's numbers are not recorded as observations.
    Where it was said
    https://www.dhs.gov/news/example
    javascript:alert(1)
    Note of the ledger: The base did not move between two statements.
    How this verdict was made
    Rule | verdict, version 2
    State as known at | the present state
    Rests on these snapshots | – none
    Hash of what is found | 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    For programs: JSON, CSV
    Form of the JSON: JSON Schema of the claim, of the verdict
    ");
}

#[tokio::test]
async fn a_claim_shows_its_verdict_first() {
    let shown = shown("/claims/C12").await;
    let (first, _) = shown.split_once("\nThe base is 19, as in C11,").expect("the base");
    insta::assert_snapshot!(first, @r"
    Claim C12
    Assaults rose by 1,347 percent.
    Department of Homeland Security, 2026-01-08. Evidence A: primary document or its mirror seen.
    Verdict: reproduces
    Stated | +1,347%
    Recomputed | +1,347.4%
    Exact 95% interval | +809.2% to +2,341.0%
    Counts as stated | 275 against 19
    The stated percentage follows from the stated counts.
    The base did not move while its window grew.
    The base | still 19, as in C11, although its window grew by 40 days: p = 0.083
    Its words | “more than 1,300 percent <script>alert('x')</script>” (14-fold): fits the stated percentage (14.47-fold); fits the counts (14.47-fold)
    Against exposure | Arrests: 4.73 times (2.96 to 7.99); 61% of the growth is left | Officers: 1.25 (1.11 to 3.10) per 100 officers
    Independent series | Federal prosecutions in five districts: 1.26 times (0.997 to 1.604), grade D | Federal charges, one network: the counts were not published, grade D
    Other instruments | 2015: 159 officers assaulted, grade D
    Break-even | the growth is that of Federal prosecutions in five districts, if the base had 8.7% of its events
    Cannot say | Whether assaults became more frequent: the definition of the count is not published.
    Arithmetic and precision
    The stated percentage follows from the stated counts, to the digits published.
    What is counted | assaults on ICE officers
    What the number is | a change against a base
    Window | 2025-01-21 to 2025-12-31
    Window of the base | the same days of 2024
    Base | as stated
    Ratio | 14.47
    Interval | exact central, 95%
    The base is below 20: a few events more or fewer would move the percentage by much.
    Its words and its numbers
    “more than 1,300 percent <script>alert('x')</script>” (14-fold): fits the stated percentage (14.47-fold); fits the counts (14.47-fold).
    Against exposure
    The counts over officers, arrests or contacts, now and before
    Over | Now | Before | Ratio | Share of the growth left | Remarks
    Arrests | 1.09 per 1,000 arrests 0.97 to 1.23 Garwood, 95% over 251,320 arrests | 0.200 per 1,000 arrests 0.121 to 0.313 Garwood, 95% over 94,836 arrests | 4.73 2.96 to 7.99 exact central, 95% | 61% | Assaults also happen outside arrests.
    Officers | 1.25 per 100 officers 1.11 to 3.10 Garwood, over the bounds of the exposure, 95% over 22,000 officers, can be 10,000 to 22,000 | no strength of 2024 is declared | – none | – none | – none
    Contacts | no count of contacts is published | – none | – none | – none | – none
    Share left: the logarithm of this ratio over that of the claim's ratio. CSV
    Independent series
    Other instruments over about the same months. They need not count the same events; the letter says how far they may be compared.
    The claim and independent series Now over before, per day of the windows, with exact central intervals. They are different instruments.
    The numbers behind this drawing (3 rows)
    The claim and independent series
    Instrument | Group | Comparability | Ratio, now over before | Lower end | Upper end | Missing
    Claim C12, its own counts | – none | – none | 14.47 | 9.09 | 24.41 | – none
    Federal prosecutions in five districts | Independent series | D | 1.26 | 0.997 | 1.60 | – none
    Federal charges, one network | Independent series | D | – none | – none | – none | the counts were not published
    As a file: CSV, JSON
    Independent series, with their counts
    Series | Now | Before | Ratio per day | The claim's ratio over this | Comparability
    Federal prosecutions in five districts | 163 defendants, 2015 | 129 defendants, 2015 | 1.26 0.997 to 1.604 exact central, 95% | 11.45 |
    D different instruments
    unit: defendants against incidents
    Federal charges, one network | – none | – none | the counts were not published | – none |
    D different instruments
    unit: charges against incidents
    Comparability: A the same definition; B differences that hardly move a number; C differences that move a number: side by side, no ratio without a recorded override; D different instruments: no ratio without a recorded override.
    The base
    ");
}

#[tokio::test]
async fn a_claim_then_shows_every_part_and_what_it_rests_on() {
    let shown = shown("/claims/C12").await;
    let (_, rest) = shown.split_once("\nThe base is 19, as in C11,").expect("the base");
    insta::assert_snapshot!(rest.trim_start(), @r"
    although its window of 306 days grew by 40 days. At the rate of the earlier days, no event in the added ones has the chance p = 0.083; given the total, 0.097.
    Zero run. A reason to ask for the monthly series, not a finding on why.
    Other instruments for the same agency
    Counts of the same agency by other instruments
    Period | Number | Unit | The claim's count over this | Comparability
    2015 us/local | 159 | officers assaulted published-figures | 1.73 |
    D different instruments
    unit: officers against unstated
    The last ratio is by days of the windows: a sensitivity, not a growth. CSV
    How little the base would have to hold
    If the base had 8.7% of its events, the growth would be that of Federal prosecutions in five districts.
    Break-even of capture: a sensitivity bound, not an estimate. CSV
    Bounds on what can be identified
    Between which ratios the truth can lie Bounds under stated assumptions, not confidence intervals: within them the data single out no value.
    The numbers behind this drawing (2 rows)
    Between which ratios the truth can lie
    Assumption | Lower bound | Upper bound | times: single value | Missing
    Ratio, if 9 to 100 percent of the base was recorded | 1.26 | 14.47 | – none | – none
    Ratio, whatever was recorded | 0.400 | unbounded | – none | – none
    As a file: CSV, JSON
    Between which rates, per 100 officers, the truth can lie Bounds under stated assumptions, not confidence intervals: within them the data single out no value.
    The numbers behind this drawing (1 row)
    Between which rates, per 100 officers, the truth can lie
    Assumption | Lower bound | Upper bound | per 100 officers: single value | Missing
    Rate over the path of strength | 1.25 | 2.75 | – none | – none
    As a file: CSV, JSON
    How the bounds are made
    Among claims of the same count
    Earlier | C02 C04
    Later | – none
    Do cumulative counts only grow? | yes, they only grow
    What changed between them
    the window grew by 40 days while the base stayed at 19
    New events per day between the claims Differences of cumulative counts, with exact intervals.
    The numbers behind this drawing (2 rows)
    New events per day between the claims
    Instrument | Group | Comparability | Events per day | Lower end | Upper end | Missing
    to C11: 238 in 305 days | – none | – none | 0.780 | 0.684 | 0.886 | – none
    C11 to C12: 37 in 40 days | – none | – none | 0.925 | 0.651 | 1.27 | – none
    As a file: CSV, JSON
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
    Rule | verdict, version 2
    State as known at | the present state
    Rests on these snapshots |
    published-figures 3f6c1d0e9b8a
    Hash of what is found | 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    As known onShow A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now.
    For programs: JSON, CSV
    Form of the JSON: JSON Schema of the claim, of the verdict
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
async fn a_share_claim_shows_its_grid() {
    let shown = shown("/claims/S01").await;
    let (_, grid) = shown.split_once("The share on its four axes").expect("a grid");
    let (grid, _) = grid.split_once("What this cannot say").expect("an end");
    insta::assert_snapshot!(grid.trim(), @r"
    A share depends on who is counted, when, what counts, and what becomes of those whose record is unknown.
    The share by population, window, predicate and treatment of the unknown Wilson's intervals at 95%.
    The numbers behind this drawing (3 rows)
    The share by population, window, predicate and treatment of the unknown
    Instrument | Group | Comparability | Share | Lower end | Upper end | Missing
    arrests by ERO, FY2024: conviction or pending charge; unknown as none | – none | – none | 71.7% | 71.4% | 72.0% | – none
    arrests by ERO, 2025, 20 January to 15 October: conviction or pending charge; unknown as none | – none | – none | 66.2% | 66.0% | 66.4% | – none
    book-ins, since October 2025: conviction or pending charge; unknown as none | – none | – none | – none | – none | – none | the counts were not published
    As a file: CSV, JSON
    Published cells, and why others have no number
    Population | Window | What counts | Unknown are | Share | Bounds over the unknown | The claim
    arrests by ERO | FY2024 | conviction or pending charge | as none | 71.7% 71.4% to 72.0% Wilson, 95% | 69.7% to 74.7% | fits
    arrests by ERO | 2025, 20 January to 15 October | conviction or pending charge | as none | 66.2% 66.0% to 66.4% Wilson, 95% | 64.2% to 69.2% | does not fit
    book-ins | since October 2025 | conviction or pending charge | as none | the counts were not published 47 percent had neither, as reported. | – none | – none
    Wilson's interval, bounds over the unknown. CSV
    ");
}

#[tokio::test]
async fn pairs_of_a_sequence_say_what_they_assume() {
    let shown = shown("/claims/C04").await;
    assert!(shown.contains("41 against 8"), "{shown}");
    assert!(shown.contains("over the sequence of claims also counts that only grow and no restatement"), "{shown}");
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
