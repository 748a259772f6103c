//! Agencies and officials by whom cases are called: "Castanon Nava v. DHS", "National TPS Alliance v. Noem".

use domain::Date;

use crate::token::bounded;

/// Who is sued, or sues, in a caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// Immigration and Customs Enforcement.
    Ice,
    /// The Department of Homeland Security.
    Dhs,
    /// A Secretary of Homeland Security, acting ones included.
    Secretary(&'static Official),
    /// A director of ICE, acting ones included.
    IceDirector(&'static Official),
}

/// An official with the term of office.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Official {
    /// The given name.
    pub given: &'static str,
    /// The surname, by which captions call a case.
    pub surname: &'static str,
    /// The first day of office, as year, month, day.
    from: (i32, u8, u8),
    /// The first day after; none for who was in office when this list was made.
    to: Option<(i32, u8, u8)>,
    /// Whether the surname alone is enough.
    rarity: Rarity,
}

/// How often a surname is a private person's in captions.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Rarity {
    /// The surname alone names the official.
    Rare,
    /// The given name has to stand beside it.
    Common,
}

const fn official(given: &'static str, surname: &'static str, from: (i32, u8, u8), to: Option<(i32, u8, u8)>, rarity: Rarity) -> Official {
    Official { given, surname, from, to, rarity }
}

const SECRETARIES: &[Official] = &[
    official("Tom", "Ridge", (2003, 1, 24), Some((2005, 2, 1)), Rarity::Common),
    official("Michael", "Chertoff", (2005, 2, 15), Some((2009, 1, 21)), Rarity::Rare),
    official("Janet", "Napolitano", (2009, 1, 21), Some((2013, 9, 6)), Rarity::Rare),
    official("Rand", "Beers", (2013, 9, 6), Some((2013, 12, 23)), Rarity::Common),
    official("Jeh", "Johnson", (2013, 12, 23), Some((2017, 1, 20)), Rarity::Common),
    official("John", "Kelly", (2017, 1, 20), Some((2017, 7, 31)), Rarity::Common),
    official("Elaine", "Duke", (2017, 7, 31), Some((2017, 12, 6)), Rarity::Common),
    official("Kirstjen", "Nielsen", (2017, 12, 6), Some((2019, 4, 11)), Rarity::Rare),
    official("Kevin", "McAleenan", (2019, 4, 11), Some((2019, 11, 13)), Rarity::Rare),
    official("Chad", "Wolf", (2019, 11, 13), Some((2021, 1, 12)), Rarity::Common),
    official("Alejandro", "Mayorkas", (2021, 2, 2), Some((2025, 1, 20)), Rarity::Rare),
    official("Benjamine", "Huffman", (2025, 1, 20), Some((2025, 1, 25)), Rarity::Common),
    official("Kristi", "Noem", (2025, 1, 25), None, Rarity::Rare),
];

const ICE_DIRECTORS: &[Official] = &[
    official("Julie", "Myers", (2006, 1, 4), Some((2008, 11, 16)), Rarity::Common),
    official("John", "Morton", (2009, 5, 1), Some((2013, 8, 1)), Rarity::Common),
    official("Thomas", "Homan", (2017, 1, 30), Some((2018, 7, 1)), Rarity::Rare),
    official("Ronald", "Vitiello", (2018, 7, 1), Some((2019, 4, 13)), Rarity::Rare),
    official("Tae", "Johnson", (2021, 1, 13), Some((2023, 7, 1)), Rarity::Common),
    official("Caleb", "Vitello", (2025, 1, 20), Some((2025, 2, 22)), Rarity::Rare),
    official("Todd", "Lyons", (2025, 3, 9), None, Rarity::Common),
];

impl Official {
    /// Whether the official was in office on a day.
    pub fn holds_office_on(&self, day: Date) -> bool {
        let date = |(year, month, day): (i32, u8, u8)| Date::new(year, month, day);
        date(self.from).is_some_and(|from| from <= day) && self.to.and_then(date).is_none_or(|to| day < to)
    }

    /// Whether a party of a caption is this official: the surname, or the given name, whatever stands between, and the surname.
    fn is_party(&self, party: &[String]) -> bool {
        let is = |word: Option<&String>, name: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(name));
        let named = is(party.first(), self.given) && party.len() <= 4;
        is(party.last(), self.surname) && (named || party.len() == 1 && self.rarity == Rarity::Rare)
    }
}

