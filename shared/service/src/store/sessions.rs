//! Sessions in the table: read strongly, written under a condition.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use paydesk_model::ids::SessionId;

use super::batch::Write;
use super::keys::{Item, Key, n};
use super::stored::{Extent, Items, Stored};
use super::trace::traced;
use super::{Failure, Store};
use crate::contention::{TRIES, stand_aside};

/// How a conditional put ended.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it lives for one match and is never stored")]
pub enum Put {
    Done,
    /// Another session or version is there; this is it.
    Conflict(Stored),
}

impl Store {
    pub async fn session(&self, id: &SessionId, extent: Extent) -> Result<Option<Stored>, Failure> {
        let Some(item) = self.item(Key::session(id)).await? else { return Ok(None) };
        self.complete(Stored::read(&item)?, extent).await
    }

    /// Reads the lines that live apart, if they are wanted. A head without its lines is what a create left
    /// behind that was never answered: there is no such session.
    pub async fn complete(&self, mut stored: Stored, extent: Extent) -> Result<Option<Stored>, Failure> {
        let Some(at) = stored.lines_at.clone().filter(|_| extent == Extent::Whole && !stored.is_whole())
        else {
            return Ok(Some(stored));
        };
        let Some(lines) = self.item(Key::lines(&stored.session.id, &at)).await? else { return Ok(None) };
        stored.read_lines(&lines)?;
        Ok(Some(stored))
    }

    /// The heads of those that exist, in no particular order.
    pub async fn sessions(&self, ids: &[SessionId]) -> Result<Vec<Stored>, Failure> {
        let items = self.read_all(ids.iter().map(Key::session).collect()).await?;
        items.iter().map(Stored::read).collect()
    }

    /// Puts a session that must not be there yet; its lines, if they live apart, are the caller's to write.
    pub async fn put_new(&self, head: Item) -> Result<Put, Failure> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(head));
        let put = put.condition_expression("attribute_not_exists(pk)");
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        outcome(traced("PutItem", put.send()).await.map(|_| ()))
    }

    /// Puts a changed session over the version it was made from; new lines first, because until the head
    /// names them nobody looks at them. What it redeemed and does no longer is given back in the same write.
    pub async fn put_changed(&self, version: i64, items: Items) -> Result<Put, Failure> {
        if !items.counts.is_empty() {
            return Box::pin(self.put_giving_back(version, items)).await;
        }
        if let Some(lines) = items.lines {
            self.write_all(vec![Write::Put(lines)]).await?;
        }
        let put = self.client.put_item().table_name(&self.table).set_item(Some(items.head));
        let put = put
            .condition_expression("version = :read")
            .expression_attribute_values(":read", n(version - 1))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        outcome(put_after_transactions(put).await?)
    }

    /// One item, read strongly.
    pub(super) async fn item(&self, key: Key) -> Result<Option<Item>, Failure> {
        let get = self.client.get_item().table_name(&self.table).set_key(Some(key.into_item()));
        let sent = traced("GetItem", get.consistent_read(true).send()).await;
        let answer = sent.map_err(|error| Failure::of(&error))?;
        Ok(answer.item)
    }
}

/// What a put was answered.
pub(super) type Sent = Result<(), SdkError<PutItemError, HttpResponse>>;

/// Sends a put again for as long as a transaction of somebody else has its item: what that writes decides whether the
/// version that was read is still there.
pub(super) async fn put_after_transactions(put: PutItemFluentBuilder) -> Result<Sent, Failure> {
    for tried in 0..TRIES {
        let sent = traced("PutItem", put.clone().send()).await.map(|_| ());
        if !sent.as_ref().is_err_and(is_in_a_transaction) {
            return Ok(sent);
        }
        stand_aside(tried).await;
    }
    Err(Failure::Busy("transactions of others kept having the item".into()))
}

fn is_in_a_transaction(error: &SdkError<PutItemError, HttpResponse>) -> bool {
    matches!(error.as_service_error(), Some(PutItemError::TransactionConflictException(_)))
}

fn outcome(sent: Sent) -> Result<Put, Failure> {
    let error = match sent {
        Ok(()) => return Ok(Put::Done),
        Err(error) => error,
    };
    match error.as_service_error() {
        Some(PutItemError::ConditionalCheckFailedException(conflict)) => {
            there(conflict.item()).map(Put::Conflict)
        }
        _ => Err(Failure::of(&error)),
    }
}

fn there(item: Option<&Item>) -> Result<Stored, Failure> {
    item.map_or_else(|| Err(Failure::Busy("the session vanished while it was written".into())), Stored::read)
}

/// Sends a put whose condition may fail without that meaning anything.
pub(super) async fn unless_there(put: PutItemFluentBuilder) -> Result<(), Failure> {
    match traced("PutItem", put.send()).await {
        Ok(_) => Ok(()),
        Err(error)
            if matches!(error.as_service_error(), Some(PutItemError::ConditionalCheckFailedException(_))) =>
        {
            Ok(())
        }
        Err(error) => Err(Failure::of(&error)),
    }
}
