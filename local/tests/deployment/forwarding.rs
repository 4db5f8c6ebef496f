//! `--forward-to`: one receiver for the events of every account, signed with a secret that stays; and what holds up
//! nobody.

use paydesk_local::deployment::{Deployment, Options};
use paydesk_local::forward::Forward;
use paydesk_model::webhook::EventDialect;
use standardwebhooks::Webhook;

use crate::merchant::{Merchant, TEA};
use crate::receiver::{Receiver, Reply};
use crate::world::{kept_at, started, until};

pub const EXPIRED: &str = "checkout.session.expired";

/// A receiver, and a deployment that forwards these events to it.
pub async fn forwarding(events: &[&str]) -> (Receiver, Deployment, String) {
    let receiver = Receiver::start().await;
    let deployment = started(Options { forwards: true, ..Options::default() });
    let secret = deployment.forward(&to(&receiver.url, events)).await.unwrap();
    (receiver, deployment, secret)
}

fn to(url: &str, events: &[&str]) -> Forward {
    let events = events.iter().map(ToString::to_string).collect();
    Forward { url: url.to_owned(), events, dialect: EventDialect::Stripe }
}

/// Lets a session expire, and the receiver be told.
pub async fn expires(merchant: &Merchant) -> String {
    let session = merchant.opens(TEA).await;
    merchant.expire(&session).await.done();
    merchant.deployment.pump().await;
    session
}

/// The sessions that the receiver was told of, in the order it was.
pub fn told(receiver: &Receiver) -> Vec<String> {
    let session =
        |taken: &crate::receiver::Taken| taken.json()["data"]["object"]["id"].as_str().unwrap().to_owned();
    receiver.taken().iter().map(session).collect()
}

#[tokio::test]
async fn every_accounts_events_are_forwarded() {
    let (receiver, deployment, secret) = forwarding(&["checkout.session.*"]).await;
    let merchant = Merchant::of(&deployment, "sk_test_the_tea_shop");
    let live = merchant.with_made_key("acct_live", "sk_live_the_tea_shop").await;
    let sessions = [expires(&merchant).await, expires(&merchant.neighbour()).await];
    // In live mode they would have to go to https.
    expires(&live).await;
    deployment.deliver_webhooks().await;
    let heard = told(&receiver);
    assert!(heard.len() == 2 && sessions.iter().all(|session| heard.contains(session)), "{heard:?}");
    for taken in receiver.taken() {
        Webhook::new(&secret).unwrap().verify(taken.body.as_bytes(), &taken.headers).unwrap();
    }
    assert_eq!(deployment.backlog().unwrap(), Default::default());
}

#[tokio::test]
async fn the_secret_stays_and_the_receiver_may_move() {
    let directory = tempfile::tempdir().unwrap();
    let options = || Options { forwards: true, ..kept_at(&directory.path().join("paydesk.db")) };
    let (old, new) = (Receiver::start().await, Receiver::start().await);
    let before = started(options());
    let secret = before.forward(&to(&old.url, &[EXPIRED])).await.unwrap();
    drop(before);
    let after = started(options());
    assert_eq!(after.forward(&to(&new.url, &["*"])).await.unwrap(), secret);
    let session = expires(&Merchant::of(&after, "sk_test_the_tea_shop")).await;
    after.deliver_webhooks().await;
    assert!(told(&new).contains(&session));
    assert_eq!(old.count(), 0);
    // Nobody has asked for anything to be forwarded.
    drop(after);
    let without = started(kept_at(&directory.path().join("paydesk.db")));
    let heard = new.count();
    expires(&Merchant::of(&without, "sk_test_the_tea_shop")).await;
    without.deliver_webhooks().await;
    assert_eq!((new.count(), without.backlog().unwrap().waiting.len()), (heard, 0));
}

#[test]
fn what_cannot_be_forwarded_to_is_refused() {
    for events in [&["*"][..], &["charge.*", EXPIRED]] {
        assert!(to("localhost:4242/webhook", events).checked().is_ok());
    }
    for (url, event, why) in [
        ("ftp://shop.example", "*", "--forward-to ftp://shop.example: "),
        ("http://name:word@shop.example", "*", "--forward-to http://name:word@shop.example: "),
        ("localhost:4242", "charg.*", "--forward-events: the dialect stripe has no event type charg.*"),
        (
            "localhost:4242",
            "checkout.done",
            "--forward-events: the dialect stripe has no event type checkout.done",
        ),
    ] {
        let refused = to(url, &[event]).checked().unwrap_err();
        assert!(refused.starts_with(why), "{refused}");
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_holds_up_neither_the_api_nor_the_stream_nor_another_receiver() {
    let (hanging, deployment, _) = forwarding(&[EXPIRED]).await;
    hanging.always(Reply::Hangs(b""));
    let merchant = Merchant::of(&deployment, "sk_test_the_tea_shop");
    let well = Receiver::start().await;
    let form =
        format!("url={}&enabled_events[0]={EXPIRED}", well.url.replace('?', "%3F").replace('=', "%3D"));
    merchant.post("/v1/webhook_endpoints", &form).await.done();
    let first = expires(&merchant).await;
    let postman = tokio::spawn({
        let deployment = deployment.clone();
        async move { deployment.deliver_webhooks().await }
    });
    until("that both are told", || hanging.count() > 0 && well.count() > 0).await;
    // While it hangs, sessions are made and expire, the stream is delivered and the other is told.
    let second = expires(&merchant).await;
    let others = || {
        let in_flight = deployment.backlog().unwrap().in_flight;
        in_flight.into_iter().filter(|message| message.group != "we_forward").count()
    };
    until("that the other is told and it is noted", || well.count() == 2 && others() == 0).await;
    assert_eq!(told(&well), [first, second]);
    assert!(!postman.is_finished());
    assert!(!deployment.backlog().unwrap().in_flight.is_empty());
    postman.abort();
}
