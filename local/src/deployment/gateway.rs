//! API Gateway's part: a request finds its route, and its function gets it as an HTTP API event (payload 2.0).

use std::collections::HashMap;

use aws_lambda_events::apigw::{
    ApiGatewayV2httpRequest, ApiGatewayV2httpRequestContext, ApiGatewayV2httpRequestContextHttpDescription,
};
use http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use lambda_http::request::LambdaRequest;
use lambda_http::{Body, Request, Response};
use matchit::Router;
use paydesk_service::handlers::Handler;
use percent_encoding::percent_decode_str;

use super::functions::isolated;
use super::{Deployment, Template, Trigger};
use crate::template::DEFAULT_STAGE;

/// The route table of the template.
pub struct Gateway {
    stage: String,
    paths: Router<HashMap<Method, Route>>,
    /// `$default`.
    otherwise: Option<Route>,
}

#[derive(Clone)]
struct Route {
    key: String,
    function: String,
}

impl Gateway {
    pub fn of(template: &Template) -> Result<Self, String> {
        let mut otherwise = None;
        let mut by_path: HashMap<&str, HashMap<Method, Route>> = HashMap::new();
        for function in &template.functions {
            for trigger in &function.triggers {
                match trigger {
                    Trigger::DefaultRoute => {
                        otherwise = Some(Route { key: "$default".into(), function: function.name.clone() });
                    }
                    Trigger::Route { method, path } => {
                        let route =
                            Route { key: format!("{method} {path}"), function: function.name.clone() };
                        let parsed =
                            Method::from_bytes(method.as_bytes()).map_err(|error| error.to_string())?;
                        if by_path.entry(path).or_default().insert(parsed, route).is_some() {
                            return Err(format!("template.yaml has the route {method} {path} twice"));
                        }
                    }
                    Trigger::Stream(_) | Trigger::Schedule(_) | Trigger::Queue(_) => {}
                }
            }
        }
        let mut paths = Router::new();
        for (path, methods) in by_path {
            paths.insert(path, methods).map_err(|error| format!("template.yaml, route {path}: {error}"))?;
        }
        Ok(Self { stage: template.stage.clone(), paths, otherwise })
    }

    /// The path that routes are found by; nothing, if it does not begin with the stage.
    fn behind_stage<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.stage == DEFAULT_STAGE {
            return Some(path);
        }
        let rest = path.strip_prefix('/')?.strip_prefix(self.stage.as_str())?;
        if rest.is_empty() { Some("/") } else { rest.starts_with('/').then_some(rest) }
    }

    fn find(&self, method: &Method, path: &str) -> Option<(&Route, HashMap<String, String>)> {
        if let Ok(found) = self.paths.at(path)
            && let Some(route) = found.value.get(method)
        {
            let decoded = |value: &str| percent_decode_str(value).decode_utf8_lossy().into_owned();
            let parameters = found.params.iter().map(|(name, value)| (name.to_string(), decoded(value)));
            return Some((route, parameters.collect()));
        }
        self.otherwise.as_ref().map(|route| (route, HashMap::new()))
    }
}

impl Deployment {
    /// Answers an HTTP request as the API would.
    pub async fn http(&self, request: Request) -> Response<Body> {
        let gateway = &self.parts.gateway;
        let path = gateway.behind_stage(request.uri().path());
        let found = path.and_then(|path| gateway.find(request.method(), path));
        // What API Gateway itself says of another stage, or without a `$default` route.
        let Some((route, parameters)) = found else {
            return plain(StatusCode::NOT_FOUND, r#"{"message":"Not Found"}"#);
        };
        let Some((app, Handler::Http(handler))) = self.parts.functions.get(&route.function) else {
            return failed();
        };
        let event = event(route, &gateway.stage, parameters, request, self.clock().now().millis());
        isolated(&route.function, async move { handler(app, event).await }).await.unwrap_or_else(|_| failed())
    }
}

/// The request as lambda_http makes it of API Gateway's event.
fn event(
    route: &Route,
    stage: &str,
    parameters: HashMap<String, String>,
    request: Request,
    now: i64,
) -> Request {
    let (parts, body) = request.into_parts();
    let headers = gateway_headers(parts.headers);
    let body = encoded(body, &headers);
    let path = parts.uri.path().to_string();
    let mut http = ApiGatewayV2httpRequestContextHttpDescription::default();
    http.method = parts.method;
    http.path = Some(path.clone());
    http.protocol = Some("HTTP/1.1".into());
    http.source_ip = Some("127.0.0.1".into());
    http.user_agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).map(str::to_string);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.route_key = Some(route.key.clone());
    context.stage = Some(stage.into());
    context.request_id = Some(paydesk_service::random::token());
    // The API's own address begins with its id; a custom domain's does not.
    context.apiid = Some("localhost".into());
    context.domain_name = Some("localhost".into());
    context.domain_prefix = Some("localhost".into());
    context.time_epoch = now;
    context.http = http;
    let mut event = ApiGatewayV2httpRequest::default();
    event.version = Some("2.0".into());
    event.route_key = Some(route.key.clone());
    event.raw_path = Some(path);
    event.raw_query_string = Some(parts.uri.query().unwrap_or_default().to_string());
    event.path_parameters = parameters;
    event.headers = headers;
    event.request_context = context;
    let mut request: Request = LambdaRequest::ApiGatewayV2(event).into();
    // What lambda_http would make of the event's base64: the same bytes, without coding them twice.
    *request.body_mut() = body;
    request
}

/// Repeated headers become one, and the host is one that can be part of a URL.
fn gateway_headers(mut headers: HeaderMap) -> HeaderMap {
    if headers.len() != headers.keys_len() {
        headers = joined(&headers);
    }
    let scheme = headers.get("x-forwarded-proto").map(HeaderValue::as_bytes);
    if !matches!(scheme, Some(b"http" | b"https")) {
        headers.insert("x-forwarded-proto", HeaderValue::from_static("http"));
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    if host.is_some_and(|host| !is_host(host)) {
        headers.remove(HOST);
    }
    headers
}

fn joined(headers: &HeaderMap) -> HeaderMap {
    let join = |name: &http::HeaderName| {
        let values: Vec<&[u8]> = headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
        HeaderValue::from_bytes(&values.join(&b","[..])).ok().map(|value| (name.clone(), value))
    };
    headers.keys().filter_map(join).collect()
}

fn is_host(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    host.bytes().all(plain) && url::Url::parse(&format!("http://{host}/")).is_ok()
}

/// API Gateway hands text on as text, and anything else, forms too, as base64: to the handler that is bytes.
fn encoded(body: Body, headers: &HeaderMap) -> Body {
    let bytes = match body {
        Body::Empty => return Body::Empty,
        Body::Text(text) => text.into_bytes(),
        Body::Binary(bytes) => bytes,
        _ => return Body::Empty,
    };
    if bytes.is_empty() {
        return Body::Empty;
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !is_text(kind) {
        return Body::Binary(bytes);
    }
    String::from_utf8(bytes).map_or_else(|error| Body::Binary(error.into_bytes()), Body::Text)
}

fn is_text(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let known = ["application/json", "application/xml", "application/javascript"];
    known.iter().any(|known| essence.eq_ignore_ascii_case(known))
        || essence.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"))
}

/// What API Gateway itself says of a function that died. SDKs retry every 5xx.
fn failed() -> Response<Body> {
    plain(StatusCode::INTERNAL_SERVER_ERROR, r#"{"message":"Internal Server Error"}"#)
}

fn plain(status: StatusCode, body: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
