//! The summary of a case (`iquery.pl`), which also stands above histories.

use std::collections::BTreeMap;

use domain::Date;

use super::{
    docket_number::{self, DocketNumber},
    html::{Tag, Tree},
    page::{self, Line, Page, Piece, Place, Problems, Trouble, Withheld, after_label},
};

/// What a court's system says of a case without charge. A text that the page does not give is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseSummary {
    /// As it is written, with judges and defendant: `5:03-cr-00014-RLV-CH-3`.
    pub case_number: String,
    /// The same, understood; None if it is in no known form.
    pub number: Option<DocketNumber>,
    /// Whether the number is followed by `All Defendants`.
    pub covers: Covers,
    /// The caption in the court's words.
    pub caption: String,
    /// What the court's staff has written beside or below the caption, often in red.
    pub remarks: Vec<Remark>,
    /// The judge: who presides, or in bankruptcy cases the judge named.
    pub assigned_to: String,
    /// The judge of the referral.
    pub referred_to: String,
    /// Related cases, as written.
    pub related_cases: String,
    /// `bk`, `ap`.
    pub case_type: String,
    /// Chapter of the bankruptcy code.
    pub chapter: String,
    /// `Yes`, `No`.
    pub asset: String,
    /// `v` for voluntary.
    pub voluntary: String,
    /// The days that the page names; None where it says that there is no such day (`N/A`).
    pub days: BTreeMap<Day, Option<Date>>,
}

/// Whose case a criminal case number stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Covers {
    /// The case, or the one defendant whose number stands in it.
    #[default]
    Numbered,
    /// Every defendant.
    AllDefendants,
}

/// A remark of the court's staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub style: RemarkStyle,
}

/// Where and how a remark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkStyle {
    /// In the line of the caption.
    BesideCaption,
    /// In a line of its own that begins bold.
    BoldLine,
    /// In a line of its own.
    Line,
}

/// The days that a summary names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Day {
    /// `Date filed`.
    Filed,
    /// `Date terminated`.
    Terminated,
    /// `Date of last filing`.
    LastFiling,
    /// `Date discharged`.
    Discharged,
    /// `Debtor discharged`.
    DebtorDischarged,
    /// `Joint debtor discharged`.
    JointDebtorDischarged,
    /// `Debtor dismissed`.
    DebtorDismissed,
    /// `Joint debtor dismissed`.
    JointDebtorDismissed,
    /// `Plan confirmed`.
    PlanConfirmed,
    /// `Date converted`.
    Converted,
    /// `Date reopened`.
    Reopened,
}

impl CaseSummary {
    /// A day, if the page gives it.
    pub fn day(&self, day: Day) -> Option<Date> {
        self.days.get(&day).copied().flatten()
    }

    /// Whether caption or remarks say that the case is withheld.
    pub(super) fn withheld(&self) -> Option<Withheld> {
        let remarks = self.remarks.iter().map(|remark| remark.text.as_str());
        std::iter::once(self.caption.as_str()).chain(remarks).find_map(page::says_withheld)
    }
}

/// Reads a page.
pub fn read(bytes: &[u8]) -> Page<CaseSummary> {
    page::read(bytes, "summary of a case", |tree, problems| {
        let case = summary(tree, problems)?;
        let withheld = case.withheld();
        Some((case, withheld))
    })
}

/// The summary on a page: the first centered block that begins with a case number.
pub(super) fn summary(tree: &Tree<'_>, problems: &mut Problems) -> Option<CaseSummary> {
    /// Lines of a summary that are read.
    const MOST: usize = 200;
    for center in tree.find(tree.whole(), Tag::Center).take(20) {
        let first = page::first_lines(tree, tree.inside(center), 1);
        if let Some(mut summary) = first.first().and_then(CaseSummary::beginning) {
            if summary.number.is_none() {
                problems.add(Place::Header, Trouble::CaseNumber(summary.case_number.clone()));
            }
            for line in page::first_lines(tree, tree.inside(center), MOST).iter().skip(1) {
                summary.take(tree, line, problems);
            }
            return Some(summary);
        }
    }
    None
}

/// What follows a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Day(Day),
    Judge,
    CaseType,
    Chapter,
    Asset,
    Voluntary,
    Related,
}

