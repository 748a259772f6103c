//! The history of a case (`HistDocQry.pl`): its entries with the kind of each, or only its documents.

use domain::Date;

use super::{
    case_query::{self, CaseSummary},
    html::{NodeId, Span, Tag, Tree},
    links,
    page::{self, Page, Place, Problems, after_label, position},
};

/// The history of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// What stands above the table.
    pub case: CaseSummary,
    /// In the page's order.
    pub entries: Vec<HistoryEntry>,
}

/// An entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Number on the docket.
    pub number: Option<u32>,
    /// Kind of entry: `Complaint`.
    pub kind: String,
    /// Day of filing.
    pub filed: Option<Date>,
    /// Day on which it was entered.
    pub entered: Option<Date>,
    /// Day on which the matter it opened was closed.
    pub terminated: Option<Date>,
    /// The docket text, if the page shows texts; line breaks only where nothing else parts two words.
    pub text: String,
    /// CM/ECF's own number of the document, its fourth digit 0.
    pub document_id: Option<String>,
    /// Number of the entry within the case, from the link to the document.
    pub sequence_number: Option<String>,
    /// The same, from the link to the docket text.
    pub text_sequence_number: Option<String>,
}

/// Reads a page.
pub fn read(bytes: &[u8]) -> Page<History> {
    page::read(bytes, "history of a case", |tree, problems| {
        let history = find(tree, problems)?;
        let withheld = history.case.withheld();
        Some((history, withheld))
    })
}

fn find(tree: &Tree<'_>, problems: &mut Problems) -> Option<History> {
    let case = case_query::summary(tree, problems)?;
    let table = table(tree, tree.whole());
    let is_empty = || page::find_text(tree, tree.whole(), &["there are no events docketed", "there are no documents"]).is_some();
    if table.is_none() && !is_empty() {
        return None;
    }
    let entries = table.map_or_else(Vec::new, |table| entries(tree, table, problems));
    Some(History { case, entries })
}

/// The table whose first row names documents, dates and descriptions.
fn table(tree: &Tree<'_>, span: Span) -> Option<NodeId> {
    tree.find(span, Tag::Table).find(|table| {
        let titles = page::titles(tree, *table);
        ["Dates", "Description"].iter().all(|wanted| titles.iter().any(|title| title == wanted))
    })
}

fn entries(tree: &Tree<'_>, table: NodeId, problems: &mut Problems) -> Vec<HistoryEntry> {
    let mut entries: Vec<HistoryEntry> = Vec::new();
    for row in tree.rows(table) {
        let cells: Vec<NodeId> = tree.cells(row).take(8).collect();
        let dates = cells.iter().position(|cell| tree.find(tree.inside(*cell), Tag::Table).next().is_some());
        let place = Place::Entry(position(entries.len()));
        match (dates, cells.as_slice()) {
            (Some(dates), [number, ..]) => {
                let mut entry = HistoryEntry::default();
                entry.take_number(tree, *number);
                if let Some(dates) = cells.get(dates) {
                    entry.take_dates(tree, *dates, place, problems);
                }
                if let Some(description) = cells.get(dates + 1) {
                    entry.take_kind(tree, *description);
                }
                entries.push(entry);
            }
            (None, [.., last]) => {
                if let (Some(text), Some(entry)) = (docket_text(tree, *last, place, problems), entries.last_mut()) {
                    entry.text = text;
                }
            }
            _ => {}
        }
    }
    entries
}

/// The text of a row `Docket Text: …`.
fn docket_text(tree: &Tree<'_>, cell: NodeId, place: Place, problems: &mut Problems) -> Option<String> {
    const LABEL: &str = "Docket Text:";
    let inside = tree.inside(cell);
    page::find_text(tree, inside, &[LABEL])?;
    let text = page::block_text(tree, inside, place, problems);
    after_label(&text, LABEL).map(str::to_owned)
}

impl HistoryEntry {
    fn take_number(&mut self, tree: &Tree<'_>, cell: NodeId) {
        let inside = tree.inside(cell);
        let written = page::tidy_text(tree, inside);
        self.number = written.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
        let document = tree.find(inside, Tag::Anchor).find_map(|anchor| {
            links::document(tree.attribute(anchor, "href").unwrap_or_default(), tree.attribute(anchor, "onclick").unwrap_or_default())
        });
        if let Some(document) = document {
            self.document_id = Some(document.id);
            self.sequence_number = document.sequence_number;
        }
    }

