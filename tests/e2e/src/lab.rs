//! The server: every host name of every site, over TLS, on one loopback port, with a log.

use crate::site::{Answer, Page, Request, Site};
use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Instant;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// One line of the log.
#[derive(Debug, Clone)]
pub struct Logged {
    /// When it came.
    pub at: Instant,
    /// `GET`, `POST`...
    pub method: Method,
    /// The host name.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// All headers; `sec-fetch-dest`, `origin` and `referer` tell who asked.
    pub headers: HeaderMap,
    /// What the lab answered.
    pub status: u16,
    /// False when no site of the lab has this host name.
    pub known: bool,
}

impl Logged {
    /// `GET host/path`.
    pub fn line(&self) -> String {
        format!("{} {}{}", self.method, self.host, self.path)
    }

    /// Calls that browsers make for themselves (updates, pushes, settings). Everything else is somebody's.
    pub fn by_browser_itself(&self) -> bool {
        const OWN: &[&str] = &[
            "mozilla.com",
            "mozilla.net",
            "mozilla.org",
            "firefox.com",
            "detectportal.firefox.com",
            "googleapis.com",
            "gvt1.com",
            "gstatic.com",
            "clients2.google.com",
            "clients4.google.com",
            "accounts.google.com",
            "android.clients.google.com",
            // The new tab of Debian's Chromium.
            "start.duckduckgo.com",
        ];
        let own = OWN
            .iter()
            .any(|own| self.host == *own || self.host.ends_with(&format!(".{own}")));
        !self.known
            && (own
                || self.host == "www.google.com"
                    && self
                        .headers
                        .get("sec-fetch-site")
                        .is_none_or(|v| v == "none"))
    }
}

type Sites = Arc<RwLock<BTreeMap<String, Site>>>;
type Log = Arc<Mutex<Vec<Logged>>>;

/// Sites under their real names on loopback. Dropping it stops the server.
pub struct Lab {
    pub(crate) runtime: Arc<Runtime>,
    sites: Sites,
    log: Log,
    address: SocketAddr,
}

impl Lab {
    /// Starts serving.
    pub fn start(sites: impl IntoIterator<Item = Site>) -> Result<Lab> {
        let runtime = Arc::new(
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()?,
        );
        let sites: BTreeMap<String, Site> = sites
            .into_iter()
            .map(|site| (site.host.clone(), site))
            .collect();
        let tls = TlsAcceptor::from(Arc::new(tls_config(sites.keys().cloned().collect())?));
        let sites = Arc::new(RwLock::new(sites));
        let log = Log::default();
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let address = listener.local_addr()?;
        let shared = (sites.clone(), log.clone());
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, (sites, log)) = (tls.clone(), shared.clone());
                tokio::spawn(async move {
                    // A browser that hangs up in the middle is not our failure.
                    let _ = connection(stream, tls, sites, log).await;
                });
            }
        });
        Ok(Lab {
            runtime,
            sites,
            log,
            address,
        })
    }

    /// Adds a site, or puts another in its place. Browsers reach it at once.
    pub fn serve(&self, site: Site) {
        if let Ok(mut sites) = self.sites.write() {
            sites.insert(site.host.clone(), site);
        }
    }

    /// The port that stands for 443 and 80 of every host.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every request so far.
    pub fn log(&self) -> Vec<Logged> {
        self.log.lock().map(|log| log.clone()).unwrap_or_default()
    }

    /// Forgets the log.
    pub fn clear_log(&self) {
        if let Ok(mut log) = self.log.lock() {
            log.clear();
        }
    }

    /// Requests to hosts that are not in `allowed` and are not the browser's own. Empty is what a test wants to see.
    pub fn strangers(&self, allowed: &[&str]) -> Vec<String> {
        self.log()
            .iter()
            .filter(|entry| !allowed.contains(&entry.host.as_str()) && !entry.by_browser_itself())
            .map(Logged::line)
            .collect()
    }
}

