//! What every page has: head, navigation, main part, foot.

use axum::response::Html;
use maud::{DOCTYPE, Markup, html};

use super::assets::STYLE_HREF;

/// The part of the site that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Claims,
    Comparisons,
    Series,
    Crosswalk,
    Methods,
    Sources,
    Releases,
    Courts,
    Cases,
    Filings,
    Live,
    Watches,
    Rejects,
    /// Pages that stand under no heading, such as errors.
    Nowhere,
}

const NAVIGATION: [(Place, &str, &str); 14] = [
    (Place::Home, "/", "Overview"),
    (Place::Claims, "/claims", "Claims"),
    (Place::Comparisons, "/comparisons", "Comparisons"),
    (Place::Series, "/series", "Series"),
    (Place::Crosswalk, "/crosswalk", "How they count"),
    (Place::Methods, "/methods", "Methods"),
    (Place::Sources, "/sources", "Sources"),
    (Place::Releases, "/releases", "Releases"),
    (Place::Courts, "/courts", "Courts"),
    (Place::Cases, "/cases", "Cases"),
    (Place::Filings, "/filings", "Court filings"),
    (Place::Live, "/live", "Live"),
    (Place::Watches, "/watches", "Watches"),
    (Place::Rejects, "/rejects", "Problems"),
];

/// A whole page. `heading` becomes the only first-level heading and the title of the window.
pub(crate) fn page(place: Place, heading: &str, main: &Markup) -> Html<String> {
    let title = if place == Place::Home { "Plumbline".to_owned() } else { format!("{heading} · Plumbline") };
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" type="image/svg+xml" href="/assets/sign.svg";
                link rel="stylesheet" href=(STYLE_HREF.as_str());
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    div.wrap {
                        a.brand href="/" { "Plumbline" }
                        nav aria-label="Main" {
                            ul {
                                @for (target, href, name) in NAVIGATION {
                                    li { a href=(href) aria-current=[(target == place).then_some("page")] { (name) } }
                                }
                            }
                        }
                    }
                }
                main #main tabindex="-1" {
                    div.wrap {
                        h1 { (heading) }
                        (main)
                    }
                }
                footer {
                    div.wrap {
                        p { "Every number leads to the file, the row and the rule that it came from. A gap is shown as a gap, never as zero." }
                        p { "The same as JSON under " code { "/api/v1" } ": " a href="/api/v1/openapi.json" { "description of the API" } "." }
                    }
                }
            }
        }
    };
    Html(markup.into_string())
}
