//! What the lab serves: sites by host name, answers by path.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// A request as a handler sees it.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `POST`...
    pub method: Method,
    /// The host name asked for, lower case, without a port.
    pub host: String,
    /// Path and query.
    pub uri: Uri,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// An answer: status, headers, body.
#[derive(Debug, Clone)]
pub struct Page {
    /// HTTP status.
    pub status: u16,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Page {
    /// A page of HTML in UTF-8.
    pub fn html(body: impl Into<Bytes>) -> Page {
        Page::of("text/html; charset=utf-8", body)
    }

    /// Any kind of content.
    pub fn of(kind: &str, body: impl Into<Bytes>) -> Page {
        Page {
            status: 200,
            headers: vec![("content-type".into(), kind.into())],
            body: body.into(),
        }
    }

    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Page {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The page's policy (`Content-Security-Policy`).
    pub fn policy(self, value: &str) -> Page {
        self.header("content-security-policy", value)
    }

    /// Another status.
    pub fn status(mut self, status: u16) -> Page {
        self.status = status;
        self
    }

    /// No answer: the connection breaks off, and the browser shows an error page of its own.
    pub fn hang_up() -> Page {
        Page::of("text/plain", "").status(0)
    }

    /// Sends the browser elsewhere (302).
    pub fn redirect(to: &str) -> Page {
        Page::of("text/plain", "moved")
            .status(302)
            .header("location", to)
    }
}

/// Makes an answer from a request. May block: it runs on a thread of its own.
pub type Handler = Arc<dyn Fn(&Request) -> Page + Send + Sync>;

#[derive(Clone)]
pub(crate) enum Answer {
    Fixed(Page),
    Made(Handler),
}

/// One host name and what it answers. An unknown path is a 404.
#[derive(Clone)]
pub struct Site {
    pub(crate) host: String,
    pub(crate) paths: BTreeMap<String, Answer>,
    pub(crate) rest: Option<Answer>,
    pub(crate) proxy: Option<SocketAddr>,
}

impl Site {
    /// An empty site.
    pub fn new(host: &str) -> Site {
        Site {
            host: host.to_ascii_lowercase(),
            paths: BTreeMap::new(),
            rest: None,
            proxy: None,
        }
    }

    /// An answer for a path. A path with a `?` is met with its query first; one without is met whatever the query.
    pub fn page(mut self, path: &str, page: Page) -> Site {
        self.paths.insert(path.into(), Answer::Fixed(page));
        self
    }

    /// An answer made anew for each request to a path.
    pub fn made(
        mut self,
        path: &str,
        handler: impl Fn(&Request) -> Page + Send + Sync + 'static,
    ) -> Site {
        self.paths
            .insert(path.into(), Answer::Made(Arc::new(handler)));
        self
    }

    /// What every other path answers.
    pub fn rest(mut self, handler: impl Fn(&Request) -> Page + Send + Sync + 'static) -> Site {
        self.rest = Some(Answer::Made(Arc::new(handler)));
        self
    }

    /// A site that passes everything on to a server on loopback.
    pub fn proxy(host: &str, to: SocketAddr) -> Site {
        Site {
            proxy: Some(to),
            ..Site::new(host)
        }
    }

    pub(crate) fn answer(&self, uri: &Uri) -> Option<&Answer> {
        let whole = uri.path_and_query().map_or("/", |path| path.as_str());
        self.paths
            .get(whole)
            .or_else(|| self.paths.get(uri.path()))
            .or(self.rest.as_ref())
    }
}

/// Where an address leads in the lab.
pub struct Address {
    /// The host name, as browsers write it.
    pub host: String,
    /// Path and query.
    pub path: String,
}

/// Takes an address apart as a browser does.
pub fn parse_address(address: &str) -> anyhow::Result<Address> {
    let url = url::Url::parse(address)?;
    let host = url
        .host_str()
        .ok_or_else(|| anyhow::anyhow!("an address without a host"))?
        .to_owned();
    let path = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    Ok(Address { host, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(site: &Site, uri: &'static str) -> Option<Bytes> {
        match site.answer(&Uri::from_static(uri))? {
            Answer::Fixed(page) => Some(page.body.clone()),
            Answer::Made(_) => None,
        }
    }

    #[test]
    fn a_path_with_its_query_comes_first() {
        let site = Site::new("a.example")
            .page("/m", Page::html("any"))
            .page("/m?id=1", Page::html("one"));
        assert_eq!(body(&site, "/m?id=1").as_deref(), Some(&b"one"[..]));
        assert_eq!(body(&site, "/m?id=2").as_deref(), Some(&b"any"[..]));
        assert_eq!(body(&site, "/n"), None);
    }
}
