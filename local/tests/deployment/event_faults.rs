//! Everything that can go wrong between a change and a merchant's server, at every step and by thousands of seeds: each
//! event arrives at each endpoint that wants it, and nothing arrives that did not happen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use paydesk_local::connector::{Fault, Operation};
use paydesk_local::deployment::{Deployment, Options};
use paydesk_local::queues::WebhookFaults;
use paydesk_model::payment::Submission;
use paydesk_model::session::Session;
use paydesk_model::webhook::{EventDialect, Secret, WebhookEndpoint};
use paydesk_service::app::App;
use paydesk_service::config::variable;
use paydesk_service::store::endpoints::StoredEndpoint;
use paydesk_service::store::sessions::Put;
use paydesk_service::store::stored::Stored;
use serde_json::Value;

use crate::hearing::{EXPIRED, SECRET};
use crate::receiver::{Receiver, Reply, Taken};
use crate::till;
use crate::world::{START, started};

/// How many are run where `EVENT_FAULT_SEEDS` does not say.
const SEEDS: u64 = 60;
/// For so many rounds things go wrong; after them nothing does.
const ROUNDS: usize = 3;
const FREE: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=0\
    &line_items[0][price_data][product_data][name]=Tea";
const COMPLETED: &str = "checkout.session.completed";
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
const REPLIES: [Reply; 6] = [
    Reply::Status(500),
    Reply::Status(302),
    Reply::Whole(429, "Retry-After: 30\r\n", String::new()),
    Reply::Bytes(b""),
    Reply::Bytes(b"HTTP/1.1 200 OK\r\nconte"),
    Reply::Hangs(b""),
];

/// Numbers that look like chance and are the same for the same seed: SplitMix64.
#[derive(Clone)]
struct Chance(Arc<Mutex<u64>>);

impl Chance {
    fn of(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
    }

