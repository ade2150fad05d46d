//! Verdict in, DOM out: panel, card and pages, drawn with web-sys. Knows no extension API and no site.
