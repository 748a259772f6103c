//! What a docket report says of the case itself.

use domain::Date;

use crate::pacer::{
    docket_number::{self, DocketNumber},
    html::{NodeId, Span, Tag, Tree},
    page::{self, Line, Place, Problems, Trouble, after_label},
};

/// The case. A text that the page does not give is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// As it is written, with judges and defendant: `3:09-cr-00418-JSW-1`.
    pub case_number: String,
    /// The same, understood; None if it is in no known form.
    pub number: Option<DocketNumber>,
    /// The caption in the court's words, `USA v. Beale et al`. Bankruptcy cases have none.
    pub caption: String,
    /// The judge, with the title: `Chief Judge J. Randal Hall`.
    pub assigned_to: String,
    /// The judge the case, or a part of it, is referred to.
    pub referred_to: String,
    /// `28:2201 Declaratory Judgment`.
    pub cause: String,
    /// `110 Insurance`.
    pub nature_of_suit: String,
    /// Who demands a jury: `Plaintiff`, `Both`, `None`.
    pub jury_demand: String,
    /// The amount, as written: `$9,999,000`.
    pub demand: String,
    /// `Federal Question`.
    pub jurisdiction: String,
    /// Status in multidistrict litigation.
    pub mdl_status: String,
    /// Chapter of the bankruptcy code: `7`.
    pub chapter: String,
    /// `Asset`, `No asset`.
    pub assets: String,
    /// The magistrate judge's case that this one grew out of: `3:09-mj-70329-MAG`.
    pub magistrate_case: String,
    /// Cases in other courts, of appeal as well, as written.
    pub other_courts: Vec<String>,
    /// Related, lead and member cases, as written.
    pub related_cases: Vec<String>,
    /// Day of filing.
    pub filed: Option<Date>,
    /// Day of termination.
    pub terminated: Option<Date>,
    /// Day of conversion to another chapter.
    pub converted: Option<Date>,
    /// Day of the debtor's discharge.
    pub discharged: Option<Date>,
    /// Day of the joint debtor's discharge.
    pub joint_debtor_discharged: Option<Date>,
    /// Day of the confirmation of the plan.
    pub plan_confirmed: Option<Date>,
}

impl Header {
    /// False of a page that has a number and nothing else.
    pub(super) fn says_something(&self) -> bool {
        self.filed.is_some() || !self.assigned_to.is_empty() || !self.cause.is_empty()
    }
}

/// The headline of a docket report.
pub(super) struct Title {
    /// Where it stands.
    pub(super) at: NodeId,
    /// The case number in it.
    number: String,
    kind: TitleKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TitleKind {
    District,
    Bankruptcy,
}

const DISTRICT: [&str; 2] = ["docket for case #:", "docket for case #"];
const BANKRUPTCY: [&str; 5] =
    ["bankruptcy petition #:", "adversary proceeding #:", "miscellaneous proceeding #:", "proceeding #:", "petition #:"];

/// Finds the headline: `CIVIL DOCKET FOR CASE #: 3:08-cv-00284-TMB`, `Bankruptcy Petition #: 17-80033-CRJ7`.
pub(super) fn title(tree: &Tree<'_>) -> Option<Title> {
    let whole = tree.whole();
    let district = page::find_text(tree, whole, &DISTRICT).map(|found| (found, TitleKind::District));
    let ((at, after), kind) = district.or_else(|| page::find_text(tree, whole, &BANKRUPTCY).map(|found| (found, TitleKind::Bankruptcy)))?;
    let token = |raw: &str| {
        // The panel on multidistrict litigation writes `MDL No. 2741`, everybody else one word.
        let text = page::tidied(raw);
        let words = if text.starts_with("MDL") { 3 } else { 1 };
        text.split(' ').take(words).collect::<Vec<_>>().join(" ")
    };
    let mut number = token(after);
    if number.is_empty() {
        // A number that is a link.
        let next = whole.starting(at).nodes().skip(1).filter_map(|id| tree.raw_text(id));
        number = next.map(token).find(|token| !token.is_empty()).unwrap_or_default();
    }
    Some(Title { at, number, kind })
}

/// Reads the header of a page.
pub(super) fn read(tree: &Tree<'_>, span: Span, title: &Title, problems: &mut Problems) -> Header {
    let (number, _) = docket_number::split(&title.number);
    if number.is_none() {
        problems.add(Place::Header, Trouble::CaseNumber(title.number.clone()));
    }
    let mut header = Header { case_number: title.number.clone(), number, ..Header::default() };
    let tables = tree.find(span, Tag::Table).next();
    if let Some(table) = tables.filter(|_| title.kind == TitleKind::District) {
        header.caption = caption(tree, table);
    }
    let mut list = None;
    for line in page::lines(tree, span) {
        list = header.take(&line, list, problems);
    }
    header
}

/// The first line of the first cell, after `Case title:` where that stands.
fn caption(tree: &Tree<'_>, table: NodeId) -> String {
    let cell = tree.find(tree.inside(table), Tag::Cell).next();
    let lines = cell.map(|cell| page::lines(tree, tree.inside(cell))).unwrap_or_default();
    let first = lines.first().map(Line::text).unwrap_or_default();
    match after_label(&first, "Case title:") {
        Some(title) => title.to_owned(),
        None if Label::ALL.iter().any(|(label, _)| after_label(&first, label).is_some()) => String::new(),
        None => first,
    }
}

/// What a label is followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    AssignedTo,
    ReferredTo,
    Cause,
    NatureOfSuit,
    JuryDemand,
    Demand,
    Jurisdiction,
    MdlStatus,
    Chapter,
    MagistrateCase,
    OtherCourt,
    Related,
    Filed,
    Terminated,
    Converted,
    Discharged,
    JointDebtorDischarged,
    PlanConfirmed,
}

