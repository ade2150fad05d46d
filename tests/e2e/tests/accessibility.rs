//! axe-core finds nothing on any page, panel, card and popup, in both browsers, light and dark.

mod extension_parts;
mod looks_parts;
mod official_parts;

use anyhow::{Context, Result, bail};
use e2e::{Browser, Kind, Look};
use extension_parts as parts;
use looks_parts as looks;
use official_parts::{self as official, Scene, Shop};
use std::collections::BTreeSet;
use std::path::Path;

/// The rules, as an expression that gives what they say against a document.
fn rules() -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../target/tools/npm/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(&path)
        .with_context(|| format!("{}: run `cargo xtask setup`", path.display()))?;
    Ok(format!(
        "(() => {{ {source}
           return axe.run(document, {{ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }})
             .then((found) => [found.passes.length, ...found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')).join(' | '))]); }})()"
    ))
}

/// What the rules say. No rule that passed means that the rules saw nothing.
fn against(what: &str, said: &serde_json::Value) -> Result<Vec<String>> {
    let Some((passed, violations)) = said.as_array().and_then(|said| said.split_first()) else {
        bail!("{what}: the rules did not run: {said}");
    };
    if passed.as_u64() < Some(3) {
        bail!("{what}: the rules looked at nothing");
    }
    Ok(violations
        .iter()
        .map(|violation| format!("{what}: {}", violation.as_str().unwrap_or_default()))
        .collect())
}

struct Audit<'a> {
    browser: &'a Browser,
    rules: String,
    found: Vec<String>,
}

impl Audit<'_> {
    /// Runs the rules over the document that is entered.
    fn look(&mut self, what: &str) -> Result<()> {
        let what = format!("{} {what}", self.browser.kind().name());
        let said = self
            .browser
            .eval(&self.rules)
            .with_context(|| what.clone())?;
        self.found.extend(against(&what, &said)?);
        Ok(())
    }

    /// Runs the rules over the open popup.
    fn look_at_popup(&mut self, what: &str) -> Result<()> {
        let what = format!("{} {what}", self.browser.kind().name());
        let said = self
            .browser
            .popup_eval(&self.rules)
            .with_context(|| what.clone())?;
        self.found.extend(against(&what, &said)?);
        Ok(())
    }
}

fn pages(audit: &mut Audit<'_>, language: &str) -> Result<()> {
    let browser = audit.browser;
    looks::begin(browser, language)?;
    for (name, address, drawn) in looks::PAGES {
        looks::open(browser, name, address, drawn)?;
        for look in [Look::Light, Look::Dark] {
            browser.look(look)?;
            audit.look(&format!("{name} {language} {}", look.name()))?;
        }
        browser.look(Look::Light)?;
    }
    looks::open(browser, "sheet", "guide.html#order", ".steps")?;
    browser.wait_for("[data-does=guide_view_sheet]")?.click()?;
    browser.wait_for(".sheet article")?;
    audit.look(&format!("guide-sheet {language}"))?;
    browser.wait_for("[data-does=guide_forget]")?.click()?;
    browser.wait_for("[data-does=guide_forget_yes]")?;
    audit.look(&format!("guide-forget {language}"))
}

fn in_the_mail(audit: &mut Audit<'_>) -> Result<()> {
    let browser = audit.browser;
    for (mail, what) in [(0, "dangerous"), (1, "unconfirmed")] {
        browser.eval(&format!("window.show({mail})"))?;
        browser.until("the panel is of this mail", || {
            Ok((parts::panel_level(browser)? == what).then_some(()))
        })?;
        for look in [Look::Light, Look::Dark] {
            browser.look(look)?;
            parts::host(browser, "panel")?
                .in_shadow("iframe")?
                .enter()?;
            audit.look(&format!("panel {what} {}", look.name()))?;
            browser.top()?;
        }
        browser.click_toolbar()?;
        browser.until("the popup has words", || {
            Ok((browser.popup_text()?.len() > 40).then_some(()))
        })?;
        audit.look_at_popup(&format!("popup {what}"))?;
        browser.close_popup()?;
    }
    browser.look(Look::Light)?;
    browser.eval("window.show(0)")?;
    browser.until("the links are marked", || {
        Ok((browser.find_all("[data-honmono-mark]")?.len() == 2).then_some(()))
    })?;
    browser.find("#bad")?.click()?;
    parts::card_place(browser)?;
    parts::host(browser, "card")?.in_shadow("iframe")?.enter()?;
    browser.wait_for("main > section")?;
    audit.look("card held")?;
    browser.top()
}

