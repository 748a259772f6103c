//! The analyses of a comparison's file.

use std::collections::BTreeSet;

use domain::{
    Date, Period,
    comparison::spec::{
        AgencySpec, AnalysisSpec, AssociationSpec, Axis, BoundsSpec, Capture, CountChoice, DeclaredDate, Exclusion, ExposureChoice,
        FunnelSpec, LineSpec, MultiverseSpec, PlaceSpec, Question, Side, StandardisedSpec, Step, StratifiedGroup, TrendSpec, UnitsSpec,
        When,
    },
};
use serde::Deserialize;
use toml::Spanned;

use super::{
    Problems,
    comparison::OverrideRow,
    reference::{ExposureRow, References},
};

/// So many cells at most: beyond them nobody can look at each.
const MOST_CELLS: usize = 5_000;
/// So many points of a trend at most: lines times periods.
const MOST_POINTS: usize = 10_000;
/// So many lines, agencies, groups, strata or places at most.
const MOST_PARTS: usize = 300;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnalysisRow {
    slug: Spanned<String>,
    title: String,
    #[serde(default)]
    notes: Vec<String>,
    multiverse: Option<MultiverseRow>,
    trend: Option<TrendRow>,
    funnel: Option<FunnelRow>,
    standardised: Option<StandardisedRow>,
    reporting_gap: Option<GapRow>,
    capture: Option<CaptureRow>,
    share: Option<ShareRow>,
    units: Option<UnitsRow>,
    association: Option<AssociationRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MultiverseRow {
    claimed: Option<f64>,
    ratio_despite: Option<OverrideRow>,
    axes: Vec<AxisRow>,
    counts: Vec<CountRow>,
    #[serde(default)]
    exposures: Vec<ExposuresRow>,
    #[serde(default)]
    captures: Vec<CaptureChoiceRow>,
    #[serde(default)]
    exclusions: Vec<ExclusionRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AxisRow {
    name: Spanned<String>,
    options: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountRow {
    #[serde(default)]
    when: Option<Spanned<When>>,
    now: Option<Spanned<String>>,
    before: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExposuresRow {
    #[serde(default)]
    when: Option<Spanned<When>>,
    now: Option<Spanned<ExposureRow>>,
    before: Option<Spanned<ExposureRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaptureChoiceRow {
    when: Option<Spanned<When>>,
    before: Spanned<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExclusionRow {
    when: Option<Spanned<When>>,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TrendRow {
    step: StepWord,
    span: Spanned<String>,
    lines: Vec<LineRow>,
    declared: Option<DeclaredRow>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StepWord {
    Month,
    Year,
    FiscalYear,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRow {
    label: String,
    series: Spanned<String>,
    exposure: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredRow {
    date: Spanned<String>,
    label: String,
}

/// Something for each of which a reference is read, with the argument that `{}` stands for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EachRow {
    label: String,
    of: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FunnelRow {
    count: Spanned<String>,
    exposure: Spanned<String>,
    agencies: Vec<EachRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardisedRow {
    standard: Spanned<String>,
    strata: Vec<EachRow>,
    groups: Vec<GroupRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    label: String,
    count: Spanned<String>,
    exposure: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GapRow {
    count: Spanned<String>,
    exposure: Spanned<String>,
    covered: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaptureRow {
    now: Spanned<String>,
    before: Spanned<String>,
    now_range: Spanned<(f64, f64)>,
    before_range: Spanned<(f64, f64)>,
    independent: Option<PairRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairRow {
    now: Spanned<String>,
    before: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareRow {
    part: Spanned<String>,
    whole: Spanned<String>,
    unknown: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsRow {
    left: Spanned<String>,
    right: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssociationRow {
    x: QuantityRow,
    y: QuantityRow,
    places: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityRow {
    name: String,
    of: Spanned<String>,
    over: Option<Spanned<String>>,
}

/// One analysis; `None` if it has a problem.
pub(super) fn analysis(row: &Spanned<AnalysisRow>, references: &References<'_>, problems: &mut Problems<'_>) -> Option<AnalysisSpec> {
    let place = row.span().start;
    let AnalysisRow { slug, title, notes, multiverse, trend, funnel, standardised, reporting_gap, capture, share, units, association } =
        row.as_ref();
    let mut reader = Reader { references, problems };
    let questions: Vec<Option<Question>> = [
        multiverse.as_ref().map(|row| reader.multiverse(row, place).map(Question::Multiverse)),
        trend.as_ref().map(|row| reader.trend(row).map(Question::Trend)),
        funnel.as_ref().map(|row| Some(Question::Funnel(reader.funnel(row)))),
        standardised.as_ref().map(|row| reader.standardised(row).map(Question::Standardised)),
        reporting_gap.as_ref().map(|row| reader.gap(row).map(|bounds| Question::Bounds(Box::new(bounds)))),
        capture.as_ref().map(|row| reader.capture(row).map(|bounds| Question::Bounds(Box::new(bounds)))),
        share.as_ref().map(|row| reader.share(row).map(|bounds| Question::Bounds(Box::new(bounds)))),
        units.as_ref().map(|row| reader.units(row).map(Question::Units)),
        association.as_ref().map(|row| Some(Question::Association(reader.association(row)))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if slug.as_ref().parse::<domain::SourceSlug>().is_err() {
        problems.at(slug.span().start, format!("`{}` is not a slug: lower-case letters, digits and `-`", slug.as_ref()));
    }
    let [question] = <[Option<Question>; 1]>::try_from(questions)
        .inspect_err(|found| {
            let kinds = "multiverse, trend, funnel, standardised, reporting_gap, capture, share, units or association";
            problems.at(place, format!("an analysis asks one question, {kinds}; this one asks {}", found.len()));
        })
        .ok()?;
    Some(AnalysisSpec { slug: slug.as_ref().clone(), title: title.clone(), question: question?, notes: notes.clone() })
}

struct Reader<'a, 'b, 'c> {
    references: &'a References<'b>,
    problems: &'a mut Problems<'c>,
}

impl Reader<'_, '_, '_> {
    fn one(&mut self, text: &Spanned<String>) -> Option<domain::comparison::Selector> {
        self.references.one(text, None, "", self.problems)
    }

    fn each(&mut self, text: &Spanned<String>, argument: &str) -> Option<domain::comparison::Selector> {
        self.references.one(text, None, argument, self.problems)
    }

    fn multiverse(&mut self, row: &MultiverseRow, place: usize) -> Option<MultiverseSpec> {
        let MultiverseRow { claimed, axes, counts, exposures, captures, exclusions, ratio_despite } = row;
        if claimed.is_some_and(|claimed| !(claimed.is_finite() && claimed > 0.0)) {
            self.problems.at(place, "a claimed ratio is a number above 0".into());
        }
        let mut names = BTreeSet::new();
        for axis in axes {
            let distinct: BTreeSet<&String> = axis.options.iter().collect();
            if axis.options.is_empty() || distinct.len() < axis.options.len() || !names.insert(axis.name.as_ref().as_str()) {
                let name = axis.name.as_ref();
                self.problems.at(axis.name.span().start, format!("axis `{name}` has no options, has one twice, or stands here twice"));
            }
        }
        let cells = axes.iter().try_fold(1_usize, |product, axis| product.checked_mul(axis.options.len()));
        if cells.is_none_or(|cells| cells > MOST_CELLS) {
            self.problems.at(place, format!("at most {MOST_CELLS} combinations of options"));
            return None;
        }
        let axes: Vec<Axis> = axes.iter().map(|axis| Axis { name: axis.name.as_ref().clone(), options: axis.options.clone() }).collect();
        let mut out = MultiverseSpec {
            claimed: *claimed,
            ratio_despite: ratio_despite.clone().map(OverrideRow::into_domain),
            counts: Vec::new(),
            exposures: Vec::new(),
            captures: Vec::new(),
            exclusions: Vec::new(),
            axes,
        };
        for CountRow { when, now, before } in counts {
            let when = self.when(when.as_ref(), &out.axes);
            for (side, text) in [(Side::Now, now), (Side::Before, before)] {
                if let Some(count) = text.as_ref().and_then(|text| self.one(text)) {
                    out.counts.push(CountChoice { when: when.clone(), side, count });
                }
            }
        }
        for ExposuresRow { when, now, before } in exposures {
            let when = self.when(when.as_ref(), &out.axes);
            for (side, row) in [(Side::Now, now), (Side::Before, before)] {
                if let Some(row) = row {
                    let over = self.references.exposure(row, None, self.problems);
                    out.exposures.push(ExposureChoice { when: when.clone(), side, over });
                }
            }
        }
        for CaptureChoiceRow { when, before } in captures {
            let when = self.when(when.as_ref(), &out.axes);
            if !(*before.as_ref() > 0.0 && *before.as_ref() <= 1.0) {
                self.problems.at(before.span().start, "a capture is a share above 0 and at most 1".into());
            }
            out.captures.push(Capture { when, before: *before.as_ref() });
        }
        for ExclusionRow { when, reason } in exclusions {
            let when = self.when(when.as_ref(), &out.axes);
            out.exclusions.push(Exclusion { when, reason: reason.clone() });
        }
        Some(out)
    }

    fn when(&mut self, row: Option<&Spanned<When>>, axes: &[Axis]) -> When {
        let Some(row) = row else { return When::new() };
        for (name, option) in row.as_ref() {
            match axes.iter().find(|axis| axis.name == *name) {
                None => self.problems.at(row.span().start, format!("there is no axis `{name}`")),
                Some(known) if !known.options.contains(option) => {
                    let options = known.options.join(", ");
                    self.problems.at(row.span().start, format!("axis `{name}` has no option `{option}`; it has: {options}"));
                }
                Some(_) => {}
            }
        }
        row.as_ref().clone()
    }

    fn trend(&mut self, row: &TrendRow) -> Option<TrendSpec> {
        let TrendRow { step, span, lines, declared } = row;
        let step = match step {
            StepWord::Month => Step::Month,
            StepWord::Year => Step::Year,
            StepWord::FiscalYear => Step::FiscalYear,
        };
        let period = span.as_ref().parse::<Period>().map_err(|error| self.problems.at(span.span().start, error.to_string())).ok()?;
        if step.from_start(period.start()).is_none() {
            self.problems.at(span.span().start, format!("no {} begins on {}", step.as_str(), period.start()));
        }
        let shortest = if step == Step::Month { 28 } else { 365 };
        let points = usize::try_from(period.days() / shortest).unwrap_or(usize::MAX).saturating_mul(lines.len());
        if points > MOST_POINTS {
            self.problems.at(span.span().start, format!("at most {MOST_POINTS} points of a trend; these are about {points}"));
            return None;
        }
        let mut found = Vec::new();
        for LineRow { label, series, exposure } in lines {
            let exposure = exposure.as_ref().and_then(|text| self.references.series(text, self.problems));
            if let Some(series) = self.references.series(series, self.problems) {
                found.push(LineSpec { label: label.clone(), series, exposure });
            }
        }
        let declared = declared.as_ref().and_then(|DeclaredRow { date, label }| {
            let parsed = date.as_ref().parse::<Date>().map_err(|error| self.problems.at(date.span().start, error.to_string()));
            parsed.ok().map(|date| DeclaredDate { date, label: label.clone() })
        });
        Some(TrendSpec { step, span: period, lines: found, declared })
    }

    fn agencies(&mut self, count: &Spanned<String>, exposure: &Spanned<String>, each: &[EachRow]) -> Vec<AgencySpec> {
        let mut out = Vec::with_capacity(each.len());
        let distinct: BTreeSet<&String> = each.iter().map(|row| &row.of).collect();
        if each.len() > MOST_PARTS || distinct.len() < each.len() {
            self.problems.at(count.span().start, format!("at most {MOST_PARTS} agencies or strata, each once"));
            return out;
        }
        for EachRow { label, of } in each {
            if let (Some(count), Some(exposure)) = (self.each(count, of), self.each(exposure, of)) {
                out.push(AgencySpec { label: label.clone(), count, exposure });
            }
        }
        out
    }

    fn funnel(&mut self, row: &FunnelRow) -> FunnelSpec {
        FunnelSpec { agencies: self.agencies(&row.count, &row.exposure, &row.agencies) }
    }

    fn standardised(&mut self, row: &StandardisedRow) -> Option<StandardisedSpec> {
        let StandardisedRow { standard, strata, groups } = row;
        if groups.len() > 50 {
            self.problems.at(standard.span().start, "at most 50 groups".into());
            return None;
        }
        let Some(place) = groups.iter().position(|group| group.label == *standard.as_ref()) else {
            self.problems.at(standard.span().start, format!("there is no group `{}`", standard.as_ref()));
            return None;
        };
        let groups = groups
            .iter()
            .map(|group| StratifiedGroup { label: group.label.clone(), strata: self.agencies(&group.count, &group.exposure, strata) })
            .collect();
        Some(StandardisedSpec { groups, standard: place })
    }

    fn gap(&mut self, row: &GapRow) -> Option<BoundsSpec> {
        let (count, exposure, covered) = (self.one(&row.count), self.one(&row.exposure), self.one(&row.covered));
        Some(BoundsSpec::ReportingGap { count: count?, exposure: exposure?, covered: covered? })
    }

    fn capture(&mut self, row: &CaptureRow) -> Option<BoundsSpec> {
        let CaptureRow { now, before, now_range, before_range, independent } = row;
        for range in [now_range, before_range] {
            let (least, greatest) = *range.as_ref();
            if !(least > 0.0 && least <= greatest && greatest <= 1.0) {
                self.problems.at(range.span().start, "a range of captures is [least, greatest], above 0 and at most 1".into());
            }
        }
        let (now, before) = (self.one(now), self.one(before));
        let independent = match independent {
            Some(PairRow { now, before }) => Some((self.one(now)?, self.one(before)?)),
            None => None,
        };
        Some(BoundsSpec::Capture {
            now: now?,
            before: before?,
            now_range: *now_range.as_ref(),
            before_range: *before_range.as_ref(),
            independent,
        })
    }

    fn share(&mut self, row: &ShareRow) -> Option<BoundsSpec> {
        let (part, whole) = (self.one(&row.part), self.one(&row.whole));
        let unknown = match &row.unknown {
            Some(text) => Some(self.one(text)?),
            None => None,
        };
        Some(BoundsSpec::Share { part: part?, whole: whole?, unknown })
    }

    fn units(&mut self, row: &UnitsRow) -> Option<UnitsSpec> {
        let (left, right) = (self.one(&row.left)?, self.one(&row.right)?);
        let same = |one: &domain::comparison::Selector| {
            let series = &one.series;
            (series.source.clone(), series.measure.clone(), series.population.clone(), series.geography.clone(), one.period)
        };
        if same(&left) != same(&right) || left.series.unit == right.series.unit {
            let message = "two counting units are of one source, measure, population, place and period, and are two";
            self.problems.at(row.right.span().start, message.into());
        }
        Some(UnitsSpec { left, right })
    }

    fn association(&mut self, row: &AssociationRow) -> AssociationSpec {
        let AssociationRow { x, y, places } = row;
        let distinct: BTreeSet<&String> = places.iter().map(AsRef::as_ref).collect();
        if places.len() > MOST_PARTS || distinct.len() < places.len() {
            self.problems.at(x.of.span().start, format!("at most {MOST_PARTS} places, each once"));
            return AssociationSpec { x_name: x.name.clone(), y_name: y.name.clone(), places: Vec::new() };
        }
        let mut found = Vec::with_capacity(places.len());
        for text in places {
            let Ok(geography) = text.as_ref().parse::<domain::Geography>() else {
                self.problems.at(text.span().start, format!("`{}` is not a geography", text.as_ref()));
                continue;
            };
            let over = |reader: &mut Self, row: &QuantityRow| row.over.as_ref().and_then(|over| reader.each(over, text.as_ref()));
            let (x_over, y_over) = (over(self, x), over(self, y));
            if let (Some(x), Some(y)) = (self.each(&x.of, text.as_ref()), self.each(&y.of, text.as_ref())) {
                found.push(PlaceSpec { geography, x, x_over, y, y_over });
            }
        }
        AssociationSpec { x_name: x.name.clone(), y_name: y.name.clone(), places: found }
    }
}
