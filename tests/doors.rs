//! The fuzz targets' doors on a fixed set of seeds and a fixed number of mutations of each: what a long run with `cargo fuzz` looks for,
//! as far as it can be found in seconds and on a stable compiler. The same bytes every time; `HONMONO_MUTATIONS=N` tries more.

#![cfg(feature = "raw")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use honmono::Tables;
use std::path::Path;

#[path = "../fuzz/doors.rs"]
mod doors;

/// Marsaglia's xorshift: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.throw() % most.max(1) as u64).unwrap()
    }
}

/// What breaks readers: ends of words, steering characters, halves of letters, long runs.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n\r\n",
    b"\t",
    b"@",
    b"://",
    b"\\",
    b"%00",
    b"%",
    b"..",
    b"xn--",
    b"[::1]",
    b"\xff",
    b"\xe3\x81",
    "\u{200d}".as_bytes(),
    "\u{34f}".as_bytes(),
    "\u{202e}".as_bytes(),
    "Аmazоn".as_bytes(),
    "İ".as_bytes(),
    "。".as_bytes(),
    b"<",
    b">",
    b"<a href=",
    b"&#x0;",
    b"\"",
    b"}",
    b"]",
    b"null",
    b"-1",
    b"1e999",
    b"=?utf-8?b?",
    b"?=",
    b"--",
    b"Content-Type: ",
    b"amazon.co.jp",
];

fn mutated(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(24)).min(bytes.len());
        match dice.below(7) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].iter().copied())),
            2 => drop(bytes.splice(at..end, PIECES[dice.below(PIECES.len())].iter().copied())),
            3 => bytes.truncate(at),
            4 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            5 => {
                let copy = bytes[at..end].repeat(1 + dice.below(60));
                drop(bytes.splice(at..at, copy));
            }
            _ => {
                let other = dice.below(bytes.len() + 1);
                let (from, to) = (at.min(other), at.max(other).min(at.min(other) + 200));
                let piece = bytes[from..to].to_vec();
                let place = dice.below(bytes.len() + 1);
                drop(bytes.splice(place..place, piece));
            }
        }
    }
    bytes
}

/// The seeds of a door: what lies in `fuzz/seeds/`, one a line, and the tests' own mails and pages.
fn seeds(door: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![];
    let mut folder = |path: &str, end: &str| {
        let mut open = vec![root.join(path)];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(
                    std::fs::read_dir(path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
            } else if path.to_string_lossy().ends_with(end) {
                files.push(path);
            }
        }
    };
    match door {
        "mail" => {
            folder("tests/mails", ".eml");
            folder("tests/cases", ".eml");
        }
        "snapshot" => folder("tests/pages", "snapshot.json"),
        "amazon" => folder("fuzz/seeds/amazon", ".json"),
        _ => {
            let text =
                std::fs::read_to_string(root.join(format!("fuzz/seeds/{door}.txt"))).unwrap();
            return text
                .lines()
                .map(|line| line.replace("\\n", "\n").into_bytes())
                .collect();
        }
    }
    files.sort();
    files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

fn tried(door: &str, mutations: usize) {
    let (_, enter) = doors::DOORS.iter().find(|(name, _)| *name == door).unwrap();
    let mutations = std::env::var("HONMONO_MUTATIONS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(mutations);
    let tables = Tables::shipped();
    let seeds = seeds(door);
    assert!(seeds.len() >= 4, "{door}: {} seeds", seeds.len());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let try_one = |bytes: &[u8]| {
        let done = std::panic::catch_unwind(|| enter(bytes, &tables));
        assert!(
            done.is_ok(),
            "{door}: {:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)])
        );
    };
    for seed in &seeds {
        try_one(seed);
    }
    for n in 0..mutations {
        try_one(&mutated(&seeds[n % seeds.len()], &mut dice));
    }
}

#[test]
fn any_address_is_read() {
    tried("link", 4_000);
}

#[test]
fn any_host_is_read() {
    tried("host", 4_000);
}

#[test]
fn any_mail_is_read() {
    tried("mail", 500);
}

#[test]
fn any_snapshot_is_read() {
    tried("snapshot", 300);
}

#[test]
fn any_page_of_the_brand_is_read() {
    tried("amazon", 500);
}

#[test]
fn any_subject_is_matched() {
    tried("subject", 2_000);
}

#[test]
fn every_door_has_a_fuzz_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    for (name, _) in doors::DOORS {
        let text = std::fs::read_to_string(root.join(format!("{name}.rs"))).unwrap();
        let _ = doors::DOORS;
        assert!(text.contains("doors::"), "{name}");
    }
}
