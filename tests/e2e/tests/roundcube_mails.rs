//! A hundred mails of every build, opened one by one in a real Roundcube: what the extension reads there against what the files hold.
//!
//! `cargo xtask mails DIR` does the same for a folder of mails.

use anyhow::Result;
use e2e::{Kind, letters, mailbox};

/// What Roundcube shows otherwise than the file says, and why. Name of the mail, field, reason.
const EXPLAINED: &[(&str, &str, &str)] = &[];

#[test]
fn a_hundred_mails_are_read_as_their_files_say() -> Result<()> {
    let letters = letters::hundred();
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
