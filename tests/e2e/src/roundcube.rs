//! A real webmail: Debian's Roundcube on an IMAP server of its own, with the mails of a folder.
//!
//! It runs as root, because its IMAP server changes to the system's mail user; all its state is in one temporary folder, which
//! lies with the system's others since a checkout may be closed to that user.

use crate::browser::Browser;
use crate::child::{Running, free_port};
use crate::program;
use crate::site::Site;
use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// The name under which browsers find it.
pub const HOST: &str = "webmail.example.test";

const CODE: &str = "/var/lib/roundcube/public_html";
const SCHEMA: &str = "/usr/share/roundcube/SQL/sqlite.initial.sql";
const USER: &str = "tester";
const PASSWORD: &str = "pw";

/// A running Roundcube. Ended, and its folder removed, when dropped.
pub struct Roundcube {
    address: SocketAddr,
    mails: Vec<String>,
    inbox: PathBuf,
    // Order matters: the servers go before their folder.
    _web: Running,
    _imap: Running,
    _folder: tempfile::TempDir,
}

impl Roundcube {
    /// Whether Debian's packages are here.
    pub fn installed() -> bool {
        [CODE, SCHEMA].iter().all(|path| Path::new(path).exists())
            && ["dovecot", "php"]
                .iter()
                .all(|name| program::on_path(name).is_some())
    }

    /// Starts it with every `.eml` of a folder, in the order of their names.
    pub fn with_folder(folder: &Path) -> Result<Roundcube> {
        let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|x| x == "eml"))
            .collect();
        paths.sort();
        let mut mails = vec![];
        for path in paths {
            let name = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            mails.push((name, std::fs::read(&path)?));
        }
        Roundcube::start(mails)
    }

    /// Starts it with these mails: a name for the test's own use, and the raw bytes. The first gets UID 1.
    pub fn start(mails: Vec<(String, Vec<u8>)>) -> Result<Roundcube> {
        if !Roundcube::installed() {
            bail!("Roundcube is missing: run `cargo xtask setup` (as root on Debian)");
        }
        if !program::is_root() {
            bail!(
                "the IMAP server of the lab changes users, which only root may do: run this as root, or in a container"
            );
        }
        let folder = tempfile::Builder::new()
            .prefix("honmono-webmail-")
            .tempdir()?;
        let at = folder.path();
        open_to_all(at)?;
        let inbox = at.join("mail").join(USER).join("Maildir").join("new");
        std::fs::create_dir_all(&inbox)?;
        let mut names = vec![];
        for (index, (name, bytes)) in mails.into_iter().enumerate() {
            put(&inbox, index, &bytes)?;
            names.push(name);
        }
        run(Command::new("chown")
            .args(["-R", "mail:mail"])
            .arg(at.join("mail")))?;

        let imap_port = free_port()?;
        let mut imap = imap(at, imap_port)?;
        // Read once before anybody looks: a first look while the server still sorts the mails in finds the inbox empty, and a webmail
        // believes it.
        imap.wait_until(Duration::from_secs(20), |_| {
            let found = mails_in_inbox(imap_port).ok().flatten();
            (found == Some(names.len())).then_some(())
        })?;
        let (web, address) = web(at, imap_port)?;
        Ok(Roundcube {
            address,
            mails: names,
            inbox,
            _web: web,
            _imap: imap,
            _folder: folder,
        })
    }

    /// The site to give to the lab.
    pub fn site(&self) -> Site {
        Site::proxy(HOST, self.address)
    }

    /// The names of the mails; the first has UID 1.
    pub fn mails(&self) -> &[String] {
        &self.mails
    }

    /// The UID of a mail by its name.
    pub fn uid(&self, name: &str) -> Result<usize> {
        let at = self.mails.iter().position(|mail| mail == name);
        Ok(at.with_context(|| format!("no mail {name} in {:?}", self.mails))? + 1)
    }

    /// One more mail, while it runs. Gives its UID. The page shows it when it looks again.
    pub fn deliver(&mut self, name: &str, bytes: &[u8]) -> Result<usize> {
        let path = put(&self.inbox, self.mails.len(), bytes)?;
        run(Command::new("chown").arg("mail:mail").arg(path))?;
        self.mails.push(name.to_owned());
        Ok(self.mails.len())
    }

    /// The address of the list of mails.
    pub fn address(&self) -> String {
        format!("https://{HOST}/")
    }

    /// Signs in and waits for the list of mails.
    pub fn login(&self, browser: &Browser) -> Result<()> {
        browser.goto(&self.address())?;
        browser.wait_for("#rcmloginuser")?.type_in(USER)?;
        browser.find("#rcmloginpwd")?.type_in(PASSWORD)?;
        browser.find("#rcmloginsubmit")?.click()?;
        let list = if self.mails.is_empty() {
            "#messagelist"
        } else {
            "#messagelist tr.message"
        };
        if let Err(error) = browser.wait_for(list) {
            let text = browser.eval("document.body.innerText").unwrap_or_default();
            let picture = browser.screenshot("sign-in-failed")?;
            return Err(error.context(format!("the page says {text} ({})", picture.display())));
        }
        Ok(())
    }

    /// Clicks a mail in the list and waits until it stands in the frame beside it. The browser stays in the page, outside the frame.
    pub fn open(&self, browser: &Browser, uid: usize) -> Result<()> {
        browser.top()?;
        let row = browser.until("the row of the mail", || {
            let id = browser.eval(&format!("rcmail.message_list?.rows?.[{uid}]?.id ?? null"))?;
            Ok(id.as_str().map(str::to_owned))
        })?;
        browser.find(&format!("#{row} td.subject"))?.click()?;
        let ready = format!(
            "(() => {{ const d = document.getElementById('messagecontframe')?.contentDocument; return !!d && d.readyState === 'complete' && d.location.search.includes('_uid={uid}&') && !!d.getElementById('messagebody'); }})()"
        );
        browser.until("the mail stands in its frame", || {
            Ok((browser.eval(&ready)? == true).then_some(()))
        })
    }

    /// Enters the frame of the open mail.
    pub fn enter(&self, browser: &Browser) -> Result<()> {
        browser.top()?;
        browser.find("#messagecontframe")?.enter()
    }

    /// Opens a mail as a page of its own.
    pub fn open_alone(&self, browser: &Browser, uid: usize) -> Result<()> {
        browser.goto(&format!(
            "https://{HOST}/?_task=mail&_mbox=INBOX&_uid={uid}&_action=show"
        ))?;
        browser.wait_for("#messagebody").map(|_| ())
    }
}

