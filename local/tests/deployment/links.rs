//! Links that open sessions: payment links that a merchant shares, and recovery links of sessions that expired.

use serde_json::{Value, json};

use crate::merchant::{DAY, HOUR, Merchant, TEA};
use crate::payer::{GOOD, Payer, leads_to, notice, path_of, shop};

const LINKS: &str = "/v1/payment_links";
const CART: &str = "line_items[0][quantity]=2&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea&metadata[till]=7";
const REDIRECT: &str = "&after_completion[type]=redirect\
    &after_completion[redirect][url]=https%3A%2F%2Fshop.example%2Fthanks%3Fid%3D{CHECKOUT_SESSION_ID}";
const RECOVERABLE: &str = "&after_expiration[recovery][enabled]=true";

/// Whoever follows this URL, at the page it leads to.
async fn follower<'m>(merchant: &'m Merchant, url: &str) -> Payer<'m> {
    let path = path_of(&leads_to(&merchant.follow(&path_of(url)).await));
    let id = path.split('/').nth(3).unwrap().to_string();
    Payer { merchant, id, path }
}

#[tokio::test]
async fn everyone_who_follows_a_link_gets_a_session_of_their_own() {
    let merchant = shop();
    let link = merchant.post(LINKS, &format!("{CART}{REDIRECT}")).await.done();
    let (id, url) = (link["id"].as_str().unwrap(), link["url"].as_str().unwrap());
    let ada = follower(&merchant, url).await;
    merchant.advance(1).await;
    let bob = follower(&merchant, url).await;
    assert_ne!(ada.path, bob.path);
    assert_eq!(ada.looks().await.status, 200);
    let session = ada.session().await;
    assert_eq!((&session["payment_link"], &session["amount_total"]), (&json!(id), &json!(1400)));
    assert_eq!(session["metadata"]["till"], "7");
    assert_eq!(merchant.listed(&format!("payment_link={id}")).await, [bob.id.clone(), ada.id.clone()]);
    assert_eq!(leads_to(&ada.pays("a", GOOD).await), format!("https://shop.example/thanks?id={}", ada.id));
    assert_eq!((ada.status().await.as_str(), bob.status().await.as_str()), ("complete", "open"));
    ada.assert_ends_true().await;
    bob.assert_true().await;
}

#[tokio::test]
async fn a_link_without_a_way_back_confirms_on_the_page() {
    let merchant = shop();
    let text = "&after_completion[type]=hosted_confirmation&after_completion[hosted_confirmation][custom_message]=Bye";
    for after in ["", text] {
        let link = merchant.post(LINKS, &format!("{CART}{after}")).await.done();
        assert_eq!(link["after_completion"]["type"], "hosted_confirmation");
        let payer = follower(&merchant, link["url"].as_str().unwrap()).await;
        let paid = payer.pays("a", GOOD).await;
        assert_eq!((paid.status, notice(&paid)), (200, Some("complete")));
        assert!(!paid.text.contains("http-equiv"), "it stays");
        assert_eq!(payer.status().await, "complete");
    }
}

#[tokio::test]
async fn a_link_is_made_once_per_key_and_found_by_its_account_only() {
    let merchant = shop();
    let first = merchant.post(LINKS, CART).keyed("link").await;
    let again = merchant.post(LINKS, CART).keyed("link").await;
    assert_eq!((first.done(), first.replayed()), (again.done(), !again.replayed()));
    let other = merchant.post(LINKS, &CART.replace("=2", "=3")).keyed("link").await;
    assert_eq!(other.json()["error"]["type"], "idempotency_error");
    let id = first.done()["id"].as_str().unwrap().to_string();
    assert_eq!(merchant.get(format!("{LINKS}/{id}")).await.done(), first.done());
    let lines = merchant.get(format!("{LINKS}/{id}/line_items")).await.done();
    assert_eq!((&lines["data"][0]["quantity"], &lines["data"][0]["amount_total"]), (&json!(2), &json!(1400)));
    let with_lines = merchant.get(format!("{LINKS}/{id}?expand[]=line_items")).await.done();
    assert_eq!(with_lines["line_items"]["data"], lines["data"]);
    merchant.advance(1).await;
    let second = merchant.post(LINKS, CART).await.done()["id"].as_str().unwrap().to_string();
    assert_eq!(merchant.get(LINKS).await.ids(), [second.clone(), id.clone()]);
    let page = merchant.get(format!("{LINKS}?limit=1")).await;
    assert_eq!((page.ids(), page.done()["has_more"].clone()), (vec![second.clone()], json!(true)));
    assert_eq!(
        merchant.get(format!("{LINKS}?starting_after={second}")).await.ids(),
        std::slice::from_ref(&id)
    );
    assert_eq!(merchant.get(format!("{LINKS}?ending_before={id}")).await.ids(), [second]);
    let neighbour = merchant.neighbour();
    assert_eq!(neighbour.get(format!("{LINKS}/{id}")).await.status, 404);
    assert!(neighbour.get(LINKS).await.ids().is_empty());
    assert_eq!(neighbour.get(format!("{LINKS}/{id}/line_items")).await.status, 404);
}

