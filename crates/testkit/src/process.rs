//! A server program as a child of the test: waited for until it is ready, stopped by its process id, and never left behind.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::MetadataExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::JoinHandle,
    time::Duration,
};

use crate::needs::program;

/// A machine with two busy cores starts PostgreSQL in two seconds.
const START_DEADLINE: Duration = Duration::from_mins(1);
const STOP_DEADLINE: Duration = Duration::from_secs(10);

/// The user that a server runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum User {
    /// Whoever runs the tests.
    Same,
    /// Another one, because the server refuses root; user and group id.
    Other(u32, u32),
}

impl User {
    /// The user for a server that refuses root, or why there is none.
    pub(crate) fn unprivileged() -> Result<Self, &'static str> {
        // The owner of this folder is the user of this process; the standard library has no other way to ask.
        if fs::metadata("/proc/self").map_or(1, |folder| folder.uid()) != 0 {
            return Ok(Self::Same);
        }
        if program("setpriv", &[]).is_none() {
            return Err("PostgreSQL refuses to run as root, and there is no `setpriv` to become another user");
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| ids(&passwd, name))
            .ok_or("PostgreSQL refuses to run as root, and there is no other user")
    }
}

/// User and group id in a line `name:password:uid:gid:…`.
fn ids(passwd: &str, name: &str) -> Option<User> {
    let mut fields = passwd.lines().map(|line| line.split(':')).find_map(|mut fields| (fields.next() == Some(name)).then_some(fields))?;
    let (user, group) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(User::Other(user, group))
}

/// A command that runs as `user` and, where `setpriv` is there, gets `signal` when the thread that started it ends.
pub(crate) fn command(file: &Path, user: &User, signal: &str) -> Command {
    let Some(setpriv) = program("setpriv", &[]) else { return Command::new(file) };
    let mut command = Command::new(setpriv);
    if let User::Other(user, group) = user {
        command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
    }
    command.arg(format!("--pdeathsig={signal}")).arg(file);
    command
}

/// A running server. Dropped, it is stopped and waited for.
#[derive(Debug)]
pub(crate) struct Server {
    child: Arc<Mutex<Option<Child>>>,
    stop_signal: &'static str,
    log: Mutex<Receiver<String>>,
    keeper: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server and reads its log on standard error until `ready` finds what it looks for in a line, which is returned. The error is
    /// the log of a server that ended or did not become ready.
    pub(crate) fn start<T>(command: Command, stop_signal: &'static str, ready: impl Fn(&str) -> Option<T>) -> Result<(Self, T), String> {
        let (lines, log) = mpsc::channel();
        let child = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&child);
        // The signal at the parent's death comes at the death of the *thread* that started the child; this one lives as long as the child.
        let keeper = std::thread::spawn(move || keep(command, &kept, &lines));
        let server = Self { child, stop_signal, log: Mutex::new(log), keeper: Some(keeper) };

        let mut said = String::new();
        loop {
            match server.next_line(START_DEADLINE) {
                Ok(line) => {
                    if let Some(found) = ready(&line) {
                        return Ok((server, found));
                    }
                    said.push_str(&line);
                    said.push('\n');
                }
                Err(RecvTimeoutError::Timeout) => return Err(format!("{said}(said no more for {} s)", START_DEADLINE.as_secs())),
                Err(RecvTimeoutError::Disconnected) => return Err(format!("{said}(ended)")),
            }
        }
    }

    fn next_line(&self, deadline: Duration) -> Result<String, RecvTimeoutError> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(deadline)
    }

    fn signal(&self, signal: &str) {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = child.as_ref() {
            // Held by the lock and not yet waited for, so the process id is still this child's. `kill` is in every shell.
            let _ = Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", signal, &child.id().to_string()]).status();
        }
    }

    /// Waits until the keeper has ended, or the deadline has passed.
    fn ended(&self) -> bool {
        loop {
            match self.next_line(STOP_DEADLINE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal(self.stop_signal);
        if !self.ended() {
            self.signal("KILL");
        }
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

/// Starts the child, hands on its log until it ends, and waits for it.
fn keep(mut command: Command, kept: &Mutex<Option<Child>>, lines: &Sender<String>) {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => {
            let _ = lines.send(format!("cannot start {}: {error}", command.get_program().display()));
            return;
        }
    };
    let log = child.stderr.take();
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
    for line in log.into_iter().flat_map(|log| BufReader::new(log).lines()).map_while(Result::ok) {
        // Nobody listens once the server is ready; the pipe is emptied all the same, or the server would stand still.
        let _ = lines.send(line);
    }
    if let Some(mut child) = kept.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // The log is closed, so the child has ended or is about to.
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_in_the_list_of_users_by_its_whole_name() {
        let passwd =
            "root:x:0:0:root:/root:/bin/sh\npostgres-old:x:7:7::/:/bin/sh\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\nbroken\n";
        assert_eq!(ids(passwd, "postgres"), Some(User::Other(101, 104)));
        assert_eq!(ids(passwd, "broken"), None);
        assert_eq!(ids(passwd, "nobody"), None);
    }

    #[test]
    fn a_server_that_ends_at_once_gives_its_log_as_the_reason() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo the disk is full >&2"]);
        let log = Server::start(shell, "KILL", |line| line.contains("ready").then_some(())).expect_err("it is not ready");
        assert_eq!(log, "the disk is full\n(ended)");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let ready = |line: &str| line.contains("ready").then_some(());
        let log = Server::start(Command::new("/no/such/server"), "KILL", ready).expect_err("it is not there");
        assert!(log.contains("cannot start /no/such/server"), "{log}");
    }
}
