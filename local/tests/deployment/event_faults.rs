//! Everything that can go wrong between a change and a merchant's server, at every step and by thousands of seeds: each
//! event arrives at each endpoint that wants it and on the bus, and nothing arrives that did not happen.
//!
//! A seed is its own deployment, on one thread, with a clock that stands still, no socket and no other chance: it takes
//! the same course whenever it is run. `EVENT_FAULT_SEED=17 EVENT_FAULT_SEEDS=1` runs the seventeenth alone.

mod chance;
mod each_call;
mod inbox;
mod owed;
mod shop;
mod stories;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use futures::future::LocalBoxFuture;
use paydesk_local::connector::{Fault, Operation};
use paydesk_local::queues::WebhookFaults;
use paydesk_service::config::variable;

use chance::Chance;
use inbox::Reply;
use owed::Owed;
use shop::Shop;
use stories::{Purchase, STORIES};

/// How many are run where `EVENT_FAULT_SEEDS` does not say.
const SEEDS: u64 = 60;
/// For so many rounds things go wrong; after them nothing does.
const ROUNDS: usize = 4;
const FAULTS: [Fault; 8] = [
    Fault::Throttle,
    Fault::Unavailable,
    Fault::TimeoutBefore,
    Fault::TimeoutAfter,
    Fault::CrashBefore,
    Fault::CrashAfter,
    Fault::Panic,
    Fault::Unprocessed,
];
const REPLIES: [Reply; 7] = [
    Reply::Says(500),
    Reply::Says(302),
    Reply::Says(404),
    Reply::AsksFor("30"),
    Reply::Breaks,
    Reply::Hangs,
    Reply::IsNotThere,
];

/// Runs what happens to one thread and one deployment, and no more: in no order but its own.
fn alone<T>(course: LocalBoxFuture<'_, T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(course)
}

/// Runs `each` for every one of them, on all cores. Returns those that failed.
fn failing<T: Sync>(all: &[T], each: impl Fn(&T) + Sync) -> Vec<&T> {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(one) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
            if catch_unwind(AssertUnwindSafe(|| each(one))).is_err() {
                failed.lock().unwrap().push(one);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    failed.into_inner().unwrap()
}

/// Has every call of what announces and delivers go wrong now and then, and every receiver too.
fn go_wrong(shop: &Shop, chance: &Chance) {
    shop.deployment.queues().set_faults(WebhookFaults {
        duplicate: chance.one_in(2),
        reorder: chance.one_in(4),
        drop_first_attempt: chance.one_in(4),
        delay: 0,
    });
    let (calls, rate) = (chance.clone(), 4 + chance.below(12));
    // What goes wrong may stay wrong for longer than anybody asks again.
    let wrong = Mutex::new((Fault::None, 0));
    shop.goes_wrong(move |_: &Operation<'_>| {
        let (fault, times) = &mut *wrong.lock().unwrap();
        if *times == 0 && calls.one_in(rate) {
            (*fault, *times) = (calls.of_these(&FAULTS), 1 + calls.below(2) * calls.below(12));
        }
        if *times == 0 {
            return Fault::None;
        }
        *times -= 1;
        *fault
    });
    let replies = chance.clone();
    shop.inbox.answers(move || match replies.below(3) {
        0 => replies.of_these(&REPLIES),
        _ => Reply::Says(200),
    });
}

/// The course of a seed.
async fn run(seed: u64) -> Vec<String> {
    let (chance, shop) = (Chance::of(seed), Shop::opens(seed));
    let mut owed = Owed::by(&shop).await;
    go_wrong(&shop, &chance);
    let (mut purchases, most) = (Vec::<Purchase>::new(), 1 + chance.below(2));
    for round in 0..ROUNDS {
        for purchase in &mut purchases {
            Box::pin(purchase.goes_on(&shop, &mut owed)).await;
        }
        if purchases.len() < most {
            let (story, body) = (chance.of_these(&STORIES), format!("{seed}n{round}"));
            shop.course.note(format!("{story:?}"));
            purchases.push(Box::pin(Purchase::opens(&shop, &mut owed, story, &body)).await);
        }
        if chance.one_in(3) {
            owed.changes(&shop, &chance).await;
        }
        // Without this several changes of a session may be in one batch of the stream.
        if !chance.one_in(3) {
            shop.deployment.pump().await;
        }
        shop.deployment.deliver_webhooks().await;
        shop.deployment.clock().advance_seconds(i64::try_from(chance.below(400)).unwrap());
    }
    assert!(!owed.is_empty());
    Box::pin(owed.assert_paid(&shop, &format!("seed {seed}"))).await;
    shop.course.so_far()
}

#[test]
fn whatever_goes_wrong_each_event_arrives_and_none_is_invented() {
    let number = |name, otherwise| variable(name).map_or(otherwise, |number| number.parse().unwrap());
    let (first, count) = (number("EVENT_FAULT_SEED", 1), number("EVENT_FAULT_SEEDS", SEEDS));
    let seeds: Vec<u64> = (first..first + count).collect();
    let struck = AtomicUsize::new(0);
    let failed = failing(&seeds, |seed| {
        let course = alone(Box::pin(run(*seed)));
        let wrong = |line: &&String| FAULTS.iter().any(|fault| line.ends_with(&format!(": {fault:?}")));
        struck.fetch_add(course.iter().filter(wrong).count(), Ordering::SeqCst);
    });
    assert!(
        failed.is_empty(),
        "the seeds {failed:?} fail; EVENT_FAULT_SEED=n EVENT_FAULT_SEEDS=1 runs one alone"
    );
    assert!(struck.into_inner() > seeds.len());
}

#[test]
fn a_seed_takes_the_same_course_whenever_it_is_run() {
    let seeds: Vec<u64> = (1..=8).collect();
    let failed = failing(&seeds, |seed| {
        let [first, second] = [(), ()].map(|()| alone(Box::pin(run(*seed))));
        assert!(first.len() > 10);
        for (place, (one, other)) in first.iter().zip(&second).enumerate() {
            assert_eq!(one, other, "seed {seed} at {place}");
        }
        assert_eq!(first.len(), second.len());
    });
    assert!(failed.is_empty(), "the seeds {failed:?} take another course");
}
