//! The program as its users meet it: commands, output, exit codes, and what is left after it was killed.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

const FILE: &str = "\
Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents
2025,OCT,U.S. Border Patrol,Southern Border,Yuma Sector,251000001,2
2025,OCT,Office of Field Operations,Southern Border,Laredo Field Office,251000001,3
2025,NOV,U.S. Border Patrol,Southern Border,Yuma Sector,251100001,1
";

fn plumbline(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    command.args(arguments).arg("--data").arg(folder.join("data")).current_dir(folder).env_remove("PLUMBLINE_CONFIG");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = plumbline(folder, arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

fn folder_with(name: &str, content: &str) -> TempDir {
    let folder = testkit::temp_dir("cli");
    std::fs::write(folder.path().join(name), content).expect("written");
    folder
}

#[test]
fn decode_writes_observations_and_says_problems_apart() {
    let folder = folder_with("a.csv", &FILE.replace("251100001,1", "251100001,many"));
    let (code, out, problems) = run(folder.path(), &["decode", "--source", "cbp-assault-incidents", "a.csv"]);
    assert_eq!(code, 3, "some of the input was not usable");
    insta::assert_snapshot!(problems, @"a.csv: line 4: `many` is not a count of officers; the incident counts, its officers are unknown");
    let national: Vec<&str> = out.lines().filter(|line| line.contains(",us/dhs/cbp,") || line.starts_with("source")).collect();
    insta::assert_snapshot!(national.join("\n"));
}

#[test]
fn decode_refuses_what_is_not_the_format_and_names_the_sources_it_knows() {
    let folder = folder_with("page.csv", "<!DOCTYPE html><title>Oops</title>");
    let (code, out, problems) = run(folder.path(), &["decode", "--source", "usbp-sector-profile", "page.csv"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(problems.starts_with("page.csv: ") && problems.contains("HTML"), "{problems}");
    let (code, _, problems) = run(folder.path(), &["decode", "--source", "nonsense", "page.csv"]);
    assert_eq!(code, 1);
    assert!(problems.contains("nonsense") && problems.contains("usbp-sector-profile"), "{problems}");
}

#[test]
fn a_file_handed_in_goes_all_the_way_and_again_is_one_more_retrieval() {
    let folder = folder_with("a.csv", FILE);
    let (code, out, _) = run(folder.path(), &["ingest", "a.csv", "--format", "csv"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("cbp-assault-incidents") && out.contains(",stored,"), "{out}");
    let (code, out, _) = run(folder.path(), &["ingest", "a.csv", "--format", "csv"]);
    assert_eq!(code, 0);
    assert!(out.contains(",known,"), "{out}");
    let (_, out, _) = run(folder.path(), &["sources", "--format", "csv"]);
    let line = out.lines().find(|line| line.starts_with("cbp-assault-incidents,")).expect("the source");
    assert!(line.contains(",1,2,"), "one snapshot, two retrievals: {line}");
}

#[test]
fn claims_and_comparisons_are_there_without_any_file() {
    let folder = testkit::temp_dir("cli");
    let (code, out, _) = run(folder.path(), &["claims", "C02"]);
    assert_eq!(code, 0);
    assert!(out.contains("does_not_reproduce") && out.contains("294.1 %"), "{out}");
    let (code, out, _) = run(folder.path(), &["compare", "assaults-per-officer", "--format", "csv"]);
    assert_eq!(code, 0);
    let line = out.lines().find(|line| line.contains("(LEOKA), 2015") || line.contains("(LEOKA)\"")).expect("LEOKA 2015");
    assert!(line.contains(",50212,") && line.contains("507852"), "{line}");
    let (code, _, problems) = run(folder.path(), &["claims", "C999"]);
    assert_eq!(code, 4, "{problems}");
    let (code, _, problems) = run(folder.path(), &["claims", "--as-of", "yesterday"]);
    assert_eq!(code, 1);
    assert!(problems.contains("`yesterday` is not an instant"), "{problems}");
}

#[test]
fn a_watch_is_tested_added_listed_and_removed() {
    let feed = "<rss><channel><title>D. Nowhere</title><link>https://ecf.nwd.uscourts.gov</link><description>all</description>\
        <item><title>1:26-cv-00003 Garcia v. ICE</title><link>https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?7</link>\
        <description>[Complaint]</description><pubDate>Tue, 06 Jan 2026 10:30:00 GMT</pubDate></item></channel></rss>";
    let folder = folder_with("feed.xml", feed);
    let watch = |arguments: &[&str]| run(folder.path(), &[&["court", "watch"], arguments].concat());
    let (code, _, problems) = run(folder.path(), &["ingest", "feed.xml", "--source", "pacer-rss"]);
    assert_eq!(code, 0, "{problems}");
    let (code, out, _) = watch(&["test", "--party", "@ice", "--format", "csv"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(out, @r"
    happened_at,class,alert,caption,text,noise,link
    2026-01-06T10:30:00.000Z,filing,nwd 1:26-cv-00003: Complaint,Garcia v. ICE,,old_document,https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?7
    ");
    let (_, out, _) = watch(&["test", "--statute", "18:111"]);
    assert!(out.starts_with("It would have told 0 alerts since 20"), "{out}");

    let (code, out, problems) = watch(&["add", "--statute", "18", "--mute", "rain"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(problems.contains("statute: `18` is no citation") && problems.contains("\nmuted: `rain`"), "{problems}");
    let (_, out, _) = watch(&["list"]);
    assert_eq!(out, "There is no watch yet; `plumbline court watch add` adds one.\n");

    std::fs::write(folder.path().join("key"), "whsec_MDEyMzQ1Njc4OWFiY2RlZg==\n").expect("written");
    let webhook = ["--webhook", "https://example.org/hook", "--webhook-key-file", "key"];
    let (code, first, _) = watch(&[&["add", "--party", "@ice", "--court", "nwd", "--format", "json"], &webhook[..]].concat());
    assert_eq!(code, 0);
    let (_, listed, _) = watch(&["list", "--format", "json"]);
    assert_eq!(listed, first);
    assert!(listed.contains("\"Party ICE in nwd\"") && !listed.contains("whsec_"), "{listed}");
    let rows: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let id = rows[0]["id"].as_str().expect("an id");
    let (code, out, _) = watch(&["remove", id]);
    assert_eq!((code, out), (0, format!("Removed {id} with its alerts.\n")));
    assert_eq!(watch(&["remove", id]).0, 4);
}

#[test]
fn help_shows_examples_and_exit_codes_and_a_wrong_option_is_code_2() {
    let folder = testkit::temp_dir("cli");
    let (code, out, _) = run(folder.path(), &["--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("plumbline run --inbox") && out.contains("3 done, but some input was not usable"), "{out}");
    let (code, _, _) = run(folder.path(), &["run", "--inbux", "x"]);
    assert_eq!(code, 2);
}

/// Kills the program with SIGKILL at moments spread over its first run, starts it again, and expects what an undisturbed run gives.
#[test]
fn a_process_that_is_killed_at_any_moment_loses_nothing() {
    let undisturbed = folder_with("a.csv", FILE);
    let inbox = undisturbed.path().display().to_string();
    let result = |folder: &Path| {
        let (code, _, errors) = run(folder, &["run", "--once", "--inbox", &inbox]);
        assert_eq!(code, 0, "{errors}");
        let (_, compared, _) = run(folder, &["compare", "--format", "csv"]);
        let (_, sources, _) = run(folder, &["sources", "--format", "csv"]);
        let counted: Vec<&str> = sources.lines().filter_map(|line| line.rsplit_once(',').map(|(rest, _)| rest)).collect();
        (compared, counted.join("\n"))
    };
    let elsewhere = testkit::temp_dir("cli");
    let expected = result(elsewhere.path());
    assert!(expected.0.contains("cbp-counting-units"));
    for millis in [60, 200, 350, 600] {
        let folder = testkit::temp_dir("cli");
        let mut child = plumbline(folder.path(), &["run", "--once", "--inbox", &inbox])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Whichever comes first: the moment, or the end of the program.
        let until = std::time::Instant::now() + std::time::Duration::from_millis(millis);
        while std::time::Instant::now() < until && child.try_wait().expect("a state").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("killed, or ended before");
        child.wait().expect("gone");
        assert_eq!(result(folder.path()), expected, "killed after {millis} ms");
    }
}

/// The same file with one incident more in November.
fn restated() -> String {
    format!("{FILE}2025,NOV,U.S. Border Patrol,Southern Border,Yuma Sector,251100002,4\n")
}

#[test]
fn a_verdict_is_verified_here_and_from_a_bundle_elsewhere_and_a_difference_is_told_by_its_place() {
    let folder = testkit::temp_dir("cli");
    let (code, out, errors) = run(folder.path(), &["verify", "C12"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains(": equal. It rests on:\n  published-figures, snapshot "), "{out}");

    for bundle in ["c12.tar", "c12"] {
        let (code, _, errors) = run(folder.path(), &["bundle", "C12", "--output", bundle]);
        assert_eq!(code, 0, "{errors}");
        let elsewhere = testkit::temp_dir("cli");
        let path = folder.path().join(bundle).display().to_string();
        let (code, out, errors) = run(elsewhere.path(), &["verify", &path]);
        assert_eq!(code, 0, "{errors}");
        assert!(out.starts_with("C12 as known at ") && out.contains(": equal."), "{out}");
        assert!(!elsewhere.path().join("data").exists(), "a bundle needs no data folder");
    }
    let (code, _, errors) = run(folder.path(), &["bundle", "C12", "--output", "c12.tar"]);
    assert_eq!((code, errors.contains("is there already")), (1, true), "{errors}");

    // What was published says otherwise than the bytes.
    let verdict = std::fs::read_to_string(folder.path().join("c12/verdict.json")).expect("the published JSON");
    std::fs::write(folder.path().join("forged.json"), verdict.replace("\"reproduces\"", "\"rounds_to\"")).expect("written");
    let (code, out, errors) = run(folder.path(), &["verify", "forged.json", "--format", "csv"]);
    assert_eq!(code, 3, "{errors}");
    insta::assert_snapshot!(out, @r#"
    path,published,replayed
    verdict.arithmetic.finding,"""rounds_to""","""reproduces"""
    "#);

    // The archive has lost the bytes.
    std::fs::remove_dir_all(folder.path().join("data/objects/sha256")).expect("removed");
    std::fs::write(folder.path().join("published.json"), &verdict).expect("written");
    let (code, out, errors) = run(folder.path(), &["verify", "published.json"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(errors.starts_with("C12: snapshot ") && errors.contains(" of published-figures: the object store has no "), "{errors}");
    let (code, _, errors) = run(folder.path(), &["verify", "C999"]);
    assert_eq!((code, errors.as_str()), (4, "C999: the ledger has no such claim, and there is no such file\n"));
}

#[test]
fn a_bundle_that_was_tampered_with_is_refused() {
    let folder = testkit::temp_dir("cli");
    let (code, _, errors) = run(folder.path(), &["bundle", "C12", "--output", "c12"]);
    assert_eq!(code, 0, "{errors}");
    let snapshots = folder.path().join("c12/snapshots");
    let snapshot = std::fs::read_dir(&snapshots).expect("a folder").next().expect("a snapshot").expect("an entry").path();
    let bytes = std::fs::read(&snapshot).expect("bytes");
    std::fs::write(&snapshot, [&bytes[..], b"\n"].concat()).expect("written");
    let (code, _, errors) = run(folder.path(), &["verify", "c12"]);
    assert_eq!((code, errors.contains("is damaged: its bytes hash to ")), (1, true), "{errors}");
    std::fs::remove_file(&snapshot).expect("removed");
    let (code, _, errors) = run(folder.path(), &["verify", "c12"]);
    assert_eq!((code, errors.contains("of published-figures: the bundle does not have it")), (3, true), "{errors}");
    let verdict = folder.path().join("c12/verdict.json");
    let text = std::fs::read_to_string(&verdict).expect("text");
    std::fs::write(&verdict, text.replace("275", "276")).expect("written");
    let (code, _, errors) = run(folder.path(), &["verify", "c12"]);
    assert_eq!((code, errors.contains("verdict.json is not the one of manifest.json")), (1, true), "{errors}");
}

#[test]
fn a_restatement_is_told_with_what_was_added_and_changed_and_a_series_with_its_revisions() {
    let folder = folder_with("a.csv", FILE);
    std::fs::write(folder.path().join("b.csv"), restated()).expect("written");
    for file in ["a.csv", "b.csv"] {
        let (code, out, errors) = run(folder.path(), &["ingest", file]);
        assert_eq!(code, 0, "{out}{errors}");
    }
    let (code, out, _) = run(folder.path(), &["vintages", "cbp-assault-incidents", "--format", "csv"]);
    assert_eq!((code, out.lines().count()), (0, 3), "{out}");
    let hashes: Vec<&str> = out.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();

    let (code, out, errors) = run(folder.path(), &["restatement", "cbp-assault-incidents"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("0 removed, 0 added, ") && out.contains("changed"), "{out}");
    let named = ["restatement", "cbp-assault-incidents", "--before", &hashes[1][..12], "--after", hashes[0], "--format", "csv"];
    let (code, out, errors) = run(folder.path(), &named);
    assert_eq!(code, 0, "{errors}");
    let officers: Vec<&str> =
        out.lines().filter(|line| line.starts_with("changed,assaults_on_officers,officer,us/dhs/cbp,us,2024-11,")).collect();
    assert_eq!(officers.len(), 1, "{out}");
    assert!(officers[0].contains(",5,1,"), "backwards: from 5 officers to 1: {officers:?}");
    let (code, _, errors) = run(folder.path(), &["restatement", "cbp-assault-incidents", "--before", "abc"]);
    assert_eq!(code, 2, "both or none: {errors}");
    let (code, _, errors) = run(folder.path(), &["restatement", "usbp-staffing"]);
    assert_eq!((code, errors.contains("a restatement needs two")), (4, true), "{errors}");

    // The address of a series is the hash of what it is about.
    let about = ["cbp-assault-incidents", "assaults_on_officers", "officer", "us/dhs/cbp", "us", "cbp-assaulted-officer"];
    let key = &contracts::identity::of_parts(about.map(str::as_bytes))[..32];
    let (code, out, errors) = run(folder.path(), &["revisions", key]);
    assert_eq!(code, 0, "{errors}");
    let triangle: Vec<&str> = out.lines().filter(|line| !line.contains('Z')).collect();
    insta::assert_snapshot!(triangle.join("\n"), @r"
    cbp-assault-incidents assaults_on_officers of us/dhs/cbp in officer, us
    2 of 2 vintages:

                                1    2
    2024-10                     5    5
    2024-10-01 to 2024-11-30    6   10
    2024-11                     1    5

    lag 1: 2 up, 0 down, 1 unchanged, 0 withdrawn; median absolute revision 4.0
    ");
    let (code, out, _) = run(folder.path(), &["revisions", key, "--format", "csv"]);
    assert_eq!((code, out.lines().filter(|line| line.contains(",2024-11-01,2024-12-01,")).count()), (0, 2), "{out}");
    let (code, out, errors) = run(folder.path(), &["revisions", "nonsense"]);
    assert_eq!((code, out.as_str()), (4, ""), "{errors}");
}

#[test]
fn a_rebuild_asks_first_and_then_gives_the_same_again() {
    let folder = folder_with("a.csv", FILE);
    let (code, out, _) = run(folder.path(), &["ingest", "a.csv"]);
    assert_eq!(code, 0, "{out}");
    let before = run(folder.path(), &["compare", "--format", "json"]);
    let (code, _, errors) = run(folder.path(), &["rebuild"]);
    assert_eq!((code, errors.contains("give --yes")), (1, true), "{errors}");
    // As if a disk had lost them.
    for file in ["normalize.db", "analytics.db"] {
        std::fs::remove_file(folder.path().join("data").join(file)).expect("removed");
    }
    let (code, out, errors) = run(folder.path(), &["rebuild", "--yes"]);
    assert_eq!((code, out.as_str()), (0, "2 snapshots were read again; 0 of them were missing on the bus.\n"), "{errors}");
    assert_eq!(run(folder.path(), &["compare", "--format", "json"]), before);
    // As if it had lost the bus too.
    for file in ["bus.db", "bus.db-wal", "bus.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join("data").join(file));
    }
    let (code, out, errors) = run(folder.path(), &["rebuild", "--yes"]);
    assert_eq!((code, out.contains("2 snapshots were read again;")), (0, true), "{out}{errors}");
    assert_eq!(run(folder.path(), &["compare", "--format", "json"]), before);
}

#[test]
fn court_charges_answers_every_line_with_a_line() {
    let folder = testkit::temp_dir("cli");
    let ask = |input: &str| {
        let mut child =
            plumbline(folder.path(), &["court", "charges"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), input.as_bytes()).expect("written");
        String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("text")
    };
    let input = "18:111(a)(1) and (b) ASSAULT(1s)\tDISMISSED\n\nASSAULTING OFFICERS(1)\n18:1114 MURDER";
    insta::assert_snapshot!(ask(input).replace('\t', "|"), @r"
    raw|citations|is_18_111|count_no|disposition_class
    18:111(a)(1) and (b) ASSAULT(1s)|18:111(a)(1);18:111(b)|1|1s|dismissed
    ||unknown||none
    ASSAULTING OFFICERS(1)||unknown|1|none
    18:1114 MURDER|18:1114|0||none
    ");
    let named = ask("court\traw\tdisposition\nnysd\t18:111.F(2)\tTime served\n");
    assert!(named.ends_with("\n18:111.F(2)\t18:111\t1\t2\tsentenced\n"), "{named}");
    assert!(!folder.path().join("data").exists(), "it needs no data folder");
}

#[test]
fn a_release_of_individual_records_becomes_tables_with_codebook_and_report() {
    let Some(corpus) = testkit::corpus("a_release_of_individual_records_becomes_tables_with_codebook_and_report") else { return };
    let folder = testkit::temp_dir("cli");
    let release = corpus.join("ice/individual");
    let path = |name: &str| release.join(name).display().to_string();
    let (input, facilities) = (path("csv"), path("facilities.csv"));
    let arguments = ["process", "ice", "--input", &input, "--output", "tables", "--facilities", &facilities, "--format", "csv"];
    let (code, out, progress) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{progress}");
    insta::assert_snapshot!(out);
    assert!(progress.contains("read 490 rows of FY2023_ERO Arrests_SYNTH.xlsx, sheet Arrests"), "{progress}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join("tables").join(name)).expect("a file");
    assert_eq!(read("codebook.csv"), std::fs::read_to_string(release.join("expected/codebook.csv")).expect("the codebook"));
    assert!(read("quality.txt").ends_with("149 of 160 checks pass.\n"), "{}", read("quality.txt"));
    let made: serde_json::Value = serde_json::from_str(&read("release.json")).expect("JSON");
    assert_eq!((&made["outcome"], &made["tables"][2]["rows"]), (&"published".into(), &10_000.into()));
}

#[test]
fn a_folder_that_is_no_release_says_what_it_holds_and_a_wrong_file_goes_beside_the_others() {
    let folder = folder_with("FY24 Arrests.csv", "Name,City\nx,y\n");
    let (code, _, problems) = run(folder.path(), &["process", "ice", "--input", ".", "--output", "tables"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(problems, @r"
    plumbline: no file of . could be used
    FY24 Arrests.csv: it is no table of arrests: its header lacks apprehension_date, anonymized_identifier; it begins with name, city
    ");
    std::fs::write(folder.path().join("FY24 Detainers.csv"), "Detainer Prepare Date,Anonymized Identifier\n2024-01-02 00:00:00,a\n")
        .expect("written");
    let (code, out, problems) = run(folder.path(), &["process", "ice", "--input", ".", "--output", "tables"]);
    assert_eq!(code, 3, "{problems}");
    assert!(out.starts_with("detainers          1 rows") && out.contains("stopped:"), "{out}");
    assert!(problems.contains("refused: FY24 Arrests.csv: it is no table of arrests"), "{problems}");
    let (code, _, problems) = run(folder.path(), &["process", "ice", "--input", "tables", "--output", "again"]);
    assert_eq!(code, 1);
    assert!(problems.starts_with("plumbline: tables: no file of a release"), "{problems}");
}

#[test]
fn published_tables_are_held_against_each_other_with_both_values_and_places() {
    let Some(corpus) = testkit::corpus("published_tables_are_held_against_each_other_with_both_values_and_places") else { return };
    let folder = testkit::temp_dir("cli");
    let path = |name: &str| corpus.join(name).display().to_string();
    let (ice, ohss) = (
        path("ice/detention_statistics/20240529005547-FY24_detentionStats05242024.xlsx"),
        path("ohss/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx"),
    );
    let (code, out, said) = run(folder.path(), &["audit", &ice, &ohss, "--format", "csv"]);
    assert_eq!(code, 0, "{said}");
    let removed: Vec<&str> =
        out.lines().filter(|line| line.starts_with("finding") || line.contains("book_outs/release-to-remove,")).collect();
    insta::assert_snapshot!(format!("{}\n{said}", removed.join("\n")));
}
