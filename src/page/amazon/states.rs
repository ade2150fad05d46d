//! What stops a person (robot check, second step, signing in, error), and whether somebody is signed in.
//!
//! Told by the address and by forms, never by a title: titles change with the language.

use super::says;
use crate::lists::marketplaces::words;
use crate::official::PageKind;
use crate::page::plan::{Candidate, Field, attr, field, probe, text, there};
use crate::page::snapshot::Snapshot;
use url::Url;

/// Fields that every page is asked for.
pub(super) fn fields() -> Vec<Field> {
    vec![
        field(
            "account",
            [
                attr("#nav-link-accountList", "href", "amazon-orders, azad"),
                attr("a[data-nav-role='signin']", "href", "amazon-orders: index"),
            ],
        ),
        field(
            "greeting",
            [text(
                "#nav-link-accountList-nav-line-1",
                "amazon-orders, whole pages",
            )],
        ),
        field(
            "signout",
            [
                there("#nav-item-signout", "amazon-orders: canceled-order"),
                there("a[href*='/gp/flex/sign-out']", "the address of signing out"),
            ],
        ),
        field(
            "alerts",
            [
                text(
                    ".a-alert-error .a-alert-content",
                    "amazon-orders: post-signin-invalid-email",
                ),
                text(".a-alert-content", "amazhist: error"),
            ],
        )
        .many(6),
        field(
            "headings",
            [
                text("h1, h2, h3, [role='heading'], legend", "any page"),
                text(".a-color-state", "aoe: breadcrumb"),
            ],
        )
        .many(40),
        // An empty place for the address of an account: nobody is even recognised.
        field(
            "asks_account",
            [there(
                "#ap_email_login:not([value]), form[name='signIn'] input[name='email'][type='email']:not([value])",
                "amazon-orders: signin-claim-username",
            )],
        ),
        field(
            "dogs",
            [there(
                "img[src*='/error/'], img[alt*='went wrong']",
                "amazon-orders: 500",
            )],
        ),
    ]
}

/// The candidates of pages that stop a person, first ones first.
pub(super) fn candidates() -> Vec<Candidate> {
    vec![
        super::candidate(
            "amazon_captcha",
            vec![
                probe(
                    "form[action*='validateCaptcha']",
                    "amazon-orders: captcha-field-keywords, post-signin-captcha-2",
                ),
                probe(
                    "input[name='cvf_captcha_input']",
                    "amazon-orders: post-signin-captcha-1",
                ),
                probe("#captchacharacters", "amazon-orders: post-signin-captcha-2"),
                probe(
                    "#challenge-container, script[src*='awswaf.com']",
                    "the firewall's challenge, a page without text",
                ),
            ],
        ),
        super::candidate(
            "amazon_second",
            vec![
                probe("#auth-mfa-form", "amazon-orders: post-signin-mfa"),
                probe(
                    "#auth-select-device-form",
                    "public readers of the sign-in steps",
                ),
                probe(
                    "#verification-code-form",
                    "amazon-orders: post-signin-captcha-otp",
                ),
                probe(
                    "form[action*='/ap/cvf/']",
                    "amazon-orders: post-signin-captcha-otp",
                ),
            ],
        ),
        super::candidate(
            "amazon_signin",
            vec![
                probe(
                    "form[name='signIn']",
                    "amazon-orders: signin-claim-username, signin-claim-password",
                ),
                probe(
                    "#ap_password, #ap_email, #ap_email_login",
                    "amazon-orders: signin-claim-username",
                ),
            ],
        ),
    ]
}

/// Any other page.
pub(super) fn other() -> Candidate {
    super::candidate("amazon_other", vec![])
}

