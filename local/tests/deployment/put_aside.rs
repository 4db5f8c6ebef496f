//! Changes that can never be told as they are: put aside whole, where somebody sees them, so that nobody waits behind them.

use std::collections::BTreeSet;

use paydesk_local::connector::Fault;
use paydesk_model::ids::SessionId;
use paydesk_service::reannounce::Whose;
use serde_json::{Value, json};

use crate::announcing::records;
use crate::merchant::{Merchant, TEA};
use crate::payer::Payer;
use crate::told::undelivered;

const TEN_MINUTES: i64 = 600;

/// Two sessions of which the first can be read by nobody, and their changes.
struct Broken {
    merchant: Merchant,
    /// The session that cannot be told of, and one that can.
    sessions: [String; 2],
    records: Vec<Value>,
}

impl Broken {
    async fn of(age: i64) -> Self {
        let merchant = Merchant::hourly(undelivered());
        let sessions = [merchant.opens(TEA).await, merchant.opens(TEA).await];
        let mut records = records(&merchant);
        records[0]["dynamodb"]["NewImage"]["format"] = json!({"N": "99"});
        merchant.deployment.clock().advance_seconds(age);
        Self { merchant, sessions, records }
    }

    /// The sequence numbers of what announce did not take.
    async fn announces(&self, records: &[Value]) -> Vec<String> {
        let event = json!({ "Records": records });
        let taken = self.merchant.deployment.invoke("announce", event).await.unwrap();
        taken.batch_item_failures.into_iter().filter_map(|one| one.item_identifier).collect()
    }

    fn number(&self, record: usize) -> String {
        self.records[record]["dynamodb"]["SequenceNumber"].as_str().unwrap().to_owned()
    }

    fn aside(&self) -> Vec<Value> {
        let queues = &self.merchant.deployment.template().queues;
        let undelivered = queues.iter().find(|queue| queue.url.ends_with("Undelivered")).unwrap();
        let contents = self.merchant.deployment.queues().contents(&undelivered.arn).unwrap();
        contents.waiting.iter().map(|message| serde_json::from_str(&message.body).unwrap()).collect()
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_tried_for_ten_minutes_and_then_holds_nobody_up() {
    let young = Broken::of(TEN_MINUTES - 1).await;
    assert_eq!(young.announces(&young.records).await, [young.number(0)]);
    assert!(young.aside().is_empty());
    let old = Broken::of(TEN_MINUTES).await;
    assert_eq!(old.announces(&old.records).await, [""; 0]);
    let [aside] = &old.aside()[..] else { panic!("{:?}", old.aside()) };
    let [session, other] = &old.sessions;
    assert_eq!(aside["item"], format!("S#{session}"));
    assert_eq!(aside["sequence_number"], old.number(0));
    assert_eq!(aside["cause"], "unreadable session: its format is not known to this version");
    assert_eq!(aside["tell_again"], format!("reannounce --session {session}"));
    assert_eq!(old.merchant.told_of(session).await, [""; 0]);
    assert_eq!(old.merchant.told_of(other).await.len(), 2);
}

#[tokio::test]
async fn once_the_fault_is_mended_it_is_told_by_the_record_that_was_kept_or_by_the_command() {
    for by_command in [false, true] {
        let broken = Broken::of(TEN_MINUTES).await;
        broken.announces(&broken.records).await;
        let session = &broken.sessions[0];
        if by_command {
            let whose = Whose::Session(SessionId::parse(session).unwrap());
            broken.merchant.deployment.teller().unwrap().reannounce(&whose, |_| {}).await.unwrap();
        } else {
            let mut record = broken.aside()[0]["record"].clone();
            record["dynamodb"]["NewImage"]["format"] = json!({"N": "1"});
            assert_eq!(broken.announces(&[record]).await, [""; 0]);
        }
        assert_eq!(broken.merchant.told_of(session).await.len(), 2, "by command: {by_command}");
    }
}

#[tokio::test]
async fn a_record_that_is_too_large_for_the_queue_is_named_and_not_kept() {
    let mut broken = Broken::of(TEN_MINUTES).await;
    broken.records[0]["dynamodb"]["NewImage"]["body"] = json!({"S": "x".repeat(200_001)});
    assert_eq!(broken.announces(&broken.records).await, [""; 0]);
    assert_eq!((&broken.aside()[0]["record"], broken.aside()[0]["item"].is_string()), (&Value::Null, true));
}

#[tokio::test]
async fn who_makes_announce_panic_again_and_again_is_put_aside_and_its_neighbour_told() {
    let broken = Broken::of(TEN_MINUTES).await;
    let mut records = broken.records.clone();
    records[0]["dynamodb"]["NewImage"]["format"] = json!({"N": "1"});
    broken.merchant.deployment.faults().set(|call| match call.name {
        "PutItem" if call.index == 1 => Fault::Panic,
        _ => Fault::None,
    });
    assert_eq!(broken.announces(&records).await, [""; 0]);
    let told: BTreeSet<usize> = [
        broken.merchant.told_of(&broken.sessions[0]).await.len(),
        broken.merchant.told_of(&broken.sessions[1]).await.len(),
    ]
    .into();
    assert_eq!(told, [0, 2].into());
    assert_eq!(broken.aside()[0]["cause"], "telling of it panicked");
}

#[tokio::test]
async fn what_cannot_be_put_aside_comes_again() {
    let broken = Broken::of(TEN_MINUTES).await;
    broken.merchant.deployment.faults().set(|call| match call.name {
        "SendMessage" => Fault::Unavailable,
        _ => Fault::None,
    });
    assert_eq!(broken.announces(&broken.records).await, [broken.number(0)]);
    broken.merchant.deployment.faults().clear();
    assert_eq!(broken.announces(&broken.records).await, [""; 0]);
    assert_eq!(broken.aside().len(), 1);
}

#[tokio::test]
async fn while_the_table_is_away_nothing_is_put_aside_however_long_that_takes() {
    for fault in [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore] {
        let broken = Broken::of(60 * TEN_MINUTES).await;
        let of_the_table = move |name: &str| if name == "SendMessage" { Fault::None } else { fault };
        broken.merchant.deployment.faults().set(move |call| of_the_table(call.name));
        assert_eq!(broken.announces(&broken.records[1..]).await, [broken.number(1)]);
        assert!(broken.aside().is_empty());
    }
}

#[tokio::test]
async fn what_was_put_aside_is_put_aside_again_by_a_redrive() {
    let told = crate::told::Told::new().await;
    let payer = Payer::of(&told.merchant, TEA).await;
    let mut record = records(&told.merchant).remove(0);
    record["dynamodb"]["NewImage"]["format"] = json!({"N": "99"});
    told.merchant.deployment.clock().advance_seconds(TEN_MINUTES);
    told.merchant.deployment.invoke("announce", json!({"Records": [record]})).await.unwrap();
    let before = told.given_up();
    assert_eq!(before[0]["item"], format!("S#{}", payer.id));
    assert_eq!(told.redrive(), 1);
    told.merchant.deployment.deliver_webhooks().await;
    assert_eq!(told.given_up(), before);
    told.assert_done();
}
