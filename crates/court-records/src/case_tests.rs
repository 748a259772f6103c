//! One case out of a feed, a saved docket and CourtListener, whatever comes first.

use std::fmt::Write as _;

use contracts::events::{AlertRaised, CaseUpdated, SnapshotStored};

use crate::{
    record::CaseNumber,
    tests::Rig,
    watch::{Asking, Watch},
};

const FEED: &str = r#"<rss><channel><title>S.D. New York</title><link>https://ecf.nysd.uscourts.gov</link><description>all</description>
<item><title>1:26-cr-00012-RJS USA v. Doe</title><link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?4711</link>
<description>[Indictment] (&lt;a href="https://ecf.nysd.uscourts.gov/doc1/127000001"&gt;1&lt;/a&gt;)</description>
<guid>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?4711-1</guid><pubDate>Tue, 06 Jan 2026 10:01:00 GMT</pubDate></item>
</channel></rss>"#;

/// A docket as a court prints it, with these rows of counts.
fn docket(counts: &str) -> String {
    format!(
        r#"<html><head><title>SDNY CM/ECF</title></head><body><a href="/cgi-bin/iquery.pl">Query</a><a href="https://ecf.nysd.uscourts.gov/">CM/ECF</a>
<h3 align=center>U.S. District Court<br>Southern District of New York (Foley Square)<br>CRIMINAL DOCKET FOR CASE #: 1:26-cr-00012-RJS-1</h3>
<table width="100%" border=0 cellspacing=5><tr><td valign=top width="60%"><br>Case title: USA v. Doe</td>
<td valign=top width="40%"><br>Date Filed: 01/05/2026</td></tr></table>
<table width="100%" border=0 cellspacing=5><tr><td valign=top width="40%"><b><u>Defendant (1)</u></b></td></tr>
<tr><td valign=top width="40%"><b>John Doe</b></td><td valign=top width="20%" align=right>represented by</td><td valign=top width="40%"><b>Jane Roe</b></td></tr>
<tr><td><b><u>Pending Counts</u></b></td><td></td><td><b><u>Disposition</u></b></td></tr>
{counts}
<tr><td><b><u>Highest Offense Level (Opening)</u></b></td><td></td><td></td></tr><tr><td>Felony</td><td></td><td></td></tr>
</table>
<table width="99%" border=1 rules=all cellpadding=5 cellspacing=0><tr><td width=94 nowrap><b>Date Filed</b></td><th><b>#</b></th><td align=center><b>Docket Text</b></td></tr>
<tr><td width=94 nowrap valign=top>01/05/2026</td><td valign=top align=right><a href="https://ecf.nysd.uscourts.gov/doc1/127000001">1</a>&nbsp;</td>
<td valign=top>INDICTMENT FILED as to John Doe (1) count(s) 1. (jw) (Entered: 01/06/2026)</td></tr></table></body></html>"#
    )
}

const CHARGED: &str = r#"<tr><td valign=top width="40%">18:111.F ASSAULTING/RESISTING OFFICERS (ICE)<br>(1)</td><td></td><td valign=top width="40%"></td></tr>"#;
const DISMISSED: &str = r#"<tr><td valign=top width="40%">18:111.F ASSAULTING/RESISTING OFFICERS (ICE)<br>(1)</td><td></td><td valign=top width="40%">Dismissed on the government's motion</td></tr>"#;

const ALERT: &str = r#"{"payload": {"results": [{"id": 9, "docket": 55, "date_filed": "2026-01-07", "entry_number": 2, "description": "MOTION for Release as to John Doe",
"date_created": "2026-01-07T15:00:00-08:00", "date_modified": "2026-01-07T15:00:00-08:00", "recap_documents": [], "pacer_sequence_number": 5}]},
"webhook": {"version": 2, "event_type": 1, "date_created": "2026-01-07T15:00:00-08:00", "deprecation_date": null}}"#;

const ANSWER: &str = r#"{"next": null, "previous": null, "results": [{"id": 55, "court_id": "nysd", "docket_number": "1:26-cr-00012", "pacer_case_id": "4711",
"case_name": "United States v. Doe", "date_filed": "2026-01-05", "date_terminated": null, "date_modified": "2026-01-08T09:00:00-08:00"}]}"#;

/// Source, bytes, second of the retrieval.
fn snapshots() -> Vec<(&'static str, String, i64)> {
    vec![
        ("pacer-rss", FEED.to_owned(), 60),
        ("pacer-pages", docket(CHARGED), 3600),
        ("courtlistener-webhook", ALERT.to_owned(), 150_000),
        ("courtlistener-api", ANSWER.to_owned(), 200_000),
        ("pacer-pages", docket(DISMISSED), 900_000),
    ]
}

async fn events(rig: &Rig) -> Vec<SnapshotStored> {
    let mut out = Vec::new();
    for (source, bytes, second) in snapshots() {
        out.push(rig.stored(source, bytes.into_bytes(), second).await);
    }
    out
}

async fn watched(rig: &Rig) {
    let asking = Asking { statute: "18:111".to_owned(), ..Asking::default() };
    rig.watch(&Watch::checked(&asking).expect("a watch")).await;
}

