//! The servers are real, answer, and do not outlive their test, however it ends.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use testkit::{NatsServer, Postgres, eventually, temp_dir};

const SOON: Duration = Duration::from_secs(20);

#[test]
fn nats_answers_with_jetstream_until_it_is_dropped() {
    let Some(server) = NatsServer::start("nats_answers_with_jetstream_until_it_is_dropped") else { return };
    let port = server.port();
    assert_eq!(server.url(), format!("nats://127.0.0.1:{port}"));
    let mut greeting = String::new();
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    BufReader::new(stream).read_line(&mut greeting).expect("a greeting");
    assert!(greeting.starts_with("INFO {") && greeting.contains("\"jetstream\":true"), "{greeting}");
    drop(server);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "it still listens");
}

#[test]
fn postgres_answers_until_the_last_test_lets_go() {
    let Some(first) = Postgres::start("postgres_answers_until_the_last_test_lets_go") else { return };
    let second = Postgres::start("another test of the same process").expect("the same server");
    let port = first.port();
    assert_eq!(first.url(), format!("postgres://postgres@127.0.0.1:{port}/postgres"));
    assert_eq!(first.url(), second.url());
    assert_ne!(first.schema_prefix(), second.schema_prefix());
    drop(first);
    assert_eq!(postgres_greeting(port), *b"R\0\0\0\x08\0\0\0\0", "authentication is not OK");
    drop(second);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "it still listens");
}

/// The first answer to a start-up message of protocol 3.0: `R`, length 8, and 0 if no password is wanted.
fn postgres_greeting(port: u16) -> [u8; 9] {
    let parameters = b"user\0postgres\0database\0postgres\0\0";
    let length = u32::try_from(parameters.len()).expect("a short message") + 8;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let message = [&length.to_be_bytes()[..], &196_608_u32.to_be_bytes(), parameters].concat();
    stream.write_all(&message).expect("a start-up message is taken");
    let mut answer = [0; 9];
    stream.read_exact(&mut answer).expect("an answer");
    answer
}

#[tokio::test]
async fn nats_dies_with_a_killed_test() {
    dies_with_a_killed_test("nats_dies_with_a_killed_test", "nats").await;
}

#[tokio::test]
async fn postgres_dies_with_a_killed_test() {
    dies_with_a_killed_test("postgres_dies_with_a_killed_test", "postgres").await;
}

async fn dies_with_a_killed_test(test: &str, server: &str) {
    // What a killed process leaves in its temporary folder goes away with this one, which another user must be able to pass through.
    let left = temp_dir(test);
    std::fs::set_permissions(left.path(), std::fs::Permissions::from_mode(0o755)).expect("our own folder");
    let mut probe = probe(server, test).env("TMPDIR", left.path()).spawn().expect("the probe runs");
    let Some(port) = first_line(&mut probe).parse::<u16>().ok() else { return };
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok(), "{server} does not listen on {port}");
    probe.kill().expect("it still runs");
    probe.wait().expect("it was killed");
    eventually(SOON, "the end of the server", async || TcpStream::connect(("127.0.0.1", port)).is_err().then_some(())).await;
}

#[test]
fn what_is_missing_skips_the_test_in_one_line_that_names_it() {
    let output = without("corpus", "PLUMBLINE_CORPUS", None);
    let skipped = "skipped: a test: no corpus (/no/such/folder is no folder; PLUMBLINE_CORPUS names another)\n";
    assert_eq!((output.status.success(), String::from_utf8_lossy(&output.stderr).as_ref()), (true, skipped));
}

#[test]
fn what_is_missing_fails_the_test_on_ci() {
    let output = without("corpus", "PLUMBLINE_CORPUS", Some("true"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("a test: no corpus") && said.contains("nothing may be skipped"), "{said}");
}

fn without(thing: &str, variable: &str, ci: Option<&str>) -> Output {
    let mut probe = probe(thing, "a test");
    probe.env(variable, "/no/such/folder").env_remove("CI").stdin(Stdio::null());
    probe.envs(ci.map(|value| ("CI", value))).output().expect("the probe runs")
}

fn probe(thing: &str, test: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_probe"));
    command.args([thing, test]).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn first_line(probe: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(probe.stdout.take().expect("it is piped")).read_line(&mut line).expect("the probe says where");
    line.trim().to_owned()
}
