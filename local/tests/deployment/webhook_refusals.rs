//! Webhook endpoints that cannot be: each refused with one clear error, and nothing is made or changed.

use http::Method;
use lambda_http::RequestExt as _;
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::endpoints;
use serde_json::json;

use crate::errors::assert_refusal;
use crate::merchant::Merchant;
use crate::webhook_endpoints::{ENDPOINTS, HOOK, id, without_secret};
use crate::world::{self, FORM, request};

/// What is sent when an endpoint is made, and the code and parameter of the refusal.
const REFUSED: &[(&str, &str, &str)] = &[
    ("enabled_events[]=*", "parameter_missing", "url"),
    ("url=https://a.example", "parameter_missing", "enabled_events"),
    ("url=https://a.example&enabled_events=", "parameter_invalid_empty", "enabled_events"),
    ("url=https://a.example&enabled_events=*", "-", "enabled_events"),
    ("url=https://a.example&enabled_events[]=tea.brewed", "-", "enabled_events[0]"),
    ("url=https://a.example&enabled_events[]=*&enabled_events[]=completed", "-", "enabled_events[1]"),
    ("url=https://a.example&enabled_events[]=expired&dialect=event_data", "-", "enabled_events[0]"),
    ("url=https://a.example&enabled_events[]=*&dialect=klingon", "-", "dialect"),
    ("url=https://a.example&enabled_events[]=*&api_version=yesterday", "-", "api_version"),
    ("url=https://a.example&enabled_events[]=*&connect=true", "-", "connect"),
    ("url=https://a.example&enabled_events[]=*&disabled=true", "parameter_unknown", "disabled"),
    ("url=https://a.example&enabled_events[]=*&secret=whsec_mine", "parameter_unknown", "secret"),
    ("url=https://a.example&enabled_events[]=*&expand[]=application", "-", "expand[0]"),
    ("url=https://a.example&enabled_events[]=*&metadata[a][b]=c", "-", "metadata[a]"),
    ("url=&enabled_events[]=*", "parameter_invalid_empty", "url"),
    ("url=shop.example&enabled_events[]=*", "url_invalid", "url"),
    ("url=javascript:alert(1)&enabled_events[]=*", "url_invalid", "url"),
    ("url=ftp://shop.example/&enabled_events[]=*", "url_invalid", "url"),
    ("url=https://ada:secret@shop.example&enabled_events[]=*", "url_invalid", "url"),
];

#[tokio::test]
async fn an_endpoint_that_cannot_be_is_refused_by_name_and_none_is_made() {
    let merchant = Merchant::new();
    for (form, code, param) in REFUSED {
        let answer = merchant.registers(form).await;
        assert_refusal(&answer, form);
        assert_eq!(answer.refusal(), (400, (*code).to_string(), (*param).to_string()), "{form}");
        assert!(!answer.text.contains("secret@"), "{}", answer.text);
    }
    let long = format!("enabled_events[]=*&url=https://a.example/{}", "x".repeat(5000));
    assert_eq!(merchant.registers(&long).await.refusal().2, "url");
    assert!(merchant.get(ENDPOINTS).await.ids().is_empty());
}

#[tokio::test]
async fn a_change_that_cannot_be_is_refused_by_name_and_changes_nothing() {
    let merchant = Merchant::new();
    let made =
        merchant.registers("url=https://a.example&enabled_events[]=completed&dialect=camel").await.done();
    let id = id(&made);
    for (form, param) in [
        ("metadata[a]=1&url=shop.example", "url"),
        ("metadata[a]=1&enabled_events[]=tea.brewed", "enabled_events[0]"),
        ("metadata[a]=1&dialect=stripe", "dialect"),
        ("metadata[a]=1&connect=false", "connect"),
        ("metadata[a]=1&api_version=2024-06-20", "api_version"),
        ("metadata[a]=1&disabled=perhaps", "disabled"),
    ] {
        let answer = merchant.changes(&id, form).await;
        assert_refusal(&answer, form);
        assert_eq!((answer.status, answer.refusal().2.as_str()), (400, param), "{form}");
    }
    for (form, param) in
        [("expires_in=86401", "expires_in"), ("expires_in=-1", "expires_in"), ("now=1", "now")]
    {
        let answer = merchant.post(format!("{ENDPOINTS}/{id}/roll_secret"), form).await;
        assert_eq!((answer.status, answer.refusal().2.as_str()), (400, param), "{form}");
    }
    assert_eq!(merchant.endpoint(&id).await.done(), without_secret(&made));
}

#[tokio::test]
async fn in_live_mode_events_go_over_tls_only() {
    let live = Merchant::new().with_made_key("acct_tea", "sk_live_of_the_account").await;
    let refused = live.registers("url=http://shop.example/hook&enabled_events[]=*").await;
    assert_eq!(refused.refusal(), (400, "url_invalid".to_string(), "url".to_string()));
    let id = live.registered(HOOK).await;
    let refused = live.changes(&id, "url=http://shop.example/hook").await;
    assert_eq!(refused.refusal(), (400, "url_invalid".to_string(), "url".to_string()));
    assert_eq!(live.endpoint(&id).await.done()["url"], "https://shop.example/webhooks");
}

/// The same function, without what the local runner sets.
async fn registers_on_aws(merchant: &Merchant, url: &str) -> u16 {
    let table = merchant.deployment.template().table.name.clone();
    let config = Config::from_vars(&|name| match name {
        "TABLE_NAME" => Some(table.clone()),
        "OPEN_KEYS" => Some("true".into()),
        _ => None,
    });
    let client = merchant.deployment.client("endpoints").unwrap().clone();
    let app = App::new(config.unwrap(), client, merchant.deployment.clock().clone());
    let form = format!("enabled_events[]=*&url={url}");
    let asked = request(Method::POST, ENDPOINTS, FORM, form.into_bytes());
    let answer = endpoints::handle(app, asked.with_raw_http_path(ENDPOINTS)).await;
    let body = world::json(&answer);
    if answer.status() != 200 {
        assert_eq!((&body["error"]["code"], &body["error"]["param"]), (&json!("url_invalid"), &json!("url")));
        let message = body["error"]["message"].as_str().unwrap();
        assert!(message.contains("network that webhooks do not go to"), "{message}");
    }
    answer.status().as_u16()
}

#[tokio::test]
async fn an_address_of_a_network_of_ones_own_is_refused_on_aws_and_that_of_a_metadata_service_everywhere() {
    let merchant = Merchant::new();
    for url in [
        "http://127.0.0.1:3000/hook",
        "http://10.0.0.7/hook",
        "http://[::1]/hook",
        "http://2130706433/hook",
        "http://192.168.178.20/hook",
    ] {
        assert_eq!(registers_on_aws(&merchant, url).await, 400, "{url}");
        merchant.registered(&format!("enabled_events[]=*&url={url}")).await;
    }
    let id = merchant.registered(HOOK).await;
    for url in
        ["http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/"]
    {
        assert_eq!(registers_on_aws(&merchant, url).await, 400, "{url}");
        let refused = merchant.registers(&format!("enabled_events[]=*&url={url}")).await;
        assert_eq!(refused.refusal(), (400, "url_invalid".to_string(), "url".to_string()), "{url}");
        assert_eq!(merchant.changes(&id, &format!("url={url}")).await.status, 400, "{url}");
    }
    for url in ["https://shop.example/hook", "http://1.1.1.1/hook"] {
        assert_eq!(registers_on_aws(&merchant, url).await, 200, "{url}");
    }
    assert_eq!(merchant.endpoint(&id).await.done()["url"], "https://shop.example/webhooks");
}
