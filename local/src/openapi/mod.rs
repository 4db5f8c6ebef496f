//! OpenAPI 3.1 documents of both dialects, made of what the code itself reads and checks by.

mod answers;
mod example;
mod expand;
mod failures;
mod headers;
pub mod objects;
mod operation;
mod operations;
pub mod page;
mod request;
pub mod rules;
pub mod words;

use paydesk_service::wire::version::NEWEST;
use paydesk_service::wire::{Dialect, camel};
use serde_json::{Map, Value, json};

/// What the routes of a payer's browser begin with. No document describes them: their answers are pages, and where one is
/// JSON, it is for the script that comes with them.
pub const OF_BROWSERS: [&str; 2] = ["/c/", "/b/"];

/// Where the committed documents say that the API is.
pub const RUNNER: &str = "http://127.0.0.1:12111";

const BOTH: &str = "Amounts are integers in the currency's smallest unit: 1250 is 12.50 EUR, 500 is 500 JPY. Times are \
    Unix seconds.\n\n\
    **Keys.** Every call has a key, as Bearer or as the user name of Basic. sk_ keys may do everything, rk_ keys \
    may only read. Test and live never meet: a session of the other mode is not found. Locally any sk_test_ key of \
    eight or more letters, digits or _ is an account of its own.\n\n\
    **Idempotency.** A POST with an `Idempotency-Key` can be sent again: the repeat changes nothing and answers with \
    the session as it is now. The same key with other parameters is an idempotency_error.\n\n\
    **Errors.** One clear error per request, with a type, a message, often a code and the parameter; nothing \
    half-written remains. `Stripe-Should-Retry` says whether the same request may succeed when it is sent again. \
    On AWS, API Gateway itself may answer 413, 429, 500 or 503: when there are too many calls, and when a function is \
    throttled, out of time or dead. Then there is only a `message`, and none of our headers.\n\n";

const STRIPE: &str = "Stripe's wire: forms in, snake_case JSON out. Stripe's own SDKs are clients of it.\n\n\
    **Forms.** Objects and lists are written with brackets to any depth: \
    `line_items[0][price_data][currency]=eur`, `expand[]=line_items`. OpenAPI's deepObject says so of the first \
    level only; here it means every level. A value is text whatever its type: `true`, `1250`. Sending an empty \
    value unsets what can be unset.";

const CAMEL: &str = "camelCase JSON both ways. null means not given. Numbers and switches may also be sent as text.\n\n\
    A whole session may be sent in again: what is only ever an outcome is ignored.";

/// The document of a dialect, for an API at `server`.
pub fn document(dialect: Dialect, server: &str) -> Value {
    let (title, own) = match dialect {
        Dialect::Stripe => ("Paydesk on Stripe's wire", STRIPE),
        Dialect::Camel => ("Paydesk in camelCase", CAMEL),
    };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "summary": "Checkout sessions as a service",
            "description": format!("{BOTH}{}{own}", versions()),
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": servers(server),
        "security": [{"bearer": []}, {"basic": []}],
        "tags": tags(dialect),
        "paths": paths(dialect),
        "components": {
            "schemas": schemas(dialect),
            "responses": failures::responses(dialect),
            "headers": headers::answered(),
            "parameters": headers::asked(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer sk_test_…"},
                "basic": {"type": "http", "scheme": "basic", "description": "The key as user name, no password."},
            },
        },
    })
}

fn tags(dialect: Dialect) -> Vec<Value> {
    let mut tags =
        vec![json!({"name": "Sessions", "description": "Checkout sessions and their line items."})];
    if dialect == Dialect::Stripe {
        tags.extend(objects::tags());
    }
    tags
}

fn paths(dialect: Dialect) -> Map<String, Value> {
    let mut paths = operations::paths(dialect);
    if dialect == Dialect::Stripe {
        paths.extend(objects::paths());
    }
    paths
}

fn versions() -> String {
    format!(
        "**Versions.** `Stripe-Version` is honoured where shapes changed; {NEWEST} is the newest and the default.\n\n"
    )
}

/// The document as it is committed and printed.
pub fn text(dialect: Dialect) -> String {
    format!("{:#}\n", document(dialect, RUNNER))
}

fn servers(server: &str) -> Value {
    json!([
        {"url": server, "description": "The local runner"},
        {
            "url": "{ApiUrl}",
            "description": "A deployed stack",
            "variables": {"ApiUrl": {
                "default": "https://abcdef1234.execute-api.eu-central-1.amazonaws.com",
                "description": "The stack's output of this name; with its stage, if it has one of its own.",
            }},
        },
    ])
}

fn schemas(dialect: Dialect) -> Map<String, Value> {
    let mut schemas = request::named_values(dialect);
    schemas.extend(answers::schemas(dialect));
    schemas.extend(operations::bodies(dialect));
    if dialect == Dialect::Stripe {
        schemas.extend(objects::schemas());
        schemas.extend(objects::bodies());
    }
    schemas.insert("Error".to_owned(), failures::schema(dialect));
    schemas.insert("GatewayError".to_owned(), failures::gateways_schema());
    schemas
}

/// A name of ours as the dialect spells it.
fn spelled(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Stripe => name.to_owned(),
        Dialect::Camel => camel::to_camel(name),
    }
}

/// Words in backticks are parameters, as everywhere; here they keep the backticks, which are Markdown.
fn said(dialect: Dialect, words: &str) -> String {
    if dialect == Dialect::Stripe {
        return words.to_owned();
    }
    let parts = words.split('`').enumerate();
    let recased =
        parts.map(|(at, part)| if at % 2 == 1 { camel::recase_name(part) } else { part.to_owned() });
    recased.collect::<Vec<_>>().join("`")
}

/// `schema` with what is to be said of it, if anything is.
fn with_note(dialect: Dialect, mut schema: Value, notes: &[&str]) -> Value {
    let notes: Vec<_> =
        notes.iter().filter(|note| !note.is_empty()).map(|note| said(dialect, note)).collect();
    if !notes.is_empty() {
        schema["description"] = json!(notes.join(" "));
    }
    schema
}
