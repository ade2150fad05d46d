//! What the reader's own server found out about the sender (RFC 8601 `Authentication-Results`, and the same results in
//! its `ARC-Authentication-Results`, RFC 8617).
//!
//! Anyone can write these headers into a mail, so position decides whose they are. Trace headers are stacked, newest on
//! top: the topmost `Received` lines are the reader's own organisation's, down to the first one received by somebody else.
//! A result counts only above that point and only under the name of the same organisation. Microsoft's servers leave the
//! name out; theirs count only where the stack is Microsoft's. A server that writes no results but passes on a stranger's
//! that carry its own name (against RFC 8601 section 5) would still be believed.

use crate::address::Host;
use crate::lists::Tables;
use crate::mail::{Authentication, Outcome};

/// One header: lower-case name and unfolded value.
pub(super) type Field = (String, String);

/// Registrable domains of mail services whose servers write results without their name in front.
const NAMELESS: &[&str] = &["outlook.com", "exchangelabs.com", "office365.com"];

/// Reads the results that count.
pub(super) fn read(fields: &[Field], from: Option<&Host>, tables: &Tables) -> Authentication {
    let mut found = Authentication::default();
    let Some(own) = fields
        .iter()
        .filter(|(name, _)| name == "received")
        .find_map(|(_, value)| organisation(value, tables))
    else {
        return found;
    };
    for (name, value) in fields {
        match &**name {
            "received" if organisation(value, tables).is_some_and(|site| site != own) => break,
            "authentication-results" | "arc-authentication-results" => {
                let value = match name.strip_prefix("arc-") {
                    // `i=1; mx.example; ...`
                    Some(_) => value.split_once(';').map_or("", |(_, rest)| rest),
                    None => value,
                };
                results(value, &own, from, tables, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The registrable domain of the server that wrote a `Received` line; `None` for lines inside one machine or network.
fn organisation(received: &str, tables: &Tables) -> Option<String> {
    site(&server(received)?, tables)
}

/// The server that wrote a `Received` line, as it names itself.
pub(super) fn server(received: &str) -> Option<String> {
    let plain = without_comments(received);
    let mut words = plain.split_ascii_whitespace();
    words.find(|word| word.eq_ignore_ascii_case("by"))?;
    Some(words.next()?.trim_end_matches(';').to_owned())
}

fn site(host: &str, tables: &Tables) -> Option<String> {
    let host = Host::parse(host)?;
    let text = host.as_str();
    let local = [
        ".internal",
        ".local",
        ".lan",
        ".localdomain",
        ".corp",
        ".intra",
    ];
    if !text.contains('.') || text.parse::<std::net::IpAddr>().is_ok() {
        return None;
    }
    if local.iter().any(|end| text.ends_with(end)) {
        return None;
    }
    let site = tables.suffixes.site_of(&host).map(|site| site.0);
    Some(site.unwrap_or(host).to_string())
}

/// Reads one header's results into `found` if they are the organisation's own.
fn results(
    value: &str,
    own: &str,
    from: Option<&Host>,
    tables: &Tables,
    found: &mut Authentication,
) {
    let plain = without_comments(value);
    let mut parts = plain.split(';').map(str::trim).peekable();
    let first = parts.peek().copied().unwrap_or("");
    let by = if first.contains('=') {
        if !NAMELESS.contains(&own) {
            return;
        }
        own.to_owned()
    } else {
        let name = first.split_ascii_whitespace().next().unwrap_or("");
        if site(name, tables).as_deref() != Some(own) {
            return;
        }
        parts.next();
        name.to_owned()
    };
    found.by.get_or_insert(by);
    for part in parts {
        result(part, from, found);
    }
}

fn result(part: &str, from: Option<&Host>, found: &mut Authentication) {
    let mut words = part.split_ascii_whitespace();
    let Some((method, outcome)) = words.next().and_then(|word| word.split_once('=')) else {
        return;
    };
    let outcome = self::outcome(outcome);
    let properties: Vec<(&str, &str)> = words.filter_map(|word| word.split_once('=')).collect();
    let property = |name: &str| {
        properties
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim_matches('"'))
    };
    let domain = |value: &str| {
        let domain = value.rsplit('@').next().unwrap_or(value);
        Host::parse(domain.trim_matches(['<', '>'])).map(|host| host.to_string())
    };
    match method.to_ascii_lowercase().as_str() {
        "spf" => {
            found.spf.get_or_insert(outcome);
            if outcome == Outcome::Pass && found.mailed_by.is_none() {
                found.mailed_by = property("smtp.mailfrom").and_then(domain);
            }
        }
        "dkim" => {
            let by = property("header.d")
                .or_else(|| property("header.i"))
                .and_then(domain);
            match (outcome, by) {
                (Outcome::Pass, Some(by)) => {
                    if !found.signed_by.contains(&by) {
                        found.signed_by.push(by);
                    }
                    found.dkim = Some(Outcome::Pass);
                }
                (Outcome::Pass, None) => {}
                _ if found.dkim == Some(Outcome::Pass) => {}
                _ => found.dkim = Some(outcome),
            }
        }
        "dmarc" => {
            // A result for another From (a forwarder's, an inner mail's) is not this mail's.
            let same = property("header.from")
                .and_then(domain)
                .is_none_or(|domain| {
                    from.is_some_and(|from| {
                        Host::parse(&domain)
                            .is_some_and(|host| from.is_under(&host) || host.is_under(from))
                    })
                });
            if same {
                found.dmarc.get_or_insert(outcome);
            }
        }
        "arc" => {
            found.arc.get_or_insert(outcome);
        }
        _ => {}
    }
}

fn outcome(word: &str) -> Outcome {
    match word.to_ascii_lowercase().as_str() {
        "pass" => Outcome::Pass,
        "fail" | "softfail" | "hardfail" => Outcome::Fail,
        "temperror" | "permerror" | "policy" => Outcome::Error,
        // `none`, `neutral`, and Microsoft's `bestguesspass`, which guesses without a record.
        _ => Outcome::None,
    }
}

/// A structured header value without its comments; semicolons in quotes or comments separate nothing.
pub(super) fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for c in value.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => depth -= 1,
            ';' if quoted => {}
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(lines: &[(&str, &str)]) -> Vec<Field> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        lines.iter().map(own).collect()
    }

    fn authentication(lines: &[(&str, &str)]) -> Authentication {
        let from = Host::parse("shop.example");
        read(&fields(lines), from.as_ref(), &Tables::shipped())
    }

    const OWN: (&str, &str) = (
        "received",
        "from out.shop.example (x) by mx.reader.example with ESMTPS",
    );

    #[test]
    fn results_of_the_own_server_count() {
        let found = authentication(&[
            OWN,
            (
                "authentication-results",
                "mx.reader.example; dkim=pass header.i=@shop.example header.s=a; \
                 spf=pass (domain of a@b.shop.example; ok) smtp.mailfrom=a@b.shop.example; dmarc=pass header.from=shop.example",
            ),
        ]);
        assert_eq!(found.signed_by, ["shop.example"]);
        assert_eq!(found.mailed_by.as_deref(), Some("b.shop.example"));
        assert_eq!(found.dmarc, Some(Outcome::Pass));
        assert_eq!(found.by.as_deref(), Some("mx.reader.example"));
    }

    #[test]
    fn arc_is_told_and_counts_for_nothing() {
        let found = authentication(&[
            OWN,
            (
                "authentication-results",
                "mx.reader.example; arc=pass (i=1 dkim=pass dkdomain=shop.example); dkim=none",
            ),
        ]);
        assert_eq!(found.arc, Some(Outcome::Pass));
        assert!(found.signed_by.is_empty());
        assert_eq!(found.dkim, Some(Outcome::None));
    }

    #[test]
    fn results_under_another_name_or_further_down_do_not() {
        let pass = "mx.other.example; dkim=pass header.d=shop.example";
        let own = "mx.reader.example; dkim=pass header.d=shop.example";
        let other = ("received", "from a by mx.other.example with SMTP");
        for lines in [
            vec![OWN, ("authentication-results", pass)],
            vec![OWN, other, ("authentication-results", own)],
            vec![("authentication-results", own)],
            vec![
                OWN,
                ("authentication-results", "dkim=pass header.d=shop.example"),
            ],
        ] {
            assert_eq!(authentication(&lines), Authentication::default());
        }
    }

    #[test]
    fn microsoft_leaves_the_name_out() {
        let found = authentication(&[
            (
                "received",
                "from A (::1) by B.namprd19.prod.outlook.com with HTTPS",
            ),
            (
                "authentication-results",
                "spf=softfail (sender IP is 1.2.3.4) smtp.mailfrom=x.example; dkim=none (message not signed) header.d=none;\
                 dmarc=fail action=none header.from=shop.example;compauth=fail reason=001",
            ),
        ]);
        assert_eq!(
            (found.spf, found.dkim),
            (Some(Outcome::Fail), Some(Outcome::None))
        );
        assert_eq!(found.dmarc, Some(Outcome::Fail));
        assert!(found.signed_by.is_empty() && found.mailed_by.is_none());
    }

    #[test]
    fn a_guess_is_no_pass_and_another_from_is_not_ours() {
        let found = authentication(&[
            OWN,
            (
                "authentication-results",
                "mx.reader.example; dmarc=pass header.from=else.example",
            ),
            (
                "authentication-results",
                "mx.reader.example; dmarc=bestguesspass header.from=shop.example",
            ),
        ]);
        assert_eq!(found.dmarc, Some(Outcome::None));
    }

    #[test]
    fn machines_inside_a_network_are_passed_over() {
        let found = authentication(&[
            (
                "received",
                "from compute5.internal by sloti53n25 with LMTPA",
            ),
            (
                "received",
                "by 2002:a05:6358:3211:b0:1dc:b09f:ae0b with SMTP id a17",
            ),
            OWN,
            (
                "authentication-results",
                "mx.reader.example; spf=pass smtp.mailfrom=a@shop.example",
            ),
        ]);
        assert_eq!(found.mailed_by.as_deref(), Some("shop.example"));
    }
}
