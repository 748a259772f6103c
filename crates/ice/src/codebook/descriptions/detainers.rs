//! Detainers: 65 fields.

use super::Described;

pub(super) const FIELDS: &[Described] = &[
    ("detainer_prepare_date", "Day on which the detainer was prepared; that it was sent, received or honoured does not follow."),
    ("facility_state", "State of the jail or prison to which the detainer is addressed."),
    ("facility_aor", "Area of responsibility (field office) in which the jail or prison lies."),
    ("port_of_departure", "Place from which the person left the country; missing while there is no departure."),
    ("departure_country", "Country to which the person departed or was removed; missing while there is no departure."),
    ("departed_date", "Day on which the person left the country, if recorded by the time the release was drawn."),
    (
        "case_status",
        "State of the person's removal case when the release was drawn, not when the detainer was prepared; missing where no case was opened.",
    ),
    (
        "detainer_criminality",
        "The agency's three classes when the detainer was prepared: convicted, pending charges, or other immigration violator. Published as \
         `detainer_prepared_criminality`.",
    ),
    ("detainer_facility", "Name of the jail or prison to which the detainer is addressed; published as `detention_facility`."),
    ("detainer_facility_code", "The agency's code of that jail or prison; published as `detention_facility_code`."),
    ("facility_city", "City of the jail or prison to which the detainer is addressed."),
    (
        "detainer_threat_level",
        "The agency's level of threat when the detainer was prepared, 1 the most serious to 3. The text NA is a legal value and not the same as missing. Published as \
         `detainer_prep_threat_level`.",
    ),
    ("gender", "Gender as recorded by the agency: Male, Female or Unknown."),
    ("citizenship_country", "Country of citizenship as the agency recorded it."),
    ("birth_country", "Country of birth as the agency recorded it."),
    ("birth_date", "Date of birth; withheld by the publisher, and files of some years lack the column altogether."),
    ("birth_year", "Year of birth. Impossible years are kept as they were entered; an age is only the difference of years."),
    ("entry_status", "Status or manner of the person's last entry, as a class of admission or as entry without inspection."),
    (
        "msc_charge",
        "Offence of the most serious conviction in the agency's own wording; published as `most_serious_conviction_charge`. Missing where none is recorded.",
    ),
    (
        "msc_sentence_days",
        "Days of the sentence of the most serious conviction; the sentence is the sum of days, months and years, and 0 is common. Words such as LIFE are missing.",
    ),
    (
        "msc_sentence_months",
        "Months of the sentence of the most serious conviction, beside its days and years. Words such as LIFE are missing.",
    ),
    (
        "msc_sentence_years",
        "Years of the sentence of the most serious conviction, beside its days and months. Words such as LIFE are missing.",
    ),
    ("msc_charge_code", "Code of the offence of the most serious conviction, of four digits; leading zeros belong to it."),
    (
        "msc_charge_date",
        "Day of the charge that led to the most serious conviction; days that were entered in an impossible form are missing.",
    ),
    ("msc_conviction_date", "Day of the most serious conviction."),
    (
        "aggravated_felon_yes_no",
        "Whether immigration law counts a conviction as an aggravated felony, and of which kind; despite its raw name it is not a yes or no. Published as `felon`.",
    ),
    ("processing_disposition", "How the agency processed the person, for instance by a notice to appear or by an expedited order."),
    (
        "case_category",
        "Legal track of the removal case when the release was drawn, with its code in brackets; missing where no case was opened.",
    ),
    (
        "toa_case_category",
        "Legal track of the removal case at the time of the arrest that followed; published as `arrest_time_case_category`.",
    ),
    (
        "toa_current_program",
        "Programme of the officer at the time of the arrest that followed; published as `arrest_time_current_program`.",
    ),
    (
        "apprehension_method",
        "How the person came into the agency's custody afterwards; missing for detainers that no recorded arrest followed.",
    ),
    ("final_order_yes_no", "Whether there is a final order of removal in the case when the release was drawn."),
    ("final_order_date", "Day of the final order of removal; it may lie decades before the detainer."),
    (
        "apprehension_date",
        "Day of an arrest of the person that the agency ties to the record; missing for most detainers, and it may lie before the detainer.",
    ),
    ("entry_date", "Day of the person's last entry; often an estimate or missing."),
    ("prior_felony_yes_no", "Box on the form: a prior felony conviction or charge. Missing is not the same as no."),
    ("multiple_prior_misd_yes_no", "Box on the form: three or more prior misdemeanour convictions. Missing is not the same as no."),
    (
        "violent_misdemeanor_yes_no",
        "Box on the form: a misdemeanour of violence, of driving under the influence or the like. Missing is not the same as no.",
    ),
    (
        "illegal_entry_yes_no",
        "Box on the form: a conviction of illegal entry. Missing is not the same as no; it is blank in some releases.",
    ),
    ("illegal_reentry_yes_no", "Box on the form: an illegal re-entry after a removal or return. Missing is not the same as no."),
    (
        "immigration_fraud_yes_no",
        "Box on the form: immigration fraud found by an officer or judge. Missing is not the same as no; it is blank in some releases.",
    ),
    (
        "significant_risk_yes_no",
        "Box on the form: a significant risk to national security, border security or public safety. It is the officer's judgement.",
    ),
    (
        "other_removal_reason_yes_no",
        "Box on the form: another reason for removal. Missing is not the same as no; it is blank in some releases.",
    ),
    ("other_removal_reason", "The other reason for removal in words; withheld by the publisher in every row known."),
    (
        "criminal_street_gang_yes_no",
        "Box on the form: participation in a criminal street gang. It is an allegation by the officer, not a conviction.",
    ),
    ("aggravated_felony_yes_no", "Box on the form: an aggravated felony in the sense of immigration law; not the same field as `felon`."),
    ("deportation_ordered_yes_no", "Box on the form: a final order of removal against the person is the basis of the detainer."),
    (
        "order_to_show_cause_served_yes_no",
        "Box on the form: charging documents were served, so that removal proceedings are pending. Published as `order_show_cause_served_yes_no`.",
    ),
    ("order_to_show_cause_served_date", "Day on which charging documents were served; blank in the releases known."),
    ("biometric_match_yes_no", "Box on the form: a match of fingerprints is the basis for probable cause that the person is removable."),
    ("statements_made_yes_no", "Box on the form: statements of the person, or other evidence, are the basis for probable cause."),
    ("unlawful_attempt_yes_no", "Box of older forms: an unlawful attempt to enter; blank in the releases known."),
    ("unlawful_entry_yes_no", "Box of older forms: an unlawful entry; blank in the releases known."),
    ("visa_yes_no", "Box of older forms about a visa; blank in the releases known, and its exact meaning is not documented."),
    (
        "federal_register_notice_yes_no",
        "Box on the form that the raw table names after a Federal Register notice and the published tables call `federal_interest_yes_no`; its exact meaning is not documented.",
    ),
    ("resume_custody_yes_no", "Box on the form: the agency wants custody again once the jail's own proceedings end."),
    (
        "detainer_lift_reason",
        "Why the detainer ended, for instance booked into detention or declined by the jail; missing while it stands, and where no reason was entered.",
    ),
    (
        "detainer_lift_reason_code",
        "Code of the reason for which the detainer ended; it can be present where the text is missing and the other way round.",
    ),
    ("active_investigation_yes_no", "Box on the form: an investigation whether the person is removable has been opened."),
    ("arrest_warrant_served_date", "Day on which a warrant of arrest in removal proceedings was served; missing for most rows."),
    (
        "detainer_type",
        "Which form was sent: a request to hold the person differs from one for notice of the release only. Rows of several forms for one person are common.",
    ),
    ("notify_release_request_yes_no", "Box on the form: the jail is asked to tell the agency before it releases the person."),
    ("tod_current_duty_site", "Office of the officer at the time of the detainer."),
    (
        "eid_dta_id",
        "Number of the detainer in the agency's system; withheld by the publisher in every row known, so detainers have no identifier of their own.",
    ),
    (
        "anonymized_identifier",
        "Stable code of a person, published as `unique_identifier`; missing far more often than in the other tables, so that links to arrests and detention are lower bounds.",
    ),
];
