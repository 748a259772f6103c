//! Addresses of CM/ECF: the court in the host, the case, the document and the entry in the rest.

use super::text;

/// The longest address that is kept, in bytes.
const LONGEST: usize = 2000;

/// An address on a court's own CM/ECF server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// CM/ECF's code of the court: `nyed`.
    pub(super) court: String,
    /// Scheme, host and the rest, as they were written.
    pub(super) url: String,
    /// Path, without the leading slash, and query.
    path: String,
    query: String,
}

impl Address {
    /// Only `http(s)://ecf.<court>.uscourts.gov/…` is an address; anything else, in a text that strangers wrote, is not followed or kept.
    pub(super) fn read(given: &str) -> Option<Self> {
        let url = given.trim();
        let printable = url.chars().all(|c| !c.is_whitespace() && !c.is_control());
        if url.len() > LONGEST || !printable {
            return None;
        }
        let (scheme, rest) = url.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (host, rest) = rest.split_at_checked(end)?;
        let host = host.to_ascii_lowercase();
        let court = host.strip_prefix("ecf.")?.strip_suffix(".uscourts.gov")?;
        if !(2..=12).contains(&court.len()) || !court.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.trim_start_matches('/').to_owned();
        Some(Self { court: court.to_owned(), url: url.to_owned(), path, query: query.to_owned() })
    }

    /// CM/ECF's own number of the case: `…/DktRpt.pl?408124`, `…?caseid=713212`, `…/show_case_doc?1,417541,,,`.
    pub(super) fn case_id(&self) -> Option<String> {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        match last {
            "DktRpt.pl" => number(&self.query),
            "show_case_doc" => number(self.query.split(',').nth(1)?),
            _ => number(self.parameter("caseid")?),
        }
    }

    /// Number of the entry in the case: of a document `de_seq_num=47`, of an entry `…/DktRpt.pl?223879&5` or `…?711557-19`.
    pub(super) fn sequence_number(&self) -> Option<String> {
        if let Some(value) = self.parameter("de_seq_num") {
            return number(value);
        }
        let after_case = self.query.strip_prefix(self.case_id()?.as_str())?;
        let sequence = after_case.strip_prefix(['&', '-'])?;
        number(sequence).filter(|digits| digits.len() == sequence.len())
    }

    /// CM/ECF's own number of the document: `…/doc1/20119112678`, `…/docs1/00209229396`. See [`without_flag`].
    pub(super) fn document_id(&self) -> Option<String> {
        if let Some(rest) = self.path.strip_prefix("docs1/") {
            return number(rest);
        }
        Some(without_flag(&number(self.path.strip_prefix("doc1/")?)?))
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// A document that a page links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// CM/ECF's own number of the document, its fourth digit 0.
    pub(super) id: String,
    /// Number of the entry within the case.
    pub(super) sequence_number: Option<String>,
}

/// The document of a link, from its address `…/doc1/035123513539` and from what a click runs,
/// `goDLS('/doc1/035123513539','417880','10','','1','1','','','')`: document, case, entry and more. References may be unresolved.
pub(super) fn document(href: &str, click: &str) -> Option<Document> {
    let after_doc = |text: &str| number(text.split_once("/doc1/")?.1);
    let click = text::unescape(click);
    let mut arguments = click.split_once("goDLS(").map_or("", |(_, arguments)| arguments).split(',');
    let from_click = arguments.next().and_then(after_doc);
    let id = after_doc(href).or(from_click)?;
    let entry = arguments.nth(1).map(|argument| argument.trim().trim_matches(['\'', '"']));
    let in_address = || text::unescape(href).split_once("de_seq_num=").and_then(|(_, rest)| number(rest));
    let sequence_number = entry.filter(|entry| is_number(entry)).map(str::to_owned).or_else(in_address);
    Some(Document { id: without_flag(&id), sequence_number })
}

/// Trial courts set the fourth digit of a document's number to 1 to skip a page about attachments; with 0 there, a document has one number.
fn without_flag(id: &str) -> String {
    id.char_indices().map(|(at, digit)| if at == 3 { '0' } else { digit }).collect()
}

/// True of a text of digits that is not absurdly long.
pub(super) fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits that a text begins with, if there are any and not absurdly many.
fn number(text: &str) -> Option<String> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(20).collect();
    (!digits.is_empty()).then_some(digits)
}

