//! What is owed to whom: each event that was announced, to every endpoint that was there and wanted it when it was
//! published, and to the bus; and that this and nothing else was told.

use std::collections::{BTreeMap, BTreeSet};

use paydesk_model::event::Event;
use paydesk_model::ids::EventId;
use serde_json::Value;

use super::chance::Chance;
use super::inbox::Told;
use super::shop::Shop;

/// What an endpoint is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    NotYet,
    Enabled,
    Disabled,
    Deleted,
}

/// An endpoint, as the merchant knows it.
struct Listener {
    id: &'static str,
    /// `*`, or types by their whole names.
    wants: &'static [&'static str],
    state: State,
}

impl Listener {
    fn hears(&self, kind: &str) -> bool {
        self.state == State::Enabled && (self.wants == ["*"] || self.wants.contains(&kind))
    }
}

/// An event that was announced, and who is to be told once that is decided.
struct Announced {
    id: String,
    kind: &'static str,
    owed: Option<BTreeSet<&'static str>>,
}

pub struct Owed {
    listeners: [Listener; 3],
    announced: Vec<Announced>,
}

const ENDS: &[&str] = &[
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "customer.created",
];
const SOME: &[&str] =
    &["price.created", "payment_intent.created", "checkout.session.completed", "checkout.session.expired"];

impl Owed {
    /// Two endpoints are there from the start, and a third may come and go.
    pub async fn by(shop: &Shop) -> Self {
        let listener = |id, wants, state| Listener { id, wants, state };
        let listeners = [
            listener("we_all", &["*"], State::Enabled),
            listener("we_ends", ENDS, State::Enabled),
            listener("we_some", SOME, State::NotYet),
        ];
        for there in &listeners[..2] {
            shop.puts_endpoint(there.id, there.wants).await;
        }
        Self { listeners, announced: Vec::new() }
    }

    /// Takes down what a change announced, which has to be just this.
    pub fn announces(&mut self, events: Vec<Event>, kinds: &[&str]) {
        assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), kinds);
        let announced = |event: Event| Announced { id: event.id, kind: event.kind.as_str(), owed: None };
        self.announced.extend(events.into_iter().map(announced));
    }

    /// Who is told was decided when an announcement was published: before an endpoint changes, it is taken down.
    async fn decides(&mut self, shop: &Shop) {
        let mut published = BTreeMap::new();
        for event in self.announced.iter_mut().filter(|event| event.owed.is_none()) {
            let id = EventId::parse(&event.id).unwrap();
            if !published.contains_key(id.announcement) {
                let found = shop.app.store.published(&shop.account, false, &id).await.unwrap();
                published.insert(id.announcement.to_owned(), found.is_some());
            }
            if published[id.announcement] {
                let hear = self.listeners.iter().filter(|listener| listener.hears(event.kind));
                event.owed = Some(hear.map(|listener| listener.id).collect());
            }
        }
    }

    /// The third endpoint comes, rests or goes, or stays as it is.
    pub async fn changes(&mut self, shop: &Shop, chance: &Chance) {
        let Listener { id, wants, state } = self.listeners[2];
        let next = match state {
            State::NotYet => State::Enabled,
            State::Enabled => chance.of_these(&[State::Disabled, State::Deleted]),
            State::Disabled => chance.of_these(&[State::Enabled, State::Deleted]),
            State::Deleted => return,
        };
        self.decides(shop).await;
        match next {
            State::Enabled if state == State::NotYet => shop.puts_endpoint(id, wants).await,
            State::Deleted => shop.deletes_endpoint(id).await,
            next => shop.enables_endpoint(id, next == State::Enabled).await,
        }
        shop.course.note(format!("{id} is {next:?}"));
        self.listeners[2].state = next;
    }

    /// Everything that was owed was told, nothing else was, and each event had one content however often it came.
    pub async fn assert_paid(&mut self, shop: &Shop, course: &str) {
        if self.listeners[2].state == State::Disabled {
            self.decides(shop).await;
            shop.enables_endpoint(self.listeners[2].id, true).await;
            self.listeners[2].state = State::Enabled;
        }
        shop.comes_to_rest().await;
        self.decides(shop).await;
        let told = shop.inbox.told();
        for listener in &self.listeners {
            let owed: BTreeSet<&str> = self.owed_to(listener.id).collect();
            let told = told.iter().filter(|told| told.listener == listener.id);
            let told: BTreeSet<&str> = told.map(|told| text(&told.event["id"])).collect();
            if listener.state == State::Deleted {
                assert!(told.is_subset(&owed), "{course}: {told:?} of {owed:?}");
            } else {
                assert_eq!(told, owed, "{course}: {}", listener.id);
            }
        }
        self.assert_all_are_on_the_bus(shop, &told, course);
    }

    fn owed_to<'o>(&'o self, listener: &'o str) -> impl Iterator<Item = &'o str> {
        let owed = self.announced.iter().filter(move |event| {
            let owed = event.owed.as_ref();
            owed.unwrap_or_else(|| panic!("{} was never published", event.id)).contains(listener)
        });
        owed.map(|event| event.id.as_str())
    }

    fn assert_all_are_on_the_bus(&self, shop: &Shop, told: &[Told], course: &str) {
        let bus: Vec<Value> = shop.deployment.bus().entries().into_iter().map(|entry| entry.detail).collect();
        let there: BTreeSet<&str> = bus.iter().map(|event| text(&event["id"])).collect();
        let announced: BTreeMap<&str, &str> =
            self.announced.iter().map(|event| (event.id.as_str(), event.kind)).collect();
        assert_eq!(there, announced.keys().copied().collect(), "{course}: the bus");
        let mut contents = BTreeMap::new();
        for event in bus.iter().chain(told.iter().map(|told| &told.event)) {
            let id = text(&event["id"]);
            assert_eq!(announced.get(id), Some(&text(&event["type"])), "{course}: {id}");
            let content = (&event["data"], &event["created"]);
            assert_eq!(*contents.entry(id).or_insert(content), content, "{course}: {id}");
        }
    }

    pub fn is_empty(&self) -> bool {
        self.announced.is_empty()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
