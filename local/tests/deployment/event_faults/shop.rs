//! A merchant alone on a deployment of its own, whose announce and deliver go wrong as they are told to.

use std::fs;

use paydesk_local::connector::{Fault, Operation};
use paydesk_local::deployment::{Deployment, Options};
use paydesk_model::webhook::WebhookEndpoint;
use paydesk_service::app::App;
use paydesk_service::store::endpoints::StoredEndpoint;
use paydesk_service::webhooks::internet::Internet;
use serde_json::Value;

use super::inbox::{Course, Inbox, Reply};
use crate::told::{DELIVERIES, UNDELIVERED, endpoint, queue_url};
use crate::world::started;

/// More rounds than the longest chain of attempts that can be under way here.
const MOST_WAITS: usize = 200;

pub struct Shop {
    pub deployment: Deployment,
    pub app: App,
    pub account: String,
    pub inbox: Inbox,
    pub course: Course,
}

impl Shop {
    /// All is well until it is told otherwise. `seed` stands for the chance inside of the service and the queues.
    pub fn opens(seed: u64) -> Self {
        let course = Course::default();
        let inbox = Inbox::of(course.clone());
        let parameters = [("EventBus".to_owned(), "shop".to_owned())].into();
        let internet = Internet::carried_by(inbox.carrier());
        let options = Options { sweep: false, ttl: false, parameters, internet, ..Options::default() };
        let deployment = started(options);
        let app = deployment.admin().unwrap();
        // By now every name that must be nobody else's is made.
        fastrand::seed(seed);
        let shop = Self { deployment, app, account: format!("acct_{seed}"), inbox, course };
        shop.goes_wrong(|_| Fault::None);
        shop
    }

    /// Lets `decide` say what becomes of each call of announce and deliver.
    pub fn goes_wrong(&self, decide: impl Fn(&Operation<'_>) -> Fault + Send + Sync + 'static) {
        let course = self.course.clone();
        self.deployment.faults().set(move |call: &Operation<'_>| {
            if !["announce", "deliver"].contains(&call.function) {
                return Fault::None;
            }
            let fault = decide(call);
            course.note(format!("{} {}: {fault:?}", call.function, call.name));
            fault
        });
    }

    pub async fn puts_endpoint(&self, id: &str, wants: &[&str]) {
        let endpoint = endpoint(&self.account, id, &format!("http://shop.example/{id}"), wants);
        let first = StoredEndpoint::first(endpoint, None, "a story");
        assert!(self.app.store.put_endpoint(&first).await.unwrap());
    }

    pub async fn enables_endpoint(&self, id: &str, enabled: bool) {
        let stored = self.app.store.endpoint(&self.account, false, id).await.unwrap().unwrap();
        let endpoint = WebhookEndpoint { enabled, ..stored.endpoint.clone() };
        let next = stored.next(endpoint, "a story", None, self.deployment.clock().now());
        assert!(self.app.store.put_endpoint(&next).await.unwrap());
    }

    pub async fn deletes_endpoint(&self, id: &str) {
        self.app.store.delete_endpoint(&self.account, false, id).await.unwrap();
    }

    /// Nothing goes wrong any more, and time passes until nothing waits.
    pub async fn comes_to_rest(&self) {
        self.goes_wrong(|_| Fault::None);
        self.deployment.queues().set_faults(Default::default());
        self.inbox.answers(|| Reply::Says(200));
        self.deployment.pump().await;
        self.takes_up().await;
        let [to_deliver, given_up] = [DELIVERIES, UNDELIVERED].map(|name| queue_url(&self.deployment, name));
        for _ in 0..MOST_WAITS {
            self.deployment.deliver_webhooks().await;
            let hidden = self.deployment.queues().contents(&to_deliver).unwrap().hidden;
            let Some(last) = hidden.iter().map(|message| message.visible_at).max() else {
                assert_eq!(self.deployment.queues().contents(&given_up).unwrap(), Default::default());
                return;
            };
            let seconds = (last - self.deployment.clock().now().millis()).max(0) / 1000 + 1;
            self.deployment.clock().advance_seconds(seconds);
        }
        panic!("something waits for ever");
    }

    /// Gives the records that were given up to their function again, as somebody would who finds them.
    async fn takes_up(&self) {
        for file in self.deployment.failures() {
            let object: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            let event = serde_json::from_str(object["payload"].as_str().unwrap()).unwrap();
            let answer = self.deployment.invoke("announce", event).await.unwrap();
            assert!(answer.batch_item_failures.is_empty());
            fs::remove_file(file).unwrap();
        }
    }
}
