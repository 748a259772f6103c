//! Whether the process lives and is ready: `/livez` and `/readyz`.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What each service says of its readiness. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Health {
    services: Arc<Mutex<BTreeMap<&'static str, bool>>>,
}

impl Health {
    /// Announces a service that is not ready yet.
    pub fn expect(&self, service: &'static str) {
        self.set(service, false);
    }

    /// The service takes work from now on.
    pub fn ready(&self, service: &'static str) {
        self.set(service, true);
    }

    /// The names of those that are not ready; empty if all are.
    pub fn waiting_for(&self) -> Vec<&'static str> {
        let services = self.services.lock().unwrap_or_else(PoisonError::into_inner);
        services.iter().filter(|(_, ready)| !**ready).map(|(name, _)| *name).collect()
    }

    fn set(&self, service: &'static str, ready: bool) {
        self.services.lock().unwrap_or_else(PoisonError::into_inner).insert(service, ready);
    }
}
