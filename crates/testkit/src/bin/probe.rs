//! Shows from outside what the testkit does: takes one thing for a test, says where it is, and keeps it until standard input ends.

use std::{
    io::{Read as _, Write as _},
    process::ExitCode,
};

fn main() -> ExitCode {
    let (wanted, test) = (std::env::args().nth(1).unwrap_or_default(), std::env::args().nth(2).unwrap_or_default());
    let nats = (wanted == "nats").then(|| testkit::NatsServer::start(&test)).flatten();
    let postgres = (wanted == "postgres").then(|| testkit::Postgres::start(&test)).flatten();
    let corpus = (wanted == "corpus").then(|| testkit::corpus(&test)).flatten();

    let ports = nats.as_ref().map(testkit::NatsServer::port).or(postgres.as_ref().map(testkit::Postgres::port));
    let found = ports.map(|port| port.to_string()).or(corpus.map(|folder| folder.display().to_string()));
    let said = writeln!(std::io::stdout(), "{}", found.unwrap_or_default());
    let held = std::io::stdin().read_to_end(&mut Vec::new());
    if said.is_ok() && held.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
