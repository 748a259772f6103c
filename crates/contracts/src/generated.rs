//! What `build.rs` makes of `proto/`: one module per protobuf package.

#![expect(missing_docs, reason = "generated from commented .proto files")]
#![expect(clippy::pedantic, clippy::allow_attributes, reason = "generated")]

macro_rules! package {
    ($module:ident, $name:literal) => {
        pub mod $module {
            include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"));
            include!(concat!(env!("OUT_DIR"), "/", $name, ".serde.rs"));
        }
    };
}

pub mod plumbline {
    macro_rules! nested {
        ($outer:ident, $name:literal) => {
            pub mod $outer {
                package!(v1, $name);
            }
        };
    }
    nested!(types, "plumbline.types.v1");
    nested!(events, "plumbline.events.v1");
    nested!(ingest, "plumbline.ingest.v1");
    nested!(normalize, "plumbline.normalize.v1");
    nested!(court, "plumbline.court.v1");
    nested!(analytics, "plumbline.analytics.v1");
}

pub use plumbline::{
    analytics::v1 as analytics, court::v1 as court, events::v1 as events, ingest::v1 as ingest, normalize::v1 as normalize,
    types::v1 as types,
};
