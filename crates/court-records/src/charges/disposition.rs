//! What became of a count, as the text of its disposition says.

use crate::token::bounded;

/// A longer text than any disposition, in bytes; what follows is not read.
const MAX_TEXT_BYTES: usize = 64 * 1024;

/// How PACER lists a count. "Pending Counts" does not mean undecided: convicted counts stay there, dismissed ones too, and "terminated"
/// counts may carry sentences. It is kept beside what the text says and never decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocketStatus {
    /// Under "Pending Counts".
    Pending,
    /// Under "Terminated Counts".
    Terminated,
}

/// What the text of a disposition says became of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DispositionClass {
    /// There is no text; whether the count is open, the docket does not say.
    None,
    /// A sentence was imposed.
    Sentenced,
    /// Convicted by plea or verdict, with no sentence in the text.
    Convicted,
    /// Found not guilty, or a judgment of acquittal.
    Acquitted,
    /// Dismissed, by whomever.
    Dismissed,
    /// The trial ended without a verdict.
    Mistrial,
    /// Pretrial diversion or deferred prosecution.
    Diverted,
    /// Sent to another court or district.
    Transferred,
    /// The conviction was vacated or reversed.
    Vacated,
    /// There is a text, and it says none of these.
    Other,
}

/// The outcome of a count: what its disposition says, and beside it how PACER lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeOutcome {
    /// By the text.
    pub class: DispositionClass,
    /// By the list in which PACER has it, where that is known.
    pub listed: Option<DocketStatus>,
    /// The text, as the court wrote it.
    pub text: String,
}

impl ChargeOutcome {
    /// The outcome that a docket gives.
    pub fn read(text: &str, listed: Option<DocketStatus>) -> Self {
        Self { class: DispositionClass::of(text), listed, text: text.to_owned() }
    }
}

impl DispositionClass {
    /// The word for it, as commands and tables print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sentenced => "sentenced",
            Self::Convicted => "convicted",
            Self::Acquitted => "acquitted",
            Self::Dismissed => "dismissed",
            Self::Mistrial => "mistrial",
            Self::Diverted => "diverted",
            Self::Transferred => "transferred",
            Self::Vacated => "vacated",
            Self::Other => "other",
        }
    }

    /// Classifies a text. The first sentence, acquittal or dismissal decides; what is said of the other counts does not.
    pub fn of(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::None;
        }
        let mut class = Self::Other;
        for clause in clauses(bounded(text, MAX_TEXT_BYTES)) {
            let clause = Clause::of(clause);
            for found in (0..clause.words.len()).filter_map(|at| clause.marker(at)) {
                class = class.followed_by(found);
            }
        }
        class
    }

    /// What stands after a further statement. Sentences, acquittals and dismissals stand; a conviction that was vacated may be sentenced anew.
    fn followed_by(self, next: Self) -> Self {
        match (self, next) {
            (Self::Sentenced | Self::Convicted, Self::Vacated) => Self::Vacated,
            (Self::Sentenced | Self::Acquitted | Self::Dismissed, _) => self,
            _ => next,
        }
    }
}

/// A text cut at semicolons, line ends and full stops that end a sentence.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n', '\r']).flat_map(|part| part.split(". "))
}

/// The words of a clause, and what it says as a whole.
struct Clause {
    words: Vec<String>,
    /// A motion to dismiss or for acquittal that was denied, or only made, says nothing.
    motion: Motion,
    /// What the clause is about.
    about: About,
}

#[derive(PartialEq, Eq)]
enum Motion {
    Refused,
    NotRefused,
}

#[derive(PartialEq, Eq)]
enum About {
    /// The conviction or the sentence, which was vacated or reversed.
    UndoneConviction,
    /// Other counts than this one.
    OtherCounts,
    ThisCount,
}

impl Clause {
    fn of(clause: &str) -> Self {
        let words: Vec<String> =
            clause.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let is_undone = has(&["vacated", "reversed"]) && has(&["conviction", "convictions", "judgment", "sentence", "verdict"]);
        let is_of_others = has(&["remaining", "other", "others", "underlying", "original"])
            && has(&["count", "counts", "charges", "indictment", "complaint"]);
        let about = match (is_undone, is_of_others) {
            (true, _) => About::UndoneConviction,
            (false, true) => About::OtherCounts,
            (false, false) => About::ThisCount,
        };
        let motion = if has(&["denied", "denies", "denying", "moot", "pending"]) { Motion::Refused } else { Motion::NotRefused };
        Self { words, motion, about }
    }

    fn word(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }

    /// What the word at this place says of the count, in the light of its clause.
    fn marker(&self, at: usize) -> Option<DispositionClass> {
        use DispositionClass::{Acquitted, Convicted, Dismissed, Diverted, Mistrial, Sentenced, Transferred, Vacated};
        let before = |distance: usize| self.word(at.checked_sub(distance));
        let granted = |class| (self.motion == Motion::NotRefused).then_some(class);
        match self.word(Some(at)) {
            "guilty" if before(1) == "not" => {
                let pleads = (2..=4).any(|distance| before(distance).starts_with("ple") || before(distance) == "pled");
                if pleads { None } else { granted(Acquitted) }
            }
            "acquitted" | "acquittal" => granted(Acquitted),
            "guilty" | "convicted" => Some(Convicted),
            "nolle" | "nol" => Some(Dismissed),
            "mistrial" => granted(Mistrial),
            "diversion" => granted(Diverted),
            "prosecution" if before(1) == "deferred" => Some(Diverted),
            "transferred" | "transfer" => Some(Transferred),
            "rule" if matches!(self.word(Some(at + 1)), "20" | "21" | "40") => Some(Transferred),
            "vacated" | "reversed" => (self.about == About::UndoneConviction).then_some(Vacated),
            "release" if before(1) == "supervised" => Some(Sentenced),
            "served" if before(1) == "time" => Some(Sentenced),
            "prisons" if before(1) == "of" => Some(Sentenced),
            "assessment" if matches!(before(1), "special" | "penalty" | "00") => Some(Sentenced),
            "sentenced" | "sentence" | "imprisonment" | "imprisoned" | "incarceration" | "incarcerated" | "probation" | "bop"
            | "custody" | "fine" | "fined" | "restitution" | "jail" | "confinement" | "committed" => {
                (self.about != About::UndoneConviction).then_some(Sentenced)
            }
            word if word.starts_with("dismiss") || word == "dism" => {
                if self.about == About::OtherCounts {
                    None
                } else {
                    granted(Dismissed)
                }
            }
            _ => None,
        }
    }
}
