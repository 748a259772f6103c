//! Questions about releases of records about persons.

use contracts::normalize::{
    AcceptReleaseRequest, AcceptReleaseResponse, GetCodebookRequest, GetCodebookResponse, GetReleaseRequest, ListReleasesRequest, Release,
};

use super::{Clients, ask, understood};
use crate::error::Failure;

const PEER: &str = "normalize";
const WANTED: &str = "release that was made of this snapshot";

impl Clients {
    /// Releases, latest first.
    pub(crate) async fn releases(&self) -> Result<Vec<Release>, Failure> {
        understood(PEER, "release", self.releases.clone().list_releases(ask(ListReleasesRequest {})).await).map(|answer| answer.releases)
    }

    /// What was made of a snapshot, under each set of rules.
    pub(crate) async fn release(&self, snapshot: &str) -> Result<Vec<Release>, Failure> {
        let request = GetReleaseRequest { snapshot: hash(snapshot)? };
        understood(PEER, WANTED, self.releases.clone().get_release(ask(request)).await).map(|answer| answer.releases)
    }

    /// The codebook of a release.
    pub(crate) async fn codebook(&self, snapshot: &str) -> Result<GetCodebookResponse, Failure> {
        let request = GetCodebookRequest { snapshot: hash(snapshot)? };
        understood(PEER, WANTED, self.releases.clone().get_codebook(ask(request)).await)
    }

    /// Accepts a check.
    pub(crate) async fn accept(&self, request: AcceptReleaseRequest) -> Result<AcceptReleaseResponse, Failure> {
        let request = AcceptReleaseRequest { snapshot: hash(&request.snapshot)?, ..request };
        understood(PEER, WANTED, self.releases.clone().accept_release(ask(request)).await)
    }
}

/// An address with anything but a hash leads nowhere.
fn hash(text: &str) -> Result<String, Failure> {
    let hash: domain::SnapshotHash = text.parse().map_err(|_| Failure::NotFound(WANTED.into()))?;
    Ok(hash.to_string())
}
