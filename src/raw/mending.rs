//! Small repairs of a mail's source before it is parsed: faults that every webmail reads over.

use std::borrow::Cow;

/// The mail with an empty line before a part's boundary that stands among the headers: copies with trimmed headers often lose
/// it, and then every part would be taken for one text.
pub(super) fn parted(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n').take(5_000) {
        if line.trim_ascii().is_empty() {
            break;
        }
        if line.starts_with(b"--") {
            let (head, tail) = bytes.split_at(start);
            return [head, b"\r\n", tail].concat().into();
        }
        start += line.len();
    }
    bytes.into()
}

/// The mail with an end for each multipart that has none, as mails have that were cut on their way: its last part would be taken
/// for an attachment, while every webmail shows it.
pub(super) fn closed(bytes: &[u8]) -> Cow<'_, [u8]> {
    // Boundaries that were named, and whether a part of theirs has begun.
    let mut open: Vec<(Vec<u8>, bool)> = vec![];
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if let Some(rest) = line.strip_prefix(b"--") {
            let of = |end: &[u8]| {
                open.iter()
                    .rposition(|(name, _)| rest.strip_prefix(&name[..]) == Some(end))
            };
            match (of(b"--"), of(b"")) {
                (Some(at), _) => open.truncate(at),
                (None, Some(at)) => {
                    open.truncate(at + 1);
                    open[at].1 = true;
                }
                (None, None) => {}
            }
        } else if open.len() < 50
            && let Some(name) = boundary(line)
        {
            open.push((name, false));
        }
    }
    open.retain(|(_, begun)| *begun);
    if open.is_empty() {
        return bytes.into();
    }
    let mut out = bytes.to_vec();
    for (name, _) in open.iter().rev() {
        out.extend([b"\r\n--", &name[..], b"--\r\n"].concat());
    }
    out.into()
}

/// The boundary a header line names.
fn boundary(line: &[u8]) -> Option<Vec<u8>> {
    const NAME: &[u8] = b"boundary=";
    if line.len() > 500 {
        return None;
    }
    let at = line
        .windows(NAME.len())
        .position(|part| part.eq_ignore_ascii_case(NAME))?;
    let rest = &line[at + NAME.len()..];
    let name = match rest.strip_prefix(b"\"") {
        Some(rest) => rest.split(|byte| *byte == b'"').next(),
        None => rest
            .split(|byte| *byte == b';' || byte.is_ascii_whitespace())
            .next(),
    };
    name.filter(|name| !name.is_empty() && name.len() <= 200)
        .map(<[u8]>::to_vec)
}