#[tokio::test]
async fn a_link_that_nobody_made_opens_nothing() {
    let merchant = shop();
    let nobody = merchant.follow("/b/nobodymadethis").await;
    assert_eq!((nobody.status, notice(&nobody)), (404, Some("unknown")));
    for wrong in ["javascript:alert(1)", "data:text/html,x"] {
        let form = format!("{CART}&after_completion[type]=redirect&after_completion[redirect][url]={wrong}");
        assert_eq!(merchant.post(LINKS, &form).await.status, 400);
    }
    assert!(merchant.listed("").await.is_empty());
}

#[tokio::test]
async fn a_session_that_expired_opens_again_as_a_copy() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}{RECOVERABLE}&metadata[order]=7")).await;
    let early = merchant.follow(&payer.path.replace("/pay/", "/recover/")).await;
    assert_eq!((early.status, notice(&early)), (404, Some("unknown")), "it is open still");
    merchant.advance(HOUR + 60).await;
    let url = payer.session().await["after_expiration"]["recovery"]["url"].as_str().unwrap().to_string();
    assert!(payer.looks().await.text.contains(&path_of(&url)), "the page offers it");
    let copy = follower(&merchant, &url).await;
    assert_ne!(copy.id, payer.id);
    let session = copy.session().await;
    assert_eq!((&session["recovered_from"], &session["status"]), (&json!(payer.id), &json!("open")));
    assert_eq!((&session["metadata"]["order"], &session["amount_total"]), (&json!("7"), &json!(700)));
    leads_to(&copy.pays("a", GOOD).await);
    copy.assert_ends_true().await;
    assert_eq!(
        (payer.status().await.as_str(), payer.announced()),
        ("expired", vec!["checkout.session.expired".into()])
    );
    let plain = Payer::of(&merchant, TEA).await;
    merchant.expire(&plain.id).await.done();
    assert_eq!(merchant.follow(&plain.path.replace("/pay/", "/recover/")).await.status, 404);
}

#[tokio::test]
async fn a_copy_has_the_merchants_discount_and_not_the_code_that_the_payer_gave() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    merchant.makes("promotion_codes", "coupon=TEN&code=TYPED").await;
    for (wish, copied) in [("allow_promotion_codes=true", 700), ("discounts[0][coupon]=TEN", 630)] {
        let payer = Payer::of(&merchant, &format!("{TEA}{RECOVERABLE}&{wish}")).await;
        if copied == 700 {
            payer.sends("a", "change=code&promotion_code=typed").await;
        }
        assert_eq!(payer.session().await["amount_total"], 630);
        merchant.advance(HOUR + 60).await;
        let opened = merchant.follow(&payer.path.replace("/pay/", "/recover/")).await;
        let id = path_of(&leads_to(&opened)).split('/').nth(3).unwrap().to_owned();
        let copy = merchant.retrieve(&id).await.done();
        assert_eq!((&copy["recovered_from"], &copy["amount_total"]), (&json!(payer.id), &json!(copied)));
        assert_eq!(copy["discounts"].as_array().map_or(0, Vec::len), usize::from(copied == 630), "{copy}");
    }
}

#[tokio::test]
async fn a_recovery_link_works_for_thirty_days() {
    let merchant = Merchant::hourly(paydesk_local::deployment::Options {
        sweep: false,
        ttl: false,
        ..Default::default()
    });
    let payer = Payer::of(&merchant, &format!("{TEA}{RECOVERABLE}")).await;
    let expired = merchant.expire(&payer.id).await.done();
    let recovery = &expired["after_expiration"]["recovery"];
    let url = recovery["url"].as_str().unwrap().to_string();
    assert_ne!(recovery["expires_at"], Value::Null);
    merchant.deployment.clock().advance_seconds(30 * DAY - 1);
    follower(&merchant, &url).await;
    merchant.deployment.clock().advance_seconds(1);
    assert_eq!(merchant.follow(&path_of(&url)).await.status, 404);
    assert!(!payer.looks().await.text.contains("/c/recover/"));
}

#[tokio::test]
async fn two_who_recover_at_once_have_a_copy_each_and_both_are_whole() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}{RECOVERABLE}")).await;
    let url = merchant.expire(&payer.id).await.done()["after_expiration"]["recovery"]["url"].clone();
    let url = url.as_str().unwrap();
    let (one, two) = futures::future::join(follower(&merchant, url), follower(&merchant, url)).await;
    assert_ne!(one.id, two.id);
    leads_to(&one.pays("a", GOOD).await);
    one.assert_true().await;
    two.assert_ends_true().await;
    assert_eq!((one.status().await.as_str(), two.status().await.as_str()), ("complete", "expired"));
}
