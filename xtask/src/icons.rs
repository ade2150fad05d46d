//! Icons as pictures: from `extension/static/icons/*.svg` to the sizes that browsers ask for.

use crate::place;
use crate::step::say;
use anyhow::{Context, Result};
use resvg::{tiny_skia, usvg};

/// The edges of the pictures, in pixels: toolbar, toolbar at twice the density, list of extensions, store.
const SIZES: [u32; 4] = [16, 32, 48, 128];

/// Makes every picture anew. They are kept in the checkout, so that a build needs no renderer.
pub fn draw() -> Result<()> {
    let folder = place::root().join("extension").join("static").join("icons");
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "svg") {
            continue;
        }
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let drawing = usvg::Tree::from_data(&std::fs::read(&path)?, &usvg::Options::default())
            .with_context(|| place::shown(&path))?;
        for size in SIZES {
            let mut picture =
                tiny_skia::Pixmap::new(size, size).context("a picture without pixels")?;
            #[allow(clippy::cast_precision_loss, reason = "sizes are small")]
            let scale = size as f32 / drawing.size().width();
            resvg::render(
                &drawing,
                tiny_skia::Transform::from_scale(scale, scale),
                &mut picture.as_mut(),
            );
            picture.save_png(folder.join(format!("{name}-{size}.png")))?;
        }
        say(format!("drew {name}"));
    }
    Ok(())
}
