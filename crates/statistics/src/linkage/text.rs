//! Similarity of short texts, such as names of places and facilities.

use crate::DomainError;
use crate::paired::at_most;

/// The longest text compared, in characters.
pub const MAX_TEXT: usize = 1_000;

/// The weight of a common beginning, and how much of one counts.
const PREFIX_SCALE: f64 = 0.1;
const MAX_PREFIX: usize = 4;

/// Computes Jaro's similarity of two texts, from 0 (nothing in common) to 1 (equal), by characters as they are: fold case and accents before.
///
/// `(m/|a| + m/|b| + (m - t)/m) / 3`, where `m` characters of `a` find an equal one, not yet taken, in `b` no further than
/// `max(|a|, |b|) / 2 - 1` places away, and `t` is half the number of those that stand in another order, rounded down.
/// Source: Jaro (1989), JASA 84:414; the rounding is that of Winkler's `strcmp95.c`.
pub fn jaro(a: &str, b: &str) -> Result<f64, DomainError> {
    Ok(similarity(&characters(a)?, &characters(b)?))
}

/// Computes the Jaro–Winkler similarity: Jaro's, raised for a common beginning of up to four characters, at any level of similarity.
///
/// `j + 0.1 l (1 - j)` with `l` the length of the common beginning, at most 4.
/// Source: Winkler (1990), ASA Section on Survey Research Methods 354.
pub fn jaro_winkler(a: &str, b: &str) -> Result<f64, DomainError> {
    let (a, b) = (characters(a)?, characters(b)?);
    let jaro = similarity(&a, &b);
    let prefix = a.iter().zip(&b).take(MAX_PREFIX).take_while(|(a, b)| a == b).count();
    Ok(jaro + PREFIX_SCALE * prefix as f64 * (1.0 - jaro))
}

fn characters(text: &str) -> Result<Vec<char>, DomainError> {
    if text.is_empty() {
        return Err(DomainError::EmptyText);
    }
    // Bounded before the whole text is looked at.
    let characters: Vec<char> = text.chars().take(MAX_TEXT + 1).collect();
    at_most("characters or more", characters.len(), MAX_TEXT)?;
    Ok(characters)
}

fn similarity(a: &[char], b: &[char]) -> f64 {
    let reach = (a.len().max(b.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; b.len()];
    let mut found = Vec::new();
    for (place, character) in a.iter().enumerate() {
        let candidates = b.iter().zip(&mut taken).take(place.saturating_add(reach + 1)).skip(place.saturating_sub(reach));
        for (other, taken) in candidates {
            if !*taken && other == character {
                *taken = true;
                found.push(character);
                break;
            }
        }
    }
    if found.is_empty() {
        return 0.0;
    }
    let in_order_of_b = b.iter().zip(&taken).filter_map(|(character, taken)| taken.then_some(character));
    let displaced = found.iter().zip(in_order_of_b).filter(|(one, other)| **one != *other).count();
    let matches = found.len() as f64;
    let in_order = (found.len() - displaced / 2) as f64;
    (matches / a.len() as f64 + matches / b.len() as f64 + in_order / matches) / 3.0
}
