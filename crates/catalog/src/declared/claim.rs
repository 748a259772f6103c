//! The ledger's file: form, and what is checked of it.

use std::collections::{BTreeMap, HashSet};

use domain::{
    Claim, ClaimKind, Evidence, Period,
    claim::{Adjustment, Exactness, Independent, Instrument, PartIs, Setting, ShareCell, StatedPercent, Window, Words},
    comparison::{Selector, spec::ExposureSpec},
};
use serde::Deserialize;
use toml::Spanned;

use super::{
    InvalidDeclaration, LONGEST, Problem, Problems,
    reference::{ExposureRow, References, SeriesRow},
};

/// A claim with the observations that record its own numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimEntry {
    /// The claim.
    pub claim: Claim,
    /// Its numbers as observations.
    pub figures: Vec<Selector>,
}

impl ClaimEntry {
    /// Every observation that its verdict needs.
    pub fn selectors(&self) -> Vec<&Selector> {
        self.figures.iter().chain(self.claim.setting.selectors()).collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    series: BTreeMap<String, Spanned<SeriesRow>>,
    claim: Vec<Spanned<Row>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<String>,
    published: String,
    speaker: String,
    text: String,
    metric: String,
    kind: Kind,
    numerator: Option<u64>,
    baseline: Option<u64>,
    #[serde(default)]
    baseline_inferred: bool,
    window: Spanned<Days>,
    baseline_window: Spanned<Days>,
    stated: Option<Percent>,
    evidence: Spanned<String>,
    urls: Spanned<Vec<String>>,
    #[serde(default)]
    note: String,
    /// The observations that record its numbers.
    #[serde(default)]
    figures: Vec<Spanned<String>>,
    instrument: Option<Spanned<InstrumentRow>>,
    thread: Option<String>,
    words: Option<WordsRow>,
    #[serde(default)]
    independent: Vec<IndependentRow>,
    #[serde(default)]
    exposure: Vec<AdjustmentRow>,
    #[serde(default)]
    instruments: Vec<Spanned<String>>,
    #[serde(default)]
    grid: Vec<GridRow>,
    base_capture: Option<Spanned<(f64, f64)>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Growth,
    Stock,
    Share,
    Other,
}

/// `end` is the first day after the window.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    text: String,
    start: Option<String>,
    end: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Percent {
    #[serde(rename = "percent")]
    value: f64,
    decimals: u8,
    exactness: ExactnessWord,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ExactnessWord {
    Stated,
    AtLeast,
    About,
    Unstated,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentRow {
    measure: String,
    population: String,
    definition: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsRow {
    phrase: String,
    factor: f64,
    exactness: ExactnessWord,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndependentRow {
    label: String,
    now: Spanned<String>,
    before: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdjustmentRow {
    label: String,
    now: Spanned<ExposureRow>,
    before: Option<Spanned<ExposureRow>>,
    #[serde(default)]
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GridRow {
    population: String,
    window: String,
    predicate: String,
    unknowns: String,
    part: Option<Spanned<String>>,
    whole: Option<Spanned<String>>,
    unknown: Option<Spanned<String>>,
    #[serde(default)]
    part_is: PartWord,
    #[serde(default)]
    note: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PartWord {
    #[default]
    Predicate,
    Complement,
}

/// So many claims of one file at most.
const MOST_CLAIMS: usize = 100;

/// Reads and checks a ledger; every problem is told with its line.
pub fn read(text: &str) -> Result<Vec<ClaimEntry>, InvalidDeclaration> {
    if text.len() > LONGEST {
        let message = format!("a ledger has at most {LONGEST} bytes, this one has {}", text.len());
        return Err(InvalidDeclaration(vec![Problem { line: 1, message }]));
    }
    let file: File = toml::from_str(text).map_err(|error| Problems::form(text, &error))?;
    let mut problems = Problems::of(text);
    if file.claim.len() > MOST_CLAIMS {
        problems.at(0, format!("a ledger has at most {MOST_CLAIMS} claims, this one has {}", file.claim.len()));
        return problems.or(None);
    }
    let references = References::new(&file.series, &mut problems);
    let mut seen = HashSet::new();
    let mut entries = Vec::with_capacity(file.claim.len());
    for row in &file.claim {
        let id = &row.as_ref().id;
        if !seen.insert(id.as_ref().clone()) {
            problems.at(id.span().start, format!("claim {} stands in the ledger twice", id.as_ref()));
        }
        let well_formed = (1..=40).contains(&id.as_ref().len()) && id.as_ref().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !well_formed {
            problems.at(id.span().start, format!("`{}` is not an id: letters, digits and `-`, at most 40", id.as_ref()));
        }
        entries.extend(Reader { references: &references, problems: &mut problems }.entry(row.as_ref()));
    }
    problems.or(Some(entries))
}

struct Reader<'a, 'b, 'c> {
    references: &'a References<'b>,
    problems: &'a mut Problems<'c>,
}

impl Reader<'_, '_, '_> {
    fn entry(&mut self, row: &Row) -> Option<ClaimEntry> {
        let window = self.window(&row.window);
        let baseline_window = self.window(&row.baseline_window);
        let evidence = row.evidence.as_ref().parse::<Evidence>();
        let evidence = evidence.map_err(|error| self.problems.at(row.evidence.span().start, error.to_string())).ok();
        if row.urls.as_ref().iter().any(|url| !(url.starts_with("https://") || url.starts_with("http://"))) || row.urls.as_ref().is_empty()
        {
            self.problems.at(row.urls.span().start, "a claim needs at least one address, and each begins with http".into());
        }
        let at = row.id.span().start;
        if row.stated.as_ref().is_some_and(|stated| !(-100.0..=1e6).contains(&stated.value) || stated.decimals > 6) {
            self.problems.at(at, "a stated percentage lies between -100 and 1,000,000 and has at most 6 decimals".into());
        }
        if row.words.as_ref().is_some_and(|words| !(words.factor.is_finite() && words.factor > 0.0)) {
            self.problems.at(at, "the factor of words is a number above 0".into());
        }
        let figures = self.references.all(&row.figures, None, self.problems);
        let setting = self.setting(row);
        let claim = Claim {
            id: row.id.as_ref().clone(),
            published: row.published.clone(),
            speaker: row.speaker.clone(),
            text: row.text.clone(),
            metric: row.metric.clone(),
            kind: match row.kind {
                Kind::Growth => ClaimKind::Growth,
                Kind::Stock => ClaimKind::Stock,
                Kind::Share => ClaimKind::Share,
                Kind::Other => ClaimKind::Other,
            },
            numerator: row.numerator,
            baseline: row.baseline,
            baseline_inferred: row.baseline_inferred,
            window: window?,
            baseline_window: baseline_window?,
            stated: row.stated.as_ref().map(|stated| StatedPercent {
                percent: stated.value,
                decimals: stated.decimals,
                exactness: exactness(stated.exactness),
            }),
            evidence: evidence?,
            urls: row.urls.as_ref().clone(),
            note: row.note.clone(),
            setting,
        };
        Some(ClaimEntry { claim, figures })
    }

    fn window(&mut self, days: &Spanned<Days>) -> Option<Window> {
        let Days { text, start, end } = days.as_ref();
        let period = match (start, end) {
            (None, None) => Ok(None),
            (Some(start), Some(end)) => period(start, end).map(Some).map_err(|error| error.to_string()),
            _ => Err("a window needs both `start` and `end`, or neither".to_owned()),
        };
        match period {
            Ok(period) => Some(Window { text: text.clone(), period }),
            Err(message) => {
                self.problems.at(days.span().start, message);
                None
            }
        }
    }

    fn setting(&mut self, row: &Row) -> Setting {
        let base_capture = row.base_capture.as_ref().map(|range| {
            let (least, greatest) = *range.as_ref();
            if !(least > 0.0 && least <= greatest && greatest <= 1.0) {
                self.problems.at(range.span().start, "a range of captures is [least, greatest], above 0 and at most 1".into());
            }
            (least, greatest)
        });
        Setting {
            instrument: row.instrument.as_ref().and_then(|row| self.instrument(row)),
            thread: row.thread.clone(),
            words: row.words.as_ref().map(|words| Words {
                phrase: words.phrase.clone(),
                factor: words.factor,
                exactness: exactness(words.exactness),
            }),
            independent: row.independent.iter().filter_map(|row| self.independent(row)).collect(),
            exposures: row.exposure.iter().map(|row| self.adjustment(row)).collect(),
            instruments: self.references.all(&row.instruments, None, self.problems),
            grid: row.grid.iter().map(|row| self.cell(row)).collect(),
            base_capture,
        }
    }

    fn instrument(&mut self, row: &Spanned<InstrumentRow>) -> Option<Instrument> {
        let InstrumentRow { measure, population, definition } = row.as_ref();
        let checked = || -> Result<Instrument, String> {
            let definition: domain::DefinitionSlug = definition.parse().map_err(|error: domain::slug::InvalidName| error.to_string())?;
            crate::definition(&definition).ok_or_else(|| format!("there is no definition `{definition}` in the catalogue"))?;
            Ok(Instrument {
                measure: measure.parse().map_err(|error: domain::slug::InvalidName| error.to_string())?,
                population: population.parse().map_err(|error: domain::slug::InvalidName| error.to_string())?,
                definition,
            })
        };
        checked().map_err(|message| self.problems.at(row.span().start, message)).ok()
    }

    fn independent(&mut self, row: &IndependentRow) -> Option<Independent> {
        let now = self.references.one(&row.now, None, "", self.problems);
        let before = self.references.one(&row.before, None, "", self.problems);
        Some(Independent { label: row.label.clone(), now: now?, before: before? })
    }

    fn adjustment(&mut self, row: &AdjustmentRow) -> Adjustment {
        let AdjustmentRow { label, now, before, note } = row;
        Adjustment {
            label: label.clone(),
            now: self.references.exposure(now, None, self.problems),
            before: before.as_ref().map_or(ExposureSpec::None, |row| self.references.exposure(row, None, self.problems)),
            note: note.clone(),
        }
    }

    fn cell(&mut self, row: &GridRow) -> ShareCell {
        let GridRow { population, window, predicate, unknowns, part, whole, unknown, part_is, note } = row;
        let mut one = |text: &Option<Spanned<String>>| text.as_ref().and_then(|text| self.references.one(text, None, "", self.problems));
        ShareCell {
            population: population.clone(),
            window: window.clone(),
            predicate: predicate.clone(),
            unknowns: unknowns.clone(),
            part: one(part),
            whole: one(whole),
            unknown: one(unknown),
            part_is: match part_is {
                PartWord::Predicate => PartIs::Predicate,
                PartWord::Complement => PartIs::Complement,
            },
            note: note.clone(),
        }
    }
}

fn period(start: &str, end: &str) -> Result<Period, domain::period::InvalidTime> {
    Period::new(start.parse()?, end.parse()?)
}

fn exactness(word: ExactnessWord) -> Exactness {
    match word {
        ExactnessWord::Stated => Exactness::Stated,
        ExactnessWord::AtLeast => Exactness::AtLeast,
        ExactnessWord::About => Exactness::About,
        ExactnessWord::Unstated => Exactness::Unstated,
    }
}
