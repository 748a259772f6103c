//! As much HTTP as these tests need: one request per connection.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// An answer as it came over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// A header's value; empty if it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("a body in JSON")
    }
}

/// Asks with GET.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Answer {
    ask(address, "GET", path, "").await
}

/// Asks with any method and further header lines, each ended by CRLF.
pub(crate) async fn ask(address: SocketAddr, method: &str, path: &str, headers: &str) -> Answer {
    send(address, method, path, headers, "").await
}

async fn send(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("the answer is read");
    let text = String::from_utf8(bytes).expect("an answer in UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).expect("a status");
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
}

/// Hands in a body with POST, as a form unless the header lines say otherwise.
pub(crate) async fn post(address: SocketAddr, path: &str, headers: &str, body: &str) -> Answer {
    let length = body.len();
    send(address, "POST", path, &format!("{headers}Content-Length: {length}\r\n"), body).await
}

/// Asks for a stream and reads until so many events came; each is its lines joined by bars.
pub(crate) async fn events(address: SocketAddr, path: &str, headers: &str, wanted: usize) -> (String, Vec<String>) {
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    let reading = async {
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
            // Chunks of the transfer are told by lines of their own: digits, and an end of line that no event has.
            let lines: Vec<&str> = body.split("\r\n").filter(|line| usize::from_str_radix(line, 16).is_err()).collect();
            let body = lines.concat();
            let found: Vec<String> =
                body.split("\n\n").filter(|event| event.contains("data:")).map(|event| event.replace('\n', "|")).collect();
            if found.len() >= wanted {
                return (head.to_ascii_lowercase(), found);
            }
            let read = stream.read(&mut chunk).await.expect("the answer is read");
            assert!(read > 0, "the stream ended: {text}");
            bytes.extend_from_slice(&chunk[..read]);
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), reading).await.expect("events come")
}

/// The main part of a page as text: tags and drawings are dropped, a block begins a line, cells stand between bars.
pub(crate) fn text(page: &str) -> String {
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(page, |(main, _)| main);
    let main = main.split_once('>').map_or(main, |(_, rest)| rest);
    let mut out = String::new();
    let mut in_drawing = false;
    for piece in main.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        in_drawing = tag.starts_with("svg") || (in_drawing && !tag.starts_with("/svg"));
        if in_drawing {
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match name {
            "h1" | "h2" | "h3" | "p" | "li" | "tr" | "dt" | "caption" | "form" | "summary" | "pre" | "article" | "figcaption" => {
                out.push('\n');
            }
            "legend" | "fieldset" => out.push('\n'),
            "td" | "dd" => out.push_str(" | "),
            "th" => out.push_str(if out.ends_with('\n') { "" } else { " | " }),
            "span" | "option" => out.push(' '),
            _ => {}
        }
        out.push_str(words);
    }
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
