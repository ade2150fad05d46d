//! The marketplace as a person meets it, on loopback under its real host name: signed out or in, with a robot check, an error, late rows,
//! and markups that vary. Its pages are filled by the scripts in `tests/replica`.

mod renamed;

use crate::site::{Page, Request, Site};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// The mails of the story: what the list shows, what the mail shows, and when it was sent (UTC, milliseconds).
pub const STORY: [(&str, &str, i64); 4] = [
    (
        "s1",
        "注文済み: 「ボールペン 替芯 0.5mm...」",
        1_795_168_931_000,
    ),
    (
        "s2",
        "お支払い番号のお知らせ (注文番号 250-1234567-1234567)",
        1_795_168_991_000,
    ),
    (
        "s3",
        "お支払いを確認しました (注文番号 250-1234567-1234567)",
        1_795_171_271_000,
    ),
    (
        "s4",
        "発送済み: 「ボールペン 替芯 0.5mm...」",
        1_795_172_111_000,
    ),
];
/// The order in them.
pub const ORDER: &str = "250-1234567-1234567";
/// The host of the marketplace of the story.
pub const HOST: &str = "www.amazon.co.jp";

/// How the marketplace behaves.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The marketplace's host.
    pub host: &'static str,
    /// Somebody is signed in.
    pub signed_in: bool,
    /// Asks whether a robot is there.
    pub captcha: bool,
    /// The Message Center shows an error.
    pub broken: bool,
    /// Language of the pages.
    pub language: &'static str,
    /// How the Message Center is built.
    pub center: &'static str,
    /// How lists of orders are built.
    pub list: &'static str,
    /// How the page of one order is built.
    pub order: &'static str,
    /// Rows come so many milliseconds after loading.
    pub late: u32,
    /// Rows on a page.
    pub size: usize,
    /// The rows, newest first.
    pub rows: Vec<Value>,
    /// Orders in the list of the year, hidden ones, and those whose own page answers.
    pub year: Vec<Value>,
    /// See there.
    pub hidden: Vec<Value>,
    /// See there.
    pub own: Vec<Value>,
    /// Orders that the history of points names.
    pub points: Vec<Value>,
    /// How that history is built.
    pub history: &'static str,
    /// Breaks off every connection: the browser shows an error page of its own.
    pub hangs_up: bool,
    /// Lets the Message Center wait for its answer until this is over.
    pub holds: bool,
    /// What the names in its pages are: its own, or made by a build.
    pub names: Names,
    /// Orders that the list of the year says it has, when it shows fewer on a page.
    pub total: Option<usize>,
    /// What stands below each page, to be read by a person.
    pub note: &'static str,
}

/// What the names in the shop's pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Those that are known.
    Known,
    /// Each class has a name that a build made.
    Classes,
    /// Ids and attributes of the shop's own too.
    All,
}

impl Default for Shop {
    fn default() -> Self {
        let mut rows: Vec<Value> = STORY
            .iter()
            .rev()
            .map(|(id, subject, sent)| row(id, subject, *sent))
            .collect();
        for day in 1..=5 {
            rows.push(row(
                &format!("old{day}"),
                &format!("発送済み: 「ノート {day}冊組 A5 方眼...」"),
                STORY[0].2 - day * 86_400_000,
            ));
        }
        Self {
            host: HOST,
            signed_in: true,
            captcha: false,
            broken: false,
            language: "ja",
            center: "times",
            list: "cards",
            order: "components",
            late: 50,
            size: 20,
            rows,
            year: vec![
                order("503-7654321-7654321", "2026-10-02"),
                order("249-1111111-2222222", "2026-03-15"),
            ],
            hidden: vec![],
            own: vec![],
            points: vec![],
            history: "rows",
            hangs_up: false,
            holds: false,
            names: Names::Known,
            total: None,
            note: "",
        }
    }
}

impl Shop {
    /// A shop whose list of messages is built so, in this language.
    pub fn built(center: &'static str, language: &'static str) -> Self {
        Self {
            center,
            language,
            ..Self::default()
        }
    }

    /// A shop in which nobody is signed in.
    pub fn signed_out() -> Self {
        Self {
            signed_in: false,
            ..Self::default()
        }
    }

    /// A shop whose rows come so many milliseconds after loading.
    pub fn late(milliseconds: u32) -> Self {
        Self {
            late: milliseconds,
            ..Self::default()
        }
    }
}

/// A row of the Message Center.
pub fn row(id: &str, subject: &str, sent: i64) -> Value {
    json!({"id": id, "subject": subject, "sent": sent})
}

/// An order.
pub fn order(number: &str, placed: &str) -> Value {
    json!({"number": number, "placed": placed})
}

/// The shop's settings, to be changed while it is open.
pub type Shared = Arc<Mutex<Shop>>;

fn shared_host(shop: &Shared) -> &'static str {
    shop.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .host
}

