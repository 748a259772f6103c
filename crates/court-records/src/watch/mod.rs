//! Watches: standing questions over facts. Everything here is pure.
//!
//! All criteria of a watch must be met. What a watch asks for is its identity, so that adding it twice is adding it once.

mod alert;
mod criteria;
pub(crate) mod entity;
pub(crate) mod schedule;
mod statute;
#[cfg(test)]
pub(crate) mod tests;
mod webhook;
mod words;

use std::{collections::BTreeSet, fmt};

use contracts::identity;
use domain::Instant;

pub(crate) use self::{
    alert::{alert_id, content_hash, title_of},
    criteria::{Asked, Criteria},
    webhook::Webhook,
};
use crate::fact::{Class, Fact, Noise};

/// Characters of a title at most.
const LONGEST_TITLE: usize = 200;

/// A standing question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Derived from what it asks for and how it is told.
    pub(crate) id: String,
    /// For people.
    pub(crate) title: String,
    /// What it asks for.
    pub(crate) criteria: Criteria,
    /// What it does not tell.
    pub(crate) muted: BTreeSet<Muted>,
    /// When its webhook is told.
    pub(crate) delivery: Delivery,
    /// Where its alerts are sent to.
    pub(crate) webhook: Option<Webhook>,
}

/// A watch as it is asked for, before it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asking {
    /// For people; empty is made from the criteria.
    pub(crate) title: String,
    /// `1:17-cr-00554`.
    pub(crate) docket_number: String,
    /// Words of the caption or of a party, and entity lists.
    pub(crate) party: String,
    /// `18:111`.
    pub(crate) statute: String,
    /// CM/ECF's codes.
    pub(crate) courts: Vec<String>,
    /// Words of the kind of entry.
    pub(crate) event_type: String,
    /// Words of kind and text.
    pub(crate) text: String,
    /// Names of classes and of reasons for noise.
    pub(crate) muted: Vec<String>,
    /// `live` or `daily`; empty means live.
    pub(crate) delivery: String,
    /// Address and key of a webhook; an empty address means none.
    pub(crate) url: String,
    /// Key of the signature.
    pub(crate) secret: String,
}

/// When a webhook is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Each alert at once.
    #[default]
    Live,
    /// All alerts of a day in UTC together, after the day has ended. A watch can span courts of several zones, so that no court's own day would do.
    Daily,
}

impl Delivery {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Daily => "daily",
        }
    }
}

/// What a watch does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Muted {
    /// Facts of a class.
    Class(Class),
    /// Facts that may be noise for a reason.
    Noise(Noise),
}

impl Muted {
    fn named(name: &str) -> Option<Self> {
        Class::named(name).map(Self::Class).or_else(|| Noise::named(name).map(Self::Noise))
    }

    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Class(class) => class.as_str(),
            Self::Noise(noise) => noise.as_str(),
        }
    }
}

/// Something in a watch that cannot be used, with the field that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WatchProblem {
    /// Name of the field on the wire; empty for the watch as a whole.
    pub(crate) field: &'static str,
    /// For a person: what to write instead.
    pub(crate) message: String,
}

impl fmt::Display for WatchProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.field, self.message) }
    }
}

impl Watch {
    /// Checks what is asked for; every problem is named.
    pub(crate) fn checked(asking: &Asking) -> Result<Self, Vec<WatchProblem>> {
        let mut problems = Vec::new();
        let criteria = Criteria::read(asking, &mut problems);
        let muted = muted(&asking.muted, &mut problems);
        let delivery = match asking.delivery.trim() {
            "" | "live" => Delivery::Live,
            "daily" => Delivery::Daily,
            other => {
                problems.push(problem("delivery", format!("`{}` is neither `live` nor `daily`", shown(other))));
                Delivery::Live
            }
        };
        let webhook = Webhook::read(&asking.url, &asking.secret, &mut problems);
        let title = asking.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.chars().count() > LONGEST_TITLE {
            problems.push(problem("title", format!("a title has at most {LONGEST_TITLE} characters")));
        }
        if criteria.is_empty() && problems.is_empty() && !muted.contains(&Muted::Class(Class::Filing)) {
            let message = "a watch without criteria would tell every filing of every court: give at least one, or mute `filing`";
            problems.push(problem("", message.to_owned()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let title = if title.is_empty() { criteria.in_words() } else { title };
        let id = id(&criteria, &muted, delivery, webhook.as_ref());
        Ok(Self { id, title, criteria, muted, delivery, webhook })
    }

    /// False if its title is made from its criteria.
    pub(crate) fn has_own_title(&self) -> bool {
        self.title != self.criteria.in_words()
    }

    /// Whether it tells of a fact.
    pub(crate) fn matches(&self, asked: &Asked<'_>) -> bool {
        !self.mutes(asked.fact) && self.criteria.are_met_by(asked)
    }

    fn mutes(&self, fact: &Fact) -> bool {
        self.muted.contains(&Muted::Class(fact.class)) || fact.noise.is_some_and(|noise| self.muted.contains(&Muted::Noise(noise)))
    }

    /// Whether it tells of a fact at all, given when it was added: what was seen before is no news.
    pub(crate) fn is_news(added_at: Instant, fact: &Fact) -> bool {
        fact.seen_at >= added_at
    }
}

/// The title is for people and the secret can be changed; all else makes another watch.
fn id(criteria: &Criteria, muted: &BTreeSet<Muted>, delivery: Delivery, webhook: Option<&Webhook>) -> String {
    const DIGITS: usize = 32;
    let muted: Vec<&str> = muted.iter().map(|muted| muted.as_str()).collect();
    let mut parts = vec!["watch".to_owned()];
    parts.extend(criteria.canonical().iter().cloned());
    parts.extend([muted.join(","), delivery.as_str().to_owned(), webhook.map(|webhook| webhook.url.clone()).unwrap_or_default()]);
    let mut id = identity::of_parts(parts.iter().map(String::as_bytes));
    id.truncate(DIGITS);
    id
}

fn muted(names: &[String], problems: &mut Vec<WatchProblem>) -> BTreeSet<Muted> {
    let mut muted = BTreeSet::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).take(100) {
        if let Some(known) = Muted::named(name) {
            muted.insert(known);
        } else {
            let (classes, reasons) = (Class::ALL.map(Class::as_str).join(", "), Noise::ALL.map(Noise::as_str).join(", "));
            let message = format!("`{}` is neither a class ({classes}) nor a reason for noise ({reasons})", shown(name));
            problems.push(problem("muted", message));
        }
    }
    muted
}

fn problem(field: &'static str, message: String) -> WatchProblem {
    WatchProblem { field, message }
}

/// A text of others, short enough for a message.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
