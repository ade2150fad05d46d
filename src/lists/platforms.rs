//! Platforms: sites on which firms keep pages of their own, and everyone else too. A firm's mail may lead to its pages there.
//!
//! Only sites that show a page and take no password for another's account: social networks, video, and app stores. Made by hand from
//! what the feet of firms' mails link to; a site that lets strangers build forms (site builders, file shares) does not belong here.

/// Registrable domains or hosts; those below them count.
pub static PLATFORMS: &[&str] = &[
    "apps.apple.com",
    "facebook.com",
    "instagram.com",
    "itunes.apple.com",
    "linkedin.com",
    "pinterest.com",
    "play.google.com",
    "tiktok.com",
    "twitter.com",
    "x.com",
    "youtube.com",
];