/// What stops the person, if anything does.
pub(super) fn stopped(snapshot: &Snapshot, url: &Url) -> Option<PageKind> {
    let path = url.path();
    let under = |prefix: &str| {
        path == prefix
            || path
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    if snapshot.site == "amazon_captcha" || under("/errors/validateCaptcha") {
        return Some(PageKind::Captcha);
    }
    if snapshot.site == "amazon_second" || under("/ap/mfa") || under("/ap/cvf") {
        return Some(PageKind::SecondStep);
    }
    if snapshot.site == "amazon_signin"
        || under("/ap/signin")
        || under("/ax/claim")
        || under("/signin")
    {
        return Some(PageKind::SignIn);
    }
    // The error page has no navigation of the shop's, only a picture and an apology.
    let bare = snapshot.first("account").is_none();
    let apology = says(&snapshot.title, words::TROUBLE)
        || snapshot
            .page
            .get("dogs")
            .is_some_and(crate::page::Found::is_there);
    (snapshot.site == "amazon_other" || snapshot.site.starts_with("amazon_plain")).then_some(())?;
    (bare && apology).then_some(PageKind::Error)
}

/// Whether the page says, in the place of its content, that something went wrong.
pub(super) fn trouble(snapshot: &Snapshot) -> bool {
    let said = |name: &str| {
        snapshot
            .page
            .get(name)
            .is_some_and(|found| found.values.iter().any(|value| says(value, words::TROUBLE)))
    };
    said("alerts") || said("headings") || says(&snapshot.title, words::TROUBLE)
}

/// Whether somebody is signed in; `None` when the page does not tell.
pub(super) fn signed_in(snapshot: &Snapshot, url: &Url) -> Option<bool> {
    if url.path().starts_with("/gp/flex/sign-out") {
        return Some(false);
    }
    if let Some(account) = snapshot.first("account") {
        // The link leads to the account when somebody is, and to signing in when nobody is.
        return Some(
            !(account.contains("/ap/signin")
                || account.contains("/ax/claim")
                || account.contains("/signin?")),
        );
    }
    snapshot
        .page
        .get("signout")
        .is_some_and(crate::page::Found::is_there)
        .then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Found;

    fn snapshot(site: &str, fields: &[(&str, &str)]) -> Snapshot {
        Snapshot {
            site: site.to_owned(),
            page: fields
                .iter()
                .map(|(name, value)| {
                    (
                        (*name).to_owned(),
                        Found {
                            values: vec![(*value).to_owned()],
                            way: Some(0),
                            ..Found::default()
                        },
                    )
                })
                .collect(),
            ..Snapshot::default()
        }
    }

    fn url(path: &str) -> Url {
        Url::parse(&format!("https://www.amazon.co.jp{path}")).unwrap()
    }

    #[test]
    fn what_stops_a_person_is_told_apart() {
        for (site, path, expected) in [
            ("amazon_captcha", "/gp/message", Some(PageKind::Captcha)),
            (
                "amazon_other",
                "/errors/validateCaptcha",
                Some(PageKind::Captcha),
            ),
            ("amazon_second", "/ap/signin", Some(PageKind::SecondStep)),
            (
                "amazon_other",
                "/ap/cvf/approval",
                Some(PageKind::SecondStep),
            ),
            ("amazon_signin", "/ap/signin", Some(PageKind::SignIn)),
            ("amazon_other", "/ax/claim", Some(PageKind::SignIn)),
            ("amazon_other", "/gp/message", None),
            ("amazon_other", "/ap/signinx", None),
        ] {
            assert_eq!(
                stopped(&snapshot(site, &[]), &url(path)),
                expected,
                "{site} {path}"
            );
        }
    }

    #[test]
    fn an_apology_without_navigation_is_the_error_page() {
        let bare = snapshot("amazon_other", &[("dogs", "")]);
        assert_eq!(
            stopped(&bare, &url("/your-orders/orders")),
            Some(PageKind::Error)
        );
        let shop = snapshot(
            "amazon_other",
            &[("dogs", ""), ("account", "/gp/css/homepage.html")],
        );
        assert_eq!(stopped(&shop, &url("/")), None);
        let list = Snapshot {
            title: "Sorry! Something went wrong!".to_owned(),
            ..snapshot("amazon_orders", &[])
        };
        assert_eq!(stopped(&list, &url("/")), None, "rows are there");
    }

    #[test]
    fn signed_in_or_not_is_read_from_where_the_account_link_leads() {
        let with = |href| signed_in(&snapshot("amazon_other", &[("account", href)]), &url("/"));
        assert_eq!(
            with("https://www.amazon.co.jp/gp/css/homepage.html?ref_=nav"),
            Some(true)
        );
        assert_eq!(
            with("https://www.amazon.co.jp/ap/signin?openid.return_to=x"),
            Some(false)
        );
        assert_eq!(signed_in(&snapshot("amazon_other", &[]), &url("/")), None);
        assert_eq!(
            signed_in(&snapshot("amazon_other", &[("signout", "")]), &url("/")),
            Some(true)
        );
        assert_eq!(
            signed_in(
                &snapshot("amazon_other", &[]),
                &url("/gp/flex/sign-out.html")
            ),
            Some(false)
        );
    }
}
