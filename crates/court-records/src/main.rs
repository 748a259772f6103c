//! The service as a process of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    platform::service::run(court_records::NAME, court_records::run)
}
