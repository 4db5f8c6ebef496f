//! Sessions written together with what changes with them: the customer of a completion, the counts of what is redeemed.
//! All of it or nothing.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, Put as PutWrite, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    Update as UpdateWrite,
};
use paydesk_model::redemption::{Change, Unredeemable};

use super::batch::Write;
use super::catalogue::StoredObject;
use super::customers::CustomerWrite;
use super::keys::{Item, Key, n};
use super::sessions::Put;
use super::stored::{Items, Stored};
use super::trace::traced;
use super::{Failure, Store};
use crate::contention::{TRIES, stand_aside};

/// How a write of a session and what changes with it ended.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it lives for one match and is never stored")]
pub enum Together {
    Done,
    /// Another version of the session is there; this is it.
    Conflict(Stored),
    /// The session's discount cannot be redeemed: nothing was written.
    Refused(Unredeemable),
    /// The customer was changed meanwhile, or another transaction got in the way: nothing was written.
    Again,
}

impl Store {
    /// Puts a session over the version it was made from, and with it the customer that this makes or changes and the
    /// redemptions that it takes or gives back.
    pub async fn put_outcome(
        &self,
        changed: &Stored,
        customer: Option<CustomerWrite>,
    ) -> Result<Together, Failure> {
        let items = changed.items()?;
        if customer.is_none() && items.counts.is_empty() {
            return Ok(match self.put_changed(changed.version, items).await? {
                Put::Done => Together::Done,
                Put::Conflict(there) => Together::Conflict(there),
            });
        }
        self.put_together(changed.version, items, customer.as_ref()).await
    }

    /// Puts a session that gives redemptions back: for its caller a put like any other.
    pub(super) async fn put_giving_back(&self, version: i64, items: Items) -> Result<Put, Failure> {
        for tried in 0..TRIES {
            match self.put_together(version, items.clone(), None).await? {
                Together::Done => return Ok(Put::Done),
                Together::Conflict(there) => return Ok(Put::Conflict(there)),
                Together::Again => stand_aside(tried).await,
                Together::Refused(why) => {
                    return Err(Failure::Broken(format!("a redemption is taken in passing, and is {why:?}")));
                }
            }
        }
        Err(Failure::Busy("others kept changing what a session redeemed".into()))
    }

    async fn put_together(
        &self,
        version: i64,
        items: Items,
        customer: Option<&CustomerWrite>,
    ) -> Result<Together, Failure> {
        let Items { head, lines, counts, .. } = items;
        if let Some(lines) = lines {
            self.write_all(vec![Write::Put(lines)]).await?;
        }
        let mut writes = vec![self.session_write(version, head)?];
        for (key, change) in &counts {
            writes.push(self.count_write(key, *change)?);
        }
        if let Some(customer) = customer {
            writes.push(self.customer_write(customer)?);
        }
        let transaction = self.client.transact_write_items().set_transact_items(Some(writes));
        let Err(error) = traced("TransactWriteItems", transaction.send()).await else {
            return Ok(Together::Done);
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                why(canceled.cancellation_reasons(), counts.len())
            }
            _ => Err(Failure::of(&error)),
        }
    }

    fn session_write(&self, version: i64, head: Item) -> Result<TransactWriteItem, Failure> {
        let put = PutWrite::builder()
            .table_name(&self.table)
            .set_item(Some(head))
            .condition_expression("version = :read")
            .expression_attribute_values(":read", n(version - 1))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = put.build().map_err(|error| Failure::Broken(error.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// A limit never changes, so the one that the session remembers is the object's own.
    fn count_write(&self, key: &Key, change: Change) -> Result<TransactWriteItem, Failure> {
        let update = UpdateWrite::builder()
            .table_name(&self.table)
            .set_key(Some(key.clone().into_item()))
            .update_expression("ADD redeemed :by")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let update = match change {
            // Also if it was deleted meanwhile: then it is still there, and not shown.
            Change::GiveBack => {
                update.condition_expression("attribute_exists(pk)").expression_attribute_values(":by", n(-1))
            }
            Change::Take { most: None } => update
                .condition_expression("redeemable = :yes")
                .expression_attribute_values(":by", n(1))
                .expression_attribute_values(":yes", n(1)),
            Change::Take { most: Some(most) } => update
                .condition_expression("redeemable = :yes AND redeemed < :most")
                .expression_attribute_values(":by", n(1))
                .expression_attribute_values(":yes", n(1))
                .expression_attribute_values(":most", n(most)),
        };
        let update = update.build().map_err(|error| Failure::Broken(error.to_string()))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

/// The session's own condition goes before all others: where its version is there already, a limit that is reached may
/// have been reached by this very write, whose answer was lost.
fn why(reasons: &[CancellationReason], counts: usize) -> Result<Together, Failure> {
    let failed = |reason: &&CancellationReason| reason.code() == Some("ConditionalCheckFailed");
    if let Some(session) = reasons.first().filter(failed) {
        return match session.item() {
            Some(item) => Stored::read(item).map(Together::Conflict),
            None => Err(Failure::Busy("the session vanished while it was written".into())),
        };
    }
    if let Some(count) = reasons.iter().skip(1).take(counts).find(failed) {
        return refusal(count.item()).map(Together::Refused);
    }
    let is_conflict = |reason: &CancellationReason| reason.code() == Some("TransactionConflict");
    if reasons.iter().any(|reason| failed(&reason) || is_conflict(reason)) {
        return Ok(Together::Again);
    }
    Err(Failure::Busy(format!("a transaction was canceled: {}", codes(reasons))))
}

fn refusal(item: Option<&Item>) -> Result<Unredeemable, Failure> {
    let there = item.map(StoredObject::read).transpose()?;
    let redeemable = there.and_then(|stored| stored.is_redeemable());
    Ok(if redeemable == Some(true) { Unredeemable::UsedUp } else { Unredeemable::Withdrawn })
}

fn codes(reasons: &[CancellationReason]) -> String {
    let codes: Vec<_> = reasons.iter().map(|reason| reason.code().unwrap_or("?")).collect();
    codes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(codes: &[&str]) -> Vec<CancellationReason> {
        codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect()
    }

    #[test]
    fn another_transaction_in_the_way_is_tried_again_and_a_limit_is_not() {
        let session_free = reasons(&["None", "TransactionConflict", "None"]);
        assert!(matches!(why(&session_free, 1).unwrap(), Together::Again));
        let used_up = reasons(&["None", "None", "ConditionalCheckFailed", "None"]);
        assert!(matches!(why(&used_up, 2).unwrap(), Together::Refused(Unredeemable::Withdrawn)));
        let customer = reasons(&["None", "None", "ConditionalCheckFailed"]);
        assert!(matches!(why(&customer, 1).unwrap(), Together::Again));
        let throttled = reasons(&["None", "ThrottlingError"]);
        assert!(matches!(why(&throttled, 1), Err(Failure::Busy(_))));
    }
}
