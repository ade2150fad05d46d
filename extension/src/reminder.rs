//! Reminders: the guide's page writes the times down, the background tells of them. Nothing of a mail is in either.

use crate::api::{self, ApiError, Area, reminder as bell};
use honmono::guide::Incident;
use honmono::guide::reminder::{self, Reminder};
use honmono_ui::Catalog;

/// Where the times are kept.
pub(crate) const REMINDERS: &str = "reminders";

fn now() -> i64 {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds, far below 2^53"
    )]
    let now = js_sys::Date::now() as i64;
    now
}

/// What is written down. What cannot be read is nothing.
async fn kept() -> Vec<Reminder> {
    api::stored(Area::Local, REMINDERS)
        .await
        .ok()
        .flatten()
        .unwrap_or_default()
}

async fn keep(list: &[Reminder]) -> Result<(), ApiError> {
    if list.is_empty() {
        api::forget(Area::Local, &[REMINDERS.to_owned()]).await?;
    } else {
        api::store(
            Area::Local,
            &[(REMINDERS.to_owned(), api::to_js(&list.to_vec())?)],
        )
        .await?;
    }
    bell::wake_at(reminder::next(list)).await
}

/// Writes down the times of an incident, for the next alarm. A notification of a step that was ticked off goes.
pub(crate) async fn plan(incident: &Incident) -> Result<(), ApiError> {
    let before = kept().await;
    let list = reminder::plan(incident, now(), &before);
    keep(&list).await?;
    if reminder::is_over(&before, &list) && bell::may_notify().await {
        bell::quiet().await?;
    }
    Ok(())
}

/// Tells what is due, once, and sets the next alarm. Without the person's leave nothing is told and nothing is lost: the guide
/// shows its times either way.
pub(crate) async fn tell(words: &Catalog) -> Result<(), ApiError> {
    let mut list = kept().await;
    if list.is_empty() || !bell::may_notify().await {
        return Ok(());
    }
    let due = reminder::due(&mut list, now());
    if !due.is_empty() {
        let steps: Vec<String> = due
            .iter()
            .map(|one| words.text(&format!("guide_step_{}", one.step), &[]))
            .collect();
        bell::notify(&words.text("reminder_title", &[]), &steps.join("\n")).await?;
    }
    keep(&list).await
}

/// The notification was pressed: the guide opens, at the step it told of.
pub(crate) async fn pressed() -> Result<(), ApiError> {
    bell::quiet().await?;
    let list = kept().await;
    let place = reminder::last_told(&list)
        .map(|one| format!("#{}.{}", one.situation, one.step))
        .unwrap_or_default();
    api::open_tab(&api::own_url(&format!("guide.html{place}"))?)
        .await
        .map(drop)
}
