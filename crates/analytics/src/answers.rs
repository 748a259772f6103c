//! Answers from the store and the catalogue: the same whether an event or a question asks.

use std::collections::BTreeMap;

use catalog::ClaimEntry;
use domain::{
    Instant,
    comparison::{Comparison, Spec},
    verdict::Verdict,
};

use crate::{
    rules::{
        comparison::{self, Definitions},
        verdict,
    },
    store::{Needs, Store, StoreError},
    wire,
};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnswerError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
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
        let needs = Needs { single: spec.selectors(), series: spec.series(), vintages: spec.vintages() };
        let joined = self.store.join(&needs, as_of).await?;
        Ok(comparison::run(spec, &joined, &self.definitions, as_of))
    }

    /// All comparisons, in order.
    pub(crate) async fn comparisons(&self, as_of: Instant) -> Result<Vec<Comparison>, AnswerError> {
        let mut out = Vec::with_capacity(catalog::comparisons().len());
        for spec in catalog::comparisons() {
            out.push(self.comparison(spec, as_of).await?);
        }
        Ok(out)
    }

    /// The hash of every comparison's result on what is known now.
    pub(crate) async fn result_hashes(&self) -> Result<BTreeMap<String, String>, AnswerError> {
        let comparisons = self.comparisons(Instant::MAX).await?;
        Ok(comparisons.iter().map(|one| (one.slug.clone(), wire::comparison_hash(one))).collect())
    }

    /// The verdict on a claim, on what is known at `as_of`.
    pub(crate) async fn verdict(&self, entry: &ClaimEntry, as_of: Instant) -> Result<Verdict, AnswerError> {
        let needs = Needs { single: entry.selectors(), ..Needs::default() };
        let joined = self.store.join(&needs, as_of).await?;
        Ok(verdict::judge(entry, catalog::ledger(), &joined, &self.definitions, as_of))
    }

    /// All verdicts, in the order of the ledger.
    pub(crate) async fn verdicts(&self, as_of: Instant) -> Result<Vec<Verdict>, AnswerError> {
        let mut out = Vec::with_capacity(catalog::ledger().len());
        for entry in catalog::ledger() {
            out.push(self.verdict(entry, as_of).await?);
        }
        Ok(out)
    }

    /// The definition with this slug.
    pub(crate) fn definition(&self, slug: &domain::DefinitionSlug) -> Option<&domain::Definition> {
        self.definitions.get(slug)
    }
}
