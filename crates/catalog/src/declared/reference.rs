//! How a declaration names observations: `figure ID`, `series @ period` or `series[argument] @ period`.

use std::collections::BTreeMap;

use domain::{
    Period,
    comparison::spec::{ExposureSpec, Selector, SeriesSelector},
};
use serde::Deserialize;
use toml::Spanned;

use super::Problems;

/// The place in a series' fields where an argument goes.
const ARGUMENT: &str = "{}";

/// So many exposures are added at most.
const MOST_ADDED: usize = 30;

/// A series as a declaration writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesRow {
    source: String,
    measure: String,
    unit: String,
    population: String,
    #[serde(default = "everywhere")]
    geography: String,
    definition: String,
}

fn everywhere() -> String {
    "us".to_owned()
}

/// What a count is divided by, as a declaration writes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) struct ExposureRow {
    #[serde(default)]
    sum: Vec<Spanned<String>>,
    #[serde(default)]
    path_start: Vec<Spanned<String>>,
    #[serde(default)]
    path_end: Vec<Spanned<String>>,
    implied_by: Option<Spanned<String>>,
    daily_mean: Option<Spanned<String>>,
    by: Option<Time>,
}

/// Time as the only exposure.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Time {
    Days,
}

/// The series of a declaration, by name.
#[derive(Debug)]
pub(super) struct References<'a> {
    series: &'a BTreeMap<String, Spanned<SeriesRow>>,
}

impl<'a> References<'a> {
    /// Checks every series that takes no argument; those that do are checked where they are used.
    pub(super) fn new(series: &'a BTreeMap<String, Spanned<SeriesRow>>, problems: &mut Problems<'_>) -> Self {
        for (name, row) in series {
            if !row.as_ref().takes_argument()
                && let Err(message) = selector(row.as_ref(), "")
            {
                problems.at(row.span().start, format!("series {name}: {message}"));
            }
        }
        Self { series }
    }

    /// The series of a reference without a period.
    pub(super) fn series(&self, text: &Spanned<String>, problems: &mut Problems<'_>) -> Option<SeriesSelector> {
        self.named(text.as_ref()).map_err(|message| problems.at(text.span().start, message)).ok()
    }

    /// The observation of a reference; `period` stands for one that it does not name, `argument` for `{}` in it.
    pub(super) fn one(
        &self,
        text: &Spanned<String>,
        period: Option<Period>,
        argument: &str,
        problems: &mut Problems<'_>,
    ) -> Option<Selector> {
        let written = text.as_ref().replace(ARGUMENT, argument);
        self.read(&written, period).map_err(|message| problems.at(text.span().start, message)).ok()
    }

    /// Several.
    pub(super) fn all(&self, texts: &[Spanned<String>], period: Option<Period>, problems: &mut Problems<'_>) -> Vec<Selector> {
        texts.iter().filter_map(|text| self.one(text, period, "", problems)).collect()
    }

    /// An exposure, in exactly one of its forms.
    pub(super) fn exposure(&self, row: &Spanned<ExposureRow>, period: Option<Period>, problems: &mut Problems<'_>) -> ExposureSpec {
        let ExposureRow { sum, path_start, path_end, implied_by, daily_mean, by } = row.as_ref();
        let path = !path_start.is_empty() || !path_end.is_empty();
        let forms = [!sum.is_empty(), path, implied_by.is_some(), daily_mean.is_some(), by.is_some()];
        if [sum.len(), path_start.len(), path_end.len()].iter().any(|parts| *parts > MOST_ADDED) {
            problems.at(row.span().start, format!("at most {MOST_ADDED} exposures are added"));
            return ExposureSpec::None;
        }
        if forms.iter().filter(|there| **there).count() != 1 {
            problems.at(
                row.span().start,
                "an exposure has one form: sum, path_start with path_end, implied_by, daily_mean or by = \"days\"".into(),
            );
            return ExposureSpec::None;
        }
        if let Some(Time::Days) = by {
            return ExposureSpec::None;
        }
        if path {
            if path_start.is_empty() || path_end.is_empty() {
                problems.at(row.span().start, "path_start and path_end go together".into());
            }
            return ExposureSpec::Path { start: self.all(path_start, None, problems), end: self.all(path_end, None, problems) };
        }
        if let Some(rate) = implied_by {
            return self.one(rate, period, "", problems).map_or(ExposureSpec::None, ExposureSpec::ImpliedBy);
        }
        if let Some(mean) = daily_mean {
            return self.one(mean, period, "", problems).map_or(ExposureSpec::None, ExposureSpec::DailyMean);
        }
        ExposureSpec::Sum(self.all(sum, period, problems))
    }

    fn read(&self, written: &str, period: Option<Period>) -> Result<Selector, String> {
        if let Some(id) = written.strip_prefix("figure ") {
            return crate::figure(id.trim()).cloned().ok_or_else(|| format!("there is no figure `{}` in the catalogue", id.trim()));
        }
        let (name, when) = written.split_once(" @ ").map_or((written, None), |(name, when)| (name, Some(when)));
        let period = match when {
            Some(text) => Some(text.trim().parse::<Period>().map_err(|error| error.to_string())?),
            None => period,
        };
        let Some(period) = period else {
            return Err(format!("`{written}` names no period; write `{name} @ 2015`"));
        };
        Ok(Selector { series: self.named(name.trim())?, period })
    }

    fn named(&self, written: &str) -> Result<SeriesSelector, String> {
        let (name, argument) = match written.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((name, argument)) => (name, argument),
            None => (written, ""),
        };
        let Some(row) = self.series.get(name) else {
            let declared: Vec<&str> = self.series.keys().map(String::as_str).collect();
            return Err(format!("there is no series `{name}`; declared are: {}", declared.join(", ")));
        };
        match (row.as_ref().takes_argument(), argument.is_empty()) {
            (true, true) => Err(format!("series `{name}` needs an argument; write `{name}[...]`")),
            (false, false) => Err(format!("series `{name}` takes no argument")),
            _ => selector(row.as_ref(), argument),
        }
    }
}

impl SeriesRow {
    fn takes_argument(&self) -> bool {
        let Self { source: _, measure, unit: _, population, geography, definition: _ } = self;
        [measure, population, geography].iter().any(|field| field.contains(ARGUMENT))
    }
}

/// Every word of a series, checked, and against the catalogue.
fn selector(row: &SeriesRow, argument: &str) -> Result<SeriesSelector, String> {
    fn word<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str, argument: &str) -> Result<T, String> {
        text.replace(ARGUMENT, argument).parse().map_err(|error: T::Err| error.to_string())
    }
    let SeriesRow { source, measure, unit, population, geography, definition } = row;
    source.parse::<crate::SourceId>().map_err(|_| format!("there is no source `{source}` in the catalogue"))?;
    let out = SeriesSelector {
        source: word(source, "")?,
        measure: word(measure, argument)?,
        unit: word(unit, "")?,
        population: word(population, argument)?,
        geography: word(geography, argument)?,
        definition: word(definition, "")?,
    };
    let found = crate::definition(&out.definition).ok_or_else(|| format!("there is no definition `{definition}` in the catalogue"))?;
    if found.unit != out.unit {
        return Err(format!("definition `{definition}` counts {}, not {}", found.unit.plural(), out.unit.plural()));
    }
    Ok(out)
}
