//! Running other programs: one line before, their words only when they fail, and a moving line on a terminal.

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Says one line on standard error. Standard output is kept for results.
pub fn say(line: impl AsRef<str>) {
    eprintln!("{}", line.as_ref());
}

/// A line that moves while something slow runs, on a terminal; elsewhere one plain line.
pub struct Step {
    what: String,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Step {
    /// Starts it.
    pub fn new(what: impl Into<String>) -> Self {
        let what = what.into();
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.set_message(what.clone());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        if bar.is_none() {
            say(format!("... {what}"));
        }
        Step {
            what,
            since: Instant::now(),
            bar,
        }
    }

    /// Ends it well; slow steps leave a line with their time.
    pub fn done(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let seconds = self.since.elapsed().as_secs_f32();
        if self.bar.is_some() || seconds > 5.0 {
            say(format!("  ✓ {} ({seconds:.1} s)", self.what));
        }
    }
}

/// A command as a person would type it.
pub fn typed(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs quietly behind a moving line; on failure shows all that the program said.
pub fn run(what: impl Into<String>, command: &mut Command) -> Result<Output> {
    let step = Step::new(what);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", typed(command)))?;
    if !output.status.success() {
        drop(step);
        say(String::from_utf8_lossy(&output.stdout));
        say(String::from_utf8_lossy(&output.stderr));
        bail!("`{}` ended with {}", typed(command), output.status);
    }
    step.done();
    Ok(output)
}

/// Runs in the open: the program's own lines go to the terminal.
pub fn show(what: &str, command: &mut Command) -> Result<()> {
    say(format!("── {what}"));
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{}`", typed(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", typed(command));
    }
    Ok(())
}

/// What a program prints, when it runs well; nothing otherwise.
pub fn asked(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
