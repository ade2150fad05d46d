//! What happened, and at which marketplace: the choice, and the head of the page once it is made.

use super::{Guide, View};
use crate::pen::Drawn;
use honmono::guide::{SITUATIONS, Situation};
use honmono::lists::marketplaces;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

impl Guide {
    /// The six situations, one press each.
    pub(super) fn choice(&self) -> Drawn {
        let heading = self.top("guide_choose")?;
        let list = self.pen.element("ul", "plain situations", &[])?;
        for situation in SITUATIONS {
            let guide = self.clone();
            let button = self.pen.button(
                "situation",
                &format!("guide_situation_{}", situation.name()),
                move || guide.choose(situation),
            )?;
            button.set_attribute("data-situation", situation.name())?;
            list.append_child(&*self.pen.element("li", "", &[&button])?)?;
        }
        self.pen.element("section", "group", &[&heading, &list])
    }

    /// What was chosen, and the way to choose something else.
    pub(super) fn head(&self, situation: Situation) -> Drawn {
        let pen = &self.pen;
        let heading = self.top(&format!("guide_situation_{}", situation.name()))?;
        let intro = pen.say("p", "", &format!("guide_intro_{}", situation.name()), &[])?;
        let guide = self.clone();
        let other = pen.button("quiet", "guide_change", move || {
            guide.show(|state| state.start.incident.situation = None)
        })?;
        let row = pen.element("div", "between no-print", &[&*self.market_row()?, &other])?;
        let tabs = pen.element("nav", "tabs no-print", &[])?;
        tabs.set_attribute("aria-label", &pen.words().text("guide_view", &[]))?;
        let now = self.state.borrow().start.view;
        for (view, key) in View::ALL {
            let tab = self.to_view("tab", key, view)?;
            if view == now {
                tab.set_attribute("aria-current", "page")?;
            }
            tabs.append_child(&tab)?;
        }
        pen.element("section", "group head", &[&heading, &intro, &row, &tabs])
    }

    /// The marketplace, and the way to choose another.
    pub(super) fn market_row(&self) -> Drawn {
        let pen = &self.pen;
        let label = pen.say("label", "", "guide_marketplace", &[])?;
        label.set_attribute("for", "marketplace")?;
        let select = pen.element("select", "", &[])?;
        select.set_attribute("id", "marketplace")?;
        select.set_attribute("data-key", "marketplace")?;
        let chosen = self.market();
        for market in &marketplaces::ALL {
            let offer = pen.text("option", "", market.name)?;
            offer.set_attribute("value", market.id)?;
            if market.id == chosen.id {
                offer.set_attribute("selected", "")?;
            }
            select.append_child(&offer)?;
        }
        let (guide, from) = (self.clone(), select.clone());
        crate::pen::on(&select, "change", move || {
            let Some(id) = from
                .dyn_ref::<HtmlSelectElement>()
                .map(HtmlSelectElement::value)
            else {
                return;
            };
            guide.state.borrow_mut().start.incident.marketplace = Some(id);
            guide.fetch_agent();
            guide.change(|_| {});
        });
        pen.element("div", "setting", &[&label, &select])
    }
}