/// Lays a mail into the inbox. The name begins with a time, and UIDs follow it.
fn put(inbox: &Path, index: usize, bytes: &[u8]) -> Result<PathBuf> {
    let seconds = 1_700_000_000 + index as u64 * 60;
    let path = inbox.join(format!("{seconds}.M{index}P1.lab"));
    // The mail store keeps lines as the system does.
    let text: Vec<u8> = bytes
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .collect::<Vec<_>>()
        .join(&b'\n');
    std::fs::write(&path, text)?;
    std::fs::File::open(&path)?
        .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))?;
    Ok(path)
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output()?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

#[cfg(unix)]
fn open_to_all(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(
        folder,
        std::fs::Permissions::from_mode(0o755),
    )?)
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> Result<()> {
    Ok(())
}

fn imap(at: &Path, port: u16) -> Result<Running> {
    std::fs::write(at.join("passwd"), format!("{USER}:{{PLAIN}}{PASSWORD}\n"))?;
    std::fs::create_dir_all(at.join("state"))?;
    let here = at.display();
    // One setting a line, each brace at a line's end: the reader of this file wants it so.
    let config = format!(
        "base_dir = {here}/run
state_dir = {here}/state
log_path = {here}/imap.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{here}/mail/%u/Maildir
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {here}/passwd
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={here}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"
    );
    let file = at.join("dovecot.conf");
    std::fs::write(&file, config)?;
    let dovecot = program::on_path("dovecot").context("dovecot")?;
    let mut imap = Running::start(
        "dovecot",
        Command::new(dovecot).arg("-F").arg("-c").arg(&file),
    )?;
    answers(&mut imap, port)
        .with_context(|| std::fs::read_to_string(at.join("imap.log")).unwrap_or_default())?;
    Ok(imap)
}

/// How many mails a session of its own finds in the inbox (RFC 3501, section 6.3.1).
fn mails_in_inbox(port: u16) -> Result<Option<usize>> {
    let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    line.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        line,
        "a LOGIN {USER} {PASSWORD}\r\nb SELECT INBOX\r\nc LOGOUT\r\n"
    )?;
    let mut said = String::new();
    line.read_to_string(&mut said)?;
    Ok(said.lines().find_map(|line| {
        let count = line.strip_prefix("* ")?.strip_suffix(" EXISTS")?;
        count.parse().ok()
    }))
}

fn web(at: &Path, imap_port: u16) -> Result<(Running, SocketAddr)> {
    let own = at.join("rc");
    std::fs::create_dir_all(own.join("config"))?;
    for name in ["temp", "logs"] {
        std::fs::create_dir_all(own.join(name))?;
    }
    let php = program::on_path("php").context("php")?;
    let database = own.join("roundcube.db");
    let make = "$p = new PDO('sqlite:' . $argv[1]); $p->exec(file_get_contents($argv[2]));";
    run(Command::new(&php)
        .args(["-r", make, "--"])
        .arg(&database)
        .arg(SCHEMA))?;
    let here = own.display();
    let config = format!(
        "<?php
require '/etc/roundcube/defaults.inc.php';
$config['db_dsnw'] = 'sqlite:///{}?mode=0640';
$config['imap_host'] = '127.0.0.1:{imap_port}';
$config['des_key'] = 'honmono-lab-24-letters-x';
$config['use_https'] = true;
$config['temp_dir'] = '{here}/temp';
$config['log_dir'] = '{here}/logs';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['mail_pagesize'] = 200;
$config['session_lifetime'] = 600;
",
        database.display()
    );
    std::fs::write(own.join("config/config.inc.php"), config)?;
    #[cfg(unix)]
    for name in ["defaults.inc.php", "mimetypes.php"] {
        std::os::unix::fs::symlink(
            Path::new("/etc/roundcube").join(name),
            own.join("config").join(name),
        )?;
    }
    let port = free_port()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut command = Command::new(php);
    command
        .args([
            "-d",
            "memory_limit=512M",
            "-d",
            "opcache.enable=1",
            "-d",
            "opcache.enable_cli=1",
        ])
        .args(["-S", &address.to_string(), "-t", CODE])
        .env("ROUNDCUBE_CONFIG_DIR", own.join("config"))
        .env("PHP_CLI_SERVER_WORKERS", "3");
    let mut web = Running::start("php", &mut command)?;
    answers(&mut web, port)?;
    Ok((web, address))
}

fn answers(server: &mut Running, port: u16) -> Result<()> {
    server.wait_until(Duration::from_secs(15), |_| {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .is_ok()
            .then_some(())
    })
}