    fn take_dates(&mut self, tree: &Tree<'_>, cell: NodeId, place: Place, problems: &mut Problems) {
        for line in page::lines(tree, tree.inside(cell)) {
            let text = line.text();
            if let Some(value) = after_label(&text, "Filed & Entered:") {
                self.filed = problems.date(place, value);
                self.entered = self.filed;
            } else if let Some(value) = after_label(&text, "Filed:") {
                self.filed = problems.date(place, value);
            } else if let Some(value) = after_label(&text, "Entered:") {
                self.entered = problems.date(place, value);
            } else if let Some(value) = after_label(&text, "Terminated:") {
                self.terminated = problems.date(place, value);
            }
        }
    }

    fn take_kind(&mut self, tree: &Tree<'_>, cell: NodeId) {
        let inside = tree.inside(cell);
        self.kind = page::tidy_text(tree, inside);
        // `javascript:DktText('543155726125654','58814','1','6','')`: session, case, number, entry.
        let script = tree.find(inside, Tag::Anchor).filter_map(|anchor| tree.attribute(anchor, "href"));
        let arguments = script.into_iter().find_map(|script| script.split_once("DktText(")).map(|(_, arguments)| arguments);
        let entry = arguments.and_then(|arguments| arguments.split(',').nth(3)).map(|argument| argument.trim().trim_matches('\''));
        self.text_sequence_number = entry.filter(|entry| links::is_number(entry)).map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<center><b><font size='+1'>1:17-cr-00350-KBF All Defendants</font></b> USA v. Roe<br><b>Date filed:</b> 06/06/2017<br></center>
        <h2>History</h2><table><tr><th>Doc.<br>No.</th><th>Dates</th><th>Description</th></tr>
        <tr><td rowspan=2><a href='https://ecf.nysd.uscourts.gov/doc1/127120430813' onclick=\"goDLS('/doc1/127120430813','475649','631','','','1','','');\">46</a></td>
        <td><table><tr><td><i>Filed: </i></td><td>06/07/2017</td></tr><tr><td><i>Entered: </i></td><td>06/09/2017</td></tr></table></td>
        <td><a href=\"javascript:DktText('1','475649','46','631','')\"><img></a> Initial Appearance</td></tr>
        <tr><td colspan=2><i>Docket Text:</i> Minute Entry &amp; more <b>(jw)</b></td></tr>
        <tr><td>&nbsp;</td><td><table><tr><td><i>Filed &amp; Entered: </i></td><td>06/10/2017</td></tr><tr><td><i>Terminated: </i></td><td>07/10/2017</td></tr></table></td><td>Oral Order</td></tr>
        </table>";

    #[test]
    fn an_entry_has_its_dates_its_kind_and_its_text() {
        let page = read(PAGE.as_bytes());
        let history = page.content.expect("a history");
        let line = |entry: &HistoryEntry| {
            let HistoryEntry { number, kind, filed, entered, terminated, text, document_id, sequence_number, text_sequence_number } = entry;
            format!(
                "{number:?} {kind}: {filed:?} {entered:?} {terminated:?} {document_id:?} {sequence_number:?} {text_sequence_number:?} {text}\n"
            )
        };
        insta::assert_snapshot!(history.entries.iter().map(line).collect::<String>(), @r#"
        Some(46) Initial Appearance: Some(2017-06-07) Some(2017-06-09) None Some("127020430813") Some("631") Some("631") Minute Entry & more (jw)
        None Oral Order: Some(2017-06-10) Some(2017-06-10) Some(2017-07-10) None None None 
        "#);
        assert_eq!(page.problems, []);
    }

    #[test]
    fn a_case_without_entries_is_a_history_and_a_summary_alone_is_none() {
        let empty = "<center><b>6:17-cr-03145-RK</b> USA v. Roe<br></center><h3>There are no events docketed for this case.</h3>";
        assert_eq!(read(empty.as_bytes()).content.map(|history| history.entries.len()), Some(0));
        assert_eq!(read(b"<center><b>6:17-cr-03145-RK</b> USA v. Roe<br></center>").content, None);
    }
}
