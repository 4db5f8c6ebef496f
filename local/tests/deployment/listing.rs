//! Lists: newest first, by cursors that hold still, filtered, and never an orphan.

use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use serde_json::{Value, json};

use crate::merchant::{HOUR, Merchant, TEA};
use crate::world::START;

/// Sessions a second apart; oldest first.
async fn sessions(merchant: &Merchant, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(merchant.opens(TEA).await);
        merchant.deployment.clock().advance_seconds(1);
    }
    ids
}

fn newest_first(ids: &[String]) -> Vec<String> {
    ids.iter().rev().cloned().collect()
}

async fn page(merchant: &Merchant, query: &str) -> (Vec<String>, bool) {
    let answer = merchant.list(query).await;
    (answer.ids(), answer.done()["has_more"].as_bool().unwrap())
}

#[tokio::test]
async fn a_list_is_walked_down_and_up_again_page_by_page() {
    let merchant = Merchant::new();
    let all = newest_first(&sessions(&merchant, 25).await);
    assert_eq!(page(&merchant, "").await, (all[..10].to_vec(), true));
    assert_eq!(page(&merchant, "limit=25").await, (all.clone(), false));
    assert_eq!(page(&merchant, "limit=24").await, (all[..24].to_vec(), true));
    assert_eq!(
        page(&merchant, &format!("limit=10&starting_after={}", all[9])).await,
        (all[10..20].to_vec(), true)
    );
    assert_eq!(
        page(&merchant, &format!("limit=10&starting_after={}", all[19])).await,
        (all[20..].to_vec(), false)
    );
    assert_eq!(
        page(&merchant, &format!("limit=5&starting_after={}", all[19])).await,
        (all[20..].to_vec(), false)
    );
    assert_eq!(
        page(&merchant, &format!("limit=10&ending_before={}", all[20])).await,
        (all[10..20].to_vec(), true)
    );
    assert_eq!(
        page(&merchant, &format!("limit=10&ending_before={}", all[10])).await,
        (all[..10].to_vec(), false)
    );
    assert_eq!(page(&merchant, &format!("ending_before={}", all[0])).await, (vec![], false));
    assert_eq!(page(&merchant, &format!("starting_after={}", all[24])).await, (vec![], false));
    assert_eq!(page(&merchant, "limit=1").await, (all[..1].to_vec(), true));
}

#[tokio::test]
async fn sessions_of_one_millisecond_have_an_order_and_none_is_lost() {
    let merchant = Merchant::new();
    let mut expected = Vec::new();
    for _ in 0..23 {
        expected.push(merchant.opens(TEA).await);
    }
    let (mut found, mut query) = (Vec::new(), "limit=4".to_string());
    loop {
        let (ids, more) = page(&merchant, &query).await;
        query = format!("limit=4&starting_after={}", ids.last().unwrap());
        found.extend(ids);
        if !more {
            break;
        }
    }
    expected.sort();
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(sorted, expected);
    assert_eq!(merchant.listed("limit=100").await, found);
}

#[tokio::test]
async fn a_cursor_holds_still_while_sessions_are_added_and_ended() {
    let merchant = Merchant::new();
    let old = newest_first(&sessions(&merchant, 12).await);
    let (first, _) = page(&merchant, "limit=5").await;
    sessions(&merchant, 7).await;
    merchant.expire(&old[6]).await.done();
    let (second, _) = page(&merchant, &format!("limit=5&starting_after={}", first[4])).await;
    assert_eq!(second, old[5..10]);
    let (back, more) = page(&merchant, &format!("limit=5&ending_before={}", second[0])).await;
    assert_eq!((back, more), (first, true));
}

#[tokio::test]
async fn created_is_a_second_or_a_range_with_open_and_closed_ends() {
    let merchant = Merchant::new();
    let ids = sessions(&merchant, 6).await;
    let at = |number: i64| START.seconds() + number;
    for (query, range) in [
        (format!("created={}", at(2)), 2..3),
        (format!("created[gt]={}&created[lt]={}", at(1), at(4)), 2..4),
        (format!("created[gte]={}&created[lte]={}", at(1), at(4)), 1..5),
        (format!("created[gte]={}", at(4)), 4..6),
        (format!("created[lt]={}", at(2)), 0..2),
        (format!("created[gt]={}", at(5)), 6..6),
        (format!("created[gt]={}&created[lt]={}", at(4), at(1)), 0..0),
        ("created=0".to_string(), 0..0),
    ] {
        assert_eq!(merchant.listed(&query).await, newest_first(&ids[range]), "{query}");
    }
    let query = format!("created[gte]={}&starting_after={}&limit=1", at(1), ids[3]);
    assert_eq!(page(&merchant, &query).await, (vec![ids[2].clone()], true));
}

