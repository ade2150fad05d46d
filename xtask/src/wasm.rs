//! From a crate to a WebAssembly module and its glue.
//!
//! Not every machine with Rust has a standard library for WebAssembly. [`Way::find`] takes the first way that works and says which.

use crate::step::{self, Step, say};
use crate::{parts, place, setup, slim};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// How this machine compiles to WebAssembly.
#[derive(Clone)]
pub enum Way {
    /// The active toolchain has the target.
    Toolchain,
    /// Debian's own compiler builds the standard library too, and links with this linker.
    Debian { linker: PathBuf },
}

impl Way {
    /// Finds a way, in this order: the toolchain has the target; rustup can add it; Debian's `rustc-web` is there or may be installed.
    pub fn find() -> Result<Way> {
        if toolchain_has_target() {
            say(format!("wasm: the active toolchain has {TARGET}"));
            return Ok(Way::Toolchain);
        }
        if e2e::program::on_path("rustup").is_some()
            && step::asked(Command::new("rustup").args(["target", "add", TARGET])).is_some()
            && toolchain_has_target()
        {
            say(format!("wasm: rustup added {TARGET}"));
            return Ok(Way::Toolchain);
        }
        if let Some(way) = Way::debian() {
            say(format!(
                "wasm: Debian's compiler, standard library built from source ({TARGET} cannot be added here)"
            ));
            return Ok(way);
        }
        let packages = ["rustc-web", "cargo-web", "rust-web-src", "lld"];
        if place::may_install() {
            setup::apt(&packages)?;
            if let Some(way) = Way::debian() {
                say("wasm: installed Debian's compiler, standard library built from source");
                return Ok(way);
            }
        }
        bail!(
            "no standard library for {TARGET}.\nRun: rustup target add {TARGET}\nor, on Debian: apt-get install -y --no-install-recommends {}",
            packages.join(" ")
        )
    }

    fn debian() -> Option<Way> {
        let there = [
            "/usr/bin/rustc",
            "/usr/bin/cargo",
            "/usr/lib/rustlib/src/rust/library/std/Cargo.toml",
        ];
        if !there.iter().all(|path| Path::new(path).exists()) {
            return None;
        }
        let mut linkers = vec![];
        if let Some(sysroot) = step::asked(Command::new(rustc()).args(["--print", "sysroot"]))
            && let Some(host) = host()
        {
            linkers.push(
                Path::new(&sysroot)
                    .join("lib/rustlib")
                    .join(host)
                    .join("bin/rust-lld"),
            );
        }
        linkers.extend(e2e::program::on_path("wasm-ld"));
        linkers.extend(e2e::program::on_path("rust-lld"));
        let linker = linkers.into_iter().find(|path| path.exists())?;
        Some(Way::Debian { linker })
    }

    /// Compiles `package`, with one of its features alone if one is named, and gives the path of its raw module, which the next
    /// call may overwrite.
    pub fn compile(&self, package: &str, library: &str, feature: Option<&str>) -> Result<PathBuf> {
        let folder = place::target().join("wasm");
        let mut command = match self {
            Way::Toolchain => {
                Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            }
            Way::Debian { linker } => {
                let mut command = Command::new("/usr/bin/cargo");
                // What rustup and the outer cargo say of the compiler does not hold for this one.
                for (name, _) in std::env::vars_os() {
                    let name = name.to_string_lossy();
                    if name.starts_with("CARGO") && name != "CARGO_HOME"
                        || name.starts_with("RUSTUP")
                    {
                        command.env_remove(name.as_ref());
                    }
                }
                command
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        };
        command.current_dir(place::root()).args([
            "build",
            "--package",
            package,
            "--lib",
            "--target",
            TARGET,
            "--profile",
            "wasm",
        ]);
        if let Some(feature) = feature {
            command.args(["--no-default-features", "--features", feature]);
        }
        if let Way::Debian { .. } = self {
            command.args(["-Z", "build-std=std,panic_abort"]);
        }
        command.arg("--target-dir").arg(&folder);
        // The same bytes wherever the checkout and the sources of the crates lie.
        let cargo_home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(std::env::home_dir()?.join(".cargo")));
        let mut flags = vec![
            format!("--remap-path-prefix={}=.", place::root().display()),
            // Names that tell of which type a generic function is, for `cargo xtask size`; none of them ships.
            "-Csymbol-mangling-version=v0".to_owned(),
            // Closures of iterators go into the loops they are for, where a link's time is spent; `z` means 5 (docs/size.md).
            "-Cllvm-args=-inline-threshold=35".to_owned(),
        ];
        flags
            .extend(cargo_home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
        command
            .env_remove("RUSTFLAGS")
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        if std::env::var_os("CI").is_some() {
            command.arg("--locked");
        }
        let part = feature.map_or_else(String::new, |feature| format!(" ({feature})"));
        step::run(
            format!("compile {package}{part} to WebAssembly"),
            &mut command,
        )?;
        let module = folder
            .join(TARGET)
            .join("wasm")
            .join(format!("{library}.wasm"));
        if !module.exists() {
            bail!(
                "{package} was compiled, but {} is not there",
                module.display()
            );
        }
        Ok(module)
    }
}

fn rustc() -> std::ffi::OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

fn host() -> Option<String> {
    let version = step::asked(Command::new(rustc()).arg("-vV"))?;
    version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
}

fn toolchain_has_target() -> bool {
    let Some(folder) =
        step::asked(Command::new(rustc()).args(["--print", "target-libdir", "--target", TARGET]))
    else {
        return false;
    };
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
        })
    })
}