const LABELS: [(&str, Label); 21] = [
    ("Date filed:", Label::Day(Day::Filed)),
    ("Date terminated:", Label::Day(Day::Terminated)),
    ("Date of last filing:", Label::Day(Day::LastFiling)),
    ("Date discharged:", Label::Day(Day::Discharged)),
    ("Debtor discharged:", Label::Day(Day::DebtorDischarged)),
    ("Joint debtor discharged:", Label::Day(Day::JointDebtorDischarged)),
    ("Debtor dismissed:", Label::Day(Day::DebtorDismissed)),
    ("Joint debtor dismissed:", Label::Day(Day::JointDebtorDismissed)),
    ("Plan confirmed:", Label::Day(Day::PlanConfirmed)),
    ("Date converted:", Label::Day(Day::Converted)),
    ("Date reopened:", Label::Day(Day::Reopened)),
    ("Judge:", Label::Judge),
    ("Chief Judge:", Label::Judge),
    ("Senior Judge:", Label::Judge),
    ("Bankruptcy Judge:", Label::Judge),
    ("Case type:", Label::CaseType),
    ("Chapter:", Label::Chapter),
    ("Asset:", Label::Asset),
    ("Vol:", Label::Voluntary),
    ("Related case:", Label::Related),
    ("Related cases:", Label::Related),
];

impl CaseSummary {
    /// Reads the first line: number in bold, then the caption, then what may be remarked.
    fn beginning(line: &Line<'_>) -> Option<Self> {
        let pieces: Vec<&Piece<'_>> = line.pieces.iter().filter(|piece| !page::is_blank(piece.raw)).collect();
        let (first, rest) = pieces.split_first()?;
        let numbered = page::tidied(first.raw);
        let (case_number, after) = numbered.split_once(' ').unwrap_or((&numbered, ""));
        let (number, _) = docket_number::split(case_number);
        let looks_like_one =
            number.is_some() || (first.bold && case_number.contains('-') && case_number.bytes().any(|b| b.is_ascii_digit()));
        if !looks_like_one {
            return None;
        }
        let covers = if after.eq_ignore_ascii_case("All Defendants") { Covers::AllDefendants } else { Covers::Numbered };
        let mut summary = Self { case_number: case_number.to_owned(), number, covers, ..Self::default() };
        let mut caption = page::Tidy::default();
        rest.iter().filter(|piece| !piece.bold).for_each(|piece| caption.push(piece.raw));
        summary.caption = caption.finish();
        let mut remark = page::Tidy::default();
        rest.iter().filter(|piece| piece.bold).for_each(|piece| remark.push(piece.raw));
        summary.remark(remark.finish(), RemarkStyle::BesideCaption);
        Some(summary)
    }

    fn take(&mut self, tree: &Tree<'_>, line: &Line<'_>, problems: &mut Problems) {
        let text = line.text();
        if let Some(judge) = text.strip_suffix(", presiding") {
            judge.clone_into(&mut self.assigned_to);
            return;
        }
        if let Some(judge) = text.strip_suffix(", referral") {
            judge.clone_into(&mut self.referred_to);
            return;
        }
        // Labels and values in one line, each label as a rule in a piece of its own.
        let mut label = None;
        let mut value = page::Tidy::default();
        let mut found_any = false;
        for piece in &line.pieces {
            let text = page::tidied(piece.raw);
            let Some((kind, rest)) = LABELS.iter().find_map(|(label, kind)| Some((*kind, after_label(&text, label)?))) else {
                if piece.bold && text.ends_with(':') {
                    // A label that means nothing here; what follows is its value and nobody else's.
                    self.set(label.take(), &std::mem::take(&mut value).finish(), problems);
                    found_any = true;
                } else {
                    value.push(piece.raw);
                }
                continue;
            };
            self.set(label.replace(kind), &std::mem::take(&mut value).finish(), problems);
            value.push(rest);
            found_any = true;
        }
        self.set(label, &value.finish(), problems);
        if !found_any {
            let style = if begins_bold_itself(tree, line) { RemarkStyle::BoldLine } else { RemarkStyle::Line };
            self.remark(text, style);
        }
    }

    fn set(&mut self, label: Option<Label>, value: &str, problems: &mut Problems) {
        let Some(label) = label else { return };
        let text = match label {
            Label::Day(day) => {
                let date = match value {
                    "" | "N/A" => None,
                    value => problems.date(Place::Header, value),
                };
                self.days.insert(day, date);
                return;
            }
            Label::Judge => &mut self.assigned_to,
            Label::CaseType => &mut self.case_type,
            Label::Chapter => &mut self.chapter,
            Label::Asset => &mut self.asset,
            Label::Voluntary => &mut self.voluntary,
            Label::Related => &mut self.related_cases,
        };
        value.clone_into(text);
    }

