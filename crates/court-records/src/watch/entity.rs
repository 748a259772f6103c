//! Lists of names under which an agency is a party: `@ice`, `@dhs`.

use domain::Date;

use crate::agency::{Entity, entities};

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

/// Whether a caption, or the name of a party, names the entity on a day. Officials count in their term of office.
pub(crate) fn matches(list: EntityList, caption: &str, day: Date) -> bool {
    entities(caption, day).into_iter().any(|entity| match list {
        EntityList::Ice => matches!(entity, Entity::Ice | Entity::IceDirector(_)),
        EntityList::Dhs => true,
    })
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
        check(EntityList::Dhs, "Vasquez Perdomo v. Noem", true);
        check(EntityList::Dhs, "Doe v. Roe", false);
    }
}
