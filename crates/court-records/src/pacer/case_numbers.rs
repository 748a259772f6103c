//! The answer to "which cases have this number" (`possible_case_numbers.pl`): XML with a case, and in criminal matters each defendant.

use super::{
    docket_number::{self, DocketNumber},
    html::Tree,
    page::{self, Page, Place, Problems, Trouble, Withheld},
};

/// What a court answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseNumbers {
    /// In the answer's order: as a rule the case, then its defendants.
    pub cases: Vec<PossibleCase>,
    /// What the court says instead, `Cannot find case 1:17-cr-00201`; empty if there are cases.
    pub message: String,
}

/// A case, or one defendant's part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PossibleCase {
    /// The number as written: `1:17-cr-00201-1`.
    pub written: String,
    /// The same, understood.
    pub number: Option<DocketNumber>,
    /// CM/ECF's own number of the case; each defendant has an own.
    pub case_id: String,
    /// `1:17-cr-00201-ABJ USA v. MANAFORT et al`, the defendant's name, or `Case Under Seal`.
    pub title: String,
    /// Number of the defendant; None of the case as a whole.
    pub defendant: Option<u32>,
    /// Whether the title says that the case is withheld.
    pub withheld: Option<Withheld>,
}

/// Reads an answer.
pub fn read(bytes: &[u8]) -> Page<CaseNumbers> {
    page::read(bytes, "list of case numbers", |tree, problems| {
        let numbers = find(tree, problems)?;
        let withheld = numbers.cases.iter().find_map(|case| case.withheld);
        Some((numbers, withheld))
    })
}

fn find(tree: &Tree<'_>, problems: &mut Problems) -> Option<CaseNumbers> {
    /// Defendants of the largest cases are some hundreds.
    const MOST: usize = 10_000;
    let mut answer = CaseNumbers::default();
    let mut is_answer = false;
    for id in tree.whole().nodes() {
        let value = |name: &str| tree.attribute(id, name).map(page::tidied);
        if let (Some(written), Some(case_id)) = (value("number"), value("id")) {
            if answer.cases.len() < MOST {
                answer.cases.push(PossibleCase::of(written, case_id, value("title"), value("defendant"), problems));
            }
        } else if let Some(message) = value("text").filter(|_| is_answer) {
            answer.message = message;
        } else {
            // The root: `<request number='…'>`.
            is_answer |= tree.attribute(id, "number").is_some();
        }
    }
    (is_answer || !answer.cases.is_empty()).then_some(answer)
}

impl PossibleCase {
    fn of(written: String, case_id: String, title: Option<String>, defendant: Option<String>, problems: &mut Problems) -> Self {
        let (number, _) = docket_number::split(&written);
        if number.is_none() {
            problems.add(Place::Page, Trouble::CaseNumber(written.clone()));
        }
        let title = title.unwrap_or_default();
        let defendant = defendant.and_then(|number| number.parse().ok()).filter(|number| *number > 0);
        let defendant = defendant.or_else(|| number.as_ref().and_then(|number| number.defendant));
        Self { withheld: page::says_withheld(&title), written, number, case_id, title, defendant }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(answer: &str) -> String {
        let read = read(answer.as_bytes());
        let Some(numbers) = read.content else { return format!("nothing: {}", read.problems.first().expect("a problem")) };
        let line = |case: &PossibleCase| {
            let PossibleCase { written, number: _, case_id, title, defendant, withheld } = case;
            format!("{written} ({case_id}) {title} {defendant:?} {withheld:?}\n")
        };
        numbers.cases.iter().map(line).collect::<String>() + &numbers.message
    }

    #[test]
    fn a_case_is_followed_by_its_defendants_and_a_sealed_one_says_so() {
        insta::assert_snapshot!(shown(
            "<request number='1:17-cr-201'>\
             <case number='1:17-cr-00201' id='190597' title='1:17-cr-00201-ABJ USA v. MANAFORT et al' defendant='0'/>\
             <case number='1:17-cr-00201-1' id='190598' title='1:17-cr-00201-ABJ-1 PAUL J. MANAFORT, JR' defendant='1'/>\
             <case number='1:17-cr-00202' id='190600' title='Case Under Seal'/></request>"
        ), @r"
        1:17-cr-00201 (190597) 1:17-cr-00201-ABJ USA v. MANAFORT et al None None
        1:17-cr-00201-1 (190598) 1:17-cr-00201-ABJ-1 PAUL J. MANAFORT, JR Some(1) None
        1:17-cr-00202 (190600) Case Under Seal None Some(Sealed)
        ");
    }

    #[test]
    fn no_case_is_an_answer_and_another_page_is_none() {
        insta::assert_snapshot!(shown("<request number='1:99-cr-1'><message text='Cannot find case 1:99-cr-1'/></request>"), @"Cannot find case 1:99-cr-1");
        insta::assert_snapshot!(shown("<h3>Incomplete request.</h3>"), @"nothing: page: this is no list of case numbers; the page says `Incomplete request.`");
    }
}
