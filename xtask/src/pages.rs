//! Wired below.
use anyhow::Result;
use clap::Args;
/// Choices.
#[derive(Args)]
pub struct Options {}
pub fn pages(_: &Options) -> Result<std::process::ExitCode> { anyhow::bail!("not built yet") }
