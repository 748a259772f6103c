//! What the rules of the two assault files of CBP have in common: populations and areas.

use domain::{Geography, Population, slug::segment};

use super::name;

/// The whole of CBP.
pub(super) fn nation() -> Population {
    name("us/dhs/cbp")
}

/// A component: the three that have a name of their own, or one that CBP adds later, by its label.
pub(super) fn component(label: &str) -> Population {
    let short = match label.to_ascii_lowercase().as_str() {
        "u.s. border patrol" => "usbp",
        "office of field operations" => "ofo",
        "air and marine operations" => "amo",
        _ => return name(&format!("us/dhs/cbp/{}", segment(label))),
    };
    name(&format!("us/dhs/cbp/{short}"))
}

/// An area of responsibility: a sector, a field office, or another office.
pub(super) fn area(label: &str) -> Geography {
    let ends = |suffix: &str| {
        let cut = label.len().checked_sub(suffix.len())?;
        let (head, tail) = (label.get(..cut)?, label.get(cut..)?);
        tail.eq_ignore_ascii_case(suffix).then_some(head)
    };
    match (ends(" sector"), ends(" field office")) {
        (Some(sector), _) => name(&format!("sector/{}", segment(sector))),
        (None, Some(office)) => name(&format!("field-office/{}", segment(office))),
        (None, None) => name(&format!("office/{}", segment(label))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_and_components_get_their_names() {
        let check = |label: &str, expected: &str| assert_eq!(area(label).as_str(), expected);
        check("Rio Grande Valley Sector", "sector/rio-grande-valley");
        check("San Diego Field Office", "field-office/san-diego");
        check("Training, Safety, And Standards Directorate", "office/training-safety-and-standards-directorate");
        check("Special Operations Group", "office/special-operations-group");
        check("Sector", "office/sector");
        check("Ñ Sector", "sector/unnamed");
        assert_eq!(component("U.S. Border Patrol").as_str(), "us/dhs/cbp/usbp");
        assert_eq!(component("Office of Trade").as_str(), "us/dhs/cbp/office-of-trade");
    }
}
