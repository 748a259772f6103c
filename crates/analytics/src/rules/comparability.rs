//! How far two definitions allow a comparison: the grade is computed from their differences, and each difference is said in words.

use domain::{
    Definition,
    comparison::{Comparability, Grade},
    definition::Inclusion,
};

/// Compares `this` with the reference. The grade is that of the gravest difference:
///
/// - D: another counting unit, so another instrument;
/// - C: what counts at all differs or is not said (threats, least severity), so that the definition alone moves the number;
/// - B: attempts, duty status, date basis, completeness or revision differ;
/// - A: no difference.
pub fn compare(this: &Definition, reference: &Definition) -> Comparability {
    if this.slug == reference.slug {
        return Comparability { grade: Grade::A, differences: Vec::new() };
    }
    let mut found: Vec<(Grade, String)> = Vec::new();
    if this.unit != reference.unit {
        found.push((Grade::D, format!("counts {}, the reference counts {}", this.unit.plural(), reference.unit.plural())));
    }
    let mut inclusion = |grade, what: &str, this: Inclusion, reference: Inclusion| {
        if this != reference {
            found.push((grade, format!("{what}: {} here, {} in the reference", this.as_str(), reference.as_str())));
        }
    };
    inclusion(Grade::C, "threats", this.threats, reference.threats);
    inclusion(Grade::B, "attempts", this.attempts, reference.attempts);
    inclusion(Grade::B, "later revision", this.revisable, reference.revisable);
    let mut text = |grade, what: &str, this: &str, reference: &str| {
        if this != reference {
            found.push((grade, format!("{what}: {this}; in the reference: {reference}")));
        }
    };
    text(Grade::C, "least that counts", &this.least_severity, &reference.least_severity);
    text(Grade::B, "duty status", &this.duty_status, &reference.duty_status);
    text(Grade::B, "date basis", &this.date_basis, &reference.date_basis);
    text(Grade::B, "completeness", &this.completeness, &reference.completeness);

    found.sort_by_key(|one| std::cmp::Reverse(one.0));
    let grade = found.first().map_or(Grade::A, |(grade, _)| *grade);
    Comparability { grade, differences: found.into_iter().map(|(grade, text)| format!("[{}] {text}", grade.as_str())).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::definition;

    #[test]
    fn the_gravest_difference_makes_the_grade_and_comes_first() {
        let local = definition("local", domain::CountingUnit::Officer, Inclusion::Excluded);
        let federal = definition("federal", domain::CountingUnit::Officer, Inclusion::Included);
        let incidents = definition("incidents", domain::CountingUnit::Incident, Inclusion::Included);
        assert_eq!(compare(&local, &local).grade, Grade::A);
        let found = compare(&federal, &local);
        assert_eq!(
            (found.grade, found.differences.join("; ").as_str()),
            (Grade::C, "[C] threats: included here, excluded in the reference")
        );
        let found = compare(&incidents, &local);
        assert_eq!(found.grade, Grade::D);
        assert_eq!(found.differences[0], "[D] counts incidents, the reference counts officers assaulted");
        assert!(!found.grade.allows_ratio());
    }
}
