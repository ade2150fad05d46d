//! The native tool: verdicts in plain text or JSON, and the figures over whole data sets.

fn main() {}
