//! LZMA without a header, as `src/lists/lzma.rs` reads it.

use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::error::Error;
use std::io::Write;

/// The length of what was packed, in four bytes, then the packed stream.
pub fn packed(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut options = LzmaOptions::with_preset(9);
    // In step with `src/lists/lzma.rs`. Positions mean nothing in our tables.
    (options.lc, options.lp, options.pb) = (3, 0, 0);
    options.dict_size = 1 << 20;
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    options.depth_limit = 1_000;
    let out = u32::try_from(bytes.len())?.to_le_bytes().to_vec();
    let mut writer = LzmaWriter::new_no_header(out, &options, false)?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}