    fn below(&self, bound: usize) -> usize {
        let mut state = self.0.lock().unwrap();
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn one_in(&self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// What the seeds have in common, one after the other.
struct World {
    deployment: Deployment,
    app: App,
    /// How often something went wrong.
    struck: Arc<AtomicUsize>,
    /// One is told everything, the other of sessions that are complete.
    receivers: [Receiver; 2],
}

/// The types that each endpoint has to be told about each session.
type Owed = BTreeMap<(usize, String), BTreeSet<String>>;

impl World {
    async fn new() -> Self {
        let deployment = started(Options { sweep: false, ttl: false, ..Options::default() });
        let app = deployment.admin().unwrap();
        let struck = Arc::default();
        Self { deployment, app, struck, receivers: [Receiver::start().await, Receiver::start().await] }
    }

    /// Two endpoints of an account that no other seed has.
    async fn listens(&self, account: &str) {
        for (index, events) in [&["*"][..], &[COMPLETED][..]].into_iter().enumerate() {
            let endpoint = WebhookEndpoint {
                id: format!("we_{account}x{index}"),
                account: account.into(),
                livemode: false,
                created: START,
                url: self.receivers[index].url.clone(),
                enabled_events: events.iter().map(ToString::to_string).collect(),
                dialect: EventDialect::Stripe,
                api_version: None,
                description: None,
                metadata: BTreeMap::new(),
                enabled: true,
                secrets: vec![Secret { text: SECRET.into(), until: None }],
            };
            assert!(
                self.app.store.put_endpoint(&StoredEndpoint::first(endpoint, None, "a seed")).await.unwrap()
            );
        }
    }

    /// Has every call of what announces and delivers go wrong now and then, and every receiver too.
    fn go_wrong(&self, chance: &Chance) {
        let faults = WebhookFaults {
            duplicate: chance.one_in(2),
            reorder: chance.one_in(4),
            drop_first_attempt: chance.one_in(4),
            delay: 0,
        };
        self.deployment.queues().set_faults(faults);
        let (calls, rate, struck) = (chance.clone(), 4 + chance.below(12), self.struck.clone());
        // What goes wrong may stay wrong for longer than anybody asks again.
        let wrong = Mutex::new((Fault::None, 0));
        self.deployment.faults().set(move |call: &Operation<'_>| {
            if !["announce", "deliver"].contains(&call.function) {
                return Fault::None;
            }
            let (fault, times) = &mut *wrong.lock().unwrap();
            if *times == 0 && calls.one_in(rate) {
                (*fault, *times) = (FAULTS[calls.below(FAULTS.len())], 1 + calls.below(2) * calls.below(12));
            }
            if *times == 0 {
                return Fault::None;
            }
            *times -= 1;
            struck.fetch_add(1, Ordering::SeqCst);
            *fault
        });
        for receiver in &self.receivers {
            let reply = |_| match chance.below(3) {
                0 => REPLIES[chance.below(REPLIES.len())].clone(),
                _ => Reply::Status(200),
            };
            receiver.replies((0..30).map(reply));
        }
    }

    async fn put(&self, stored: &Stored) {
        let items = stored.items().unwrap();
        let put = match stored.version {
            1 => self.app.store.put_new(items.head).await,
            version => self.app.store.put_changed(version, items).await,
        };
        assert!(matches!(put.unwrap(), Put::Done));
    }

    /// A session that is opened now, and ends in the next round.
    async fn opens(&self, chance: &Chance, account: &str, number: usize) -> Stored {
        let free = if chance.one_in(2) { FREE } else { till::TEA };
        let body = format!("{}n{number}", account.trim_start_matches("acct_"));
        let session = Session { account: account.into(), ..till::open(&body, free, 0) };
        let session = session.announcing_its_opening(None);
        let stored = Stored::first(session, None, "a seed");
        self.put(&stored).await;
        stored
    }

    async fn ends(&self, open: &Stored, owed: &mut Owed) {
        let (session, now) = (open.session.clone(), self.deployment.clock().now());
        let (ended, last) = if session.needs_method() {
            (session.expire(now, None).unwrap(), EXPIRED)
        } else {
            (session.confirm(Submission::default(), "form", None, now).unwrap(), COMPLETED)
        };
        self.put(&open.next(ended, "a seed", None, now)).await;
        let id = open.session.id.body().to_owned();
        let all = ["product.created", "price.created", last].map(str::to_owned);
        owed.insert((0, id.clone()), all.into());
        if last == COMPLETED {
            owed.insert((1, id), [COMPLETED.to_owned()].into());
        }
    }

    /// Gives the records that were given up to their function again, as somebody would who finds them.
    async fn take_up(&self) {
        for file in self.deployment.failures() {
            let object: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            let event = serde_json::from_str(object["payload"].as_str().unwrap()).unwrap();
            let answer = self.deployment.invoke("announce", event).await.unwrap();
            assert!(answer.batch_item_failures.is_empty());
            fs::remove_file(file).unwrap();
        }
    }

    /// Lets time pass until nothing waits.
    async fn settles(&self) {
        let queue = self.deployment.template().queues.iter().find(|queue| queue.redrive.is_some()).unwrap();
        for _ in 0..100 {
            self.deployment.deliver_webhooks().await;
            let hidden = self.deployment.queues().contents(&queue.url).unwrap().hidden;
            let Some(last) = hidden.iter().map(|message| message.visible_at).max() else { return };
            let seconds = (last - self.deployment.clock().now().millis()).max(0) / 1000 + 1;
            self.deployment.clock().advance_seconds(seconds);
        }
        panic!("something waits for ever");
    }

    async fn run(&self, seed: u64) {
        let (chance, account) = (Chance::of(seed), format!("acct_{seed}"));
        self.listens(&account).await;
        self.go_wrong(&chance);
        let (mut open, mut owed, sessions) = (Vec::new(), Owed::new(), 1 + chance.below(ROUNDS - 1));
        for round in 0..ROUNDS {
            for ending in open.drain(..) {
                self.ends(&ending, &mut owed).await;
            }
            if round < sessions {
                open.push(self.opens(&chance, &account, round).await);
            }
            // Without this both changes of a session may be in one batch of the stream.
            if !chance.one_in(3) {
                self.deployment.pump().await;
            }
            self.deployment.deliver_webhooks().await;
            self.deployment.clock().advance_seconds(i64::try_from(chance.below(400)).unwrap());
        }
        self.deployment.faults().clear();
        self.deployment.queues().set_faults(WebhookFaults::default());
        let mut taken = self.receivers.each_ref().map(Receiver::forgets);
        self.deployment.pump().await;
        self.take_up().await;
        self.settles().await;
        for (taken, receiver) in taken.iter_mut().zip(&self.receivers) {
            taken.extend(receiver.forgets());
        }
        assert!(owed.len() >= sessions);
        assert_paid(seed, &owed, &taken);
    }
}

/// Everything that was owed was told, nothing else was, and each event had one id and one content however often it came.
fn assert_paid(seed: u64, owed: &Owed, taken: &[Vec<Taken>; 2]) {
    let (mut told, mut contents) = (Owed::new(), BTreeMap::new());
    for (index, taken) in taken.iter().enumerate() {
        for one in taken {
            let (json, id) = (one.json(), one.event());
            assert_eq!(one.header("webhook-id"), id);
            let session = id.split('_').nth(1).unwrap().to_owned();
            told.entry((index, session.clone())).or_default().insert(one.kind());
            let content = (id, json["data"].clone(), json["created"].clone());
            let first = contents.entry((session, one.kind())).or_insert_with(|| content.clone());
            assert_eq!(*first, content, "seed {seed}");
        }
    }
    assert_eq!(&told, owed, "seed {seed}");
}

#[tokio::test(start_paused = true)]
async fn whatever_goes_wrong_each_event_arrives_and_none_is_invented() {
    let seeds = variable("EVENT_FAULT_SEEDS").map_or(SEEDS, |seeds| seeds.parse().unwrap());
    let first = variable("EVENT_FAULT_SEED").map_or(1, |seed| seed.parse().unwrap());
    let world = World::new().await;
    for seed in first..first + seeds {
        Box::pin(world.run(seed)).await;
    }
    // About every second seed, even where they are few.
    assert!(world.struck.load(Ordering::SeqCst) as u64 > seeds / 2);
}