impl Entity {
    /// Every entity that is known here.
    pub fn all() -> impl Iterator<Item = Self> {
        let people = SECRETARIES.iter().map(Self::Secretary).chain(ICE_DIRECTORS.iter().map(Self::IceDirector));
        [Self::Ice, Self::Dhs].into_iter().chain(people)
    }

    /// Whether a caption names it, of a case that was filed on that day. Officials count in their term of office alone: a surname is many people's.
    pub fn matches(self, caption: &str, filed: Date) -> bool {
        let parties = parties(caption);
        match self {
            Self::Ice => {
                parties.iter().any(|party| is_agency(party, &["ice"]) || names(party, &["immigration", "customs", "enforcement"], &[]))
            }
            Self::Dhs => parties.iter().any(|party| {
                is_agency(party, &["dhs"])
                    || ["department", "dept"].iter().any(|name| names(party, &[name, "homeland", "security"], OF_THE_UNION))
            }),
            Self::Secretary(official) | Self::IceDirector(official) => {
                official.holds_office_on(filed) && parties.iter().any(|party| official.is_party(&without_title(party)))
            }
        }
    }
}

/// The entities that a caption names, of a case that was filed on that day.
pub fn entities(caption: &str, filed: Date) -> Vec<Entity> {
    Entity::all().filter(|entity| entity.matches(caption, filed)).collect()
}

/// Whether a caption names a Doe or Roe and none of the entities: "Doe v." alone tells nothing of who is sued.
pub fn names_only_a_pseudonym(caption: &str, filed: Date) -> bool {
    let is_pseudonym = |word: &String| ["doe", "does", "roe", "roes"].contains(&word.to_lowercase().as_str());
    parties(caption).iter().any(|party| party.iter().any(is_pseudonym)) && entities(caption, filed).is_empty()
}

/// Longer than any caption, in bytes.
const MAX_CAPTION_BYTES: usize = 4096;

/// What may stand before the department's name; "Arizona Department of Homeland Security" is another one.
const OF_THE_UNION: &[&str] = &["s", "us", "states", "the", "and"];

/// The parties of a caption as their words, without "of", "the", "and" and "et al.".
fn parties(caption: &str) -> Vec<Vec<String>> {
    let mut parties = vec![Vec::new()];
    for piece in bounded(caption, MAX_CAPTION_BYTES).split_inclusive([',', ';', ' ']) {
        let word: String = piece.chars().filter(|sign| sign.is_alphanumeric() || *sign == '.').collect();
        let word = word.trim_matches('.');
        let divides = matches!(word, "v" | "vs" | "V" | "VS" | "v.s");
        if !divides && !word.is_empty() && !["et", "al", "of", "and"].contains(&word.to_lowercase().as_str()) {
            let words = word.split('.').filter(|part| !part.is_empty()).map(str::to_owned);
            if let Some(party) = parties.last_mut() {
                party.extend(words);
            }
        }
        if divides || piece.ends_with([',', ';']) {
            parties.push(Vec::new());
        }
    }
    parties
}

/// Whether a party is nothing but an agency's letters, with or without "U.S." before them.
fn is_agency(party: &[String], letters: &[&str]) -> bool {
    let mut words =
        party.iter().map(|word| word.to_lowercase()).filter(|word| !["u", "s", "us", "united", "states", "the"].contains(&word.as_str()));
    words.next().is_some_and(|word| letters.contains(&word.as_str())) && words.next().is_none()
}

/// Whether a party has these words in a row; before them may stand nothing but one of the others, if there are any.
fn names(party: &[String], name: &[&str], before: &[&str]) -> bool {
    let fits = |window: &[String]| window.iter().zip(name).all(|(word, part)| word.eq_ignore_ascii_case(part));
    party.windows(name.len()).enumerate().any(|(at, window)| {
        let previous = at.checked_sub(1).and_then(|previous| party.get(previous));
        fits(window)
            && (before.is_empty() || previous.is_none_or(|previous| before.iter().any(|known| previous.eq_ignore_ascii_case(known))))
    })
}

fn without_title(party: &[String]) -> Vec<String> {
    let titles = ["secretary", "acting", "director", "hon", "honorable", "mr", "ms"];
    party.iter().skip_while(|word| titles.contains(&word.to_lowercase().as_str())).cloned().collect()
}
