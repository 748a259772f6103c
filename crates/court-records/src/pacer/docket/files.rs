//! The list of documents with their sizes, which newer versions of CM/ECF put below an entry.

use super::entries::{Attachment, Entry, FileSize};
use crate::pacer::{
    html::{NodeId, Tag, Tree},
    page,
};

/// Documents of one entry that are kept.
const MOST: usize = 2000;

/// Reads the list in a cell: box, number (0 is the main document), description, pages, size.
pub(super) fn read(tree: &Tree<'_>, cell: NodeId, entry: &mut Entry) {
    let Some(table) = tree.find(tree.inside(cell), Tag::Table).next() else { return };
    let mut listed = Vec::new();
    for row in tree.rows(table).take(MOST) {
        let cells: Vec<NodeId> = tree.cells(row).take(6).collect();
        let [marked, number, description, pages, size, ..] = cells.as_slice() else { continue };
        let text = |cell: &NodeId| page::tidy_text(tree, tree.inside(*cell));
        let Ok(number) = text(number).parse::<u32>() else { continue };
        let value = tree.find(tree.inside(*marked), Tag::Input).find_map(|input| tree.attribute(input, "value")).unwrap_or_default();
        // `8117527-38495-2`: the document, bytes, pages.
        let mut parts = value.split('-');
        let (document, bytes) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let pages = text(pages).split(' ').next().and_then(|pages| pages.parse().ok());
        let file = FileSize { bytes: bytes.parse().ok(), written: text(size), pages };
        if number == 0 {
            entry.file = Some(file);
        } else {
            let document_id = document_id(entry.document_id.as_deref(), document);
            listed.push(Attachment { number, description: text(description), document_id, file: Some(file) });
        }
    }
    if entry.file.is_some() || !listed.is_empty() {
        entry.attachments = listed;
    }
}

/// The list leaves out what all documents of a court begin with: its three digits and the digit that is 0.
fn document_id(main: Option<&str>, rest: &str) -> Option<String> {
    let court = main?.get(..3)?;
    let length = main?.len().saturating_sub(4);
    let is_number = !rest.is_empty() && rest.len() <= 20 && rest.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{court}0{rest:0>length$}"))
}
