//! Where the 94 district courts stand on a map of tiles: in the tile of their state or territory.

/// CM/ECF codes of the district courts, by code.
pub(crate) const DISTRICTS: [&str; 94] = [
    "akd", "almd", "alnd", "alsd", "ared", "arwd", "azd", "cacd", "caed", "cand", "casd", "cod", "ctd", "dcd", "ded", "flmd", "flnd",
    "flsd", "gamd", "gand", "gasd", "gud", "hid", "iand", "iasd", "idd", "ilcd", "ilnd", "ilsd", "innd", "insd", "ksd", "kyed", "kywd",
    "laed", "lamd", "lawd", "mad", "mdd", "med", "mied", "miwd", "mnd", "moed", "mowd", "msnd", "mssd", "mtd", "nced", "ncmd", "ncwd",
    "ndd", "ned", "nhd", "njd", "nmd", "nmid", "nvd", "nyed", "nynd", "nysd", "nywd", "ohnd", "ohsd", "oked", "oknd", "okwd", "ord",
    "paed", "pamd", "pawd", "prd", "rid", "scd", "sdd", "tned", "tnmd", "tnwd", "txed", "txnd", "txsd", "txwd", "utd", "vaed", "vawd",
    "vid", "vtd", "waed", "wawd", "wied", "wiwd", "wvnd", "wvsd", "wyd",
];

/// A district court within its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InState {
    /// Postal code of the state or territory.
    pub(crate) state: String,
    /// `N`, `E`, `S`, `W`, `M` or `C`; none if the state is one district.
    pub(crate) part: Option<char>,
}

/// The state of a district court; none for courts that are none of the 94.
pub(crate) fn in_state(code: &str) -> Option<InState> {
    if !DISTRICTS.contains(&code) {
        return None;
    }
    // The Northern Mariana Islands are written like a fourth district of New Mexico.
    if code == "nmid" {
        return Some(InState { state: "MP".to_owned(), part: None });
    }
    let (state, rest) = code.split_at_checked(2)?;
    let part = rest.strip_suffix('d').and_then(|part| part.chars().next()).map(|part| part.to_ascii_uppercase());
    Some(InState { state: state.to_ascii_uppercase(), part })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_district_is_in_its_state() {
        let mut states: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for code in DISTRICTS {
            let InState { state, part } = in_state(code).expect("a state");
            states.entry(state).or_default().push(part.map_or_else(|| "-".to_owned(), String::from));
        }
        let shown: Vec<String> = states.into_iter().map(|(state, parts)| format!("{state} {}", parts.concat())).collect();
        insta::assert_snapshot!(shown.join(", "), @"AK -, AL MNS, AR EW, AZ -, CA CENS, CO -, CT -, DC -, DE -, FL MNS, GA MNS, GU -, HI -, IA NS, ID -, IL CNS, IN NS, KS -, KY EW, LA EMW, MA -, MD -, ME -, MI EW, MN -, MO EW, MP -, MS NS, MT -, NC EMW, ND -, NE -, NH -, NJ -, NM -, NV -, NY ENSW, OH NS, OK ENW, OR -, PA EMW, PR -, RI -, SC -, SD -, TN EMW, TX ENSW, UT -, VA EW, VI -, VT -, WA EW, WI EW, WV NS, WY -");
        assert_eq!(in_state("nyeb"), None);
    }
}
