//! The report as text, for the command line: what is not as it should be, the worst first, and how much is.

use std::fmt;

use super::{CheckResult, Level, Locator, Outcome, QualityReport};

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Published => "published",
            Self::Stopped => "stopped",
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "pass",
            Self::NotRun => "not run",
            Self::Warn => "warn",
            Self::Stop => "stop",
        })
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(f, ", sheet {}", self.sheet)?;
        }
        self.row.map_or(Ok(()), |row| write!(f, ", row {row}"))
    }
}

impl fmt::Display for CheckResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<7} {} {}: {}", self.level, self.table, self.name, self.sentence)?;
        if self.level == Level::NotRun {
            return Ok(());
        }
        let limit = |limit: Option<f64>, what: &str| limit.map(|limit| format!("{what} above {}", percent(limit)));
        let limits: Vec<String> = [limit(self.warn_above, "warns"), limit(self.stop_above, "stops")].into_iter().flatten().collect();
        if let Some(share) = self.share {
            write!(f, " That is {}; it {}.", percent(share), limits.join(" and "))?;
        }
        for (at, example) in self.examples.iter().enumerate() {
            let begin = if at == 0 { "\n          such as " } else { "; " };
            write!(f, "{begin}{example}")?;
        }
        Ok(())
    }
}

impl fmt::Display for QualityReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Rules {} {}, dates up to {}: {}", self.rules, self.rule_version, self.today, self.outcome)?;
        for level in [Level::Stop, Level::Warn, Level::NotRun] {
            for check in self.checks.iter().filter(|check| check.level == level) {
                writeln!(f, "{check}")?;
            }
        }
        let passed = self.checks.iter().filter(|check| check.level == Level::Pass).count();
        writeln!(f, "{passed} of {} checks pass.", self.checks.len())
    }
}

/// `0.01 %`, in the shortest digits to four places.
fn percent(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    // Something that is there is not nothing.
    if share > 0.0 && short == "0" { "less than 0.0001 %".to_owned() } else { format!("{short} %") }
}
