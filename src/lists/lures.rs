//! Words that a false name is dressed with: signing in, accounts, payment, help, and the companions of real addresses (`co`, `jp`).
//! Not suspicious by themselves, half the web uses them; they are the company that turns a near miss of a brand's name into evidence.

/// Words of signing in, accounts, payment, alarm and help, and common misspellings of them. Longest first where one begins another.
pub static LURES: &[&str] = &[
    "accounts", "account", "accout", "acount", "accunt", "akaunto", "access", "address", "admin", "alert", "apps", "app", "assistance", "attention", "authorized", "authorize", "auth",
    "billing", "bill", "business", "cardservices", "cards", "card", "crad", "center", "centre", "change", "checkout", "checkid", "check", "client", "cloud", "confirm", "connect",
    "conect", "contact", "continue", "customers", "customer", "desk", "device", "direct", "email", "feedback", "from", "gift", "help", "identity", "index", "info", "information",
    "inspect", "invoice", "kakunin", "kanri", "limited", "lock", "loading", "logins", "login", "logon", "loging", "longin", "logn", "mail", "manage", "management", "marketplace", "members", "member", "mobile", "mypage",
    "notice", "notification", "offer", "official", "online", "openid", "orders", "order", "page", "pape", "paying", "payment", "pyment", "pay", "points", "point", "portal", "primes", "prime",
    "protection", "protect", "recovery", "recover", "refund", "register", "renew", "reset", "resetting", "restore", "return", "reward", "risk", "safety", "safe", "secured", "secures", "secure",
    "security", "seller", "server", "services", "service", "session", "settings", "setting", "shopping", "shoping", "shops", "shop", "signin", "sigin", "singin", "signup", "signon", "sign", "sing", "site", "status",
    "store", "stores", "subscribers", "subscriber", "subscribe", "subscription", "supports", "support", "suport", "survey", "system", "team", "tracking", "unlock", "updates", "update", "updata", "upgrade",
    "userinfo", "userinformation", "users", "user", "utilities", "validation", "verification", "verify", "virify", "verif", "video", "warning", "warnning", "web", "welcome", "web",
];

/// Pieces of real addresses and the countries they are for.
pub static COMPANIONS: &[&str] = &[
    "cojp", "ccojp", "cojpo", "coujp", "japan", "jpan", "jpn", "jp", "jjp", "jpp", "co", "com", "coo", "ccom", "net", "usa", "us", "uk", "couk", "de", "fr", "it", "es", "ca", "cn", "in", "www", "wwww", "vvvw", "wvvw", "ip", "cc", "c0", "id", "my", "the", "s", "ne", "or",
];

/// Labels that stand where a real address has its suffix: `co.jp` and its garbled forms.
pub static INNER: &[&str] = &["co", "com", "jp", "ip", "cojp", "c0", "jjp", "iip", "cp", "cm", "cc", "ne", "jpo", "ccom", "coop", "ui", "uk", "1p", "jpp", "jpn", "c-o", "ca", "de", "fr", "us"];

/// Companions that false names grow onto a brand's name without a hyphen.
pub static GROWN_ON: &[&str] = &["cojp", "japan", "jp", "co", "com", "sign", "crad", "card", "pay"];
