//! The closed lists of section 9: which values a field may have.

/// The values that a field may have, by its published name; `None` if it is no closed list.
pub(crate) fn of_field(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "gender" => Some(&GENDER),
        "marital_status" => Some(&MARITAL_STATUS),
        "ethnicity" => Some(&ETHNICITY),
        "apprehension_criminality"
        | "case_criminality"
        | "detainer_prepared_criminality"
        | "detainer_criminality"
        | "book_in_criminality" => Some(&CRIMINALITY),
        "case_status" => Some(&CASE_STATUS),
        "case_category" | "arrest_time_case_category" | "toa_case_category" => Some(&CASE_CATEGORY),
        // Despite its name it is not a yes or no.
        "felon" | "aggravated_felon_yes_no" => Some(&FELON),
        "case_threat_level" | "detainer_prep_threat_level" | "detainer_threat_level" => Some(&THREAT_LEVEL),
        name if name.ends_with("_yes_no") => Some(&YES_NO),
        _ => None,
    }
}

const GENDER: [&str; 3] = ["Male", "Female", "Unknown"];
const MARITAL_STATUS: [&str; 6] = ["Single", "Married", "Unknown", "Divorced", "Separated", "Widowed"];
const ETHNICITY: [&str; 3] = ["Hispanic Origin", "Not of Hispanic Origin", "Unknown"];
const CRIMINALITY: [&str; 3] = ["1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator"];
const YES_NO: [&str; 2] = ["NO", "YES"];
const FELON: [&str; 4] = ["Not an Aggravated Felon", "Drugs", "Other", "Both (drug and other agg felon convictions)"];
/// The text `NA` is one of the levels.
const THREAT_LEVEL: [&str; 4] = ["1", "2", "3", "NA"];

const CASE_STATUS: [&str; 15] = [
    "ACTIVE",
    "8-Excluded/Removed - Inadmissibility",
    "6-Deported/Removed - Deportability",
    "3-Voluntary Departure Confirmed",
    "A-Proceedings Terminated",
    "B-Relief Granted",
    "9-VR Witnessed",
    "E-Charging Document Canceled by ICE",
    "0-Withdrawal Permitted - I-275 Issued",
    "5-Title 50 Expulsion",
    "7-Died",
    "8-Excluded/Deported/Removed",
    "10-USC Prosecution Case Closed",
    "L-Legalization - Permanent Residence Granted",
    "Z-SAW - Permanent Residence Granted",
];

const CASE_CATEGORY: [&str; 32] = [
    "[8F] Expedited Removal",
    "[16] Reinstated Final Order",
    "[8B] Excludable / Inadmissible - Under Adjudication by IJ",
    "[2A] Deportable - Under Adjudication by IJ",
    "[8C] Excludable / Inadmissible - Administrative Final Order Issued",
    "[3] Deportable - Administratively Final Order",
    "[8G] Expedited Removal - Credible Fear Referral",
    "[10] Visa Waiver Deportation / Removal",
    "[11] Administrative Deportation / Removal",
    "[12] Judicial Deportation / Removal",
    "[13] Section 250 Removal",
    "[14] Crewmen, Stowaways, S-Visa Holders, 235(c) Cases",
    "[15] Terrorist Court Case (Title 5)",
    "[17] USC Prosecution Case",
    "[1A] Voluntary Departure - Un-Expired and Un-Extended Departure Period",
    "[1B] Voluntary Departure - Extended Departure Period",
    "[1C] Expired Voluntary Departure Period - Referred to Investigation",
    "[2B] Deportable - Under Adjudication by BIA",
    "[5A] Referred for Investigation - No Show for Hearing - No Final Order",
    "[5B] Removable - ICE Fugitive",
    "[5C] Relief Granted - Withholding of Deportation / Removal",
    "[5D] Final Order of Deportation / Removal - Deferred Action Granted",
    "[5E] Relief Granted - Extended Voluntary Departure",
    "[5F] Unable to Obtain Travel Document",
    "[8A] Excludable / Inadmissible - Hearing Not Commenced",
    "[8D] Excludable / Inadmissible - Under Adjudication by BIA",
    "[8E] Inadmissible - ICE Fugitive",
    "[8H] Expedited Removal - Status Claim Referral",
    "[8I] Inadmissible - ICE Fugitive - Expedited Removal",
    "[8K] Expedited Removal Terminated due to Credible Fear Finding / NTA Issued",
    "[9] VR Under Safeguards",
    "[H] Historical Category For Migration Only",
];
