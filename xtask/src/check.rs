//! `cargo xtask test`: everything that must hold, in one command.

use crate::bundle::Target;
use crate::step::{self, say};
use crate::{archive, bundle, lint, place, setup, weight};
use anyhow::{Result, bail};
use clap::Args;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// What may be left out while working.
#[derive(Args)]
pub struct Options {
    /// Leave out the browsers. Not enough before a submission.
    #[arg(long)]
    fast: bool,
}

/// How many tests ran.
#[derive(Default)]
struct Count {
    passed: usize,
    failed: usize,
}

impl Count {
    /// Adds what the closing lines of the standard test harness say:
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; ...`.
    fn add(&mut self, line: &str) {
        let Some(rest) = line.trim_start().strip_prefix("test result: ") else {
            return;
        };
        let number = |what: &str| {
            rest.split(['.', ';'])
                .find_map(|part| part.trim().strip_suffix(what)?.trim().parse::<usize>().ok())
                .unwrap_or(0)
        };
        self.passed += number("passed");
        self.failed += number("failed");
    }
}

/// What failing tests said, word for word: between the lines of half an hour nobody finds it.
#[derive(Default)]
struct Said {
    lines: Vec<String>,
    open: bool,
}

impl Said {
    /// Adds a line if it belongs to an error: `Error: ...` of a test that gave one back, with its causes below it, or a panic.
    fn add(&mut self, line: &str) {
        let panics = line.starts_with("thread '") && line.contains(" panicked at ");
        let begins = panics || line.starts_with("Error: ");
        let goes_on = line.is_empty() || line.starts_with(' ') || line.starts_with("Caused by");
        // What a panic says stands below the place where it happened.
        let below = self.open && self.lines.last().is_some_and(|last| last.ends_with(':'));
        self.open = begins || (self.open && (goes_on || below));
        if self.open && !line.is_empty() {
            self.lines.push(line.to_owned());
        }
    }
}

/// Runs all of it. The last line is `N passed, N failed`.
pub fn check(options: &Options) -> Result<ExitCode> {
    let since = Instant::now();
    let mut count = Count::default();
    let mut faults = vec![];
    let outcome = steps(options, &mut count, &mut faults);
    if let Err(error) = &outcome {
        faults.push(format!("{error:#}"));
    }
    for fault in &faults {
        say(format!("FAILED: {fault}"));
    }
    say(format!(
        "took {:.0} s{}",
        since.elapsed().as_secs_f32(),
        if options.fast {
            ", without browsers"
        } else {
            ""
        }
    ));
    // A step that is no test, such as the lint, counts as one when it fails: the line must not look green.
    let failed = count.failed.max(faults.len());
    println!("{} passed, {failed} failed", count.passed);
    Ok(if failed == 0 && count.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn steps(options: &Options, count: &mut Count, faults: &mut Vec<String>) -> Result<()> {
    if options.fast {
        setup::ensure(&[setup::Part::NpmTools])?;
    } else {
        setup::ensure(&setup::ALL)?;
    }
    step::show("format", cargo().args(["fmt", "--all", "--check"]))?;
    step::show(
        "clippy",
        cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    )?;

    // The house tests are tests of the root package and run here too.
    tests(
        "native tests and house tests",
        &["--workspace", "--exclude", "e2e"],
        count,
        faults,
    )?;
    tests(
        "the lab's own native tests",
        &["--package", "e2e", "--lib"],
        count,
        faults,
    )?;

    archive::package()?;
    bundle::build(&[Target::Www])?;
    weight::size()?;
    lint::lint()?;

    if !options.fast {
        // One test at a time: two browsers on two cores make every figure a guess.
        tests(
            "browser tests in Chromium and Firefox",
            &["--package", "e2e", "--test", "*"],
            count,
            faults,
        )?;
    }
    if !faults.is_empty() {
        bail!("see above");
    }
    Ok(())
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // The whole is built once: what would make a second build faster only fills the disk of a fresh machine.
    command
        .current_dir(place::root())
        .env("CARGO_INCREMENTAL", "0");
    command
}

/// Runs a set of tests, shows its lines, counts them, and goes on after a failure so that one run tells all.
fn tests(
    what: &str,
    arguments: &[&str],
    count: &mut Count,
    faults: &mut Vec<String>,
) -> Result<()> {
    say(format!("── {what}"));
    let browsers = arguments.contains(&"--test");
    let mut command = cargo();
    command
        .arg("test")
        .args(arguments)
        .args(["--no-fail-fast", "--"]);
    if browsers {
        command.args(["--test-threads=1", "--nocapture"]);
    }
    let mut child = command
        // An error names what was waited for; where in the lab that was asked fills screens.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let errors = child.stderr.take().map(|errors| {
        std::thread::spawn(move || {
            let mut said = Said::default();
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                eprintln!("{line}");
                said.add(&line);
            }
            said.lines
        })
    });
    // The harness hands on what a test said here, unless it lets all pass as it comes.
    let mut said = Said::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            count.add(&line);
            said.add(&line);
            writeln!(std::io::stdout(), "{line}")?;
        }
    }
    let mut said = said.lines;
    said.extend(
        errors
            .into_iter()
            .flat_map(|errors| errors.join().unwrap_or_default()),
    );
    if !child.wait()?.success() {
        faults.push(format!("{what}\n  {}", said.join("\n  ")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Count, Said};

    #[test]
    fn keeps_what_a_failing_test_said_and_nothing_else() {
        let mut said = Said::default();
        for line in [
            "     Running tests/frames.rs (target/debug/deps/frames-1)",
            "Error: in chromium",
            "",
            "Caused by:",
            "    not in 10s: the marks",
            "warning: something else",
            "    which goes on",
            "thread 'it_fits' (12) panicked at tests/looks.rs:3:5:",
            "assertion `left == right` failed",
            "  left: 1",
            "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
        ] {
            said.add(line);
        }
        let wanted = [
            "Error: in chromium",
            "Caused by:",
            "    not in 10s: the marks",
            "thread 'it_fits' (12) panicked at tests/looks.rs:3:5:",
            "assertion `left == right` failed",
            "  left: 1",
        ];
        assert_eq!(said.lines, wanted);
    }

    #[test]
    fn reads_the_closing_line() {
        let mut count = Count::default();
        count.add("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        count.add("test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        assert_eq!((count.passed, count.failed), (14, 3));
    }

    #[test]
    fn quiet_on_other_lines() {
        let mut count = Count::default();
        count.add("test passes_12 passed; ... ok");
        assert_eq!((count.passed, count.failed), (0, 0));
    }
}
