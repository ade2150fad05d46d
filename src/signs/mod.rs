//! One sign per file, tests in the same file; this module is the table of all of them.
