//! Trees of small pages, one for each rule, and what holds of every page.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// The tree as text: elements with what is in them, texts in quotes.
fn shown(page: &str) -> String {
    let tree = Tree::read(page);
    let mut out = String::new();
    for step in tree.walk(tree.whole()) {
        match step {
            Step::Begin(id, tag) => {
                let is_empty = tree.inside(id).first() == tree.inside(id).after();
                write!(out, "{tag:?}{}", if is_empty { " " } else { "(" })
            }
            Step::End(_) => write!(out, ") "),
            Step::Text(_, raw) => write!(out, "'{raw}' "),
        }
        .expect("written");
    }
    out.replace(" )", ")").trim_end().to_owned()
}

#[track_caller]
fn check(page: &str, wanted: &str) {
    assert_eq!(shown(page), wanted, "{page}");
}

#[test]
fn cells_and_rows_end_where_the_next_begins() {
    check("<table><tr><td>a<td>b<tr><td>c</table>d", "Table(Row(Cell('a') Cell('b')) Row(Cell('c'))) 'd'");
    check("<table><tbody><tr><th>a</th></tr></tbody></table>", "Table(Row(Cell('a')))");
}

#[test]
fn an_end_tag_does_not_reach_out_of_its_table() {
    // As CM/ECF writes the number of a magistrate judge's case.
    check(
        "<table><tr><td><table><tr><td>3:09-mj-1</tr></td></tr></table>x</td><td>y</td></tr></table>",
        "Table(Row(Cell(Table(Row(Cell('3:09-mj-1'))) 'x') Cell('y')))",
    );
    check("<td><b>a</td><td>b</td></b>", "Cell(Bold('a')) Cell('b')");
    check("<b>a<i>b</b>c</i>", "Bold('a' Italic('b')) 'c'");
}

#[test]
fn quotes_count_only_where_a_value_begins() {
    check("<a href='#' onClick=\"f(true, false)\"'>all</a>x", "Anchor('all') 'x'");
    check("<td style='a>b'>x", "Cell('x')");
    check("<td style=\"never ended>x</td>y", "Cell('x') 'y'");
}

#[test]
fn scripts_styles_comments_and_declarations_are_left_out() {
    check("a<script>if (a<b) { '</td>' }</SCRIPT>b", "'a' 'b'");
    check("<style>td > b</style><!-- <td> -->x<!DOCTYPE html><?xml?>", "'x'");
    check("a<!-- never ended <td>x", "'a'");
    check("<script>never ended <td>x", "'never ended ' Cell('x')");
}

#[test]
fn a_sign_of_less_is_text() {
    check("a < b <= c", "'a ' '< b ' '<= c'");
    check("<", "'<'");
}

#[test]
fn attributes_are_read_whatever_their_quotes_and_case() {
    let tree = Tree::read("<INPUT type=checkbox NAME='all_documents' value=\"417880_10\" checked/>");
    let id = tree.whole().first();
    let value = |name| tree.attribute(id, name);
    assert_eq!(
        [value("type"), value("name"), value("Value"), value("other")],
        [Some("checkbox"), Some("all_documents"), Some("417880_10"), None]
    );
}

#[test]
fn depth_is_bounded_and_what_is_deeper_is_not_lost() {
    let page = "<table><tr><td>x".repeat(10_000);
    let tree = Tree::read(&page);
    assert_eq!(tree.excesses, [Excess::TooDeep]);
    assert_eq!(tree.whole().nodes().filter_map(|id| tree.raw_text(id)).count(), 10_000);
}

proptest! {
    /// Whatever is read, a node lies within the nodes it lies in, and the texts are the page's in its order.
    #[test]
    fn nodes_nest(page in "(<(table|tr|td|b|i|p|br|a href='x'|/table|/tr|/td|/b|/p|!--|script|/script)>|[a-z< &;]{0,4}){0,60}") {
        let tree = Tree::read(&page);
        let mut open: Vec<NodeId> = Vec::new();
        for id in tree.whole().nodes() {
            while open.last().is_some_and(|holder| id >= *holder) {
                open.pop();
            }
            let end = tree.span(id).after();
            prop_assert!(end > id && open.last().is_none_or(|holder| end <= *holder));
            open.push(end);
        }
        let texts: String = tree.whole().nodes().filter_map(|id| tree.raw_text(id)).collect();
        prop_assert!(is_subsequence(&texts, &page));
    }
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|wanted| whole.any(|found| found == wanted))
}
