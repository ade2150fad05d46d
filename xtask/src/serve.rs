//! Serves `dist/www` on loopback, as any static server would.

use crate::bundle::Target;
use crate::step::say;
use crate::{bundle, place};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};

/// Builds the local page when it is missing, then serves it until stopped.
pub fn serve(port: u16) -> Result<()> {
    let folder = Target::Www.folder();
    if !folder.is_dir() {
        bundle::build(&[Target::Www])?;
    }
    let listener =
        TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("port {port}"))?;
    say(format!(
        "serving {} at http://{}/ (Ctrl-C ends it)",
        place::shown(&folder),
        listener.local_addr()?
    ));
    for stream in listener.incoming() {
        let folder = folder.clone();
        // A browser opens several connections and may leave one silent.
        std::thread::spawn(move || {
            stream
                .map_err(anyhow::Error::from)
                .and_then(|stream| answer(stream, &folder))
        });
    }
    Ok(())
}

fn answer(mut stream: TcpStream, folder: &Path) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or("/");
    let (status, kind, body) =
        match inside(folder, path).and_then(|file| Some((std::fs::read(&file).ok()?, file))) {
            Some((body, file)) => ("200 OK", kind(&file), body),
            None => ("404 Not Found", "text/plain", b"not found".to_vec()),
        };
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)?;
    Ok(())
}

/// The file a path asks for, if it stays inside the folder.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = path.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    path.components()
        .all(|part| matches!(part, Component::Normal(_)))
        .then(|| folder.join(path))
}

/// The media type by the file's ending.
pub fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|x| x.to_str()) {
        Some("html" | "htm") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::inside;
    use std::path::Path;

    #[test]
    fn stays_inside() {
        let folder = Path::new("/www");
        assert_eq!(
            inside(folder, "/wasm/a.wasm?x=1"),
            Some(folder.join("wasm/a.wasm"))
        );
        assert_eq!(inside(folder, "/"), Some(folder.join("index.html")));
        assert_eq!(inside(folder, "/../secret"), None);
        assert_eq!(
            inside(folder, "//etc/passwd"),
            Some(folder.join("etc/passwd"))
        );
    }
}
