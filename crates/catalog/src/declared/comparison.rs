//! A comparison's file: form, and what is checked of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::comparison::{
    Override, Spec,
    spec::{ExposureSpec, RowSpec},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use super::{
    InvalidDeclaration, LONGEST, Problem, Problems,
    analysis::{AnalysisRow, analysis},
    reference::{ExposureRow, References, SeriesRow},
};

/// So many rows at most, after periods are laid out.
const MOST_ROWS: usize = 500;
/// So many analyses at most.
const MOST_ANALYSES: usize = 20;
/// So many characters of a label, a heading or a remark at most.
const LONGEST_TEXT: usize = 600;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    slug: Spanned<String>,
    title: String,
    question: String,
    cannot_say: Spanned<Vec<String>>,
    #[serde(default)]
    series: BTreeMap<String, Spanned<SeriesRow>>,
    #[serde(default)]
    row: Vec<Spanned<Row>>,
    #[serde(default)]
    analysis: Vec<Spanned<AnalysisRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    label: String,
    #[serde(default)]
    group: String,
    count: Spanned<String>,
    /// One row for each; `{period}` in the label is its name.
    #[serde(default)]
    periods: Vec<Spanned<String>>,
    exposure: Option<Spanned<ExposureRow>>,
    ratio_despite: Option<OverrideRow>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    reference: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideRow {
    reason: String,
    by: String,
}

impl OverrideRow {
    pub(super) fn into_domain(self) -> Override {
        let Self { reason, by } = self;
        Override { reason, by }
    }
}

/// Reads and checks a declaration; every problem is told with its line.
pub fn read(text: &str) -> Result<Spec, InvalidDeclaration> {
    if text.len() > LONGEST {
        let message = format!("a declaration has at most {LONGEST} bytes, this one has {}", text.len());
        return Err(InvalidDeclaration(vec![Problem { line: 1, message }]));
    }
    let file: File = toml::from_str(text).map_err(|error| Problems::form(text, &error))?;
    let mut problems = Problems::of(text);
    let references = References::new(&file.series, &mut problems);
    if file.slug.as_ref().parse::<domain::SourceSlug>().is_err() {
        problems.at(file.slug.span().start, format!("`{}` is not a slug: lower-case letters, digits and `-`", file.slug.as_ref()));
    }
    if file.cannot_say.as_ref().is_empty() {
        problems.at(file.cannot_say.span().start, "say at least one thing that may not be concluded".into());
    }
    let said = file.row.iter().flat_map(|row| [&row.as_ref().label, &row.as_ref().group].into_iter().chain(&row.as_ref().notes));
    for text in [&file.title, &file.question].into_iter().chain(file.cannot_say.as_ref()).chain(said) {
        if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
            let start: String = text.chars().take(40).filter(|c| !c.is_control()).collect();
            problems.at(0, format!("a text has at most {LONGEST_TEXT} characters and no control characters: `{start}…`"));
        }
    }
    let laid: usize = file.row.iter().map(|row| row.as_ref().periods.len().max(1)).sum();
    if laid > MOST_ROWS || file.analysis.len() > MOST_ANALYSES {
        problems.at(0, format!("at most {MOST_ROWS} rows and {MOST_ANALYSES} analyses; these are {laid} and {}", file.analysis.len()));
        return problems.or(None);
    }
    let mut rows = Vec::new();
    let mut reference = 0;
    for one in &file.row {
        if one.as_ref().reference {
            reference = rows.len();
        }
        rows.extend(laid_out(one, &references, &mut problems));
    }
    let marked = file.row.iter().filter(|row| row.as_ref().reference).count();
    if marked > 1 {
        problems.at(0, "one row can be the reference; more are marked".into());
    }
    if file.row.is_empty() && file.analysis.is_empty() {
        problems.at(0, "a comparison needs at least one [[row]] or [[analysis]]".into());
    }
    let analyses: Vec<_> = file.analysis.iter().filter_map(|one| analysis(one, &references, &mut problems)).collect();
    let mut seen = BTreeSet::new();
    for (one, row) in analyses.iter().zip(&file.analysis) {
        if !seen.insert(one.slug.as_str()) {
            problems.at(row.span().start, format!("analysis `{}` stands here twice", one.slug));
        }
    }
    let hash = format!("{:x}", Sha256::digest(text.as_bytes()));
    let File { slug, title, question, cannot_say, .. } = file;
    let spec = Spec { slug: slug.into_inner(), title, question, reference, rows, analyses, cannot_say: cannot_say.into_inner(), hash };
    problems.or(Some(spec))
}

/// One row, or one for each of its periods.
fn laid_out(row: &Spanned<Row>, references: &References<'_>, problems: &mut Problems<'_>) -> Vec<RowSpec> {
    let Row { label, group, count, periods, exposure, ratio_despite, notes, reference: _ } = row.as_ref();
    let mut at = Vec::new();
    for text in periods {
        match text.as_ref().parse::<domain::Period>() {
            Ok(period) => at.push(Some(period)),
            Err(error) => problems.at(text.span().start, error.to_string()),
        }
    }
    if periods.is_empty() {
        at.push(None);
    } else if !label.contains("{period}") {
        problems.at(row.span().start, "a row with periods needs {period} in its label".into());
    }
    let mut out = Vec::new();
    for period in at {
        let Some(count) = references.one(count, period, "", problems) else { continue };
        let window = Some(period.unwrap_or(count.period));
        let exposure = exposure.as_ref().map_or(ExposureSpec::None, |row| references.exposure(row, window, problems));
        out.push(RowSpec {
            label: label.replace("{period}", &count.period.label()),
            group: group.clone(),
            count,
            exposure,
            ratio_despite: ratio_despite.clone().map(OverrideRow::into_domain),
            notes: notes.clone(),
        });
    }
    out
}
