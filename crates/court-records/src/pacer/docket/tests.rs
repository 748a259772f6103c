//! Pages of dialects that are worth a rule, and what is no docket.

use std::fmt::Write as _;

use super::*;

/// The parties of a page as a person would note them.
fn parties(page: &str) -> String {
    let docket = read(page.as_bytes()).content.expect("a docket");
    let mut out = String::new();
    for party in &docket.parties {
        let Party { name, role, defendant, lines, remarks, terminated, attorneys, charges } = party;
        let number = defendant.map_or(String::new(), |number| format!(" {number}"));
        write!(out, "{role}{number}: {name}").expect("written");
        for line in lines.iter().chain(remarks) {
            write!(out, " | {line}").expect("written");
        }
        writeln!(out, "{}", terminated.map_or(String::new(), |day| format!(" (until {day})"))).expect("written");
        for attorney in attorneys.iter().flatten() {
            writeln!(out, "  by {}: {} [{}]", attorney.name, attorney.contact.join(", "), attorney.roles.join("; ")).expect("written");
        }
        for count in charges.iter().flat_map(|charges| &charges.counts) {
            writeln!(out, "  {:?} {}: {} => {}", count.status, count.number, count.text, count.disposition).expect("written");
        }
        for complaint in charges.iter().flat_map(|charges| &charges.complaints) {
            writeln!(out, "  complaint: {} => {}", complaint.text, complaint.disposition).expect("written");
        }
        if let Some(charges) = charges {
            writeln!(out, "  {} / {}", charges.highest_level_opening, charges.highest_level_terminated).expect("written");
        }
    }
    out
}

const CRIMINAL: &str = "<h3>U.S. District Court<BR>CRIMINAL DOCKET FOR CASE #: 3:25-cr-00007-ABC-DEF-All</h3>
<TABLE><tr><td><br>Case title: USA v. Roe et al<br><table><tr><td>Magistrate&nbsp;judge&nbsp;case&nbsp;number:&nbsp;</td><td>3:25-mj-00001</tr></td></tr></table>
</td><td><br>Date Filed: 01/02/2025</td></tr></table>
<HR><TABLE><tr><td>Assigned to: Judge A</td></tr><tr><td><br><b><u>Defendant (1)</u></b></td></tr>
<tr><td><B>Richard  Roe</B><BR><I>TERMINATED: 02/03/2025</I></td><td>represented&nbsp;by</td><td><B>Ann   Counsel </B><BR>1 Street<BR><I>LEAD ATTORNEY</I><br><br>
<B>Ben Counsel</B><BR>2 Street</td></tr>
<tr><td><br><b><u>Pending Counts</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>
<tr><td>18:111(a)(1) - Assault on a Federal Officer<br>(1s-2s)</td><td></td><td>12 months</td></tr>
<tr><td><br><b><u>Highest Offense Level (Opening)</u></b></td></tr><tr><td>Felony</td></tr>
<tr><td><br><b><u>Terminated Counts</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>
<tr><td>18:111.F<br>(1)</td><td></td><td>Dismissed</td></tr>
<tr><td><br><b><u>Highest Offense Level (Terminated)</u></b></td></tr><tr><td>None</td></tr>
<tr><td><br><b><u>Complaints</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr><tr><td>18:111 Assault</td><td></td><td></td></tr>
</TABLE><HR><TABLE><tr><td>Assigned to: Judge B</td></tr><tr><td><br><b><u>Defendant (2)</u></b></td></tr>
<tr><td><B>Jane Roe</B></td></tr><tr><td><b><u>Pending Counts</u></b></td><td></td><td><b><u>Disposition</u></b></td></tr><tr><td>None</td></tr>
</TABLE><HR><TABLE><tr><td><br><b><u>Plaintiff</u></b></td></tr><tr><td><B>USA</B></td><td>represented&nbsp;by</td><td><B>Ann Counsel</B><BR>(See above for address)</td></tr></table>
<table><tr><td>Date Filed</td><th>#</th><td>Docket Text</td></tr>
<tr><td>01/02/2025</td><td><a href='/doc1/035112345678' onClick=\"goDLS('/doc1/035112345678','42','8','','1','1','','');\">1</a></td><td>INDICTMENT (Entered: 01/03/2025)</td></tr>
<tr><td>01/04/2025</td><td>&nbsp;</td><td>Minute entry. No document, not <i>entered</i><p>with a date.</td></tr>
<tr><td>soon</td><td>2</td><td>SEALED</td></tr></table>";

