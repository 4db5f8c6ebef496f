//! Who gets a webhook over TLS: the host that the URL names and an authority vouches for, where the name leads now.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use paydesk_local::deployment::Options;
use paydesk_model::delivery::Outcome;
use standardwebhooks::Webhook;

use crate::authority::{Authority, here};
use crate::receiver::{Receiver, Reply};
use crate::told::{EXPIRED, SECRET, Told};

const SHOP: &str = "shop.example";

/// A merchant who is told of expiries in the internet of this authority, where all hosts are on this machine.
async fn trusting(authority: &Authority) -> Told {
    let internet = authority.internet(|_| here());
    Told::of(Options { internet, ..Options::default() }, &[EXPIRED]).await
}

/// Has the merchant's endpoint be this receiver.
async fn is_told_at(told: &Told, receiver: &Receiver) {
    told.changes("we_1", |endpoint| endpoint.url.clone_from(&receiver.url)).await;
}

#[tokio::test]
async fn a_host_that_is_vouched_for_takes_the_event_and_is_called_by_its_name() {
    let authority = Authority::named("known");
    let told = trusting(&authority).await;
    let shop = Receiver::behind(authority.vouches_for(SHOP), SHOP).await;
    is_told_at(&told, &shop).await;
    let event = told.expires().await;
    let [taken] = &shop.taken()[..] else { panic!("once") };
    assert_eq!(taken.event(), event);
    Webhook::new(SECRET).unwrap().verify(taken.body.as_bytes(), &taken.headers).unwrap();
    let host = shop.url.strip_prefix("https://").unwrap().split('/').next().unwrap();
    assert!(host.starts_with("shop.example:"));
    assert_eq!((taken.server_name.as_deref(), taken.header("host")), (Some(SHOP), host));
    told.assert_done();
}

#[tokio::test]
async fn who_cannot_prove_to_be_the_host_is_told_nothing_until_they_can() {
    let (authority, nobody) = (Authority::named("known"), Authority::named("nobody"));
    let cases = [
        (nobody.vouches_for(SHOP), "invalid peer certificate: UnknownIssuer"),
        (authority.vouched_for(SHOP), "invalid peer certificate: certificate expired"),
        (
            authority.vouches_for("other.example"),
            "invalid peer certificate: certificate not valid for name \"shop.example\"",
        ),
    ];
    for (side, why) in cases {
        let told = trusting(&authority).await;
        let pretender = Receiver::behind(side, SHOP).await;
        is_told_at(&told, &pretender).await;
        let event = told.expires().await;
        let [attempt] = &told.attempts(&event).await[..] else { panic!("one attempt") };
        let error = attempt.error.as_deref().unwrap();
        assert!(error.starts_with(&format!("no TLS connection: {why}")), "{error}");
        assert_eq!((attempt.outcome, attempt.status), (Outcome::Failed, None));
        assert_eq!((pretender.count(), told.put_off().len()), (0, 1), "{why}");
        let shop = Receiver::behind(authority.vouches_for(SHOP), SHOP).await;
        is_told_at(&told, &shop).await;
        told.goes_on().await.unwrap();
        let heard: Vec<String> = shop.taken().iter().map(crate::receiver::Taken::event).collect();
        assert_eq!(heard, [event]);
        told.assert_done();
    }
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_the_next_time_is_refused_then() {
    let authority = Authority::named("known");
    // A receiver; the services of a cloud; nowhere, which some systems take for this very machine; a receiver again.
    let places: [IpAddr; 4] =
        [[127, 0, 0, 1].into(), [169, 254, 169, 254].into(), [0, 0, 0, 0].into(), [127, 0, 0, 1].into()];
    let asked = Arc::new(AtomicUsize::new(0));
    let next = asked.clone();
    let internet = authority.internet(move |name| {
        assert_eq!(name, SHOP);
        vec![places[next.fetch_add(1, Ordering::SeqCst)]]
    });
    let told = Told::of(Options { internet, ..Options::default() }, &[EXPIRED]).await;
    let plain = told.receiver.url.replace("127.0.0.1", SHOP);
    told.changes("we_1", |endpoint| endpoint.url = plain).await;
    told.receiver.replies([Reply::Status(500)]);
    let event = told.expires().await;
    for _ in &places[1..] {
        told.goes_on().await.unwrap();
    }
    let attempts = told.attempts(&event).await;
    let outcomes: Vec<_> = attempts.iter().map(|one| (one.status, one.error.as_deref())).collect();
    let refused = (None, Some("the host is on a network that webhooks do not go to"));
    assert_eq!(outcomes, [(Some(500), None), refused, refused, (Some(200), None)]);
    // Each attempt asked once, so that what was connected to is what was looked at.
    assert_eq!((asked.load(Ordering::SeqCst), told.receiver.count()), (4, 2));
    assert!(told.receiver.taken().iter().all(|taken| taken.header("host").starts_with("shop.example:")));
    told.assert_done();
}
