//! The ingest service as a process.

fn main() -> std::process::ExitCode {
    platform::service::run("ingest", ingest::run)
}
