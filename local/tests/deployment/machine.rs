//! One machine, run twice: the pure model and the whole deployment go through the same transitions together.

use std::collections::HashMap;

use paydesk_local::deployment::Options;
use paydesk_model::announcement::Happening as Told;
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::session::{Birth, Session};
use paydesk_model::time::Moment;
use paydesk_model::update::UpdateParams;
use paydesk_service::wire::form;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseResult};

use crate::merchant::{Answer, Ask, HOUR, Merchant, TEA};
use crate::world::START;

/// What may happen. Sessions and keys are few, so that they meet again.
#[derive(Clone, Debug)]
enum Transition {
    Create {
        key: Option<u8>,
        cart: u8,
    },
    Update {
        session: usize,
        key: Option<u8>,
        value: u8,
    },
    Expire {
        session: usize,
        key: Option<u8>,
    },
    /// Time passes, and nobody notices.
    Pass {
        seconds: i64,
    },
    Sweep,
    List,
}

fn transition() -> impl Strategy<Value = Transition> {
    let key = || proptest::option::of(0..3_u8);
    prop_oneof![
        3 => (key(), 0..2_u8).prop_map(|(key, cart)| Transition::Create { key, cart }),
        4 => (0..4_usize, key(), 0..3_u8).prop_map(|(session, key, value)| Transition::Update { session, key, value }),
        2 => (0..4_usize, key()).prop_map(|(session, key)| Transition::Expire { session, key }),
        2 => prop_oneof![Just(1), Just(60), Just(HOUR / 2), Just(HOUR), Just(2 * HOUR)].prop_map(|seconds| Transition::Pass { seconds }),
        2 => Just(Transition::Sweep),
        1 => Just(Transition::List),
    ]
}

/// What a call comes to, as far as both worlds can say it.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Nothing,
    /// The session called for, by number.
    Done {
        session: usize,
        replayed: bool,
    },
    Refused,
    KeyReused,
}

/// The model, and the little that idempotency adds to it.
struct Ideal {
    now: Moment,
    sessions: Vec<Session>,
    creates: HashMap<u8, (u8, usize)>,
    changes: HashMap<(usize, u8), String>,
}

fn cart(number: u8) -> String {
    format!("{TEA}&metadata[cart]={number}")
}

fn change(value: u8) -> String {
    match value {
        0 => "metadata[cart]=".into(),
        _ => format!("metadata[state]={value}"),
    }
}

impl Ideal {
    fn apply(&mut self, transition: &Transition) -> Outcome {
        match *transition {
            Transition::Create { key, cart } => self.create(key, cart),
            Transition::Update { session, key, value } => {
                self.change(session, key, format!("update {value}"), |open, now| {
                    let params =
                        UpdateParams::check(&form::parse(change(value).as_bytes()).unwrap()).unwrap();
                    open.update(params, now, None).ok()
                })
            }
            Transition::Expire { session, key } => {
                self.change(session, key, "expire".into(), |open, now| open.expire(now, None).ok())
            }
            Transition::Pass { seconds } => {
                self.now = self.now.plus_seconds(seconds);
                Outcome::Nothing
            }
            Transition::Sweep => {
                self.sessions = self.sessions.drain(..).map(|session| session.at(self.now)).collect();
                Outcome::Nothing
            }
            Transition::List => Outcome::Nothing,
        }
    }

    fn create(&mut self, key: Option<u8>, number: u8) -> Outcome {
        if let Some((known, session)) = key.and_then(|key| self.creates.get(&key).copied()) {
            return if known == number {
                Outcome::Done { session, replayed: true }
            } else {
                Outcome::KeyReused
            };
        }
        let tree = form::parse(cart(number).as_bytes()).unwrap();
        let limits = Limits { longest_expiry: HOUR, ..Limits::standard(self.now, false) };
        let session = self.sessions.len();
        let id = SessionId::new(false, &format!("number{session}"));
        let birth =
            Birth { id, account: "acct_1".into(), token: "t".into(), now: self.now, default_life: HOUR };
        self.sessions.push(Session::open(CreateParams::check(&tree, &limits).unwrap(), birth));
        if let Some(key) = key {
            self.creates.insert(key, (number, session));
        }
        Outcome::Done { session, replayed: false }
    }

