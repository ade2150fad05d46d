//! The way to forget it all, on the second press.

use super::Guide;
use crate::pen::Drawn;
use honmono::guide::Incident;

impl Guide {
    /// The way to forget it all.
    pub(super) fn foot(&self) -> Drawn {
        let pen = &self.pen;
        let foot = pen.element("footer", "no-print", &[])?;
        if self.state.borrow().start.incident.is_empty() {
            return Ok(foot);
        }
        if !self.state.borrow().asked {
            let guide = self.clone();
            let forget = pen.button("quiet", "guide_forget", move || {
                guide.state.borrow_mut().asked = true;
                guide.again();
                guide.hold("forget_no");
            })?;
            foot.append_child(&forget)?;
            return Ok(foot);
        }
        let question = pen.say("p", "", "guide_forget_sure", &[])?;
        question.set_attribute("id", "forget-question")?;
        let guide = self.clone();
        let yes = pen.button("", "guide_forget_yes", move || {
            guide.shell.forget();
            let mut state = guide.state.borrow_mut();
            let marketplace = state.start.incident.marketplace.take();
            state.start.incident = Incident {
                marketplace,
                ..Incident::default()
            };
            state.asked = false;
            drop(state);
            guide.again();
        })?;
        let guide = self.clone();
        let no = pen.button("main", "guide_forget_no", move || {
            guide.state.borrow_mut().asked = false;
            guide.again();
        })?;
        no.set_attribute("data-key", "forget_no")?;
        let ask = pen.element(
            "div",
            "group ask",
            &[&question, &*pen.element("div", "row", &[&no, &yes])?],
        )?;
        ask.set_attribute("role", "alertdialog")?;
        ask.set_attribute("aria-labelledby", "forget-question")?;
        foot.append_child(&ask)?;
        Ok(foot)
    }
}
