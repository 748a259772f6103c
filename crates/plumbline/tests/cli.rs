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
