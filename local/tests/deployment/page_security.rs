//! The page against strangers: unknown addresses, other sites' forms, numbers that nobody keeps, dangerous URLs.

use std::path::PathBuf;
use std::time::Duration;

use http::Method;
use paydesk_local::connector::Fault;

use crate::merchant::{Answer, CAMEL, JSON, Merchant, TEA};
use crate::observability::logged;
use crate::payer::{CHALLENGED, DECLINED, GOOD, Payer, by_card, entries, leads_to, notice, shop};
use crate::world::FORM;

const CVC: &str = "8317";
const EMBEDDED: &str = "mode=payment&ui_mode=embedded_page&return_url=https://shop.example/back\
    &line_items[0][quantity]=1&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";

/// What two strangers see of two addresses, without what is fresh in every answer.
fn seen(answer: &Answer) -> (u16, String) {
    let nonce = answer.text.split("nonce=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_string());
    (answer.status, nonce.map_or(answer.text.clone(), |nonce| answer.text.replace(&nonce, "")))
}

#[tokio::test]
async fn no_stranger_can_tell_a_session_from_none() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let others = Payer::of(&merchant.neighbour(), TEA).await.path;
    let token = payer.path.rsplit('/').next().unwrap();
    let id = &payer.id;
    let nobody = merchant.follow("/c/pay/cs_test_nobodyatall/tokentokentokentoken").await;
    assert_eq!((nobody.status, notice(&nobody)), (404, Some("unknown")));
    let other_token = others.rsplit('/').next().unwrap();
    for (was, path) in [
        ("another token", format!("/c/pay/{id}/{other_token}")),
        ("another account's id", others.replace(other_token, token)),
        ("half the token", format!("/c/pay/{id}/{}", &token[..token.len() - 1])),
        ("no id", format!("/c/pay/x/{token}")),
    ] {
        assert_eq!(seen(&merchant.follow(&path).await), seen(&nobody), "{was}");
        let stranger = Payer { merchant: &merchant, id: id.clone(), path };
        assert_eq!(seen(&stranger.pays("a", GOOD).await), seen(&nobody), "{was}");
        assert_eq!(seen(&stranger.answers_for("x", true).await), seen(&nobody), "{was}");
        assert_eq!(merchant.follow(&stranger.path.replace("pay", "recover")).await.status, 404);
        assert_eq!(merchant.follow(&stranger.path.replace("pay", "api")).await.status, 404);
    }
    assert!(entries(&merchant, id).is_empty());
    assert_eq!(payer.status().await, "open");
}

#[tokio::test]
async fn a_token_of_an_api_page_opens_no_page_and_the_other_way_round() {
    let merchant = shop();
    let hosted = Payer::of(&merchant, TEA).await;
    assert_eq!(merchant.follow_json(&hosted.path.replace("pay", "api")).await.status, 404);
    let confirmed = merchant.confirm(&hosted.path.replace("pay", "api"), &by_card(GOOD)).await;
    assert_eq!((confirmed.status, hosted.status().await.as_str()), (404, "open"));
    let own = EMBEDDED.replace("embedded_page", "elements");
    let session = merchant.create(&own).await.done();
    let (id, token) = session["client_secret"].as_str().unwrap().split_once("_secret_").unwrap();
    let page = Payer { merchant: &merchant, id: id.into(), path: format!("/c/pay/{id}/{token}") };
    assert_eq!((page.looks().await.status, page.pays("a", GOOD).await.status), (404, 404));
}

#[tokio::test]
async fn a_method_that_a_page_does_not_have_changes_nothing() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = merchant.ask(method, payer.path.clone(), FORM, by_card(GOOD)).await;
        assert!([404, 405].contains(&answer.status), "{}", answer.status);
    }
    assert!(merchant.post("/c/assets/checkout.css", "").await.status >= 400);
    assert_eq!(payer.status().await, "open");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_and_changes_nothing() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let asked = Payer::of(&merchant, TEA).await;
    asked.pays("a", CHALLENGED).await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:12112"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let refused = payer.pays("a", GOOD).with(name, value).await;
        assert_eq!(refused.status, 403, "{name}: {value}");
        assert_eq!(asked.answers(true).with(name, value).await.status, 403, "{name}: {value}");
    }
    assert_eq!((payer.status().await.as_str(), asked.status().await.as_str()), ("open", "open"));
    assert!(entries(&merchant, &payer.id).is_empty());
    let page = payer.session().await["url"].as_str().unwrap().to_string();
    let own = &page[..page.find("/c/").unwrap()];
    leads_to(&payer.pays("a", GOOD).with("origin", own).with("sec-fetch-site", "same-origin").await);
}