/// Puts the shop on its host.
pub fn shop(shop: Shop) -> (Shared, Site) {
    let shared: Shared = Arc::new(Mutex::new(shop));
    let state = shared.clone();
    let host = shared_host(&shared);
    let site = Site::new(host).rest(move |request| {
        let open = || {
            state
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        while request.uri.path() == "/gp/message" && open().holds {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        answer(&mut open(), request)
    });
    (shared, site)
}

fn answer(shop: &mut Shop, request: &Request) -> Page {
    let host = shop.host;
    let path = request.uri.path();
    let query = request.uri.query().unwrap_or_default();
    let asked = |name: &str| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    };
    match path {
        _ if shop.hangs_up => Page::hang_up(),
        "/ap/signin" if query.contains("done") => {
            shop.signed_in = true;
            let back = asked("back").filter(|back| back.starts_with(&format!("https://{host}/")));
            Page::redirect(&back.unwrap_or_else(|| format!("https://{host}/gp/message")))
        }
        "/ap/signin" => {
            let back = asked("openid.return_to").unwrap_or_default();
            let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
            let (title, button) = if shop.language == "ja" {
                ("Amazonログイン", "ログイン")
            } else {
                ("Amazon Sign-In", "Sign in")
            };
            Page::html(format!(
                r#"<!doctype html><meta charset="utf-8"><title>{title}</title>{STYLE}<h1>{title}</h1><form name="signIn" method="post" action="/ap/signin">
                <input name="email" type="email"> <input name="password" type="password"></form><p><a id="done" href="/ap/signin?done&amp;back={back}">{button}</a></p><footer>{}</footer>"#,
                shop.note
            ))
        }
        // Signing out ends at signing in, with an empty place for the address.
        "/gp/flex/sign-out.html" => {
            shop.signed_in = false;
            Page::redirect(&format!("https://{host}/ap/signin"))
        }
        "/" => page(shop, "other", &json!({})),
        _ if path.starts_with("/replica/") => {
            let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../replica")
                .join(path.trim_start_matches("/replica/"));
            let script = std::fs::read_to_string(file).unwrap_or_default();
            Page::of(
                "text/javascript; charset=utf-8",
                renamed::script(&script, shop.names),
            )
        }
        _ if shop.captcha => Page::html(
            r#"<!doctype html><meta charset="utf-8"><title>Amazon.co.jp</title><form method="get" action="/errors/validateCaptcha"><input id="captchacharacters" name="field-keywords"></form>"#,
        ),
        _ if !shop.signed_in => {
            let back = format!("https://{host}{}", request.uri);
            let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
            Page::redirect(&format!("https://{host}/ap/signin?openid.return_to={back}"))
        }
        "/gp/message" => page(
            shop,
            "center",
            &json!({"markup": shop.center, "rows": shop.rows, "late": shop.late, "size": shop.size, "broken": shop.broken}),
        ),
        "/mypoints" => page(
            shop,
            "points",
            &json!({"markup": shop.history, "orders": shop.points, "late": shop.late}),
        ),
        "/your-orders/order-details" => match shop
            .own
            .iter()
            .find(|order| query.contains(order["number"].as_str().unwrap_or("-")))
        {
            Some(order) => page(
                shop,
                "order",
                &json!({"markup": shop.order, "order": order, "late": shop.late}),
            ),
            None => Page::redirect(&format!("https://{host}/your-orders/orders")),
        },
        "/your-orders/orders" | "/gp/your-account/order-history" => {
            let none = vec![];
            let orders = if query.contains("archived") {
                &shop.hidden
            } else if query.contains("year-2026") {
                &shop.year
            } else {
                &none
            };
            page(
                shop,
                "orders",
                &json!({"markup": shop.list, "orders": orders, "total": shop.total.unwrap_or(orders.len()), "late": if shop.list == "encrypted" { 400 } else { 0 }}),
            )
        }
        // A page of the shop's that the replica has no more of than this.
        _ if !shop.note.is_empty() => page(shop, "other", &json!({})),
        _ => Page::html("<!doctype html><title>404</title>").status(404),
    }
}

/// What makes a page bearable to look at; nothing is read from it.
const STYLE: &str = "<style>body { font: 15px/1.5 sans-serif; margin: 2em; max-width: 60em } td, li { padding: .2em .6em } .order-card, .order { border: 1px solid #ccc; border-radius: 8px; padding: .6em 1em; margin: .6em 0 } footer { color: #666; margin-top: 3em }</style>";

/// The shop's frame around a script.
fn page(shop: &Shop, script: &str, settings: &Value) -> Page {
    let mut settings = settings.clone();
    settings["language"] = json!(shop.language);
    let settings = settings.to_string().replace('<', "\\u003c");
    let (account, hello) = if shop.signed_in {
        ("/gp/css/homepage.html", "花子さん")
    } else {
        ("/ap/signin?x", "ログイン")
    };
    let script = if script == "other" {
        String::new()
    } else {
        format!(r#"<script src="/replica/{script}.js"></script>"#)
    };
    Page::html(format!(
        r#"<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{title}</title>{STYLE}</head><body>
        <header id="navbar"><a id="nav-link-accountList" href="{account}"><span id="nav-link-accountList-nav-line-1">こんにちは、{hello}</span></a>
        <ul><li><a href="/your-orders/orders">注文履歴</a></li></ul></header>
        <div id="a-page"></div><footer>{note}</footer><script type="application/json" id="settings">{settings}</script>{script}</body></html>"#,
        shop.language,
        title = shop.host.trim_start_matches("www.").replacen('a', "A", 1),
        note = shop.note,
    ))
}
