//! Sessions in the table: read strongly, written under a condition.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use paydesk_model::ids::SessionId;

use super::keys::{Item, Key, n};
use super::stored::Stored;
use super::{Failure, Store};

/// How a conditional put ended.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it lives for one match and is never stored")]
pub enum Put {
    Done,
    /// Another session or version is there; this is it.
    Conflict(Stored),
}

impl Store {
    pub async fn session(&self, id: &SessionId) -> Result<Option<Stored>, Failure> {
        let key = Key::session(id).into_item();
        let get = self.client.get_item().table_name(&self.table).set_key(Some(key)).consistent_read(true);
        let answer = get.send().await.map_err(|error| Failure::of(&error))?;
        answer.item.as_ref().map(Stored::read).transpose()
    }

    /// Those that exist, in no particular order.
    pub async fn sessions(&self, ids: &[SessionId]) -> Result<Vec<Stored>, Failure> {
        let items = self.read_all(ids.iter().map(Key::session).collect()).await?;
        items.iter().map(Stored::read).collect()
    }

    /// Puts a session that must not be there yet.
    pub async fn put_new(&self, stored: &Stored, body: String) -> Result<Put, Failure> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(stored.item(body)?));
        let put = put.condition_expression("attribute_not_exists(pk)");
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        outcome(put.send().await.map(|_| ()))
    }

    /// Puts a changed session over the version it was made from.
    pub async fn put_changed(&self, changed: &Stored, body: String) -> Result<Put, Failure> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(changed.item(body)?));
        let put = put
            .condition_expression("version = :read")
            .expression_attribute_values(":read", n(changed.version - 1))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        outcome(put.send().await.map(|_| ()))
    }
}

type Sent =
    Result<(), aws_sdk_dynamodb::error::SdkError<PutItemError, aws_sdk_dynamodb::config::http::HttpResponse>>;

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
