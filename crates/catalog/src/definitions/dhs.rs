//! DHS: its inspector general, ICE's own systems, and the press office.

use domain::CountingUnit::{Incident, Report, Unstated};

use super::Entry;

const OIG: &str = "https://assets.documentcloud.org/documents/4891611/OIG-18-76-Sep18.txt";
const RELEASE_NOV_2025: &str = "https://www.einpresswire.com/article/870199003/sanctuary-politicians-rhetoric-fuels-more-than-1-150-increase-in-violence-against-ice-law-enforcement";
const RELEASE_JAN_2026: &str = "https://www.einpresswire.com/article/881641344/radical-rhetoric-by-sanctuary-politicians-leads-to-an-unprecedented-1-300-increase-in-assaults-against-ice-officers-and-a-3-200-increase-in";

const OHSS: &[&str] = &[
    "DHS Office of Homeland Security Statistics, use of force, fiscal years 2022 and 2023 (no address recorded)",
    "U.S. Government Accountability Office, GAO-23-105927 (no address recorded)",
];

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "oig-ice-sen-ufad",
        title: "ICE assaults as the DHS inspector general found them (OIG-18-76)",
        text: "Entries in ICE's significant event and use-of-force systems. The inspector general calls the data unreliable: the two systems do not fully repeat each other, attempts and resistance are under-reported, and what must be reported was not settled in 2018. A summary says that 33 entries of fiscal year 2017 were in the first system only.",
        unit: Report,
        least_severity: "not settled by ICE at the time",
        population: "ICE law-enforcement officers",
        date_basis: "fiscal year of the entry",
        completeness: "what officers entered; the two systems differ",
        citations: &[OIG],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "oig-cbp-assault",
        title: "CBP assaults as the DHS inspector general found them (OIG-18-76)",
        text: "Assaults on CBP officers and agents in the inspector general's table. CBP's definition differs from ICE's, and what one stands for changed over the years; the counting unit is not stated in what was read.",
        unit: Unstated,
        population: "CBP officers and agents",
        date_basis: "fiscal year",
        completeness: "called unreliable by the inspector general",
        citations: &[OIG, "https://tiny.iavian.net/olu8"],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "ice-officials-assault",
        title: "ICE assaults told to senators in 2017",
        text: "Numbers that ICE officials gave, quoted in a letter of two senators. Neither a definition nor a counting unit came with them.",
        unit: Unstated,
        population: "ICE officers",
        citations: &["https://homelandprepnews.com/stories/22925-sens-mccaskill-johnson-inquire-increased-ice-personnel-injuries-field"],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "ice-use-of-force-incident",
        title: "ICE use-of-force incidents in e-mails of March 2025",
        text: "Incidents in which ICE officers used force, from e-mails released under the freedom of information act and figures reported with them. The rule for an incident is not given.",
        unit: Incident,
        population: "ICE officers",
        citations: &["https://americanoversight.org/newsletter/ice-violence-is-up-under-trump-and-dhs-has-known-for-nearly-a-year"],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "ohss-use-of-force-incident",
        title: "DHS use of force, Office of Homeland Security Statistics",
        text: "Incidents in which officers of nine DHS components used force, under the department's policy of 2023. Several uses of force in one event are one incident: in one component 27 uses in 15 reports became 15.",
        unit: Incident,
        least_severity: "force that the policy makes reportable",
        population: "officers of nine DHS components, ICE, CBP, FPS and the Secret Service among them",
        date_basis: "fiscal year of the incident",
        completeness: "what the components report; fiscal years 2022 and 2023",
        citations: OHSS,
        ..Entry::UNSTATED
    },
    Entry {
        slug: "ohss-subject-assault-incident",
        title: "Assaults of subjects on DHS officers, Office of Homeland Security Statistics",
        text: "The class of incidents in the same reports in which a subject assaulted an officer, with the injuries of both.",
        unit: Incident,
        population: "officers of nine DHS components, ICE, CBP, FPS and the Secret Service among them",
        date_basis: "fiscal year of the incident",
        completeness: "what the components report; fiscal years 2022 and 2023",
        citations: OHSS,
        ..Entry::UNSTATED
    },
    Entry {
        slug: "dhs-press-reported-assault",
        title: "Reported assaults on ICE officers in DHS releases, 2025 and 2026",
        text: "What DHS calls reported assaults. No definition, counting unit or file was published; the releases mention spitting, kicking, thrown objects, shots and vehicles. DHS declined to give reporters its method.",
        unit: Unstated,
        population: "ICE officers; some statements also name other agents who enforce immigration law",
        date_basis: "window of days given in the release; whether by event or report is unstated",
        citations: &[RELEASE_NOV_2025, RELEASE_JAN_2026],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "dhs-press-vehicular-attack",
        title: "Vehicular attacks in DHS releases, 2025 and 2026",
        text: "What DHS calls vehicular attacks on ICE or CBP officers. Neither definition nor counting unit was published, and whether these are also among the reported assaults is not said.",
        unit: Unstated,
        least_severity: "use of a vehicle",
        population: "ICE officers, or CBP officers and agents, as the release says",
        date_basis: "window of days given in the release; whether by event or report is unstated",
        citations: &[RELEASE_JAN_2026, "https://balancedright.net/article.php?id=3667"],
        ..Entry::UNSTATED
    },
];
