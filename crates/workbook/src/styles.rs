//! Which cells show dates: numbers are dates by their format alone.

use std::collections::HashMap;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    #[default]
    Number,
    /// With a day, a month or a year: counted from the workbook's first day.
    Day,
    /// Only a time of the day, or time that has passed: the same in both calendars.
    Time,
}

/// The formats of a workbook's cells, by the index that cells name.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    formats: Vec<Format>,
}

impl Styles {
    /// `codes` are the workbook's own formats, `cells` the number formats of its cell styles.
    pub(crate) fn new(codes: &HashMap<u32, String>, cells: &[u32]) -> Self {
        let own: HashMap<u32, Format> = codes.iter().map(|(id, code)| (*id, of_code(code))).collect();
        Self { formats: cells.iter().map(|id| own.get(id).copied().unwrap_or_else(|| builtin(*id))).collect() }
    }

    /// The format of a style; a style that does not exist formats nothing.
    #[inline]
    pub(crate) fn format(&self, style: u32) -> Format {
        self.formats.get(style as usize).copied().unwrap_or_default()
    }
}

/// Formats that every spreadsheet knows (ECMA-376, part 1, §18.8.30); 27 to 36 and 50 to 58 are the dates of East Asian editions.
fn builtin(id: u32) -> Format {
    match id {
        14..=17 | 22 | 27..=36 | 50..=58 => Format::Day,
        18..=21 | 45..=47 => Format::Time,
        _ => Format::Number,
    }
}

/// A format's code is one of dates if `d`, `m`, `y`, `h` or `s` stands in it outside of quotation marks, brackets and escapes; `[h]` and its
/// like count time that has passed.
fn of_code(code: &str) -> Format {
    let (mut day, mut month, mut time) = (false, false, false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character.to_ascii_lowercase() {
            '"' => while characters.next().is_some_and(|character| character != '"') {},
            // The next character is shown, left room for, or repeated.
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let inside: String = characters.by_ref().take_while(|character| *character != ']').collect();
                let inside = inside.to_ascii_lowercase();
                time |= !inside.is_empty() && ["h", "m", "s"].iter().any(|unit| inside.replace(unit, "").is_empty());
            }
            'd' | 'y' => day = true,
            'm' => month = true,
            'h' | 's' => time = true,
            _ => {}
        }
    }
    // Beside hours or seconds, `m` is minutes.
    if day || (month && !time) {
        Format::Day
    } else if time {
        Format::Time
    } else {
        Format::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_dates_are_told_from_those_of_numbers() {
        for code in ["m/d/yyyy", "yyyy-mm-dd h:mm", "[$-409]mmmm\\ d\\,\\ yyyy;@", "mmm", "D", "dd.mm.yy \"h\""] {
            assert_eq!(of_code(code), Format::Day, "{code}");
        }
        for code in ["h:mm AM/PM", "[h]:mm:ss", "[mm]", "ss.0", "[Red]h", "mm:ss"] {
            assert_eq!(of_code(code), Format::Time, "{code}");
        }
        for code in [
            "General",
            "0.00E+00",
            "#,##0 \"days\"",
            "0\\d",
            "[Red]#,##0;[Blue]-#,##0",
            "_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)",
            "[$USD] 0",
            "0_d",
            "0*y",
            "\"unclosed day",
            "[unclosed day",
            "\\",
            "[]0",
        ] {
            assert_eq!(of_code(code), Format::Number, "{code}");
        }
    }

    #[test]
    fn own_codes_come_before_those_that_every_spreadsheet_knows() {
        let codes = HashMap::from([(164, "yyyy".to_owned()), (14, "0".to_owned())]);
        let styles = Styles::new(&codes, &[0, 14, 164, 22, 46, 999]);
        let formats: Vec<Format> = (0..7).map(|style| styles.format(style)).collect();
        let (number, day, time) = (Format::Number, Format::Day, Format::Time);
        assert_eq!(formats, [number, number, day, day, time, number, number]);
    }
}
