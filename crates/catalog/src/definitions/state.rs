//! States.

use domain::{
    CountingUnit::{Charge, Contact, Officer, Report},
    definition::Inclusion::Included,
};

use super::Entry;

const COLORADO: &str = "https://www.denverpost.com/2017/07/17/colorado-police-assaults-rising/";

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "colorado-officer-assaulted",
        title: "Colorado officers assaulted, state bureau of investigation",
        text: "Officers assaulted as Colorado agencies report them to the state, drawn from the uniform crime reports.",
        unit: Officer,
        population: "officers of Colorado agencies",
        date_basis: "calendar year",
        citations: &[COLORADO],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "colorado-officer-injured",
        title: "Colorado officers assaulted and injured, state bureau of investigation",
        text: "Those of the Colorado officers assaulted who were injured.",
        unit: Officer,
        least_severity: "an injury",
        population: "officers of Colorado agencies",
        date_basis: "calendar year",
        citations: &[COLORADO],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "colorado-dcj-contact",
        title: "Contacts that Colorado officers begin, Division of Criminal Justice",
        text: "Contacts in person that an officer begins, which agencies report under C.R.S. 24-31-903, with the force used in them. The only denominator of contacts that a state was seen to publish.",
        unit: Contact,
        least_severity: "not applicable",
        population: "people contacted by officers of Colorado agencies",
        duty_status: "not applicable",
        date_basis: "calendar year of the contact",
        citations: &["Colorado Division of Criminal Justice, data under C.R.S. 24-31-903 (no address recorded)"],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "connecticut-53a-167c-charge",
        title: "Connecticut charges of assault of public safety personnel (53a-167c)",
        text: "Charges that need a physical injury of the officer, or a thrown object and the like, with the aim to prevent a duty: narrower than LEOKA. Agencies are said to take it for LEOKA's rule and to report too little.",
        unit: Charge,
        least_severity: "physical injury, or an object thrown and the like",
        population: "officers and other public safety personnel in Connecticut",
        duty_status: "performing a duty",
        citations: &[
            "Connecticut General Statutes 53a-167c (no address recorded)",
            "Justice Research and Statistics Association on Connecticut (no address recorded)",
        ],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "new-jersey-force-form",
        title: "New Jersey use-of-force forms",
        text: "One form for each officer in each incident with force: 72,743 forms of 39,065 cases. A form can name an active assailant (15,758), an attack with contact (19,196) or threats (20,472); these overlap.",
        unit: Report,
        threats: Included,
        least_severity: "force used by the officer",
        population: "officers of New Jersey agencies",
        date_basis: "day of the incident",
        revisable: Included,
        citations: &["New Jersey Office of the Attorney General, use of force (no address recorded)"],
        ..Entry::UNSTATED
    },
];
