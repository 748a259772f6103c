//! The parts of a verdict below its panel, each with its numbers, their intervals, and where they came from.

use contracts::analytics::{
    AdjustedRate, Baseline, Claim, Corroboration, FrozenBase, Ledger, OtherInstrument, RecordedObservation, ShareCell, Verdict,
};
use maud::{Markup, html};

use super::parts::{self, Column, Narrow, facts, table};
use crate::{
    query::AsOf,
    views::{
        address, charted,
        claim::{Top, said, share_of},
        comparison::Estimate,
        figure::{Figure, rule_name},
        format::{self, Percent},
        words,
    },
};

/// A verdict on its page.
pub(crate) struct Parts<'a> {
    verdict: &'a Verdict,
    claim: Claim,
    as_of: &'a str,
}

impl<'a> Parts<'a> {
    /// A verdict, as asked.
    pub(crate) fn of(verdict: &'a Verdict, as_of: &'a AsOf) -> Self {
        Self { verdict, claim: verdict.claim.clone().unwrap_or_default(), as_of: as_of.typed() }
    }

    /// The address of the whole as JSON.
    pub(crate) fn json(&self) -> String {
        address::with(&address::api(&["claims", &self.claim.id]), &[("as_of", self.as_of)])
    }

    /// The address of a part as CSV; of the claim's line, if the name is empty.
    pub(crate) fn csv(&self, part: &str) -> String {
        address::with(&address::api(&["claims", &self.claim.id]), &[("format", "csv"), ("part", part), ("as_of", self.as_of)])
    }

    fn place(&self, part: &str) -> charted::Place {
        charted::Place { id: part.to_owned(), csv: self.csv(part), json: self.json() }
    }

    /// Everything below the panel.
    pub(crate) fn every(&self) -> Markup {
        html! {
            (self.arithmetic())
            (self.words())
            (self.grid())
            (self.exposure())
            (self.series())
            (self.base())
            (self.identification())
            (self.ledger())
            (self.undeclared())
            h2 #cannot-say { "What this cannot say" }
            @if self.verdict.cannot_say.is_empty() { p { "Nothing is listed." } } @else {
                ul { @for sentence in &self.verdict.cannot_say { li { (sentence) } } }
            }
            (self.numbers())
            (self.provenance())
        }
    }

    fn arithmetic(&self) -> Markup {
        let arithmetic = self.verdict.arithmetic.clone().unwrap_or_default();
        let top = Top::of(self.verdict);
        let base = if self.claim.baseline_inferred { "worked out from the percentage, so it cannot test it" } else { "as stated" };
        let small = self.verdict.precision.as_ref().is_some_and(|precision| precision.small_base);
        let ledger = self.verdict.ledger.clone().unwrap_or_default();
        let in_sequence = self.claim.numerator.is_none() && !(ledger.earlier.is_empty() && ledger.later.is_empty());
        html! {
            h2 #arithmetic { "Arithmetic and precision" }
            p { (words::finding_meaning(&arithmetic.finding)) }
            @if !arithmetic.reason.is_empty() { p { (format::capitalized(&arithmetic.reason)) "." } }
            (facts(&[
                ("What is counted", parts::optional(Some(&self.claim.metric))),
                ("What the number is", parts::text(&top.kind)),
                ("Window", parts::optional(Some(&self.claim.window))),
                ("Window of the base", parts::optional(Some(&self.claim.baseline_window))),
                ("Base", parts::text(base)),
                ("Ratio", parts::optional(top.ratio.as_deref())),
                ("Interval", html! {
                    @match &top.method { Some((method, confidence)) => { (parts::method(method)) ", " (confidence) }, None => (parts::optional(None)) }
                }),
            ]))
            @if small { p.note { "The base is below 20: a few events more or fewer would move the percentage by much." } }
            @if !arithmetic.feasible_pairs.is_empty() {
                h3 { "Counts that would give the stated percentage" }
                ul.columns { @for pair in &arithmetic.feasible_pairs { li { (format::count(pair.numerator)) " against " (format::count(pair.baseline)) } } }
                p.hint {
                    "Inferences, not reports (" a href="/methods#integer-inversion" { "integer inversion" } "). They assume one fixed definition and an exact percentage"
                    @if in_sequence { "; over the sequence of claims also counts that only grow and no restatement" }
                    ". " a href=(self.csv("feasible_pairs")) { "CSV" }
                }
            }
        }
    }

