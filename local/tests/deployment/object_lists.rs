//! Lists of objects: in the order of their sessions, by page, and by what they can be narrowed down to.

use paydesk_model::session::Payment;
use serde_json::Value;

use crate::till::{Happening, TEA, Till, card, data, open, other};
use crate::world::START;

fn ids(list: &Value) -> Vec<&str> {
    data(list).iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// Three sessions a second apart, with two charges each.
async fn busy() -> Till {
    let till = Till::new().await;
    for (body, after) in [("a", 0), ("b", 1), ("c", 2)] {
        till.keep(&open(body, TEA, after).declined("card_declined", None).pays(card(), Payment::Paid)).await;
    }
    till.keep(&open("untried", TEA, 3)).await;
    till
}

const ALL: [&str; 6] = ["ch_c_2", "ch_c_1", "ch_b_2", "ch_b_1", "ch_a_2", "ch_a_1"];

#[tokio::test]
async fn charges_stand_newest_session_first_and_pages_meet_wherever_they_are_cut() {
    let till = busy().await;
    assert_eq!(ids(&till.get("/v1/charges").await.done()), ALL);
    for limit in 1..=6 {
        let (mut seen, mut query) = (Vec::new(), format!("limit={limit}"));
        loop {
            let page = till.get(&format!("/v1/charges?{query}")).await.done();
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            if page["has_more"] == false {
                break;
            }
            query = format!("limit={limit}&starting_after={}", seen.last().unwrap());
        }
        assert_eq!(seen, ALL, "{limit}");
    }
}

#[tokio::test]
async fn a_page_before_a_cursor_ends_right_before_it() {
    let till = busy().await;
    for limit in 1..=5 {
        let page = till.get(&format!("/v1/charges?limit={limit}&ending_before=ch_a_1")).await.done();
        assert_eq!(ids(&page), ALL[5 - limit..5], "{limit}");
        assert_eq!(page["has_more"], limit < 5, "{limit}");
    }
    let refused = till.get("/v1/charges?starting_after=ch_nobody_1").await;
    assert_eq!(refused.refusal(), (400, "resource_missing".into(), "starting_after".into()));
}

#[tokio::test]
async fn lists_are_narrowed_by_what_belongs_together() {
    let till = busy().await;
    let given = format!("{TEA}&payment_intent_data[setup_future_usage]=off_session");
    let mut hers = open("hers", &given, 4);
    hers.gathered.customer = Some("cus_ada".into());
    till.keep(&hers.pays(other("paypal"), Payment::Paid)).await;
    let list = |query: &'static str| {
        let till = &till;
        async move { till.get(query).await.done() }
    };
    assert_eq!(ids(&list("/v1/charges?payment_intent=pi_b").await), ["ch_b_2", "ch_b_1"]);
    assert_eq!(ids(&list("/v1/charges?payment_intent=pi_b&starting_after=ch_b_2").await), ["ch_b_1"]);
    assert_eq!(ids(&list("/v1/charges?payment_intent=pi_nobody").await), [""; 0]);
    assert_eq!(ids(&list("/v1/payment_intents?customer=cus_ada").await), ["pi_hers"]);
    assert_eq!(ids(&list("/v1/payment_methods?type=paypal").await), ["pm_hers_1"]);
    assert_eq!(ids(&list("/v1/payment_methods?customer=cus_ada").await), ["pm_hers_1"]);
    assert_eq!(ids(&list("/v1/payment_intents").await), ["pi_hers", "pi_c", "pi_b", "pi_a"]);
    let expanded =
        list("/v1/payment_intents?customer=cus_ada&expand[]=data.latest_charge&expand[]=data.customer").await;
    assert_eq!(data(&expanded)[0]["latest_charge"]["id"], "ch_hers_1");
    // Nobody here knows this customer: what cannot be expanded stays its id.
    assert_eq!(data(&expanded)[0]["customer"], "cus_ada");
    let refused = till.get("/v1/charges?status=paid").await;
    assert_eq!(refused.refusal(), (400, "parameter_unknown".into(), "status".into()));
}

#[tokio::test]
async fn creation_time_is_the_objects_own() {
    let till = busy().await;
    let first_try = START.seconds() + 60;
    let page = till.get(&format!("/v1/charges?created={first_try}")).await.done();
    assert_eq!(ids(&page), ["ch_a_1"]);
    let page = till.get(&format!("/v1/charges?created[gt]={}", first_try + 60)).await.done();
    assert_eq!(ids(&page), ["ch_c_2", "ch_b_2"]);
    let page = till.get(&format!("/v1/payment_intents?created={}", START.seconds() + 2)).await.done();
    assert_eq!(ids(&page), ["pi_c"]);
}
