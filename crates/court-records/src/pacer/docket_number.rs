//! Docket numbers, as courts write them before the caption.

/// A docket number with what a court hangs onto it. Trial courts write `1:12-cr-00120-RJS-FM-2`: office, year, kind, serial number, the
/// assigned and the referred judge, the defendant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct DocketNumber {
    /// As the court writes it, without initials and defendant: `1:12-cr-00120`.
    pub text: String,
    /// Which grammar it follows.
    pub format: Format,
    /// Initials of the judge the case is assigned to.
    pub assigned: Option<String>,
    /// Initials of the judge it is referred to.
    pub referred: Option<String>,
    /// Number of the defendant: in a criminal case each has an own docket.
    pub defendant: Option<u32>,
}

impl DocketNumber {
    /// Reads a docket number that stands alone; none if the text is no docket number.
    pub fn read(text: &str) -> Option<Self> {
        let (number, rest) = split(text.trim());
        number.filter(|_| rest.is_empty())
    }
}

/// The grammars of docket numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// District courts: `1:17-cr-00554`.
    District,
    /// Bankruptcy and appellate courts: `18-00079`, `22-3054`, `8-18-70001`.
    Serial,
    /// The Judicial Panel on Multidistrict Litigation: `MDL No. 2741`.
    Multidistrict,
    /// None of these, but the place of a docket number: `5:18-~gr-00001`. Kept as it is written.
    #[default]
    Other,
}

/// Splits a tidy title into docket number and caption. Text without a docket number is all caption.
pub(super) fn split(title: &str) -> (Option<DocketNumber>, &str) {
    if let Some(found) = multidistrict(title) {
        return found;
    }
    let (token, caption) = title.split_once(' ').unwrap_or((title, ""));
    let number = district(token).or_else(|| serial(token)).or_else(|| other(token));
    if number.is_some() { (number, caption) } else { (None, title) }
}

fn multidistrict(title: &str) -> Option<(Option<DocketNumber>, &str)> {
    let after = title.strip_prefix("MDL No.").or_else(|| title.strip_prefix("MDL"))?;
    let (serial, caption) = digits(after.trim_start());
    if serial.is_empty() || !(caption.is_empty() || caption.starts_with(' ')) {
        return None;
    }
    let number = DocketNumber { text: format!("MDL No. {serial}"), format: Format::Multidistrict, ..DocketNumber::default() };
    Some((Some(number), caption.trim_start()))
}

/// `[office:]year-kind-serial[-suffix…]`.
fn district(token: &str) -> Option<DocketNumber> {
    let rest = match token.split_once(':') {
        Some((office, rest)) if (1..=2).contains(&office.len()) && office.bytes().all(|b| b.is_ascii_alphanumeric()) => rest,
        Some(_) => return None,
        None => token,
    };
    let (year, rest) = digits(rest);
    let (kind, rest) = rest.strip_prefix('-')?.split_once('-')?;
    let (serial, suffix) = digits(rest);
    let kind_is_word = (1..=4).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_alphabetic());
    if !matches!(year.len(), 2 | 4) || !kind_is_word || !(1..=10).contains(&serial.len()) {
        return None;
    }
    with_suffix(token, suffix, Format::District)
}

/// `[office-]year-serial[-suffix…]`.
fn serial(token: &str) -> Option<DocketNumber> {
    let (first, rest) = digits(token);
    let (second, rest) = digits(rest.strip_prefix('-')?);
    if first.len() == 1 && second.len() == 2 {
        let (third, suffix) = digits(rest.strip_prefix('-')?);
        return if (1..=10).contains(&third.len()) { with_suffix(token, suffix, Format::Serial) } else { None };
    }
    if first.len() == 2 && (1..=10).contains(&second.len()) { with_suffix(token, rest, Format::Serial) } else { None }
}

/// A token that begins with office and year, or with a year, is a number that the court writes its own way.
fn other(token: &str) -> Option<DocketNumber> {
    const LONGEST: usize = 60;
    let after_office = token.split_once(':').map_or(token, |(_, rest)| rest);
    let (year, rest) = digits(after_office);
    let begins = token.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let ends = token.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_number = begins && ends && year.len() == 2 && rest.starts_with('-') && token.len() <= LONGEST;
    is_number.then(|| DocketNumber { text: token.to_owned(), ..DocketNumber::default() })
}

