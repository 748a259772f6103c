//! What became known of courts, in the one shape that watches ask.
//!
//! A fact is derived from what is kept, so that it does not matter in which order, how often or after which interruption snapshots came: the same
//! snapshots end in the same facts. A fact that learns more (the text of an entry arrives later) stays the same fact.

use contracts::identity;
use domain::Instant;

/// Something that became known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// What kind of thing.
    pub(crate) class: Class,
    /// What it is about, unique within its class: the key of an entry, a case, a charge, or a court with a day.
    pub(crate) subject: String,
    /// CM/ECF's code of the court.
    pub(crate) court: String,
    /// Key of the case; empty for facts on feeds.
    pub(crate) case_key: String,
    /// As the court writes it; empty for facts on feeds.
    pub(crate) docket_number: String,
    /// The caption; empty where the case is sealed.
    pub(crate) caption: String,
    /// Names of defendants and other parties that are known.
    pub(crate) parties: Vec<String>,
    /// Citations of the charges that it is about: `18:111(a)(1)`.
    pub(crate) citations: Vec<String>,
    /// Kind of entry in few words.
    pub(crate) kind: String,
    /// The whole text: of the entry, of the charge and its disposition, or what changed.
    pub(crate) text: String,
    /// On the court's server.
    pub(crate) link: Option<String>,
    /// When it happened, as far as a source says.
    pub(crate) happened_at: Option<Instant>,
    /// When the first snapshot that shows it was retrieved.
    pub(crate) seen_at: Instant,
    /// For which instant the latest snapshot that says something of it speaks: an older word never replaces a newer one.
    pub(crate) said_at: Instant,
    /// How many sights it is known by: of two words of one instant the one that knows more is the newer.
    pub(crate) sights: usize,
    /// Why it may be noise.
    pub(crate) noise: Option<Noise>,
    /// Slug of the source, hash of the snapshot and place in it: of the latest that says something of it.
    pub(crate) source: String,
    /// Hash.
    pub(crate) snapshot: String,
    /// Place.
    pub(crate) locator: String,
}

impl Fact {
    /// What names it: the same fact has the same id, however much is known of it.
    pub(crate) fn id(&self) -> String {
        identity::of_parts(["fact", self.class.as_str(), &self.subject].map(str::as_bytes))
    }
}

/// Classes of facts, and of alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    /// An entry on a docket.
    Filing,
    /// A case that was not known before, or whose charge became known.
    NewCase,
    /// What became of a charge is another thing than before.
    Disposition,
    /// A charge is no longer there.
    CountVanished,
    /// A feed is older than it may be in court hours.
    FeedStale,
    /// A clerk exposes other kinds of entries than before.
    FeedTypes,
    /// A feed can no longer show what it could.
    CoverageLost,
    /// A webhook was given up.
    WebhookDisabled,
}

impl Class {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Filing,
        Self::NewCase,
        Self::Disposition,
        Self::CountVanished,
        Self::FeedStale,
        Self::FeedTypes,
        Self::CoverageLost,
        Self::WebhookDisabled,
    ];

    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Filing => "filing",
            Self::NewCase => "new_case",
            Self::Disposition => "disposition",
            Self::CountVanished => "count_vanished",
            Self::FeedStale => "feed_stale",
            Self::FeedTypes => "feed_types",
            Self::CoverageLost => "coverage_lost",
            Self::WebhookDisabled => "webhook_disabled",
        }
    }

    /// As it was on the wire or in a row.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }

    /// Whether it is about the feed of a court and not about a case.
    pub(crate) fn is_of_feed(self) -> bool {
        matches!(self, Self::FeedStale | Self::FeedTypes | Self::CoverageLost)
    }
}

/// Why a fact may be noise to whoever watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Noise {
    /// An entry of the kind that every case has many of: notices of appearance, summons, certificates of service.
    Routine,
    /// A caption with a Doe, which is nobody's name.
    DoeCaption,
    /// An entry of long ago that is only now seen.
    OldDocument,
    /// Nothing but wording or a link changed.
    Cosmetic,
}

impl Noise {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Routine, Self::DoeCaption, Self::OldDocument, Self::Cosmetic];

    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::DoeCaption => "doe_caption",
            Self::OldDocument => "old_document",
            Self::Cosmetic => "cosmetic",
        }
    }

    /// As it was on the wire or in a row.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noise| noise.as_str() == name)
    }
}
