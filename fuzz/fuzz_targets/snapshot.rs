#![no_main]

#[path = "../doors.rs"]
mod doors;

use honmono::Tables;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::shipped);

libfuzzer_sys::fuzz_target!(|data: &[u8]| doors::snapshot(data, &TABLES));
