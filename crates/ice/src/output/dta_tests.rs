//! Tests of Stata's files, with a reader that knows nothing of the writer.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::output::{
    Format,
    samples::{Sample, any_text, bytes, coded, dates, every_type, instants, integers, numbers, texts},
};

/// A file, by the places that its map gives.
struct Dta {
    bytes: Vec<u8>,
    map: Vec<usize>,
}

/// A variable.
struct Variable {
    kind: u16,
    name: String,
    format: String,
    label: String,
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn string(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8(bytes[..end].to_vec()).expect("UTF-8")
}

impl Dta {
    fn of(table: &Sample) -> Self {
        let bytes = bytes(Format::Dta, table);
        let map = bytes.windows(5).position(|window| window == b"<map>").expect("a map");
        let map: Vec<usize> = (0..14).map(|place| number(&bytes[map + 5 + 8 * place..][..8])).collect();
        assert_eq!((map[0], map[13]), (0, bytes.len()));
        Self { bytes, map }
    }

    /// What stands between the tags of the section at a place of the map.
    fn section(&self, place: usize, tag: &str) -> &[u8] {
        let section = &self.bytes[self.map[place]..self.map[place + 1]];
        let inner = section.strip_prefix(format!("<{tag}>").as_bytes()).expect("begins with its tag");
        inner.strip_suffix(format!("</{tag}>").as_bytes()).expect("ends with its tag")
    }

    fn variables(&self) -> Vec<Variable> {
        let strings = |place, tag, width| self.section(place, tag).chunks(width).map(string).collect::<Vec<_>>();
        let kinds = self.section(2, "variable_types").chunks(2).map(|kind| u16::try_from(number(kind)).expect("a type"));
        let texts = strings(3, "varnames", 129).into_iter().zip(strings(5, "formats", 57)).zip(strings(7, "variable_labels", 321));
        kinds.zip(texts).map(|(kind, ((name, format), label))| Variable { kind, name, format, label }).collect()
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let variables = self.variables();
        let width = |variable: &Variable| match variable.kind {
            text @ 1..=2045 => usize::from(text),
            32_768 | 65_526 => 8,
            65_528 => 4,
            65_530 => 1,
            other => panic!("type {other}"),
        };
        let data = self.section(9, "data");
        let line: usize = variables.iter().map(width).sum();
        let row = |mut row: &[u8]| {
            let cell = |variable: &Variable| {
                let (cell, rest) = row.split_at(width(variable));
                row = rest;
                self.cell(variable.kind, cell)
            };
            variables.iter().map(cell).collect()
        };
        data.chunks(line).map(row).collect()
    }

    fn cell(&self, kind: u16, cell: &[u8]) -> String {
        match kind {
            1..=2045 => string(cell),
            32_768 => self.long_text(number(&cell[..2]), number(&cell[2..])),
            65_526 => match u64::from_le_bytes(cell.try_into().expect("8 bytes")) {
                0x7FE0_0000_0000_0000 => ".".to_owned(),
                bits => format!("{:?}", f64::from_bits(bits)),
            },
            65_528 => match i32::from_le_bytes(cell.try_into().expect("4 bytes")) {
                2_147_483_621 => ".".to_owned(),
                number => number.to_string(),
            },
            _ => match cell[0] {
                101 => ".".to_owned(),
                number => number.to_string(),
            },
        }
    }