impl Label {
    /// In this order; the first that a line begins with counts.
    const ALL: [(&'static str, Label); 28] = [
        ("Assigned to:", Self::AssignedTo),
        ("Referred to:", Self::ReferredTo),
        ("Cause:", Self::Cause),
        ("Nature of Suit:", Self::NatureOfSuit),
        ("Nature[s] of Suit:", Self::NatureOfSuit),
        ("Jury Demand:", Self::JuryDemand),
        ("Demand:", Self::Demand),
        ("Jurisdiction:", Self::Jurisdiction),
        ("MDL Status:", Self::MdlStatus),
        ("Chapter ", Self::Chapter),
        ("Magistrate judge case number:", Self::MagistrateCase),
        ("Magistrate judge case numbers:", Self::MagistrateCase),
        ("Case in other court:", Self::OtherCourt),
        ("Appeals court case number:", Self::OtherCourt),
        ("Appeals court case numbers:", Self::OtherCourt),
        ("Related Case:", Self::Related),
        ("Related Cases:", Self::Related),
        ("Lead case:", Self::Related),
        ("Member case:", Self::Related),
        ("Lead BK Case:", Self::Related),
        ("Date Filed:", Self::Filed),
        ("Date Terminated:", Self::Terminated),
        ("Date Converted:", Self::Converted),
        ("Date Discharged:", Self::Discharged),
        ("Debtor Discharged:", Self::Discharged),
        ("Joint Debtor Discharged:", Self::JointDebtorDischarged),
        ("Plan Confirmed:", Self::PlanConfirmed),
        ("Cases:", Self::Related),
    ];
}

impl Header {
    /// Takes what a line says. A list, of related cases for example, goes on in lines without a label; which one is in `list`.
    fn take(&mut self, line: &Line<'_>, list: Option<Label>, problems: &mut Problems) -> Option<Label> {
        let text = line.text();
        let Some((label, value)) = Label::ALL.iter().find_map(|(label, kind)| Some((*kind, after_label(&text, label)?))) else {
            return self.go_on(&text, list);
        };
        let first = |field: &mut String| {
            if field.is_empty() {
                value.clone_into(field);
            }
        };
        let mut day = |field: &mut Option<Date>| {
            if field.is_none() && !value.is_empty() {
                *field = problems.date(Place::Header, value);
            }
        };
        match label {
            Label::AssignedTo => first(&mut self.assigned_to),
            Label::ReferredTo => first(&mut self.referred_to),
            Label::Cause => first(&mut self.cause),
            Label::NatureOfSuit => first(&mut self.nature_of_suit),
            Label::JuryDemand => first(&mut self.jury_demand),
            Label::Demand => first(&mut self.demand),
            Label::Jurisdiction => first(&mut self.jurisdiction),
            Label::MdlStatus => first(&mut self.mdl_status),
            Label::Chapter => first(&mut self.chapter),
            Label::MagistrateCase => first(&mut self.magistrate_case),
            Label::OtherCourt => push(&mut self.other_courts, value),
            Label::Related => push(&mut self.related_cases, value),
            Label::Filed => day(&mut self.filed),
            Label::Terminated => day(&mut self.terminated),
            Label::Converted => day(&mut self.converted),
            Label::Discharged => day(&mut self.discharged),
            Label::JointDebtorDischarged => day(&mut self.joint_debtor_discharged),
            Label::PlanConfirmed => day(&mut self.plan_confirmed),
        }
        Some(label)
    }

    fn go_on(&mut self, text: &str, list: Option<Label>) -> Option<Label> {
        if self.assets.is_empty() && ["Asset", "No asset", "Asset notice"].iter().any(|known| text.eq_ignore_ascii_case(known)) {
            text.clone_into(&mut self.assets);
            return None;
        }
        match list {
            Some(Label::Related) if is_case_number(text) => push(&mut self.related_cases, text),
            Some(Label::OtherCourt) if text.contains(',') || is_case_number(text) => push(&mut self.other_courts, text),
            _ => return None,
        }
        list
    }
}

fn is_case_number(text: &str) -> bool {
    let (number, rest) = docket_number::split(text);
    number.is_some() && rest.is_empty()
}

fn push(list: &mut Vec<String>, value: &str) {
    /// Related cases of one docket that are kept; multidistrict litigation has thousands.
    const MOST: usize = 10_000;
    if !value.is_empty() && list.len() < MOST {
        list.push(value.to_owned());
    }
}
