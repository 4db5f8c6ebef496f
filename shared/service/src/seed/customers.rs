//! Customers of a seed: made, changed to what is described, or left as they are.

use paydesk_model::announcement::Cause;
use paydesk_model::catalogue::Birth;
use paydesk_model::payment::Customer;

use super::{Seed, id_of};
use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::Owner;
use crate::store::customers::CustomerWrite;

pub(super) const PREFIX: &str = "cus_";

impl App {
    /// What is to be written so that a customer is as it is described; nothing where it is so.
    pub(super) async fn customer_to_write(
        &self,
        owner: Owner<'_>,
        seed: &Seed,
        cause: &Cause,
    ) -> Result<Option<CustomerWrite>, Error> {
        let (id, now) = (id_of(&seed.tree, Some(PREFIX))?, self.clock.now());
        let mut tree = seed.tree.clone();
        tree.take("id");
        let birth = Birth { id: id.clone(), livemode: owner.livemode, now };
        let wanted = Customer::create(&tree, &birth, owner.account)?;
        let over = self.store.customer_or_trace(owner.account, owner.livemode, &id).await?;
        let wanted = match &over {
            Some(over) => Customer { created: over.customer.created, ..wanted },
            None => wanted,
        };
        if over.as_ref().is_some_and(|over| !over.deleted && over.customer == wanted) {
            return Ok(None);
        }
        let write = CustomerWrite::new(wanted, over, now);
        Ok(Some(CustomerWrite { request: Some(cause.clone()), ..write }))
    }

    pub(super) async fn write_customer(&self, write: &CustomerWrite) -> Result<(), Error> {
        self.store.put_customer(write).await?.map_err(|_| Error::Contended)
    }
}
