//! Keys, mouse, menus and shortcuts.

use crate::browser::Browser;
use crate::element::Element;
use anyhow::Result;
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction,
};
use serde_json::json;

/// An expression that is true once an element stands still and in view. What is pressed sooner, while a page of ours is being laid out
/// or its window grows, lets the press go by.
pub fn stands_still(css: &str) -> String {
    format!(
        "new Promise((done) => {{
           const find = () => document.querySelector({css});
           find()?.scrollIntoView({{block: 'nearest'}});
           const box = () => {{ const at = find()?.getBoundingClientRect(); return at && [at.left, at.top, at.right, at.bottom, innerWidth, innerHeight]; }};
           const before = box();
           requestAnimationFrame(() => requestAnimationFrame(() => {{
             const now = box();
             done(now !== undefined && String(now) === String(before) && now[3] > now[1] && now[3] <= now[5]);
           }}));
         }})",
        css = json!(css)
    )
}

impl Browser {
    /// Presses and releases a key where the focus is: one character, or WebDriver's code of a key such as [`crate::TAB`].
    pub fn key(&self, key: char) -> Result<()> {
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        Ok(self.run(self.client().perform_actions(keys))?)
    }

    /// Moves the mouse over an element.
    pub fn hover(&self, element: &Element) -> Result<()> {
        let to = PointerAction::MoveToElement {
            element: element.inner().clone(),
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        Ok(self.run(
            self.client()
                .perform_actions(MouseActions::new("mouse".into()).then(to)),
        )?)
    }

    /// Takes the mouse to a corner, away from everything.
    pub fn unhover(&self) -> Result<()> {
        let to = PointerAction::MoveTo {
            duration: None,
            x: 1.0,
            y: 1.0,
        };
        Ok(self.run(
            self.client()
                .perform_actions(MouseActions::new("mouse".into()).then(to)),
        )?)
    }

    /// Firefox only: presses one of the extension's shortcuts, Alt+Shift and a letter. A driver's keys do not reach Chromium's own window.
    pub fn shortcut(&self, letter: char) -> Result<()> {
        self.firefox_chrome(&format!(
            "const name = [...document.querySelectorAll('keyset[id^=\"ext-keyset-id\"] key')].find((key) => (key.getAttribute('key') ?? '').toUpperCase() === '{letter}' && key.getAttribute('modifiers')?.includes('shift'));
             if (!name) throw new Error('no such shortcut');
             name.doCommand?.() ?? name.dispatchEvent(new Event('command'));"
        ))
        .map(drop)
    }

    /// Firefox only: opens the page's own menu over an element and presses the entry with these words.
    pub fn firefox_menu(&self, css: &str, words: &str) -> Result<()> {
        let element = self.find(css)?;
        let press = MouseActions::new("mouse".into())
            .then(PointerAction::MoveToElement {
                element: element.inner().clone(),
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_RIGHT,
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_RIGHT,
            });
        self.run(self.client().perform_actions(press))?;
        self.firefox_chrome(&format!(
            "const menu = document.getElementById('contentAreaContextMenu');
             for (let i = 0; i < 600; i++) {{
               const entry = menu.state === 'open' && [...menu.querySelectorAll('menuitem')].find((one) => one.label === {words});
               if (entry) {{ menu.activateItem(entry); return; }}
               await frame();
             }}
             throw new Error('no such entry: ' + [...menu.querySelectorAll('menuitem')].filter((one) => !one.hidden).map((one) => one.label).join(', '));",
            words = json!(words)
        ))
        .map(drop)
    }
}
