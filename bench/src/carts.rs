//! What is bought: the typical and the large session, as forms and as requests.

use http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use paydesk_model::time::Moment;

/// 22 November 2026, midnight.
pub const START: Moment = Moment::from_seconds(1_795_305_600);
pub const KEY: &str = "sk_test_paydesk_bench";
pub const SESSIONS: &str = "/v1/checkout/sessions";
pub const PRICES: &str = "/v1/prices";
/// A pair a line; `wrk/create.lua` reads the same file.
const TYPICAL: &str = include_str!("../carts/typical.form");
/// What a payer says beside the card's number.
const PAYER: &str = include_str!("../carts/payer.form");
pub const GOOD: &str = "4242+4242+4242+4242";
pub const DECLINED: &str = "4000+0000+0000+0002";
/// What the page says that follows a payment.
pub const DONE: &str = "data-notice=\"complete\"";
/// What is opened so that it can be captured, or recovered.
pub const MANUAL: &str = "&payment_intent_data[capture_method]=manual";
pub const RECOVERABLE: &str = "&after_expiration[recovery][enabled]=true";
const LARGE_LINES: usize = 100;

/// Three lines, five metadata keys.
pub fn typical() -> String {
    TYPICAL.lines().collect::<Vec<_>>().join("&")
}

/// The typical one with something that it can be found by.
pub fn typical_with_reference() -> String {
    format!("{}&client_reference_id=order-2026-11-22-004711", typical())
}

/// What a typical session has beside its lines.
fn without_lines() -> Vec<String> {
    TYPICAL.lines().filter(|pair| !pair.starts_with("line_items")).map(str::to_owned).collect()
}

/// A price of a catalogue, and a product of its own.
pub fn price(number: usize) -> String {
    format!("currency=eur&unit_amount={}&product_data[name]=Tea+number+{number}", 250 + number)
}

/// A line of each of these prices of a catalogue, the same five metadata keys.
pub fn of_prices(ids: &[String]) -> String {
    let mut pairs = without_lines();
    for (line, id) in ids.iter().enumerate() {
        pairs.push(format!("line_items[{line}][price]={id}&line_items[{line}][quantity]={}", line % 5 + 1));
    }
    pairs.join("&")
}

/// A hundred lines whose products are described, the same five metadata keys.
pub fn large() -> String {
    let mut pairs = without_lines();
    for line in 0..LARGE_LINES {
        let price = format!("line_items[{line}][price_data]");
        pairs.push(format!("line_items[{line}][quantity]={}", line % 5 + 1));
        pairs.push(format!("{price}[currency]=eur"));
        pairs.push(format!("{price}[unit_amount]={}", 250 + line));
        pairs.push(format!("{price}[product_data][name]=Tea+number+{line}"));
        pairs.push(format!(
            "{price}[product_data][description]=Picked+by+hand+in+the+second+flush%2C+rolled%2C+oxidised+and\
             +dried+on+the+estate+itself.+Lot+{line}%2C+250+g"
        ));
    }
    pairs.join("&")
}

/// The payment link of a session: its parameters, without those that a link has no use for.
pub fn of_a_link(form: &str) -> String {
    let own = ["mode=", "success_url=", "cancel_url=", "client_reference_id="];
    let pairs = form.split('&').filter(|pair| !own.iter().any(|name| pair.starts_with(name)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A payer's form, as a page sends it: `form` is the page's own name, `number` the card's.
pub fn pay(page: &str, form: &str, number: &str) -> Result<Request, String> {
    post(page, &format!("form={form}&card[number]={number}&{}", PAYER.trim_end().replace('\n', "&")), None)
}

/// The path of the page of a session that was answered.
pub fn page_of(session: &serde_json::Value) -> Option<String> {
    let url = session["url"].as_str()?;
    Some(url[url.find("/c/pay/")?..].to_owned())
}

/// Whether a payer is told that all is done, and led on.
pub fn is_paid(page: &Response<Body>) -> bool {
    page.status() == 200 && std::str::from_utf8(page.body()).is_ok_and(|text| text.contains(DONE))
}

/// The address of the style of a page that was answered.
pub fn style_of(page: &Response<Body>) -> Option<String> {
    let text = std::str::from_utf8(page.body()).ok()?;
    let from = text.find("/c/assets/checkout-")?;
    Some(text[from..].split('"').next()?.to_owned())
}

/// A POST of a form, as an SDK sends it, with its idempotency key if there is one.
pub fn post(path: &str, form: &str, key: Option<&str>) -> Result<Request, String> {
    let request = request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
    let request = key.into_iter().fold(request, |request, key| request.header("idempotency-key", key));
    finish(request, path, Body::Binary(form.as_bytes().to_vec()))
}

pub fn get(path: &str) -> Result<Request, String> {
    finish(request(Method::GET, path), path, Body::Empty)
}

/// API Gateway's path comes along, for handlers that are called without it.
fn finish(request: http::request::Builder, path: &str, body: Body) -> Result<Request, String> {
    let request = request.body(body).map_err(|error| error.to_string())?;
    Ok(request.with_raw_http_path(path.split('?').next().unwrap_or(path)))
}

/// The headers that the official SDKs send.
fn request(method: Method, path: &str) -> http::request::Builder {
    http::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:12111")
        .header("authorization", format!("Bearer {KEY}"))
        .header("stripe-version", "2026-10-28.endive")
        .header("user-agent", "Stripe/v1 PythonBindings/14.0.0")
        .header("accept", "*/*")
}
