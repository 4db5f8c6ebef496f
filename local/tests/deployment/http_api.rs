//! API Gateway's part: routes, and what a handler sees of a request.

use http::Method;
use lambda_http::Body;
use lambda_http::request::from_str;
use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use paydesk_service::handlers::{Handler, find};
use paydesk_service::keys::NewKey;
use serde_json::Value;

use crate::world::{CART, FORM, SESSIONS, create, deployment, get, json, post, request, started};

#[tokio::test]
async fn a_path_that_no_route_takes_is_answered_in_the_apis_error_shape() {
    let deployment = deployment();
    for path in ["/", "/v1/nothing", "/v1/checkout/sessions/", "/v1/checkout/sessions/a/b/c", "/%ff/%00"] {
        let response = get(&deployment, path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(json(&response)["error"]["type"], "invalid_request_error", "{path}");
    }
}

#[tokio::test]
async fn a_handler_that_panics_is_a_500_in_the_apis_error_shape_and_the_next_request_works() {
    let deployment = deployment();
    deployment.faults().set(|_| Fault::Panic);
    let response = post(&deployment, SESSIONS, CART).await;
    assert_eq!(response.status(), 500);
    assert_eq!(json(&response)["error"]["type"], "api_error");
    assert_eq!(response.headers()["stripe-should-retry"], "true");
    deployment.faults().clear();
    create(&deployment).await;
}

#[tokio::test]
async fn a_function_whose_process_dies_is_a_500_of_api_gateway_and_the_next_request_works() {
    let deployment = deployment();
    deployment.faults().set(|_| Fault::CrashBefore);
    let response = post(&deployment, SESSIONS, CART).await;
    assert_eq!(response.status(), 500);
    assert_eq!(json(&response), serde_json::json!({"message": "Internal Server Error"}));
    let headers: Vec<_> = response.headers().keys().collect();
    assert_eq!(headers, ["content-type"], "none of ours");
    deployment.faults().clear();
    create(&deployment).await;
}

#[tokio::test]
async fn odd_requests_never_kill_the_handler() {
    let deployment = deployment();
    let long = "x".repeat(5000);
    let odd = [
        (SESSIONS, "host", "not a host"),
        (SESSIONS, "host", "[::1"),
        (SESSIONS, "host", "1.2.3.999"),
        (SESSIONS, "host", "example.com:99999"),
        (SESSIONS, "host", "@evil/?#"),
        (SESSIONS, "x-forwarded-proto", "javascript"),
        (SESSIONS, "x-forwarded-proto", ""),
        (SESSIONS, "cookie", "a=b; c=d"),
        (SESSIONS, "user-agent", long.as_str()),
        ("/v1/checkout/sessions?a=%zz&b=%ff&c[]=[&&=", "accept", "*/*"),
        ("/v1/checkout/sessions/%2e%2e%2f%00%ff", "accept", "*/*"),
        ("/v1/checkout/sessions/{}|^`\"", "accept", "*/*"),
        ("/../../v1//checkout\\sessions", "accept", "*/*"),
        ("//evil.example/v1", "accept", "*/*"),
    ];
    for (path, header, value) in odd {
        let Ok(mut request) = http::Request::builder().uri(path).body(Body::Empty) else { continue };
        request.headers_mut().insert(http::HeaderName::from_static(header), value.parse().unwrap());
        let response = deployment.http(request).await;
        assert!(response.status().is_client_error(), "{path} {header}: {value} → {}", response.status());
    }
}

#[tokio::test]
async fn a_form_is_bytes_to_the_handler_and_json_is_text() {
    let deployment = deployment();
    let as_text = request(Method::POST, SESSIONS, FORM, CART);
    let as_bytes = request(Method::POST, SESSIONS, FORM, CART.as_bytes().to_vec());
    for request in [as_text, as_bytes] {
        let response = deployment.http(request).await;
        assert_eq!(response.status(), 200, "{response:?}");
    }
    let broken =
        request(Method::POST, "/checkout-sessions", "application/json", b"{\"mode\":\"\xff\"}".to_vec());
    let response = deployment.http(broken).await;
    assert!(response.status() == 400 || response.status() == 200, "{response:?}");
}

#[tokio::test]
async fn two_deployments_know_nothing_of_each_other() {
    let (one, other) = (deployment(), deployment());
    let id = create(&one).await;
    let found: Value = json(&get(&one, &format!("{SESSIONS}/{id}")).await);
    assert_eq!(found["id"], id.as_str());
    assert_eq!(get(&other, &format!("{SESSIONS}/{id}")).await.status(), 404);
}

#[tokio::test]
async fn a_stage_is_the_first_step_of_every_path_and_of_the_pages_url() {
    let stage = ("StageName".to_string(), "prod".to_string());
    let deployment = started(Options { parameters: [stage].into(), ..Options::default() });
    let response = post(&deployment, "/prod/v1/checkout/sessions", CART).await;
    assert_eq!(response.status(), 200, "{response:?}");
    let session = json(&response);
    let url = session["url"].as_str().unwrap();
    assert!(url.starts_with("https://127.0.0.1:12111/prod/"), "{url}");
    let id = session["id"].as_str().unwrap();
    for (path, status) in [
        (format!("/prod/v1/checkout/sessions/{id}"), 200),
        (format!("/prod/checkout-sessions/{id}/line-items"), 200),
        (format!("/v1/checkout/sessions/{id}"), 404),
        (format!("/production/v1/checkout/sessions/{id}"), 404),
        ("/prod".into(), 404),
    ] {
        assert_eq!(get(&deployment, &path).await.status(), status, "{path}");
    }
    let refused = post(&deployment, &format!("/prod/v1/checkout/sessions/{id}/line_items"), "").await;
    assert_eq!(refused.status(), 405);
}

#[tokio::test]
async fn behind_a_domain_of_ones_own_the_stage_is_in_the_event_and_not_in_the_pages_url() {
    let deployment = deployment();
    let app = deployment.admin().unwrap();
    let wanted = NewKey { account: None, livemode: false, read_only: false, name: String::new() };
    let key = app.make_key(wanted).await.unwrap().text;
    let mut event: Value = serde_json::from_str(include_str!("../../../events/create.json")).unwrap();
    event["rawPath"] = "/prod/v1/checkout/sessions".into();
    event["requestContext"]["http"]["path"] = "/prod/v1/checkout/sessions".into();
    event["requestContext"]["stage"] = "prod".into();
    event["headers"]["authorization"] = format!("Bearer {key}").into();
    for (host, prefix, page) in [
        ("pay.example.com", "pay", "https://pay.example.com/c"),
        ("a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com", "a1b2c3d4e5", "amazonaws.com/prod/c"),
    ] {
        event["headers"]["host"] = host.into();
        event["headers"]["idempotency-key"] = host.into();
        event["requestContext"]["domainName"] = host.into();
        event["requestContext"]["domainPrefix"] = prefix.into();
        let request = from_str(&event.to_string()).unwrap();
        let Some(Handler::Http(handle)) = find("create") else { panic!("create answers requests") };
        let response = handle(app.clone(), request).await;
        assert_eq!(response.status(), 200, "{response:?}");
        let url = json(&response)["url"].as_str().unwrap().to_string();
        assert!(url.contains(page), "{url}");
    }
}
