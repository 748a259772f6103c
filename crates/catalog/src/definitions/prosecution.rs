//! Cases, defendants, matters and arrests under 18 U.S.C. 111: four units that are never added.

use domain::{
    CountingUnit::{Arrest, Case, Charge, Defendant, Matter, Percent},
    definition::Inclusion::{Excluded, Included},
};

use super::Entry;

const LA_TIMES: &str = "https://www.btimesonline.com/articles/176125/20251202/data-review-undercuts-claims-of-1000-surge-in-ice-officer-assaults-as-noem-s-tactics-face-scrutiny.htm";
const AP: &str = "https://britbrief.co.uk/politics/immigration/dojs-protest-cases-crumble-under-scrutiny.html";
const FBI: &str = "https://totalnews.com/?p=1143341";

const CPR: &str =
    "https://www.kccu.org/u-s/2025-10-09/white-house-claims-more-than-1-000-rise-in-assaults-on-ice-agents-data-says-otherwise";
const SENTENCING: &[&str] = &["United States v. Sargent, 103 F.4th 820 (no address recorded)"];

const LIONS: &[&str] =
    &["Executive Office for U.S. Attorneys, LIONS monthly snapshots (no address recorded)", "18 U.S.C. 111 (no address recorded)"];
const FJC: &[&str] = &[
    "Federal Judicial Center, Integrated Database, criminal, 1996 to present (no address recorded)",
    "18 U.S.C. 111 (no address recorded)",
];

/// LIONS and the integrated database differ by construction: the crosswalk says by how much.
const ATTORNEYS: Entry = Entry {
    completeness: "the latest snapshot, about sixty days behind; some matters before magistrate judges are no cases in it",
    revisable: Included,
    citations: LIONS,
    ..FEDERAL_OFFICERS
};
const JUDICIAL_CENTER: Entry = Entry {
    completeness: "quarterly, about two months behind; up to five charges of a defendant",
    revisable: Included,
    citations: FJC,
    ..FEDERAL_OFFICERS
};

const DOCKETS: Entry = Entry {
    completeness: "months of districts whose feed shows charging documents and was looked at in every court hour; of their criminal cases those whose charges were looked up",
    revisable: Included,
    citations: &["court-records, README (no address recorded)", "18 U.S.C. 111 (no address recorded)"],
    ..FEDERAL_OFFICERS
};