#[tokio::test]
async fn a_case_grows_out_of_a_feed_a_docket_and_courtlistener() {
    let rig = Rig::new("a_case_grows_out_of_a_feed_a_docket_and_courtlistener").await;
    watched(&rig).await;
    let recorder = rig.recorder();
    let mut out = String::new();
    for event in events(&rig).await {
        recorder.on_snapshot_stored(event.clone()).await.expect("handled");
        let number = CaseNumber::of("nysd", "1:26-cr-12");
        let known = rig.store.case(&number).await.expect("an answer").expect("a case");
        let answer = crate::wire::cases::whole(&known);
        let case = answer.case.expect("a case");
        writeln!(out, "{}: {} filed {} by {}", event.source, case.state, case.filed, case.filed_by).expect("written");
        for charge in answer.defendants.iter().flat_map(|defendant| &defendant.charges) {
            writeln!(out, "  {} {} {:?} {} {}", charge.kind, charge.counts, charge.citations, charge.disposition_class, charge.standing)
                .expect("written");
        }
        for entry in answer.entries.iter().rev() {
            writeln!(out, "  {} {} [{}] {}", entry.key, entry.filed, entry.kind, entry.text).expect("written");
        }
        for alert in rig.base.bus.read::<AlertRaised>(0, 1000).await.expect("alerts").into_iter().map(|(_, alert)| alert) {
            writeln!(out, "  alert {} {} r{} {}", alert.class, alert.subject, alert.revision, alert.text).expect("written");
        }
    }
    for (_, news) in rig.base.bus.read::<CaseUpdated>(0, 1000).await.expect("news") {
        writeln!(out, "{} {:?} > {} by {}", news.case_key, news.state_before, news.state, news.source).expect("written");
    }
    insta::assert_snapshot!(out, @r#"
    pacer-rss: candidate filed 2026-01-06 by feed
      nysd/1:26-cr-00012#n1 2026-01-06 [Indictment] 
    pacer-pages: confirmed filed 2026-01-05 by docket
      count 1 ["18:111"] none current
      nysd/1:26-cr-00012#n1 2026-01-05 [Indictment] INDICTMENT FILED as to John Doe (1) count(s) 1. (jw) (Entered: 01/06/2026)
      alert new_case nysd/1:26-cr-00012 r1 18:111.F ASSAULTING/RESISTING OFFICERS (ICE)(1)
    courtlistener-webhook: confirmed filed 2026-01-05 by docket
      count 1 ["18:111"] none current
      nysd/1:26-cr-00012#n1 2026-01-05 [Indictment] INDICTMENT FILED as to John Doe (1) count(s) 1. (jw) (Entered: 01/06/2026)
      alert new_case nysd/1:26-cr-00012 r1 18:111.F ASSAULTING/RESISTING OFFICERS (ICE)(1)
    courtlistener-api: confirmed filed 2026-01-05 by courtlistener
      count 1 ["18:111"] none current
      nysd/1:26-cr-00012#n2 2026-01-07 [] MOTION for Release as to John Doe
      nysd/1:26-cr-00012#n1 2026-01-05 [Indictment] INDICTMENT FILED as to John Doe (1) count(s) 1. (jw) (Entered: 01/06/2026)
      alert new_case nysd/1:26-cr-00012 r1 18:111.F ASSAULTING/RESISTING OFFICERS (ICE)(1)
    pacer-pages: confirmed filed 2026-01-05 by docket
      count 1 ["18:111"] dismissed current
      nysd/1:26-cr-00012#n2 2026-01-07 [] MOTION for Release as to John Doe
      nysd/1:26-cr-00012#n1 2026-01-05 [Indictment] INDICTMENT FILED as to John Doe (1) count(s) 1. (jw) (Entered: 01/06/2026)
      alert new_case nysd/1:26-cr-00012 r1 18:111.F ASSAULTING/RESISTING OFFICERS (ICE)(1)
      alert disposition nysd/1:26-cr-00012/1/1@1 r1 18:111.F ASSAULTING/RESISTING OFFICERS (ICE)(1): from open to dismissed: Dismissed on the government's motion
    nysd/1:26-cr-00012 "" > candidate by pacer-rss
    nysd/1:26-cr-00012 "candidate" > confirmed by pacer-pages
    nysd/1:26-cr-00012 "confirmed" > confirmed by courtlistener-api
    nysd/1:26-cr-00012 "confirmed" > confirmed by pacer-pages
    "#);
}

#[tokio::test]
async fn any_order_of_deliveries_ends_in_the_same_case_the_same_facts_and_the_same_alerts() {
    let mut wanted: Option<(Vec<String>, Vec<String>)> = None;
    for turn in 0..12_usize {
        let rig = Rig::new("any_order_of_deliveries_ends_in_the_same_case_the_same_facts_and_the_same_alerts").await;
        let recorder = rig.recorder();
        let mut events = events(&rig).await;
        let mut random = turn;
        for place in (1..events.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            events.swap(place, (random >> 33) % (place + 1));
        }
        // Every one comes twice, the second time after all others.
        for event in events.iter().chain(&events) {
            recorder.on_snapshot_stored(event.clone()).await.expect("handled");
        }
        let found = (rig.store.case_rows().await, rig.store.told().await);
        match &wanted {
            None => wanted = Some(found),
            Some(wanted) => assert_eq!(&found, wanted, "turn {turn}"),
        }
    }
}
