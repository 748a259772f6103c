//! Chance, and the few words of which adversarial releases are made: each has a trap in it, and there are few, so that they meet.

use super::{
    calendar::write_instant,
    columns::Kind,
    table::{MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_SECOND},
};

/// The generator of random numbers called splitmix64.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, Value>(&mut self, values: &'a [Value]) -> &'a Value {
        &values[self.below(values.len())]
    }
}

/// What the cells of one column are like in one release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Text: a few words, marks and blanks. Numbers: numbers, and text that is one or none.
    Mixed,
    Empty,
    Words,
    NoBreakSpaces,
    NaOnly,
    Marks,
    MarksAndBlanks,
    BlankedMarks,
    MarksAndNa,
    MarksButOne,
    Times,
    Midnights,
    MostlyMidnights,
    OneTime,
    EarlySerials,
    Fractions,
}

/// Styles under which a column can vanish.
pub(crate) fn any_style(kind: Kind, chance: &mut Chance) -> Style {
    use Style::{BlankedMarks, Empty, Marks, MarksAndBlanks, MarksAndNa, MarksButOne, Mixed, NaOnly, NoBreakSpaces, Words};
    match kind {
        Kind::Text => *chance.pick(&[
            Mixed,
            Mixed,
            Mixed,
            Mixed,
            Mixed,
            Mixed,
            Empty,
            NoBreakSpaces,
            NaOnly,
            Marks,
            MarksAndBlanks,
            BlankedMarks,
            MarksAndNa,
            MarksButOne,
        ]),
        Kind::Number => *chance.pick(&[Mixed, Mixed, Mixed, Mixed, Empty, Words]),
        Kind::Date if chance.percent(25) => *chance.pick(&[Empty, Words]),
        Kind::Date => lasting_style(kind, chance),
    }
}

/// Styles under which a column stays.
pub(crate) fn lasting_style(kind: Kind, chance: &mut Chance) -> Style {
    use Style::{EarlySerials, Fractions, Midnights, MostlyMidnights, OneTime, Times};
    match kind {
        Kind::Text | Kind::Number => Style::Mixed,
        Kind::Date => *chance.pick(&[Times, Times, Midnights, Midnights, MostlyMidnights, OneTime, OneTime, EarlySerials, Fractions]),
    }
}

/// Words that sort otherwise by locale or by UTF-16, that want trimming or quoting, or that look like something else.
const TEXTS: [&str; 26] = [
    "A",
    "a",
    "B",
    "Z",
    "z",
    "É",
    "é",
    "Ａ",
    "𝔸",
    "NA",
    "NA",
    "1",
    "10",
    "9",
    " A ",
    "\tB\r\n",
    "\u{a0}A",
    "A\u{a0}B",
    "A\nB",
    "say \"no\", twice",
    "-",
    "",
    "",
    "  ",
    "b(6), b(7)C",
    "b(6), b(7)c",
];
const MARKS: [&str; 10] = [
    "b(6), b(7)C",
    "b(6), b(7)c",
    "B(6), B(7)C",
    "(b)(6), (b)(7)(C)",
    "(B)(6)",
    "(b)(5)",
    " b(7)E ",
    " b(6), b(7)C ",
    "Annex (b) Hold",
    "b(6)",
];
const NUMBERS: [&str; 13] = ["30", "30", " 45 ", "1e2", "LIFE", "", "0", "-5", "2.5", "12 MONTHS", "inf", "NaN", "UNKNOWN"];
const AMOUNTS: [&str; 8] = ["500", "1500", "1500", "3000", "7500.5", "", "", "LIFE"];
const YEARS: [&str; 9] = ["1985", "1985.5", "1984.9", "-3.7", "19", "2091", "", " 1990 ", "1990"];
const WORDS: [&str; 7] = ["2021-05-06", "2021-05-06 10:00", "N/A", "05/19/209", "UNK", "b(6), b(7)C", "13/45/2019"];
const EARLY_SERIALS: [&str; 7] = ["1", "59", "59.5", "60", "61", "0.5", ""];
const FRACTIONS: [&str; 6] = ["45000.00000000069", "45000.0000000004", "45000.5", "45000", "45000.25001157407", ""];
const METHODS: [&str; 7] =
    ["Located", "Located", "ERO Reprocessed Arrest", "ERO Reprocessed Arrest", "ero reprocessed arrest", "", "b(6), b(7)C"];
const STATES: [&str; 8] = ["TEXAS", "Texas", "", "", "", "", "b(6), b(7)C", "(b)(6), (b)(7)(C)"];
const FACILITY_NAMES: [&str; 4] = ["FAC A", "FAC B", "FAC É", ""];

/// Sites of rule 3.2, and other traps.
const SITES: [&str; 36] = [
    "Harlingen, TX, Docket Control Office",
    "LA Field Office",
    "Operations in Texas",
    "New Mexico Transit - or Hold",
    "Washington DC HQ",
    "West Virginia Sub-Office",
    "Arkansas City Annex",
    "GU-Hagatna",
    "TX_Hold",
    "TX2 Annex",
    "ARKANSASCITY",
    "Cañon City, CO",
    "chicago, il, sub office",
    "St Paul (MN)",
    "Virgin Islands Hold",
    "Boston MA/NH",
    "Docket Control",
    "New York City",
    "Texas and Ohio Hold",
    "Can\u{303}on TX\u{301} Annex, Utah",
    "TX\u{301}",
    "\u{bf}CA?",
    "Ciudad Juárez",
    "México, AÑO",
    "ÉTX",
    "TXÉ Ohio",
    "Ohio_2 Guam",
    "2TX Maine",
    "٣TX",
    "FM / MP",
    "Northern Mariana Islands",
    "NEW  MEXICO",
    "straße de",
    "Federated States of Micronesia",
    "",
    "b(6), b(7)c",
];

