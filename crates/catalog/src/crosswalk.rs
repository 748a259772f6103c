//! The crosswalk: what each publisher counts, side by side, every cell with its citations.
//!
//! The rows stand in `data/crosswalk.toml` and are checked while they are read; a test reads them all. A row names the definitions of the
//! catalogue that put it into types; several publishers can share one.

use std::{collections::HashSet, sync::LazyLock};

use domain::{DefinitionSlug, Evidence};
use serde::Deserialize;

use crate::definitions::definition;

/// A publisher, or one of its instruments, and how it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkRow {
    /// Stable name of the row.
    pub id: String,
    /// Who counts, and in which publication.
    pub publisher: String,
    /// What is counted.
    pub counts: Cell,
    /// What is in and what is left out.
    pub includes_excludes: Cell,
    /// What one stands for.
    pub unit: Cell,
    /// What is said of injuries and weapons.
    pub injury_weapon: Cell,
    /// The denominator that is published beside it.
    pub denominator: Cell,
    /// What surprises whoever reads the numbers.
    pub quirks: Vec<Cell>,
    /// Definitions of the catalogue that put the row into types.
    pub definitions: Vec<DefinitionSlug>,
    /// Where the cells were read; every one is cited by a cell.
    pub citations: Vec<Reference>,
}

impl CrosswalkRow {
    /// The citations of a cell of this row.
    pub fn cited(&self, cell: &Cell) -> impl Iterator<Item = &Reference> {
        cell.cites.iter().filter_map(|place| self.citations.get(*place))
    }

    /// The five cells that every row has, with their headings.
    pub fn cells(&self) -> [(&'static str, &Cell); 5] {
        [
            ("counts", &self.counts),
            ("includes and excludes", &self.includes_excludes),
            ("unit", &self.unit),
            ("injury and weapon", &self.injury_weapon),
            ("denominator", &self.denominator),
        ]
    }
}

/// A cell: a sentence or two in the project's words, or "unstated".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// Places in the citations of the row, from 0; never empty. A cell that says "unstated" cites what is silent.
    pub cites: Vec<usize>,
}

/// A document that a cell rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What it is.
    pub title: String,
    /// A web address, or "no address recorded" and what it is.
    pub address: String,
    /// How near to the primary document it was read.
    pub evidence: Evidence,
}

