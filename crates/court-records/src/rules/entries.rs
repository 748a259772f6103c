//! One docket out of feeds, pages and CourtListener: which of their entries are one, and what is known of it.
//!
//! An entry is known by its number, else by CM/ECF's number of its document or of its place in the docket, else by its day and words. Two that share one
//! of these are one, also by way of a third, so that it does not matter which source came first.

use std::collections::BTreeMap;

use contracts::identity;
use domain::{Date, Instant};

use super::{
    case::{Shown, Word},
    court_time::CourtZone,
};
use crate::record::EntryRecord;

/// What is known of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryState {
    /// Within the case: `n12` by number, else `d…`, `s…` or `t…`.
    pub(crate) key: String,
    /// The key that its first sight alone gives. It stays when a later source gives a better one.
    pub(crate) origin: String,
    /// In court time.
    pub(crate) filed: Option<Date>,
    /// When it was entered.
    pub(crate) entered: Option<Instant>,
    /// On the docket.
    pub(crate) number: Option<String>,
    /// In few words; of several events of one document all, in order.
    pub(crate) kind: String,
    /// The whole text; empty if only feeds show it.
    pub(crate) text: String,
    /// On the court's server.
    pub(crate) link: Option<String>,
    /// Whether a document can be read without PACER.
    pub(crate) is_available: bool,
    /// When the first snapshot that shows it was retrieved.
    pub(crate) first_seen_at: Instant,
    /// Where the latest word on it stands.
    pub(crate) source: String,
    /// Likewise.
    pub(crate) snapshot: String,
    /// Likewise.
    pub(crate) locator: String,
}

impl EntryState {
    /// Without what it says.
    pub(crate) fn masked(self) -> Self {
        Self { kind: String::new(), text: String::new(), link: None, is_available: false, ..self }
    }
}

/// One source's sight of an entry.
struct Sight {
    record: EntryRecord,
    source: String,
    snapshot: String,
    seen_at: Instant,
}

impl Sight {
    /// What it can be known by, best first.
    fn names(&self) -> Vec<String> {
        let EntryRecord { number, document_id, sequence, .. } = &self.record;
        let given = |letter: char, name: &Option<String>| name.as_ref().map(|name| format!("{letter}{name}"));
        // CM/ECF numbers places by defendant: where the docket's own number is there, it alone is believed.
        let place = if number.is_none() { given('s', sequence) } else { None };
        let mut names: Vec<String> = [given('n', number), given('d', document_id), place].into_iter().flatten().collect();
        if names.is_empty() {
            let EntryRecord { filed, entered, kind, text, .. } = &self.record;
            let day = filed.map(|date| date.to_string()).or_else(|| entered.map(|at| at.to_string())).unwrap_or_default();
            let hash = identity::of_parts([day.as_bytes(), kind.as_bytes(), text.as_bytes()]);
            names.push(format!("t{}", hash.chars().take(16).collect::<String>()));
        }
        names
    }
}

/// The docket of a case, latest entry first.
pub(crate) fn merged(court: &str, words: &[Word], shown: &[Shown]) -> Vec<EntryState> {
    let mut sights: Vec<Sight> = words.iter().flat_map(of_word).chain(shown.iter().map(of_feed)).collect();
    sights.sort_by(|one, other| {
        let order = |sight: &Sight| (sight.seen_at, sight.snapshot.clone(), sight.record.locator.clone());
        order(one).cmp(&order(other))
    });
    let zone = CourtZone::of(court);
    let mut entries: Vec<EntryState> = groups(&sights).into_iter().filter_map(|group| entry(&group, zone.as_ref())).collect();
    entries.sort_by(|one, other| {
        let order = |entry: &EntryState| (entry.entered.map(Instant::unix_millis), entry.filed, number(entry), entry.key.clone());
        order(other).cmp(&order(one))
    });
    entries
}

fn number(entry: &EntryState) -> Option<u64> {
    entry.number.as_ref().and_then(|number| number.parse().ok())
}

fn of_word(word: &Word) -> impl Iterator<Item = Sight> {
    word.record.entries.iter().map(|record| Sight {
        record: record.clone(),
        source: word.source.clone(),
        snapshot: word.snapshot.clone(),
        seen_at: word.retrieved_at,
    })
}

fn of_feed(shown: &Shown) -> Sight {
    let filing = &shown.filing;
    let said = crate::record::Said { at: shown.first_seen_at, by: crate::record::SaidBy::Retrieval };
    let mut record = EntryRecord::at(said, filing.locator.clone());
    record.entered = filing.filed_at;
    record.number.clone_from(&filing.document_number);
    record.document_id.clone_from(&filing.document_id);
    record.sequence.clone_from(&filing.sequence);
    record.kind.clone_from(&filing.entry_kind);
    record.link.clone_from(&filing.link);
    Sight { record, source: super::case::FEED.to_owned(), snapshot: filing.snapshot.clone(), seen_at: shown.first_seen_at }
}

