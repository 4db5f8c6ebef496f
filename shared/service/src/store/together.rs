//! Sessions written together with what changes with them: the customer of a completion, the counts of what is redeemed.
//! All of it or nothing.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, Put as PutWrite, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    Update as UpdateWrite,
};
use paydesk_model::redemption::{Change, Count, Counted, Unredeemable};

use super::batch::Write;
use super::catalogue::StoredObject;
use super::customers::CustomerWrite;
use super::keys::{Item, Key, n};
use super::sessions::Put;
use super::stored::{Items, Stored};
use super::timers::Timer;
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
    /// The customer was changed meanwhile, another transaction got in the way, or the table is throttled: nothing was
    /// written.
    Again,
}

/// What is written together with a session.
#[derive(Debug, Default)]
pub struct Along {
    /// The customer that a completion makes or changes.
    pub customer: Option<CustomerWrite>,
    /// Where one is only good with the other.
    pub timer: Option<Timer>,
}

impl Along {
    const fn is_nothing(&self) -> bool {
        self.customer.is_none() && self.timer.is_none()
    }
}

impl Store {
    /// Puts a session over the version it was made from, and with it what goes along and the redemptions that it takes
    /// or gives back.
    pub async fn put_with(&self, changed: &Stored, along: &Along) -> Result<Together, Failure> {
        let items = changed.items()?;
        if along.is_nothing() && items.counts.is_empty() {
            return Ok(match self.put_changed(changed.version, items).await? {
                Put::Done => Together::Done,
                Put::Conflict(there) => Together::Conflict(there),
            });
        }
        self.put_together(changed.version, items, along).await
    }

