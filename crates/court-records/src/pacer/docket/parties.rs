//! Parties and those who represent them.

use std::collections::HashMap;

use domain::Date;

use super::counts::{Charges, Section};
use crate::pacer::{
    html::{NodeId, Span, Tag, Tree},
    page::{self, Line, Place, Problems, Trouble, after_label, position},
};

/// A party.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// As it is written, inner white space kept: `Warden  Ken Clark`.
    pub name: String,
    /// `Plaintiff`, `Joint Debtor`; empty if the page does not say.
    pub role: String,
    /// In criminal cases the number of the defendant.
    pub defendant: Option<u32>,
    /// What else the page says of it, line by line: capacity, aliases, addresses of debtors, `TERMINATED: 07/02/2009`.
    pub lines: Vec<String>,
    /// What of it is printed bold: `(Real Party in Interest)`.
    pub remarks: Vec<String>,
    /// Day on which the party left the case.
    pub terminated: Option<Date>,
    /// Who represents it; None if the page has no place for that.
    pub attorneys: Option<Vec<Attorney>>,
    /// What a defendant is charged with; None if the page has no such lists.
    pub charges: Option<Charges>,
}

/// One who represents a party; a party that represents itself stands here too, with the line `PRO SE`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attorney {
    /// Tidy.
    pub name: String,
    /// Firm, address, telephone, line by line. Where the page says `(See above for address)`, what stands above.
    pub contact: Vec<String>,
    /// The address of a link for e-mail.
    pub email: Option<String>,
    /// Roles in the page's words: `LEAD ATTORNEY`, `TERMINATED: 08/03/2007`, `Designation: Retained`.
    pub roles: Vec<String>,
}

/// Parties of one docket that are kept, and as many attorneys.
const MOST: usize = 100_000;

/// Bytes of an attorney's address.
const MOST_CONTACT_BYTES: usize = 4096;

/// Bytes of addresses that are repeated where the page says "see above".
const MOST_REPEATED_BYTES: usize = 32 * 1024 * 1024;

/// Reads all parties of a span.
pub(super) fn read(tree: &Tree<'_>, span: Span, problems: &mut Problems) -> Vec<Party> {
    let mut reader = Reader { tree, problems, parties: Vec::new(), attorneys: 0, above: Above::default(), role: None, section: None };
    // The first table is the header. Tables within tables belong to a row of theirs.
    for table in tree.own(span, Tag::Table).skip(1) {
        reader.section = None;
        for row in tree.rows(table) {
            reader.row(row);
        }
    }
    if reader.above.repeated_bytes > MOST_REPEATED_BYTES {
        reader.problems.add(Place::Page, Trouble::TooManyAddresses);
    }
    reader.parties
}

struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    problems: &'t mut Problems,
    parties: Vec<Party>,
    /// How many attorneys there are.
    attorneys: usize,
    above: Above,
    /// The heading that waits for its party.
    role: Option<(String, Option<u32>)>,
    section: Option<Section>,
}

impl Reader<'_, '_> {
    fn row(&mut self, row: NodeId) {
        let cells: Vec<NodeId> = self.tree.cells(row).take(8).collect();
        let Some(first) = cells.first().copied() else { return };
        if let Some(heading) = self.heading(first) {
            self.section = Section::named(&heading);
            match self.section {
                Some(_) => {
                    if let Some(party) = self.parties.last_mut() {
                        party.charges.get_or_insert_default();
                    }
                }
                None => self.role = Some(split_defendant(&heading)),
            }
            return;
        }
        if let Some(section) = self.section {
            let place = Place::Party(position(self.parties.len().saturating_sub(1)));
            if let Some(charges) = self.parties.last_mut().and_then(|party| party.charges.as_mut()) {
                charges.take(self.tree, section, &cells, place, self.problems);
            }
            return;
        }
        if self.parties.len() < MOST {
            self.party(first, &cells);
        }
    }

    /// The text of a cell that holds an underlined heading and no more.
    fn heading(&self, cell: NodeId) -> Option<String> {
        let underlined = self.tree.find(self.tree.inside(cell), Tag::Underlined).next()?;
        let text = page::tidy_text(self.tree, self.tree.inside(underlined));
        (!text.is_empty()).then_some(text)
    }