    fn long_text(&self, variable: usize, row: usize) -> String {
        let mut rest = self.section(10, "strls");
        while !rest.is_empty() {
            assert_eq!((&rest[..3], rest[15]), (&b"GSO"[..], 130));
            let length = number(&rest[16..20]);
            let (text, after) = rest[20..].split_at(length);
            if (number(&rest[3..7]), number(&rest[7..15])) == (variable, row) {
                return String::from_utf8(text.strip_suffix(b"\0").expect("an end").to_vec()).expect("UTF-8");
            }
            rest = after;
        }
        assert_eq!((variable, row), (0, 0), "only missing text has no place");
        String::new()
    }
}

fn told(table: &Sample) -> String {
    let dta = Dta::of(table);
    let mut told = String::new();
    for variable in dta.variables() {
        let Variable { kind, name, format, label } = variable;
        writeln!(told, "{kind} {name} {format} {label:?}").expect("text");
    }
    for row in dta.rows() {
        writeln!(told, "{row:?}").expect("text");
    }
    told
}

#[test]
fn every_type_is_what_stata_has() {
    insta::assert_snapshot!(told(&every_type()), @r#"
    6 state %9s ""
    18 site %18s ""
    65528 birth_year %12.0g ""
    65526 row_original %12.0g ""
    65526 initial_bond_set_amount_lowst_sn %10.0g "initial_bond_set_amount_lowest_seen"
    65530 _if %8.0g "if"
    65528 apprehension_date %td ""
    65526 book_in_date_time %tc ""
    ["TEXAS", "two\nlines", "1985", "7.0", "5000.0", "1", "23510", "2031341369000.0"]
    ["", "Cañon 日本 😀", ".", "2147483647.0", "0.1", "0", ".", "2031341369250.0"]
    ["=1+1", "", "0", "-2147483648.0", ".", ".", "-21947", "."]
    ["a, \"b\"", " spaced ", "-5", ".", "1e300", "1", "24175", "315619200000.0"]
    "#);
}

#[test]
fn the_sections_of_a_small_file() {
    let bytes = bytes(Format::Dta, &Sample::new(vec![("n", integers([Some(1), None])), ("text", coded([Some("é"), None]))]));
    let mut told = String::new();
    let mut zeros = 0;
    for byte in bytes {
        if byte == 0 {
            zeros += 1;
            continue;
        }
        if zeros > 0 {
            write!(told, "({zeros})").expect("text");
            zeros = 0;
        }
        match byte {
            b'<' => told.push_str("\n<"),
            b'!'..=b'~' => told.push(byte.into()),
            _ => write!(told, "\\{byte:02x}").expect("text"),
        }
    }
    insta::assert_snapshot!(told, @r"

    <stata_dta>
    <header>
    <release>118
    </release>
    <byteorder>LSF
    </byteorder>
    <K>\02(1)
    </K>
    <N>\02(7)
    </N>
    <label>\06(1)stints
    </label>
    <timestamp>(1)
    </timestamp>
    </header>
    <map>(8)\93(7)\0e\01(6)3\01(6)J\02(6)e\02(6)\ea\02(6)\13\04(6)\b8\06(6)\db\06(6)\f4\06(6)\03\07(6)\20\07(6),\07(6)
    </map>
    <variable_types>\f8\ff\02(1)
    </variable_types>
    <varnames>n(128)text(125)
    </varnames>
    <sortlist>(6)
    </sortlist>
    <formats>%12.0g(51)%9s(54)
    </formats>
    <value_label_names>(258)
    </value_label_names>
    <variable_labels>(642)
    </variable_labels>
    <characteristics>
    </characteristics>
    <data>\01(3)\c3\a9\e5\ff\ff\7f(2)
    </data>
    <strls>
    </strls>
    <value_labels>
    </value_labels>
    </stata_dta>
    ");
}

#[test]
fn text_beyond_2045_bytes_stands_after_the_data() {
    let (edge, long) = ("é".repeat(1022) + "x", "é".repeat(1023));
    let of = |text: &str| {
        let dta =
            Dta::of(&Sample::new(vec![("row", integers([Some(1), Some(2), Some(3)])), ("note", texts([Some("short"), None, Some(text)]))]));
        (dta.variables()[1].kind, dta.rows().into_iter().map(|mut row| row.remove(1)).collect::<Vec<_>>())
    };
    assert_eq!(of(&edge), (2_045, vec!["short".to_owned(), String::new(), edge.clone()]));
    assert_eq!(of(&long), (32_768, vec!["short".to_owned(), String::new(), long.clone()]));
}

#[test]
fn what_stata_has_for_missing_is_no_number() {
    let table = Sample::new(vec![
        ("long", integers([Some(2_147_483_620), Some(-i32::MAX), None])),
        ("wide", integers([Some(2_147_483_621), Some(i32::MIN), None])),
        ("number", numbers([Some(f64::MIN), Some(f64::from_bits(0x7FDF_FFFF_FFFF_FFFF)), Some(2_f64.powi(1023))])),
        ("date", dates([Some(2_147_479_967), Some(2_147_479_968), Some(-3_653)])),
        ("instant", instants([Some(-315_619_200_000_000), Some(1_500), Some(i64::MAX)])),
    ]);
    insta::assert_snapshot!(told(&table), @r#"
    65528 _long %12.0g "long"
    65526 wide %12.0g ""
    65526 number %10.0g ""
    65528 date %td ""
    65526 instant %tc ""
    ["2147483620", "2147483621.0", "-1.7976931348623157e308", "2147483620", "0.0"]
    ["-2147483647", "-2147483648.0", "8.988465674311579e307", ".", "315619200001.5"]
    [".", ".", ".", "0", "9223687656054776.0"]
    "#);
}

proptest! {
    #[test]
    fn any_text_reads_back_as_itself(rows in prop::collection::vec(any_text(), 1..30), repeated in prop::sample::select(vec![1, 300])) {
        let repeated: Vec<_> = rows.iter().map(|text| text.as_ref().map(|text| text.repeat(repeated))).collect();
        let dta = Dta::of(&Sample::new(vec![("plain", texts(rows.iter().map(Option::as_deref))), ("long", coded(repeated.iter().map(Option::as_deref)))]));
        let expected: Vec<_> = rows.into_iter().zip(repeated).map(|(plain, long)| vec![plain.unwrap_or_default(), long.unwrap_or_default()]).collect();
        prop_assert_eq!(dta.rows(), expected);
    }
}
