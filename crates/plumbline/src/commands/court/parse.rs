//! `court parse`: JSON of files on standard output or in a folder, problems on standard error.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs::File,
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use court_records::pacer::{self, Page, case_query, docket, feed, history, interchange};
use serde::Serialize;

use crate::commands::Outcome;

/// What to read, and where to write it.
#[derive(Debug, clap::Args)]
pub struct Parse {
    /// What the files are.
    kind: Kind,
    /// Code of the court, such as `nysd`; by default the name of the file up to its first `_` or `.`.
    #[arg(long, value_name = "ID")]
    court: Option<String>,
    /// Folder for one JSON file for each file, of the same name; it is made if it is not there.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Files; `-` is standard input. With several, standard output gets one line of JSON for each.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// The kinds of feeds and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// RSS feed of a court.
    Rss,
    /// Docket report (`DktRpt.pl`).
    Docket,
    /// Summary of a case (`iquery.pl`).
    CaseQuery,
    /// History of a case (`HistDocQry.pl`).
    DocketHistory,
}

/// What was made of a file.
struct Parsed {
    json: String,
    problems: Vec<String>,
}

/// How JSON is laid out.
#[derive(Debug, Clone, Copy)]
enum Layout {
    /// For people, over many lines.
    Pretty,
    /// One line.
    Line,
}

impl Parse {
    pub(super) fn run(self, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
        let several = self.files.len() > 1;
        let layout = if several && self.output.is_none() { Layout::Line } else { Layout::Pretty };
        if let Some(folder) = &self.output {
            check_names(&self.files)?;
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let mut outcome = Outcome::Done;
        for file in &self.files {
            let court = self.court.clone().map_or_else(|| court_of(file), Ok)?;
            let parsed = parse(self.kind, &court, &read(file)?, layout)?;
            match &self.output {
                Some(folder) => {
                    let target = folder.join(stem(file)).with_extension("json");
                    std::fs::write(&target, parsed.json).with_context(|| format!("cannot write {}", target.display()))?;
                }
                None => writeln!(out, "{}", parsed.json)?,
            }
            for problem in parsed.problems {
                outcome = Outcome::Unusable;
                writeln!(problems, "{}: {problem}", file.display())?;
            }
        }
        Ok(outcome)
    }
}

fn parse(kind: Kind, court: &str, bytes: &[u8], layout: Layout) -> anyhow::Result<Parsed> {
    Ok(match kind {
        Kind::Rss => match feed::read(bytes) {
            Ok(feed) => Parsed {
                json: write(&interchange::rss(court, &feed), layout)?,
                problems: feed.problems.iter().map(ToString::to_string).collect(),
            },
            Err(reason) => Parsed { json: "[]".to_owned(), problems: vec![reason.to_string()] },
        },
        Kind::Docket => page(&docket::read(bytes), |page| write(&interchange::docket(court, page), layout))?,
        Kind::CaseQuery => page(&case_query::read(bytes), |page| write(&interchange::case_query(court, page), layout))?,
        Kind::DocketHistory => page(&history::read(bytes), |page| write(&interchange::history(court, page), layout))?,
    })
}

fn page<T>(page: &Page<T>, json: impl Fn(&Page<T>) -> anyhow::Result<String>) -> anyhow::Result<Parsed> {
    Ok(Parsed { json: json(page)?, problems: page.problems.iter().map(ToString::to_string).collect() })
}

fn write(value: &impl Serialize, layout: Layout) -> anyhow::Result<String> {
    Ok(match layout {
        Layout::Pretty => serde_json::to_string_pretty(value)?,
        Layout::Line => serde_json::to_string(value)?,
    })
}

/// A file, and one byte more than readers take, so that they can say so.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(pacer::MOST_PAGE_BYTES)?.saturating_add(1);
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        opened.take(most).read_to_end(&mut bytes).with_context(|| format!("cannot read {}", file.display()))?;
    }
    Ok(bytes)
}

