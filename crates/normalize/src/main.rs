//! The normalize service as a process.

fn main() -> std::process::ExitCode {
    platform::service::run("normalize", normalize::run)
}
