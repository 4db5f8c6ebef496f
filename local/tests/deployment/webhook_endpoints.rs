//! Webhook endpoints: made, found, changed and deleted by their own account and mode.

use std::collections::BTreeSet;

use http::Method;
use paydesk_service::wire::Dialect;
use serde_json::{Value, json};

use crate::contract::contract;
use crate::errors::assert_refusal;
use crate::merchant::{Answer, Ask, Merchant};
use crate::world::{FORM, START};

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

pub fn without_secret(endpoint: &Value) -> Value {
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
