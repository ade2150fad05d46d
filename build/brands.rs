//! Writes the brand files of `src/lists/brands` as Rust data.

use serde::Deserialize;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Brand {
    id: String,
    name: String,
    spellings: Vec<String>,
    other_spellings: Vec<String>,
    short_forms: Vec<String>,
    owned: Vec<String>,
    tenants: Vec<String>,
    #[serde(default)]
    pictures: Vec<String>,
    short_links: Vec<String>,
    senders: Vec<String>,
    relays: Vec<String>,
    words: Vec<Words>,
    marketplaces: Vec<Marketplace>,
    #[serde(default)]
    redirects: Vec<Redirect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Redirect {
    path: String,
    parameter: String,
    #[serde(default)]
    base64: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    why: String,
    are: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marketplace {
    host: String,
    #[serde(default)]
    also: Vec<String>,
    languages: Vec<String>,
    #[serde(default)]
    points: bool,
}

/// The Rust sources of all brand files of a folder: the brands, and the marketplaces of all of them.
pub struct Sources {
    pub brands: String,
    pub marketplaces: String,
}

/// Reads the brand files of a folder.
pub fn sources(folder: &Path) -> Result<Sources, Box<dyn Error>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let mut text = String::from("pub(super) static SHIPPED: &[BrandData] = &[\n");
    let (mut sites, mut count) = (String::new(), 0);
    for path in files {
        let wrong = |what: String| format!("{}: {what}", path.display());
        let brand: Brand = toml::from_str(&std::fs::read_to_string(&path)?)
            .map_err(|error| wrong(error.to_string()))?;
        let hosts = brand
            .owned
            .iter()
            .chain(&brand.tenants)
            .chain(&brand.short_links)
            .chain(&brand.senders);
        for host in hosts.chain(brand.marketplaces.iter().map(|site| &site.host)) {
            if idna::domain_to_ascii_strict(host).ok().as_deref() != Some(host) {
                return Err(wrong(format!("no host name: \"{host}\"")).into());
            }
        }
        if let Some(words) = brand.words.iter().find(|words| words.why.is_empty()) {
            return Err(wrong(format!("words without a reason: {:?}", words.are)).into());
        }
        let words: Vec<&String> = brand.words.iter().flat_map(|words| &words.are).collect();
        writeln!(
            text,
            "BrandData {{ id: {:?}, name: {:?}, spellings: &{:?}, other_spellings: &{:?}, short_forms: &{:?}, owned: &{:?}, tenants: &{:?}, pictures: &{:?}, \
             short_links: &{:?}, senders: &{:?}, relays: &{:?}, words: &{words:?}, \
             marketplaces: super::marketplaces::ALL.split_at({count}).1.split_at({}).0, redirects: &[",
            brand.id,
            brand.name,
            brand.spellings,
            brand.other_spellings,
            brand.short_forms,
            brand.owned,
            brand.tenants,
            brand.pictures,
            brand.short_links,
            brand.senders,
            brand.relays,
            brand.marketplaces.len()
        )?;
        for site in &brand.marketplaces {
            // "amazon.co.jp" is written "Amazon.co.jp".
            let spelling = brand
                .spellings
                .iter()
                .find(|spelling| site.host.starts_with(*spelling))
                .ok_or_else(|| wrong(format!("does not carry the name: \"{}\"", site.host)))?;
            let name = format!("{}{}", brand.name, &site.host[spelling.len()..]);
            writeln!(
                sites,
                "Marketplace {{ id: {0:?}, brand: {1:?}, host: \"www.{0}\", name: {name:?}, also: &{2:?}, languages: &{3:?}, points: {4} }},",
                site.host, brand.id, site.also, site.languages, site.points
            )?;
        }
        count += brand.marketplaces.len();
        for row in &brand.redirects {
            writeln!(
                text,
                "RedirectData {{ path: {:?}, parameter: {:?}, base64: {} }},",
                row.path, row.parameter, row.base64
            )?;
        }
        text.push_str("] },\n");
    }
    text.push_str("];\n");
    Ok(Sources {
        brands: text,
        marketplaces: format!(
            "/// All marketplaces.\npub static ALL: [Marketplace; {count}] = [\n{sites}];\n"
        ),
    })
}