#[tokio::test]
async fn a_form_that_nobody_can_read_is_refused_and_changes_nothing() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let large = format!("email={}", "a".repeat(2_000_000));
    for body in ["a=1&a=2", "[=%zz&email", large.as_str(), "email[a]=1&card=4&card[number]=5"] {
        let answer = merchant.ask(Method::POST, payer.path.clone(), FORM, body).await;
        assert!((200..500).contains(&answer.status), "{}: {}", answer.status, &body[..body.len().min(40)]);
    }
    let json = format!("{{\"card\":{{\"number\":\"{GOOD}\"}}}}");
    assert!(merchant.ask(Method::POST, payer.path.clone(), JSON, json).await.status < 500);
    assert!(entries(&merchant, &payer.id).is_empty());
}

#[tokio::test]
async fn every_page_and_notice_tells_the_browser_what_to_refuse() {
    let merchant = shop();
    let open = Payer::of(&merchant, TEA).await;
    let mut shown = vec![open.looks().await, open.pays("a", DECLINED).await, open.pays("b", "4242").await];
    shown.push(merchant.follow("/c/pay/cs_test_nobody/token").await);
    open.pays("c", CHALLENGED).await;
    shown.push(merchant.follow(&format!("{}/bank", open.path)).await);
    shown.push(open.pays("d", GOOD).with("origin", "https://evil.example").await);
    open.answers(true).await;
    shown.push(open.looks().await);
    let ended = Payer::of(&merchant, TEA).await;
    merchant.expire(&ended.id).await.done();
    shown.push(ended.looks().await);
    merchant.deployment.faults().set(|_| Fault::Unavailable);
    shown.push(open.looks().await);
    merchant.deployment.faults().clear();
    for answer in shown {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(policy.contains("base-uri 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(!policy.contains('*') && !policy.contains("data:"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("referrer-policy", "same-origin"),
            ("x-robots-tag", "noindex, nofollow"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{}", answer.text);
        }
        assert!(answer.header("permissions-policy").is_some() && answer.header("request-id").is_some());
        let inline = answer.text.matches("<script").count();
        assert_eq!(inline, answer.text.matches("<script type=\"module\" src=\"/c/assets/").count());
        assert!(!answer.text.contains(" onclick=") && !answer.text.contains(" style="));
    }
}

#[tokio::test]
async fn a_page_for_a_frame_may_be_framed_by_its_merchant_only() {
    let merchant = shop();
    let session = merchant.create(EMBEDDED).await.done();
    let (id, token) = session["client_secret"].as_str().unwrap().split_once("_secret_").unwrap();
    let page = merchant.follow(&format!("/c/pay/{id}/{token}")).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors https://shop.example;"), "{policy}");
}

/// The table's file with everything that was ever written into it, as bytes.
fn kept(merchant: &Merchant) -> Vec<u8> {
    let path = merchant.deployment.data_file().to_path_buf();
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", path.display()));
    let files = [path.clone(), beside("-wal"), beside("-journal")];
    files.iter().flat_map(|file| std::fs::read(file).unwrap_or_default()).collect()
}

fn stands_in(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Whether a text says this number, other than by chance: within a random id, or as a figure that was measured.
fn says(text: &str, number: &str) -> bool {
    let by_chance = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric() || next == ':');
    text.match_indices(number).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + number.len()..].chars().next());
        !by_chance(before) && !by_chance(after)
    })
}

