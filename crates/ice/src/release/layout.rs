//! What the columns of each table are declared to be: the names that the publisher writes, with the kind of each.

use std::fmt;

/// One of the tables that the publisher releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RawTable {
    /// Administrative arrests.
    Arrests,
    /// Detainers lodged with jails.
    Detainers,
    /// Detention stints: one person in one facility.
    Detentions,
    /// Encounters.
    Encounters,
    /// Removals.
    Removals,
}

impl RawTable {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Arrests, Self::Detainers, Self::Detentions, Self::Encounters, Self::Removals];

    /// The word that the name of a file carries.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Arrests => "Arrests",
            Self::Detainers => "Detainers",
            Self::Detentions => "Detentions",
            Self::Encounters => "Encounters",
            Self::Removals => "Removals",
        }
    }

    /// The name as the codebook has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arrests => "arrests",
            Self::Detainers => "detainers",
            Self::Detentions => "detentions",
            Self::Encounters => "encounters",
            Self::Removals => "removals",
        }
    }

    /// Declared columns in the publisher's order. Of encounters and removals no layout is declared: their kinds follow from their names.
    pub(crate) fn declared(self) -> &'static [(&'static str, Kind)] {
        match self {
            Self::Arrests => ARRESTS,
            Self::Detainers => DETAINERS,
            Self::Detentions => DETENTIONS,
            Self::Encounters | Self::Removals => &[],
        }
    }

    /// Columns without which the rules of the table cannot be applied.
    pub(crate) fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Arrests => &["apprehension_date", "anonymized_identifier"],
            Self::Detainers => &["detainer_prepare_date", "anonymized_identifier"],
            Self::Detentions => &["stay_book_in_date_time", "book_in_date_time", "detention_facility_code", "anonymized_identifier"],
            Self::Encounters | Self::Removals => &["anonymized_identifier"],
        }
    }

    /// The kind of a column by its cleaned name; `None` if it is not declared.
    pub(crate) fn kind_of(self, name: &str) -> Option<Kind> {
        match self {
            Self::Encounters | Self::Removals => Some(kind_by_name(name)),
            _ => self.declared().iter().find(|(declared, _)| *declared == name).map(|(_, kind)| *kind),
        }
    }
}

impl fmt::Display for RawTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the cells of a column are read as (rule 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A date, with or without a time of day.
    Date,
}

/// Where no layout is declared, a name tells the kind as it does in the declared layouts.
fn kind_by_name(name: &str) -> Kind {
    let last = name.rsplit('_').next().unwrap_or(name);
    match last {
        _ if name == "birth_date" => Kind::Text,
        "date" | "time" => Kind::Date,
        "year" | "amount" | "days" | "months" | "years" => Kind::Number,
        _ => Kind::Text,
    }
}