const FEDERAL_OFFICERS: Entry = Entry {
    threats: Included,
    least_severity: "forcible resistance, impeding or intimidation; the offence needs neither contact nor injury",
    population: "accused of acts against federal officers of every agency, not ICE alone",
    duty_status: "the officer was on duty or attacked for it",
    ..Entry::UNSTATED
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "section-111-case",
        title: "Federal court cases under 18 U.S.C. 111, press counts",
        text: "Court cases with a charge of assaulting, resisting or impeding a federal officer, as a newspaper counted them in five districts. A case may have several defendants and counts. About six in ten had an ICE or Border Patrol victim, and more than half no injury.",
        unit: Case,
        date_basis: "filing of the case",
        completeness: "five districts: Los Angeles, San Diego, Portland, Chicago, Washington",
        citations: &[LA_TIMES],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "la-times-share-of-cases",
        title: "Shares of the cases of a newspaper's review in five districts",
        text: "Percent of the cases of 2025 in the review of the Los Angeles Times, by injury, by what the accused did, by the victim's agency and by outcome. Shares overlap and are rounded.",
        unit: Percent,
        date_basis: "filing of the case",
        completeness: "five districts: Los Angeles, San Diego, Portland, Chicago, Washington",
        citations: &[LA_TIMES],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "cpr-section-111-percent-change",
        title: "Change of charges under 18 U.S.C. 111 in percent, as NPR and CPR state it",
        text: "The change on the same time of the year before, to the middle of September 2025. The counts behind it were not published, so it has no interval.",
        unit: Percent,
        date_basis: "filing of the charge",
        citations: &[CPR],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "ap-protest-case",
        title: "Federal protest cases in four cities, Associated Press",
        text: "Federal cases that arose from protests against immigration enforcement in four cities, whatever the charge.",
        unit: Case,
        date_basis: "filing of the case",
        completeness: "four cities",
        citations: &[AP],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "ap-felony-assault-defendant",
        title: "People charged with felony assault in those cases, Associated Press",
        text: "People first charged with felony assault of a federal officer in the four cities, and what became of the charges by December 2025.",
        unit: Defendant,
        least_severity: "felony: contact, a weapon or an injury as charged",
        date_basis: "state when the article was written",
        completeness: "four cities; charges still open are in it",
        citations: &[AP],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89b-matter",
        title: "FBI matters: assault on a federal officer (89B)",
        text: "Investigative matters that the FBI opened under its class for assaults on federal officers, given to one outlet.",
        unit: Matter,
        date_basis: "opening of the matter, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89e-matter",
        title: "FBI matters: obstruction of a federal officer (89E)",
        text: "Investigative matters that the FBI opened under its class for obstruction of federal officers, given to one outlet.",
        unit: Matter,
        date_basis: "opening of the matter, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89b-and-89e-matter",
        title: "FBI matters: assault on and obstruction of a federal officer (89B and 89E)",
        text: "The matters of both classes together, given to one outlet. Obstruction is no assault.",
        unit: Matter,
        date_basis: "opening of the matter, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89b-arrest",
        title: "FBI arrests in matters of assault on federal officers",
        text: "Arrests in such matters, given to one outlet. One later copy takes the arrests of the earlier year for incidents.",
        unit: Arrest,
        date_basis: "arrest, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "section-111-charge",
        title: "Charges under 18 U.S.C. 111",
        text: "Charges of assaulting, resisting, opposing, impeding, intimidating or interfering with a federal officer. Simple acts are a misdemeanour; with contact or the aim of another felony up to eight years, with a weapon or an injury up to twenty. That the accused knew of the office is not needed.",
        unit: Charge,
        attempts: Included,
        date_basis: "filing of the charge",
        citations: &["18 U.S.C. 111 (no address recorded)", "United States v. Feola, 420 U.S. 671 (1975) (no address recorded)", CPR],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "ussc-aggravated-assault",
        title: "People sentenced for aggravated assault, guideline 2A2.2",
        text: "People whom federal courts sentenced under the guideline for aggravated assault; the commission calls each a case. Victims other than officers are in it.",
        unit: Defendant,
        threats: Excluded,
        least_severity: "aggravated: a dangerous weapon with the aim to injure, serious injury, or the aim of another felony",
        population: "people sentenced by federal courts",
        duty_status: "not applicable",
        date_basis: "fiscal year of the sentence",
        completeness: "convictions only",
        citations: SENTENCING,
        ..Entry::UNSTATED
    },
    Entry {
        slug: "ussc-obstructing-officers",
        title: "People sentenced for obstructing officers, guideline 2A2.4",
        text: "People whom federal courts sentenced under the guideline for obstructing or impeding officers, which is no guideline of assault; the commission calls each a case.",
        unit: Defendant,
        least_severity: "obstruction; contact raises the sentence and is not needed",
        population: "people sentenced by federal courts",
        date_basis: "fiscal year of the sentence",
        completeness: "convictions only",
        citations: SENTENCING,
        ..Entry::UNSTATED
    },
    Entry {
        slug: "trac-section-111-lead-charge",
        title: "Defendants with section 111 as lead charge, TRAC",
        text: "Referrals, prosecutions and convictions in the case system of the U.S. attorneys whose lead charge is section 111, as TRAC publishes them. Section 111 as a second count is not seen.",
        unit: Defendant,
        date_basis: "month of the referral, filing or conviction",
        completeness: "lead charges only",
        citations: &["https://trac.syr.edu/"],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "lions-section-111-defendant",
        title: "Defendants with a count under section 111, LIONS",
        text: "Participants in the role of defendant with a count under section 111 in the case system of the U.S. attorneys, whichever charge leads the case. Before magistrate judges and before district courts they are counted apart. The agency in it referred the matter and need not be the victim's.",
        unit: Defendant,
        date_basis: "first filing in the court in which the defendant has such a count",
        ..ATTORNEYS
    },
    Entry {
        slug: "lions-section-111-case",
        title: "Cases with a defendant's count under section 111, LIONS",
        text: "Cases in the case system of the U.S. attorneys in which a defendant has a count under section 111, whichever charge leads the case. Before magistrate judges and before district courts they are counted apart.",
        unit: Case,
        date_basis: "first filing in the court in which a defendant has such a count",
        ..ATTORNEYS
    },
    Entry {
        slug: "lions-section-111-count",
        title: "Defendants' counts under section 111, LIONS",
        text: "Counts of defendants under section 111 in the case system of the U.S. attorneys, of the latest instrument of a filing: a superseding indictment charges the same conduct again and is not one more.",
        unit: Charge,
        date_basis: "filing in the court",
        ..ATTORNEYS
    },
    Entry {
        slug: "fjc-section-111-defendant-filed",
        title: "Defendants filed under section 111, integrated database",
        text: "Defendants whose filing the courts reported in a fiscal year with section 111 among up to five statutes, transfers included. Rows repeat a defendant every fiscal year, so that the flags of filing are added up. Offence codes are broader than the section and are not in it.",
        unit: Defendant,
        date_basis: "filing of the case",
        ..JUDICIAL_CENTER
    },
    Entry {
        slug: "fjc-section-111-defendant-ended",
        title: "Defendants whose case under section 111 ended, integrated database",
        text: "Defendants whose case the courts reported as ended in a fiscal year with section 111 among the statutes at filing or at the end, transfers included, by what became of that charge.",
        unit: Defendant,
        date_basis: "end of the case for the defendant",
        ..JUDICIAL_CENTER
    },
    Entry {
        slug: "docket-section-111-defendant",
        title: "Defendants with a confirmed charge under section 111, feeds and dockets",
        text: "Defendants with a charge of the latest instrument, or a complaint where there is no instrument yet, whose text cites section 111, in cases that this program knows from feeds, saved dockets and CourtListener. A person in a complaint and in the indictment that follows is one.",
        unit: Defendant,
        date_basis: "first filing of linked cases, in court time",
        ..DOCKETS
    },
    Entry {
        slug: "docket-section-111-case",
        title: "Prosecutions with a confirmed charge under section 111, feeds and dockets",
        text: "Cases with at least one such defendant; a complaint before a magistrate judge and the case that continues it are one.",
        unit: Case,
        date_basis: "first filing of linked cases, in court time",
        ..DOCKETS
    },
    Entry {
        slug: "docket-section-111-count",
        title: "Counts under section 111, feeds and dockets",
        text: "Counts of the latest instrument whose text cites section 111, of such defendants. Complaints have no counts; where a count has no number there is no number.",
        unit: Charge,
        date_basis: "first filing of linked cases, in court time",
        ..DOCKETS
    },
    Entry {
        slug: "docket-section-111-outcome",
        title: "Such defendants by the outcome of the charge, feeds and dockets",
        text: "Defendants with a confirmed charge, by what the text of its disposition says became of it; the heading under which PACER lists it does not decide.",
        unit: Defendant,
        date_basis: "first filing of linked cases, in court time, not the day of the outcome",
        ..DOCKETS
    },
];