#[tokio::test]
async fn every_filter_finds_its_sessions_and_no_others() {
    let merchant = Merchant::new();
    let plain = merchant.opens(TEA).await;
    let cart = merchant.opens(&format!("{TEA}&client_reference_id=cart-7%23%2F")).await;
    let ada = merchant.opens(&format!("{TEA}&customer_email=Ada%40Example.com")).await;
    let both = merchant
        .opens(&format!("{TEA}&client_reference_id=cart-7%23%2F&customer_email=ada%40example.com"))
        .await;
    let mut carts = merchant.listed("client_reference_id=cart-7%23%2F").await;
    carts.sort();
    let mut expected = vec![cart.clone(), both.clone()];
    expected.sort();
    assert_eq!(carts, expected);
    assert_eq!(merchant.listed("customer_details[email]=ADA%40example.com").await.len(), 2);
    assert_eq!(
        merchant.listed("client_reference_id=cart-7%23%2F&customer_details[email]=ada@example.com").await,
        [both]
    );
    for query in [
        "customer=cus_1",
        "payment_intent=pi_1",
        "payment_link=plink_1",
        "subscription=sub_1",
        "client_reference_id=cart-7",
        "customer_account=acct_1",
    ] {
        assert_eq!(page(&merchant, query).await, (vec![], false), "{query}");
    }
    assert!(
        merchant.listed(&format!("payment_intent={}", plain.replace("cs_test_", "pi_"))).await.is_empty()
    );
    merchant.expire(&ada).await.done();
    assert_eq!(merchant.listed("status=expired&customer_details[email]=ada@example.com").await, [ada]);
    assert_eq!(merchant.listed("status=open").await.len(), 3);
}

#[tokio::test]
async fn a_status_is_found_before_and_after_the_longest_life_of_a_session() {
    let merchant = Merchant::hourly(Options::default());
    let old = sessions(&merchant, 5).await;
    merchant.expire(&old[1]).await.done();
    for hours in 0..4 {
        let (expired, open) = if hours == 0 { (1, 4) } else { (5, 0) };
        assert_eq!(merchant.listed("status=expired").await.len(), expired, "hour {hours}");
        assert_eq!(merchant.listed("status=open").await.len(), open, "hour {hours}");
        assert!(merchant.listed("status=complete").await.is_empty());
        merchant.advance(HOUR + 61).await;
    }
    let mut expected = old.clone();
    let recent = sessions(&merchant, 2).await;
    merchant.expire(&recent[0]).await.done();
    expected.push(recent[0].clone());
    assert_eq!(merchant.listed("status=expired").await, newest_first(&expected));
    assert_eq!(merchant.listed("status=open").await, [recent[1].clone()]);
    let query = format!("status=expired&limit=3&ending_before={}", old[1]);
    assert_eq!(page(&merchant, &query).await, (newest_first(&old[2..5]), true));
}

#[tokio::test]
async fn a_status_that_is_rare_is_found_far_down_the_list() {
    let merchant = Merchant::new();
    let ids = sessions(&merchant, 130).await;
    merchant.expire(&ids[0]).await.done();
    merchant.expire(&ids[70]).await.done();
    assert_eq!(page(&merchant, "status=expired").await, (vec![ids[70].clone(), ids[0].clone()], false));
    assert_eq!(page(&merchant, "status=expired&limit=1").await, (vec![ids[70].clone()], true));
}

#[tokio::test]
async fn a_create_that_died_leaves_nothing_that_is_listed() {
    let merchant = Merchant::hourly(Options::default());
    let id = merchant.opens(TEA).await;
    merchant.deployment.faults().set(|call| match call.name {
        "PutItem" => Fault::CrashBefore,
        _ => Fault::None,
    });
    for _ in 0..12 {
        let reference = format!("{TEA}&client_reference_id=cart&customer_email=a@b.example");
        assert_eq!(merchant.create(&reference).await.status, 500);
    }
    merchant.deployment.faults().clear();
    assert_eq!(page(&merchant, "limit=1").await, (vec![id.clone()], false));
    assert!(merchant.listed("client_reference_id=cart").await.is_empty());
    assert!(merchant.listed("customer_details[email]=a@b.example").await.is_empty());
    merchant.advance(2 * HOUR).await;
    assert_eq!(merchant.listed("status=expired").await, [id]);
    assert_eq!(merchant.deployment.announcements().unwrap().len(), 1);
}

#[tokio::test]
async fn orphans_between_sessions_do_not_shorten_a_page() {
    let merchant = Merchant::new();
    let mut ids = Vec::new();
    for number in 0..30 {
        ids.extend(sessions(&merchant, 1).await);
        merchant.deployment.faults().set(move |call| match call.name {
            "PutItem" if number % 2 == 0 => Fault::CrashBefore,
            _ => Fault::None,
        });
        if number % 2 == 0 {
            assert_eq!(merchant.create(TEA).await.status, 500);
        }
        merchant.deployment.faults().clear();
    }
    let all = newest_first(&ids);
    assert_eq!(page(&merchant, "limit=10").await, (all[..10].to_vec(), true));
    assert_eq!(
        page(&merchant, &format!("limit=10&ending_before={}", all[15])).await,
        (all[5..15].to_vec(), true)
    );
}

#[tokio::test]
async fn the_first_seeds_list_has_its_own_shape() {
    let merchant = Merchant::new();
    sessions(&merchant, 2).await;
    let list = merchant.camel_get("?limit=1").await.done();
    let keys: Vec<&String> = list.as_object().unwrap().keys().collect();
    let mut keys: Vec<&str> = keys.into_iter().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["data", "hasMore", "object", "url"]);
    assert_eq!(
        (&list["object"], &list["hasMore"], &list["url"]),
        (&json!("list"), &json!(true), &json!("/checkout-sessions"))
    );
    let id = list["data"][0]["id"].as_str().unwrap();
    let next = merchant.camel_get(&format!("?startingAfter={id}&expand[]=data.lineItems")).await.done();
    assert_eq!((next["data"].as_array().unwrap().len(), &next["hasMore"]), (1, &Value::Bool(false)));
    let lines = &next["data"][0]["lineItems"];
    let second = next["data"][0]["id"].as_str().unwrap();
    assert_eq!(lines["url"], format!("/checkout-sessions/{second}/line-items"));
    assert_eq!(lines["data"][0]["price"]["unitAmount"], 700);
}
