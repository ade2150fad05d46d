//! Speed and weight, in one go.

use crate::{place, step, weight};
use anyhow::Result;
use clap::Args;
use std::process::Command;

/// Which benches.
#[derive(Args)]
pub struct Options {
    /// Only benches whose name contains this.
    filter: Option<String>,
}

/// Runs the engine's benches, then prints the weight of what was built.
pub fn bench(options: &Options) -> Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(place::root())
        .args(["bench", "--package", "honmono", "--benches", "--"])
        .args(&options.filter);
    step::show("engine benches", &mut command)?;
    weight::size()
}