#[test]
fn each_defendant_has_counts_and_counsel_of_its_own() {
    insta::assert_snapshot!(parties(CRIMINAL), @r"
    Defendant 1: Richard  Roe | TERMINATED: 02/03/2025 (until 2025-02-03)
      by Ann Counsel: 1 Street [LEAD ATTORNEY]
      by Ben Counsel: 2 Street []
      Pending 1s-2s: 18:111(a)(1) - Assault on a Federal Officer => 12 months
      Terminated 1: 18:111.F => Dismissed
      complaint: 18:111 Assault => 
      Felony / None
    Defendant 2: Jane Roe
       / 
    Plaintiff: USA
      by Ann Counsel: 1 Street []
    ");
}

#[test]
fn the_header_of_a_criminal_case_is_the_case_s_and_not_a_judge_s() {
    let header = read(CRIMINAL.as_bytes()).content.expect("a docket").header;
    let number = header.number.expect("a number");
    assert_eq!(
        (number.text.as_str(), number.assigned.as_deref(), number.referred.as_deref(), number.defendant),
        ("3:25-cr-00007", Some("ABC"), Some("DEF"), None)
    );
    assert_eq!(
        (header.caption.as_str(), header.assigned_to.as_str(), header.magistrate_case.as_str()),
        ("USA v. Roe et al", "Judge A", "3:25-mj-00001")
    );
}

#[test]
fn an_entry_without_number_or_date_is_an_entry() {
    let page = read(CRIMINAL.as_bytes());
    let docket = page.content.expect("a docket");
    let line = |entry: &Entry| {
        let Entry { filed, entered, number, text, document_id, sequence_number, .. } = entry;
        format!("{filed:?} {entered:?} {number:?} {document_id:?} {sequence_number:?} {text}\n")
    };
    insta::assert_snapshot!(docket.entries.iter().map(line).collect::<String>(), @r#"
    Some(2025-01-02) Some(2025-01-03) Some(1) Some("035012345678") Some("8") INDICTMENT (Entered: 01/03/2025)
    Some(2025-01-04) None None None None Minute entry. No document, not entered
    with a date.
    None None Some(2) None None SEALED
    "#);
    let problems: Vec<String> = page.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["entry 3: `soon` is not a date of the form 12/31/2025"]);
}

#[test]
fn an_adversary_proceeding_has_sides_and_a_lead_case() {
    let page = "<center><b>U.S. BANKRUPTCY COURT<br>Adversary Proceeding #: 18-00079-ABC7</b></center>
        <table><tr><td><br><i>Assigned to:</i> Judge X<br><i>Lead BK Case:</i> <a href='#'>17-80033</a><br><i>Demand:</i> $1000</td>
        <td><table><tr><td><i>Date Filed:</i></td><td>&nbsp;01/05/2018</td></tr><tr><td><i>Date Terminated:</i></td><td>02/05/2018</td></tr></table></td></tr></table>
        <table><tr><td><i><b>Plaintiff</b></i><br>-----------------------<br><b>A Bank</b><br>1 Street</td><td>represented by</td><td><b>C. Counsel</b><br>2 Street<br>Email:&nbsp;<a href='mailto:c@x'>c@x</a></td></tr>
        <tr><td></td><td></td><td><b>D. Counsel</b><br>3 Street<br><i>TERMINATED: 01/06/2018</i></td></tr>
        <tr><td>V.</td></tr>
        <tr><td><i><b>Defendant</b></i><br>-----------------------<br><b>J. Debtor</b></td><td>&nbsp;</td><td>&nbsp;</td></tr></table>";
    let docket = read(page.as_bytes()).content.expect("a docket");
    let header = &docket.header;
    assert_eq!(
        (header.assigned_to.as_str(), header.demand.as_str(), header.related_cases.as_slice()),
        ("Judge X", "$1000", ["17-80033".to_owned()].as_slice())
    );
    assert_eq!(header.number.as_ref().and_then(|number| number.assigned.as_deref()), Some("ABC"));
    assert_eq!((header.filed, header.terminated), (page::date("01/05/2018"), page::date("02/05/2018")));
    insta::assert_snapshot!(parties(page), @r"
    Plaintiff: A Bank | 1 Street
      by C. Counsel: 2 Street, Email: []
      by D. Counsel: 3 Street [TERMINATED: 01/06/2018]
    Defendant: J. Debtor
    ");
}

#[test]
fn a_docket_of_the_panel_on_multidistrict_litigation_has_a_number_of_its_own_kind() {
    let page = "<h3>United States Judicial Panel<br>CIVIL DOCKET FOR CASE #: MDL No. 2741</h3>
        <table><tr><td><br>IN RE: Roundup<br>Assigned to: Judge X<br>MDL Status: Transferred</td><td><br>Date Filed: 07/27/2016</td></tr></table>";
    let header = read(page.as_bytes()).content.expect("a docket").header;
    assert_eq!(
        (header.case_number.as_str(), header.caption.as_str(), header.mdl_status.as_str()),
        ("MDL No. 2741", "IN RE: Roundup", "Transferred")
    );
    assert_eq!(header.number.map(|number| number.text).as_deref(), Some("MDL No. 2741"));
}

#[test]
fn what_is_no_docket_says_what_it_is() {
    let said = |page: &str| read(page.as_bytes()).problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    insta::assert_snapshot!(said("<h3>Invalid date_from: 12/13/219</h3>"), @"page: this is no docket report; the page says `Invalid date_from: 12/13/219`");
    insta::assert_snapshot!(
        said("<h3>CIVIL DOCKET FOR CASE #: 1:17-cv-24214-XXXX<br><br><strong>*** This case was administratively closed.***</strong></h3>"),
        @"page: this is no docket report; the page says `CIVIL DOCKET FOR CASE #: 1:17-cv-24214-XXXX *** This case was administratively c…`"
    );
    insta::assert_snapshot!(
        said("<pre>Bankruptcy Petition #: 8:18-bk-00997-CED</pre><pre>Assigned to: Caryl E. Delano</pre>"),
        @"page: the docket is in the format of plain text, which is not read; ask the court for HTML; page: this is no docket report; the page says `Bankruptcy Petition #: 8:18-bk-00997-CED`"
    );
    assert_eq!(read(b"<b>This case is SEALED.</b>").withheld, Some(page::Withheld::Sealed));
    assert_eq!(read(b"").content, None);
}
