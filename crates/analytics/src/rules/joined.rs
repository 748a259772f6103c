//! Observations joined to a declaration, as known at an instant.

use std::collections::BTreeMap;

use domain::{
    Provenance, Recorded,
    comparison::{Selector, SeriesSelector},
    rate::Refusal,
    verdict::RestsOn,
};

use super::vintages::{Known, Silence};

/// What was found for the selectors of a declaration.
#[derive(Debug, Clone, Default)]
pub struct Joined {
    /// Single observations.
    pub single: BTreeMap<Selector, Known>,
    /// Whole series, by period.
    pub series: BTreeMap<SeriesSelector, Vec<Known>>,
    /// Single observations in every vintage, oldest first.
    pub vintages: BTreeMap<Selector, Vec<Recorded>>,
}

impl Joined {
    /// The observation of a selector.
    pub fn find(&self, selector: &Selector) -> Result<&Recorded, Refusal> {
        self.single.get(selector).map(|known| &known.recorded).ok_or_else(|| Refusal::NoObservation(format!("no release has {selector}")))
    }

    /// The observations of selectors, or the first that is not there.
    pub fn all(&self, selectors: &[Selector]) -> Result<Vec<Recorded>, Refusal> {
        selectors.iter().map(|selector| self.find(selector).cloned()).collect()
    }

    /// Every snapshot that a number here comes from, or whose silence took one back, each once.
    pub fn rests_on(&self) -> Vec<RestsOn> {
        let known = self.single.values().chain(self.series.values().flatten());
        let mut out: Vec<RestsOn> = Vec::new();
        for Known { recorded, silenced_by } in known {
            out.push(origin(recorded));
            if let Some(Silence { snapshot, retrieved_at }) = silenced_by {
                let source = recorded.provenance.source.clone();
                out.push(RestsOn { source, snapshot: snapshot.clone(), retrieved_at: *retrieved_at });
            }
        }
        out.extend(self.vintages.values().flatten().map(origin));
        out.sort();
        out.dedup();
        out
    }
}

fn origin(recorded: &Recorded) -> RestsOn {
    let Provenance { source, snapshot, retrieved_at, .. } = &recorded.provenance;
    RestsOn { source: source.clone(), snapshot: snapshot.clone(), retrieved_at: *retrieved_at }
}
