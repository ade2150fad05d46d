//! Addresses in plain text that a webmail would make clickable.

/// Finds `http://`, `https://` and `www.` addresses; gives byte ranges. An address ends at white space, quotes, brackets
/// and at the first letter of a script that is written without spaces, as in `https://x.example/です`.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let found = next_start(rest)?;
            let start = at + found;
            let address = address(&text[start..]);
            at = start + address.len().max(4);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            let glued = text[..start]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '@'));
            let has_host = address
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .contains(|c: char| c.is_alphanumeric());
            if has_host && !(glued && starts_with(address, "www.")) {
                return Some(address);
            }
        }
    })
}

fn starts_with(text: &str, what: &str) -> bool {
    text.as_bytes()
        .get(..what.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(what.as_bytes()))
}

fn next_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        matches!(bytes[at], b'h' | b'H' | b'w' | b'W')
            && text.is_char_boundary(at)
            && ["http://", "https://", "www."]
                .iter()
                .any(|head| starts_with(&text[at..], head))
    })
}

fn address(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|&(_, c)| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '^')
                || matches!(c as u32, 0x2000..=0x206f | 0x2e80..=0xfaff | 0xfe30..=0xffef)
        })
        .map_or(text.len(), |(at, _)| at);
    let mut address = &text[..end];
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let shorter = match shorter.strip_suffix([')', ']']) {
            // A closing bracket belongs to the address only when it was opened in it.
            Some(inner) if !inner.contains(['(', '[']) => inner,
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        addresses(text).collect()
    }

    #[test]
    fn ends_where_a_reader_would_end_it() {
        assert_eq!(
            all("見る: https://a.example/x?y=1です。"),
            ["https://a.example/x?y=1"]
        );
        assert_eq!(all("(see http://a.example/b)."), ["http://a.example/b"]);
        assert_eq!(all("<https://a.example/(b)>"), ["https://a.example/(b)"]);
        assert_eq!(
            all("「www.a.example」 HTTPS://B.example,"),
            ["www.a.example", "HTTPS://B.example"]
        );
    }

    #[test]
    fn words_are_no_addresses() {
        assert!(all("http:// and https and awww.b and x@www.a.example").is_empty());
        assert!(all("").is_empty());
    }
}