    fn remark(&mut self, text: String, style: RemarkStyle) {
        if !text.is_empty() {
            self.remarks.push(Remark { text, style });
        }
    }
}

/// True if the bold element that a line begins in begins in that line too.
fn begins_bold_itself(tree: &Tree<'_>, line: &Line<'_>) -> bool {
    let Some(first) = line.pieces.iter().find(|piece| !page::is_blank(piece.raw)) else { return false };
    let mut before = first.id.before().take(8).map(|id| tree.tag(id));
    before.find(|tag| matches!(tag, Some(Tag::Bold | Tag::Break))) == Some(Some(Tag::Bold))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A summary as a person would note it.
    fn shown(page: &str) -> String {
        let page = read(page.as_bytes());
        let Some(case) = page.content else { return format!("nothing: {}", page.statement) };
        let CaseSummary { case_number, number: _, covers, caption, remarks, assigned_to, referred_to, related_cases, .. } = &case;
        let days: Vec<String> = case.days.iter().map(|(day, date)| format!("{day:?} {date:?}")).collect();
        let remarks: Vec<String> = remarks.iter().map(|remark| format!("{:?}: {}", remark.style, remark.text)).collect();
        let bankruptcy = [&case.case_type, &case.chapter, &case.asset, &case.voluntary].map(String::as_str).join("/");
        format!(
            "{case_number} {covers:?} | {caption} | {assigned_to} | {referred_to} | {related_cases} | {bankruptcy}\n{}\n{}",
            days.join(", "),
            remarks.join("; ")
        )
    }

    #[test]
    fn a_district_court_names_judges_and_days() {
        insta::assert_snapshot!(shown(
            "<center><b><font>5:03-cr-00014-RLV-CH All Defendants</font></b> USA v. Roe et al <P> Related case: 16cv1322<BR>R. Judge, presiding<BR>Carl Horn, III, referral<BR>
             <B>Date filed:</B> 03/25/2003<BR><B>Date of last filing:</B> 10/19/2015<BR></center>"
        ), @r"
        5:03-cr-00014-RLV-CH AllDefendants | USA v. Roe et al | R. Judge | Carl Horn, III | 16cv1322 | ///
        Filed Some(2003-03-25), LastFiling Some(2015-10-19)
        ");
    }

    #[test]
    fn a_bankruptcy_court_names_chapter_and_discharges() {
        insta::assert_snapshot!(shown(
            "<CENTER><B><FONT>10-46652-RLE7</FONT></B><B></B>R. Roe and J. Roe<BR><B>Case type:</B> bk <B>Chapter:</B> 7 <B>Asset:</B> Yes <B>Vol: </B> v
             <b>Chief Judge:</b> W. Judge <b>New label:</b> of no meaning<BR><B>Date filed:</B> 06/11/2010 <B>Plan confirmed:</B> 12/08/2010
             <BR><B>Debtor&nbsp;discharged:</B>&nbsp;N/A <B>Joint&nbsp;debtor&nbsp;discharged:</B>&nbsp;09/21/2015<BR></CENTER>"
        ), @r"
        10-46652-RLE7 Numbered | R. Roe and J. Roe | W. Judge |  |  | bk/7/Yes/v
        Filed Some(2010-06-11), DebtorDischarged None, JointDebtorDischarged Some(2015-09-21), PlanConfirmed Some(2010-12-08)
        ");
    }

    #[test]
    fn remarks_of_the_staff_are_not_the_caption() {
        insta::assert_snapshot!(shown(
            "<center><b>2:08-mc-00021</b> Roe <B><font color=red>RETURN TO SENDER<BR>J. Jack, presiding<BR><B>Date filed:</B> 02/21/2008<BR></center>"
        ), @r"
        2:08-mc-00021 Numbered | Roe | J. Jack |  |  | ///
        Filed Some(2008-02-21)
        BesideCaption: RETURN TO SENDER
        ");
        insta::assert_snapshot!(shown(
            "<center><b>4:18-mc-02515</b> Roe<br><B><font color=red>For disclosure.</font></B><BR><font>Another.</font><BR><B>Date filed:</B> 09/10/2018<BR></center>"
        ), @r"
        4:18-mc-02515 Numbered | Roe |  |  |  | ///
        Filed Some(2018-09-10)
        BoldLine: For disclosure.; Line: Another.
        ");
        insta::assert_snapshot!(shown("<h3>Case not found.</h3>"), @"nothing: Case not found.");
    }
}
