//! Look-alike letters, mixed scripts, invisible characters: folding of text before a brand is searched in it.
