//! Webhook endpoints: made, found, changed and deleted by their own account and mode, and refused with one clear error.

use std::collections::BTreeSet;

use http::Method;
use lambda_http::RequestExt as _;
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::endpoints;
use paydesk_service::wire::Dialect;
use serde_json::{Value, json};

use crate::contract::contract;
use crate::errors::assert_refusal;
use crate::merchant::{Answer, Ask, Merchant};
use crate::world::{self, FORM, START, request};

pub const ENDPOINTS: &str = "/v1/webhook_endpoints";
/// Told of everything.
pub const HOOK: &str = "url=https%3A%2F%2Fshop.example%2Fwebhooks&enabled_events[]=*";

impl Merchant {
    pub fn registers(&self, form: &str) -> Ask<'_> {
        self.post(ENDPOINTS, form)
    }

    pub fn endpoint(&self, id: &str) -> Ask<'_> {
        self.get(format!("{ENDPOINTS}/{id}"))
    }

    pub fn changes(&self, id: &str, form: &str) -> Ask<'_> {
        self.post(format!("{ENDPOINTS}/{id}"), form)
    }

    pub fn deletes(&self, id: &str) -> Ask<'_> {
        self.ask(Method::DELETE, format!("{ENDPOINTS}/{id}"), FORM, "")
    }

    /// Registers an endpoint that must come to be.
    pub async fn registered(&self, form: &str) -> String {
        id(&self.registers(form).await.done())
    }

    async fn endpoints(&self, query: &str) -> Answer {
        self.get(format!("{ENDPOINTS}?{query}")).await
    }
}

pub fn id(endpoint: &Value) -> String {
    endpoint["id"].as_str().unwrap().to_string()
}

fn without_secret(endpoint: &Value) -> Value {
    let mut endpoint = endpoint.clone();
    assert!(endpoint.as_object_mut().unwrap().remove("secret").is_some());
    endpoint
}

#[tokio::test]
async fn an_endpoint_is_what_was_asked_for_and_what_it_was_changed_to() {
    let merchant = Merchant::new();
    let form = format!("{HOOK}&description=Till&metadata[shop]=berlin&api_version=2024-06-20&connect=false");
    let made = merchant.registers(&form).await.done();
    let id = id(&made);
    assert_eq!(
        without_secret(&made),
        json!({
            "id": id, "object": "webhook_endpoint", "api_version": "2024-06-20", "application": null,
            "created": START.seconds(), "description": "Till", "dialect": "stripe", "enabled_events": ["*"],
            "livemode": false, "metadata": {"shop": "berlin"}, "status": "enabled",
            "url": "https://shop.example/webhooks",
        })
    );
    assert!(id.starts_with("we_") && id.len() == 30, "{id}");
    assert_eq!(merchant.endpoint(&id).await.done(), without_secret(&made));
    let form = "url=http://other.example/hook&enabled_events[]=completed&enabled_events[]=invoice.paid&dialect=camel\
        &disabled=true&description=&metadata[shop]=&metadata[till]=7";
    let changed = merchant.changes(&id, form).await.done();
    let mut expected = without_secret(&made);
    expected["url"] = "http://other.example/hook".into();
    expected["enabled_events"] = json!(["completed", "invoice.paid"]);
    expected["dialect"] = "camel".into();
    expected["status"] = "disabled".into();
    expected["description"] = Value::Null;
    expected["metadata"] = json!({"till": "7"});
    assert_eq!(changed, expected);
    expected["status"] = "enabled".into();
    assert_eq!(merchant.changes(&id, "disabled=false").await.done(), expected);
    assert_eq!(merchant.changes(&id, "").await.done(), expected);
    assert_eq!(merchant.endpoint(&id).await.done(), expected);
}

#[tokio::test]
async fn a_deleted_endpoint_is_gone() {
    let merchant = Merchant::new();
    let (gone, kept) = (merchant.registered(HOOK).await, merchant.registered(HOOK).await);
    let deleted = json!({"id": gone, "object": "webhook_endpoint", "deleted": true});
    assert_eq!(merchant.deletes(&gone).await.done(), deleted);
    for answer in [
        merchant.endpoint(&gone).await,
        merchant.changes(&gone, "disabled=true").await,
        merchant.post(format!("{ENDPOINTS}/{gone}/roll_secret"), "").await,
        merchant.deletes(&gone).await,
    ] {
        assert_refusal(&answer, "a deleted endpoint");
        assert_eq!(answer.refusal(), (404, "resource_missing".to_string(), "-".to_string()));
        assert!(answer.text.contains("No such webhook endpoint"), "{}", answer.text);
    }
    assert_eq!(merchant.endpoints("").await.ids(), [kept]);
}

#[tokio::test]
async fn endpoints_are_listed_newest_first_and_every_one_once() {
    let merchant = Merchant::new();
    let mut made = Vec::new();
    for number in 0..11 {
        // Some are made within the same moment.
        merchant.deployment.clock().advance_seconds(i64::from(number % 3 > 0));
        made.push(merchant.registers(HOOK).await.done());
    }
    made.sort_by_key(|one| std::cmp::Reverse(one["created"].as_i64()));
    let whole = merchant.endpoints("limit=100").await;
    let created = |all: &[Value]| all.iter().map(|one| one["created"].clone()).collect::<Vec<_>>();
    assert_eq!(created(whole.done()["data"].as_array().unwrap()), created(&made));
    let whole = whole.ids();
    assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 11);
    assert_eq!(merchant.endpoints("").await.ids(), whole[..10]);
    for limit in 1..=11 {
        let (mut forwards, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = merchant.endpoints(&format!("limit={limit}{cursor}")).await;
            forwards.extend(page.ids());
            cursor = format!("&starting_after={}", forwards.last().unwrap());
            if page.done()["has_more"] == false {
                break;
            }
        }
        assert_eq!(forwards, whole, "{limit} at a time");
        let (mut backwards, mut before) = (vec![whole[10].clone()], true);
        while before {
            let page = merchant.endpoints(&format!("limit={limit}&ending_before={}", backwards[0])).await;
            before = page.done()["has_more"] == true;
            backwards.splice(0..0, page.ids());
        }
        assert_eq!(backwards, whole, "{limit} at a time, backwards");
    }
    for cursor in ["starting_after", "ending_before"] {
        let refused = merchant.endpoints(&format!("{cursor}=we_none")).await;
        assert_eq!(refused.refusal(), (400, "resource_missing".to_string(), cursor.to_string()));
    }
}

