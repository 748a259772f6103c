//! Fields of JSON as strangers write them: whatever stands in a place is read, and what is not understood there is a problem and no failure.

use std::{fmt, marker::PhantomData};

use domain::{Date, Instant};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

use super::{DocketId, MOST_JSON_BYTES, NotCourtListener, Notes, text};

/// Elements of a list that are read. A page of the API has 20 rows, a webhook the entries of one update, an entry some hundred attachments.
const MOST_ELEMENTS: usize = 1000;

/// Reads a document. Names that are not asked for cost no memory.
pub(super) fn document<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, NotCourtListener> {
    if bytes.len() > MOST_JSON_BYTES {
        return Err(NotCourtListener::TooLarge { size_bytes: bytes.len() });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| NotCourtListener::NotJson(error.to_string()))
}

/// A field that is no list and no object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Scalar {
    /// Its name does not occur.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A whole number.
    Whole(i64),
    /// A string.
    Text(String),
    /// A list, an object, or a number that is not whole.
    Odd,
}

impl Scalar {
    /// True if the name occurs, whatever stands there.
    pub(super) fn is_there(&self) -> bool {
        *self != Self::Absent
    }

    /// A text that is not empty, or a number in digits, as it is written.
    pub(super) fn written(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Self::Whole(number) => Some(number.to_string()),
            Self::Absent | Self::Null | Self::Truth(_) | Self::Odd => None,
        }
    }

    /// Tidy; empty if nothing is written.
    pub(super) fn tidy(&self) -> String {
        match self {
            Self::Text(text) => text::tidy(text),
            _ => self.written().unwrap_or_default(),
        }
    }

    /// True only if it says so.
    pub(super) fn says_true(&self) -> bool {
        matches!(self, Self::Truth(true))
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            // Dummies of CourtListener write `None` as a string.
            Self::Text(text) => matches!(text.trim(), "" | "None" | "null"),
            _ => false,
        }
    }

    fn told(&self) -> String {
        match self {
            Self::Absent => "nothing".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Truth(truth) => truth.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Text(text) => text::quoted(text),
            Self::Odd => "a list, an object or a fraction".to_owned(),
        }
    }

    /// A day. Older versions of the search write midnight in California for it; the day is what they write first.
    pub(super) fn date(&self, place: &str, name: &str, notes: &mut Notes) -> Option<Date> {
        self.read(place, name, notes, "a date", |text| {
            let day = text.get(..10)?;
            let is_whole = text.len() == 10 || text.get(10..).is_some_and(|rest| rest.starts_with('T'));
            if is_whole { day.parse().ok() } else { None }
        })
    }

    /// An instant.
    pub(super) fn instant(&self, place: &str, name: &str, notes: &mut Notes) -> Option<Instant> {
        self.read(place, name, notes, "an instant", |text| if text.len() > 10 { text.parse().ok() } else { None })
    }

    /// A number that is not negative.
    pub(super) fn number(&self, place: &str, name: &str, notes: &mut Notes) -> Option<u64> {
        self.read(place, name, notes, "a number", |text| text.parse().ok())
    }

    /// A docket, by its number or by its address in the API.
    pub(super) fn docket(&self, place: &str, name: &str, notes: &mut Notes) -> Option<DocketId> {
        let number = |text: &str| text.parse().ok().or_else(|| text::number_at_end(text));
        self.read(place, name, notes, "a docket", number).map(DocketId::new)
    }

    fn read<T>(&self, place: &str, name: &str, notes: &mut Notes, wanted: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        if self.is_nothing() {
            return None;
        }
        let value = self.written().and_then(|text| read(text.trim()));
        if value.is_none() {
            notes.tell(format_args!("{place}{name}"), format_args!("{} is not {wanted}", self.told()));
        }
        value
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Null)
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Scalar, E> {
                Ok(Scalar::Truth(truth))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Whole(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
                Ok(i64::try_from(number).map_or(Scalar::Odd, Scalar::Whole))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Scalar, E> {
                Ok(Scalar::Odd)
            }
            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Scalar, A::Error> {
                while elements.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Odd)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Scalar, A::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Odd)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Where an object or a list is looked for, a text or a number is as good as nothing.
macro_rules! scalars_are_nothing {
    () => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}

/// An object, or none where something else stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object<T>(pub(super) Option<T>);

// The derive would ask the content for a default.
impl<T> Default for Object<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Map<T> {
            type Value = Object<T>;

            scalars_are_nothing!();

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Object<T>, A::Error> {
                while elements.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Object(None))
            }
            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(|value| Object(Some(value)))
            }
        }
        deserializer.deserialize_any(Map(PhantomData))
    }
}

/// A list; empty where something else stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List<T> {
    /// True if a list stands there.
    pub(super) is_there: bool,
    elements: Vec<T>,
    more: usize,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { is_there: false, elements: Vec::new(), more: 0 }
    }
}

impl<T> List<T> {
    /// How many elements are read.
    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// The elements. If there were more than are read, that is a problem at `place`.
    pub(super) fn all(&self, place: impl fmt::Display, notes: &mut Notes) -> &[T] {
        if self.more > 0 {
            notes.tell(place, format_args!("only {} elements of a list are read, {} more are not", self.elements.len(), self.more));
        }
        &self.elements
    }
}

impl<T> List<Object<T>> {
    /// The elements with their places. What is no object is a problem.
    pub(super) fn objects<'a>(&'a self, place: &str, notes: &mut Notes) -> Vec<(String, &'a T)> {
        let mut found = Vec::with_capacity(self.elements.len());
        for (at, element) in self.all(place, notes).iter().enumerate() {
            let place = format!("{place}[{at}]");
            match &element.0 {
                Some(element) => found.push((place, element)),
                None => notes.tell(place, "this is no object"),
            }
        }
        found
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seq<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Seq<T> {
            type Value = List<T>;

            scalars_are_nothing!();

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<List<T>, A::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(List::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<List<T>, A::Error> {
                let mut list = List { is_there: true, elements: Vec::new(), more: 0 };
                while list.elements.len() < MOST_ELEMENTS {
                    match sequence.next_element()? {
                        Some(element) => list.elements.push(element),
                        None => return Ok(list),
                    }
                }
                while sequence.next_element::<IgnoredAny>()?.is_some() {
                    list.more += 1;
                }
                Ok(list)
            }
        }
        deserializer.deserialize_any(Seq(PhantomData))
    }
}
