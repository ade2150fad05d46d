//! A hundred mails of every build, opened one by one in a real Roundcube: what the extension reads there against what the files hold.
//!
//! `cargo xtask mails DIR` does the same for a folder of mails.

use anyhow::Result;
use e2e::{Kind, letters, mailbox};

/// What Roundcube shows otherwise than the file says, and why. Name of the mail, field, reason.
const EXPLAINED: &[(&str, &str, &str)] = &[
    (
        "name-missing",
        "name",
        "Roundcube shows the address where there is no name",
    ),
    (
        "name-in-a-comment",
        "name",
        "Roundcube takes no name from a comment",
    ),
    (
        "name-is-an-address",
        "name",
        "Roundcube shows the address in place of a name that is another address",
    ),
    (
        "address-of-a-unicode-host",
        "address",
        "Roundcube writes the same host in Unicode",
    ),
    (
        "subject-empty",
        "subject",
        "Roundcube says that there is none",
    ),
    (
        "subject-missing",
        "subject",
        "Roundcube says that there is none",
    ),
    (
        "html-never-closed",
        "links",
        "by the standard a link that is never closed goes on in the next paragraph; Roundcube's own parser ends it",
    ),
    (
        "html-with-a-form",
        "links",
        "Roundcube takes forms out of a mail",
    ),
    (
        "forwarded-as-attachment",
        "links",
        "Roundcube shows the text of an attached mail below; in the file it is an attachment",
    ),
    (
        "broken-content-type",
        "level",
        "Roundcube shows no part whose type it cannot tell: there is nothing to read, and that is said",
    ),
    (
        "broken-base64",
        "links",
        "Roundcube decodes what is whole of it; the reader of files leaves such a part as it stands",
    ),
    (
        "date-of-an-old-form",
        "time",
        "Roundcube reads the old form of a date (two digits of a year, EST); the reader of files does not",
    ),
];

#[test]
fn a_hundred_mails_are_read_as_their_files_say() -> Result<()> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let letters = letters::hundred(now.as_secs());
    for kind in Kind::BOTH {
        let began = std::time::Instant::now();
        let all = mailbox::compare(kind, &letters, |_| ())?;
        let mut unexplained = vec![];
        let mut met = std::collections::BTreeSet::new();
        for one in &all {
            for (field, what) in one.differences() {
                match EXPLAINED
                    .iter()
                    .find(|(name, known, _)| one.name.ends_with(name) && *known == field)
                {
                    Some(line) => {
                        met.insert(line);
                    }
                    None => unexplained.push(format!("{}: {field}: {what}", one.name)),
                }
            }
        }
        let by_headers = all
            .iter()
            .filter(|one| one.file.level != one.with_headers)
            .count();
        println!(
            "figure: {} {} mails in {:.0} s: {} as their files say, {} explained, {} unexplained; headers alone change {by_headers} verdicts",
            kind.name(),
            all.len(),
            began.elapsed().as_secs_f32(),
            all.iter()
                .filter(|one| one.differences().is_empty())
                .count(),
            met.len(),
            unexplained.len(),
        );
        assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
        let unmet: Vec<_> = EXPLAINED
            .iter()
            .filter(|line| !met.contains(line))
            .collect();
        assert!(unmet.is_empty(), "explained, but not there: {unmet:?}");
    }
    Ok(())
}
