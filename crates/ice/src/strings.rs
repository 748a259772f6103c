//! Texts kept once: a buffer, and where each ends.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Texts by number, in the order in which they came, in one buffer.
#[derive(Debug, Default, Clone)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text with this number; empty if there is none.
    pub(crate) fn get(&self, code: u32) -> &str {
        let at = code as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    fn push(&mut self, text: &str) -> u32 {
        let code = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.ends.push(self.text.len());
        code
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(u32::try_from(at).unwrap_or(u32::MAX)))
    }
}

/// Gives equal texts equal numbers, counted from 0 in the order in which they come.
#[derive(Debug)]
pub(crate) struct Interner {
    strings: Strings,
    table: HashTable<u32>,
    /// A fixed seed: numbers do not depend on it, only the time that is taken.
    hasher: FixedState,
}

impl Default for Interner {
    fn default() -> Self {
        Self { strings: Strings::default(), table: HashTable::new(), hasher: FixedState::default() }
    }
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let Self { strings, table, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(code) = table.find(hash, |code| strings.get(*code) == text) {
            return *code;
        }
        let code = strings.push(text);
        table.insert_unique(hash, code, |code| hasher.hash_one(strings.get(*code)));
        code
    }

    pub(crate) fn strings(&self) -> &Strings {
        &self.strings
    }

    pub(crate) fn into_strings(self) -> Strings {
        self.strings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_equal_numbers_in_order_of_appearance() {
        let mut interner = Interner::default();
        let codes: Vec<u32> = ["b", "a", "", "b", ""].into_iter().map(|text| interner.intern(text)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 2]);
        assert_eq!(interner.strings().iter().collect::<Vec<_>>(), ["b", "a", ""]);
    }
}
