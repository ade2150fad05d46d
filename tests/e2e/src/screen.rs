//! A screen that nobody looks at (Xvfb), with a keyboard and a mouse of its own (xdotool): for what a driver cannot reach, since it is drawn
//! and heard by the browser itself and not by a page. A key pressed here takes the whole way of a person's key.

use crate::child::Running;
use crate::program::on_path;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// How large it is: a browser's window, and room beside it for what the browser puts at the screen's edge.
const SIZE: (i32, i32) = (1500, 1000);

/// A running screen. Dropping it ends it; the browsers on it go before.
pub struct Screen {
    name: String,
    xdotool: PathBuf,
    _server: Running,
}

/// A window on the screen: its id, left, top, width and height.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    id: String,
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Screen {
    /// Starts a screen. It chooses its own number, so that several may run at once.
    pub fn start() -> Result<Screen> {
        let find = |name: &str| {
            on_path(name).with_context(|| format!("{name} is missing: run `cargo xtask setup`"))
        };
        let mut command = Command::new(find("Xvfb")?);
        let size = format!("{}x{}x24", SIZE.0, SIZE.1);
        command.args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp"]);
        let mut server = Running::start("Xvfb", &mut command)?;
        let number = server.wait_until(Duration::from_secs(20), |said| {
            said.iter().find_map(|line| line.trim().parse::<u32>().ok())
        })?;
        Ok(Screen {
            name: format!(":{number}"),
            xdotool: find("xdotool")?,
            _server: server,
        })
    }

    /// Its name, as `DISPLAY` holds it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Presses keys together, by xdotool's names: `alt+shift+l`. They go to the window that has the keyboard.
    pub fn keys(&self, keys: &str) -> Result<()> {
        self.xdotool(&["key", "--clearmodifiers", keys]).map(drop)
    }

    /// Gives the keyboard to a window. There is no window manager that would.
    pub fn focus(&self, window: &Window) -> Result<()> {
        self.xdotool(&["windowfocus", "--sync", &window.id])
            .map(drop)
    }

    /// Clicks at a place of the screen.
    pub fn click(&self, left: i32, top: i32) -> Result<()> {
        let (left, top) = (left.to_string(), top.to_string());
        self.xdotool(&["mousemove", &left, &top, "click", "1"])
            .map(drop)
    }

    /// The browser's own window, once it is there: the largest but for the screen itself.
    pub fn browser(&self) -> Result<Option<Window>> {
        Ok(self.windows()?.into_iter().next())
    }

    /// Whether a window is on the screen as a whole, and not on its way there.
    pub fn holds(&self, window: &Window) -> bool {
        let (right, bottom) = (window.left + window.width, window.top + window.height);
        window.left >= 0 && window.top >= 0 && right <= SIZE.0 && bottom <= SIZE.1
    }

    /// The windows that are seen, the smallest last.
    pub fn windows(&self) -> Result<Vec<Window>> {
        // Nothing found is an exit status of its own.
        let found = self
            .xdotool(&["search", "--onlyvisible", "--name", ".*"])
            .unwrap_or_default();
        let mut windows: Vec<Window> = found
            .lines()
            // A window may be gone before it is asked.
            .filter_map(|id| self.window(id.trim()).ok())
            // The screen itself is one of them, and so are windows that only listen.
            .filter(|window| window.width > 1 && window.width < SIZE.0 && window.height > 1)
            .collect();
        windows.sort_by_key(|window| std::cmp::Reverse(window.width * window.height));
        Ok(windows)
    }

    fn window(&self, id: &str) -> Result<Window> {
        let said = self.xdotool(&["getwindowgeometry", "--shell", id])?;
        let field = |name: &str| -> Result<i32> {
            let line = said
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            Ok(line.with_context(|| name.to_owned())?.trim().parse()?)
        };
        Ok(Window {
            id: id.to_owned(),
            left: field("X")?,
            top: field("Y")?,
            width: field("WIDTH")?,
            height: field("HEIGHT")?,
        })
    }

    fn xdotool(&self, args: &[&str]) -> Result<String> {
        let done = Command::new(&self.xdotool)
            .args(args)
            .env("DISPLAY", &self.name)
            .output()?;
        if !done.status.success() {
            bail!(
                "xdotool {}: {}",
                args.join(" "),
                String::from_utf8_lossy(&done.stderr).trim()
            );
        }
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }
}
