//! How numbers are made: one section for each statistic in use.

use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts,
    told::{SECTIONS, Section},
};

/// Every statistic: what it is, its formula, where it comes from, and when it is refused.
pub(crate) async fn show() -> Page {
    let main = html! {
        p.lead { "One section for each statistic that these pages show. Nothing is estimated by chance: where permutations are drawn, the generator and its seed are fixed, so that every number comes out the same on every machine." }
        nav.contents aria-label="On this page" {
            ul { @for section in SECTIONS { li { a href={ "#" (section.id) } { (section.title) } } } }
        }
        @for section in SECTIONS { (told(section)) }
    };
    Ok(page(Place::Methods, "Methods", &main))
}

fn told(section: &Section) -> Markup {
    html! {
        section.method aria-labelledby=(section.id) {
            h2 id=(section.id) { (section.title) }
            @for paragraph in section.what { p { (paragraph) } }
            @if !section.formula.is_empty() { pre { (section.formula) } }
            (parts::facts(&[("Source", parts::text(section.source)), ("Refused", parts::text(section.refused))]))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::views::words::{METHODS, method_section};

    #[test]
    fn every_method_that_answers_name_has_a_section() {
        let told: BTreeSet<&str> = SECTIONS.iter().map(|section| section.id).collect();
        assert_eq!(told.len(), SECTIONS.len(), "a section stands twice");
        for (method, section) in METHODS {
            assert!(told.contains(section), "{method}: {section}");
        }
        assert_eq!(method_section("Garwood, over the bounds of the exposure"), Some("garwood"));
        assert_eq!(method_section("as published"), None);
    }

    #[test]
    fn a_section_says_what_formula_source_and_refusal() {
        for section in SECTIONS {
            assert!(!section.what.is_empty() && !section.source.is_empty() && !section.refused.is_empty(), "{}", section.id);
        }
    }
}
