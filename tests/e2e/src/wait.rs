//! Waiting for a condition, with a deadline. Nothing in the lab waits by the clock alone.

use anyhow::{Result, bail};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds by the machine's clock, which is also the browser's.
pub(crate) fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}

/// Asks again until there is an answer; past the limit it is an error that says what was waited for.
pub(crate) async fn until<T>(
    what: &str,
    limit: Duration,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let end = Instant::now() + limit;
    loop {
        let answer = ask().await;
        match answer {
            Ok(Some(found)) => return Ok(found),
            Err(error) if Instant::now() > end => {
                return Err(error.context(format!("not in {limit:?}: {what}")));
            }
            Ok(None) if Instant::now() > end => bail!("not in {limit:?}: {what}"),
            _ => tokio::time::sleep(Duration::from_millis(15)).await,
        }
    }
}
