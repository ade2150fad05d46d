//! The project's own files, as the tests that hold its walls and its words read them.

use std::fs;
use std::path::PathBuf;

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below the folders with one of the endings, as (path from the root, text), in the order of their paths.
/// A folder that holds none fails the test: a rule that looks at nothing holds nothing.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    let mut found = vec![];
    for folder in folders {
        let before = found.len();
        let mut open = vec![root().join(folder)];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(&dir).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else if endings
                    .iter()
                    .any(|ending| path.extension().is_some_and(|x| x == *ending))
                {
                    let name = path
                        .strip_prefix(root())
                        .unwrap()
                        .to_string_lossy()
                        .replace('\\', "/");
                    found.push((name, fs::read_to_string(&path).unwrap()));
                }
            }
        }
        assert!(found.len() > before, "no {endings:?} in {folder}");
    }
    found.sort();
    found
}

/// The code of a Rust file: without comments, and without what follows its tests module.
pub fn code(text: &str) -> String {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}
