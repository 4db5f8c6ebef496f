//! The post: one webhook to one URL over a connection of its own, to an address that was looked at, in bounded time.
//!
//! No connection outlives its attempt. A function is frozen between two invocations, and what it held open may be dead
//! when it wakes, which it would find out by waiting; and an address that is looked at for every attempt has to be
//! connected to for every attempt. TLS sessions are resumed, so that the second handshake is short.

use std::fmt;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use futures::TryFutureExt as _;
use http::header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Bytes};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use paydesk_model::delivery::KEPT_ANSWER_BYTES;
use url::{Host, Url};

use super::Trouble;
use super::guard::Reach;
use super::internet::{Internet, Resolver};
use super::retry_after;
use crate::clock::Clock;

/// For a connection, and for all of an attempt.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(15);
/// For an answer's body, which is kept for people to read and decides nothing.
const BODY: Duration = Duration::from_secs(2);

const SENDER: &str =
    concat!("Paydesk/", env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));

type Way = Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>;

/// What a receiver answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The first KB of it.
    pub body: String,
    /// Seconds that it asks to be left alone for.
    pub retry_after: Option<i64>,
}

impl Answer {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Sends webhooks; what that needs is made when the first is sent.
pub struct Post {
    reach: Reach,
    internet: Internet,
    way: OnceLock<Result<Way, Trouble>>,
}

impl Post {
    pub fn new(reach: Reach, internet: Internet) -> Self {
        Self { reach, internet, way: OnceLock::new() }
    }

    /// Posts `body` to `url` once, with these headers beside our own.
    pub async fn send(
        &self,
        url: &str,
        livemode: bool,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Answer, Trouble> {
        let mut request = Request::post(self.destination(url, livemode)?)
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .header(USER_AGENT, SENDER);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::from(body)).map_err(|_| Trouble::NoUrl)?;
        if let Some(carrier) = self.internet.carrier() {
            return answered(carrier.carry(request)).await;
        }
        let way = self.way.get_or_init(|| way(self.reach, self.internet.clone()));
        let way = way.as_ref().map_err(Clone::clone)?;
        answered(way.request(request).map_err(|error| Trouble::of(&error))).await
    }

    /// The URL as browsers read it, if webhooks may go there. A host that is an address is looked at here, for nobody
    /// resolves it.
    pub fn destination(&self, url: &str, livemode: bool) -> Result<Uri, Trouble> {
        let url = Url::parse(url).map_err(|_| Trouble::NoUrl)?;
        match url.scheme() {
            "https" => {}
            "http" if !livemode => {}
            "http" => return Err(Trouble::NotSecure),
            _ => return Err(Trouble::NoUrl),
        }
        let address: Option<IpAddr> = match url.host().ok_or(Trouble::NoUrl)? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        };
        if address.is_some_and(|address| !self.reach.allows(address)) {
            return Err(Trouble::NotAllowed);
        }
        url.as_str().parse().map_err(|_| Trouble::NoUrl)
    }
}

impl fmt::Debug for Post {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Post({:?})", self.reach)
    }
}

fn way(reach: Reach, internet: Internet) -> Result<Way, Trouble> {
    let tls = internet.clone().tls()?;
    let mut http = HttpConnector::new_with_resolver(Resolver { reach, internet });
    http.enforce_http(false);
    http.set_connect_timeout(Some(CONNECT));
    http.set_nodelay(true);
    let https = tls.https_or_http().enable_http1().wrap_connector(http);
    Ok(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(https))
}

/// What came of a request in the time that it has.
async fn answered(
    request: impl Future<Output = Result<Response<impl Body<Data = Bytes> + Unpin>, Trouble>>,
) -> Result<Answer, Trouble> {
    let answer = tokio::time::timeout(WHOLE, request).await;
    Ok(read(answer.map_err(|_| Trouble::TimedOut)??).await)
}

/// The beginning of an answer; the rest is not waited for.
async fn read(answer: Response<impl Body<Data = Bytes> + Unpin>) -> Answer {
    let status = answer.status().as_u16();
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = asked.and_then(|text| retry_after::seconds(text, Clock::system().now()));
    let mut kept = Vec::new();
    // What it takes longer for, or breaks off, is missing in the log and nowhere else.
    let _ = tokio::time::timeout(BODY, fill(&mut kept, answer.into_body())).await;
    Answer { status, body: text(&kept), retry_after }
}

async fn fill(kept: &mut Vec<u8>, mut body: impl Body<Data = Bytes> + Unpin) {
    while kept.len() < KEPT_ANSWER_BYTES {
        let Some(Ok(frame)) = body.frame().await else { return };
        let Ok(data) = frame.into_data() else { continue };
        let room = KEPT_ANSWER_BYTES - kept.len();
        kept.extend_from_slice(&data[..data.len().min(room)]);
    }
}

/// As text, without the half of a character that may be at the end.
fn text(bytes: &[u8]) -> String {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    String::from_utf8_lossy(&bytes[..whole]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn destination(reach: Reach, livemode: bool, url: &str) -> Result<String, Trouble> {
        Post::new(reach, Internet::default()).destination(url, livemode).map(|uri| uri.to_string())
    }

    #[test]
    fn live_mode_is_https_only() {
        let url = "http://shop.example/hook";
        assert_eq!(destination(Reach::Public, true, url), Err(Trouble::NotSecure));
        assert_eq!(destination(Reach::Public, false, url).unwrap(), url);
        assert!(destination(Reach::Public, true, "https://shop.example/hook").is_ok());
        for url in ["", "shop.example", "ftp://shop.example", "file:///etc/passwd", "https://"] {
            assert_eq!(destination(Reach::Public, false, url), Err(Trouble::NoUrl), "{url}");
        }
    }

    #[test]
    fn an_address_in_the_url_is_looked_at_however_it_is_written() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://[::1]:8080/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/latest/meta-data/",
            "https://user@10.0.0.1/",
        ] {
            assert_eq!(destination(Reach::Public, false, url), Err(Trouble::NotAllowed), "{url}");
        }
        assert!(destination(Reach::Near, false, "http://127.0.0.1:3000/hook").is_ok());
        let metadata = destination(Reach::Near, false, "http://169.254.169.254/");
        assert_eq!(metadata, Err(Trouble::NotAllowed));
    }

    #[test]
    fn names_in_any_script_are_hosts() {
        let uri = destination(Reach::Public, true, "https://bücher.example/wëbhook").unwrap();
        assert_eq!(uri, "https://xn--bcher-kva.example/w%C3%ABbhook");
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused_when_it_is_resolved() {
        let post = Post::new(Reach::Public, Internet::default());
        let outcome = post.send("http://localhost:1/hook", false, &[], String::new()).await;
        assert_eq!(outcome, Err(Trouble::NotAllowed));
    }

    #[test]
    fn half_a_character_at_the_end_is_left_out() {
        assert_eq!(text("grün".as_bytes()), "grün");
        assert_eq!(text(&"grün".as_bytes()[..3]), "gr");
        assert_eq!(text(&[0xff, b'a']), "\u{fffd}a");
    }
}
