//! The customer of a completion: made by it, changed by it, or left alone.

use paydesk_model::currency::Currency;
use paydesk_model::path::Path;
use paydesk_model::payment::{Customer, Submission};
use paydesk_model::problem::Problem;
use paydesk_model::redemption::Unredeemable;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;

use crate::app::App;
use crate::error::Error;
use crate::store::customers::{CustomerWrite, customer_rows};
use crate::store::index::{Direction, Stretch, references_of_completion};
use crate::store::keys::{self, Key, Reference};
use crate::store::stored::Extent;
use crate::store::walk::Part;

/// The rows by which a session and the customer it makes are found once it is complete. They are written before,
/// because until then nothing confirms them.
pub(super) fn rows_of_completion(session: &Session, said: &Submission, now: Moment) -> Vec<Key> {
    let made = session.makes_customer().then(|| Customer::made_by(session, said, now));
    let id = made.as_ref().map(|customer| customer.id.as_str());
    let mut rows = references_of_completion(session, said.customer_details.email.as_deref(), id);
    rows.extend(made.iter().flat_map(customer_rows));
    rows
}

impl App {
    /// Whether a customer has paid before, looked up where somebody has to know: a customer is not written when they
    /// pay. The newest of their sessions come first; those that nobody paid are passed over.
    pub async fn has_paid(&self, account: &str, livemode: bool, customer: &str) -> Result<bool, Error> {
        let partitions = vec![keys::by_reference(account, livemode, Reference::Customer, customer)];
        let part = Part { partitions, stretch: Stretch::default() };
        let theirs = |session: &Session| {
            session.gathered.customer.as_deref() == Some(customer) && session.is_a_payment()
        };
        let newest = Direction::NewestFirst;
        let found = self.store.walk(&[part], newest, 1, Extent::Head, theirs).await?;
        Ok(!found.is_empty())
    }

    /// Refuses a subscription in another currency than those that the customer has (R22). The newest of theirs decides:
    /// it was held against the others when it was made.
    pub async fn subscribes_in_one_currency(
        &self,
        customer: &Customer,
        currency: Option<Currency>,
    ) -> Result<(), Error> {
        let (account, livemode, id) = (&customer.account, customer.livemode, customer.id.as_str());
        let partitions = vec![keys::by_reference(account, livemode, Reference::Customer, id)];
        let part = Part { partitions, stretch: Stretch::default() };
        let theirs =
            |session: &Session| session.gathered.customer.as_deref() == Some(id) && session.is_subscribed();
        let found = self.store.walk(&[part], Direction::NewestFirst, 1, Extent::Head, theirs).await?;
        let Some(known) = found.first().and_then(|session| session.currency) else { return Ok(()) };
        if Some(known) == currency {
            return Ok(());
        }
        let message = format!(
            "You cannot combine currencies on a single customer. This customer has a subscription in {}.",
            known.as_str()
        );
        Err(Problem::at(Path::of("customer"), message).of_the_moment().into())
    }

    /// Why this session's discount cannot be redeemed at `now`, as far as that is not a matter of its counts.
    pub(super) async fn unredeemable(
        &self,
        session: &Session,
        now: Moment,
    ) -> Result<Option<Unredeemable>, Error> {
        if let Some(why) = session.unredeemable(now) {
            return Ok(Some(why));
        }
        let Some(newcomer) = session.newcomer() else { return Ok(None) };
        let has_paid = self.has_paid(&session.account, session.livemode(), newcomer).await?;
        Ok(has_paid.then_some(Unredeemable::NotTheFirst))
    }

    /// What the completion of `session` at `now` writes about its customer, who came to be when its row was `made`.
    pub(super) async fn customer_of(
        &self,
        session: &Session,
        said: &Submission,
        made: Moment,
        now: Moment,
    ) -> Result<Option<CustomerWrite>, Error> {
        if session.makes_customer() {
            let customer = Customer::made_by(session, said, made);
            return Ok(Some(CustomerWrite::new(customer, None, now)));
        }
        let given =
            session.gathered.customer.as_deref().filter(|_| session.settings.customer_update.is_some());
        let Some(id) = given else { return Ok(None) };
        let found = self.store.customer(&session.account, session.livemode(), id).await?;
        // A customer that was deleted meanwhile stays deleted; the session keeps its id.
        let write = found.and_then(|over| {
            let customer = over.customer.updated_by(session, said)?;
            Some(CustomerWrite::new(customer, Some(over), now))
        });
        Ok(write)
    }
}
