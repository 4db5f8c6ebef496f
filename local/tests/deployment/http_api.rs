//! API Gateway's part: routes, and what a handler sees of a request.

use http::Method;
use lambda_http::Body;
use paydesk_local::connector::Fault;
use serde_json::Value;

use crate::world::{CART, FORM, SESSIONS, create, deployment, get, json, post, request};

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
async fn a_handler_that_dies_is_a_500_in_the_apis_error_shape_and_the_next_request_works() {
    let deployment = deployment();
    deployment.faults().set(|_| Fault::CrashBefore);
    let response = post(&deployment, SESSIONS, CART).await;
    assert_eq!(response.status(), 500);
    assert_eq!(json(&response)["error"]["type"], "api_error");
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
