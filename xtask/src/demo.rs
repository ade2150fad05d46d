//! Wired below.
use anyhow::Result;
use clap::Args;
/// Choices.
#[derive(Args)]
pub struct Options {}
pub fn demo(_: &Options) -> Result<()> { anyhow::bail!("not built yet") }
