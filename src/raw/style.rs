//! What a person can see, as far as a mail's own styles tell: inline styles, attributes and plain `<style>` rules.
//!
//! A guess, and a careful one: calling visible text hidden would let a sender hide the claim from us alone, so only what
//! hides in every webmail counts. `mso-hide` alone does not (it hides in Outlook's desktop program only), nor do sizes on
//! inline elements, nor colours where a picture may lie behind.

use std::collections::HashMap;

/// How many rules of a mail's style sheets are kept.
const MAX_RULES: usize = 3_000;
/// How many compounds a selector may have.
const MAX_COMPOUNDS: usize = 6;

/// The declarations that decide whether something is seen, as one element writes them. `None`: not written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Declared {
    pub display_none: Option<bool>,
    pub invisible: Option<bool>,
    /// Font size is nothing (`0`, `0px`, `1px`).
    pub tiny: Option<bool>,
    pub opacity_zero: Option<bool>,
    pub clipped: Option<bool>,
    pub no_height: Option<bool>,
    pub no_width: Option<bool>,
    pub color: Option<u32>,
    pub color_transparent: Option<bool>,
    pub background: Option<u32>,
    pub picture_behind: Option<bool>,
    pub moved_away: Option<bool>,
}

impl Declared {
    /// Lays `other` over this one: what it declares wins.
    pub fn overlay(&mut self, other: &Self) {
        macro_rules! lay {
            ($($field:ident),*) => { $(if other.$field.is_some() { self.$field = other.$field; })* };
        }
        lay!(
            display_none,
            invisible,
            tiny,
            opacity_zero,
            clipped,
            no_height,
            no_width,
            color,
            color_transparent,
            background,
            picture_behind,
            moved_away
        );
    }

    /// Reads `property: value; ...`.
    pub fn read(css: &str) -> Self {
        let mut found = Self::default();
        let mut important = Self::default();
        for declaration in css.split(';').take(200) {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let name = name.trim().to_ascii_lowercase();
            let value = value.trim().to_ascii_lowercase();
            match value.strip_suffix("!important") {
                Some(value) => important.set(&name, value.trim()),
                None => found.set(&name, &value),
            }
        }
        found.overlay(&important);
        found
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "display" => self.display_none = Some(value == "none"),
            "visibility" => self.invisible = Some(matches!(value, "hidden" | "collapse")),
            "font-size" => self.tiny = length(value).map(|length| length <= 1.0).or(Some(false)),
            "font" => {
                let sizes = value.split([' ', '/']).find_map(length);
                self.tiny = sizes.map(|length| length <= 1.0).or(self.tiny);
            }
            "opacity" => self.opacity_zero = value.parse::<f32>().ok().map(|value| value < 0.02),
            "overflow" | "overflow-y" => {
                self.clipped = Some(matches!(value, "hidden" | "clip"));
            }
            "height" | "max-height" => {
                if let Some(length) = length(value) {
                    self.no_height = Some(length <= 1.0);
                }
            }
            "width" | "max-width" => {
                if let Some(length) = length(value) {
                    self.no_width = Some(length <= 1.0);
                }
            }
            "color" => {
                self.color_transparent = Some(value == "transparent");
                self.color = color(value);
            }
            "background-color" => self.background = color(value),
            "background" => {
                if value.contains("url(") || value.contains("gradient") {
                    self.picture_behind = Some(true);
                }
                self.background = value.split(' ').find_map(color).or(self.background);
            }
            "background-image" => self.picture_behind = Some(value != "none"),
            "text-indent" | "left" | "top" | "margin-left"
                if length(value).is_some_and(|length| length <= -900.0) =>
            {
                self.moved_away = Some(true);
            }
            _ => {}
        }
    }
}

/// A length in pixels or in units as large as that; `None` for percentages and words, except that nothing is nothing in
/// every unit.
fn length(value: &str) -> Option<f32> {
    let end = value
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(value.len());
    let number: f32 = value[..end].parse().ok()?;
    if number == 0.0 {
        return Some(0.0);
    }
    match value[end..].trim() {
        "" | "px" => Some(number),
        "pt" => Some(number * 1.33),
        "em" | "rem" => Some(number * 16.0),
        _ => None,
    }
}