/// Codes of facilities: the last one is unknown to the table of facilities.
const CODES: [&str; 5] = ["AAAAATX", "BBBBBNM", "CCCCCCA", "aaaaatx", "UNKNOWN"];

/// Code, name, city, state, county; codes may come twice.
pub(crate) const FACILITIES: [[&str; 5]; 6] = [
    ["AAAAATX", "FAC A", "Town 1", "TX", "County 1"],
    ["BBBBBNM", "FAC B", "Town 2", "NM", ""],
    ["AAAAATX", "FAC A", "DUPTOWN", "LA", ""],
    ["CCCCCCA", "FAC É", "Cañon City", "CA", "County É"],
    ["aaaaatx", "FAC A", "town 4", "", "County 4"],
    ["CCCCCCA", "FAC B", "", "CA", ""],
];

/// Persons: `noid_` sorts among them.
pub(crate) fn persons(number: usize) -> Vec<String> {
    const FIRST: [&str; 8] = ["m", "z", "A", "a", "é", "𝔸", "Ａ", "noi"];
    (0..number).map(|at| if at < FIRST.len() { FIRST[at].to_owned() } else { format!("p{at}") }).collect()
}

/// A cell of text by the name of its column.
pub(crate) fn text(column: &str, style: Style, persons: &[String], chance: &mut Chance) -> String {
    let words: &[&str] = match style {
        Style::Empty => &["", "  ", "\t"],
        Style::NoBreakSpaces => &["\u{a0}", " \u{a0} ", ""],
        Style::NaOnly => &["NA", " NA ", ""],
        Style::MarksAndBlanks if chance.percent(50) => &["", " "],
        Style::BlankedMarks => &["b(6), b(7)C", "b(6), b(7)c"],
        Style::MarksAndNa if chance.percent(50) => &["NA"],
        Style::Marks | Style::MarksButOne | Style::MarksAndBlanks | Style::MarksAndNa => &MARKS,
        _ => match column {
            "Anonymized Identifier" => return person(persons, chance),
            "Apprehension Method" => &METHODS,
            "State" => &STATES,
            "TOA Current Duty Site" => &SITES,
            "Detention Facility" => &FACILITY_NAMES,
            "Detention Facility Code" if chance.percent(5) => &["", "b(6), b(7)C", "(b)(5)"],
            "Detention Facility Code" => &CODES,
            _ if chance.percent(8) => &MARKS,
            _ => &TEXTS,
        },
    };
    (*chance.pick(words)).to_owned()
}

fn person(persons: &[String], chance: &mut Chance) -> String {
    if chance.percent(10) {
        return (*chance.pick(&["", "", "", "  ", "b(6), b(7)C", "b(6), b(7)c", "(b)(6), (b)(7)(C)"])).to_owned();
    }
    let person = chance.pick(persons);
    if chance.percent(3) { format!(" {person} ") } else { person.clone() }
}

/// A cell of a number column.
pub(crate) fn number(column: &str, style: Style, chance: &mut Chance) -> String {
    let words: &[&str] = match (style, column) {
        (Style::Empty, _) => &[""],
        (Style::Words, _) => &["LIFE", "UNKNOWN", "", "inf", "12 MONTHS"],
        (_, "Birth Year") => &YEARS,
        (_, "Bond Posted Amount" | "Initial Bond Set Amount") => &AMOUNTS,
        _ => &NUMBERS,
    };
    (*chance.pick(words)).to_owned()
}

/// A cell of a date column.
pub(crate) fn date(style: Style, base: i64, chance: &mut Chance) -> String {
    if chance.percent(10) {
        return (*chance.pick(&["", "", WORDS[0], WORDS[2]])).to_owned();
    }
    let midnight = base + MICROS_PER_DAY * chance.pick(&[-1, 0, 1, 2]);
    match style {
        Style::Empty => String::new(),
        Style::Words => (*chance.pick(&WORDS)).to_owned(),
        Style::EarlySerials => (*chance.pick(&EARLY_SERIALS)).to_owned(),
        Style::Fractions => (*chance.pick(&FRACTIONS)).to_owned(),
        Style::Times => instant(hours(base, &[0, 6, 12, 24], chance), chance),
        Style::MostlyMidnights if chance.percent(15) => instant(hours(base, &[6, 12], chance), chance),
        _ => instant(midnight, chance),
    }
}

/// Some of the hours after `base`, to the second or one second beside.
pub(crate) fn hours(base: i64, hours: &[i64], chance: &mut Chance) -> i64 {
    base + MICROS_PER_HOUR * *chance.pick(hours) + MICROS_PER_SECOND * *chance.pick(&[0, 0, 0, 0, 0, 0, -1, 1])
}

/// An instant as a date cell or, now and then, as a plain number.
pub(crate) fn instant(micros: i64, chance: &mut Chance) -> String {
    if !chance.percent(12) {
        return write_instant(micros);
    }
    let days = micros.div_euclid(MICROS_PER_DAY);
    let of_day = micros.rem_euclid(MICROS_PER_DAY);
    format!("{}", (days + 25_569) as f64 + of_day as f64 / MICROS_PER_DAY as f64)
}