/// An anchor of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    /// What it points to, unescaped.
    pub(super) href: String,
    /// What it says, tidy.
    pub(super) text: String,
}

/// The anchors of HTML, in order. Hand-made, because what stands in a feed is one `<a href=…>27</a>` and not a page.
pub(super) fn anchors(html: &str) -> Vec<Anchor> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = find_ignoring_case(rest, "<a") {
        let after = rest.get(start + 2..).unwrap_or_default();
        rest = after;
        if !after.starts_with(char::is_whitespace) {
            continue;
        }
        let Some((attributes, content)) = split_tag(after) else { continue };
        let end = find_ignoring_case(content, "</a").unwrap_or(content.len());
        let (content, after_content) = content.split_at_checked(end).unwrap_or((content, ""));
        if let Some(href) = attribute(attributes, "href") {
            found.push(Anchor { href: text::unescape(href).trim().to_owned(), text: text::tidy(&text::unescape(content)) });
        }
        rest = after_content;
    }
    found
}

/// Splits after the `>` that ends a tag; one within quotes does not end it.
fn split_tag(after_name: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, character) in after_name.char_indices() {
        match (quote, character) {
            (None, '>') => return Some((after_name.get(..at)?, after_name.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let start = find_ignoring_case(attributes, name)?;
    let value = attributes.get(start + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.strip_prefix(quote)?.split(quote).next(),
        _ => value.split_whitespace().next(),
    }
}

/// Position of an ASCII word.
fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len().max(1)).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(rest: &str) -> Address {
        Address::read(&format!("https://ecf.nyed.uscourts.gov/{rest}")).expect("an address")
    }

    #[test]
    fn an_address_names_court_case_document_and_entry() {
        let check = |rest: &str, wanted: [Option<&str>; 3]| {
            let address = address(rest);
            let found = [address.case_id(), address.document_id(), address.sequence_number()];
            assert_eq!(found.each_ref().map(Option::as_deref), wanted, "{rest}");
        };
        check("cgi-bin/DktRpt.pl?408124", [Some("408124"), None, None]);
        check("cgi-bin/DktRpt.pl?223879&5", [Some("223879"), None, Some("5")]);
        check("cgi-bin/DktRpt.pl?711557-19", [Some("711557"), None, Some("19")]);
        check("doc1/20119112678?caseid=223879&de_seq_num=5", [Some("223879"), Some("20109112678"), Some("5")]);
        check("cgi-bin/show_case_doc?1,417541,,,", [Some("417541"), None, None]);
        check("docs1/00219229396", [None, Some("00219229396"), None]);
        check("n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseNum=22-3054&partId=3463600", [None, None, None]);
        check("cgi-bin/DktRpt.pl?", [None, None, None]);
    }

    #[test]
    fn only_a_court_s_own_server_has_an_address() {
        assert_eq!(Address::read("HTTPS://ECF.NYED.uscourts.gov").expect("an address").court, "nyed");
        for url in [
            "javascript:alert(1)//ecf.nyed.uscourts.gov",
            "https://evil.example/ecf.nyed.uscourts.gov",
            "https://ecf.nyed.uscourts.gov.evil.example/",
            "https://ecf.nyed.uscourts.gov@evil.example/",
            "https://user@ecf.nyed.uscourts.gov/",
            "https://ecf.nyed.uscourts.gov:1/",
            "https://ecf.ny ed.uscourts.gov/",
            "https://ecf..uscourts.gov/",
            "ecf.nyed.uscourts.gov",
        ] {
            assert_eq!(Address::read(url), None, "{url}");
        }
    }

    #[test]
    fn anchors_are_found_whatever_their_quotes() {
        let check = |html: &str, wanted: &[(&str, &str)]| {
            let found = anchors(html);
            let found: Vec<(&str, &str)> = found.iter().map(|anchor| (anchor.href.as_str(), anchor.text.as_str())).collect();
            assert_eq!(found, wanted, "{html}");
        };
        check("(<a href='x?a=1&amp;b=2'>27</a>)", &[("x?a=1&b=2", "27")]);
        check(r#"<A target="_top" HREF="x" > 3 </A> and <a href=y>4"#, &[("x", "3"), ("y", "4")]);
        check("<abbr href='x'>3</abbr> <a name='y'>4</a> <a href", &[]);
    }
}