/// A colour as `0xRRGGBB`, where it is written plainly.
pub(super) fn color(value: &str) -> Option<u32> {
    let value = value.trim().trim_end_matches("!important").trim();
    if let Some(hex) = value.strip_prefix('#') {
        if !hex.is_ascii() {
            return None;
        }
        return match hex.len() {
            3 => {
                let digits = u32::from_str_radix(hex, 16).ok()?;
                let (r, g, b) = (digits >> 8, (digits >> 4) & 15, digits & 15);
                Some(r * 0x11_0000 + g * 0x1100 + b * 0x11)
            }
            6 => u32::from_str_radix(hex, 16).ok(),
            _ => None,
        };
    }
    if let Some(inner) = value
        .strip_prefix("rgb(")
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let mut parts = inner.split(',').map(|part| part.trim().parse::<u32>().ok());
        let (r, g, b) = (parts.next()??, parts.next()??, parts.next()??);
        return (r < 256 && g < 256 && b < 256).then_some((r << 16) + (g << 8) + b);
    }
    match value {
        "white" => Some(0x00ff_ffff),
        "black" => Some(0),
        "red" => Some(0x00ff_0000),
        _ => None,
    }
}

/// One compound of a selector: `td.class#id`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Compound {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
}

/// An element as a selector sees it.
pub(super) struct Seen<'a> {
    pub tag: &'a str,
    pub id: Option<&'a str>,
    pub class: Option<&'a str>,
}

impl Compound {
    fn read(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let body = rest.trim_start_matches(['.', '#']);
            let mark = &rest[..rest.len() - body.len()];
            let end = body
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '*')))
                .unwrap_or(body.len());
            let (name, tail) = body.split_at(end);
            match mark {
                "" if name == "*" => {}
                "" if !name.is_empty() => compound.tag = Some(name.to_ascii_lowercase()),
                "." if !name.is_empty() => compound.classes.push(name.to_owned()),
                "#" if !name.is_empty() => compound.id = Some(name.to_owned()),
                _ => return None,
            }
            // Attribute selectors and pseudo-classes depend on what we cannot know: the rule is left out.
            if !tail.is_empty() && !tail.starts_with(['.', '#']) {
                return None;
            }
            rest = tail;
        }
        Some(compound)
    }

    fn fits(&self, seen: &Seen<'_>) -> bool {
        self.tag.as_deref().is_none_or(|tag| tag == seen.tag)
            && self.id.as_deref().is_none_or(|id| seen.id == Some(id))
            && self.classes.iter().all(|class| {
                seen.class
                    .is_some_and(|list| list.split_ascii_whitespace().any(|one| one == class))
            })
    }

    fn weight(&self) -> u32 {
        u32::from(self.id.is_some()) * 10_000
            + u32::try_from(self.classes.len()).unwrap_or(0) * 100
            + u32::from(self.tag.is_some())
    }
}

#[derive(Debug)]
struct Rule {
    /// Right to left: the element itself first, then ancestors.
    compounds: Vec<Compound>,
    weight: u32,
    declared: Declared,
}

/// The rules of a mail's style sheets, by what their last compound asks for.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    by_key: HashMap<String, Vec<usize>>,
}

impl Sheet {
    /// Adds the rules of a `<style>` element. Conditional blocks (`@media` with a condition, `@supports`) are left out.
    pub fn add(&mut self, css: &str) {
        let css = without_comments(css);
        self.block(&css, 0);
    }

    fn block(&mut self, css: &str, depth: u32) {
        let mut rest = css;
        while let Some(open) = rest.find('{') {
            if self.rules.len() >= MAX_RULES || depth > 2 {
                return;
            }
            let head = rest[..open].rsplit([';', '}']).next().unwrap_or("").trim();
            let close = matching(&rest[open..]).map_or(rest.len(), |at| open + at);
            let body = &rest[open + 1..close];
            if let Some(query) = head.strip_prefix('@') {
                let query = query.to_ascii_lowercase();
                let mut words = query.split_ascii_whitespace();
                let always = words.next() == Some("media")
                    && words.all(|word| matches!(word, "screen" | "all" | "only"));
                if always {
                    self.block(body, depth + 1);
                }
            } else {
                self.rule(head, body);
            }
            rest = rest.get(close + 1..).unwrap_or("");
        }
    }

