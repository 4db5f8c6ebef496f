//! A call: what an HTTP request says before anyone knows whether it is right.

use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt};
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;

use super::route::{Place, unrouted};
use super::version::{ApiVersion, no_version};
use super::{Dialect, form, json};
use crate::error::Error;
use crate::random;

/// Largest body read: an item holds 400 KB, and a form is larger than what it says.
pub const LARGEST_BODY: usize = 1_000_000;
/// Longest idempotency key accepted.
pub const LONGEST_KEY: usize = 255;

/// Facts about a request that every answer needs, also a refusal.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// `req_…`
    pub request_id: String,
    pub dialect: Dialect,
    pub version: ApiVersion,
    /// As it was sent, if it was a POST.
    pub idempotency_key: Option<String>,
}

/// What a call wants to do with the place it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Delete,
}

impl Verb {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// A request with its parts taken apart; its parameters are read once the caller is known.
#[derive(Clone, Debug)]
pub struct Call {
    pub envelope: Envelope,
    pub path: String,
    pub api_key: Option<String>,
    /// `https://host`, where this call came in.
    pub origin: String,
    pub parameters: Tree,
    raw: Raw,
}

/// What parameters are read from.
#[derive(Clone, Debug)]
struct Raw {
    is_post: bool,
    is_delete: bool,
    query: String,
    format: Option<String>,
    body: Vec<u8>,
}

impl Envelope {
    /// What can be said of any request at all.
    pub fn of(request: &Request) -> Self {
        let path = request.raw_http_path();
        let dialect = Place::find(path).map_or(Dialect::Stripe, |(dialect, _)| dialect);
        let version = header(request, "stripe-version").and_then(ApiVersion::parse).unwrap_or_default();
        let key = header(request, "idempotency-key").filter(|_| request.method() == http::Method::POST);
        Self {
            request_id: format!("req_{}", &random::token()[..16]),
            dialect,
            version,
            idempotency_key: key.map(str::to_owned),
        }
    }
}

impl Call {
    /// Takes a request apart. Nothing is known of the caller yet, so nothing of this is believed.
    pub fn read(request: &Request, envelope: Envelope) -> Result<Self, Error> {
        let path = request.raw_http_path().to_owned();
        if Place::find(&path).is_none() {
            return Err(unrouted(request.method().as_str(), &path));
        }
        check_headers(request)?;
        let raw = Raw {
            is_post: request.method() == http::Method::POST,
            is_delete: request.method() == http::Method::DELETE,
            query: request.uri().query().unwrap_or_default().to_owned(),
            format: header(request, "content-type").map(str::to_owned),
            body: body(request)?.to_vec(),
        };
        Ok(Self {
            api_key: header(request, "authorization").and_then(key_of),
            origin: origin(request),
            parameters: Tree::hash(),
            envelope,
            path,
            raw,
        })
    }

    /// Reads the parameters, of the query or of the body.
    pub fn read_parameters(&mut self) -> Result<(), Error> {
        self.parameters = self.raw.parameters(self.envelope.dialect)?;
        Ok(())
    }

    /// The session id in the path; a handler asks only where its routes have one.
    pub fn session_id(&self) -> &str {
        Place::find(&self.path).and_then(|(_, place)| place.id()).unwrap_or_default()
    }

    pub fn is_post(&self) -> bool {
        self.raw.is_post
    }

    pub fn verb(&self) -> Verb {
        match (self.is_post(), self.is_delete()) {
            (true, _) => Verb::Post,
            (_, true) => Verb::Delete,
            _ => Verb::Get,
        }
    }

    pub fn is_delete(&self) -> bool {
        self.raw.is_delete
    }

    pub fn dialect(&self) -> Dialect {
        self.envelope.dialect
    }

    pub fn is_camel(&self) -> bool {
        self.envelope.dialect == Dialect::Camel
    }
}

fn check_headers(request: &Request) -> Result<(), Problem> {
    if let Some(version) = header(request, "stripe-version")
        && ApiVersion::parse(version).is_none()
    {
        return Err(Problem::general(no_version(version)));
    }
    if request.headers().contains_key("stripe-account") {
        return Err(Problem::general(
            "The Stripe-Account header is not supported: use a key of the account itself and leave the header out.",
        ));
    }
    if request.method() != http::Method::POST {
        return Ok(());
    }
    match request.headers().get("idempotency-key").map(|key| key.to_str().map(str::len)) {
        Some(Ok(0)) => Err(Problem::general("Invalid Idempotency-Key: it must not be empty.")),
        Some(Ok(length)) if length > LONGEST_KEY => Err(Problem::general(format!(
            "Invalid Idempotency-Key: it must be at most {LONGEST_KEY} characters long."
        ))),
        Some(Err(_)) => Err(Problem::general("Invalid Idempotency-Key: use printable ASCII characters.")),
        _ => Ok(()),
    }
}

impl Raw {
    /// The parameters of a GET or a DELETE stand in its query; those of a POST in its body, and a query besides is refused.
    fn parameters(&self, dialect: Dialect) -> Result<Tree, Error> {
        let from_query = form::parse(self.query.as_bytes())?;
        let from_query = if dialect == Dialect::Camel { json::recase_query(from_query) } else { from_query };
        if !self.is_post {
            return Ok(from_query);
        }
        if let Tree::Hash(entries) = &from_query
            && let Some((key, _)) = entries.first()
        {
            let message = format!("Parameter `{key}` stands in the query of a POST: send it in the body.");
            return Err(Problem::at(Path::of(key.clone()), message).into());
        }
        self.in_body(dialect)
    }

    fn in_body(&self, dialect: Dialect) -> Result<Tree, Error> {
        if self.body.is_empty() {
            return Ok(Tree::hash());
        }
        let format = self.format.as_deref().map(|kind| kind.split(';').next().unwrap_or(kind).trim());
        if format.is_some_and(|format| !format.eq_ignore_ascii_case(dialect.body_format())) {
            return Err(Error::WrongFormat { expected: dialect.body_format() });
        }
        match dialect {
            Dialect::Stripe => Ok(form::parse(&self.body)?),
            Dialect::Camel => Ok(json::parse(&self.body)?),
        }
    }
}

pub fn body(request: &Request) -> Result<&[u8], Error> {
    let bytes: &[u8] = match request.body() {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    };
    if bytes.len() > LARGEST_BODY {
        return Err(Error::TooLarge { limit: LARGEST_BODY });
    }
    Ok(bytes)
}

/// The key of `Authorization: Bearer KEY`, or the user name of `Basic`, whatever the password.
pub fn key_of(authorization: &str) -> Option<String> {
    use base64::Engine as _;
    let (scheme, credentials) = authorization.split_once(' ')?;
    let credentials = credentials.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(credentials.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = base64::engine::general_purpose::STANDARD.decode(credentials).ok()?;
    let pair = String::from_utf8(decoded).ok()?;
    Some(pair.split(':').next().unwrap_or_default().to_owned()).filter(|key| !key.is_empty())
}

/// Where a request came in. At the API's own address a stage is part of every path, at a domain of one's own of none.
pub fn origin(request: &Request) -> String {
    let host = header(request, "host").unwrap_or("localhost");
    match stage_in_path(request) {
        Some(stage) => format!("https://{host}/{stage}"),
        None => format!("https://{host}"),
    }
}

/// API Gateway's events have the stage in their path even where the caller's URL did not.
fn stage_in_path(request: &Request) -> Option<&str> {
    let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref() else { return None };
    let own_address = context.apiid.is_some() && context.domain_prefix == context.apiid;
    context.stage.as_deref().filter(|stage| own_address && *stage != "$default")
}

pub fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}
