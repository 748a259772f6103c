//! A NATS server with JetStream, one per test.

use crate::{
    TempDir,
    needs::{program, skip},
    process::{Server, User, command},
    waiting::temp_dir,
};

/// A running `nats-server -js` with an empty store on a free port of 127.0.0.1. Dropped, it is gone with its store.
#[derive(Debug)]
pub struct NatsServer {
    // Stopped before its store is removed: fields are dropped in this order.
    _server: Server,
    _store: TempDir,
    port: u16,
}

impl NatsServer {
    /// Starts a server and returns once it takes connections, after some 50 ms. `None` where `nats-server` is not installed: `test` is
    /// skipped; with `CI=true` it fails.
    pub fn start(test: &str) -> Option<Self> {
        let Some(file) = program("nats-server", &["/usr/sbin".into()]) else {
            skip(test, "no nats-server (on Debian: apt-get install nats-server)");
            return None;
        };
        let store = temp_dir(test);
        let mut server = command(&file, &User::Same, "KILL");
        // The server takes a free port itself and logs which.
        server.args(["-js", "-a", "127.0.0.1", "-p", "-1", "-sd"]).arg(store.path());
        let listens = |line: &str| line.rsplit_once("Listening for client connections on 127.0.0.1:")?.1.trim().parse().ok();
        match Server::start(server, "KILL", listens) {
            Ok((server, port)) => Some(Self { _server: server, _store: store, port }),
            Err(log) => panic!("{test}: nats-server did not start:\n{log}"),
        }
    }

    /// `nats://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }
}
