//! Detention stints: 53 fields.

use super::Described;

pub(super) const FIELDS: &[Described] = &[
    (
        "stay_book_in_date_time",
        "When the whole stay in detention began, repeated on every stint of it; with the identifier of the person it makes `stay_ID`. The time zone is not stated.",
    ),
    ("book_in_date_time", "When the person was booked into this facility; several stints make a stay."),
    (
        "detention_facility",
        "Name of the facility, which may be a hold room, a hospital, a jail or a detention centre; one facility can bear several names over time.",
    ),
    (
        "book_out_date_time",
        "When the person was booked out of this facility; missing while the stint was open when the release was drawn, and sometimes missing without a reason.",
    ),
    (
        "stay_book_out_date_time",
        "When the whole stay ended, repeated on every stint of it; missing while the person was still detained when the release was drawn.",
    ),
    (
        "detention_release_reason",
        "Why the stint ended; `Transferred` means that the stay goes on elsewhere. It is spelled in upper and lower case.",
    ),
    (
        "stay_book_out_date",
        "Day on which the whole stay ended, a second form of the end of the stay; missing while the person was still detained.",
    ),
    (
        "stay_release_reason",
        "Why the whole stay ended, for instance removed, bonded out, or died; missing while the person was still detained.",
    ),
    ("religion", "Religion as entered; mostly missing, spelled in many ways and languages, and partly withheld with redaction marks."),
    ("gender", "Gender as recorded by the agency: Male, Female or Unknown."),
    ("marital_status", "Marital status as recorded by the agency."),
    (
        "ethnicity",
        "Whether of Hispanic origin, as recorded by the agency; missing for more than half of the rows, so shares among those present do not hold for all.",
    ),
    ("birth_country", "Country of birth as the agency recorded it."),
    ("citizenship_country", "Country of citizenship as the agency recorded it, which rests on documents or on what the person said."),
    ("entry_status", "Status or manner of the person's last entry, as a class of admission or as entry without inspection (EWI)."),
    ("known_terrorist_yes_no", "Whether the person is marked as a known terrorist; withheld by the publisher in every row known."),
    (
        "suspected_gang_yes_no",
        "Whether the person is suspected of belonging to a gang; withheld by the publisher wherever it is not missing.",
    ),
    (
        "msc_charge",
        "Offence of the most serious conviction in the agency's own wording; missing where none is recorded, which is most rows.",
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
    (
        "msc_charge_code",
        "Code of the offence of the most serious conviction, of four digits with leading zeros; published as `most_serious_conviction_code`.",
    ),
    (
        "aggravated_felon_yes_no",
        "Whether immigration law counts a conviction as an aggravated felony, and of which kind; despite its raw name it is not a yes or no. Published as `felon`.",
    ),
    (
        "offense_ina_236c_yes_no",
        "Whether an offence falls under section 236(c) of the Immigration and Nationality Act, which makes detention mandatory.",
    ),
    (
        "case_ina_236c_yes_no",
        "Whether the case falls under section 236(c) of the Immigration and Nationality Act, which makes detention mandatory.",
    ),
    ("bond_posted_date", "Day on which a bond was posted; `bond_posted_date_earliest_seen` is the earliest over the rows of a stint."),
    (
        "bond_posted_amount",
        "Amount of the bond that was posted, in dollars; `bond_posted_amount_lowest_seen` is the lowest over the rows of a stint.",
    ),
    ("case_status", "State of the person's removal case when the release was drawn, not during the stint."),
    ("case_category", "Legal track of the removal case when the release was drawn, with its code in brackets."),
    ("final_order_yes_no", "Whether there is a final order of removal in the case when the release was drawn."),
    ("final_order_date", "Day of the final order of removal; it may lie decades before the stay, or after the stint."),
    (
        "case_threat_level",
        "The agency's level of threat by convictions, 1 the most serious to 3. The text NA is a legal value and not the same as missing; missing mostly means no conviction.",
    ),
    (
        "detainee_classification",
        "Security class of the detained person, from Low to High, by which facilities house people; it is no measure of guilt.",
    ),
    (
        "final_charge",
        "Section of immigration law under which the person is charged as removable; partly withheld with redaction marks in a spelling that stays as text.",
    ),
    ("departed_date", "Day on which the person left the country, if recorded by the time the release was drawn."),
    (
        "departure_country",
        "Country to which the person departed or was removed; missing while there is no departure. It need not be the country of citizenship.",
    ),
    ("initial_bond_set_amount", "Amount of the bond that was set first, in dollars; several rows of one stint can differ in it alone."),
    (
        "initial_bond_set_date",
        "When the first bond was set; `initial_bond_set_date_earliest_seen` is the earliest over the rows of a stint.",
    ),
    (
        "detention_facility_code",
        "The agency's code of the facility, more reliable than its name; city, state and county are looked up by it in a table that is not ICE's, and unknown codes have none.",
    ),
    ("birth_date", "Date of birth; withheld by the publisher in every row known."),
    (
        "birth_year",
        "Year of birth. Impossible years such as 19 or 2091 are kept as they were entered; an age is only the difference of years and may be off by one.",
    ),
    (
        "book_in_criminality",
        "The agency's three classes at the book-in: convicted, pending charges, or other immigration violator. It says nothing of the kind of offence.",
    ),
    ("race", "Race as recorded by the agency; blank in the releases known."),
    ("entry_date", "Day of the person's last entry; often an estimate, and missing for about half of the rows."),
    ("apprehension_final_program", "The agency's programme to which the arrest before the stay is credited; published as `final_program`."),
    ("msc_charge_date", "Day of the charge that led to the most serious conviction."),
    ("msc_conviction_date", "Day of the most serious conviction."),
    ("msc_criminal_charge_status", "How the charge of the most serious conviction stands, for instance convicted, pending or dismissed."),
    ("msc_criminal_charge_status_code", "Code of how the charge of the most serious conviction stands."),
    ("msc_crime_class", "Class of the offence of the most serious conviction; blank in the releases known."),
    ("book_in_site", "Office that booked the person in; partly withheld with redaction marks."),
    (
        "book_in_aor",
        "Area of responsibility (field office) that booked the person in, which need not be the one in which the facility lies.",
    ),
    (
        "anonymized_identifier",
        "Stable code of a person, published as `unique_identifier`; it links stints to stays and to arrests. Stints without it belong to no stay.",
    ),
];
