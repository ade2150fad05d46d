//! Redirect wrappers (mail gateways, click trackers, redirectors on good sites), one table row each, depth-limited.