/// Rule 1.4: lower case, runs of non-alphanumerics become one `_`.
///
/// ```text
/// Offense INA 236C Yes No  →  offense_ina_236c_yes_no
/// ```
pub(crate) fn clean_name(raw: &str) -> String {
    let mut name = String::with_capacity(raw.len());
    for c in raw.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

use Kind::{Date as D, Number as N, Text as T};

const ARRESTS: &[(&str, Kind)] = &[
    ("apprehension_date", D),
    ("apprehension_type", T),
    ("state", T),
    ("county", T),
    ("toa_current_duty_aor", T),
    ("apprehension_final_program", T),
    ("arresting_agency", T),
    ("apprehension_method", T),
    ("apprehension_criminality", T),
    ("case_status", T),
    ("case_category", T),
    ("departure_country", T),
    ("final_order_yes_no", T),
    ("birth_date", T),
    ("birth_year", N),
    ("citizenship_country", T),
    ("gender", T),
    ("departed_date", D),
    ("final_order_date", D),
    ("apprehension_site_landmark", T),
    ("operation", T),
    ("toa_current_duty_site", T),
    ("case_criminality", T),
    ("case_threat_level", T),
    ("anonymized_identifier", T),
];

const DETAINERS: &[(&str, Kind)] = &[
    ("detainer_prepare_date", D),
    ("facility_state", T),
    ("facility_aor", T),
    ("port_of_departure", T),
    ("departure_country", T),
    ("departed_date", D),
    ("case_status", T),
    ("detainer_criminality", T),
    ("detainer_facility", T),
    ("detainer_facility_code", T),
    ("facility_city", T),
    ("detainer_threat_level", T),
    ("gender", T),
    ("citizenship_country", T),
    ("birth_country", T),
    ("birth_date", T),
    ("birth_year", N),
    ("entry_status", T),
    ("msc_charge", T),
    ("msc_sentence_days", N),
    ("msc_sentence_months", N),
    ("msc_sentence_years", N),
    ("msc_charge_code", T),
    ("msc_charge_date", D),
    ("msc_conviction_date", D),
    ("aggravated_felon_yes_no", T),
    ("processing_disposition", T),
    ("case_category", T),
    ("toa_case_category", T),
    ("toa_current_program", T),
    ("apprehension_method", T),
    ("final_order_yes_no", T),
    ("final_order_date", D),
    ("apprehension_date", D),
    ("entry_date", D),
    ("prior_felony_yes_no", T),
    ("multiple_prior_misd_yes_no", T),
    ("violent_misdemeanor_yes_no", T),
    ("illegal_entry_yes_no", T),
    ("illegal_reentry_yes_no", T),
    ("immigration_fraud_yes_no", T),
    ("significant_risk_yes_no", T),
    ("other_removal_reason_yes_no", T),
    ("other_removal_reason", T),
    ("criminal_street_gang_yes_no", T),
    ("aggravated_felony_yes_no", T),
    ("deportation_ordered_yes_no", T),
    ("order_to_show_cause_served_yes_no", T),
    ("order_to_show_cause_served_date", D),
    ("biometric_match_yes_no", T),
    ("statements_made_yes_no", T),
    ("unlawful_attempt_yes_no", T),
    ("unlawful_entry_yes_no", T),
    ("visa_yes_no", T),
    ("federal_register_notice_yes_no", T),
    ("resume_custody_yes_no", T),
    ("detainer_lift_reason", T),
    ("detainer_lift_reason_code", T),
    ("active_investigation_yes_no", T),
    ("arrest_warrant_served_date", D),
    ("detainer_type", T),
    ("notify_release_request_yes_no", T),
    ("tod_current_duty_site", T),
    ("eid_dta_id", T),
    ("anonymized_identifier", T),
];

const DETENTIONS: &[(&str, Kind)] = &[
    ("stay_book_in_date_time", D),
    ("book_in_date_time", D),
    ("detention_facility", T),
    ("book_out_date_time", D),
    ("stay_book_out_date_time", D),
    ("detention_release_reason", T),
    ("stay_book_out_date", D),
    ("stay_release_reason", T),
    ("religion", T),
    ("gender", T),
    ("marital_status", T),
    ("ethnicity", T),
    ("birth_country", T),
    ("citizenship_country", T),
    ("entry_status", T),
    ("known_terrorist_yes_no", T),
    ("suspected_gang_yes_no", T),
    ("msc_charge", T),
    ("msc_sentence_days", N),
    ("msc_sentence_months", N),
    ("msc_sentence_years", N),
    ("msc_charge_code", T),
    ("aggravated_felon_yes_no", T),
    ("offense_ina_236c_yes_no", T),
    ("case_ina_236c_yes_no", T),
    ("bond_posted_date", D),
    ("bond_posted_amount", N),
    ("case_status", T),
    ("case_category", T),
    ("final_order_yes_no", T),
    ("final_order_date", D),
    ("case_threat_level", T),
    ("detainee_classification", T),
    ("final_charge", T),
    ("departed_date", D),
    ("departure_country", T),
    ("initial_bond_set_amount", N),
    ("initial_bond_set_date", D),
    ("detention_facility_code", T),
    ("birth_date", T),
    ("birth_year", N),
    ("book_in_criminality", T),
    ("race", T),
    ("entry_date", D),
    ("apprehension_final_program", T),
    ("msc_charge_date", D),
    ("msc_conviction_date", D),
    ("msc_criminal_charge_status", T),
    ("msc_criminal_charge_status_code", T),
    ("msc_crime_class", T),
    ("book_in_site", T),
    ("book_in_aor", T),
    ("anonymized_identifier", T),
];
