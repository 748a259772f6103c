//! How publishers count: the crosswalk of definitions, grouped by publisher.
//!
//! Texts are short and in the project's own words; an axis on which the publisher is silent says "unstated".

mod cbp;
mod city;
mod detention;
mod dhs;
mod fbi;
mod individual;
mod prosecution;
mod staff;
mod state;
mod vote;

use std::sync::LazyLock;

use domain::{CountingUnit, Definition, DefinitionSlug, definition::Inclusion};

/// A definition as it stands in the source text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    slug: &'static str,
    title: &'static str,
    text: &'static str,
    unit: CountingUnit,
    threats: Inclusion,
    attempts: Inclusion,
    least_severity: &'static str,
    population: &'static str,
    duty_status: &'static str,
    date_basis: &'static str,
    completeness: &'static str,
    revisable: Inclusion,
    citations: &'static [&'static str],
}

impl Entry {
    /// Silent on every axis: what an entry does not say, the publisher does not say.
    const UNSTATED: Self = Self {
        slug: "",
        title: "",
        text: "",
        unit: CountingUnit::Unstated,
        threats: Inclusion::Unstated,
        attempts: Inclusion::Unstated,
        least_severity: "unstated",
        population: "unstated",
        duty_status: "unstated",
        date_basis: "unstated",
        completeness: "unstated",
        revisable: Inclusion::Unstated,
        citations: &[],
    };

    fn definition(self, slug: DefinitionSlug) -> Definition {
        Definition {
            slug,
            title: self.title.to_owned(),
            text: self.text.to_owned(),
            unit: self.unit,
            threats: self.threats,
            attempts: self.attempts,
            least_severity: self.least_severity.to_owned(),
            population: self.population.to_owned(),
            duty_status: self.duty_status.to_owned(),
            date_basis: self.date_basis.to_owned(),
            completeness: self.completeness.to_owned(),
            revisable: self.revisable,
            citations: self.citations.iter().map(|&url| url.to_owned()).collect(),
        }
    }
}

const GROUPS: &[&[Entry]] = &[
    cbp::ENTRIES,
    fbi::ENTRIES,
    dhs::ENTRIES,
    staff::ENTRIES,
    detention::ENTRIES,
    individual::ENTRIES,
    prosecution::ENTRIES,
    state::ENTRIES,
    city::ENTRIES,
    vote::ENTRIES,
];

/// A slug that breaks the rule for slugs would be left out here; a test holds that none does.
static DEFINITIONS: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let entries = GROUPS.iter().copied().flatten();
    entries.filter_map(|entry| Some(entry.definition(entry.slug.parse().ok()?))).collect()
});

/// Every definition of the catalogue, grouped by publisher.
pub fn definitions() -> &'static [Definition] {
    &DEFINITIONS
}