    fn words(&self) -> Markup {
        html! {
            @if let Some(found) = &self.verdict.words {
                h2 #words { "Its words and its numbers" }
                p { (said(found)) "." }
            }
        }
    }

    fn exposure(&self) -> Markup {
        let rates = self.verdict.exposure_adjusted.clone().unwrap_or_default().rates;
        let columns = [
            Column::Text("Over"),
            Column::Number("Now"),
            Column::Number("Before"),
            Column::Number("Ratio"),
            Column::Number("Share of the growth left"),
            Column::Text("Remarks"),
        ];
        let rows: Vec<Vec<Markup>> = rates.iter().map(adjusted_row).collect();
        html! {
            @if !rows.is_empty() {
                h2 #exposure { "Against exposure" }
                (table("exposure-table", "The counts over officers, arrests or contacts, now and before", Narrow::Stacks, &columns, &rows))
                p.hint {
                    "Share left: the logarithm of this ratio over that of the claim's ratio. " a href=(self.csv("exposure_adjusted")) { "CSV" }
                }
            }
        }
    }

    fn series(&self) -> Markup {
        let series = &self.verdict.corroboration;
        let ratio = self.verdict.arithmetic.as_ref().and_then(|arithmetic| arithmetic.ratio);
        let columns = [
            Column::Text("Series"),
            Column::Number("Now"),
            Column::Number("Before"),
            Column::Number("Ratio per day"),
            Column::Number("The claim's ratio over this"),
            Column::Text("Comparability"),
        ];
        let rows: Vec<Vec<Markup>> = series.iter().map(series_row).collect();
        html! {
            @if !rows.is_empty() {
                h2 #series { "Independent series" }
                p { "Other instruments over about the same months. They need not count the same events; the letter says how far they may be compared." }
                (charted::corroboration(&self.claim, ratio, self.verdict.precision.as_ref(), series, &self.place("corroboration")).figure)
                (table("corroboration", "Independent series, with their counts", Narrow::Stacks, &columns, &rows))
                (parts::comparability_key())
            }
        }
    }