/// A certificate authority made for this one run, and a leaf for all the names.
fn tls_config(mut names: Vec<String>) -> Result<ServerConfig> {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
    names.extend(["localhost".to_owned(), "*.example.test".to_owned()]);
    let mut authority = CertificateParams::new(vec![])?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
        .distinguished_name
        .push(DnType::CommonName, "Honmono test lab");
    let authority_key = KeyPair::generate()?;
    let authority_certificate = authority.self_signed(&authority_key)?;
    let issuer = Issuer::new(authority, authority_key);
    let mut leaf = CertificateParams::new(names)?;
    leaf.distinguished_name
        .push(DnType::CommonName, "Honmono test lab leaf");
    let key = KeyPair::generate()?;
    let certificate = leaf.signed_by(&key, &issuer)?;
    let chain = vec![
        certificate.der().clone(),
        authority_certificate.der().clone(),
    ];
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            chain,
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

async fn connection(stream: TcpStream, tls: TlsAcceptor, sites: Sites, log: Log) -> Result<()> {
    // One port for 443 and 80: the first byte of TLS is 22.
    let mut first = [0];
    stream.peek(&mut first).await?;
    let service = hyper::service::service_fn(move |request| {
        let (sites, log) = (sites.clone(), log.clone());
        async move { answer(request, sites, log).await }
    });
    let builder = hyper::server::conn::http1::Builder::new();
    if first[0] == 22 {
        builder
            .serve_connection(TokioIo::new(tls.accept(stream).await?), service)
            .await?;
    } else {
        builder
            .serve_connection(TokioIo::new(stream), service)
            .await?;
    }
    Ok(())
}

async fn answer(
    request: hyper::Request<Incoming>,
    sites: Sites,
    log: Log,
) -> Result<hyper::Response<Full<Bytes>>> {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let named = parts
        .headers
        .get("host")
        .and_then(|v| v.to_str().ok())
        .or_else(|| parts.uri.host())
        .unwrap_or_default();
    let host = named
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let path = parts
        .uri
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let request = Request {
        method: parts.method,
        host,
        uri: parts.uri,
        headers: parts.headers,
        body: body.collect().await?.to_bytes(),
    };
    let site = sites
        .read()
        .ok()
        .and_then(|sites| sites.get(&request.host).cloned());
    let known = site.is_some();
    let (method, host, headers) = (
        request.method.clone(),
        request.host.clone(),
        request.headers.clone(),
    );
    let page = match site {
        None => Page::of("text/plain", "no such site in the lab").status(404),
        Some(site) => match site.proxy {
            Some(to) => forward(request, to)
                .await
                .unwrap_or_else(|e| Page::of("text/plain", format!("{e:#}")).status(502)),
            None => match site.answer(&request.uri).cloned() {
                None => Page::of("text/plain", "no such page in the lab").status(404),
                Some(Answer::Fixed(page)) => page,
                Some(Answer::Made(handler)) => {
                    tokio::task::spawn_blocking(move || handler(&request)).await?
                }
            },
        },
    };
    if let Ok(mut log) = log.lock() {
        log.push(Logged {
            at,
            method,
            host,
            path,
            headers,
            status: page.status,
            known,
        });
    }
    if page.status == 0 {
        return Err(anyhow!("this site hangs up"));
    }
    let mut response = hyper::Response::builder().status(page.status);
    for (name, value) in &page.headers {
        response = response.header(name, value);
    }
    Ok(response.body(Full::new(page.body))?)
}

/// Passes a request on, with the name it was asked under.
async fn forward(request: Request, to: SocketAddr) -> Result<Page> {
    let stream = TcpStream::connect(to)
        .await
        .context("the server behind this site is gone")?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let path = request
        .uri
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .parse::<Uri>()?;
    let mut onward = hyper::Request::builder().method(request.method).uri(path);
    let headers = onward
        .headers_mut()
        .ok_or_else(|| anyhow!("a request that cannot be passed on"))?;
    *headers = request.headers;
    for hop in ["connection", "keep-alive", "accept-encoding"] {
        headers.remove(hop);
    }
    let response = sender
        .send_request(onward.body(Full::new(request.body))?)
        .await?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    let headers = parts
        .headers
        .iter()
        .filter(|(name, _)| {
            !matches!(
                name.as_str(),
                "connection" | "transfer-encoding" | "content-length"
            )
        })
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    Ok(Page {
        status: parts.status.as_u16(),
        headers,
        body,
    })
}
