//! `cargo xtask`: everything that is done with this checkout besides `cargo build`.

mod alike;
mod archive;
mod bench;
mod bundle;
mod check;
mod demo;
mod icons;
mod lint;
mod lists;
mod mails;
mod pages;
mod parts;
mod place;
mod reading;
mod serve;
mod setup;
mod slim;
mod step;
mod story;
mod wasm;
mod weight;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Builds, packs, checks and shows Honmono.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build `dist/chromium`, `dist/firefox` and `dist/www`.
    Build {
        /// Only this one.
        #[arg(long, value_enum)]
        target: Option<bundle::Target>,
    },
    /// Build and pack the two packages for the stores.
    Package,
    /// Print the bytes of what ships, and of the WebAssembly by part; fail over the limits.
    Size,
    /// Lint the manifest and check the types of the hands, on what is in `dist/`.
    Lint,
    /// Install what is missing, where that is possible.
    Setup,
    /// Everything that must hold, browsers included.
    #[command(alias = "check")]
    Test(check::Options),
    /// A local webmail with mails in it, and a browser with the extension.
    Demo(demo::Options),
    /// Read saved pages with the extension that ships, and compare.
    Pages(pages::Options),
    /// Open the mails of a folder in a real webmail, and compare with their files.
    Mails(mails::Options),
    /// Speed and weight.
    Bench(bench::Options),
    /// Make the shipped tables anew.
    Lists(lists::Options),
    /// Make the pictures of the icons anew from their drawings.
    Icons,
    /// Serve `dist/www` on loopback.
    Serve {
        /// The port.
        #[arg(long, default_value_t = 8017)]
        port: u16,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Build { target } => {
            bundle::build(&target.map_or(bundle::Target::ALL.to_vec(), |one| vec![one]))?
        }
        Task::Package => archive::package()?,
        Task::Size => weight::size()?,
        Task::Lint => lint::lint()?,
        Task::Setup => setup::all()?,
        Task::Test(options) => return check::check(&options),
        Task::Demo(options) => demo::demo(&options)?,
        Task::Pages(options) => return pages::pages(&options),
        Task::Mails(options) => return mails::mails(&options),
        Task::Bench(options) => bench::bench(&options)?,
        Task::Lists(options) => lists::lists(&options)?,
        Task::Icons => icons::draw()?,
        Task::Serve { port } => serve::serve(port)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A folder given by the user, as it is from where the command was started.
pub(crate) fn given(path: &std::path::Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
