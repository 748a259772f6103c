//! The parts of the Department of Homeland Security, as OPM calls them.

use domain::{Population, slug::segment};

use super::name;

/// The population of a sub-agency: the four that comparisons ask for by their short names, all others by the publisher's name.
///
/// Names are matched whole, without regard to case and to a leading `U.S.`, which OPM writes for some and leaves out for others.
pub(crate) fn sub_agency(label: &str) -> Population {
    let upper = label.trim().to_uppercase();
    let upper = upper.strip_prefix("U.S. ").or_else(|| upper.strip_prefix("US ")).unwrap_or(&upper);
    let short = match upper {
        "IMMIGRATION AND CUSTOMS ENFORCEMENT" => "ice",
        "CUSTOMS AND BORDER PROTECTION" => "cbp",
        "SECRET SERVICE" => "usss",
        "TRANSPORTATION SECURITY ADMINISTRATION" => "tsa",
        _ => return name(&format!("us/dhs/{}", segment(label))),
    };
    name(&format!("us/dhs/{short}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_matched_whole_and_others_keep_their_name() {
        let check = |label: &str, expected: &str| assert_eq!(sub_agency(label).as_str(), expected);
        check("IMMIGRATION AND CUSTOMS ENFORCEMENT", "us/dhs/ice");
        check("U.S. Immigration and Customs Enforcement", "us/dhs/ice");
        check("U.S. SECRET SERVICE", "us/dhs/usss");
        check("U.S. COAST GUARD", "us/dhs/us-coast-guard");
        check("OFFICE OF THE INSPECTOR GENERAL", "us/dhs/office-of-the-inspector-general");
        check("***", "us/dhs/unnamed");
    }
}
