//! What each field says, in one sentence or two for somebody who reports on it. Facts about fields, kept as data: one file for each raw table, and
//! one for the fields that the rules add.

use crate::release::RawTable;

mod arrests;
mod derived;
mod detainers;
mod detentions;

/// A field of a raw table by its cleaned name, and what it says.
type Described = (&'static str, &'static str);

/// What a raw field says; of tables without a declared layout, what the field of that name says elsewhere.
pub(super) fn of_raw(table: RawTable, field: &str) -> Option<&'static str> {
    let within = |table: &'static [Described]| table.iter().find(|(name, _)| *name == field).map(|(_, description)| *description);
    match declared(table) {
        Some(described) => within(described),
        None => [detentions::FIELDS, arrests::FIELDS, detainers::FIELDS].into_iter().find_map(within),
    }
}

fn declared(table: RawTable) -> Option<&'static [Described]> {
    match table {
        RawTable::Arrests => Some(arrests::FIELDS),
        RawTable::Detainers => Some(detainers::FIELDS),
        RawTable::Detentions => Some(detentions::FIELDS),
        RawTable::Encounters | RawTable::Removals => None,
    }
}

/// The rule that makes a derived field of a published table, and what it says.
pub(super) fn of_derived(table: &str, field: &str) -> Option<(&'static str, &'static str)> {
    let found = |of: &str| derived::FIELDS.iter().find(|(table, name, ..)| *table == of && *name == field);
    found(table).or_else(|| found("")).map(|(_, _, rule, description)| (*rule, *description))
}

/// Tables and names of all derived fields that are described.
#[cfg(test)]
pub(super) fn all_derived() -> impl Iterator<Item = (&'static str, &'static str)> {
    derived::FIELDS.iter().map(|(table, name, ..)| (*table, *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_field_is_described_and_no_other() {
        for table in RawTable::ALL {
            let Some(described) = declared(table) else { continue };
            let mut names: Vec<&str> = described.iter().map(|(name, _)| *name).collect();
            let mut layout: Vec<&str> = table.declared().iter().map(|(name, _)| *name).collect();
            names.sort_unstable();
            layout.sort_unstable();
            assert_eq!(names, layout, "{table}");
        }
    }

    #[test]
    fn a_description_is_one_line_of_sentences() {
        let raw = [arrests::FIELDS, detainers::FIELDS, detentions::FIELDS].concat();
        let derived = derived::FIELDS.iter().map(|(_, name, _, description)| (*name, *description));
        for (name, description) in raw.into_iter().chain(derived) {
            assert!(description.ends_with('.') && description.len() > 30 && !description.contains('\n'), "{name}: {description}");
        }
    }

    #[test]
    fn fields_of_tables_without_layout_are_described_by_their_names() {
        assert_eq!(of_raw(RawTable::Removals, "gender"), of_raw(RawTable::Detentions, "gender"));
        assert_eq!(of_raw(RawTable::Removals, "no_such_field"), None);
    }
}
