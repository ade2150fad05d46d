//! The native tool: verdicts in plain text or JSON, and the figures over whole data sets.
//!
//! Exit status: 0 done; 1 an input could not be read (named on standard error, the rest still judged); 2 wrong use.

mod eval;
mod input;
mod output;
mod pdf;

use clap::{Args, Parser, Subcommand};
use honmono::official::Standing;
use honmono::{Level, Tables};
use std::path::PathBuf;
use std::process::ExitCode;

/// Says whether mails and links are really from the brand they claim, with evidence.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// The language of the sentences.
    #[arg(long, global = true, default_value = "en", value_parser = output::LANGUAGES)]
    language: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Judges links; `-` reads them from standard input, one a line.
    Link {
        #[command(flatten)]
        claim: ClaimOption,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
        /// The links.
        #[arg(required = true)]
        urls: Vec<String>,
    },
    /// Judges mails; `-` reads standard input: one mail, or mails as NDJSON.
    Mail {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
        /// Mail files (`.eml`).
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Counts by level over a whole data set.
    #[command(subcommand)]
    Eval(Eval),
}

#[derive(Subcommand)]
enum Eval {
    /// A CSV with a column `URL` or `url` (else the first), or a list of hosts or URLs, one a line.
    Urls {
        #[command(flatten)]
        claim: ClaimOption,
        #[command(flatten)]
        list: ListOption,
        /// The file; `-` reads a list from standard input.
        file: PathBuf,
    },
    /// Every `*.eml` below a directory.
    Mails {
        #[command(flatten)]
        list: ListOption,
        /// The directory.
        dir: PathBuf,
    },
}

#[derive(Args)]
struct ClaimOption {
    /// Judge as in a mail that claims to come from this marketplace (`amazon.co.jp`).
    #[arg(long, value_name = "MARKETPLACE")]
    claim: Option<String>,
}

#[derive(Args)]
struct ListOption {
    /// Print every input that comes out at one of these levels, with its first sentence.
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = level)]
    list: Vec<Level>,
    /// Print what is listed as JSON, one object a line.
    #[arg(long)]
    json: bool,
}

fn level(text: &str) -> Result<Level, String> {
    output::LEVELS
        .into_iter()
        .find(|level| output::level_name(*level) == text)
        .ok_or_else(|| {
            let names: Vec<&str> = output::LEVELS.into_iter().map(output::level_name).collect();
            format!("no level; levels are {}", names.join(", "))
        })
}

/// How a run ended.
#[derive(Clone, Copy, Default, PartialEq)]
struct Unread(bool);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let tables = Tables::shipped();
    let run = match cli.command {
        Command::Link { claim, json, urls } => links(
            claim.claim.as_deref(),
            output::Output::new(json, &cli.language),
            &urls,
            &tables,
        ),
        Command::Mail { json, files } => {
            mails(output::Output::new(json, &cli.language), &files, &tables)
        }
        Command::Eval(Eval::Urls { claim, list, file }) => eval::urls(
            &file,
            claim.claim.as_deref(),
            &list.list,
            output::Output::new(list.json, &cli.language),
            &tables,
        ),
        Command::Eval(Eval::Mails { list, dir }) => eval::mails(
            &dir,
            &list.list,
            output::Output::new(list.json, &cli.language),
            &tables,
        ),
    };
    match run {
        Ok(Unread(false)) => ExitCode::SUCCESS,
        Ok(Unread(true)) => ExitCode::from(1),
        // A closed pipe is the reader's choice, not a fault.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            eprintln!("honmono: {error}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("honmono: {error}");
            ExitCode::from(1)
        }
    }
}

fn links(
    claim: Option<&str>,
    mut out: output::Output,
    urls: &[String],
    tables: &Tables,
) -> std::io::Result<Unread> {
    let claim = input::claim(claim, tables)?;
    for url in urls {
        if url == "-" {
            for line in std::io::stdin().lines() {
                let line = line?;
                if !line.trim().is_empty() {
                    out.link(
                        line.trim(),
                        &input::judge_link(line.trim(), claim.as_deref(), tables),
                    )?;
                }
            }
        } else {
            out.link(url, &input::judge_link(url, claim.as_deref(), tables))?;
        }
    }
    out.finish()?;
    Ok(Unread(false))
}

fn mails(mut out: output::Output, files: &[PathBuf], tables: &Tables) -> std::io::Result<Unread> {
    let mut unread = Unread(false);
    for file in files {
        if file.as_os_str() == "-" {
            for (name, mail) in input::from_standard_input()? {
                match mail {
                    Ok(bytes) => {
                        let message = honmono::raw::read_with(&bytes, tables, &pdf::read);
                        out.mail(
                            &name,
                            &message,
                            &honmono::judge(&message, tables, &Standing::NotAsked),
                        )?;
                    }
                    Err(why) => {
                        eprintln!("honmono: {name}: {why}");
                        unread = Unread(true);
                    }
                }
            }
            continue;
        }
        match std::fs::read(file) {
            Ok(bytes) => {
                let message = honmono::raw::read_with(&bytes, tables, &pdf::read);
                let verdict = honmono::judge(&message, tables, &Standing::NotAsked);
                out.mail(&file.display().to_string(), &message, &verdict)?;
            }
            Err(error) => {
                eprintln!("honmono: {}: {error}", file.display());
                unread = Unread(true);
            }
        }
    }
    out.finish()?;
    Ok(unread)
}
