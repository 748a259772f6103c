//! Whether statutes are 18 U.S.C. 111, each spelling read once.

use std::collections::HashMap;

use crate::charges::{Charge, Section111};

/// More spellings than the columns of a snapshot have; what comes after is read without being remembered.
const MOST_REMEMBERED: usize = 1 << 16;

/// A memory of spellings. Millions of rows spell a few thousand statutes.
#[derive(Debug, Default)]
pub struct Statutes {
    seen: HashMap<Box<[u8]>, Section111>,
}

impl Statutes {
    /// Whether this text of a statute column is 18 U.S.C. 111.
    pub fn is_18_111(&mut self, statute: &[u8]) -> Section111 {
        let statute = statute.trim_ascii();
        if let Some(known) = self.seen.get(statute) {
            return *known;
        }
        let read = Charge::of_statute(&String::from_utf8_lossy(statute)).is_18_111();
        if self.seen.len() < MOST_REMEMBERED {
            self.seen.insert(statute.into(), read);
        }
        read
    }
}
