//! Lists of names under which an agency is a party: `@ice`, `@dhs`.

use domain::Date;

/// A list that a watch can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntityList {
    /// Immigration and Customs Enforcement.
    Ice,
    /// The Department of Homeland Security with what belongs to it.
    Dhs,
}

impl EntityList {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Ice, Self::Dhs];

    /// As a watch writes it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ice => "@ice",
            Self::Dhs => "@dhs",
        }
    }

    /// For people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Ice => "ICE",
            Self::Dhs => "Homeland Security",
        }
    }
}

const ICE: [&str; 5] = ["ICE", "Immigration and Customs Enforcement", "Immigration & Customs Enforcement", "ERO", "HSI"];
const DHS: [&str; 2] = ["DHS", "Homeland Security"];

/// Whether a caption, or the name of a party, names the entity on a day.
pub(crate) fn matches(list: EntityList, caption: &str, _day: Date) -> bool {
    let names = match list {
        EntityList::Ice => ICE.iter().chain([].iter()),
        EntityList::Dhs => ICE.iter().chain(DHS.iter()),
    };
    let words: Vec<&str> = caption.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    names.into_iter().any(|name| is_named(name, &words))
}

/// An abbreviation counts only as one, in capital letters: `Dry Ice Inc.` is somebody else.
fn is_named(name: &str, words: &[&str]) -> bool {
    let is_abbreviation = name.bytes().all(|byte| byte.is_ascii_uppercase());
    let wanted: Vec<&str> = name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_same = |one: &&str, other: &&str| if is_abbreviation { one == other } else { one.eq_ignore_ascii_case(other) };
    words.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(one, other)| is_same(one, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: EntityList, caption: &str, wanted: bool) {
        let day = Date::new(2026, 1, 6).expect("a day");
        assert_eq!(matches(list, caption, day), wanted, "{} in {caption}", list.as_str());
    }

    #[test]
    fn an_agency_is_named_in_full_or_by_its_abbreviation() {
        check(EntityList::Ice, "Garcia v. ICE et al", true);
        check(EntityList::Ice, "Roe v. U.S. Immigration and Customs Enforcement", true);
        check(EntityList::Ice, "Roe v. U.S. Immigration & Customs Enforcement", true);
        check(EntityList::Ice, "Dry Ice Inc. v. Doe", false);
        check(EntityList::Ice, "Notice, Inc. v. Doe", false);
        check(EntityList::Ice, "Roe v. Department of Homeland Security", false);
        check(EntityList::Dhs, "Roe v. Department of Homeland Security", true);
        check(EntityList::Dhs, "Roe v. DHS", true);
        check(EntityList::Dhs, "Garcia v. ICE", true);
        check(EntityList::Dhs, "Homeland Safety LLC v. Doe", false);
    }
}