#[tokio::test]
async fn a_cards_number_and_its_code_are_kept_nowhere_whatever_comes_of_it() {
    let merchant = shop();
    let mut answers = Vec::new();
    let numbers = [GOOD, DECLINED, "4242424242424241", CHALLENGED, "4111111111111111", "5555 5555 5555 4444"];
    let log = logged(async {
        for number in numbers {
            let payer = Payer::of(&merchant, &format!("{TEA}&customer_creation=always")).await;
            let fields = by_card(number).replace("987", CVC);
            let fields = fields
                .replace("card[cvc]=8317", if number == GOOD { "card[cvc]=831" } else { "card[cvc]=8317" });
            answers.push(payer.sends("a", &fields).await);
            answers.push(payer.sends("b", &fields.replace("10115", "")).await);
            answers.push(payer.looks().await);
            answers.push(payer.sends("c", &format!("{fields}&a=1&a=2")).await);
            answers.push(payer.sends("d", &fields.replace("card[number]", "card")).await);
            answers.push(payer.sends("d", &format!("name={number}&{}", fields.replace("Ada", "Eve"))).await);
        }
        for fault in [Fault::TimeoutBefore, Fault::TimeoutAfter, Fault::Panic] {
            let payer = Payer::of(&merchant, TEA).await;
            merchant.deployment.faults().set(move |call| match (call.function, call.name) {
                ("pay", "PutItem") => fault,
                _ => Fault::None,
            });
            answers.push(payer.pays("a", GOOD).await);
            merchant.deployment.faults().clear();
        }
        merchant.advance(2 * 60).await;
        tokio::time::sleep(Duration::ZERO).await;
    })
    .await;
    let (kept, log) = (kept(&merchant), log.text());
    assert!(stands_in(&kept, "ada@lovelace.example") && log.lines().count() > 50);
    for number in numbers {
        let compact: String = number.chars().filter(char::is_ascii_digit).collect();
        for digits in [number, compact.as_str()] {
            assert!(!stands_in(&kept, digits), "{digits} is in the table");
            assert!(!log.contains(digits), "{digits} is in the log");
            assert!(answers.iter().all(|answer| !answer.text.contains(digits)), "{digits} is on a page");
        }
    }
    assert!(!log.contains("ada@") && !says(&log, CVC) && !stands_in(&kept, "\"8317\""));
    assert!(answers.iter().all(|answer| !answer.text.contains("value=\"8317\"")));
}

#[tokio::test]
async fn no_session_leads_anywhere_but_to_the_web() {
    let merchant = shop();
    let rest = TEA.replace("success_url=https://shop.example/thanks", "");
    let evil = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "%20javascript:alert(1)",
        "java%0Ascript:alert(1)",
        "%01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/relative",
        "https:",
        "https://shop.example/%0D%0ASet-Cookie:x",
    ];
    for url in evil {
        for form in [
            format!("{rest}&success_url={url}"),
            format!("{TEA}&cancel_url={url}"),
            format!("{rest}&ui_mode=embedded_page&return_url={url}"),
        ] {
            let answer = merchant.create(&form).await;
            if answer.status == 200 {
                // What is taken is an address of the web all the same.
                let session = answer.json();
                let taken = ["success_url", "cancel_url", "return_url"].map(|name| session[name].clone());
                panic!("{url} was taken: {taken:?}");
            }
            assert_eq!(answer.status, 400, "{url}: {}", answer.text);
        }
    }
    let camel = serde_json::json!({"mode": "setup", "currency": "eur", "successUrl": "javascript:alert(1)"});
    assert_eq!(merchant.camel_post("", &camel).await.status, 400, "{CAMEL}");
}

#[tokio::test]
async fn in_live_mode_no_page_asks_for_a_card_and_none_is_taken() {
    let merchant = shop();
    let live = merchant.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let payer = Payer::of(&live, TEA).await;
    let page = payer.looks().await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("card[number]") && !page.text.contains("id=\"pay\""), "{}", page.text);
    let refused = payer.pays("a", GOOD).await;
    assert!(!refused.text.contains(GOOD) && refused.status != 303, "{}", refused.status);
    assert_eq!((payer.status().await.as_str(), entries(&live, &payer.id).len()), ("open", 0));
    assert_eq!(payer.session().await["payment_intent"], serde_json::Value::Null);
    let free = Payer::of(&live, &TEA.replace("=700", "=0")).await;
    leads_to(&free.sends("a", "").await);
    assert_eq!(free.status().await, "complete");
    assert_eq!(free.plays("complete", "").await.status, 404);
}

#[tokio::test]
async fn after_its_end_a_sessions_address_shows_a_notice_and_nothing_else() {
    let merchant = shop();
    for (end, status, shown) in [("complete", 200, "complete"), ("expired", 410, "expired")] {
        let payer = Payer::of(&merchant, TEA).await;
        if end == "complete" {
            leads_to(&payer.pays("a", GOOD).await);
        } else {
            merchant.expire(&payer.id).await.done();
        }
        let page = payer.looks().await;
        assert_eq!((page.status, notice(&page)), (status, Some(shown)));
        for secret in ["ada@lovelace", "Tea", "4242", "<form", "card[number]"] {
            assert!(!page.text.contains(secret), "{secret}: {}", page.text);
        }
        assert_eq!(notice(&payer.sends("b", "payment_method=card").await), Some(shown));
        let bank = merchant.follow(&format!("{}/bank", payer.path)).await;
        assert_eq!(payer.comes_back(&bank).await.status, status);
    }
}
