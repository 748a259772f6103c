//! RSS feeds of the federal courts' CM/ECF systems.

use crate::source::{Cadence, Location, Signature, Source, SourceId};

pub(crate) static SOURCE: Source = Source {
    id: SourceId::PacerRss,
    title: "RSS feeds of docket entries of the federal courts (CM/ECF)",
    publisher: "United States Courts, each court its own feed",
    home: "https://pacer.uscourts.gov/",
    location: Location::Http {
        url: "https://ecf.<court>.uscourts.gov/cgi-bin/rss_outside.pl",
        note: "Some courts use another path (nyed readyDockets.pl, ared rss_outside4.pl, appellate courts TransportRoom?servlet=RSSGenerator), and some have no feed.",
    },
    cadence: Cadence::Hourly,
    licence: "Public court records; terms of PACER",
    definitions: &[],
    caveats: &[
        "A feed looks back about a day or up to a number of entries: what is not polled in time is never seen.",
        "The channel description lists the event types that the clerk exposes; without charging documents a feed cannot show a new indictment.",
        "An item shows event type and caption only, never the statute.",
        "A criminal case appears once per defendant; internal case ids overstate cases and docket numbers lose defendants.",
        "Feeds are ISO-8859-1, carry no cache headers, and their build date may wobble or be wrong.",
        "Docket numbers can be malformed; an item is kept with its text all the same.",
    ],
    signature: Signature::Feed { host_prefix: "ecf.", host_suffix: ".uscourts.gov" },
};
