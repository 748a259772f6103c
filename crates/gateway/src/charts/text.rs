//! Text in drawings, which does not wrap by itself: widths are estimated, lines broken, and what is cut ends in an ellipsis.

/// Size of letters in units of a drawing.
pub(crate) const SIZE: f64 = 13.0;
/// From baseline to baseline.
pub(crate) const LINE: f64 = 16.0;
/// Letters of a label that a tooltip repeats.
const TOOLTIP: usize = 300;

/// Estimated width of a text in units, on the wide side: fonts differ between machines.
pub(crate) fn width(text: &str) -> f64 {
    text.chars().map(letter).sum()
}

fn letter(c: char) -> f64 {
    let share = match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | '[' | ']' | ' ' | '/' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '\u{2026}' => 1.02,
        'A'..='Z' | '&' | '+' | '\u{2212}' => 0.74,
        c if c.is_control() => 0.0,
        c if c < '\u{1100}' => 0.62,
        _ => 1.05,
    };
    share * SIZE
}

/// Lines of at most `room` units; if there would be more than `most`, the last one ends in an ellipsis. At least one line, which may be empty.
pub(crate) fn wrap(text: &str, room: f64, most: usize) -> Vec<String> {
    let most = most.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + letter(' ') + width(word) <= room {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut used = 0.0;
        for c in word.chars() {
            if used + letter(c) > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            used += letter(c);
            line.push(c);
            if lines.len() > most {
                break;
            }
        }
        if lines.len() > most {
            break;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(last) + letter('\u{2026}') > room {
                last.pop();
            }
            last.push('\u{2026}');
        }
    }
    lines
}

/// A text for a tooltip: whole, unless it is beyond reading.
pub(crate) fn tooltip(text: &str) -> String {
    if text.chars().count() <= TOOLTIP { text.to_owned() } else { text.chars().take(TOOLTIP).chain(['\u{2026}']).collect() }
}

/// `1 row`, `2 rows`.
pub(crate) fn plural(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", crate::views::format::length(n)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, room: f64, most: usize, expected: &[&str]) {
        let lines = wrap(text, room, most);
        assert_eq!(lines, expected);
        assert!(lines.iter().all(|line| width(line) <= room), "{lines:?}");
    }

    #[test]
    fn lines_break_between_words_and_within_words_that_are_too_long() {
        check("Louisville Metro Police, officers assaulted", 150.0, 3, &["Louisville Metro", "Police, officers", "assaulted"]);
        check("Louisville Metro Police, officers assaulted", 150.0, 2, &["Louisville Metro", "Police, officers…"]);
        check("aaaaaaaaaaaaaaaaaaaa", 60.0, 3, &["aaaaaaa", "aaaaaaa", "aaaaaa"]);
        check(&"a".repeat(100_000), 60.0, 2, &["aaaaaaa", "aaaaa…"]);
        check("  ", 60.0, 2, &[""]);
    }
}
