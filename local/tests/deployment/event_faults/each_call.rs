//! One purchase whose every step goes wrong in turn: each call that announce and deliver make, by each fault, once and
//! for longer than the SDK asks again.

use std::sync::atomic::{AtomicUsize, Ordering};

use paydesk_local::connector::Fault;

use super::owed::Owed;
use super::shop::Shop;
use super::stories::{Purchase, Story};
use super::{FAULTS, alone, failing};
use crate::told::{DELIVERIES, queue_url};

/// The SDK asks three times: four are more than it stands. Those begin at every other call, as they reach over several.
const SPANS: [usize; 2] = [1, 4];

/// What goes wrong with whose calls, from which on and how often.
#[derive(Clone, Copy, Debug)]
struct Mishap {
    function: &'static str,
    fault: Fault,
    nth: usize,
    times: usize,
}

/// A session is opened and paid, while this goes wrong.
async fn paid(mishap: Option<Mishap>) -> (Shop, Owed) {
    let shop = Shop::opens(1);
    let mut owed = Owed::by(&shop).await;
    let calls = AtomicUsize::new(0);
    shop.goes_wrong(move |call| {
        let Some(mishap) = mishap.filter(|mishap| mishap.function == call.function) else {
            return Fault::None;
        };
        let call = calls.fetch_add(1, Ordering::SeqCst);
        if (mishap.nth..mishap.nth + mishap.times).contains(&call) { mishap.fault } else { Fault::None }
    });
    let mut purchase = Box::pin(Purchase::opens(&shop, &mut owed, Story::Paid, "1n1")).await;
    shop.deployment.pump().await;
    Box::pin(purchase.goes_on(&shop, &mut owed)).await;
    shop.deployment.pump().await;
    shop.deployment.deliver_webhooks().await;
    (shop, owed)
}

/// The calls of a function in this course.
fn calls(course: &[String], function: &str) -> usize {
    course.iter().filter(|line| line.starts_with(&format!("{function} "))).count()
}

/// How often each event was told to the endpoint that hears all.
fn times_told(shop: &Shop) -> Vec<usize> {
    let told = shop.inbox.told();
    let ids = told.iter().filter(|told| told.listener == "we_all").map(|told| told.event["id"].to_string());
    let mut counts = std::collections::BTreeMap::new();
    for id in ids {
        *counts.entry(id).or_default() += 1;
    }
    counts.into_values().collect()
}

#[test]
fn whichever_call_goes_wrong_each_event_arrives() {
    let course = alone(Box::pin(async { paid(None).await.0.course.so_far() }));
    let mut mishaps = Vec::new();
    for function in ["announce", "deliver"] {
        let most = calls(&course, function);
        assert!(most >= 6, "{course:#?}");
        for (times, fault) in SPANS.into_iter().flat_map(|times| FAULTS.map(|fault| (times, fault))) {
            let nth = (0..most).step_by(times.min(2));
            mishaps.extend(nth.map(|nth| Mishap { function, fault, nth, times }));
        }
    }
    let failed = failing(&mishaps, |mishap| {
        alone(Box::pin(async {
            let (shop, mut owed) = Box::pin(paid(Some(*mishap))).await;
            let struck = format!(": {:?}", mishap.fault);
            assert!(shop.course.so_far().iter().any(|line| line.ends_with(&struck)), "{mishap:?}");
            Box::pin(owed.assert_paid(&shop, &format!("{mishap:?}"))).await;
        }));
    });
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn who_dies_after_a_post_and_before_it_is_noted_posts_again() {
    alone(Box::pin(async {
        let shop = Shop::opens(1);
        let mut owed = Owed::by(&shop).await;
        Box::pin(Purchase::opens(&shop, &mut owed, Story::Free, "1n1")).await;
        shop.deployment.pump().await;
        let (course, died) = (shop.course.clone(), AtomicUsize::new(0));
        shop.goes_wrong(move |_| {
            let noting = course.last().starts_with("post ");
            if noting && died.fetch_add(1, Ordering::SeqCst) == 0 { Fault::CrashBefore } else { Fault::None }
        });
        shop.deployment.deliver_webhooks().await;
        Box::pin(owed.assert_paid(&shop, "died before the note")).await;
        let mut times = times_told(&shop);
        times.sort_unstable();
        assert_eq!(times, [1, 2]);
    }));
}

#[test]
fn who_dies_after_all_was_noted_and_before_it_is_deleted_posts_nothing_again() {
    let course = alone(Box::pin(async { paid(None).await.0.course.so_far() }));
    alone(Box::pin(async {
        let nth = calls(&course, "deliver") - 1;
        let mishap = Mishap { function: "deliver", fault: Fault::CrashAfter, nth, times: 1 };
        let (shop, mut owed) = Box::pin(paid(Some(mishap))).await;
        let queue = queue_url(&shop.deployment, DELIVERIES);
        assert!(!shop.deployment.queues().contents(&queue).unwrap().hidden.is_empty());
        Box::pin(owed.assert_paid(&shop, "died before the delete")).await;
        assert!(times_told(&shop).iter().all(|times| *times == 1));
    }));
}
