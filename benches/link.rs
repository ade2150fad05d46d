//! What a link costs, beside `Url::parse` of the same address in the same run; and how cost grows.
//!
//! `cargo bench --bench link` measures on addresses of our own; `HONMONO_URLS=FILE` (one address a line, or a CSV with a column
//! `URL`) on others. `HONMONO_FIGURES=FOLDER` writes the medians for `cargo xtask bench`. A first argument keeps only the parts whose name contains it.

use honmono::Tables;
use honmono::address::{Link, Shown};
use honmono::signs::links::{ClaimedBrand, judge_links, link_signs};
use std::hint::black_box;
use std::time::Instant;
use url::Url;

const ROUNDS: usize = 15;

/// Addresses of the kinds that mails hold.
const ADDRESSES: &str = include_str!("addresses.txt");

fn main() {
    let filter = std::env::args()
        .skip(1)
        .find(|arg| !arg.starts_with('-'))
        .unwrap_or_default();
    let wanted = |part: &str| part.contains(&filter);
    let tables = Tables::shipped();
    if wanted("tables") {
        let mut times: Vec<u128> = (0..ROUNDS)
            .map(|_| time(|| drop(black_box(Tables::shipped()))))
            .collect();
        times.sort_unstable();
        println!("tables: made in {} us", times[ROUNDS / 2] / 1_000);
    }
    if wanted("links") {
        links(&tables);
    }
    if wanted("growth") {
        growth(&tables);
    }
}

fn time(work: impl FnOnce()) -> u128 {
    let start = Instant::now();
    work();
    start.elapsed().as_nanos()
}

fn claim() -> ClaimedBrand {
    ClaimedBrand {
        brand: "amazon".to_owned(),
        marketplace: Some("amazon.co.jp".to_owned()),
    }
}

fn judge(address: &str, claim: Option<&ClaimedBrand>, tables: &Tables) {
    let link = Link::read(0, black_box(address), Shown::default(), tables);
    black_box(link_signs(&link, claim, tables));
    black_box(link);
}

/// One way of working on an address.
type Work<'a> = &'a mut dyn FnMut(&str);

/// Addresses worked on between two looks at the clock: long enough for its grain, short enough that whatever else the machine does
/// falls between few of them.
const BATCH: usize = 32;

/// ns per address for each way of working: the median over batches of their mean, and the 99.9th percentile of single calls. Ways take
/// turns batch by batch, so that what else the machine does falls on all of them alike.
fn measure<const N: usize>(addresses: &[String], mut ways: [Work<'_>; N]) -> [(f64, u128); N] {
    // Few addresses are gone through many times.
    let repeats = (60_000 / addresses.len().max(1)).max(1);
    let batches: Vec<Vec<&String>> = addresses
        .iter()
        .cycle()
        .take(addresses.len().max(BATCH))
        .collect::<Vec<_>>()
        .chunks(BATCH)
        .map(<[&String]>::to_vec)
        .collect();
    let mut means = [(); N].map(|()| Vec::new());
    for round in 0..=repeats {
        for batch in &batches {
            for (n, work) in ways.iter_mut().enumerate() {
                let all = time(|| batch.iter().for_each(|address| work(address)));
                // The first round warms up.
                if round > 0 {
                    means[n].push(all as f64 / batch.len() as f64);
                }
            }
        }
    }
    let singles = ways.map(|work| {
        let mut times: Vec<u128> = Vec::new();
        for _ in 0..repeats.min(200) {
            times.extend(addresses.iter().map(|address| time(|| work(address))));
        }
        times.sort_unstable();
        times[(times.len() - 1) * 999 / 1_000]
    });
    std::array::from_fn(|n| {
        means[n].sort_by(f64::total_cmp);
        (means[n][means[n].len() / 2], singles[n])
    })
}

fn addresses() -> Vec<String> {
    let Some(file) = std::env::var_os("HONMONO_URLS") else {
        return ADDRESSES.lines().map(str::to_owned).collect();
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{}: {error}", file.to_string_lossy());
            std::process::exit(1);
        }
    };
    let head = text.lines().next().unwrap_or_default();
    let column = head
        .split(',')
        .position(|name| name.eq_ignore_ascii_case("url"));
    match column {
        Some(column) => text
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(column))
            .map(str::to_owned)
            .collect(),
        None => text
            .lines()
            .map(|line| {
                if line.contains("://") {
                    line.to_owned()
                } else {
                    format!("https://{line}/")
                }
            })
            .collect(),
    }
}