/// Why the crosswalk cannot be read.
#[derive(Debug, thiserror::Error)]
enum CrosswalkError {
    #[error("the crosswalk is not TOML of the expected form: {0}")]
    Form(#[from] toml::de::Error),
    #[error("row {id}: {source}")]
    Evidence { id: String, source: domain::observation::NotInList },
    #[error("row {id}: `{slug}` is not a definition of the catalogue")]
    Definition { id: String, slug: String },
    #[error("row {id} names no definition")]
    NoDefinition { id: String },
    #[error("row {id}: \"{text}\" cites nothing, or a citation that the row does not have")]
    Cites { id: String, text: String },
    #[error("row {id}: no cell cites \"{title}\"")]
    Uncited { id: String, title: String },
    #[error("row {id} stands in the crosswalk twice")]
    Twice { id: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    publisher: String,
    counts: CellText,
    includes_excludes: CellText,
    unit: CellText,
    injury_weapon: CellText,
    denominator: CellText,
    quirks: Vec<CellText>,
    definitions: Vec<String>,
    citations: Vec<ReferenceText>,
}

/// `cites` counts from 1, as people do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellText {
    text: String,
    cites: Vec<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceText {
    title: String,
    address: String,
    evidence: String,
}

static ROWS: LazyLock<Vec<CrosswalkRow>> =
    LazyLock::new(|| read(include_str!("../data/crosswalk.toml")).expect("the crosswalk is part of the program and a test reads it"));

/// Every row of the crosswalk, grouped by publisher.
pub fn crosswalk() -> &'static [CrosswalkRow] {
    &ROWS
}

fn read(text: &str) -> Result<Vec<CrosswalkRow>, CrosswalkError> {
    let file: File = toml::from_str(text)?;
    let mut seen = HashSet::new();
    let mut rows = Vec::with_capacity(file.row.len());
    for given in file.row {
        if !seen.insert(given.id.clone()) {
            return Err(CrosswalkError::Twice { id: given.id });
        }
        rows.push(row(given)?);
    }
    Ok(rows)
}

fn row(given: Row) -> Result<CrosswalkRow, CrosswalkError> {
    let Row { id, publisher, counts, includes_excludes, unit, injury_weapon, denominator, quirks, definitions, citations } = given;
    let citations = citations.into_iter().map(|text| reference(&id, text)).collect::<Result<Vec<_>, _>>()?;
    let cell = |text: CellText| cell(&id, text, citations.len());
    let row = CrosswalkRow {
        publisher,
        counts: cell(counts)?,
        includes_excludes: cell(includes_excludes)?,
        unit: cell(unit)?,
        injury_weapon: cell(injury_weapon)?,
        denominator: cell(denominator)?,
        quirks: quirks.into_iter().map(cell).collect::<Result<_, _>>()?,
        definitions: known(&id, definitions)?,
        citations,
        id,
    };
    let cells = row.cells().into_iter().map(|(_, cell)| cell).chain(&row.quirks);
    let cited: HashSet<usize> = cells.flat_map(|cell| cell.cites.iter().copied()).collect();
    match row.citations.iter().enumerate().find(|(place, _)| !cited.contains(place)) {
        Some((_, source)) => Err(CrosswalkError::Uncited { id: row.id.clone(), title: source.title.clone() }),
        None => Ok(row),
    }
}

fn reference(id: &str, ReferenceText { title, address, evidence }: ReferenceText) -> Result<Reference, CrosswalkError> {
    let evidence = evidence.parse().map_err(|source| CrosswalkError::Evidence { id: id.to_owned(), source })?;
    Ok(Reference { title, address, evidence })
}

fn cell(id: &str, CellText { text, cites }: CellText, citations: usize) -> Result<Cell, CrosswalkError> {
    let places: Option<Vec<usize>> = cites.iter().map(|number| number.checked_sub(1).filter(|place| *place < citations)).collect();
    match places {
        Some(cites) if !cites.is_empty() && !text.is_empty() => Ok(Cell { text, cites }),
        _ => Err(CrosswalkError::Cites { id: id.to_owned(), text }),
    }
}

fn known(id: &str, slugs: Vec<String>) -> Result<Vec<DefinitionSlug>, CrosswalkError> {
    if slugs.is_empty() {
        return Err(CrosswalkError::NoDefinition { id: id.to_owned() });
    }
    let known = |slug: String| match slug.parse::<DefinitionSlug>() {
        Ok(parsed) if definition(&parsed).is_some() => Ok(parsed),
        _ => Err(CrosswalkError::Definition { id: id.to_owned(), slug }),
    };
    slugs.into_iter().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row that is right; the checks below break it in one place.
    const GOOD: &str = r#"
[[row]]
id = "one"
publisher = "somebody"
counts = { text = "Events.", cites = [1] }
includes_excludes = { text = "unstated", cites = [1] }
unit = { text = "An incident.", cites = [1] }
injury_weapon = { text = "None.", cites = [1] }
denominator = { text = "None.", cites = [1] }
quirks = [{ text = "It was revised.", cites = [1] }]
definitions = ["cbp-assault-incident"]
citations = [{ title = "A page", address = "https://example.org", evidence = "A" }]
"#;

    fn check(from: &str, to: &str) -> String {
        assert!(from.is_empty() || GOOD.contains(from), "{from}");
        match read(&GOOD.replacen(from, to, 1)) {
            Ok(rows) => format!("{} row", rows.len()),
            Err(error) => error.to_string().lines().next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn a_cell_without_a_citation_and_a_definition_that_is_not_there_are_refused() {
        let broken = [
            check("", ""),
            check("text = \"Events.\", cites = [1]", "text = \"Events.\", cites = []"),
            check("text = \"Events.\", cites = [1]", "text = \"Events.\", cites = [2]"),
            check("text = \"Events.\", cites = [1]", "text = \"Events.\", cites = [0]"),
            check("text = \"Events.\"", "text = \"\""),
            check("\"cbp-assault-incident\"", "\"cbp-assaults\""),
            check("[\"cbp-assault-incident\"]", "[]"),
            check("evidence = \"A\" }]", "evidence = \"A\" }, { title = \"Another\", address = \"\", evidence = \"B\" }]"),
            check("evidence = \"A\"", "evidence = \"VERIFIED\""),
            check("id = \"one\"", "id = \"one\"\nnote = \"\""),
            check("", &format!("{GOOD}\n")),
        ];
        insta::assert_snapshot!(broken.join("\n"), @r#"
        1 row
        row one: "Events." cites nothing, or a citation that the row does not have
        row one: "Events." cites nothing, or a citation that the row does not have
        row one: "Events." cites nothing, or a citation that the row does not have
        row one: "" cites nothing, or a citation that the row does not have
        row one: `cbp-assaults` is not a definition of the catalogue
        row one names no definition
        row one: no cell cites "Another"
        row one: `VERIFIED` is not in the closed list
        the crosswalk is not TOML of the expected form: TOML parse error at line 4, column 1
        row one stands in the crosswalk twice
        "#);
    }

    #[test]
    fn every_row_is_there_with_unit_grade_and_definitions() {
        let line = |row: &CrosswalkRow| {
            let grades: Vec<&str> = row.citations.iter().map(|source| source.evidence.as_str()).collect();
            let definitions: Vec<&str> = row.definitions.iter().map(DefinitionSlug::as_str).collect();
            format!("{} [{}] {}", row.id, grades.join(""), definitions.join(" "))
        };
        let table = crosswalk().iter().map(line).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(table, @r"
        leoka-local [AB] leoka-local-officer-assaulted leoka-officer-injured leoka-agency-officers-employed
        leoka-published [AA] leoka-local-officer-assaulted leoka-officer-injured leoka-local-officers-employed leoka-rate-per-100 leoka-percent-injured leoka-percent-by-weapon leoka-population-covered
        leoka-federal [AAAA] leoka-federal-officer-assaulted leoka-federal-officer-or-threat leoka-federal-2002-bice leoka-federal-officer-injured
        nibrs [A] nibrs-officer-victim
        cbp-2015-16 [A] cbp-application-2015-16
        cbp-2017-18 [AC] cbp-singular-assault-2017-18 cbp-incident-2017-18 usbp-singular-assault usbp-printed-fy2018
        cbp-now [AA] cbp-assault-incident cbp-assaulted-officer cbp-assault-type-incident
        ohss-use-of-force [BCB] ohss-use-of-force-incident ohss-subject-assault-incident
        ice-internal [AC] oig-ice-sen-ufad oig-cbp-assault ice-use-of-force-incident
        dhs-press [AAB] dhs-press-reported-assault dhs-press-vehicular-attack
        section-111 [BB] section-111-charge section-111-case
        ussc [B] ussc-aggravated-assault ussc-obstructing-officers
        trac-lions [A] trac-section-111-lead-charge
        lions [BC] lions-section-111-defendant lions-section-111-case lions-section-111-count
        fjc-criminal [B] fjc-section-111-defendant-filed fjc-section-111-defendant-ended
        press-cases [BBB] section-111-case section-111-charge la-times-share-of-cases cpr-section-111-percent-change ap-protest-case ap-felony-assault-defendant
        connecticut-167c [BB] connecticut-53a-167c-charge
        colorado-cbi [B] colorado-officer-assaulted colorado-officer-injured
        colorado-dcj [B] colorado-dcj-contact
        denver-codes [A] denver-officer-assault-offence
        louisville [A] louisville-assault-incident louisville-assault-row
        nypd-tri [A] nypd-tri-subject-used-force nypd-tri-officer-injured
        chicago-trr [A] chicago-trr-officer-assaulted chicago-trr-officer-injured
        new-jersey-oag [A] new-jersey-force-form
        ");
    }

    #[test]
    fn every_address_is_one_or_says_that_none_is_recorded() {
        for row in crosswalk() {
            for source in &row.citations {
                let address = &source.address;
                assert!(address.starts_with("http") || address.starts_with("no address recorded: "), "{}: {address}", row.id);
            }
            for (heading, cell) in row.cells() {
                assert!(row.cited(cell).next().is_some(), "{}: {heading}", row.id);
            }
        }
    }

    /// Two definitions of single statements to the press stand in no row; a new one would show here.
    #[test]
    fn definitions_of_assaults_that_no_row_explains_are_known() {
        let named: HashSet<&str> = crosswalk().iter().flat_map(|row| &row.definitions).map(DefinitionSlug::as_str).collect();
        let words = ["assault", "force", "injured", "attack", "111"];
        let unnamed: Vec<&str> = crate::definitions()
            .iter()
            .map(|one| one.slug.as_str())
            .filter(|slug| words.iter().any(|word| slug.contains(word)) && !named.contains(slug))
            .collect();
        insta::assert_snapshot!(unnamed.join("\n"), @r"
        ice-officials-assault
        docket-section-111-defendant
        docket-section-111-case
        docket-section-111-count
        docket-section-111-outcome
        nypd-uniformed-assault
        ");
    }
}