/// Initials are letters first; a number is a defendant. `suffix` is the end of `token`, with its leading dash.
fn with_suffix(token: &str, suffix: &str, format: Format) -> Option<DocketNumber> {
    let text = token.strip_suffix(suffix)?.to_owned();
    let mut number = DocketNumber { text, format, ..DocketNumber::default() };
    if suffix.is_empty() {
        return Some(number);
    }
    for part in suffix.strip_prefix('-')?.split('-') {
        // Bankruptcy courts hang the chapter onto the judge, `CRJ7`, or onto the number, `7A`.
        let part = if format == Format::Serial { without_chapter(part)? } else { part };
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        // A docket of a whole criminal case ends with `-All`.
        if part.eq_ignore_ascii_case("all") {
            continue;
        }
        match (is_number, &number.assigned, &number.referred) {
            (true, ..) if format == Format::District => number.defendant = part.parse().ok(),
            (false, None, _) => number.assigned = Some(part.to_owned()),
            (false, Some(_), None) => number.referred = Some(part.to_owned()),
            // A third judge, or a number that means nothing here.
            _ => {}
        }
    }
    Some(number)
}

/// Initials without the chapter after them; what is all chapter stays, as a number that means nothing here. None of other signs.
fn without_chapter(part: &str) -> Option<&str> {
    let initials = part.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let chapter = part.get(initials.len()..).unwrap_or_default();
    let (_, letter) = digits(chapter);
    let is_chapter = chapter.len() <= 3 && letter.len() <= 1;
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    Some(match (initials, is_chapter) {
        ("", true) => chapter.strip_suffix(letter).unwrap_or(chapter),
        (initials, true) => initials,
        (_, false) => part,
    })
}

/// The digits that a text begins with, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or(("", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, wanted: &str) {
        let (number, caption) = split(title);
        let number = number.map_or("none".to_owned(), |number| {
            let DocketNumber { text, format, assigned, referred, defendant } = number;
            let judges: Vec<String> = [assigned, referred].into_iter().flatten().collect();
            let defendant = defendant.map_or(String::new(), |defendant| format!(" defendant {defendant}"));
            format!("{format:?} {text} [{}]{defendant}", judges.join(" "))
        });
        assert_eq!(format!("{number} | {caption}"), wanted, "{title}");
    }

    #[test]
    fn a_title_is_number_and_caption() {
        check("1:17-cr-00554-MKB USA v. Doe", "District 1:17-cr-00554 [MKB] | USA v. Doe");
        check("1:12-cr-00120-RJS-FM-2 USA v. Doe", "District 1:12-cr-00120 [RJS FM] defendant 2 | USA v. Doe");
        check("1:12-cr-00120-2 USA v. Doe", "District 1:12-cr-00120 [] defendant 2 | USA v. Doe");
        check("18-cv-7 A v. B", "District 18-cv-7 [] | A v. B");
        check("18-00079", "Serial 18-00079 [] | ");
        check("8-18-70001-reg Doe", "Serial 8-18-70001 [reg] | Doe");
        check("22-3054 In re: Doe", "Serial 22-3054 [] | In re: Doe");
        check("MDL No. 2741 IN RE: A", "Multidistrict MDL No. 2741 [] | IN RE: A");
    }

    #[test]
    fn a_number_in_no_known_form_is_kept_as_written_and_a_caption_is_no_number() {
        check("5:18-~gr-00001", "Other 5:18-~gr-00001 [] | ");
        check("5:18-gr_x-1 A v. B", "Other 5:18-gr_x-1 [] | A v. B");
        check("USA v. Doe", "none | USA v. Doe");
        check("3M Company v. Doe", "none | 3M Company v. Doe");
        check("1-800-Flowers v. Doe", "none | 1-800-Flowers v. Doe");
        check("", "none | ");
    }
}