    fn rule(&mut self, selectors: &str, body: &str) {
        let declared = Declared::read(body);
        if declared == Declared::default() {
            return;
        }
        for selector in selectors.split(',').take(50) {
            let compounds: Option<Vec<Compound>> = selector
                .split([' ', '>', '\n', '\t', '\r'])
                .filter(|part| !part.is_empty())
                .rev()
                .map(Compound::read)
                .collect();
            let Some(compounds) = compounds.filter(|all| !all.is_empty()) else {
                continue;
            };
            if compounds.len() > MAX_COMPOUNDS || self.rules.len() >= MAX_RULES {
                continue;
            }
            let first = &compounds[0];
            let key = match (&first.id, first.classes.first(), &first.tag) {
                (Some(id), _, _) => format!("#{id}"),
                (_, Some(class), _) => format!(".{class}"),
                (_, _, Some(tag)) => tag.clone(),
                _ => "*".to_owned(),
            };
            let weight = compounds.iter().map(Compound::weight).sum();
            self.by_key.entry(key).or_default().push(self.rules.len());
            self.rules.push(Rule {
                compounds,
                weight,
                declared: declared.clone(),
            });
        }
    }

    /// What the sheets declare for an element; `ancestors` is asked for its ancestors, nearest first.
    pub fn declared<'a>(&self, seen: &Seen<'a>, ancestors: impl Fn() -> Vec<Seen<'a>>) -> Declared {
        let mut found = Declared::default();
        if self.rules.is_empty() {
            return found;
        }
        let mut candidates: Vec<usize> = vec![];
        let mut take = |key: &str| {
            if let Some(rules) = self.by_key.get(key) {
                candidates.extend(rules);
            }
        };
        take("*");
        take(seen.tag);
        if let Some(id) = seen.id {
            take(&format!("#{id}"));
        }
        for class in seen.class.unwrap_or("").split_ascii_whitespace().take(20) {
            take(&format!(".{class}"));
        }
        candidates.truncate(400);
        let mut above = None;
        let mut hits: Vec<&Rule> = candidates
            .into_iter()
            .filter_map(|index| self.rules.get(index))
            .filter(|rule| {
                let (own, outer) = (&rule.compounds[0], &rule.compounds[1..]);
                own.fits(seen)
                    && (outer.is_empty() || {
                        let above = above.get_or_insert_with(&ancestors);
                        let mut above = above.iter();
                        outer.iter().all(|one| above.any(|seen| one.fits(seen)))
                    })
            })
            .collect();
        hits.sort_by_key(|rule| rule.weight);
        for rule in hits {
            found.overlay(&rule.declared);
        }
        found
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at + 2..]
            .find("*/")
            .map_or("", |end| &rest[at + 4 + end..]);
    }
    out.push_str(rest);
    out.replace("<!--", " ").replace("-->", " ")
}

/// The offset of the brace that closes the one `text` begins with.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen<'a>(tag: &'a str, class: &'a str) -> Seen<'a> {
        Seen {
            tag,
            id: None,
            class: Some(class),
        }
    }

    #[test]
    fn plain_rules_hide() {
        let mut sheet = Sheet::default();
        sheet.add("<!-- .a, td.b { display:none } .c p{font-size:0} /* .d{display:none} */ -->");
        assert_eq!(
            sheet.declared(&seen("i", "x a"), Vec::new).display_none,
            Some(true)
        );
        assert_eq!(
            sheet.declared(&seen("td", "b"), Vec::new).display_none,
            Some(true)
        );
        let inside = sheet.declared(&seen("p", ""), || vec![seen("b", ""), seen("div", "c")]);
        assert_eq!(inside.tiny, Some(true));
    }

    #[test]
    fn other_elements_and_conditions_do_not() {
        let mut sheet = Sheet::default();
        sheet.add("td.b{display:none} .c p{display:none} .d{display:none} @media (max-width:600px){.e{display:none}}");
        sheet.add("a:hover{display:none} [title]{display:none}");
        for other in [seen("p", "b"), seen("p", ""), seen("p", "e"), seen("a", "")] {
            assert_eq!(sheet.declared(&other, Vec::new).display_none, None);
        }
    }

    #[test]
    fn the_heavier_selector_wins() {
        let mut sheet = Sheet::default();
        sheet.add(".a.b{display:block} .a{display:none}");
        assert_eq!(
            sheet.declared(&seen("p", "a b"), Vec::new).display_none,
            Some(false)
        );
    }

    #[test]
    fn lengths_and_colours() {
        assert_eq!(Declared::read("font-size:0%").tiny, Some(true));
        assert_eq!(Declared::read("font-size:80%").tiny, Some(false));
        assert_eq!(Declared::read("FONT: 0/0 a").tiny, Some(true));
        assert_eq!(Declared::read("font: 12px/1 Arial").tiny, Some(false));
        assert_eq!(color("#FFF"), color("#ffffff"));
        assert_eq!(color("rgb(255, 255, 255)"), color("white"));
        assert_eq!(color("inherit"), None);
    }
}
