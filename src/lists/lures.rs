//! Words that a false name is dressed with: signing in, accounts, payment, help, and the companions of real addresses (`co`, `jp`).
//! Not suspicious by themselves, half the web uses them; they are the company that turns a near miss of a brand's name into evidence.

use rustc_hash::FxHashSet;

/// The words of this file, by their first and last letters.
#[derive(Debug)]
pub struct Lures {
    whole: FxHashSet<&'static str>,
    starts: [Vec<&'static str>; 26],
    grown_starts: [Vec<&'static str>; 26],
    grown_ends: [Vec<&'static str>; 26],
}

impl Default for Lures {
    fn default() -> Self {
        let at =
            |byte: Option<&u8>| usize::from(byte.map_or(0, |byte| byte.wrapping_sub(b'a')).min(25));
        let mut made = Self {
            whole: FxHashSet::default(),
            starts: Default::default(),
            grown_starts: Default::default(),
            grown_ends: Default::default(),
        };
        for word in LURES.iter().chain(COMPANIONS) {
            made.whole.insert(word);
            made.starts[at(word.as_bytes().first())].push(word);
        }
        for word in LURES.iter().filter(|word| word.len() > 3).chain(GROWN_ON) {
            made.grown_starts[at(word.as_bytes().first())].push(word);
            made.grown_ends[at(word.as_bytes().last())].push(word);
        }
        made
    }
}

impl Lures {
    /// A word is a lure or a companion that says something: `www` and single letters do not.
    #[must_use]
    pub fn is_company(&self, word: &str) -> bool {
        word.len() > 1 && word != "www" && self.whole.contains(word)
    }

    /// Lures and companions that a text begins with.
    pub fn beginning(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let words = bucket(&self.starts, text.as_bytes().first());
        words
            .iter()
            .copied()
            .filter(move |word| text.starts_with(word))
    }

    /// A word without the lures grown onto its ends.
    #[must_use]
    pub fn without<'a>(&self, word: &'a str) -> &'a str {
        let mut rest = word;
        loop {
            let bytes = rest.as_bytes();
            // The far letter is compared first: most lures fall at it.
            let ends = |lure: &&&'static str| {
                let at = bytes.len().checked_sub(lure.len()).filter(|at| *at > 2);
                at.is_some_and(|at| {
                    bytes.get(at) == lure.as_bytes().first()
                        && bytes[at..].iter().eq(lure.as_bytes())
                })
            };
            let starts = |lure: &&&'static str| {
                bytes.len() > lure.len() + 2
                    && bytes.get(lure.len() - 1) == lure.as_bytes().last()
                    && bytes
                        .iter()
                        .zip(lure.bytes())
                        .all(|(own, lure)| *own == lure)
            };
            let end = bucket(&self.grown_ends, bytes.last()).iter().find(ends);
            let shorter = match end {
                Some(lure) => rest.get(..rest.len() - lure.len()),
                None => bucket(&self.grown_starts, bytes.first())
                    .iter()
                    .find(starts)
                    .and_then(|lure| rest.get(lure.len()..)),
            };
            match shorter {
                Some(shorter) => rest = shorter,
                None => return rest,
            }
        }
    }
}

fn bucket<'a>(all: &'a [Vec<&'static str>; 26], byte: Option<&u8>) -> &'a [&'static str] {
    byte.and_then(|byte| all.get(usize::from(byte.wrapping_sub(b'a'))))
        .map_or(&[], |words| words.as_slice())
}

/// Words of signing in, accounts, payment, alarm and help, and common misspellings of them. Longest first where one begins another.
pub static LURES: &[&str] = &[
    "accounts",
    "account",
    "accout",
    "acount",
    "accunt",
    "akaunto",
    "access",
    "address",
    "admin",
    "alert",
    "apps",
    "app",
    "assistance",
    "attention",
    "authorized",
    "authorize",
    "auth",
    "billing",
    "bill",
    "business",
    "cardservices",
    "cards",
    "card",
    "crad",
    "center",
    "centre",
    "change",
    "checkout",
    "checkid",
    "check",
    "client",
    "cloud",
    "confirm",
    "connect",
    "conect",
    "contact",
    "continue",
    "customers",
    "customer",
    "desk",
    "device",
    "direct",
    "email",
    "feedback",
    "from",
    "gift",
    "help",
    "identity",
    "index",
    "info",
    "information",
    "inspect",
    "invoice",
    "kakunin",
    "kanri",
    "limited",
    "lock",
    "loading",
    "logins",
    "login",
    "logon",
    "loging",
    "longin",
    "logn",
    "mail",
    "manage",
    "management",
    "marketplace",
    "members",
    "member",
    "mobile",
    "mypage",
    "notice",
    "notification",
    "offer",
    "official",
    "online",
    "openid",
    "orders",
    "order",
    "page",
    "pape",
    "paying",
    "payment",
    "pyment",
    "pay",
    "points",
    "point",
    "portal",
    "primes",
    "prime",
    "protection",
    "protect",
    "recovery",
    "recover",
    "refund",
    "register",
    "renew",
    "reset",
    "resetting",
    "restore",
    "return",
    "reward",
    "risk",
    "safety",
    "safe",
    "secured",
    "secures",
    "secure",
    "security",
    "seller",
    "server",
    "services",
    "service",
    "session",
    "settings",
    "setting",
    "shopping",
    "shoping",
    "shops",
    "shop",
    "signin",
    "sigin",
    "singin",
    "signup",
    "signon",
    "sign",
    "sing",
    "site",
    "status",
    "store",
    "stores",
    "subscribers",
    "subscriber",
    "subscribe",
    "subscription",
    "supports",
    "support",
    "suport",
    "survey",
    "system",
    "team",
    "tracking",
    "unlock",
    "updates",
    "update",
    "updata",
    "upgrade",
    "userinfo",
    "userinformation",
    "users",
    "user",
    "utilities",
    "validation",
    "verification",
    "verify",
    "virify",
    "verif",
    "video",
    "warning",
    "warnning",
    "web",
    "welcome",
    "web",
];

/// Pieces of real addresses and the countries they are for.
pub static COMPANIONS: &[&str] = &[
    "cojp", "ccojp", "cojpo", "coujp", "japan", "jpan", "jpn", "jp", "jjp", "jpp", "co", "com",
    "coo", "ccom", "net", "usa", "us", "uk", "couk", "de", "fr", "it", "es", "ca", "cn", "in",
    "www", "wwww", "vvvw", "wvvw", "ip", "cc", "c0", "id", "my", "the", "s", "ne", "or",
];

/// A label that stands where a real address has its suffix: `co.jp` and its garbled forms.
#[must_use]
pub fn is_inner(label: &str) -> bool {
    matches!(
        label,
        "co" | "com"
            | "jp"
            | "ip"
            | "cojp"
            | "c0"
            | "jjp"
            | "iip"
            | "cp"
            | "cm"
            | "cc"
            | "ne"
            | "jpo"
            | "ccom"
            | "coop"
            | "ui"
            | "uk"
            | "1p"
            | "jpp"
            | "jpn"
            | "ca"
            | "de"
            | "fr"
            | "us"
    )
}

/// Companions that false names grow onto a brand's name without a hyphen.
pub static GROWN_ON: &[&str] = &[
    "cojp", "japan", "jp", "co", "com", "sign", "crad", "card", "pay",
];
