//! What happens to the sessions of a merchant: each story is a few changes, put into the table one by one as the
//! service's own handlers put them.

use paydesk_model::announcement::Announcement;
use paydesk_model::event::{customer_event, events};
use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Customer, Submission};
use paydesk_model::session::{Payment, Session};
use paydesk_model::update::UpdateParams;
use paydesk_service::store::customers::CustomerWrite;
use paydesk_service::store::sessions::Put;
use paydesk_service::store::stored::{Extent, Stored};
use paydesk_service::store::timers::Timer;
use paydesk_service::store::together::{Along, Together};
use paydesk_service::wire::form;

use super::owed::Owed;
use super::shop::Shop;
use crate::till::{self, Happening as _};
use crate::world::START;

/// How a session goes on once it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    Free,
    Expires,
    Paid,
    /// The money takes days, and comes.
    Arrives,
    /// It takes days, and does not come.
    Fails,
    /// It makes a customer.
    MakesCustomer,
    /// Its lines do not fit into its item.
    LargeCart,
    /// An update brings a price before it is paid.
    Repriced,
}

pub const STORIES: [Story; 8] = [
    Story::Free,
    Story::Expires,
    Story::Paid,
    Story::Arrives,
    Story::Fails,
    Story::MakesCustomer,
    Story::LargeCart,
    Story::Repriced,
];

const FREE: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=0\
    &line_items[0][price_data][product_data][name]=Tea";
const MADE: [&str; 2] = ["product.created", "price.created"];
const COMPLETED: &str = "checkout.session.completed";
const PAID: &[&str] =
    &["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", COMPLETED, "charge.updated"];
const ON_ITS_WAY: &[&str] =
    &["payment_intent.created", "charge.pending", "payment_intent.processing", COMPLETED];
const ARRIVED: &[&str] =
    &["charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded"];
const FAILED: &[&str] =
    &["charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed"];
const LARGE: usize = 4;

/// A session in the middle of its story.
pub struct Purchase {
    story: Story,
    stored: Stored,
    changes: usize,
}

impl Purchase {
    pub async fn opens(shop: &Shop, owed: &mut Owed, story: Story, body: &str) -> Self {
        let after = shop.deployment.clock().now().seconds() - START.seconds();
        let session = till::open(body, &form_of(story), after);
        let session = Session { account: shop.account.clone(), ..session }.announcing_its_opening(None);
        let lines = session.lines.len();
        owed.announces(told(&session, 0), &MADE.repeat(lines));
        let stored = Stored::first(session, None, "a story");
        let items = stored.items().unwrap();
        assert_eq!(items.lines.is_some(), story == Story::LargeCart);
        let layout = shop.app.store.layout_for_writing(START).await.unwrap();
        let due = Timer::new(&stored.session.id, stored.session.expires_at, layout);
        shop.app.store.index(&stored.session, &due, layout, items.lines).await.unwrap();
        assert!(matches!(shop.app.store.put_new(items.head).await.unwrap(), Put::Done));
        Self { story, stored, changes: 0 }
    }

    /// The next change, if there is one.
    pub async fn goes_on(&mut self, shop: &Shop, owed: &mut Owed) {
        let (open, now) = (self.stored.session.clone(), shop.deployment.clock().now());
        let (session, kinds): (Session, &[&str]) = match (self.story, self.changes) {
            (Story::Free, 0) => {
                (open.confirm(Submission::default(), "form", None, now).unwrap(), &[COMPLETED])
            }
            (Story::Expires, 0) => (open.expire(now, None).unwrap(), &["checkout.session.expired"]),
            (Story::Paid | Story::LargeCart, 0) | (Story::Repriced, 1) => {
                (open.pays(till::card(), Payment::Paid), PAID)
            }
            (Story::Repriced, 0) => (repriced(open, now), &MADE),
            (Story::Arrives | Story::Fails, 0) => {
                (open.pays(till::other("sepa_debit"), Payment::Processing), ON_ITS_WAY)
            }
            (Story::Arrives, 1) => (open.settles(Settlement::Succeeded), ARRIVED),
            (Story::Fails, 1) => (open.settles(Settlement::Failed(None)), FAILED),
            (Story::MakesCustomer, 0) => return self.makes_customer(shop, owed).await,
            _ => return,
        };
        self.puts(shop, owed, session, kinds, None).await;
    }

    async fn makes_customer(&mut self, shop: &Shop, owed: &mut Owed) {
        let open = self.stored.session.clone();
        assert!(open.makes_customer());
        let now = shop.deployment.clock().now();
        let customer = Customer::made_by(&open, &till::said(), now);
        let write = CustomerWrite::new(customer, None, now);
        self.puts(shop, owed, open.pays(till::card(), Payment::Paid), PAID, Some(write)).await;
        let id = self.stored.session.id.customer();
        let customer = shop.app.store.customer(&shop.account, false, &id).await.unwrap().unwrap();
        let told: Vec<_> =
            customer.outbox.iter().map(|made| customer_event(self.stored.session.id.body(), made)).collect();
        owed.announces(told, &["customer.created"]);
    }

    async fn puts(
        &mut self,
        shop: &Shop,
        owed: &mut Owed,
        session: Session,
        kinds: &[&str],
        customer: Option<CustomerWrite>,
    ) {
        let last = self.stored.session.outbox.last().map_or(0, |made| made.number);
        owed.announces(told(&session, last), kinds);
        // As whoever changes a session reads it: without what it does not need.
        let there = shop.app.store.session(&session.id, Extent::Whole).await.unwrap().unwrap();
        let next = there.next(session, "a story", None, shop.deployment.clock().now());
        assert!(matches!(
            shop.app.store.put_with(&next, &Along { customer, ..Along::default() }).await.unwrap(),
            Together::Done
        ));
        self.stored = next;
        self.changes += 1;
    }
}

/// The events of what a session announced after this number.
fn told(session: &Session, last: u32) -> Vec<paydesk_model::event::Event> {
    let new = |made: &&Announcement| made.number > last;
    session.outbox.iter().filter(new).flat_map(|made| events(session, made)).collect()
}

fn form_of(story: Story) -> String {
    match story {
        Story::Free => FREE.to_owned(),
        Story::MakesCustomer => format!("{}&customer_creation=always", till::TEA),
        Story::LargeCart => {
            let line = |at: usize| {
                let name = "a long name ".repeat(20);
                let line = format!("line_items[{at}]");
                format!(
                    "&{line}[quantity]=1&{line}[price_data][currency]=eur&{line}[price_data][unit_amount]=500\
                     &{line}[price_data][product_data][name]={name}\
                     &{line}[price_data][product_data][description]={name}{name}"
                )
            };
            let lines: String = (0..LARGE).map(line).collect();
            format!("mode=payment&success_url=https://shop.example/thanks{lines}")
        }
        _ => till::TEA.to_owned(),
    }
}

fn repriced(open: Session, now: paydesk_model::time::Moment) -> Session {
    let line = open.lines[0].number;
    let change = format!(
        "line_items[0][id]={}&line_items[1][quantity]=1&line_items[1][price_data][currency]=eur\
         &line_items[1][price_data][unit_amount]=300&line_items[1][price_data][product_data][name]=Mug",
        open.id.line(line)
    );
    let change = UpdateParams::check(&form::parse(change.as_bytes()).unwrap()).unwrap();
    open.update(change, now, None).unwrap()
}
