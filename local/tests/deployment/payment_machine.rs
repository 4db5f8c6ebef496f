//! Payers, banks, merchants and time in any order over two sessions, whose prices change meanwhile: money moves once for
//! each, or not at all, and the last use of a coupon that both have is never held twice.

use paydesk_local::deployment::Options;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::merchant::{HOUR, Merchant, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, approved, by_card, by_iban, entries};
use crate::redemptions::{assert_counted, with};

/// What may happen to one of the sessions.
#[derive(Clone, Debug)]
enum Happening {
    Form {
        form: u8,
        method: usize,
    },
    Answer {
        yes: bool,
    },
    Update,
    /// The merchant changes what the session costs.
    Reprice {
        quantity: u8,
    },
    /// The payer does.
    Choose {
        quantity: u8,
    },
    Expire,
    Settle {
        succeeds: bool,
    },
    Play {
        complete: bool,
        key: Option<u8>,
    },
    Capture,
    Pass {
        seconds: i64,
    },
    Sweep,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => (0..3_u8, 0..4_usize).prop_map(|(form, method)| Happening::Form { form, method }),
        4 => any::<bool>().prop_map(|yes| Happening::Answer { yes }),
        1 => Just(Happening::Update),
        1 => (1..4_u8).prop_map(|quantity| Happening::Reprice { quantity }),
        2 => (1..4_u8).prop_map(|quantity| Happening::Choose { quantity }),
        1 => Just(Happening::Expire),
        2 => any::<bool>().prop_map(|succeeds| Happening::Settle { succeeds }),
        2 => (any::<bool>(), proptest::option::of(0..2_u8)).prop_map(|(complete, key)| Happening::Play { complete, key }),
        1 => Just(Happening::Capture),
        3 => prop_oneof![Just(1), Just(60), Just(16 * 60), Just(HOUR)].prop_map(|seconds| Happening::Pass { seconds }),
        2 => Just(Happening::Sweep),
    ]
}

async fn happens(payer: &Payer<'_>, happening: &Happening) {
    let merchant = payer.merchant;
    let methods = [by_card(GOOD), by_card(POOR), by_card(CHALLENGED), by_iban("DE89370400440532013000")];
    let answer = match happening {
        Happening::Form { form, method } => payer.sends(&format!("form{form}"), &methods[*method]).await,
        Happening::Answer { yes } => payer.answers(*yes).await,
        Happening::Update => merchant.update(&payer.id, "metadata[seen]=1").await,
        Happening::Reprice { quantity } => {
            let lines = merchant.line_items(&payer.id, "").await.done();
            let line = lines["data"][0]["id"].as_str().unwrap();
            let lines = format!("line_items[0][id]={line}&line_items[0][quantity]={quantity}");
            merchant.update(&payer.id, &lines).await
        }
        Happening::Choose { quantity } => {
            payer.sends("form0", &format!("change=lines&quantity-1={quantity}")).await
        }
        Happening::Expire => merchant.expire(&payer.id).await,
        Happening::Settle { succeeds } => {
            payer.plays("settle", if *succeeds { "outcome=succeeded" } else { "outcome=failed" }).await
        }
        Happening::Play { complete, key } => {
            let ask = payer.plays(if *complete { "complete" } else { "fail" }, "");
            match key {
                Some(key) => ask.keyed(&format!("{complete}{key}")).await,
                None => ask.await,
            }
        }
        Happening::Capture => payer.captures("").await,
        Happening::Pass { seconds } => {
            merchant.deployment.clock().advance_seconds(*seconds);
            return;
        }
        Happening::Sweep => {
            merchant.advance(0).await;
            return;
        }
    };
    assert!(answer.status < 500, "{happening:?}: {}", answer.text);
}

/// What has ended stays as it ended, and is announced in order.
async fn assert_consistent(payer: &Payer<'_>, before: &mut Vec<String>) {
    payer.assert_true().await;
    let announced = payer.announced();
    assert!(announced.starts_with(before), "{before:?} became {announced:?}");
    let words: Vec<&str> = announced.iter().map(|kind| kind.rsplit('.').next().unwrap()).collect();
    let possible: [&[&str]; 5] = [
        &[],
        &["expired"],
        &["completed"],
        &["completed", "async_payment_succeeded"],
        &["completed", "async_payment_failed"],
    ];
    assert!(possible.contains(&words.as_slice()), "{words:?}");
    assert!(approved(&entries(payer.merchant, &payer.id)) <= 1);
    *before = announced;
}

async fn run(happenings: Vec<(bool, Happening)>, limited: bool) {
    let merchant = Merchant::hourly(Options { ttl: false, ..Options::default() });
    merchant.limits("ONE", 1).await;
    let cart = if limited { with("ONE") } else { TEA.to_owned() };
    let cart = format!("{cart}&line_items[0][adjustable_quantity][enabled]=true");
    let methods = "&payment_method_types[0]=card&payment_method_types[1]=sepa_debit";
    let payers = [
        Payer::of(&merchant, &format!("{cart}{methods}")).await,
        Payer::of(&merchant, &format!("{cart}&payment_intent_data[capture_method]=manual")).await,
    ];
    let holders: Vec<&Payer<'_>> = payers.iter().filter(|_| limited).collect();
    let mut told = [Vec::new(), Vec::new()];
    for (which, happening) in &happenings {
        happens(&payers[usize::from(*which)], happening).await;
        for (payer, told) in payers.iter().zip(&mut told) {
            assert_consistent(payer, told).await;
        }
        assert_counted(&merchant, "ONE", &holders).await;
    }
    for payer in &payers {
        payer.assert_ends_true().await;
    }
    assert_counted(&merchant, "ONE", &holders).await;
}

#[test]
fn whatever_the_order_money_moves_once_or_not_at_all() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let settings = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11),
        ..ProptestConfig::default()
    };
    proptest!(settings, |(happenings in vec((any::<bool>(), happening()), 1..20), limited in any::<bool>())| {
        runtime.block_on(run(happenings, limited));
    });
}