/// The definition of this name, if the catalogue has it.
pub fn definition(slug: &DefinitionSlug) -> Option<Definition> {
    DEFINITIONS.iter().find(|definition| definition.slug == *slug).cloned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_entry_becomes_a_definition_with_a_name_of_its_own() {
        let entries: usize = GROUPS.iter().map(|group| group.len()).sum();
        assert_eq!(definitions().len(), entries);
        let slugs: HashSet<_> = definitions().iter().map(|one| one.slug.clone()).collect();
        assert_eq!(slugs.len(), entries);
        for one in definitions() {
            assert_eq!(definition(&one.slug).as_ref(), Some(one));
        }
    }

    #[test]
    fn no_axis_is_left_empty() {
        for one in definitions() {
            let axes = [&one.title, &one.text, &one.least_severity, &one.population, &one.duty_status, &one.date_basis, &one.completeness];
            assert!(axes.iter().all(|text| !text.is_empty()), "{}", one.slug);
            assert!(!one.citations.is_empty(), "{} cites nothing", one.slug);
        }
    }

    /// One line per definition: what a person checks first when two numbers for one year disagree.
    #[test]
    #[expect(clippy::too_many_lines, reason = "a line for each definition")]
    fn the_crosswalk_reads_as_a_table() {
        let line = |one: &Definition| {
            let (threats, attempts, revisable) = (one.threats.as_str(), one.attempts.as_str(), one.revisable.as_str());
            format!("{} | {} | threats {threats} | attempts {attempts} | revisable {revisable}", one.slug, one.unit)
        };
        let table = definitions().iter().map(line).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(table, @r"
        cbp-assault-incident | incident | threats unstated | attempts unstated | revisable included
        cbp-assaulted-officer | officer | threats unstated | attempts unstated | revisable included
        cbp-assault-type-incident | incident | threats unstated | attempts unstated | revisable included
        cbp-application-2015-16 | unstated | threats unstated | attempts unstated | revisable unstated
        cbp-incident-2017-18 | incident | threats unstated | attempts unstated | revisable included
        cbp-singular-assault-2017-18 | officer_subject_object | threats unstated | attempts unstated | revisable included
        usbp-singular-assault | officer_subject_object | threats unstated | attempts unstated | revisable unstated
        usbp-printed-fy2018 | officer_subject_object | threats unstated | attempts unstated | revisable unstated
        usbp-agents-on-duty | employee | threats unstated | attempts unstated | revisable unstated
        usbp-apprehension | apprehension | threats unstated | attempts unstated | revisable unstated
        leoka-local-officer-assaulted | officer | threats excluded | attempts unstated | revisable unstated
        leoka-officer-injured | officer | threats excluded | attempts unstated | revisable unstated
        leoka-local-officers-employed | employee | threats unstated | attempts unstated | revisable unstated
        leoka-agency-officers-employed | employee | threats unstated | attempts unstated | revisable unstated
        leoka-rate-per-100 | per_100_officers | threats excluded | attempts unstated | revisable unstated
        leoka-percent-injured | percent | threats excluded | attempts unstated | revisable unstated
        leoka-percent-by-weapon | percent | threats excluded | attempts unstated | revisable unstated
        leoka-population-covered | percent | threats unstated | attempts unstated | revisable unstated
        nibrs-officer-victim | officer | threats included | attempts unstated | revisable included
        leoka-federal-officer-assaulted | officer | threats unstated | attempts unstated | revisable unstated
        leoka-federal-officer-or-threat | officer | threats included | attempts unstated | revisable unstated
        leoka-federal-2002-bice | officer | threats excluded | attempts unstated | revisable unstated
        leoka-federal-officer-injured | officer | threats excluded | attempts unstated | revisable unstated
        oig-ice-sen-ufad | report | threats unstated | attempts unstated | revisable unstated
        oig-cbp-assault | unstated | threats unstated | attempts unstated | revisable unstated
        ice-officials-assault | unstated | threats unstated | attempts unstated | revisable unstated
        ice-use-of-force-incident | incident | threats unstated | attempts unstated | revisable unstated
        ohss-use-of-force-incident | incident | threats unstated | attempts unstated | revisable unstated
        ohss-subject-assault-incident | incident | threats unstated | attempts unstated | revisable unstated
        dhs-press-reported-assault | unstated | threats unstated | attempts unstated | revisable unstated
        dhs-press-vehicular-attack | unstated | threats unstated | attempts unstated | revisable unstated
        opm-series-employment | employee | threats unstated | attempts unstated | revisable unstated
        opm-all-employees | employee | threats unstated | attempts unstated | revisable unstated
        ice-stated-staff | employee | threats unstated | attempts unstated | revisable unstated
        ice-ero-officers | employee | threats unstated | attempts unstated | revisable unstated
        ice-ero-arrest | arrest | threats unstated | attempts unstated | revisable unstated
        ddp-ice-arrest | arrest | threats unstated | attempts unstated | revisable included
        prison-policy-ice-arrest | arrest | threats unstated | attempts unstated | revisable included
        ctdata-ice-arrest | arrest | threats unstated | attempts unstated | revisable included
        cato-line-of-duty-death | person | threats unstated | attempts unstated | revisable unstated
        ice-initial-book-in | stay | threats unstated | attempts unstated | revisable included
        ice-currently-detained | person | threats unstated | attempts unstated | revisable included
        ice-average-daily-population | person | threats unstated | attempts unstated | revisable included
        ice-average-length-of-stay | day | threats unstated | attempts unstated | revisable included
        ice-final-release | person | threats unstated | attempts unstated | revisable included
        ice-final-book-out | stay | threats unstated | attempts unstated | revisable included
        ice-removal-or-return | repatriation | threats unstated | attempts unstated | revisable included
        ohss-ero-administrative-arrest | arrest | threats unstated | attempts unstated | revisable included
        ohss-ice-book-in | stay | threats unstated | attempts unstated | revisable included
        ohss-ice-book-out | stay | threats unstated | attempts unstated | revisable included
        ohss-ero-removal-or-return | repatriation | threats unstated | attempts unstated | revisable included
        ohss-dhs-repatriation | repatriation | threats unstated | attempts unstated | revisable included
        ohss-southwest-border-book-out | encounter | threats unstated | attempts unstated | revisable included
        ice-individual-arrest-all-rows | arrest | threats unstated | attempts unstated | revisable included
        ice-individual-arrest-without-likely-duplicates | arrest | threats unstated | attempts unstated | revisable included
        ice-individual-stint-all-rows | stint | threats unstated | attempts unstated | revisable included
        ice-individual-stint-without-likely-duplicates | stint | threats unstated | attempts unstated | revisable included
        ice-individual-stay | stay | threats unstated | attempts unstated | revisable included
        ice-individual-detainer-all-rows | report | threats unstated | attempts unstated | revisable included
        ice-individual-detainer-without-likely-duplicates | report | threats unstated | attempts unstated | revisable included
        section-111-case | case | threats included | attempts unstated | revisable unstated
        la-times-share-of-cases | percent | threats included | attempts unstated | revisable unstated
        cpr-section-111-percent-change | percent | threats included | attempts unstated | revisable unstated
        ap-protest-case | case | threats included | attempts unstated | revisable unstated
        ap-felony-assault-defendant | defendant | threats included | attempts unstated | revisable unstated
        fbi-89b-matter | matter | threats included | attempts unstated | revisable unstated
        fbi-89e-matter | matter | threats included | attempts unstated | revisable unstated
        fbi-89b-and-89e-matter | matter | threats included | attempts unstated | revisable unstated
        fbi-89b-arrest | arrest | threats included | attempts unstated | revisable unstated
        section-111-charge | charge | threats included | attempts included | revisable unstated
        ussc-aggravated-assault | defendant | threats excluded | attempts unstated | revisable unstated
        ussc-obstructing-officers | defendant | threats unstated | attempts unstated | revisable unstated
        trac-section-111-lead-charge | defendant | threats included | attempts unstated | revisable unstated
        lions-section-111-defendant | defendant | threats included | attempts unstated | revisable included
        lions-section-111-case | case | threats included | attempts unstated | revisable included
        lions-section-111-count | charge | threats included | attempts unstated | revisable included
        fjc-section-111-defendant-filed | defendant | threats included | attempts unstated | revisable included
        fjc-section-111-defendant-ended | defendant | threats included | attempts unstated | revisable included
        docket-section-111-defendant | defendant | threats included | attempts unstated | revisable included
        docket-section-111-case | case | threats included | attempts unstated | revisable included
        docket-section-111-count | charge | threats included | attempts unstated | revisable included
        docket-section-111-outcome | defendant | threats included | attempts unstated | revisable included
        colorado-officer-assaulted | officer | threats unstated | attempts unstated | revisable unstated
        colorado-officer-injured | officer | threats unstated | attempts unstated | revisable unstated
        colorado-dcj-contact | contact | threats unstated | attempts unstated | revisable unstated
        connecticut-53a-167c-charge | charge | threats unstated | attempts unstated | revisable unstated
        new-jersey-force-form | report | threats included | attempts unstated | revisable included
        louisville-assault-incident | incident | threats included | attempts included | revisable included
        louisville-assault-row | report | threats included | attempts included | revisable included
        nypd-uniformed-assault | unstated | threats unstated | attempts unstated | revisable unstated
        nypd-tri-subject-used-force | person | threats excluded | attempts unstated | revisable unstated
        nypd-tri-officer-injured | officer | threats excluded | attempts unstated | revisable unstated
        chicago-trr-officer-assaulted | report | threats unstated | attempts unstated | revisable unstated
        chicago-trr-officer-injured | report | threats excluded | attempts unstated | revisable unstated
        denver-officer-assault-offence | incident | threats excluded | attempts unstated | revisable unstated
        presidential-vote-county-tabulation | vote | threats unstated | attempts unstated | revisable unstated
        ");
    }
}
