//! What the pages of courts, feeds and cases say, as text, and their tables.

use gateway::CaseNames;

use crate::{
    client::{get, text},
    fixture::{Analytics, start},
    pages::shown,
};

/// The lines of a page from one that begins with some words up to one that begins with others.
fn part(page: &str, from: &str, to: &str) -> String {
    let lines = page.lines().skip_while(|line| !line.starts_with(from)).take_while(|line| !line.starts_with(to));
    lines.collect::<Vec<_>>().join("\n")
}

/// Those lines of a part that are looked at.
fn some(part: &str, wanted: impl Fn(&&str) -> bool) -> String {
    part.lines().filter(wanted).collect::<Vec<_>>().join("\n")
}

/// Of the months, one with a number and one without.
fn one_with_and_one_without(line: &&str) -> bool {
    ["2026-07", "2025-09"].iter().any(|month| line.starts_with(month)) || !line.starts_with("20") && !line.contains(": ")
}

#[tokio::test]
async fn the_overview_of_courts_sums_only_what_has_coverage() {
    let page = shown("/courts").await;
    insta::assert_snapshot!(part(&page, "New", "The numbers behind"), @r"
    New prosecutions under 18 U.S.C. § 111
    New prosecutions for assaulting, resisting or impeding federal officers (18 U.S.C. § 111), by the date of filing in court time. Defendants, cases and counts are different units: each has its own number, and they are never added together.
    Feeds of all courts
    Cases under § 111
    Latest filings
    What coverage means
    MonthShowEarlier: 2026-06Later: 2026-08
    2026-07
    Defendants | 130 in 70 of 94 districts
    Cases | 113 in 70 of 94 districts
    Counts | 260 in 70 of 94 districts
    Candidates, charge not known yet | 985 in 70 of 94 districts
    Charge text without citation | 8 in 70 of 94 districts
    Defendants seen where coverage allows no number | at least 1
    Defendants by district, 2026-07 Confirmed under 18 U.S.C. § 111, by the date of filing in court time. A district without a number is hatched and names its reason.
    Missing, hatched: alnd, caed, flnd, gand, gasd, hid, ilsd, kyed, mdd, msnd, ndd, nywd, oked, oknd, scd, tnwd, txnd, vaed (no feed of this court was read).
    Missing, hatched: mad, njd (the feed shows no entries that begin a prosecution).
    Missing, hatched: mnd, nmid (what the feed shows is not known).
    Missing, hatched: lawd (6 of 22 court days are covered; nothing looked at 9 h 0 min of the court hours).
    Missing, hatched: mied (the feed shows some entries only, and few charges were looked up).
    ");
    insta::assert_snapshot!(part(&page, "By month", "What coverage"), @r"
    By month
    Sums are over the districts whose feeds allow a number, and say how many these are. Months with other districts are not the same thing twice: a rise can be a rise of coverage.
    New prosecutions by month, districts with coverage only
    Month | Districts with a number | Defendants | Cases | Counts | Candidates | Charge unknown | Seen elsewhere (a lower bound)
    2026-07 | 70 of 94 | 130 | 113 | 260 | 985 | 8 | 1
    2026-06 | 71 of 94 | 118 | 102 | 236 | 997 | 8 | 2
    2026-05 | 71 of 94 | 126 | 113 | 252 | 997 | 8 | – none
    2026-04 | 71 of 94 | 117 | 102 | 234 | 997 | 8 | – none
    2026-03 | 71 of 94 | 107 | 93 | 214 | 997 | 8 | 1
    2026-02 | 71 of 94 | 111 | 100 | 222 | 997 | 8 | – none
    2026-01 | 71 of 94 | 88 | 77 | 176 | 997 | 8 | 2
    2025-12 | 71 of 94 | 100 | 90 | 200 | 997 | 8 | – none
    2025-11 | 71 of 94 | 89 | 81 | 178 | 997 | 8 | – none
    2025-10 | 71 of 94 | 76 | 69 | 152 | 997 | 8 | 2
    2025-09 | 0 of 94 | missing | missing | missing | missing | missing | 61
    2025-08 | 0 of 94 | missing | missing | missing | missing | missing | 51
    ");
    insta::assert_snapshot!(part(&page, "Feeds of courts look back", "For programs"), @r"
    Feeds of courts look back about a day and show the kinds of entries that the clerk exposes. A feed shows that something was filed, not the charge: the charge is read from the docket or the charging document. So a number stands here only where the feed could show new criminal cases on enough days of the month and their charges were looked up. Elsewhere the number is missing, which is not zero, and what was seen is a lower bound.
    shows charges | The clerk exposes the entries that begin a prosecution. A day with enough polls is covered, and a month of covered days has a number.
    limited entries | The clerk exposes some kinds of entries only. New cases can be missed, so that what was seen is a lower bound unless dockets say more.
    shows no charges | The feed has no entry that begins a prosecution (civil entries or opinions alone). It can show no new case, and its silence is not a zero.
    no feed read | No feed of the court was read; it may have none. Only dockets and official statistics can say something.
    not known | The feed does not say what it shows, so that its silence cannot be read.
    A candidate is a new criminal case whose charge is not known yet; it may turn out to be of any kind. An unknown charge has a text without citation, which is neither a yes nor a no.
    ");
}

#[tokio::test]
async fn a_month_without_coverage_is_missing_and_not_zero() {
    let page = shown("/courts?month=2025-09").await;
    insta::assert_snapshot!(part(&page, "2025-09", "The numbers behind"), @r"
    2025-09
    Defendants | missing in no district
    Cases | missing in no district
    Counts | missing in no district
    Candidates, charge not known yet | missing in no district
    Charge text without citation | missing in no district
    Defendants seen where coverage allows no number | at least 61
    Defendants by district, 2025-09 Confirmed under 18 U.S.C. § 111, by the date of filing in court time. A district without a number is hatched and names its reason.
    Missing, hatched: akd, almd, alsd, ared, arwd, azd, cacd, cand, casd, cod, ctd, dcd, ded, flmd, flsd, gamd, gud, iand, iasd, idd, ilcd, ilnd, innd, insd, ksd, kywd, laed, lamd, lawd, med, miwd, moed, mowd, mssd, mtd, nced, ncmd, ncwd, ned, nhd, nmd, nvd, nyed, nynd, nysd, ohnd, ohsd, okwd, ord, paed, pamd, pawd, prd, rid, sdd, tned, tnmd, txed, txsd, txwd, utd, vawd, vid, vtd, waed, wawd, wied, wiwd, wvnd, wvsd, wyd (polling began in October 2025).
    Missing, hatched: alnd, caed, flnd, gand, gasd, hid, ilsd, kyed, mdd, msnd, ndd, nywd, oked, oknd, scd, tnwd, txnd, vaed (no feed of this court was read).
    Missing, hatched: mad, njd (the feed shows no entries that begin a prosecution).
    Missing, hatched: mnd, nmid (what the feed shows is not known).
    Missing, hatched: mied (the feed shows some entries only, and few charges were looked up).
    ");
    let table = part(&page, "District | State", "As a file");
    insta::assert_snapshot!(table.lines().take(4).collect::<Vec<_>>().join("\n"), @r"
    District | State | Defendants | Feed | Missing | Seen, where missing (a lower bound) | Cases | Counts | Candidates | Charge unknown | Court days covered
    District of Alaska | AK | – none | shows charges | polling began in October 2025 | – none | – none | – none | – none | – none | 4 of 22
    Middle District of Alabama | AL | – none | limited entries | polling began in October 2025 | – none | – none | – none | – none | – none | 4 of 22
    Northern District of Alabama | AL | – none | no feed read | no feed of this court was read | – none | – none | – none | – none | – none | 4 of 22
    ");
    assert_eq!(table.lines().count(), 95);
}

#[tokio::test]
async fn a_district_shows_its_feed_days_months_and_sources() {
    let page = shown("/courts/azd?month=2026-07").await;
    insta::assert_snapshot!(part(&page, "District of Arizona", "The numbers behind"), @r"
    District of Arizona
    What is known of new prosecutions under 18 U.S.C. § 111 in this district, and what its feed is able to show.
    The feed now
    Court | azd, AZ, zone America/Phoenix
    State of the feed | fresh
    Can show | shows charges. The clerk exposes the entries that begin a prosecution. A day with enough polls is covered, and a month of covered days has a number.
    Kinds of entries, in the clerk's words | adr,answer,appeal,charge-cr,cmp,misc,order,respm before 2026-06-14 16:05 UTC: all
    Last poll | 2026-08-01 11:57 UTC
    Built, as the feed says | 2026-08-01 11:55 UTC
    Latest entry | 2026-07-31 21:48 UTC
    Behind, in court hours | 10 min
    Filings seen | 1,122
    Snapshot | 3f6c1d0e9b8a
    MonthShowEarlier: 2026-06Later: 2026-08
    Days of 2026-07
    Days that the feed was covered In court time. A day is covered if polls look back on its court hours; otherwise it is hatched, and silence says nothing. Days without court hours stay blank.
    Not covered, hatched: 2 days (not polled).
    Not covered, hatched: 2 days (the feed shows no entries that begin a prosecution).
    Not covered, hatched: 1 day (polls were too far apart: six court hours were not looked back on).
    ");
    let days = part(&page, "Day | Feed", "As a file");
    insta::assert_snapshot!(some(&days, |line| ["Day", "2026-07-06", "2026-07-09", "2026-07-20"].iter().any(|start| line.starts_with(start))), @r"
    Day | Feed | Not covered because | Polls | Longest gap in court hours | Items
    2026-07-06 | shows charges | polls were too far apart: six court hours were not looked back on | 3 | 6 h | 1
    2026-07-09 | shows no charges | the feed shows no entries that begin a prosecution | 288 | 0 min | 96
    2026-07-20 | limited entries | not polled | 0 | 9 h | 0
    ");
}

#[tokio::test]
async fn months_of_a_district_stand_beside_what_other_sources_say() {
    let page = shown("/courts/azd?month=2026-07").await;
    let months = part(&page, "Month | Defendants", "For programs");
    insta::assert_snapshot!(some(&months, one_with_and_one_without), @r"
    Month | Defendants | Cases | Counts | Candidates | Charge unknown | Court days covered | Charges looked up | Defendants by outcome, or why there is no number
    2026-07 | 14 | 11 | 28 | 17 | 0 | 22 of 22 | 75.0% |
    2025-09 | missing at least 2 seen | missing | missing | missing | missing | 4 of 22 | – none |
    polling began in October 2025
    polling began in October 2025
    ");
    assert!(months.contains("no disposition in the text: 10\nsentenced: 4"), "{months}");
    let sources = part(&page, "The same by every source", "For programs");
    insta::assert_snapshot!(some(&sources, one_with_and_one_without), @r"
    The same by every source
    Each source counts in its own unit, dates in its own way and comes at its own time. Numbers of one unit stand beside each other; a difference is to be explained, not averaged, and nothing is added up.
    Defendants by source
    Month | pacer-rss | pacer-dockets | lions | fjc-criminal
    2026-07 | 14 | 15 | not published yet | not published yet
    2025-09 | polling began in October 2025 | 4 | 5 | 3
    Cases by source
    Month | pacer-rss | lions
    2026-07 | 11 | not published yet
    2025-09 | polling began in October 2025 | 3
    Charges by source
    Month | pacer-dockets | lions
    2026-07 | 28 | the count table of this month was not kept
    2025-09 | 6 | the count table of this month was not kept
    How each source dates and counts
    ");
    assert!(shown("/courts/ord?month=2026-07").await.contains("2 of 2 cases, latest filed first: all of them."));
}

#[tokio::test]
async fn feeds_with_trouble_come_first_and_are_narrowed_by_the_form() {
    let page = shown("/courts/feeds").await;
    insta::assert_snapshot!(page.lines().take(24).collect::<Vec<_>>().join("\n"), @r"
    Feeds of courts
    A feed that is silent says nothing by itself: it may be stale, polled too rarely, or unable to show a new case. Here is what each court's feed is able to show now, with most trouble first.
    2 stale
    1 undated
    19 never polled
    1 quiet
    72 fresh
    State All stale undated never polled quiet freshCan show All shows charges limited entries shows no charges no feed read not knownShowShow all
    95 of 95 courts.
    Feeds of courts
    Court | State | Can show; kinds of entries in the clerk's words | Latest entry, last poll | Behind, in court hours | Filings | Snapshot
    Western District of Louisiana lawd | stale | shows charges all | 2026-07-09 20:11 UTC polled 2026-08-01 11:57 UTC | 54 h | 2,232 | 3f6c1d0e9b8a
    Southern District of Texas txsd | stale | shows charges all | 2026-07-31 21:48 UTC polled 2026-08-01 11:57 UTC | 2 h 5 min | 3,860 | 3f6c1d0e9b8a
    District of the Northern Mariana Islands nmid | undated | not known | 2026-07-31 21:48 UTC polled 2026-08-01 11:57 UTC | – none | 2,972 | 3f6c1d0e9b8a
    Northern District of Alabama alnd | never polled | no feed read | – none | – none | – none | – none
    Ninth Circuit ca9 | never polled | no feed read | – none | – none | – none | – none
    Eastern District of California caed | never polled | no feed read | – none | – none | – none | – none
    Northern District of Florida flnd | never polled | no feed read | – none | – none | – none | – none
    Northern District of Georgia gand | never polled | no feed read | – none | – none | – none | – none
    Southern District of Georgia gasd | never polled | no feed read | – none | – none | – none | – none
    District of Hawaii hid | never polled | no feed read | – none | – none | – none | – none
    Southern District of Illinois ilsd | never polled | no feed read | – none | – none | – none | – none
    Eastern District of Kentucky kyed | never polled | no feed read | – none | – none | – none | – none
    District of Maryland mdd | never polled | no feed read | – none | – none | – none | – none
    ");
    let limited = shown("/courts/feeds?state=fresh&coverage=limited").await;
    assert!(limited.contains("3 of 95 courts.") && limited.contains("Eastern District of New York"), "{limited}");
    let appeals = shown("/courts/ca9").await;
    assert!(appeals.contains("it is none of the 94 districts") && appeals.contains("No day is known."), "{appeals}");
    assert!(shown("/courts/feeds?state=drifting").await.contains("No feed fits."));
}

#[tokio::test]
async fn cases_are_listed_and_narrowed() {
    insta::assert_snapshot!(shown("/cases").await, @r"
    Cases
    Criminal cases that feeds and dockets showed, with the state of their charge under 18 U.S.C. § 111. A case, a defendant and a count are different things: one case can have several defendants, and each defendant several counts.
    Captions, names of defendants and texts of entries are withheld, because they carry names of persons.
    Court (CM/ECF code)State of the § 111 charge All confirmed § 111 candidate, charge not known yet unknown, text without citation not § 111 sealed goneMonth of filingStatuteShowShow all
    8 of 8 cases, latest filed first.
    Cases, latest filed first
    Case | Court | Filed | State of the § 111 charge | Defendants | Victim's agency | Continued as
    2:26-cr-00310 | cacd | 2026-07-29 by the day of the first filing in a feed | candidate, charge not known yet | not known yet | unknown | – none
    4:26-mj-00411 | txsd | 2026-07-21 by the docket | sealed | 1 | – none | – none
    3:26-cr-00214 | ord | 2026-07-14 by the docket | confirmed § 111 | 2 | us/dhs/ice | 3:26-mj-00131
    1:26-cr-00041 | nyed | 2026-07-11 by the docket | confirmed § 111 | 1 | unknown | – none
    1:26-cr-00033 | gasd | 2026-07-08 by the docket | unknown, text without citation | 1 | unknown | – none
    3:26-mj-00131 | ord | 2026-07-02 by the docket | confirmed § 111 | 1 | unknown | 3:26-cr-00214
    1:26-cr-00099 | ilnd | 2026-06-18 by the docket | not § 111 | 1 | unknown | – none
    2:26-cr-00077 | njd | no date given | gone expunged | 1 | – none | – none
    For programs: JSON, CSV
    ");
    let narrowed = shown("/cases?court=ORD&state=confirmed&month=2026-07&statute=18:111(b)").await;
    assert!(narrowed.contains("1 of 1 case, latest filed first.") && narrowed.contains("3:26-cr-00214"), "{narrowed}");
    assert!(shown("/cases?month=2020-01").await.contains("No case that is known here fits."));
}

#[tokio::test]
async fn a_case_shows_charges_with_their_standing_and_evidence() {
    insta::assert_snapshot!(shown("/cases/ord/3%3A26-cr-00214").await, @r"
    3:26-cr-00214 in ord
    A case in the court ord, as feeds and dockets showed it.
    Captions, names of defendants and texts of entries are withheld, because they carry names of persons.
    State of the § 111 charge | confirmed § 111 A charging text cites 18 U.S.C. § 111.
    Filed, in court time | 2026-07-14 by the docket
    Terminated | – none
    Defendants | 2
    Continues, or is continued as | 3:26-mj-00131
    Last said | 2026-07-30 19:02 UTC
    Numbers in CM/ECF, one for each defendant | 181201, 181202
    Defendants and charges
    PACER's heading and the disposition stand beside each other, because they differ: convicted counts stay under “Pending counts”, and counts under “Terminated counts” can carry a sentence. The disposition is read from its own text.
    Defendant 1 confirmed § 111
    2 current of 3 that were ever seen; superseded and vanished charges are kept with their evidence and not counted.
    Defendant 1: charges
    Charge, as the court writes it | Citations | Counts | PACER's heading | Disposition, from the text | Standing | Evidence
    18:111(a)(1) and (b) ASSAULT ON A FEDERAL OFFICER WITH A DANGEROUS WEAPON(1s) | 18:111(a)(1) 18:111(b) § 111 | 1s | Pending counts | no disposition in the text | current | first 2026-07-02 15:20 UTC, 00aa11bb22cc, defendant 1, count 1 last 2026-07-30 19:02 UTC, 3f6c1d0e9b8a, defendant 1, count 1
    18:1361 DEPREDATION OF GOVERNMENT PROPERTY(2s) | 18:1361 not § 111 | 2s | Pending counts | dismissed Dismissed upon motion of the government | current | first 2026-07-02 15:20 UTC, 00aa11bb22cc, defendant 1, count 2 last 2026-07-30 19:02 UTC, 3f6c1d0e9b8a, defendant 1, count 2
    18:111(a)(1) ASSAULT ON A FEDERAL OFFICER(1) | 18:111(a)(1) § 111 | 1 | Terminated counts | no disposition in the text | superseded: a later instrument charges it again | first 2026-07-02 15:20 UTC, 00aa11bb22cc, defendant 1, count 3 last 2026-07-30 19:02 UTC, 3f6c1d0e9b8a, defendant 1, count 3
    Defendant 2 confirmed § 111
    Terminated 2026-07-28.
    1 current of 2 that were ever seen; superseded and vanished charges are kept with their evidence and not counted.
    Defendant 2: charges
    Charge, as the court writes it | Citations | Counts | PACER's heading | Disposition, from the text | Standing | Evidence
    18:111.M ASSAULTING/RESISTING/IMPEDING OFFICERS/EMPLOYEES(3s) | 18:111 § 111 | 3s | Pending counts | sentenced Time served; [name withheld] to pay $25.00 special assessment | current | first 2026-07-02 15:20 UTC, 00aa11bb22cc, defendant 1, count 1 last 2026-07-30 19:02 UTC, 3f6c1d0e9b8a, defendant 1, count 1
    18:111(a)(1) ASSAULT ON A FEDERAL OFFICER(2) | 18:111(a)(1) § 111 | 2 | Pending counts | no disposition in the text | vanished: a later snapshot no longer has it | first 2026-07-02 15:20 UTC, 00aa11bb22cc, defendant 1, count 2 last 2026-07-30 19:02 UTC, 3f6c1d0e9b8a, defendant 1, count 2
    How the state of the charge changed
    Changes of state, oldest first, each with what shows it
    When | Of | From | To | Evidence | Source | Place
    2026-07-02 15:20 UTC | the case | – none | candidate, charge not known yet | a new criminal case in the feed | pacer-rss 3f6c1d0e9b8a | item 3
    2026-07-30 19:02 UTC | defendant 1 | candidate, charge not known yet | confirmed § 111 | the docket lists a charge against [name withheld] | pacer-rss 3f6c1d0e9b8a | item 3
    The victim's agency
    Agency | us/dhs/ice
    Grade | stated: a charging text names it
    The words | [name withheld] did forcibly assault an officer of U.S. Immigration and Customs Enforcement
    Snapshot and place | 3f6c1d0e9b8a, entry 1, text
    Entries
    2 of 14 entries, latest first.
    Entries of the docket that were seen
    Number | Filed | Entered | Kind | First seen | At the court | Snapshot | Place
    12 | 2026-07-30 | 2026-07-30 19:02 UTC | Indictment | 2026-07-30 19:02 UTC | docket | 3f6c1d0e9b8a | item 12
    1 | 2026-07-02 | 2026-07-02 15:20 UTC | Complaint | 2026-07-02 15:20 UTC | javascript:alert(1) | 3f6c1d0e9b8a | item 1
    Sources
    Snapshots that say something of this case, oldest first
    Said | Source | Snapshot | Place
    2026-07-02 15:20 UTC | pacer-rss | 00aa11bb22cc | item 3
    2026-07-30 19:02 UTC | pacer-dockets | 3f6c1d0e9b8a | item 3
    For programs: JSON, CSV
    ");
}

#[tokio::test]
async fn names_are_shown_where_the_configuration_says_so() {
    let site = start("127.0.0.1:0", CaseNames::Shown, Analytics::Answers).await.expect("a site");
    let page = text(&get(site.address, "/cases/ord/3%3A26-cr-00214").await.body);
    for words in ["Caption | USA v. Quillfeather et al", "Defendant 2: Wren Ashcombe", "COMPLAINT as to Jory Quillfeather (1)."] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("withheld"), "{page}");
}

#[tokio::test]
async fn a_sealed_case_is_masked_for_everybody() {
    let site = start("127.0.0.1:0", CaseNames::Shown, Analytics::Answers).await.expect("a site");
    for path in ["/cases/txsd/4%3A26-mj-00411", "/api/v1/cases/txsd/4%3A26-mj-00411", "/cases", "/api/v1/cases"] {
        let answer = get(site.address, path).await;
        assert!(answer.body.contains("4:26-mj-00411") && !answer.body.contains("Trelawney"), "{path}: {}", answer.body);
    }
    let page = text(&get(site.address, "/cases/txsd/4%3A26-mj-00411").await.body);
    insta::assert_snapshot!(page, @r"
    4:26-mj-00411 in txsd
    A case in the court txsd, as feeds and dockets showed it.
    This case is sealed. Its caption, defendants, charges and entries are not shown, whoever asks; the number keeps its place, so that counts do not silently change.
    Caption | sealed
    State of the § 111 charge | sealed The case is sealed, and nothing of it is shown.
    Filed, in court time | 2026-07-21 by the docket
    Terminated | – none
    Defendants | 1
    Continues, or is continued as | – none
    Last said | 2026-07-30 19:02 UTC
    How the state of the charge changed
    Changes of state, oldest first, each with what shows it
    When | Of | From | To | Evidence | Source | Place
    2026-07-02 15:20 UTC | the case | – none | candidate, charge not known yet | – none | pacer-rss 3f6c1d0e9b8a | item 3
    2026-07-30 19:02 UTC | defendant 1 | candidate, charge not known yet | sealed | – none | pacer-rss 3f6c1d0e9b8a | item 3
    Sources
    Snapshots that say something of this case, oldest first
    Said | Source | Snapshot | Place
    2026-07-02 15:20 UTC | pacer-rss | 00aa11bb22cc | item 3
    2026-07-30 19:02 UTC | pacer-dockets | 3f6c1d0e9b8a | item 3
    For programs: JSON, CSV
    ");
    let expunged = get(site.address, "/api/v1/cases/njd/2%3A26-cr-00077").await.json();
    assert_eq!((expunged["case"]["masked"].as_str(), expunged["case"]["caption"].is_null()), (Some("expunged"), true));
}

#[tokio::test]
async fn an_unknown_victim_is_said_to_be_unknown() {
    let page = shown("/cases/gasd/1%3A26-cr-00033").await;
    assert!(page.contains("Unknown. That is the usual answer"), "{page}");
    assert!(page.contains("none in the text unknown, no citation"), "{page}");
    let candidate = shown("/cases/cacd/2%3A26-cr-00310").await;
    assert!(candidate.contains("Defendants | not known yet") && candidate.contains("No defendant is known."), "{candidate}");
}

#[tokio::test]
async fn courts_and_cases_come_as_csv_that_no_spreadsheet_runs() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let csv = async |path: &str| get(site.address, path).await.body.replace("\r\n", "\n");
    insta::assert_snapshot!(csv("/api/v1/courts/months?format=csv&court=lawd&from=2026-06&to=2026-07").await, @r"
    court,month,defendants,cases,counts,candidates,unknown,seen_defendants,seen_cases,coverage,covered_days,days,missing,looked_up,outcomes,case_keys
    lawd,2026-06,0,0,0,12,0,0,0,charges,22,22,,0.75,,
    lawd,2026-07,,,,,,1,0,charges,4,22,6 of 22 court days are covered; nothing looked at 9 h 0 min of the court hours,,,
    ");
    insta::assert_snapshot!(csv("/api/v1/courts/azd/coverage?format=csv&from=2026-07-04&to=2026-07-09").await, @r"
    court,day,coverage,polls,longest_gap_secs,items,missing
    azd,2026-07-06,charges,3,21600,1,polls were too far apart: six court hours were not looked back on
    azd,2026-07-07,charges,0,32400,0,not polled
    azd,2026-07-08,charges,288,0,96,
    azd,2026-07-09,no_charges,288,0,96,the feed shows no entries that begin a prosecution
    ");
    insta::assert_snapshot!(csv("/api/v1/courts/reconciliation?format=csv&court=ord&from=2026-06&to=2026-06").await, @r#"
    court,month,source,unit,value,missing,basis,snapshot
    ord,2026-06,pacer-rss,defendant,17,,"first entry in the feed, court time",3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    ord,2026-06,pacer-dockets,defendant,18,,"date of filing on the docket, latest instrument",3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    ord,2026-06,lions,defendant,,not published yet,"first court history of the case, participants with role D, any count under 18:111",
    ord,2026-06,fjc-criminal,defendant,,not published yet,"date of filing, five titles at filing, rows of the fiscal year",
    ord,2026-06,pacer-rss,case,13,,"first entry in the feed, court time",3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    ord,2026-06,lions,case,,not published yet,matters before a magistrate judge are not all cases,
    ord,2026-06,pacer-dockets,charge,34,,latest instrument only,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    ord,2026-06,lions,charge,,the count table of this month was not kept,,
    "#);
    insta::assert_snapshot!(csv("/api/v1/courts/feeds?format=csv&state=stale").await, @r"
    court,name,zone,state,coverage,shows,shows_before,shows_changed_at,polled_at,built_at,latest_entry_at,stale_secs,filings,snapshot
    lawd,Western District of Louisiana,America/Chicago,stale,charges,all,,,2026-08-01T11:57:00.000Z,2026-08-01T11:55:12.000Z,2026-07-09T20:11:00.000Z,194400,2232,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    txsd,Southern District of Texas,America/Chicago,stale,charges,all,,,2026-08-01T11:57:00.000Z,2026-08-01T11:55:12.000Z,2026-07-31T21:48:05.000Z,7500,3860,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    ");
    insta::assert_snapshot!(csv("/api/v1/cases?format=csv&court=ord").await, @r#"
    key,court,docket_number,caption,filed,filed_by,terminated,state,linked,defendants,seal,said_at,victim_agency,victim_grade,victim_evidence,victim_snapshot,victim_locator
    ord/3:26-cr-00214,ord,3:26-cr-00214,,2026-07-14,docket,,confirmed,ord/3:26-mj-00131,2,open,2026-07-30T19:02:11.000Z,us/dhs/ice,stated,[name withheld] did forcibly assault an officer of U.S. Immigration and Customs Enforcement,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e,"entry 1, text"
    ord/3:26-mj-00131,ord,3:26-mj-00131,,2026-07-02,docket,,confirmed,ord/3:26-cr-00214,1,open,2026-07-30T19:02:11.000Z,unknown,none,,,
    "#);
    insta::assert_snapshot!(csv("/api/v1/cases/nyed/1%3A26-cr-00041?format=csv").await, @r#"
    defendant,charge,text,citations,counts,kind,is_18_111,pacer_status,disposition,disposition_class,standing,first_snapshot,first_locator,snapshot,locator,first_said_at,said_at
    nyed/1:26-cr-00041/1,charge-1,"'=HYPERLINK(""http://evil.example"") 18:111(b) <[name withheld]('x')</[name withheld]>(1)",18:111(b),1,count,yes,pending,<[name withheld]('x')</[name withheld]>,none,current,00aa11bb22cc33dd44ee55ff66007788990011223344556677889900aabbccdd,"defendant 1, count 1",3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e,"defendant 1, count 1",2026-07-02T15:20:00.000Z,2026-07-30T19:02:11.000Z
    "#);
}

#[tokio::test]
async fn every_number_leads_to_what_is_behind_it() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let cells = get(site.address, "/api/v1/courts/months?court=ord&from=2026-07&to=2026-07").await.json();
    insta::assert_snapshot!(cells["cells"][0].to_string(), @r#"{"candidates":15,"case_keys":["ord/3:26-cr-00214"],"cases":13,"counts":34,"court":"ord","coverage":"charges","covered_days":22,"days":22,"defendants":17,"links":{"cases":"/api/v1/cases?court=ord&month=2026-07","coverage":"/api/v1/courts/ord/coverage?from=2026-07-01&to=2026-07-31","ord/3:26-cr-00214":"/api/v1/cases/ord/3%3A26-cr-00214","page":"/courts/ord?month=2026-07"},"looked_up":0.75,"missing":null,"month":"2026-07","outcomes":[{"defendants":12,"disposition_class":"none"},{"defendants":5,"disposition_class":"sentenced"}],"seen_cases":13,"seen_defendants":17,"unknown":1}"#);
    let reconciled = get(site.address, "/api/v1/courts/reconciliation?court=ord&from=2026-07&to=2026-07").await.json();
    insta::assert_snapshot!(reconciled["cells"][0]["links"].to_string(), @r#"{"pacer-dockets charge":"/api/v1/snapshots/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e","pacer-dockets defendant":"/api/v1/snapshots/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e","pacer-rss case":"/api/v1/snapshots/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e","pacer-rss defendant":"/api/v1/snapshots/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e","page":"/courts/ord?month=2026-07"}"#);
    let filings = get(site.address, "/filings").await.body;
    assert!(filings.contains("href=\"/cases/nyed/1%3A17-cr-00554\"") && filings.contains("href=\"/courts/nyed\""), "{filings}");
    for link in cells["cells"][0]["links"].as_object().expect("links").values().filter_map(|link| link.as_str()) {
        assert_eq!(get(site.address, link).await.status, 200, "{link}");
    }
}
