//! A crash between any two operations of any action, and what a retry or the next run makes of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use serde_json::json;

use crate::merchant::{Answer, HOUR, Merchant, TEA};
use crate::world::timers;

pub const CRASHES: [Fault; 2] = [Fault::CrashBefore, Fault::CrashAfter];
const FAILURES: [Fault; 4] = [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore, Fault::TimeoutAfter];

/// How long something that went wrong stays wrong.
#[derive(Clone, Copy)]
pub enum Span {
    Once,
    UntilCleared,
}

/// Lets the `nth` call of `function` go wrong, and counts how many calls went wrong.
fn strike(
    merchant: &Merchant,
    function: &'static str,
    fault: Fault,
    nth: usize,
    span: Span,
) -> Arc<AtomicUsize> {
    let (calls, struck) = (AtomicUsize::new(0), Arc::<AtomicUsize>::default());
    let count = struck.clone();
    merchant.deployment.faults().set(move |call| {
        if call.function != function {
            return Fault::None;
        }
        let index = calls.fetch_add(1, Ordering::SeqCst);
        let wrong = match span {
            Span::Once => index == nth,
            Span::UntilCleared => index >= nth,
        };
        count.fetch_add(usize::from(wrong), Ordering::SeqCst);
        if wrong { fault } else { Fault::None }
    });
    struck
}

/// Tells the story with the fault at the first operation, the second and so on, until there are no more.
pub async fn at_every_operation(
    function: &'static str,
    fault: Fault,
    span: Span,
    story: impl AsyncFn(Strike),
) -> usize {
    for nth in 0.. {
        let strike = Strike { function, fault, nth, span, struck: Arc::default() };
        let struck = strike.struck.clone();
        println!("{function}: {fault:?} at operation {nth}");
        story(strike).await;
        if struck.load(Ordering::SeqCst) == 0 {
            return nth;
        }
    }
    unreachable!("a story ends")
}

pub struct Strike {
    function: &'static str,
    fault: Fault,
    nth: usize,
    span: Span,
    struck: Arc<AtomicUsize>,
}

impl Strike {
    /// Runs the call under the fault and takes the fault away again.
    pub async fn during<T>(&self, merchant: &Merchant, call: impl IntoFuture<Output = T>) -> T {
        let struck = strike(merchant, self.function, self.fault, self.nth, self.span);
        let outcome = call.await;
        merchant.deployment.faults().clear();
        self.struck.store(struck.load(Ordering::SeqCst), Ordering::SeqCst);
        outcome
    }

    /// Whatever goes wrong is an answer that lets SDKs come again: a 5xx of API Gateway when the process died,
    /// which they retry as it is, and one of ours that says so when it lives.
    #[track_caller]
    pub fn assert_answer(&self, answer: &Answer) {
        let what = format!("{} {:?} at {}: {}", self.function, self.fault, self.nth, answer.text);
        if CRASHES.contains(&self.fault) && answer.status != 200 {
            assert_eq!(
                (answer.status, answer.json()),
                (500, json!({"message": "Internal Server Error"})),
                "{what}"
            );
            return;
        }
        assert!(answer.status == 200 || answer.status >= 500, "{what}");
        assert!(answer.status == 200 || answer.header("stripe-should-retry") == Some("true"), "{what}");
        assert!(answer.header("request-id").is_some(), "{what}");
    }
}

pub fn quiet(sweep: bool, ttl: bool) -> Merchant {
    Merchant::hourly(Options { sweep, ttl, ..Options::default() })
}

/// One session, listed once, expiring on time with one announcement, and no timer left behind.
pub async fn assert_whole(merchant: &Merchant, id: &str) {
    assert_eq!(merchant.listed("").await, [id]);
    assert_eq!(merchant.listed("client_reference_id=cart").await, [id]);
    merchant.advance(HOUR + 60).await;
    assert_eq!(merchant.announced(id), ["checkout.session.expired"]);
    assert_eq!(merchant.deployment.announcements().unwrap().len(), 1);
    merchant.advance(5 * 60).await;
    assert_eq!(timers(&merchant.deployment), 0);
}

async fn create_survives(strike: Strike) {
    let merchant = quiet(true, false);
    let cart = format!("{TEA}&client_reference_id=cart");
    let answer = strike.during(&merchant, merchant.create(&cart).keyed("order")).await;
    strike.assert_answer(&answer);
    let again = merchant.create(&cart).keyed("order").await.done();
    assert!(answer.status != 200 || answer.json() == again);
    assert_whole(&merchant, again["id"].as_str().unwrap()).await;
}

