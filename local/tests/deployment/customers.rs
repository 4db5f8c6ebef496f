//! Customers of a merchant's own making: made, found, changed, listed and deleted at Stripe's own paths.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use paydesk_local::connector::Fault;
use serde_json::{Value, json};

use crate::merchant::{Answer, Merchant, TEA};
use crate::object_shapes::assert_is;

const CUSTOMERS: &str = "/v1/customers";
const ADA: &str = "email=Ada@example.com&name=Ada&phone=%2B491&description=Tea&metadata[a]=1\
    &address[country]=DE&address[line1]=Weg 1&shipping[name]=Ada L.&shipping[address][city]=Ulm\
    &shipping[phone]=%2B492&tax_id_data[0][type]=eu_vat&tax_id_data[0][value]=DE123456789\
    &preferred_locales[]=de&tax_exempt=reverse&invoice_prefix=ADA";

impl Merchant {
    async fn drops_customer(&self, id: &str) -> Answer {
        self.drops(&format!("customers/{id}")).await
    }

    async fn customers(&self, query: &str) -> Vec<String> {
        self.get(format!("{CUSTOMERS}?{query}")).await.ids()
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_customer_is_found_again_as_it_was_made() {
    let merchant = Merchant::new();
    let ada = merchant.makes("customers", ADA).await;
    assert_is("customer", &ada);
    assert_eq!((&ada["email"], &ada["tax_exempt"]), (&json!("Ada@example.com"), &json!("reverse")));
    assert_eq!((&ada["shipping"]["phone"], &ada["address"]["line1"]), (&json!("+492"), &json!("Weg 1")));
    assert_eq!((&ada["preferred_locales"], &ada["invoice_prefix"]), (&json!(["de"]), &json!("ADA")));
    let path = format!("{CUSTOMERS}/{}", id(&ada));
    assert_eq!(merchant.get(&path).await.done(), ada);
    let with_ids = merchant.get(format!("{path}?expand[]=tax_ids")).await.done();
    assert_eq!(with_ids["tax_ids"]["data"][0]["value"], "DE123456789");
    let nobody = merchant.makes("customers", "").await;
    assert_is("customer", &nobody);
    assert_eq!((&nobody["email"], &nobody["tax_exempt"]), (&Value::Null, &json!("none")));
}

#[tokio::test]
async fn a_change_leaves_what_it_does_not_name() {
    let merchant = Merchant::new();
    let ada = id(&merchant.makes("customers", ADA).await);
    let form = "email=ada@shop.example&phone=&metadata[b]=2&shipping=";
    let changed = merchant.post(format!("{CUSTOMERS}/{ada}"), form).await.done();
    assert_eq!((&changed["email"], &changed["phone"]), (&json!("ada@shop.example"), &Value::Null));
    assert_eq!((&changed["name"], &changed["shipping"]), (&json!("Ada"), &Value::Null));
    assert_eq!(changed["metadata"], json!({"a": "1", "b": "2"}));
    assert_eq!(merchant.customers("email=ada@shop.example").await, std::slice::from_ref(&ada));
    assert_eq!(merchant.customers("email=ada@example.com").await, [""; 0]);
    let refused = merchant.post(format!("{CUSTOMERS}/{ada}"), "balance=-500").await.refusal();
    assert_eq!(refused, (400, "parameter_unknown".into(), "balance".into()));
}

#[tokio::test]
async fn customers_are_listed_newest_first_and_walked_by_cursors() {
    let merchant = Merchant::new();
    let mut made = Vec::new();
    for number in 0..4 {
        made.push(id(&merchant.makes("customers", &format!("name=Ada {number}")).await));
        merchant.advance(1).await;
    }
    made.reverse();
    assert_eq!(merchant.customers("").await, made);
    assert_eq!(merchant.customers(&format!("limit=2&starting_after={}", made[0])).await, made[1..3]);
    assert_eq!(merchant.customers(&format!("limit=2&ending_before={}", made[3])).await, made[1..3]);
    merchant.drops_customer(&made[1]).await.done();
    assert_eq!(merchant.customers("limit=2").await, [made[0].clone(), made[2].clone()]);
    let cursor = merchant.get(format!("{CUSTOMERS}?starting_after={}", made[1])).await.refusal();
    assert_eq!(cursor, (400, "resource_missing".into(), "starting_after".into()));
}

#[tokio::test]
async fn the_same_request_with_its_key_makes_one_customer() {
    let merchant = Merchant::new();
    let make = |form: &'static str| merchant.post(CUSTOMERS, form).keyed("once");
    let (first, again) = (make(ADA).await, make(ADA).await);
    assert_eq!(first.done(), again.done());
    assert!(again.replayed() && !first.replayed());
    assert_eq!(make("name=Bob").await.json()["error"]["type"], "idempotency_error");
    assert_eq!(merchant.customers("").await.len(), 1);
}

#[tokio::test]
async fn of_a_deleted_customer_only_the_id_is_left() {
    let merchant = Merchant::new();
    let ada = id(&merchant.post(CUSTOMERS, ADA).keyed("once").await.done());
    let gone = json!({"id": ada, "object": "customer", "deleted": true});
    assert_eq!(merchant.drops_customer(&ada).await.done(), gone);
    assert_eq!(merchant.get(format!("{CUSTOMERS}/{ada}")).await.done(), gone);
    assert_eq!(merchant.customers("").await, [""; 0]);
    assert_eq!(merchant.customers("email=ada@example.com").await, [""; 0]);
    assert_eq!(merchant.drops_customer(&ada).await.status, 404);
    assert_eq!(merchant.post(format!("{CUSTOMERS}/{ada}"), "name=Eve").await.status, 404);
    let again = merchant.post(CUSTOMERS, ADA).keyed("once").await;
    assert_eq!(again.done(), gone, "its id is given to nobody else");
    let refused = merchant.create(&format!("{TEA}&customer={ada}")).await.refusal();
    assert_eq!(refused, (400, "resource_missing".into(), "customer".into()));
    let table = merchant.deployment.engine();
    let kept = table.attributes("C#", ["body"]).unwrap();
    assert!(kept.iter().all(|(_, [body])| !body.as_ref().unwrap().contains("example.com")), "{kept:?}");
    assert!(table.attributes("RC#", ["pk"]).unwrap().is_empty(), "the address is forgotten");
}

#[tokio::test]
async fn a_session_is_opened_for_a_customer_that_the_merchant_made() {
    let merchant = Merchant::new();
    let ada = id(&merchant.makes("customers", ADA).await);
    let form = format!("{TEA}&customer={ada}&expand[]=customer");
    let session = merchant.create(&form).await.done();
    assert_eq!(session["customer"]["email"], "Ada@example.com");
    let neighbour = merchant.neighbour();
    assert_eq!(neighbour.get(format!("{CUSTOMERS}/{ada}")).await.status, 404);
    assert_eq!(neighbour.drops_customer(&ada).await.status, 404);
    merchant.drops_customer(&ada).await.done();
    let session = merchant.retrieve(&id(&session)).await.done();
    assert_eq!(session["customer"], json!(ada), "a session keeps what it knows");
}

#[tokio::test]
async fn a_change_outlasts_a_payment_that_has_the_customer_at_that_moment() {
    let merchant = Merchant::new();
    let ada = id(&merchant.makes("customers", ADA).await);
    let meets = |times: usize| {
        let puts = AtomicUsize::new(0);
        merchant.deployment.faults().set(move |call| {
            let met = call.name == "PutItem" && puts.fetch_add(1, SeqCst) < times;
            if met { Fault::Conflict } else { Fault::None }
        });
    };
    let path = format!("{CUSTOMERS}/{ada}");
    meets(2);
    assert_eq!(merchant.post(&path, "name=Ada L.").await.done()["name"], "Ada L.");
    meets(usize::MAX);
    assert_eq!(merchant.post(&path, "name=Nobody").await.status, 503);
    meets(0);
    assert_eq!(merchant.get(&path).await.done()["name"], "Ada L.", "what is not answered is not done");
    meets(2);
    assert_eq!(merchant.drops_customer(&ada).await.done()["deleted"], true);
}
