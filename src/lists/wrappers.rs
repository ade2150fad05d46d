//! Redirect wrappers: mail gateways, click trackers, redirectors on good sites; and shorteners. One row each.
//!
//! The host is matched exactly or as a parent by whole labels, then the path; never by "contains". Forms and examples were gathered
//! from the makers' documentation and from public decoders, named at the rows.

/// Which hosts a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// This host and everything below it.
    Under(&'static str),
    /// This label in front of any public suffix, itself or with `www.`: `google` for google.com, www.google.co.jp.
    AnySuffix(&'static str),
}

/// How the target is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In a query parameter, percent-encoded.
    Query(&'static [&'static str]),
    /// In a query parameter, as base64 of either alphabet.
    QueryBase64(&'static str),
    /// In a query parameter: two letters, then base64url (Bing's `a1…`).
    QueryTaggedBase64(&'static str),
    /// In a query parameter, as base64url of JSON whose `p` is JSON with a `url` (Mandrill).
    QueryJson(&'static str),
    /// In the query parameter `u`, with `-` for `%` and `_` for `/` (Proofpoint v2).
    DashedQuery,
    /// Between `__` and `__;`, with letters replaced (Proofpoint v3).
    Replaced,
    /// After the path's beginning; `s/` in front means https (Google AMP).
    Amp,
    /// The one path segment after the path's beginning, percent-encoded (Amazon SES).
    Segment,
    /// Everything after the path's second segment, percent-encoded or plain (Cisco).
    Tail,
    /// Between triple underscores (Avanan).
    Underscores,
    /// Not written: only who runs the wrapper knows.
    Hidden,
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Wrapper {
    /// Its id, named in hops.
    pub id: &'static str,
    /// Its hosts.
    pub at: &'static [At],
    /// The path must begin with one of these; none means any path.
    pub paths: &'static [&'static str],
    /// How the target is written.
    pub form: Form,
}

/// Rows that the reader's own side puts around links of every mail, honest ones too (mail gateways, webmail's own redirects).
/// That such a wrapper hides its target speaks for nothing and against nobody.
pub static GATEWAYS: &[&str] = &[
    "safelinks",
    "proofpoint_v3",
    "proofpoint_v2",
    "proofpoint_v1",
    "barracuda",
    "sophos",
    "trend_micro",
    "fireeye",
    "cisco",
    "symantec",
    "mimecast",
    "avanan",
    "trustwave",
    "edgepilot",
    "libraesva",
    "gmx",
    "yandex",
    "mail_ru",
];

use At::{AnySuffix, Under};
use Form::{
    Amp, DashedQuery, Hidden, Query, QueryBase64, QueryJson, QueryTaggedBase64, Replaced, Segment,
    Tail, Underscores,
};

const fn row(
    id: &'static str,
    at: &'static [At],
    paths: &'static [&'static str],
    form: Form,
) -> Wrapper {
    Wrapper {
        id,
        at,
        paths,
        form,
    }
}

/// All rows; of several that fit, the first counts.
pub static ALL: &[Wrapper] = &[
    // Microsoft's documentation "Safe Links"; `data` holds the reader's address and is never read.
    row(
        "safelinks",
        &[
            Under("safelinks.protection.outlook.com"),
            Under("safelinks.protection.office365.us"),
        ],
        &[],
        Query(&["url"]),
    ),
    // cardi/proofpoint-url-decoder:decode_test.py, binref/refinery:test/units/pattern/test_urlguards.py.
    row(
        "proofpoint_v3",
        &[
            Under("urldefense.com"),
            Under("urldefense.us"),
            Under("urldefense.proofpoint.com"),
        ],
        &["/v3/"],
        Replaced,
    ),
    row(
        "proofpoint_v2",
        &[Under("urldefense.proofpoint.com"), Under("urldefense.com")],
        &["/v2/url"],
        DashedQuery,
    ),
    row(
        "proofpoint_v1",
        &[Under("urldefense.proofpoint.com"), Under("urldefense.com")],
        &["/v1/url"],
        Query(&["u"]),
    ),
    // ninoseki/kachi:tests/test_main.py.
    row(
        "barracuda",
        &[Under("linkprotect.cudasvc.com")],
        &[],
        Query(&["a"]),
    ),
    row(
        "sophos",
        &[Under("protection.sophos.com")],
        &[],
        QueryBase64("u"),
    ),
    row(
        "trend_micro",
        &[Under("trendmicro.com")],
        &["/wis/clicktime/v1/query", "/wis/clicktime/v2/clickthrough"],
        Query(&["url"]),
    ),
    row(
        "trend_micro",
        &[Under("trendmicro.com")],
        &["/v2/clickthrough"],
        Query(&["url"]),
    ),
    row(
        "fireeye",
        &[Under("fireeye.com"), Under("trellix.com")],
        &["/v1/url", "/v2/url"],
        Query(&["u"]),
    ),
    row("cisco", &[Under("secure-web.cisco.com")], &[], Tail),
    row(
        "symantec",
        &[Under("clicktime.symantec.com")],
        &[],
        Query(&["u"]),
    ),
    row(
        "mimecast",
        &[Under("mimecast.com"), Under("mimecastprotect.com")],
        &["/s/", "/r/"],
        Hidden,
    ),
    row(
        "avanan",
        &[
            Under("url.avanan.click"),
            Under("protect.checkpoint.com"),
            Under("checkpoint.url-protection.com"),
        ],
        &["/v"],
        Underscores,
    ),
    row(
        "trustwave",
        &[Under("scanmail.trustwave.com")],
        &[],
        Query(&["u"]),
    ),
    row(
        "edgepilot",
        &[Under("link.edgepilot.com")],
        &["/s/"],
        Query(&["u"]),
    ),
    row(
        "libraesva",
        &[Under("urlsand.esvalabs.com"), Under("urlsand.com")],
        &[],
        Query(&["u"]),
    ),
    row("gmx", DEREF, &["/mail/client/"], Query(&["redirectUrl"])),
    row(
        "yandex",
        &[AnySuffix("yandex")],
        &["/re.jsx"],
        QueryBase64("l"),
    ),
    row(
        "mail_ru",
        &[Under("checklink.mail.ru")],
        &["/proxy"],
        Query(&["url"]),
    ),
    row(
        "mail_ru",
        &[Under("click.mail.ru")],
        &["/redir"],
        Query(&["u"]),
    ),
    // Amazon SES; the target is anybody's.
    row("awstrack", &[Under("awstrack.me")], &["/L"], Segment),
    row(
        "google_url",
        &[AnySuffix("google")],
        &["/url"],
        Query(&["q", "url"]),
    ),
    row("google_amp", &[AnySuffix("google")], &["/amp/"], Amp),
    row(
        "google_image",
        &[AnySuffix("google")],
        &["/imgres"],
        Query(&["imgurl"]),
    ),
    row(
        "google_translate",
        &[Under("translate.google.com")],
        &["/translate"],
        Query(&["u"]),
    ),
    row(
        "google_ads",
        &[Under("googleadservices.com")],
        &["/pagead/aclk"],
        Query(&["adurl"]),
    ),
    row(
        "double_click",
        &[Under("doubleclick.net")],
        &["/pcs/click", "/ddm/clk", "/aclk"],
        Query(&["adurl"]),
    ),
    row(
        "google_notifications",
        &[
            Under("notifications.google.com"),
            Under("notifications.googleapis.com"),
        ],
        &["/"],
        Hidden,
    ),
    row(
        "bing",
        &[Under("bing.com")],
        &["/ck/a"],
        QueryTaggedBase64("u"),
    ),
    row(
        "bing_alink",
        &[Under("bing.com")],
        &["/alink/link"],
        Query(&["url"]),
    ),
    row(
        "yahoo",
        &[Under("r.search.yahoo.com"), Under("r.search.yahoo.co.jp")],
        &["/"],
        Hidden,
    ),
    row(
        "facebook",
        &[
            Under("l.facebook.com"),
            Under("lm.facebook.com"),
            Under("facebook.com"),
        ],
        &["/l.php", "/flx/warn"],
        Query(&["u"]),
    ),
    row("instagram", &[Under("l.instagram.com")], &[], Query(&["u"])),
    row("whatsapp", &[Under("l.wl.co")], &["/l"], Query(&["u"])),
    row("linkedin", &[Under("linkedin.com")], &["/slink"], Hidden),
    row(
        "linkedin_redirect",
        &[Under("linkedin.com")],
        &["/redir/redirect", "/redirect"],
        Query(&["url"]),
    ),
    row(
        "youtube",
        &[Under("youtube.com")],
        &["/redirect"],
        Query(&["q"]),
    ),
    row("reddit", &[Under("out.reddit.com")], &[], Query(&["url"])),
    row("vk", &[Under("vk.com")], &["/away.php"], Query(&["to"])),
    row(
        "steam",
        &[Under("steamcommunity.com")],
        &["/linkfilter"],
        Query(&["u", "url"]),
    ),
    row(
        "duckduckgo",
        &[Under("duckduckgo.com")],
        &["/l/"],
        Query(&["uddg"]),
    ),
    row(
        "azure_mail",
        &[Under("emails.azure.microsoft.com")],
        &["/redirect"],
        Query(&["destination"]),
    ),
    row(
        "mandrill",
        &[Under("mandrillapp.com")],
        &["/track/click"],
        QueryJson("p"),
    ),
    row(
        "sendgrid",
        &[Under("sendgrid.net")],
        &["/ls/click", "/wf/click", "/uni/"],
        Hidden,
    ),
    row(
        "hubspot",
        &[
            Under("hubspotlinks.com"),
            Under("hubspotlinksfree.com"),
            Under("hs-sales-engage.com"),
        ],
        &[],
        Hidden,
    ),
    row(
        "mailchimp",
        &[Under("list-manage.com")],
        &["/track/click"],
        Hidden,
    ),
    row(
        "sendinblue",
        &[
            Under("sendibt2.com"),
            Under("sendibt3.com"),
            Under("sendibm1.com"),
            Under("sendibm2.com"),
            Under("sendibm3.com"),
        ],
        &[],
        Hidden,
    ),
    row(
        "mailgun",
        &[Under("mailgun.org"), Under("mailgun.net")],
        &["/c/"],
        Hidden,
    ),
    row(
        "monday",
        &[Under("trackingservice.monday.com")],
        &[],
        Hidden,
    ),
    // Hosts that are nothing but wrappers, in a form that no row above knows: a wrapper all the same, its target hidden.
    row(
        "proofpoint_v3",
        &[
            Under("urldefense.com"),
            Under("urldefense.us"),
            Under("urldefense.proofpoint.com"),
        ],
        &[],
        Hidden,
    ),
    row("mimecast", &[Under("mimecastprotect.com")], &[], Hidden),
    row(
        "avanan",
        &[
            Under("url.avanan.click"),
            Under("protect.checkpoint.com"),
            Under("checkpoint.url-protection.com"),
        ],
        &[],
        Hidden,
    ),
    row("edgepilot", &[Under("link.edgepilot.com")], &[], Hidden),
    row("gmx", DEREF, &[], Hidden),
    row(
        "mail_ru",
        &[Under("checklink.mail.ru"), Under("click.mail.ru")],
        &[],
        Hidden,
    ),
    row("awstrack", &[Under("awstrack.me")], &[], Hidden),
];

/// The redirect hosts of GMX, web.de and mail.com.
static DEREF: &[At] = &[
    Under("deref-gmx.net"),
    Under("deref-gmx.com"),
    Under("deref-gmx.co.uk"),
    Under("deref-gmx.fr"),
    Under("deref-web.de"),
    Under("deref-web-02.de"),
    Under("deref-1und1.de"),
    Under("deref-mail.com"),
    Under("deref-mail-02.com"),
];

/// Hosts of shorteners: where they lead is unknown from here. General knowledge and the shared lists of link expanders
/// (MISP/misp-warninglists:lists/url-shortener, CC0), reduced to names still in use.
pub static SHORTENERS: &[&str] = &[
    "0rz.tw",
    "1url.com",
    "2.gp",
    "4sq.com",
    "adf.ly",
    "adfoc.us",
    "aka.ms",
    "app.link",
    "b.link",
    "b23.tv",
    "bbc.in",
    "bc.vc",
    "bit.do",
    "bit.ly",
    "bitly.com",
    "bitly.ws",
    "bl.ink",
    "buff.ly",
    "chilp.it",
    "clck.ru",
    "cli.gs",
    "cli.re",
    "cutt.ly",
    "cutt.us",
    "db.tt",
    "dlvr.it",
    "dub.sh",
    "dwz.cn",
    "flip.it",
    "fb.me",
    "g.co",
    "gg.gg",
    "goo.gl",
    "goo.su",
    "forms.gle",
    "git.io",
    "hubs.la",
    "hubs.ly",
    "hyperurl.co",
    "ift.tt",
    "is.gd",
    "j.mp",
    "kutt.it",
    "l.ead.me",
    "lc.cx",
    "lin.ee",
    "lnk.bio",
    "lnk.ink",
    "lnk.to",
    "lnkd.in",
    "mcaf.ee",
    "me2.kr",
    "merky.de",
    "msft.it",
    "n9.cl",
    "nxy.in",
    "onelink.me",
    "ouo.io",
    "ow.ly",
    "page.link",
    "po.st",
    "ppt.cc",
    "q-r.to",
    "qr.ae",
    "qr.codes",
    "qrco.de",
    "qrs.ly",
    "r10.to",
    "reurl.cc",
    "rb.gy",
    "rebrand.ly",
    "rebrandly.com",
    "rip.to",
    "s.id",
    "s.yam.com",
    "share.google",
    "shorl.com",
    "short.gy",
    "short.io",
    "shorte.st",
    "shorter.me",
    "shorturl.at",
    "shorturl.asia",
    "sht.moe",
    "shrtco.de",
    "smarturl.it",
    "sn.im",
    "snip.ly",
    "snip.link",
    "soo.gd",
    "spoti.fi",
    "surl.li",
    "t.cn",
    "t.co",
    "t.ly",
    "t2m.io",
    "tcrn.ch",
    "tiny.cc",
    "tiny.one",
    "tinyurl.com",
    "tl.gd",
    "tr.im",
    "trib.al",
    "u.to",
    "urlz.fr",
    "urlr.me",
    "url.cn",
    "u.nu",
    "v.gd",
    "v.ht",
    "vo.la",
    "vurl.com",
    "waa.ai",
    "w.wiki",
    "wp.me",
    "x.co",
    "x.gd",
    "xgd.jp",
    "y2u.be",
    "yourls.org",
    "zi.ma",
    "zpr.io",
    "zurl.ws",
    "ux.nu",
    "00m.in",
    "han.gl",
    "is.id",
    "lihi.cc",
    "lihi1.com",
    "ko.gl",
    "tny.im",
    "tinu.be",
    "shor.by",
    "iplogger.org",
    "2no.co",
    "grabify.link",
    "urlshortener.at",
];
