//! Every page in every language, in both browsers: light, dark, forced colours, on paper, 320 pixels wide, text at 200 %. What stands out of
//! its page fails; pictures are put side by side in contact sheets, to be looked at (`target/e2e/shots/sheet-*.png`).

mod extension_parts;
mod looks_parts;

use anyhow::Result;
use base64::Engine;
use e2e::{Browser, Kind, Look};
use extension_parts as parts;
use looks_parts as looks;
use std::path::PathBuf;

const LANGUAGES: [&str; 6] = ["en", "ja", "de", "fr", "it", "es"];

/// What stands out of the page or is cut off by its own box, as words for the failure.
const OVER: &str = "(() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('main *')].filter((e) => {
    const r = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (r.width === 0 || style.position === 'absolute' && style.opacity === '0') return false;
    const cut = e.scrollWidth > e.clientWidth + 1 && style.overflowX !== 'visible' && !e.matches('textarea, select, input, progress, .address');
    return r.right > document.documentElement.clientWidth + 1 || cut;
  }).map((e) => e.tagName.toLowerCase() + '.' + e.className + ': ' + e.textContent.slice(0, 30));
  return wide > 1 ? ['the page is ' + wide + ' px too wide', ...out] : out;
})()";

/// Puts pictures side by side on one page and takes a picture of that.
fn contact_sheet(browser: &Browser, name: &str, pictures: &[(String, PathBuf)]) -> Result<()> {
    let mut cells = String::new();
    for (title, path) in pictures {
        let data = base64::engine::general_purpose::STANDARD.encode(std::fs::read(path)?);
        cells.push_str(&format!(
            "<figure><figcaption>{title}</figcaption><img src=\"data:image/png;base64,{data}\"></figure>"
        ));
    }
    browser.eval_with(
        "(async () => {
           const sheet = new DOMParser().parseFromString(args[0], 'text/html');
           document.head.replaceChildren(...sheet.head.childNodes); document.body.replaceChildren(...sheet.body.childNodes);
           await Promise.all([...document.images].map((image) => image.decode()));
         })()",
        vec![format!(
            "<style>body {{ margin: 8px; background: #ccc; display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; font: 12px sans-serif }} figure {{ margin: 0 }} img {{ width: 100%; display: block }}</style>{cells}"
        )
        .into()],
    )?;
    browser.whole_picture(&format!("sheet-{name}"))?;
    Ok(())
}

/// Chromium shows every language in every look. Firefox, which lays out and enlarges text in its own way, shows all of them where text
/// needs the most room, the languages of the README in the light and in the dark too, and one in every look.
fn looks_of(kind: Kind, language: &str) -> Vec<Look> {
    match (kind, language) {
        (Kind::Chromium, _) | (Kind::Firefox, "en") => Look::ALL.to_vec(),
        (Kind::Firefox, "ja") => vec![Look::Light, Look::Dark, Look::Narrow, Look::Large],
        (Kind::Firefox, _) => vec![Look::Narrow, Look::Large],
    }
}

/// What is kept as a picture: in Firefox, which takes longer over them, no look that another language shows as well.
fn is_pictured(kind: Kind, language: &str) -> bool {
    kind == Kind::Chromium || ["en", "ja"].contains(&language)
}

fn every_page(kind: Kind) -> Result<()> {
    let mut faults = vec![];
    let lab = parts::lab(parts::page(&[parts::letter()]))?;
    lab.serve(
        e2e::Site::new("sheet.example.test")
            .page("/", e2e::Page::html("<!doctype html><title>sheet</title>")),
    );
    let browser = parts::open(kind, &lab, |options| options)?;
    let mut sheets: std::collections::BTreeMap<String, Vec<(String, PathBuf)>> =
        std::collections::BTreeMap::new();
    for language in LANGUAGES {
        looks::begin(&browser, language)?;
        let sheet = ("guide-sheet", "guide.html#order", ".steps");
        for (name, address, drawn) in looks::PAGES.into_iter().chain([sheet]) {
            looks::open(&browser, name, address, drawn)?;
            if name == "guide-sheet" {
                browser.wait_for("[data-does=guide_view_sheet]")?.click()?;
                browser.wait_for(".sheet article")?;
            }
            assert_eq!(
                browser.eval("document.documentElement.lang")?,
                language,
                "{name}"
            );
            for look in looks_of(kind, language) {
                browser.look(look)?;
                let over = browser.eval(OVER)?;
                if over.as_array().is_none_or(|over| !over.is_empty()) {
                    faults.push(format!(
                        "{} {name} {language} {}: {over}",
                        kind.name(),
                        look.name()
                    ));
                }
                if !is_pictured(kind, language) {
                    continue;
                }
                let picture =
                    browser.whole_picture(&format!("{name}-{language}-{}", look.name()))?;
                sheets
                    .entry(format!("{name}-{}", look.name()))
                    .or_default()
                    .push((language.to_owned(), picture));
            }
            browser.look(Look::Light)?;
        }
    }
    browser.goto("https://sheet.example.test/")?;
    for (name, pictures) in &sheets {
        contact_sheet(&browser, name, pictures)?;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn every_page_keeps_to_its_page_in_chromium() -> Result<()> {
    every_page(Kind::Chromium)
}

#[test]
fn every_page_keeps_to_its_page_in_firefox() -> Result<()> {
    every_page(Kind::Firefox)
}