    /// Puts a session that gives redemptions back: for its caller a put like any other.
    pub(super) async fn put_giving_back(&self, version: i64, items: Items) -> Result<Put, Failure> {
        for tried in 0..TRIES {
            match self.put_together(version, items.clone(), &Along::default()).await? {
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

    async fn put_together(&self, version: i64, items: Items, along: &Along) -> Result<Together, Failure> {
        let Items { head, lines, counts, .. } = items;
        if let Some(lines) = lines {
            self.write_all(vec![Write::Put(lines)]).await?;
        }
        let mut writes = vec![self.session_write(version, head)?];
        for (key, count) in &counts {
            writes.push(self.count_write(key, count)?);
        }
        if let Some(customer) = &along.customer {
            writes.push(self.customer_write(customer)?);
        }
        if let Some(timer) = &along.timer {
            writes.push(self.timer_write(timer)?);
        }
        let transaction = self.client.transact_write_items().set_transact_items(Some(writes));
        let Err(error) = traced("TransactWriteItems", transaction.send()).await else {
            return Ok(Together::Done);
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                why(canceled.cancellation_reasons(), &counts)
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

    fn timer_write(&self, timer: &Timer) -> Result<TransactWriteItem, Failure> {
        let put = PutWrite::builder().table_name(&self.table).set_item(Some(timer.item()));
        let put = put.build().map_err(|error| Failure::Broken(error.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// A limit never changes, so the one that the session remembers is the object's own.
    fn count_write(&self, key: &Key, count: &Count) -> Result<TransactWriteItem, Failure> {
        let by = if count.change == Change::GiveBack { -1 } else { 1 };
        let mut update = UpdateWrite::builder()
            .table_name(&self.table)
            .set_key(Some(key.clone().into_item()))
            .update_expression("ADD redeemed :by")
            .expression_attribute_values(":by", n(by))
            .condition_expression(condition(count))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        if let Change::Take { most } = count.change {
            if matches!(count.of, Counted::Object(..)) {
                update = update.expression_attribute_values(":yes", n(1));
            }
            if let Some(most) = most {
                update = update.expression_attribute_values(":most", n(most));
            }
        }
        let update = update.build().map_err(|error| Failure::Broken(error.to_string()))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

const fn condition(count: &Count) -> &'static str {
    match (&count.of, count.change) {
        // Also of what was deleted meanwhile: that is still there, and not shown.
        (_, Change::GiveBack) => "attribute_exists(pk)",
        (Counted::Object(..), Change::Take { most: None }) => "redeemable = :yes",
        (Counted::Object(..), Change::Take { most: Some(_) }) => "redeemable = :yes AND redeemed < :most",
        (Counted::FirstPayment(_), Change::Take { .. }) => "attribute_not_exists(pk) OR redeemed < :most",
    }
}

/// The session's own condition goes before all others: where its version is there already, or is being written, a limit
/// that is reached may have been reached by this very write, whose answer was lost, or by the same form sent twice.
fn why(reasons: &[CancellationReason], counts: &[(Key, Count)]) -> Result<Together, Failure> {
    let failed = |reason: &&CancellationReason| reason.code() == Some("ConditionalCheckFailed");
    if let Some(session) = reasons.first().filter(failed) {
        return match session.item() {
            Some(item) => Stored::read(item).map(Together::Conflict),
            None => Err(Failure::Busy("the session vanished while it was written".into())),
        };
    }
    if reasons.first().is_some_and(passes) {
        return Ok(Together::Again);
    }
    let mut counted = reasons.iter().skip(1).zip(counts);
    if let Some((reason, (_, count))) = counted.find(|(reason, _)| failed(reason)) {
        return refusal(&count.of, reason.item()).map(Together::Refused);
    }
    if reasons.iter().any(|reason| failed(&reason) || passes(reason)) {
        return Ok(Together::Again);
    }
    Err(Failure::Busy(format!("a transaction was canceled: {}", codes(reasons))))
}

/// Whether it is no longer so in a moment.
fn passes(reason: &CancellationReason) -> bool {
    let passing = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
    reason.code().is_some_and(|code| passing.contains(&code))
}

fn refusal(counted: &Counted, item: Option<&Item>) -> Result<Unredeemable, Failure> {
    if let Counted::FirstPayment(_) = counted {
        return Ok(Unredeemable::NotTheFirst);
    }
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
    use paydesk_model::catalogue::Kind;

    use super::*;

    fn reasons(codes: &[&str]) -> Vec<CancellationReason> {
        codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect()
    }

    fn takes(count: usize) -> Vec<(Key, Count)> {
        let of = Counted::Object(Kind::Coupon, "FIVE".into());
        let key = Key::new("K#acct#test#coupon#FIVE", "K");
        vec![(key, Count { of, change: Change::Take { most: Some(5) } }); count]
    }

    #[test]
    fn what_is_in_the_way_for_a_moment_is_tried_again_and_a_limit_is_not() {
        let session_free = reasons(&["None", "TransactionConflict", "None"]);
        assert!(matches!(why(&session_free, &takes(1)).unwrap(), Together::Again));
        let used_up = reasons(&["None", "None", "ConditionalCheckFailed", "None"]);
        assert!(matches!(why(&used_up, &takes(2)).unwrap(), Together::Refused(Unredeemable::Withdrawn)));
        let customer = reasons(&["None", "None", "ConditionalCheckFailed"]);
        assert!(matches!(why(&customer, &takes(1)).unwrap(), Together::Again));
        let throttled = reasons(&["None", "ThrottlingError"]);
        assert!(matches!(why(&throttled, &takes(1)).unwrap(), Together::Again));
        let invalid = reasons(&["None", "ValidationError"]);
        assert!(matches!(why(&invalid, &takes(1)), Err(Failure::Busy(_))));
    }

    #[test]
    fn a_form_that_is_sent_twice_is_not_told_that_it_used_up_the_last_use_itself() {
        let being_written = reasons(&["TransactionConflict", "ConditionalCheckFailed"]);
        assert!(matches!(why(&being_written, &takes(1)).unwrap(), Together::Again));
    }
}
