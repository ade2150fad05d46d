//! Judged examples as data: one folder a sign, one mail a file, with the expected level and signs on its first line:
//! `# dangerous sender_wears_brand !links_all_own`. A `!` says that the sign must be silent.

#![cfg(feature = "raw")]

use honmono::official::Standing;
use honmono::{Level, Tables, judge, raw};
use std::fs;
use std::path::Path;

fn level(name: &str) -> Option<Level> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

#[test]
fn every_case_is_judged_as_it_says() {
    let tables = Tables::shipped();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut count, mut wrong) = (0, vec![]);
    let mut folders: Vec<_> = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    for folder in folders.iter().filter(|path| path.is_dir()) {
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let (head, mail) = text.split_once('\n').unwrap();
            let mut words = head.trim_start_matches('#').split_whitespace();
            let expected = level(words.next().unwrap_or(""))
                .unwrap_or_else(|| panic!("{}: no level", file.display()));
            // The same mail with both kinds of line ends: one reading.
            for mail in [mail.to_owned(), mail.replace('\n', "\r\n")] {
                let verdict = judge(
                    &raw::read(mail.as_bytes(), &tables),
                    &tables,
                    &Standing::NotAsked,
                );
                let found: Vec<&str> = verdict.signs.iter().map(|sign| &*sign.name).collect();
                let signs_fit = words.clone().all(|word| match word.strip_prefix('!') {
                    Some(silent) => !found.contains(&silent),
                    None => found.contains(&word),
                });
                if verdict.level() != expected || !signs_fit {
                    wrong.push(format!(
                        "{}: {:?} {found:?}",
                        file.strip_prefix(&root).unwrap().display(),
                        verdict.level()
                    ));
                }
            }
            count += 1;
        }
    }
    assert!(count >= 100, "{count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
