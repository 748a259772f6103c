//! Facts about the United States Code and about dockets that the grammar has to know, because the texts alone do not decide.

/// The letter of a section whose name ends in a letter, as the code spells it.
///
/// The Administrative Office writes subsections without parentheses and in capitals: `922G.F` is § 922(g). Where a letter belongs to the
/// section's own name (`1028A.F`, aggravated identity theft), only knowing the code tells. Where both readings are charged, `1324A` for one,
/// the subsection is the usual one and the section is not listed here.
pub(super) fn letter_of_section(title: Option<u8>, number: u32, letter: char) -> Option<char> {
    const UPPER: &[(u32, &str)] = &[
        (39, "A"),
        (229, "A"),
        (798, "A"),
        (1028, "A"),
        (1466, "A"),
        (1514, "A"),
        (2252, "ABC"),
        (2257, "A"),
        (2258, "ABCDE"),
        (2260, "A"),
        (2261, "A"),
        (2319, "ABC"),
        (2339, "ABCD"),
        (2421, "A"),
        (3663, "A"),
    ];
    const LOWER: &[(u32, &str)] = &[(175, "abc"), (2280, "a"), (2281, "a"), (2332, "abdfghi")];
    let listed = |list: &[(u32, &str)], spelled: char| list.iter().any(|(listed, letters)| *listed == number && letters.contains(spelled));
    let (upper, lower) = (letter.to_ascii_uppercase(), letter.to_ascii_lowercase());
    match (title?, number) {
        (18, _) if listed(UPPER, upper) => Some(upper),
        (18, _) if listed(LOWER, lower) => Some(lower),
        // Titles whose numbers carry whole alphabets of sections: campaign finance, pesticides, securities, consumer credit, public health.
        (2, 441) | (7, 136) | (15, 77..=80 | 1681 | 1692) | (42, 300 | 1320 | 1395 | 1396 | 1437 | 1973 | 2000) => Some(lower),
        (21, 860) if lower == 'a' => Some(lower),
        _ => None,
    }
}

/// Whether the first parentheses after the section hold a number, as in § 401(3). After other sections `(1)` at the end of a docket's text is
/// the number of the count.
pub(super) fn is_divided_by_number(title: Option<u8>, number: u32) -> bool {
    matches!((title, number), (Some(18), 7 | 152 | 401 | 1114 | 1344 | 1348 | 1621 | 1961) | (Some(26), 7206))
}

/// Sections of title 18 with two digits that are charged; `18:13` within a text is one of them, `18:11` is a time of day.
pub(super) fn is_charged_section_of_two_digits(title: u8, number: u32) -> bool {
    title == 18 && matches!(number, 13 | 32 | 33 | 35..=38 | 41..=43 | 46..=49)
}

/// Words after a number that make it a quantity and no section.
pub(super) const UNITS: &[&str] = &[
    "g",
    "gm",
    "gms",
    "gram",
    "grams",
    "kg",
    "kgs",
    "kilo",
    "kilos",
    "kilogram",
    "kilograms",
    "mg",
    "milligrams",
    "lb",
    "lbs",
    "pound",
    "pounds",
    "oz",
    "ounce",
    "ounces",
    "ton",
    "tons",
    "ct",
    "cts",
    "count",
    "counts",
    "yr",
    "yrs",
    "year",
    "years",
    "month",
    "months",
    "day",
    "days",
    "hour",
    "hours",
    "plant",
    "plants",
    "pill",
    "pills",
    "tablet",
    "tablets",
    "round",
    "rounds",
    "unit",
    "units",
    "dollars",
    "image",
    "images",
    "mile",
    "miles",
    "caliber",
    "cal",
    "mm",
    "time",
    "times",
    "firearm",
    "firearms",
    "person",
    "persons",
    "people",
    "officer",
    "officers",
    "victim",
    "victims",
];

/// Endings that make a number an ordinal.
pub(super) const ORDINALS: &[&str] = &["st", "nd", "rd", "th"];

/// Words before or after `18:11` that make it a time of day.
pub(super) const BEFORE_A_TIME: &[&str] = &[
    "at",
    "by",
    "from",
    "to",
    "until",
    "till",
    "time",
    "around",
    "approximately",
    "about",
    "between",
    "before",
    "after",
    "began",
    "ended",
];
/// Words after `18:11` that make it a time of day.
pub(super) const AFTER_A_TIME: &[&str] =
    &["am", "pm", "a", "p", "hours", "hrs", "hr", "h", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"];

/// Types of cases as they stand in docket numbers: `3:18-cr-00111`.
pub(super) const DOCKET_TYPES: &[&str] = &[
    "cr", "cv", "mj", "mc", "po", "m", "gj", "sw", "mi", "mb", "md", "ad", "ap", "bk", "pt", "tp", "xr", "fp", "rj", "at", "ct", "cm",
    "ms", "mg",
];
