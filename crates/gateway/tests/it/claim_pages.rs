//! What the pages on claims say, as text.

use crate::pages::shown;

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
    Among claims of the same count
    Earlier | – none
    Later | – none
    Do cumulative counts only grow? | – none
    Not declared for this claim, so that nothing is said of it: an exposure to divide its counts by; an independent series over about the same months; another instrument for its base; bounds on what can be identified.
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
    The base | still 19 as in C11, 40 days later: p = 0.083
    Against exposure | Officers: 1.25 (1.11 to 3.10) per 100 officers
    Independent series | Federal prosecutions in five districts: 1.26 times (0.997 to 1.604), grade D | Federal charges, one network: the counts were not published, grade D
    Other instruments | 2015: 159 officers assaulted
    Break-even | the growth is that of these series, if the base had 8.7% (6.9% to 11.1%) of its events
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
    Arrests | 1.09 per 1,000 arrests 0.97 to 1.23 Garwood, 95% over 251,320 arrests | 0.200 per 1,000 arrests 0.121 to 0.313 Garwood, 95% over 94,836 arrests | 4.73 2.96 to 7.99 exact central, 95% | 61.0% (50.0% to 71.0%) | Assaults also happen outside arrests.
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
    Federal prosecutions in five districts | 163 defendants, 2015 | 129 defendants, 2015 | 1.26 0.997 to 1.604 exact central, 95% | 11.45 7.01 to 19.20 exact central, 95% |
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
    2015 us/local | 159 | officers assaulted published-figures | 1.73 1.40 to 2.10 exact central, 95% |
    D different instruments
    unit: officers against unstated
    The claim's count over theirs is by days of the windows: a sensitivity, not a growth. CSV
    How little the base would have to hold
    If the base had 8.7% (6.9% to 11.1%) of its events, the growth would be that of Federal prosecutions in five districts.
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
async fn a_share_claim_shows_its_grid() {
    let shown = shown("/claims/S01").await;
    let (_, grid) = shown.split_once("The share on its four axes").expect("a grid");
    let (grid, _) = grid.split_once("Among claims of the same count").expect("an end");
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
