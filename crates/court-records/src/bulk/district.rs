//! Districts as the court has them, as the Federal Judicial Center codes them, and as the U.S. attorneys do.

use std::fmt;

use super::field::Code;

/// Code of CM/ECF for each district court, with the district code of the Federal Judicial Center.
const COURTS: &[(&str, &str)] = &[
    ("akd", "7-"),
    ("almd", "27"),
    ("alnd", "26"),
    ("alsd", "28"),
    ("ared", "60"),
    ("arwd", "61"),
    ("azd", "70"),
    ("cacd", "73"),
    ("caed", "72"),
    ("cand", "71"),
    ("casd", "74"),
    ("cod", "82"),
    ("ctd", "05"),
    ("dcd", "90"),
    ("ded", "11"),
    ("flmd", "3A"),
    ("flnd", "29"),
    ("flsd", "3C"),
    ("gamd", "3G"),
    ("gand", "3E"),
    ("gasd", "3J"),
    ("gud", "93"),
    ("hid", "75"),
    ("iand", "62"),
    ("iasd", "63"),
    ("idd", "76"),
    ("ilcd", "53"),
    ("ilnd", "52"),
    ("ilsd", "54"),
    ("innd", "55"),
    ("insd", "56"),
    ("ksd", "83"),
    ("kyed", "43"),
    ("kywd", "44"),
    ("laed", "3L"),
    ("lamd", "3N"),
    ("lawd", "36"),
    ("mad", "01"),
    ("mdd", "16"),
    ("med", "00"),
    ("mied", "45"),
    ("miwd", "46"),
    ("mnd", "64"),
    ("moed", "65"),
    ("mowd", "66"),
    ("msnd", "37"),
    ("mssd", "38"),
    ("mtd", "77"),
    ("nced", "17"),
    ("ncmd", "18"),
    ("ncwd", "19"),
    ("ndd", "68"),
    ("ned", "67"),
    ("nhd", "02"),
    ("njd", "12"),
    ("nmd", "84"),
    ("nmid", "94"),
    ("nvd", "78"),
    ("nyed", "07"),
    ("nynd", "06"),
    ("nysd", "08"),
    ("nywd", "09"),
    ("ohnd", "47"),
    ("ohsd", "48"),
    ("oked", "86"),
    ("oknd", "85"),
    ("okwd", "87"),
    ("ord", "79"),
    ("paed", "13"),
    ("pamd", "14"),
    ("pawd", "15"),
    ("prd", "04"),
    ("rid", "03"),
    ("scd", "20"),
    ("sdd", "69"),
    ("tned", "49"),
    ("tnmd", "50"),
    ("tnwd", "51"),
    ("txed", "40"),
    ("txnd", "39"),
    ("txsd", "41"),
    ("txwd", "42"),
    ("utd", "88"),
    ("vaed", "22"),
    ("vawd", "23"),
    ("vid", "91"),
    ("vtd", "10"),
    ("waed", "80"),
    ("wawd", "81"),
    ("wied", "57"),
    ("wiwd", "58"),
    ("wvnd", "24"),
    ("wvsd", "25"),
    ("wyd", "89"),
];

/// A district: the court's code where the publisher's own code is known, else that code as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum District {
    /// The district court, by its code in CM/ECF: `nysd`.
    Court(&'static str),
    /// No district that is known here.
    Unlisted(Code<10>),
    /// The district is missing.
    Unknown,
}

impl District {
    /// The district with this code of the Federal Judicial Center: `08` is `nysd`.
    pub fn of_judicial_center(code: Code<10>) -> Self {
        let written = code.as_str();
        let court = COURTS.iter().find(|(_, listed)| *listed == written);
        court.map_or(Self::Unlisted(code), |(court, _)| Self::Court(court))
    }

    /// The district with this code of the U.S. attorneys: `NYS` is `nysd`. Their codes are those of the courts without the `d` for district.
    pub fn of_attorneys(code: Code<10>) -> Self {
        let written = code.as_str();
        let is_court = |court: &str| court.strip_suffix('d').is_some_and(|stem| stem.eq_ignore_ascii_case(written));
        let court = COURTS.iter().find(|(court, _)| is_court(court));
        court.map_or(Self::Unlisted(code), |(court, _)| Self::Court(court))
    }
}

impl fmt::Display for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Court(court) => f.write_str(court),
            Self::Unlisted(code) => write!(f, "?{code}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_publishers_lead_to_the_same_courts() {
        let code = |text: &str| Code::read(text.as_bytes()).expect("a code");
        assert_eq!(COURTS.len(), 94);
        for (judicial, attorneys, court) in
            [("08", "NYS", "nysd"), ("7-", "AK", "akd"), ("3L", "LAE", "laed"), ("94", "NMI", "nmid"), ("90", "DC", "dcd")]
        {
            assert_eq!(District::of_judicial_center(code(judicial)), District::Court(court));
            assert_eq!(District::of_attorneys(code(attorneys)), District::Court(court));
        }
        assert_eq!(District::of_judicial_center(code("99")).to_string(), "?99");
    }
}
