//! Answers from the store and the catalogue: the same whether an event or a question asks.

use std::collections::BTreeMap;

use contracts::convert::Invalid;
use domain::{Claim, Instant, comparison::Comparison, verdict::Verdict};

use crate::{
    rules::{
        builtin,
        comparison::{self, Definitions, Found, Selector, Spec, Wanted},
        verdict,
    },
    store::{Store, StoreError},
    wire,
};

/// Source of the figures that the catalogue holds.
const FIGURES: &str = "published-figures";

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnswerError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A specification names something that has no valid name.
    #[error("comparison {slug}: {source}")]
    Specification {
        /// Which.
        slug: &'static str,
        /// What is wrong in it.
        source: Invalid,
    },
}

/// What answers are made of.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    store: Store,
    definitions: Definitions,
}

impl Answers {
    /// Answers from this store.
    pub(crate) fn new(store: Store) -> Self {
        let definitions = catalog::definitions().iter().map(|one| (one.slug.clone(), one.clone())).collect();
        Self { store, definitions }
    }

    /// The store itself, for questions that need no rule.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Runs a comparison on what is known at `as_of`.
    pub(crate) async fn comparison(&self, spec: &Spec, as_of: Instant) -> Result<Comparison, AnswerError> {
        let mut selectors: Vec<Selector> = spec.selectors().collect();
        selectors.sort_unstable();
        selectors.dedup();
        let wanted: Vec<Wanted> = selectors
            .iter()
            .map(|selector| selector.parse().map_err(|source| AnswerError::Specification { slug: spec.slug, source }))
            .collect::<Result<_, _>>()?;
        let found: Found = selectors
            .into_iter()
            .zip(self.store.find(&wanted, as_of).await?)
            .filter_map(|(selector, recorded)| recorded.map(|recorded| (selector, recorded)))
            .collect();
        Ok(comparison::run(spec, &found, &self.definitions, as_of))
    }

    /// All comparisons, in order.
    pub(crate) async fn comparisons(&self, as_of: Instant) -> Result<Vec<Comparison>, AnswerError> {
        let mut out = Vec::with_capacity(builtin::ALL.len());
        for spec in builtin::ALL {
            out.push(self.comparison(spec, as_of).await?);
        }
        Ok(out)
    }

    /// The hash of every comparison's result on what is known now.
    pub(crate) async fn result_hashes(&self) -> Result<BTreeMap<String, String>, AnswerError> {
        let comparisons = self.comparisons(Instant::MAX).await?;
        Ok(comparisons.iter().map(|one| (one.slug.clone(), wire::result_hash(one))).collect())
    }

    /// The verdict on a claim, on what is known at `as_of`.
    pub(crate) async fn verdict(&self, claim: &Claim, as_of: Instant) -> Result<Verdict, AnswerError> {
        let locators: Vec<String> = catalog::figures_of(&claim.id).iter().map(|id| format!("figure {id}")).collect();
        let observations = self.store.at_locators(FIGURES, &locators, as_of).await?;
        Ok(verdict::judge(claim, catalog::claims(), observations, as_of))
    }

    /// All verdicts, in the order of the ledger.
    pub(crate) async fn verdicts(&self, as_of: Instant) -> Result<Vec<Verdict>, AnswerError> {
        let mut out = Vec::with_capacity(catalog::claims().len());
        for claim in catalog::claims() {
            out.push(self.verdict(claim, as_of).await?);
        }
        Ok(out)
    }

    /// The definition with this slug.
    pub(crate) fn definition(&self, slug: &domain::DefinitionSlug) -> Option<&domain::Definition> {
        self.definitions.get(slug)
    }
}
