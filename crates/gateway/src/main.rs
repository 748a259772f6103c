//! The gateway as a process of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    platform::service::run("gateway", gateway::run)
}
