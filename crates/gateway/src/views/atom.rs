//! Alerts of a watch as an Atom feed, RFC 4287.

use std::fmt::Write as _;

use contracts::{court::Watch, events::AlertRaised};

use super::{address, alert};

/// The feed: one entry an alert, whose id stays the same when it learns more. Alerts come as they may leave.
pub(crate) fn feed(watch: &Watch, alerts: &[AlertRaised]) -> String {
    let updated = alerts.iter().map(|alert| alert.told_at.as_str()).max().unwrap_or(&watch.added_at);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut out, 1, "id", &uuid(&watch.id));
    element(&mut out, 1, "title", &watch.title);
    element(&mut out, 1, "updated", updated);
    out.push_str("  <author><name>Plumbline</name></author>\n");
    link(&mut out, 1, "self", "application/atom+xml", &alert::feed_of(&watch.id));
    link(&mut out, 1, "alternate", "text/html", &alert::page_of(&watch.id));
    for alert in alerts {
        entry(&mut out, alert);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, alert: &AlertRaised) {
    out.push_str("  <entry>\n");
    element(out, 2, "id", &uuid(&alert.alert));
    element(out, 2, "title", &alert.title);
    element(out, 2, "updated", &alert.told_at);
    if !alert.seen_at.is_empty() {
        element(out, 2, "published", &alert.seen_at);
    }
    let page = alert::page_of(&alert.watch);
    link(out, 2, "alternate", "text/html", address::external(&alert.link).unwrap_or(&page));
    let _ = writeln!(out, "    <category term=\"{}\" label=\"{}\"/>", escaped(&alert.class), escaped(alert::in_words(&alert.class)));
    let noise = if alert.noise.is_empty() { String::new() } else { format!("May be noise: {}.", alert::in_words(&alert.noise)) };
    let revision = if alert.revision > 1 { format!("Revision {}.", alert.revision) } else { String::new() };
    let provenance = format!("Source {}, snapshot {}, {}.", alert.source, alert.snapshot, alert.locator);
    let parts = [alert.caption.as_str(), &alert.text, &noise, &revision, &provenance];
    let content: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let _ = writeln!(out, "    <content type=\"text\">{}</content>", escaped(&content.join("\n")));
    out.push_str("  </entry>\n");
}

fn element(out: &mut String, depth: usize, name: &str, text: &str) {
    let _ = writeln!(out, "{}<{name}>{}</{name}>", "  ".repeat(depth), escaped(text));
}

fn link(out: &mut String, depth: usize, relation: &str, kind: &str, href: &str) {
    let _ = writeln!(out, "{}<link rel=\"{relation}\" type=\"{kind}\" href=\"{}\"/>", "  ".repeat(depth), escaped(href));
}

/// A name for ever, from the first half of a hash: a UUID of version 8 (RFC 9562), which leaves its content to us.
fn uuid(hash: &str) -> String {
    let mut digits: Vec<char> = hash.chars().filter(char::is_ascii_hexdigit).chain(std::iter::repeat('0')).take(32).collect();
    for (place, digit) in [(12, '8'), (16, 'a')] {
        if let Some(there) = digits.get_mut(place) {
            *there = digit;
        }
    }
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().iter().collect::<String>();
    format!("urn:uuid:{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Text of others within XML 1.0, which has no place for most control characters, not even escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_has_what_readers_need_and_hostile_text_stays_text() {
        let watch = Watch {
            id: "8ee658e43a9bad9fa10d8ecb978c6640".into(),
            title: "A & B".into(),
            added_at: "2026-01-01T00:00:00.000Z".into(),
            ..Watch::default()
        };
        let alert = AlertRaised {
            alert: "ab".repeat(32),
            revision: 2,
            watch: watch.id.clone(),
            class: "filing".into(),
            noise: "routine".into(),
            title: "nysd 1:26-cr-00120: Order]]>".into(),
            caption: "USA v. <script>alert('x')</script>\u{1}".into(),
            link: "javascript:alert(1)".into(),
            seen_at: "2026-01-06T10:05:00.000Z".into(),
            told_at: "2026-01-06T10:06:00.000Z".into(),
            source: "pacer-rss".into(),
            snapshot: "cd".repeat(32),
            locator: "item 1".into(),
            ..AlertRaised::default()
        };
        insta::assert_snapshot!(feed(&watch, &[alert]), @r#"
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
          <id>urn:uuid:8ee658e4-3a9b-8d9f-a10d-8ecb978c6640</id>
          <title>A &amp; B</title>
          <updated>2026-01-06T10:06:00.000Z</updated>
          <author><name>Plumbline</name></author>
          <link rel="self" type="application/atom+xml" href="/watches/8ee658e43a9bad9fa10d8ecb978c6640/feed.atom"/>
          <link rel="alternate" type="text/html" href="/watches/8ee658e43a9bad9fa10d8ecb978c6640"/>
          <entry>
            <id>urn:uuid:abababab-abab-8bab-abab-abababababab</id>
            <title>nysd 1:26-cr-00120: Order]]&gt;</title>
            <updated>2026-01-06T10:06:00.000Z</updated>
            <published>2026-01-06T10:05:00.000Z</published>
            <link rel="alternate" type="text/html" href="/watches/8ee658e43a9bad9fa10d8ecb978c6640"/>
            <category term="filing" label="new entry"/>
            <content type="text">USA v. &lt;script&gt;alert('x')&lt;/script&gt;�
        May be noise: routine entry.
        Revision 2.
        Source pacer-rss, snapshot cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, item 1.</content>
          </entry>
        </feed>
        "#);
        assert!(feed(&watch, &[]).contains("<updated>2026-01-01T00:00:00.000Z</updated>"));
    }
}
