//! What became of a count, as the text of its disposition says.

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
        for clause in clauses(text) {
            let words = words(clause);
            for found in (0..words.len()).filter_map(|at| marker(&words, at)) {
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

fn words(clause: &str) -> Vec<String> {
    let words = clause.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// What the word at this place says of the count, in the light of its clause.
fn marker(words: &[String], at: usize) -> Option<DispositionClass> {
    let word = words.get(at)?.as_str();
    let before = |distance: usize| at.checked_sub(distance).and_then(|at| words.get(at)).map_or("", String::as_str);
    let after = |distance: usize| words.get(at + distance).map_or("", String::as_str);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // A motion to dismiss or for acquittal that was denied, or only made, says nothing.
    let is_refused = has(&["denied", "denies", "denying", "moot", "pending"]);
    match word {
        "guilty" if before(1) == "not" => {
            let pleads = (2..=4).any(|distance| before(distance).starts_with("ple") || before(distance) == "pled");
            (!pleads && !is_refused).then_some(DispositionClass::Acquitted)
        }
        "acquitted" | "acquittal" => (!is_refused).then_some(DispositionClass::Acquitted),
        "guilty" | "convicted" => Some(DispositionClass::Convicted),
        "nolle" | "nol" => Some(DispositionClass::Dismissed),
        "mistrial" => (!is_refused).then_some(DispositionClass::Mistrial),
        "diversion" => (!is_refused).then_some(DispositionClass::Diverted),
        "prosecution" if before(1) == "deferred" => Some(DispositionClass::Diverted),
        "transferred" | "transfer" => Some(DispositionClass::Transferred),
        "rule" if matches!(after(1), "20" | "21" | "40") => Some(DispositionClass::Transferred),
        "vacated" | "reversed" => {
            has(&["conviction", "convictions", "judgment", "sentence", "verdict"]).then_some(DispositionClass::Vacated)
        }
        "release" if before(1) == "supervised" => Some(DispositionClass::Sentenced),
        "served" if before(1) == "time" => Some(DispositionClass::Sentenced),
        "prisons" if before(1) == "of" => Some(DispositionClass::Sentenced),
        "assessment" if matches!(before(1), "special" | "penalty" | "00") => Some(DispositionClass::Sentenced),
        "sentenced" | "sentence" | "imprisonment" | "imprisoned" | "incarceration" | "incarcerated" | "probation" | "bop" | "custody"
        | "fine" | "fined" | "restitution" | "jail" | "confinement" | "committed" => {
            (!has(&["vacated", "reversed"])).then_some(DispositionClass::Sentenced)
        }
        _ if word.starts_with("dismiss") || word == "dism" => {
            let of_others = has(&["remaining", "other", "others", "underlying", "original"])
                && has(&["count", "counts", "charges", "indictment", "complaint"]);
            (!is_refused && !of_others).then_some(DispositionClass::Dismissed)
        }
        _ => None,
    }
}