fn links(tables: &Tables) {
    let addresses = addresses();
    let claim = claim();
    let [parse, without, with] = measure(
        &addresses,
        [
            &mut |address| {
                let _ = black_box(Url::parse(black_box(address)));
            },
            &mut |address| judge(address, None, tables),
            &mut |address| judge(address, Some(&claim), tables),
        ],
    );
    println!(
        "links: {} addresses, ns a link: median, 99.9th percentile, times Url::parse",
        addresses.len()
    );
    for (name, (median, high)) in [
        ("Url::parse", parse),
        ("judged, no claim", without),
        ("judged, claim", with),
    ] {
        println!(
            "  {name:<18} {median:>8.0} {high:>8} {:>6.2}",
            median / parse.0
        );
    }
    if let Some(folder) = std::env::var_os("HONMONO_FIGURES") {
        let path = std::path::Path::new(&folder).join("link.txt");
        let text = format!(
            "parse {}\nfree {}\nclaimed {}\n",
            parse.0, without.0, with.0
        );
        if let Err(error) = std::fs::write(&path, text) {
            eprintln!("{}: {error}", path.display());
        }
    }
}

fn growth(tables: &Tables) {
    let claim = claim();
    println!(
        "growth: us at 1, 10, 100 times (linear: each at most about ten times the one before)"
    );
    let grow = |name: &str, make: &dyn Fn(usize) -> String, sizes: [usize; 3]| {
        let cells = sizes.map(|size| {
            let address = make(size);
            let mut times: Vec<u128> = (0..ROUNDS)
                .map(|_| time(|| judge(&address, Some(&claim), tables)))
                .collect();
            times.sort_unstable();
            times[ROUNDS / 2] as f64 / 1_000.0
        });
        println!(
            "  {name:<28} {:>9.1} {:>9.1} {:>9.1}",
            cells[0], cells[1], cells[2]
        );
    };
    let sizes = [1_000, 10_000, 100_000];
    grow(
        "letters of the path",
        &|n| format!("https://qlcfp.example/{}", "a".repeat(n)),
        sizes,
    );
    grow(
        "letters of the query",
        &|n| {
            format!(
                "https://www.google.com/url?{}q=https://qlcfp.example/",
                "a=b&".repeat(n / 4)
            )
        },
        sizes,
    );
    grow(
        "letters of a label",
        &|n| format!("https://{}.example/", "amaz-".repeat(n / 5)),
        sizes,
    );
    grow(
        "labels",
        &|n| format!("https://{}qlcfp.example/", "amazom.".repeat(n / 7)),
        sizes,
    );
    grow(
        "signs before the host",
        &|n| format!("https://{}qlcfp.example/", "a@".repeat(n / 2)),
        sizes,
    );
    grow(
        "letters outside ASCII",
        &|n| format!("https://qlcfp.example/{}", "あ".repeat(n / 3)),
        sizes,
    );
    grow(
        "wrappers in each other",
        &|n| {
            (0..n / 1_000).fold("https://qlcfp.example/".to_owned(), |inner, _| {
                let inner: String = inner.chars().take(100_000).collect();
                format!(
                    "https://www.google.com/url?q={}",
                    inner.replace('%', "%25").replace('&', "%26")
                )
            })
        },
        sizes,
    );
    let cells = [100, 1_000, 10_000].map(|count: u32| {
        let links: Vec<Link> = (0..count)
            .map(|n| {
                Link::read(
                    n,
                    &format!("https://host{n}.qlcfp{n}.example/{n}"),
                    Shown::default(),
                    tables,
                )
            })
            .collect();
        let mut times: Vec<u128> = (0..ROUNDS)
            .map(|_| time(|| drop(black_box(judge_links(&links, Some(&claim), tables)))))
            .collect();
        times.sort_unstable();
        times[ROUNDS / 2] as f64 / 1_000.0
    });
    println!(
        "  {:<28} {:>9.1} {:>9.1} {:>9.1}",
        "links (from 100)", cells[0], cells[1], cells[2]
    );
}