    fn change(
        &mut self,
        session: usize,
        key: Option<u8>,
        print: String,
        decide: impl Fn(Session, Moment) -> Option<Session>,
    ) -> Outcome {
        let Some(known) = self.sessions.get(session).cloned() else { return Outcome::Nothing };
        if let Some(before) = key.and_then(|key| self.changes.get(&(session, key))) {
            return if *before == print {
                Outcome::Done { session, replayed: true }
            } else {
                Outcome::KeyReused
            };
        }
        let Some(changed) = decide(known, self.now) else { return Outcome::Refused };
        self.sessions[session] = changed;
        if let Some(key) = key {
            self.changes.insert((session, key), print);
        }
        Outcome::Done { session, replayed: false }
    }
}

/// The deployment, and the ids of its sessions by number.
struct Real {
    merchant: Merchant,
    ids: Vec<String>,
}

impl Real {
    async fn apply(&mut self, transition: &Transition) -> Outcome {
        let merchant = &self.merchant;
        let answer = match transition {
            Transition::Create { key, cart: number } => keyed(merchant.create(&cart(*number)), *key).await,
            Transition::Update { session, key, value } => {
                let Some(id) = self.ids.get(*session) else { return Outcome::Nothing };
                keyed(merchant.update(id, &change(*value)), *key).await
            }
            Transition::Expire { session, key } => {
                let Some(id) = self.ids.get(*session) else { return Outcome::Nothing };
                keyed(merchant.expire(id), *key).await
            }
            Transition::Pass { seconds } => {
                merchant.deployment.clock().advance_seconds(*seconds);
                return Outcome::Nothing;
            }
            Transition::Sweep => {
                merchant.advance(0).await;
                return Outcome::Nothing;
            }
            Transition::List => {
                let mut listed = merchant.listed("limit=100").await;
                let mut known = self.ids.clone();
                listed.sort();
                known.sort();
                assert_eq!(listed, known);
                return Outcome::Nothing;
            }
        };
        self.outcome(&answer)
    }

    fn outcome(&mut self, answer: &Answer) -> Outcome {
        if answer.status != 200 {
            let reused = answer.json()["error"]["type"] == "idempotency_error";
            return if reused { Outcome::KeyReused } else { Outcome::Refused };
        }
        let id = answer.json()["id"].as_str().unwrap().to_string();
        let session = self.ids.iter().position(|known| *known == id).unwrap_or_else(|| {
            self.ids.push(id);
            self.ids.len() - 1
        });
        Outcome::Done { session, replayed: answer.replayed() }
    }
}

fn keyed(ask: Ask<'_>, key: Option<u8>) -> Ask<'_> {
    match key {
        Some(key) => ask.keyed(&format!("key-{key}")),
        None => ask,
    }
}

async fn same(ideal: &Ideal, real: &Real) -> TestCaseResult {
    prop_assert_eq!(ideal.sessions.len(), real.ids.len());
    for (session, id) in ideal.sessions.iter().zip(&real.ids) {
        let (shown, read) = (session.clone().at(ideal.now), real.merchant.retrieve(id).await.done());
        prop_assert_eq!(&read["status"], shown.status().as_str());
        prop_assert_eq!(&read["payment_status"], shown.payment_status().as_str());
        prop_assert_eq!(&read["metadata"], &serde_json::to_value(&shown.metadata).unwrap());
        prop_assert_eq!(&read["expires_at"], shown.expires_at);
        let expired = session.outbox.iter().filter(|one| one.kind == Told::Expired).count();
        prop_assert_eq!(real.merchant.announced(id).len(), expired);
        prop_assert!(expired <= 1);
    }
    Ok(())
}

async fn run(transitions: Vec<Transition>) -> TestCaseResult {
    let mut ideal = Ideal { now: START, sessions: vec![], creates: HashMap::new(), changes: HashMap::new() };
    let merchant = Merchant::hourly(Options { ttl: false, ..Options::default() });
    let mut real = Real { merchant, ids: vec![] };
    for transition in &transitions {
        prop_assert_eq!(ideal.apply(transition), real.apply(transition).await, "{:?}", transition);
        same(&ideal, &real).await?;
    }
    Ok(())
}

#[test]
fn the_deployment_does_what_the_model_says() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let settings = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(7),
        ..ProptestConfig::default()
    };
    proptest!(settings, |(transitions in vec(transition(), 1..16))| {
        runtime.block_on(run(transitions))?;
    });
}
