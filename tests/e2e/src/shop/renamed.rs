//! The shop's scripts as another build would name things: the same page to the eye, and none of the names that are known.

use super::Names;

/// Attributes that are the shop's own.
const ATTRIBUTES: [&str; 8] = [
    "messageid",
    "threadid",
    "messagesenttime",
    "data-a-tab-name",
    "data-csa-c-slot-id",
    "data-component",
    "data-date-timestamp",
    "data-badge-type",
];

/// A script of the replica with these names.
pub fn script(text: &str, names: Names) -> String {
    if names == Names::Known {
        return text.to_owned();
    }
    let mut text = quoted_after(text, "class: '");
    if names == Names::All {
        for id in ids(&text) {
            // In what is made and in what looks for it.
            text = text
                .replace(&format!("id: '{id}'"), &format!("id: '{}'", made(&id)))
                .replace(&format!("#{id}"), &format!("#{}", made(&id)));
        }
        for name in ATTRIBUTES {
            let quoted = format!("'{name}':");
            text = text
                .replace(&quoted, &format!("'data-{}':", made(name)))
                .replace(&format!(" {name}:"), &format!(" 'data-{}':", made(name)));
        }
    }
    text
}

/// Every class in what follows this beginning, up to the closing quote.
fn quoted_after(text: &str, beginning: &str) -> String {
    let mut parts = text.split(beginning);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (classes, rest) = part.split_once('\'').unwrap_or((part, ""));
        let classes: Vec<String> = classes.split(' ').map(made).collect();
        whole.push_str(&format!("{beginning}{}'{rest}", classes.join(" ")));
    }
    whole
}

fn ids(text: &str) -> Vec<String> {
    let found = text.split("id: '").skip(1);
    found
        .filter_map(|part| part.split_once('\''))
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// A name as builds make them: letters and figures without sense, the same for the same name.
fn made(name: &str) -> String {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("x{:07x}", hash >> 36)
}

/// Nothing that is known is left, and the script is still one.
#[test]
fn no_known_name_is_left() {
    let text = "make('div', { id: 'inbox-page', class: 'a-button value' }, row); find('#inbox-page'); ({ messageid: 1, 'data-component': 2 })";
    let classes = script(text, Names::Classes);
    assert!(classes.contains("id: 'inbox-page'") && !classes.contains("a-button"));
    let all = script(text, Names::All);
    for name in [
        "inbox-page",
        "a-button",
        "value",
        "messageid",
        "data-component",
    ] {
        assert!(!all.contains(name), "{name}: {all}");
    }
    assert_eq!(script(text, Names::Known), text);
}
