//! The local page: the same engine and the same drawing, for a dropped mail or a pasted link.