#[tokio::test]
async fn an_endpoint_is_its_accounts_and_its_modes() {
    let shop = Merchant::new();
    let test = shop.with_made_key("acct_tea", "sk_test_of_the_account").await;
    let live = shop.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let neighbour = shop.neighbour();
    let (tested, lived) = (test.registered(HOOK).await, live.registered(HOOK).await);
    for (merchant, other, hint) in
        [(&test, &lived, "live mode"), (&live, &tested, "test mode"), (&neighbour, &tested, "")]
    {
        let roll = merchant.post(format!("{ENDPOINTS}/{other}/roll_secret"), "");
        for answer in [
            merchant.endpoint(other).await,
            merchant.changes(other, "disabled=true").await,
            merchant.deletes(other).await,
            roll.await,
        ] {
            assert_eq!(answer.status, 404, "{}", answer.text);
            assert!(answer.text.contains("similar object exists in") != hint.is_empty(), "{}", answer.text);
            assert!(answer.text.contains(hint), "{}", answer.text);
        }
        let refused = merchant.endpoints(&format!("starting_after={other}")).await;
        assert_eq!(refused.status, 400);
    }
    assert_eq!(test.endpoints("").await.ids(), std::slice::from_ref(&tested));
    assert_eq!(live.endpoints("").await.ids(), std::slice::from_ref(&lived));
    assert!(neighbour.endpoints("").await.ids().is_empty());
    assert_eq!(live.endpoint(&lived).await.done()["livemode"], true);
    assert_eq!(test.endpoint(&tested).await.done()["status"], "enabled");
}

#[tokio::test]
async fn a_restricted_key_sees_endpoints_and_changes_none() {
    let shop = Merchant::new();
    let owner = shop.with_made_key("acct_tea", "sk_test_full_rights_key").await;
    let reader = shop.with_made_key("acct_tea", "rk_test_reading_only_key").await;
    let id = owner.registered(HOOK).await;
    assert_eq!(reader.endpoint(&id).await.done()["id"], id.as_str());
    assert_eq!(reader.endpoints("").await.ids(), std::slice::from_ref(&id));
    for answer in [
        reader.registers(HOOK).await,
        reader.changes(&id, "disabled=true").await,
        reader.deletes(&id).await,
        reader.post(format!("{ENDPOINTS}/{id}/roll_secret"), "").await,
    ] {
        assert_refusal(&answer, "restricted");
        assert_eq!(answer.status, 403);
    }
    assert_eq!(owner.endpoint(&id).await.done()["status"], "enabled");
    assert_eq!(owner.endpoints("").await.ids(), [id]);
}

#[tokio::test]
async fn an_account_has_at_most_sixteen_endpoints_in_each_mode() {
    let shop = Merchant::new();
    let test = shop.with_made_key("acct_tea", "sk_test_of_the_account").await;
    let live = shop.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let mut last = String::new();
    for number in 0..16 {
        last = id(&test.registers(HOOK).keyed(&number.to_string()).await.done());
    }
    let refused = test.registers(HOOK).await;
    assert_refusal(&refused, "the seventeenth");
    assert!(refused.text.contains("the maximum of 16 test webhook endpoints"), "{}", refused.text);
    assert_eq!(test.endpoints("limit=100").await.ids().len(), 16);
    assert_eq!(test.registers(HOOK).keyed("15").await.done()["id"], last.as_str(), "it is there");
    live.registered(HOOK).await;
    test.deletes(&last).await.done();
    test.registered(HOOK).await;
}

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
    assert!(merchant.endpoints("").await.ids().is_empty());
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

#[tokio::test]
async fn every_name_that_is_described_can_be_asked_for() {
    let merchant = Merchant::new();
    let names = contract(Dialect::Stripe).document["components"]["schemas"]["EventName"]["enum"].clone();
    let names: Vec<&str> = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(names.len() > 250, "{}", names.len());
    let of = |name: &str| match name {
        name if !name.contains('.') && name != "*" => "camel",
        name if name.starts_with("checkout_session.") => "event_data",
        _ => "stripe",
    };
    for dialect in ["stripe", "camel", "event_data"] {
        let (known, foreign): (Vec<&str>, Vec<&str>) =
            names.iter().partition(|name| [dialect, "stripe"].contains(&of(name)));
        assert_eq!(foreign.len(), if dialect == "stripe" { 8 } else { 4 });
        let form = format!("url=https://a.example&dialect={dialect}&enabled_events[]=");
        let all = format!("{form}{}", known.join("&enabled_events[]="));
        assert_eq!(merchant.registers(&all).await.done()["enabled_events"], json!(known));
        for name in foreign {
            let refused = merchant.registers(&format!("{form}{name}")).await;
            assert_eq!(refused.refusal().2, "enabled_events[0]", "{dialect} {name}");
        }
    }
}
