//! Shows that the tests fail when a rule of the production code is broken: takes the mutants of `tests/mutants.toml`, puts one at a time into a
//! copy of the workspace, and runs there the tests that hold production against the oracle.
//!
//! `cargo run -p ice --example mutants -- [--list] [--only ID…]`. The copy is `target/mutants-sources`, what is built of it `target/mutants`; both
//! are kept for the next run and may be deleted. It needs the programs `nice` and `timeout`, and the corpus, without which tests would be skipped.

#![expect(clippy::print_stdout, reason = "a program that tells what it found")]

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output},
    time::Instant,
};

use serde::Deserialize;

/// What the tests need of the workspace.
const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "crates", "tests", "proto"];
/// The tests, among those of the crate.
const TESTS: [&str; 6] = ["test", "--package", "ice", "--test", "it", "production"];
/// A test takes some ten seconds; what takes this long does not end.
const LIMIT_SECS: &str = "300";
/// How `timeout` tells that it had to end a program.
const TIMED_OUT: i32 = 124;

/// How many characters of a difference are told.
const MOST_TOLD: usize = 120;

/// A rule, broken in the production code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    /// Its name; the same as that of the oracle's break where both break the rule in one way.
    id: String,
    /// The number of the rule.
    rule: String,
    /// What the code does then, in a sentence.
    what: String,
    /// Path within the crate.
    file: String,
    /// A part of the file that it has exactly once.
    find: String,
    /// What stands there in its place.
    replace: String,
}

#[derive(Debug, Deserialize)]
struct List {
    mutant: Vec<Mutant>,
}