/// Writes the glue and the optimised module of `module` into `folder`, as `<name>.js` and `<name>_bg.wasm`.
pub fn bind(module: &Path, folder: &Path, name: &str) -> Result<()> {
    let step = Step::new(format!("bind {}", place::shown(folder)));
    std::fs::create_dir_all(folder)?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .remove_name_section(false)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen could not read the module")?;
    step.done();
    let glue = std::fs::read_to_string(folder.join(format!("{name}.js")))?;
    glue_is_clean(&glue)?;
    optimise(&folder.join(format!("{name}_bg.wasm")))
}

/// The extension's policy forbids making code from text, and a store would reject it.
fn glue_is_clean(glue: &str) -> Result<()> {
    for word in ["eval(", "Function(", "import("] {
        // Behind a letter it is the end of another name; behind a quote it is text (wasm-bindgen prints functions as `Function(name)`).
        let other = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '`' | '\'' | '"');
        let called = glue
            .match_indices(word)
            .any(|(at, _)| !glue[..at].ends_with(other));
        if called {
            bail!("the generated glue calls `{word}...)`, which extension pages may not");
        }
    }
    Ok(())
}

fn optimise(module: &Path) -> Result<()> {
    let tool = setup::npm_tool("wasm-opt")?;
    let optimised = |module: &Path, arguments: &[&str]| -> Result<Vec<u8>> {
        let out = module.with_extension("opt");
        let mut command = setup::node_command(&tool)?;
        command.arg(module).args(arguments).arg("-o").arg(&out);
        step::run(format!("wasm-opt {}", arguments.join(" ")), &mut command)?;
        let bytes = std::fs::read(&out)?;
        std::fs::remove_file(&out)?;
        Ok(bytes)
    };
    let quiet = slim::without_panics(&std::fs::read(module)?)?;
    std::fs::write(module, slim::without_places(&quiet)?)?;
    let (ranked, were) = slim::named_by_likeness(&optimised(module, &["-Oz", "-g"])?)?;
    std::fs::write(module, ranked)?;
    let ordered = optimised(module, &["-g", "--reorder-functions-by-name"])?;
    let named = slim::renamed(&ordered, &were)?;
    slim::tells_no_places(&named)?;
    std::fs::write(module, parts::without_names(&named)?)?;
    // A copy with names stays here, for `cargo xtask size`.
    let copy = parts::named(&module.file_name().unwrap_or_default().to_string_lossy());
    if let Some(folder) = copy.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(copy, named)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::glue_is_clean;

    #[test]
    fn finds_code_made_from_text() {
        assert!(glue_is_clean("const f = new Function('a', b);").is_err());
        assert!(glue_is_clean("return eval(text)").is_err());
    }

    #[test]
    fn quiet_on_names_that_only_end_so() {
        assert!(
            glue_is_clean(
                "function isFunction(x) {} medieval(1); const makeFunction = isFunction(y);"
            )
            .is_ok()
        );
        assert!(glue_is_clean("typeof x == 'function'; return `Function(${name})`;").is_ok());
    }
}