/// The name of a file up to its first `_` or `.`, if it can be a court's code.
fn court_of(file: &Path) -> anyhow::Result<String> {
    let name = file.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let court = name.split(['_', '.']).next().unwrap_or_default();
    if court.is_empty() || !court.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        bail!("the name of {} does not begin with the code of a court; say it with --court", file.display());
    }
    Ok(court.to_owned())
}

fn stem(file: &Path) -> PathBuf {
    // A name such as `nysd.2.html` keeps what is before its last dot.
    let stem = file.file_stem().unwrap_or(OsStr::new("stdin"));
    let mut name = stem.to_owned();
    // `with_extension` replaces what is behind the last dot.
    name.push(".");
    PathBuf::from(name)
}

/// Two files of one name would be one file of JSON.
fn check_names(files: &[PathBuf]) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    for file in files {
        if !seen.insert(stem(file)) {
            bail!("more than one file is named {}; give them to --output one after the other", stem(file).display());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &[u8] =
        b"<html><body><center><b>3:18-cr-03298-JAH</b> USA v. Moultry<br><b>Date filed:</b> 08/14/2018<br></center></body></html>";

    fn ran(files: &[&Path], output: Option<&Path>) -> (Outcome, String, String) {
        let files = files.iter().map(|file| file.to_path_buf()).collect();
        let parse = Parse { kind: Kind::CaseQuery, court: None, output: output.map(Path::to_path_buf), files };
        let (mut out, mut problems) = (Vec::new(), Vec::new());
        let outcome = parse.run(&mut out, &mut problems).expect("ran");
        (outcome, String::from_utf8(out).expect("text"), String::from_utf8(problems).expect("text"))
    }

    #[test]
    fn several_pages_are_a_line_each_and_what_is_no_page_is_said_with_its_file() {
        let folder = testkit::temp_dir("court-parse");
        let (page, other) = (folder.path().join("casd_1.html"), folder.path().join("nyed.html"));
        std::fs::write(&page, PAGE).expect("written");
        std::fs::write(&other, "<h3>Case not found.</h3>").expect("written");
        let (outcome, out, problems) = ran(&[&page, &other], None);
        assert_eq!(outcome, Outcome::Unusable);
        insta::assert_snapshot!(out, @r#"
        {"court_id":"casd","docket_number":"3:18-cr-03298","federal_defendant_number":null,"federal_dn_case_type":"cr","federal_dn_judge_initials_assigned":"JAH","federal_dn_judge_initials_referred":null,"federal_dn_office_code":"3","case_name":"United States v. Moultry","case_name_raw":"USA v. Moultry","date_filed":"2018-08-14"}
        {}
        "#);
        assert_eq!(problems, format!("{}: page: this is no summary of a case; the page says `Case not found.`\n", other.display()));
    }

    #[test]
    fn with_a_folder_each_file_has_its_own_json() {
        let folder = testkit::temp_dir("court-parse-output");
        let page = folder.path().join("casd_1.html");
        std::fs::write(&page, PAGE).expect("written");
        let output = folder.path().join("parsed");
        let (outcome, out, problems) = ran(&[&page], Some(&output));
        assert_eq!((outcome, out.as_str(), problems.as_str()), (Outcome::Done, "", ""));
        let json = std::fs::read_to_string(output.join("casd_1.json")).expect("written");
        assert!(json.contains("\"case_name_raw\": \"USA v. Moultry\""), "{json}");
    }

    #[test]
    fn a_court_is_the_beginning_of_the_file_s_name() {
        assert_eq!(court_of(Path::new("a/ca2_1.xml")).expect("a court"), "ca2");
        assert_eq!(court_of(Path::new("nysd.html")).expect("a court"), "nysd");
        assert!(court_of(Path::new("Saved page.html")).is_err());
        assert!(court_of(Path::new("-")).is_err());
    }
}
