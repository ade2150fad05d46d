//! Programs that the lab starts, and that never outlive it.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// So many ports in a row that are taken are no accident.
const CHOICES: u32 = 5;

/// A running program. Ended, with all it started, when dropped.
pub struct Running {
    child: Child,
    name: String,
    said: Arc<Mutex<Vec<String>>>,
    readers: Vec<std::thread::JoinHandle<()>>,
}

impl Running {
    /// Starts it and keeps what it says.
    pub fn start(name: &str, command: &mut Command) -> Result<Running> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let said = Arc::new(Mutex::new(vec![]));
        let streams: [Option<Box<dyn std::io::Read + Send>>; 2] = [
            child.stdout.take().map(|s| Box::new(s) as _),
            child.stderr.take().map(|s| Box::new(s) as _),
        ];
        let mut readers = vec![];
        for stream in streams.into_iter().flatten() {
            let said = said.clone();
            readers.push(std::thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                let mut line = vec![];
                while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                    if let Ok(mut said) = said.lock() {
                        said.push(String::from_utf8_lossy(&line).trim_end().to_owned());
                    }
                    line.clear();
                }
            }));
        }
        Ok(Running {
            child,
            name: name.to_owned(),
            said,
            readers,
        })
    }

    /// Starts a program that listens at a port of its own choice, and waits for the port it tells. Its choice may be taken by someone
    /// else in the same moment (chromedriver finds a free one for IPv6, and wants the same for IPv4): where it ends with these words
    /// for that, it is to choose again.
    pub(crate) fn listening(
        name: &str,
        command: &mut Command,
        taken: &str,
        port: impl Fn(&str) -> Option<u16>,
    ) -> Result<(Running, u16)> {
        let mut choices = 0;
        loop {
            choices += 1;
            let mut program = Running::start(name, command)?;
            let told = program.wait_until(Duration::from_secs(20), |lines| {
                lines.iter().find_map(|line| port(line))
            });
            match told {
                Ok(port) => return Ok((program, port)),
                Err(_) if choices < CHOICES && program.ended_with(taken) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Its last words are still on their way when it has ended. What it started may hold the line open longer than anyone cares for.
    fn hear_out(&self) {
        let end = Instant::now() + Duration::from_secs(1);
        while Instant::now() < end && !self.readers.iter().all(|reader| reader.is_finished()) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether it has ended, and said this.
    fn ended_with(&mut self, words: &str) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
            && self.said().iter().any(|line| line.contains(words))
    }

    /// Every line so far, of both streams.
    pub fn said(&self) -> Vec<String> {
        self.said
            .lock()
            .map(|said| said.clone())
            .unwrap_or_default()
    }

    /// Waits until `ready` makes something of what the program said, or of the world.
    pub fn wait_until<T>(
        &mut self,
        limit: Duration,
        mut ready: impl FnMut(&[String]) -> Option<T>,
    ) -> Result<T> {
        let end = Instant::now() + limit;
        loop {
            if let Some(found) = ready(&self.said()) {
                return Ok(found);
            }
            if let Some(status) = self.child.try_wait()? {
                self.hear_out();
                bail!(
                    "{} ended at once with {status}:\n{}",
                    self.name,
                    self.said().join("\n")
                );
            }
            if Instant::now() > end {
                bail!(
                    "{} was not ready in {limit:?}:\n{}",
                    self.name,
                    self.said().join("\n")
                );
            }
            std::thread::sleep(Duration::from_millis(15));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let family = family(self.child.id());
        end(&family);
        let limit = Instant::now() + Duration::from_secs(5);
        while Instant::now() < limit {
            let gone = self.child.try_wait().is_ok_and(|status| status.is_some());
            if gone && !family.iter().skip(1).any(|pid| lives(*pid)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(15));
        }
        kill(&family);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process and everything below it, as far as the system tells (`/proc`).
pub(crate) fn family(pid: u32) -> Vec<u32> {
    let mut parents = vec![];
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(child) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // The name in brackets may hold anything; the parent is the second field behind the last bracket.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (child, parent)));
    }
    let mut family = vec![pid];
    let mut at = 0;
    while at < family.len() {
        let parent = family[at];
        family.extend(
            parents
                .iter()
                .filter(|(_, p)| *p == parent)
                .map(|(child, _)| *child),
        );
        at += 1;
    }
    family
}

fn lives(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')')
        .is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
}

#[cfg(unix)]
fn signal(family: &[u32], signal: rustix::process::Signal) {
    for pid in family {
        if let Some(pid) = i32::try_from(*pid)
            .ok()
            .and_then(rustix::process::Pid::from_raw)
        {
            let _ = rustix::process::kill_process(pid, signal);
        }
    }
}

#[cfg(unix)]
fn end(family: &[u32]) {
    signal(family, rustix::process::Signal::TERM);
}

#[cfg(unix)]
fn kill(family: &[u32]) {
    let alive: Vec<u32> = family.iter().copied().filter(|pid| lives(*pid)).collect();
    signal(&alive, rustix::process::Signal::KILL);
}

#[cfg(not(unix))]
fn end(family: &[u32]) {
    kill(family);
}

#[cfg(not(unix))]
fn kill(family: &[u32]) {
    for pid in family {
        let _ = Command::new("taskkill")
            .args(["/F", "/T", "/PID", &pid.to_string()])
            .output();
    }
}

/// A loopback port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A program that finds the first port of its choice taken, says so and ends.
    fn unlucky(times: u32) -> Result<Result<(Running, u16)>> {
        let folder = tempfile::tempdir()?;
        let script = format!(
            "echo x >> tries; if [ $(wc -l < tries) -le {times} ]; then echo 'IPv4 port not available. Exiting...'; exit 1; fi; echo 'on port 1234'; read never"
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(&folder);
        Ok(Running::listening(
            "unlucky",
            &mut command,
            "port not available",
            |line| line.strip_prefix("on port ")?.parse().ok(),
        ))
    }

    #[test]
    fn a_port_that_is_taken_is_another_choice() -> Result<()> {
        assert_eq!(unlucky(1)??.1, 1234);
        Ok(())
    }

    #[test]
    fn ports_that_are_always_taken_are_an_error() -> Result<()> {
        assert!(unlucky(CHOICES)?.is_err());
        Ok(())
    }

    #[test]
    fn another_end_is_an_error_at_once() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo broken; exit 3"]);
        let started = Running::listening("broken", &mut command, "port not available", |_| None);
        let error = started.err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("broken")));
    }
}
