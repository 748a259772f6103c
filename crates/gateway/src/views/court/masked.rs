//! What does not leave: names of persons unless the configuration shows them, and everything that a sealed or expunged case says.
//!
//! The services leave such words out themselves; here they are left out again, so that no page, table or answer depends on that.

use contracts::court::{Case, Charge, Defendant, Entry, GetCaseResponse, Transition, VictimAgency};

use crate::CaseNames;

/// What stands where a name was.
const WITHHELD: &str = "[name withheld]";
/// Words that are in captions and texts of charges and are nobody's name, or would take too much out of a text.
const NOBODYS: [&str; 40] = [
    "united",
    "states",
    "america",
    "usa",
    "us",
    "the",
    "and",
    "vs",
    "versus",
    "et",
    "al",
    "of",
    "in",
    "re",
    "an",
    "to",
    "or",
    "by",
    "on",
    "jr",
    "sr",
    "ii",
    "iii",
    "inc",
    "llc",
    "sealed",
    "under",
    "government",
    "assault",
    "federal",
    "officer",
    "immigration",
    "customs",
    "enforcement",
    "border",
    "patrol",
    "protection",
    "department",
    "homeland",
    "security",
];

/// True if the court shows the case.
pub(crate) fn is_open(seal: &str) -> bool {
    seal.is_empty() || seal == "open"
}

/// A case without what does not leave.
pub(crate) fn case(case: &mut Case, names: CaseNames) {
    if !is_open(&case.seal) {
        case.caption.clear();
        case.victim = None;
        case.pacer_case_ids.clear();
        case.linked.clear();
    } else if names == CaseNames::Withheld {
        let words = names_in([case.caption.as_str()]);
        case.caption.clear();
        if let Some(victim) = &mut case.victim {
            victim.evidence = without(&victim.evidence, &words);
        }
    }
}

/// An answer about one case without what does not leave. Texts of entries name persons freely, so that they are withheld as a whole; from
/// charges and evidence the names that are known are taken out.
pub(crate) fn answer(answer: &mut GetCaseResponse, names: CaseNames) {
    let Some(known) = answer.case.clone() else { return };
    let parties = answer.defendants.iter().map(|defendant| defendant.name.as_str());
    let words = names_in(parties.chain([known.caption.as_str()]));
    if let Some(subject) = &mut answer.case {
        if let Some(victim) = &mut subject.victim {
            hide_in_victim(victim, &words, names);
        }
        case(subject, names);
    }
    if !is_open(&known.seal) {
        answer.defendants.clear();
        answer.entries.clear();
        for transition in &mut answer.transitions {
            transition.evidence.clear();
        }
        return;
    }
    if names == CaseNames::Shown {
        return;
    }
    for defendant in &mut answer.defendants {
        hide_in_defendant(defendant, &words);
    }
    for Entry { text, .. } in &mut answer.entries {
        text.clear();
    }
    for Transition { evidence, .. } in &mut answer.transitions {
        *evidence = without(evidence, &words);
    }
}

fn hide_in_victim(victim: &mut VictimAgency, words: &[String], names: CaseNames) {
    if names == CaseNames::Withheld {
        victim.evidence = without(&victim.evidence, words);
    }
}

fn hide_in_defendant(defendant: &mut Defendant, words: &[String]) {
    defendant.name.clear();
    for Charge { text, disposition, .. } in &mut defendant.charges {
        *text = without(text, words);
        *disposition = without(disposition, words);
    }
}

/// Words of names, in lower case; a single letter is none.
fn names_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let words = texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase);
    let mut words: Vec<String> = words.filter(|word| word.chars().count() > 1 && !NOBODYS.contains(&word.as_str())).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// A text in which runs of known names are replaced by a mark.
fn without(text: &str, names: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = String::new();
    let mut replaced = false;
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let rest = piece.strip_prefix(word).unwrap_or_default();
        if word.is_empty() {
            pending.push_str(rest);
        } else if names.binary_search(&word.to_lowercase()).is_ok() {
            // Names beside each other are one gap.
            if !replaced {
                out.push_str(&pending);
                out.push_str(WITHHELD);
            }
            replaced = true;
            rest.clone_into(&mut pending);
        } else {
            out.push_str(&pending);
            out.push_str(word);
            rest.clone_into(&mut pending);
            replaced = false;
        }
    }
    out + &pending
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_names_are_taken_out_and_other_words_are_kept() {
        let names = names_in(["United States of America v. O'Brien-Pérez et al", "JANE ROE"]);
        let check = |text: &str, expected: &str| assert_eq!(without(text, &names), expected);
        check("18:111(a)(1) - Assault on a Federal Officer(1)", "18:111(a)(1) - Assault on a Federal Officer(1)");
        check("Complaint as to Jane Roe (1), with ICE.", "Complaint as to [name withheld] (1), with ICE.");
        check("PÉREZ, O'BRIEN struck an officer", "[name withheld], O'[name withheld] struck an officer");
        check("", "");
        check("roe", "[name withheld]");
        check("Monroe", "Monroe");
    }

    proptest! {
        #[test]
        fn no_word_of_a_known_name_is_left(name in "[A-ZÀ-Þ]x[a-zß-ÿ]{0,6}( |-|')[A-Z]x[a-z]{0,6}", text in ".{0,60}", after in "[ ,.;)]?") {
            let names = names_in([name.as_str()]);
            let shown = without(&format!("{text} {}{after}{text}", name.to_uppercase()), &names);
            let words: Vec<String> = shown.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            prop_assert!(after.is_empty() || names.iter().all(|name| !words.contains(name)), "{shown}");
            prop_assert_eq!(without(&text, &[]), text);
        }
    }

    #[test]
    fn a_sealed_case_keeps_its_number_and_nothing_that_it_says() {
        let sealed = Case { key: "txsd/4:26-mj-00411".into(), caption: "USA v. Roe".into(), seal: "sealed".into(), ..Case::default() };
        let defendant = Defendant { name: "Jane Roe".into(), ..Defendant::default() };
        let entry = Entry { text: "Complaint as to Jane Roe".into(), ..Entry::default() };
        let mut said =
            GetCaseResponse { case: Some(sealed), defendants: vec![defendant], entries: vec![entry], ..GetCaseResponse::default() };
        answer(&mut said, CaseNames::Shown);
        let case = said.case.expect("the case");
        assert_eq!((case.key.as_str(), case.caption.as_str()), ("txsd/4:26-mj-00411", ""));
        assert!(said.defendants.is_empty() && said.entries.is_empty());
    }
}