/// What became of a mutant.
enum Outcome {
    /// A test failed, with what it said.
    Killed { test: String, message: String },
    /// A test did not end.
    TimedOut { test: String },
    /// All tests passed.
    Survived,
    /// It is no mutant.
    DoesNotCompile { error: String },
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(outcome) => outcome,
        Err(reason) => {
            println!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = own.join("tests/mutants.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mutants = toml::from_str::<List>(&text).map_err(|error| format!("{}: {error}", path.display()))?.mutant;
    let ids: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.id.as_str()).collect();
    if ids.len() != mutants.len() {
        return Err(format!("{}: two mutants have one id", path.display()));
    }
    let chosen: Vec<&Mutant> = match arguments {
        [] => mutants.iter().collect(),
        [list] if list == "--list" => {
            for Mutant { id, rule, what, .. } in &mutants {
                println!("{rule:<4} {id:<32} {what}");
            }
            return Ok(ExitCode::SUCCESS);
        }
        [only, wanted @ ..] if only == "--only" && !wanted.is_empty() => {
            if let Some(unknown) = wanted.iter().find(|id| !ids.contains(id.as_str())) {
                return Err(format!("{unknown} is no mutant; --list names them"));
            }
            mutants.iter().filter(|mutant| wanted.contains(&mutant.id)).collect()
        }
        _ => return Err("give nothing, --list, or --only with ids".to_owned()),
    };
    let workshop = Workshop::set_up(own)?;
    workshop.refuse_stale(&mutants)?;
    try_all(&workshop.with_tests()?, &chosen)
}

/// Tries one mutant after the other and tells what becomes of each.
fn try_all(workshop: &Workshop, mutants: &[&Mutant]) -> Result<ExitCode, String> {
    let start = Instant::now();
    let (mut killed, mut timed_out, mut wrong) = (0, 0, Vec::new());
    println!("{:<4} {:<32} {:<10} {:>5}  by", "rule", "mutant", "outcome", "s");
    for mutant in mutants {
        let own_start = Instant::now();
        let (outcome, by) = match workshop.outcome_of(mutant)? {
            Outcome::Killed { message, .. } => {
                killed += 1;
                ("killed", message)
            }
            Outcome::TimedOut { test } => {
                timed_out += 1;
                ("timed out", format!("{test}, which did not end in {LIMIT_SECS} s"))
            }
            Outcome::Survived => {
                wrong.push(format!("survived: {} (rule {}): {}", mutant.id, mutant.rule, mutant.what));
                ("SURVIVED", String::new())
            }
            Outcome::DoesNotCompile { error } => {
                wrong.push(format!("does not compile, so that it is no mutant: {}: {error}", mutant.id));
                ("NO MUTANT", error)
            }
        };
        println!("{:<4} {:<32} {outcome:<10} {:>5.1}  {by}", mutant.rule, mutant.id, own_start.elapsed().as_secs_f64());
    }
    println!();
    for line in &wrong {
        println!("{line}");
    }
    let minutes = start.elapsed().as_secs_f64() / 60.0;
    let total = mutants.len();
    println!(
        "{total} mutants: {killed} killed by a failing test, {timed_out} by a test that did not end, {} not; {minutes:.1} min",
        wrong.len()
    );
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A copy of the workspace, in which code may be broken.
struct Workshop {
    sources: PathBuf,
    target: PathBuf,
    corpus: PathBuf,
    tests: Vec<String>,
    /// Held as long as the copy is used: two runs would break each other's code.
    _lock: File,
}

impl Workshop {
    fn set_up(own: &Path) -> Result<Self, String> {
        let root = own.ancestors().nth(2).ok_or("the crate lies in no workspace")?;
        let corpus = corpus().unwrap_or_else(|| root.join("../shared/corpus"));
        let corpus = corpus
            .canonicalize()
            .map_err(|error| format!("no corpus: {}: {error}; PLUMBLINE_CORPUS names its folder", corpus.display()))?;
        let (sources, target) = (root.join("target/mutants-sources"), root.join("target/mutants"));
        fs::create_dir_all(&sources).map_err(|error| format!("{}: {error}", sources.display()))?;
        let lock = File::create(root.join("target/mutants.lock")).map_err(|error| format!("target/mutants.lock: {error}"))?;
        lock.try_lock().map_err(|error| format!("target/mutants.lock: {error}; another run has it"))?;
        for name in SOURCES {
            mirror(&root.join(name), &sources.join(name)).map_err(|error| format!("{name} cannot be copied: {error}"))?;
        }
        Ok(Self { sources, target, corpus, tests: Vec::new(), _lock: lock })
    }

    fn file(&self, mutant: &Mutant) -> PathBuf {
        self.sources.join("crates/ice").join(&mutant.file)
    }

    /// A list that does not fit the code says nothing about the tests.
    fn refuse_stale(&self, mutants: &[Mutant]) -> Result<(), String> {
        let mut stale = Vec::new();
        for mutant in mutants {
            let times = match fs::read_to_string(self.file(mutant)) {
                Ok(text) => text.matches(&mutant.find).count(),
                Err(error) => {
                    stale.push(format!("{}: {}: {error}", mutant.id, mutant.file));
                    continue;
                }
            };
            if times != 1 {
                stale.push(format!("{}: what it looks for is {times} times in {}, not once", mutant.id, mutant.file));
            } else if mutant.find == mutant.replace {
                stale.push(format!("{}: it changes nothing", mutant.id));
            }
        }
        if stale.is_empty() { Ok(()) } else { Err(format!("the list of mutants is stale:\n{}", stale.join("\n"))) }
    }

    /// The tests by name; refused if they do not pass without a mutant.
    fn with_tests(self) -> Result<Self, String> {
        if let Some(error) = self.error_of_build()? {
            return Err(format!("the code does not compile as it is: {error}"));
        }
        let listed = self.cargo(&[], &[&TESTS[..], &["--", "--list"]].concat())?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let tests: Vec<String> = listed.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect();
        if tests.is_empty() {
            return Err("there are no tests to try mutants with".to_owned());
        }
        let workshop = Self { tests, ..self };
        match workshop.outcome()? {
            Outcome::Survived => Ok(workshop),
            Outcome::Killed { test, message } => Err(format!("{test} fails as it is: {message}")),
            Outcome::TimedOut { test } => Err(format!("{test} does not end as it is")),
            Outcome::DoesNotCompile { error } => Err(error),
        }
    }

    fn outcome_of(&self, mutant: &Mutant) -> Result<Outcome, String> {
        let path = self.file(mutant);
        let failed = |error: io::Error| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(failed)?;
        fs::write(&path, text.replacen(&mutant.find, &mutant.replace, 1)).map_err(failed)?;
        let outcome = self.outcome();
        fs::write(&path, text).map_err(failed)?;
        outcome
    }

    /// What the tests, one after the other, make of the code as it is: the first that fails is enough.
    fn outcome(&self) -> Result<Outcome, String> {
        if let Some(error) = self.error_of_build()? {
            return Ok(Outcome::DoesNotCompile { error });
        }
        for test in &self.tests {
            let output = self.cargo(&["timeout", LIMIT_SECS], &[&TESTS[..5], &[test, "--", "--exact"]].concat())?;
            let test = test.trim_start_matches("production::").to_owned();
            if output.status.code() == Some(TIMED_OUT) {
                return Ok(Outcome::TimedOut { test });
            }
            if !output.status.success() {
                return Ok(Outcome::Killed { test, message: message_of(&String::from_utf8_lossy(&output.stdout)) });
            }
        }
        Ok(Outcome::Survived)
    }

    /// The compiler's first error.
    fn error_of_build(&self) -> Result<Option<String>, String> {
        let output = self.cargo(&[], &[&TESTS[..], &["--no-run"]].concat())?;
        let told = String::from_utf8_lossy(&output.stderr);
        let error = || told.lines().find(|line| line.starts_with("error")).unwrap_or("no reason was given").to_owned();
        Ok((!output.status.success()).then(error))
    }

    /// Runs cargo in the copy, behind a program that runs it.
    fn cargo(&self, behind: &[&str], arguments: &[&str]) -> Result<Output, String> {
        Command::new("nice")
            .args(["-n", "10"])
            .args(behind)
            .arg("cargo")
            .args(arguments)
            .current_dir(&self.sources)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("PLUMBLINE_CORPUS", &self.corpus)
            // So that no test is skipped.
            .env("CI", "true")
            .output()
            .map_err(|error| format!("nice cargo: {error}"))
    }
}

/// What a test said that failed: what its assertion is about and the first difference, else the words of the panic.
fn message_of(told: &str) -> String {
    let mut lines = told.lines().skip_while(|line| !line.contains("panicked at")).skip(1);
    let first = lines.next().unwrap_or("it broke off");
    let Some((_, about)) = first.split_once("` failed: ") else { return first.to_owned() };
    let difference = lines.next().and_then(|line| line.split_once("[\"")).map_or("", |(_, differences)| differences);
    let difference = difference.split("\", \"").next().unwrap_or_default().trim_end_matches("\"]").replace("\\\"", "\"");
    format!("{about}: {}", difference.chars().take(MOST_TOLD).collect::<String>())
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the machine where the corpus is, and so is what runs them")]
fn corpus() -> Option<PathBuf> {
    std::env::var_os("PLUMBLINE_CORPUS").map(PathBuf::from)
}

/// Makes `to` the same as `from`. What is the same already stays untouched, so that cargo need not build it anew; what a run that was broken off
/// left changed is written, and is thereby newer than what was built of it.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        let bytes = fs::read(from)?;
        return if fs::read(to).is_ok_and(|there| there == bytes) { Ok(()) } else { fs::write(to, bytes) };
    }
    fs::create_dir_all(to)?;
    let names =
        |folder: &Path| fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<BTreeSet<_>>>();
    let mut wanted = names(from)?;
    wanted.remove(std::ffi::OsStr::new("target"));
    for gone in names(to)?.difference(&wanted) {
        let gone = to.join(gone);
        if gone.is_dir() { fs::remove_dir_all(&gone)? } else { fs::remove_file(&gone)? }
    }
    wanted.iter().try_for_each(|name| mirror(&from.join(name), &to.join(name)))
}