#[test]
fn the_rules_find_what_is_wrong() -> Result<()> {
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::letter()]))?;
        let browser = parts::open(kind, &lab, |options| options)?;
        looks::begin(&browser, "en")?;
        browser.wait_for("#language")?;
        browser.eval("document.querySelector('label[for=language]').remove()")?;
        let mut audit = Audit {
            browser: &browser,
            rules: rules()?,
            found: vec![],
        };
        audit.look("a field without a name")?;
        assert!(
            audit.found.iter().any(|line| line.contains("select-name")),
            "{:?}",
            audit.found
        );
    }
    Ok(())
}

#[test]
fn nothing_is_found_on_any_page_panel_card_and_popup() -> Result<()> {
    let mut found = vec![];
    for kind in Kind::BOTH {
        let lab = parts::lab(parts::page(&[parts::fake(), parts::genuine()]))?;
        let browser = parts::open(kind, &lab, |options| options)?;
        let mut audit = Audit {
            browser: &browser,
            rules: rules()?,
            found: vec![],
        };
        in_the_mail(&mut audit)?;
        for language in ["en", "ja"] {
            pages(&mut audit, language)?;
        }
        found.extend(audit.found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// Several orders in one mail: each folded under its head, with places and buttons of the same names.
#[test]
fn nothing_is_found_on_the_orders_of_a_mail() -> Result<()> {
    let orders = [
        "250-1111111-1111111",
        "250-2222222-2222222",
        "250-3333333-3333333",
    ];
    let mut found = vec![];
    for kind in Kind::BOTH {
        for language in ["en", "ja"] {
            let shop = Shop {
                year: vec![official::order(orders[0], "2026-11-20")],
                ..Shop::default()
            };
            let mails = [official::with_orders(&orders)];
            let scene = Scene::open(kind, shop, &mails, |options| options.language(language))?;
            scene.find_order()?;
            scene.answers_of(orders[0], "year", "found")?;
            scene.answers_of(orders[2], "year", "not_here")?;
            official::go(&scene.browser, &scene.mail)?;
            let mut audit = Audit {
                browser: &scene.browser,
                rules: rules()?,
                found: vec![],
            };
            for look in [Look::Light, Look::Dark] {
                scene.browser.look(look)?;
                official::inside(&scene.browser, |browser| {
                    let unfolded = "document.querySelectorAll('details.order[open]').length";
                    browser.eval("document.querySelectorAll('details.order').forEach((one, at) => { one.open = at === 1; })")?;
                    assert_eq!(browser.eval(unfolded)?, 1);
                    audit.look(&format!("orders folded {language} {}", look.name()))?;
                    browser.eval("document.querySelectorAll('details.order').forEach((one) => { one.open = true; })")?;
                    assert_eq!(browser.eval(unfolded)?, orders.len());
                    // Buttons that look alike and open different places are called differently.
                    let names = "[...document.querySelectorAll('details.order:last-of-type [data-does=official_open]')].map((one) => one.getAttribute('aria-label') ?? one.textContent)";
                    let names: Vec<String> = serde_json::from_value(browser.eval(names)?)?;
                    let different: BTreeSet<&String> = names.iter().collect();
                    assert!(
                        names.len() > 2 && different.len() == names.len(),
                        "{names:?}"
                    );
                    audit.look(&format!("orders unfolded {language} {}", look.name()))
                })?;
            }
            scene
                .browser
                .screenshot(&format!("official-orders-{language}-dark"))?;
            found.extend(audit.found);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}