async fn expire_survives(strike: Strike) {
    let merchant = quiet(true, false);
    let id = merchant.opens(&format!("{TEA}&client_reference_id=cart")).await;
    let answer = strike.during(&merchant, merchant.expire(&id).keyed("end")).await;
    strike.assert_answer(&answer);
    assert_eq!(merchant.expire(&id).keyed("end").await.done()["status"], "expired");
    assert_eq!(merchant.announced(&id).len(), 1);
    assert_whole(&merchant, &id).await;
}

async fn update_survives(strike: Strike) {
    let merchant = quiet(true, false);
    let id = merchant.opens(&format!("{TEA}&client_reference_id=cart")).await;
    let form = "metadata[state]=new&metadata[other]=1";
    let answer = strike.during(&merchant, merchant.update(&id, form).keyed("change")).await;
    strike.assert_answer(&answer);
    let made = merchant.retrieve(&id).await.done()["metadata"]["state"] == "new";
    merchant.update(&id, "metadata[other]=2").await.done();
    let again = merchant.update(&id, form).keyed("change").await;
    assert_eq!(again.replayed(), made);
    assert_eq!(again.done()["metadata"]["other"], if made { "2" } else { "1" });
    assert_whole(&merchant, &id).await;
}

async fn sweep_survives(strike: Strike) {
    let merchant = quiet(true, false);
    let id = merchant.opens(&format!("{TEA}&client_reference_id=cart")).await;
    strike.during(&merchant, merchant.advance(HOUR + 60)).await;
    assert_eq!(merchant.status(&id).await, "expired");
    merchant.advance(60).await;
    assert_whole(&merchant, &id).await;
}

async fn expired_survives(strike: Strike) {
    let merchant = quiet(false, true);
    let id = merchant.opens(&format!("{TEA}&client_reference_id=cart")).await;
    strike.during(&merchant, merchant.advance(HOUR + 60)).await;
    assert_eq!(merchant.status(&id).await, "expired");
    assert_whole(&merchant, &id).await;
}

#[tokio::test]
async fn a_create_that_dies_anywhere_is_healed_by_its_retry() {
    for fault in CRASHES {
        let operations = at_every_operation("create", fault, Span::UntilCleared, create_survives).await;
        assert!(operations >= 4, "{operations}");
    }
}

#[tokio::test]
async fn an_expire_that_dies_anywhere_is_healed_by_its_retry() {
    for fault in CRASHES {
        assert!(at_every_operation("expire", fault, Span::UntilCleared, expire_survives).await >= 3);
    }
}

#[tokio::test]
async fn an_update_that_dies_anywhere_is_healed_by_its_retry() {
    for fault in CRASHES {
        assert!(at_every_operation("update", fault, Span::UntilCleared, update_survives).await >= 3);
    }
}

#[tokio::test]
async fn a_stream_handler_that_dies_anywhere_is_healed_by_redelivery() {
    for fault in CRASHES {
        assert!(at_every_operation("expired", fault, Span::UntilCleared, expired_survives).await >= 3);
    }
}

#[tokio::test]
async fn a_sweep_that_dies_anywhere_is_healed_by_the_next() {
    for fault in CRASHES {
        assert!(at_every_operation("sweep", fault, Span::UntilCleared, sweep_survives).await >= 5);
    }
}

#[tokio::test]
async fn one_bad_answer_of_the_table_is_not_even_noticed() {
    for fault in FAILURES.into_iter().chain([Fault::Unprocessed]) {
        at_every_operation("create", fault, Span::Once, create_survives).await;
        at_every_operation("expire", fault, Span::Once, expire_survives).await;
        at_every_operation("update", fault, Span::Once, update_survives).await;
        at_every_operation("expired", fault, Span::Once, expired_survives).await;
    }
}

#[tokio::test]
async fn a_table_that_stays_away_is_a_5xx_that_tells_sdks_to_come_again() {
    for fault in FAILURES {
        at_every_operation("create", fault, Span::UntilCleared, create_survives).await;
        at_every_operation("expire", fault, Span::UntilCleared, expire_survives).await;
        at_every_operation("update", fault, Span::UntilCleared, update_survives).await;
        at_every_operation("expired", fault, Span::UntilCleared, expired_survives).await;
    }
}

#[tokio::test]
async fn reads_of_a_table_that_stays_away_are_a_5xx_too() {
    for fault in FAILURES {
        let merchant = quiet(false, false);
        let id = merchant.opens(TEA).await;
        for (function, path) in
            [("retrieve", format!("/v1/checkout/sessions/{id}")), ("list", "/v1/checkout/sessions".into())]
        {
            let read = async |strike: Strike| {
                let answer = strike.during(&merchant, merchant.get(path.clone())).await;
                strike.assert_answer(&answer);
            };
            at_every_operation(function, fault, Span::UntilCleared, read).await;
        }
    }
}
