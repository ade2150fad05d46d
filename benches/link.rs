//! What a link costs, beside `Url::parse` of the same address in the same run; and how cost grows.
//!
//! `cargo bench --bench link` measures on addresses of our own; `HONMONO_URLS=FILE` (one address a line, or a CSV with a column
//! `URL`) on others. A first argument keeps only the parts whose name contains it.

use honmono::Tables;
use honmono::address::{Link, Shown};
use honmono::signs::links::{ClaimedBrand, judge_links, link_signs};
use std::hint::black_box;
use std::time::Instant;
use url::Url;

const ROUNDS: usize = 15;

/// Addresses of the kinds that mails hold.
const ADDRESSES: [&str; 20] = [
    "https://www.amazon.co.jp/gp/r.html?C=1ABC&K=2DEF&M=urn:rtn:msg:20250115083012abcdef&R=XYZ&T=C&U=https%3A%2F%2Fwww.amazon.co.jp%2Fyour-orders%2Forder-details%3ForderID%3D250-1234567-1234567&H=ABCDEF&ref_=pe_1",
    "https://www.amazon.com/gp/css/homepage.html?ref_=nav_youraccount",
    "https://m.media-amazon.com/images/G/09/x-locale/common/logo.png",
    "https://www.amazon.co.jp.avb1ndf3hty8ufdg.monster/",
    "https://anazno.co.ip.healthit.club/",
    "https://amazom.edhsdl.shop/ap/signin",
    "https://resetting-account-support-amazon.example.com/",
    "http://203.0.113.211/br-pt/primevideo/",
    "https://4t5ww.cfd/",
    "https://gqmubkhvdjnpc.top/jp.php",
    "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fs3%2F90478274%2Falumni-2022&data=05",
    "https://www.google.com/url?q=https://click.example.net/lqqsvn/XmiuiRLr&source=gmail&ust=1&usg=2",
    "https://t.co/FtmkTPhj5b",
    "https://newsletter.example.com/u/click?_t=8ab1&_m=9f3e&_e=Zm9vYmFyYmF6",
    "https://www.example.co.uk/products/42?utm_source=mail&utm_medium=email&utm_campaign=spring",
    "https://github.com/servo/rust-url/pull/1000/files",
    "https://cdn.shop.example.de/assets/images/header@2x.jpg",
    "https://user-images.example.org/123/456-789.png",
    "https://docs.example.edu/en/latest/search.html?q=magazine",
    "https://xn--bcher-kva.example/",
];

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

/// ns per address for each way of working: the median over rounds of the mean, and the 99.9th percentile of single calls. Ways take
/// turns within a round, so that what else the machine does falls on all of them alike.
fn measure<const N: usize>(addresses: &[String], mut ways: [Work<'_>; N]) -> [(f64, u128); N] {
    // Few addresses are gone through several times a round, or the clock's grain would show.
    let repeats = (20_000 / addresses.len().max(1)).max(1);
    let mut means = [(); N].map(|()| Vec::new());
    for round in 0..=ROUNDS {
        for (n, work) in ways.iter_mut().enumerate() {
            let all = time(|| {
                for _ in 0..repeats {
                    addresses.iter().for_each(|address| work(address));
                }
            });
            // The first round warms up.
            if round > 0 {
                means[n].push(all as f64 / (addresses.len() * repeats) as f64);
            }
        }
    }
    let singles = ways.map(|work| {
        let mut times: Vec<u128> = Vec::new();
        for _ in 0..repeats.min(50) {
            times.extend(addresses.iter().map(|address| time(|| work(address))));
        }
        times.sort_unstable();
        times[(times.len() - 1) * 999 / 1_000]
    });
    std::array::from_fn(|n| {
        means[n].sort_by(f64::total_cmp);
        (means[n][ROUNDS / 2], singles[n])
    })
}

fn addresses() -> Vec<String> {
    let Some(file) = std::env::var_os("HONMONO_URLS") else {
        return ADDRESSES.iter().map(ToString::to_string).collect();
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
