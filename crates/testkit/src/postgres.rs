//! A PostgreSQL server, shared by the tests of one process that run at the same time, each with schemas of its own.

use std::{
    fs,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
};

use crate::{
    TempDir,
    needs::{program, skip},
    process::{Server, User, command},
    waiting::{free_port, temp_dir},
};

/// "Immediate shutdown": ends without writing what is thrown away anyway, but gives its shared memory back, which `KILL` would not.
const STOP_SIGNAL: &str = "QUIT";

/// Between choosing a free port and listening on it, somebody else can take it.
const PORTS_TRIED: usize = 5;

/// The server that runs now, if any test still holds it. The last test to let go stops it; a plain static would outlive them all.
static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// A running PostgreSQL on a free port of 127.0.0.1, without passwords and without durability.
#[derive(Debug)]
pub struct Postgres {
    cluster: Arc<Cluster>,
    schema_prefix: String,
}

#[derive(Debug)]
struct Cluster {
    // Stopped before its data are removed: fields are dropped in this order.
    _server: Server,
    _data: TempDir,
    port: u16,
    tests: AtomicU32,
}

impl Postgres {
    /// Joins the running server or starts one, which takes one to two seconds of the calling thread. `None` where PostgreSQL is not
    /// installed, or root finds no other user to run it as: `test` is skipped; with `CI=true` it fails.
    pub fn start(test: &str) -> Option<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let cluster = match running.upgrade() {
            Some(cluster) => cluster,
            None => Arc::new(Cluster::start(test)?),
        };
        *running = Arc::downgrade(&cluster);
        let schema_prefix = format!("t{}_", cluster.tests.fetch_add(1, Ordering::Relaxed));
        Some(Self { cluster, schema_prefix })
    }

    /// `postgres://postgres@127.0.0.1:<port>/postgres`: a superuser without a password.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.cluster.port)
    }

    /// What the names of this test's schemas begin with; no other test of the server has the same.
    pub fn schema_prefix(&self) -> &str {
        &self.schema_prefix
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.cluster.port
    }
}

impl Cluster {
    fn start(test: &str) -> Option<Self> {
        let folders = installed();
        let (Some(initdb), Some(postgres)) = (program("initdb", &folders), program("postgres", &folders)) else {
            skip(test, "no PostgreSQL (on Debian: apt-get install postgresql)");
            return None;
        };
        let user = match User::unprivileged() {
            Ok(user) => user,
            Err(why) => {
                skip(test, why);
                return None;
            }
        };
        let data = initialize(test, &initdb, &user);
        for _ in 0..PORTS_TRIED {
            let port = free_port();
            match serve(&postgres, &user, data.path(), port) {
                Ok(server) => return Some(Self { _server: server, _data: data, port, tests: AtomicU32::new(1) }),
                Err(log) if log.contains("could not bind") => {}
                Err(log) => panic!("{test}: postgres did not start:\n{log}"),
            }
        }
        panic!("{test}: each of {PORTS_TRIED} free ports was taken before postgres listened on it");
    }
}

/// Folders of Debian's packages, which are not on the search path, newest version first.
fn installed() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> =
        versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))).collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// A folder with an empty database cluster, owned by `user`.
fn initialize(test: &str, initdb: &Path, user: &User) -> TempDir {
    let data = temp_dir(test);
    if let User::Other(user, group) = user {
        chown(data.path(), Some(*user), Some(*group)).expect("root may give a folder away");
    }
    let output = command(initdb, user, "KILL")
        .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"])
        .arg(data.path())
        .current_dir(data.path())
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => data,
        Ok(output) => panic!("{test}: initdb failed:\n{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => panic!("{test}: {} cannot be run: {error}", initdb.display()),
    }
}

fn serve(postgres: &Path, user: &User, data: &Path, port: u16) -> Result<Server, String> {
    let mut server = command(postgres, user, STOP_SIGNAL);
    server.arg("-D").arg(data).current_dir(data).args(["-p", &port.to_string()]);
    // No socket file: the path of a temporary folder may be longer than a socket's name can be.
    for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", "logging_collector=off"] {
        server.args(["-c", setting]);
    }
    for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] {
        server.args(["-c", setting]);
    }
    let ready = |line: &str| line.contains("database system is ready to accept connections").then_some(());
    Server::start(server, STOP_SIGNAL, ready).map(|(server, ())| server)
}
