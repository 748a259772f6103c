//! Rule 5.7: the table of facilities.

use std::{collections::BTreeMap, path::Path};

use super::{
    breaks::{Break, Broken},
    reading::read_csv,
    table::Cell,
};

/// City, state and county by facility code.
pub(crate) struct Facilities(BTreeMap<String, [Cell; 3]>);

impl Facilities {
    /// The first row of each code.
    pub(crate) fn read(path: &Path, broken: Broken) -> Self {
        let (header, rows) = read_csv(path);
        let at = |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("facilities without {name}"));
        let key = at(if broken.is(Break::FacilityByName) { "detention_facility" } else { "detention_facility_code" });
        let columns = ["city", "state", "county"].map(at);
        let mut places = BTreeMap::new();
        for row in rows {
            let place = columns.map(|at| if row[at].is_empty() { Cell::Missing } else { Cell::Text(row[at].clone()) });
            if broken.is(Break::FacilityLastRow) || !places.contains_key(&row[key]) {
                places.insert(row[key].clone(), place);
            }
        }
        Facilities(places)
    }

    /// City, state and county; missing for an unknown code.
    pub(crate) fn place(&self, code: &Cell) -> [Cell; 3] {
        let known = code.text().and_then(|code| self.0.get(code));
        known.cloned().unwrap_or([Cell::Missing, Cell::Missing, Cell::Missing])
    }
}
