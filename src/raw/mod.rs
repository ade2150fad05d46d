//! Raw mail (RFC 5322, MIME) as a [`crate::mail::Message`].
