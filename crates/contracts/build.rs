//! Compiles `proto/` without `protoc`: prost types, gRPC clients and servers, proto3 JSON, and the descriptor set for reflection.

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message as _;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from("../../proto");
    println!("cargo:rerun-if-changed={}", root.display());

    let files = [
        "plumbline/types/v1/observation.proto",
        "plumbline/events/v1/events.proto",
        "plumbline/ingest/v1/ingest_service.proto",
        "plumbline/normalize/v1/normalize_service.proto",
        "plumbline/normalize/v1/release_service.proto",
        "plumbline/court/v1/court_records_service.proto",
        "plumbline/court/v1/case_service.proto",
        "plumbline/court/v1/coverage_service.proto",
        "plumbline/court/v1/watch_service.proto",
        "plumbline/analytics/v1/analytics_service.proto",
    ];
    let descriptors = protox::compile(files, [&root])?;
    let encoded = descriptors.encode_to_vec();
    #[expect(clippy::disallowed_methods, reason = "cargo talks to build scripts through the environment")]
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), &encoded)?;

    tonic_prost_build::configure().compile_fds(descriptors)?;
    // Unknown fields are ignored, because in a `v1` package fields are added.
    pbjson_build::Builder::new().register_descriptors(&encoded)?.ignore_unknown_fields().build(&[".plumbline"])?;
    Ok(())
}