    fn base(&self) -> Markup {
        let Baseline { frozen, instruments, break_even } = self.verdict.baseline.clone().unwrap_or_default();
        let columns = [
            Column::Text("Period"),
            Column::Number("Number"),
            Column::Text("Unit"),
            Column::Number("The claim's count over this"),
            Column::Text("Comparability"),
        ];
        let rows: Vec<Vec<Markup>> = instruments.iter().map(instrument_row).collect();
        html! {
            @if frozen.is_some() || !rows.is_empty() || !break_even.is_empty() { h2 #base { "The base" } }
            @if let Some(frozen) = &frozen { (still(frozen, self.as_of)) }
            @if !rows.is_empty() {
                h3 #instruments { "Other instruments for the same agency" }
                (table("instruments-table", "Counts of the same agency by other instruments", Narrow::Stacks, &columns, &rows))
                p.hint { "The claim's count over theirs is by days of the windows: a sensitivity, not a growth. " a href=(self.csv("instruments")) { "CSV" } }
            }
            @if !break_even.is_empty() {
                h3 #break-even { "How little the base would have to hold" }
                ul {
                    @for one in &break_even {
                        li { "If the base had " b { @match &one.capture { Some(capture) => (share_of(capture)), None => (parts::optional(None)) } } " of its events, the growth would be that of " (one.series) "." }
                    }
                }
                p.hint { a href="/methods#break-even" { "Break-even of capture" } ": a sensitivity bound, not an estimate. " a href=(self.csv("break_even")) { "CSV" } }
            }
        }
    }

    fn identification(&self) -> Markup {
        let identified = self.verdict.identification.clone().unwrap_or_default().identified;
        let ratio = self.verdict.arithmetic.as_ref().and_then(|arithmetic| arithmetic.ratio);
        html! {
            @if !identified.is_empty() {
                h2 #identification { "Bounds on what can be identified" }
                @for chart in charted::identification(&identified, ratio, &self.place("identification")) { (chart.figure) }
                p.hint { a href="/methods#bounds" { "How the bounds are made" } }
            }
        }
    }

    fn ledger(&self) -> Markup {
        let Ledger { earlier, later, monotone, drift, increments } = self.verdict.ledger.clone().unwrap_or_default();
        html! {
            h2 #ledger { "Among claims of the same count" }
            (facts(&[
                ("Earlier", self.claims(&earlier)),
                ("Later", self.claims(&later)),
                ("Do cumulative counts only grow?", parts::optional(Some(words::monotone(&monotone)))),
            ]))
            @if !drift.is_empty() {
                h3 { "What changed between them" }
                ul { @for change in &drift { li { (change) } } }
            }
            @if !increments.is_empty() { (charted::increments(&increments, &self.place("increments")).figure) }
        }
    }

    fn claims(&self, ids: &[String]) -> Markup {
        html! {
            @if ids.is_empty() { (parts::optional(None)) } @else {
                @for id in ids { a href=(address::with(&address::page(&["claims", id]), &[("as_of", self.as_of)])) { (id) } " " }
            }
        }
    }

    fn grid(&self) -> Markup {
        let columns = [
            Column::Text("Population"),
            Column::Text("Window"),
            Column::Text("What counts"),
            Column::Text("Unknown are"),
            Column::Number("Share"),
            Column::Number("Bounds over the unknown"),
            Column::Text("The claim"),
        ];
        let rows: Vec<Vec<Markup>> = self.verdict.grid.iter().map(grid_row).collect();
        html! {
            @if !rows.is_empty() {
                h2 #grid { "The share on its four axes" }
                p { "A share depends on who is counted, when, what counts, and what becomes of those whose record is unknown." }
                (charted::grid(&self.verdict.grid, self.claim.published_percent, &self.place("grid")).figure)
                (table("grid-table", "Published cells, and why others have no number", Narrow::Stacks, &columns, &rows))
                p.hint { a href="/methods#wilson" { "Wilson's interval" } ", " a href="/methods#bounds" { "bounds over the unknown" } ". " a href=(self.csv("grid")) { "CSV" } }
            }
        }
    }

    /// What nothing is said of, because nothing is declared to hold the claim against.
    fn undeclared(&self) -> Markup {
        let verdict = self.verdict;
        let baseline = verdict.baseline.clone().unwrap_or_default();
        let absent = [
            ("an exposure to divide its counts by", verdict.exposure_adjusted.as_ref().is_none_or(|all| all.rates.is_empty())),
            ("an independent series over about the same months", verdict.corroboration.is_empty()),
            ("another instrument for its base", baseline.instruments.is_empty()),
            ("bounds on what can be identified", verdict.identification.as_ref().is_none_or(|all| all.identified.is_empty())),
        ];
        let absent: Vec<&str> = absent.into_iter().filter(|(_, absent)| *absent).map(|(name, _)| name).collect();
        html! { @if !absent.is_empty() { p.note { "Not declared for this claim, so that nothing is said of it: " (absent.join("; ")) "." } } }
    }

    fn numbers(&self) -> Markup {
        let columns = [
            Column::Text("Measure"),
            Column::Number("Number"),
            Column::Text("Unit"),
            Column::Text("Period"),
            Column::Text("Source"),
            Column::Text("Snapshot"),
        ];
        let rows: Vec<Vec<Markup>> = self.verdict.observations.iter().map(Figure::of).map(|figure| number_row(&figure)).collect();
        html! {
            h2 #numbers { "The numbers" }
            @if rows.is_empty() { p { "The claim's numbers are not recorded as observations." } } @else {
                (table("numbers-table", "The claim's own numbers, each with its provenance", Narrow::Scrolls, &columns, &rows))
            }
        }
    }

    fn provenance(&self) -> Markup {
        let verdict = self.verdict;
        let rule = if verdict.rule.is_empty() { String::new() } else { rule_name(&verdict.rule, verdict.rule_version) };
        html! {
            h2 { "Where it was said" }
            @if self.claim.urls.is_empty() { p { "No address is known." } } @else { ul { @for url in &self.claim.urls { li { (parts::link_out(url)) } } } }
            @if !self.claim.note.is_empty() { p.note { "Note of the ledger: " (self.claim.note) } }
            h2 { "How this verdict was made" }
            (facts(&[
                ("Rule", parts::optional(Some(&rule))),
                ("State as known at", parts::known_at(&verdict.as_of)),
                ("Rests on these snapshots", html! {
                    @if verdict.rests_on.is_empty() { (parts::optional(None)) } @else {
                        ul.plain { @for one in &verdict.rests_on { li { (parts::source_link(&one.source)) " " (parts::snapshot_link(&one.snapshot)) } } }
                    }
                }),
                ("Hash of what is found", html! { @if verdict.result_hash.is_empty() { (parts::optional(None)) } @else { code.long { (verdict.result_hash) } } }),
            ]))
        }
    }
}

fn adjusted_row(one: &AdjustedRate) -> Vec<Markup> {
    let AdjustedRate { label, rate, refusal, before, before_refusal, ratio, share_left, note } = one;
    let shown = |rate: &Option<contracts::analytics::Rate>, refusal: &str| {
        let over = rate.as_ref().map(crate::views::comparison::Divisor::of);
        html! {
            (parts::or_refusal(rate.as_ref().map(Estimate::of_rate).as_ref(), refusal))
            @if let Some(over) = over { span.under { "over " (over.whole) @if let Some(span) = &over.uncertain { ", " (span) } } }
        }
    };
    vec![
        parts::text(label),
        shown(rate, refusal),
        shown(before, before_refusal),
        parts::or_refusal(ratio.as_ref().map(Estimate::of_ratio).as_ref(), ""),
        html! { @match share_left { Some(left) => (share_of(left)), None => (parts::optional(None)) } },
        parts::optional(Some(note)),
    ]
}

fn series_row(one: &Corroboration) -> Vec<Markup> {
    let graded = one.comparability.clone().unwrap_or_default();
    let count = |place: usize| {
        let recorded: Option<&RecordedObservation> = one.counts.get(place);
        html! {
            @match recorded.map(Figure::of) {
                Some(figure) => { (parts::figure(&figure)) span.under { (figure.unit) ", " (figure.period) } }
                None => (parts::optional(None)),
            }
        }
    };
    vec![
        parts::text(&one.series),
        count(0),
        count(1),
        parts::or_refusal(one.own_ratio.as_ref().map(Estimate::of_ratio).as_ref(), &one.refusal),
        parts::or_refusal(one.claim_over_this.as_ref().map(Estimate::of_ratio).as_ref(), ""),
        parts::graded(&graded.grade, &graded.differences),
    ]
}

fn instrument_row(one: &OtherInstrument) -> Vec<Markup> {
    let figure = Figure::of(&one.observation.clone().unwrap_or_default());
    let graded = one.comparability.clone().unwrap_or_default();
    vec![
        html! { (figure.period) span.under { (figure.population) } },
        parts::figure(&figure),
        html! { (figure.unit) span.under { (parts::source_link(&figure.source)) } },
        parts::or_refusal(one.claim_over_this.as_ref().map(Estimate::of_ratio).as_ref(), ""),
        parts::graded(&graded.grade, &graded.differences),
    ]
}

fn still(frozen: &FrozenBase, as_of: &str) -> Markup {
    let earlier = address::with(&address::page(&["claims", &frozen.earlier]), &[("as_of", as_of)]);
    html! {
        p {
            "The base is " b { (format::count(frozen.base)) } ", as in " a href=(earlier) { (frozen.earlier) } ", although its window of "
            (format::plural(frozen.days_then, "day", "days")) " grew by " (format::plural(frozen.days_added, "day", "days"))
            ". At the rate of the earlier days, no event in the added ones has the chance " b { "p = " (format::p_value(frozen.p)) }
            "; given the total, " (format::p_value(frozen.p_conditional)) "."
        }
        p.hint { a href="/methods#zero-run" { "Zero run" } ". A reason to ask for the monthly series, not a finding on why." }
    }
}

fn grid_row(cell: &ShareCell) -> Vec<Markup> {
    let ShareCell { population, window, predicate, unknowns, share, refusal, lower_bound, upper_bound, fits, note } = cell;
    let percent = |value: f64| Percent::Share.computed(value);
    vec![
        parts::text(population),
        parts::text(window),
        parts::text(predicate),
        parts::text(unknowns),
        html! {
            @match share {
                Some(share) => {
                    b { (percent(share.value)) }
                    @if let Some(interval) = &share.interval {
                        span.under.nowrap { (Percent::Share.interval(interval.lower, interval.upper)) }
                        span.under { (parts::method(&interval.method)) ", " (format::confidence(interval.confidence)) }
                    }
                }
                None => span.gap { (refusal) },
            }
            @if !note.is_empty() { span.under { (note) } }
        },
        html! {
            @match lower_bound.zip(*upper_bound) {
                Some((lower, upper)) => span.nowrap { (percent(lower)) " to " (percent(upper)) },
                None => (parts::optional(None)),
            }
        },
        parts::optional(Some(words::fits(fits))),
    ]
}

fn number_row(figure: &Figure) -> Vec<Markup> {
    vec![
        parts::text(&figure.measure),
        parts::figure(figure),
        parts::text(&figure.unit),
        html! { span.nowrap { (figure.period) } },
        parts::source_link(&figure.source),
        parts::snapshot_link(&figure.snapshot),
    ]
}