/// Sights that share a name, also by way of others, in the order of sight.
fn groups(sights: &[Sight]) -> Vec<Vec<&Sight>> {
    let mut of_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut parents: Vec<usize> = (0..sights.len()).collect();
    for (place, sight) in sights.iter().enumerate() {
        for name in sight.names() {
            match of_name.get(&name) {
                Some(other) => {
                    let (one, other) = (root(&mut parents, place), root(&mut parents, *other));
                    if let Some(parent) = parents.get_mut(one.max(other)) {
                        *parent = one.min(other);
                    }
                }
                None => {
                    of_name.insert(name, place);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Sight>> = BTreeMap::new();
    for (place, sight) in sights.iter().enumerate() {
        groups.entry(root(&mut parents, place)).or_default().push(sight);
    }
    groups.into_values().collect()
}

fn root(parents: &mut [usize], mut place: usize) -> usize {
    while let Some(parent) = parents.get(place).copied().filter(|parent| *parent != place) {
        // Halving the path keeps it short.
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(own) = parents.get_mut(place) {
            *own = above;
        }
        place = above;
    }
    place
}

fn entry(group: &[&Sight], zone: Option<&CourtZone>) -> Option<EntryState> {
    let first = group.first()?;
    let mut by_word: Vec<&&Sight> = group.iter().collect();
    by_word.sort_by_key(|sight| (sight.record.said, sight.seen_at, &sight.snapshot, &sight.record.locator));
    let latest = by_word.last()?;
    let last_said = |of: fn(&EntryRecord) -> bool| by_word.iter().rev().map(|sight| &sight.record).find(|record| of(record));
    let entered = group.iter().filter_map(|sight| sight.record.entered).min();
    let filed = last_said(|record| record.filed.is_some()).and_then(|record| record.filed);
    let mut kinds: Vec<&str> = Vec::new();
    for sight in group {
        let kind = sight.record.kind.as_str();
        if !kind.is_empty() && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    let mut names: Vec<String> = group.iter().flat_map(|sight| sight.names()).collect();
    names.sort_by_key(|name| (rank(name), name.clone()));
    Some(EntryState {
        key: names.first()?.clone(),
        origin: first.names().into_iter().next()?,
        filed: filed.or_else(|| zone?.date(entered?)),
        entered,
        number: last_said(|record| record.number.is_some()).and_then(|record| record.number.clone()),
        kind: kinds.join("; "),
        text: last_said(|record| !record.text.is_empty()).map(|record| record.text.clone()).unwrap_or_default(),
        link: last_said(|record| record.link.is_some()).and_then(|record| record.link.clone()),
        is_available: group.iter().any(|sight| sight.record.is_available),
        first_seen_at: first.seen_at,
        source: latest.source.clone(),
        snapshot: latest.snapshot.clone(),
        locator: latest.record.locator.clone(),
    })
}

fn rank(name: &str) -> usize {
    ["n", "d", "s", "t"].iter().position(|letter| name.starts_with(letter)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        record::{CaseNumber, CaseRecord, Said, SaidBy},
        rules::tests::filing,
    };

    fn at(hour: i64) -> Instant {
        Instant::from_unix_millis(1_785_000_000_000 + hour * 3_600_000)
    }

    /// `hour number document sequence text`, with `-` for what is not given.
    fn told(line: &str) -> Word {
        let parts: Vec<&str> = line.splitn(5, ' ').collect();
        let [hour, number, document, sequence, text] = parts.as_slice() else { panic!("{line}") };
        let given = |text: &str| (text != "-").then(|| text.to_owned());
        let at = at(hour.parse().expect("an hour"));
        let said = Said { at, by: SaidBy::Retrieval };
        let mut record = CaseRecord::of(CaseNumber::of("nysd", "1:26-cr-00012"), said, "page");
        let mut entry = EntryRecord::at(said, "entry");
        (entry.number, entry.document_id, entry.sequence) = (given(number), given(document), given(sequence));
        (*text).clone_into(&mut entry.text);
        record.entries.push(entry);
        Word { record, source: "pacer-pages".into(), snapshot: format!("s{hour}"), retrieved_at: at }
    }

    #[track_caller]
    fn check(lines: &[&str], wanted: &[&str]) {
        let words: Vec<Word> = lines.iter().map(|line| told(line)).collect();
        let shown = |entry: EntryState| format!("{} from {} {:?}", entry.key, entry.origin, entry.text);
        let mut found: Vec<String> = merged("nysd", &words, &[]).into_iter().map(shown).collect();
        found.sort();
        assert_eq!(found, wanted);
        let turned: Vec<Word> = words.into_iter().rev().collect();
        let mut again: Vec<String> = merged("nysd", &turned, &[]).into_iter().map(shown).collect();
        again.sort();
        assert_eq!(again, wanted, "in the other order");
    }

    #[test]
    fn what_shares_a_name_is_one_entry_and_the_latest_text_stands() {
        check(&["1 12 d1 - first", "2 12 d1 - second"], &[r#"n12 from n12 "second""#]);
        check(&["1 - d1 - short", "2 12 d1 - ORDER granting"], &[r#"n12 from dd1 "ORDER granting""#]);
        check(&["1 - - 7 minute entry", "2 - - 7 minute entry, corrected"], &[r#"s7 from s7 "minute entry, corrected""#]);
        check(&["1 12 - 7 one", "2 13 - 7 other"], &[r#"n12 from n12 "one""#, r#"n13 from n13 "other""#]);
        check(&["1 - d1 - a", "2 - d2 - b", "3 12 d1 - c"], &[r#"dd2 from dd2 "b""#, r#"n12 from dd1 "c""#]);
    }

    #[test]
    fn an_entry_without_text_keeps_the_one_that_it_had() {
        check(&["1 12 - - ORDER", "2 12 - - "], &[r#"n12 from n12 "ORDER""#]);
    }

    #[test]
    fn a_feed_and_a_docket_page_show_one_entry() {
        let shown = Shown { filing: filing("nysd", "12"), first_seen_at: at(1) };
        let entries = merged("nysd", &[told("2 12 - - ORDER granting")], std::slice::from_ref(&shown));
        let [entry] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!((entry.text.as_str(), entry.kind.as_str(), entry.first_seen_at), ("ORDER granting", "Order", at(1)));
    }
}