    fn party(&mut self, cell: NodeId, cells: &[NodeId]) {
        // Adversary proceedings underline the role with hyphens.
        let is_rule = |line: &Line<'_>| line.text().bytes().all(|byte| byte == b'-');
        let mut lines = page::lines(self.tree, self.tree.inside(cell)).into_iter().filter(|line| !is_rule(line)).peekable();
        let mut role = self.role.take();
        // Bankruptcy courts write the role as the first line of the party.
        if let Some(line) = lines.next_if(|line| line.is_bold() && line.is_italic() && !line.is_blank()) {
            role = Some(split_defendant(&line.text()));
        }
        let is_empty = lines.peek().is_none();
        let Some(first) = lines.next_if(Line::begins_bold) else {
            self.role = role;
            // Further counsel of the party above, in a row of their own.
            if let (true, Some(counsel)) = (is_empty, cells.get(2)) {
                let further = self.attorneys(*counsel);
                if let Some(attorneys) = self.parties.last_mut().and_then(|party| party.attorneys.as_mut()) {
                    attorneys.extend(further);
                }
            }
            return;
        };
        let place = Place::Party(position(self.parties.len()));
        let (role, defendant) = role.unwrap_or_default();
        let mut party = Party { name: first.raw_of(|piece| piece.bold), role, defendant, ..Party::default() };
        party.lines.push(first.raw_of(|piece| !piece.bold));
        for line in lines {
            party.lines.push(line.raw_of(|piece| !piece.bold));
            party.remarks.push(line.raw_of(|piece| piece.bold));
        }
        party.lines.retain(|line| !line.is_empty());
        party.remarks.retain(|remark| !remark.is_empty());
        let terminated = party.lines.iter().find_map(|line| after_label(line, "TERMINATED:"));
        party.terminated = terminated.and_then(|text| self.problems.date(place, text));
        // Party, "represented by", counsel; a cell without those words is a cell all the same.
        if let Some(counsel) = cells.get(2) {
            party.attorneys = Some(self.attorneys(*counsel));
        }
        self.parties.push(party);
    }

    fn attorneys(&mut self, cell: NodeId) -> Vec<Attorney> {
        let mut attorneys: Vec<Attorney> = Vec::new();
        for line in page::lines(self.tree, self.tree.inside(cell)) {
            if line.begins_bold() {
                if self.attorneys >= MOST {
                    break;
                }
                self.attorneys += 1;
                attorneys.push(Attorney { name: line.text(), ..Attorney::default() });
            } else if let Some(attorney) = attorneys.last_mut() {
                attorney.take(&line, &mut self.above);
            }
        }
        for attorney in &attorneys {
            if !attorney.contact.is_empty() {
                self.above.latest.insert(attorney.name.clone(), (attorney.contact.clone(), attorney.email.clone()));
            }
        }
        attorneys
    }
}

/// Addresses that stood above.
#[derive(Debug, Default)]
struct Above {
    /// By name, the latest.
    latest: HashMap<String, (Vec<String>, Option<String>)>,
    repeated_bytes: usize,
}

impl Above {
    fn of(&mut self, name: &str) -> Option<(Vec<String>, Option<String>)> {
        let (contact, email) = self.latest.get(name)?;
        self.repeated_bytes += contact.iter().map(String::len).sum::<usize>();
        (self.repeated_bytes <= MOST_REPEATED_BYTES).then(|| (contact.clone(), email.clone()))
    }
}

impl Attorney {
    fn take(&mut self, line: &Line<'_>, above: &mut Above) {
        let text = line.text();
        let has_room = self.contact.iter().map(String::len).sum::<usize>() + text.len() <= MOST_CONTACT_BYTES && self.contact.len() < 50;
        if line.is_italic() {
            if self.roles.len() < 50 {
                self.roles.push(text);
            }
        } else if text.eq_ignore_ascii_case("(See above for address)") {
            if let Some((contact, email)) = above.of(&self.name) {
                self.contact = contact;
                self.email = email;
            }
        } else if has_room {
            let address = line.text_of(|piece| piece.linked);
            self.contact.push(line.text_of(|piece| !piece.linked));
            if address.contains('@') {
                self.email = Some(address);
            }
        }
    }
}

/// `Defendant (1)` is role and number.
fn split_defendant(heading: &str) -> (String, Option<u32>) {
    let parts = heading.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match parts.and_then(|(role, number)| Some((role.trim(), number.parse().ok()?))) {
        Some((role, number)) => (role.to_owned(), Some(number)),
        None => (heading.to_owned(), None),
    }
}
