//! Administrative arrests: 25 fields.

use super::Described;

pub(super) const FIELDS: &[Described] = &[
    (
        "apprehension_date",
        "When the person was arrested or taken into the agency's custody; published as a day (`apprehension_date`) and as an instant (`apprehension_date_time`). \
         The time zone is not stated, and some instants are at exactly midnight because only a day was entered.",
    ),
    (
        "apprehension_type",
        "How the agency sorts the arrest: for instance custodial (taken over from a jail or prison), at-large (in the community) or collateral (somebody other than the \
         person looked for).",
    ),
    (
        "state",
        "State in which the arrest was made, as entered; often missing. Published as `apprehension_state_original`; `apprehension_state_filled_in` adds what the duty site tells.",
    ),
    ("county", "County in which the arrest was made, as entered; missing for a large share of rows, so counts by county are lower bounds."),
    (
        "toa_current_duty_aor",
        "Area of responsibility (field office) of the officer's duty site at the time of the arrest; offices cover several states, so it is no substitute for a state.",
    ),
    (
        "apprehension_final_program",
        "The agency's programme to which the arrest is credited in the end, which need not be the one whose officers made it.",
    ),
    (
        "arresting_agency",
        "Agency that made the arrest as recorded; arrests by other agencies are there only if this agency processed the person.",
    ),
    (
        "apprehension_method",
        "How the person came to be arrested, for instance located, or taken over from a local jail. `ERO Reprocessed Arrest` marks an entry for somebody who was \
         already arrested, so counting it as a new arrest counts the person twice.",
    ),
    (
        "apprehension_criminality",
        "The agency's three classes at the time of the arrest: convicted, pending charges, or other immigration violator. It says nothing of the kind of offence, \
         which may be a traffic or immigration offence.",
    ),
    (
        "case_status",
        "State of the person's removal case when the release was drawn, not at the time of the arrest; it changes between releases.",
    ),
    (
        "case_category",
        "Legal track of the removal case when the release was drawn, with its code in brackets, for instance expedited removal or reinstated order.",
    ),
    (
        "departure_country",
        "Country to which the person departed or was removed; missing while there is no departure. It need not be the country of citizenship.",
    ),
    ("final_order_yes_no", "Whether there is a final order of removal in the case when the release was drawn."),
    ("birth_date", "Date of birth; withheld by the publisher in every row known, so the field holds redaction marks and is dropped."),
    (
        "birth_year",
        "Year of birth. Impossible years such as 19 or 2091 are kept as they were entered; an age is only the difference of years and may be off by one.",
    ),
    ("citizenship_country", "Country of citizenship as the agency recorded it, which rests on documents or on what the person said."),
    ("gender", "Gender as recorded by the agency: Male, Female or Unknown."),
    (
        "departed_date",
        "Day on which the person left the country, if recorded by the time the release was drawn; missing also for those who left unrecorded.",
    ),
    ("final_order_date", "Day of the final order of removal; it may lie decades before the arrest."),
    (
        "apprehension_site_landmark",
        "Free text for the place of the arrest, such as a jail or a general area; spelled in many ways, and partly withheld with redaction marks.",
    ),
    (
        "operation",
        "Name of the enforcement operation, where one was entered; missing for nearly all rows, so its absence does not mean that there was none.",
    ),
    (
        "toa_current_duty_site",
        "Office of the officer at the time of the arrest; the state is filled in from this text, although an office can lie in another state than the arrest.",
    ),
    (
        "case_criminality",
        "The three classes of criminality as they stand for the case when the release was drawn; it can differ from the class at the arrest.",
    ),
    (
        "case_threat_level",
        "The agency's level of threat by convictions, 1 the most serious to 3. The text NA is a legal value and not the same as missing; missing mostly means no conviction.",
    ),
    (
        "anonymized_identifier",
        "Stable code of a person, published as `unique_identifier`; it links rows and tables of one release. Rows without it cannot be linked and are counted as one person each.",
    ),
];
