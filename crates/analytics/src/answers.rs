//! Answers from the store and the catalogue: the same whether an event or a question asks.

use std::sync::Arc;

use catalog::ClaimEntry;
use domain::{
    Instant,
    comparison::{Comparison, Spec},
    verdict::{RestsOn, Verdict},
};

use crate::{
    declared::Declared,
    rules::{
        comparison::{self, Definitions},
        verdict,
    },
    store::{Needs, Store, StoreError, Vintages},
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
    /// What the catalogue declares, for the usual case that nothing was added.
    catalogue: Arc<Declared>,
}

impl Answers {
    /// Answers from this store.
    pub(crate) fn new(store: Store) -> Self {
        let definitions = catalog::definitions().iter().map(|one| (one.slug.clone(), one.clone())).collect();
        Self { store, definitions, catalogue: Arc::new(Declared::with(&[])) }
    }

    /// The store itself, for questions that need no rule.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// What is declared at `as_of`.
    pub(crate) async fn declared(&self, as_of: Instant) -> Result<Arc<Declared>, AnswerError> {
        let added = self.store.declarations(as_of).await?;
        Ok(if added.is_empty() { self.catalogue.clone() } else { Arc::new(Declared::with(&added)) })
    }

    /// Runs the comparison of this slug on what is known at `as_of`.
    pub(crate) async fn comparison(&self, slug: &str, as_of: Instant) -> Result<Option<Comparison>, AnswerError> {
        match self.declared(as_of).await?.comparison(slug) {
            Some(spec) => Ok(Some(self.comparison_among(spec, as_of, &mut Vintages::new()).await?.0)),
            None => Ok(None),
        }
    }

    /// A comparison and the snapshots on which it rests, as one of several that are looked at together.
    pub(crate) async fn comparison_among(
        &self,
        spec: &Spec,
        as_of: Instant,
        vintages: &mut Vintages,
    ) -> Result<(Comparison, Vec<RestsOn>), AnswerError> {
        let needs = Needs { single: spec.selectors(), series: spec.series(), vintages: spec.vintages() };
        let joined = self.store.join(&needs, as_of, vintages).await?;
        Ok((comparison::run(spec, &joined, &self.definitions, as_of), joined.rests_on()))
    }

    /// All comparisons, in order.
    pub(crate) async fn comparisons(&self, as_of: Instant) -> Result<Vec<Comparison>, AnswerError> {
        let declared = self.declared(as_of).await?;
        let mut out = Vec::with_capacity(declared.comparisons.len());
        let mut vintages = Vintages::new();
        for spec in &declared.comparisons {
            out.push(self.comparison_among(spec, as_of, &mut vintages).await?.0);
        }
        Ok(out)
    }

    /// The verdict on the claim of this id, on what is known at `as_of`.
    pub(crate) async fn verdict(&self, id: &str, as_of: Instant) -> Result<Option<Verdict>, AnswerError> {
        let declared = self.declared(as_of).await?;
        match declared.claim(id) {
            Some(entry) => Ok(Some(self.verdict_among(entry, &declared, as_of, &mut Vintages::new()).await?)),
            None => Ok(None),
        }
    }

    /// The verdict on a claim that is declared, as one of several that are looked at together.
    pub(crate) async fn verdict_among(
        &self,
        entry: &ClaimEntry,
        declared: &Declared,
        as_of: Instant,
        vintages: &mut Vintages,
    ) -> Result<Verdict, AnswerError> {
        let needs = Needs { single: entry.selectors(), ..Needs::default() };
        let joined = self.store.join(&needs, as_of, vintages).await?;
        let mut verdict = verdict::judge(entry, &declared.ledger, &joined, &self.definitions, as_of);
        verdict.rests_on.extend(declared.origins(entry).cloned());
        verdict.rests_on.sort();
        verdict.rests_on.dedup();
        Ok(verdict)
    }

    /// All verdicts, in the order of the ledger.
    pub(crate) async fn verdicts(&self, as_of: Instant) -> Result<Vec<Verdict>, AnswerError> {
        let declared = self.declared(as_of).await?;
        let mut out = Vec::with_capacity(declared.ledger.len());
        let mut vintages = Vintages::new();
        for entry in &declared.ledger {
            out.push(self.verdict_among(entry, &declared, as_of, &mut vintages).await?);
        }
        Ok(out)
    }

    /// The definition with this slug.
    pub(crate) fn definition(&self, slug: &domain::DefinitionSlug) -> Option<&domain::Definition> {
        self.definitions.get(slug)
    }
}
