//! The test provider's book: what it was asked for each attempt, and what it said. Only in test mode.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;

use super::keys::{Item, Key, s, text};
use super::trace::traced;
use super::{Failure, Store};

impl Store {
    /// What the book says of an attempt.
    pub async fn entry(&self, attempt: &str) -> Result<Option<String>, Failure> {
        Ok(self.item(Key::entry(attempt)).await?.as_ref().and_then(|item| text(item, "entry")))
    }

    /// Writes an entry over the one that was read, or where none is. Answers with what stands there then: this
    /// entry, or another that was written meanwhile.
    pub async fn write_entry(
        &self,
        attempt: &str,
        read: Option<&str>,
        entry: String,
    ) -> Result<String, Failure> {
        let mut item = Key::entry(attempt).into_item();
        item.insert("entry".into(), s(&entry));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = match read {
            None => put.condition_expression("attribute_not_exists(pk)"),
            Some(read) => {
                put.condition_expression("entry = :read").expression_attribute_values(":read", s(read))
            }
        };
        let Err(error) = traced("PutItem", put.send()).await else { return Ok(entry) };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(conflict)) => there(conflict.item()),
            _ => Err(Failure::of(&error)),
        }
    }
}

fn there(item: Option<&Item>) -> Result<String, Failure> {
    let entry = item.and_then(|item| text(item, "entry"));
    entry.ok_or_else(|| Failure::unreadable("entry of the test provider", "it is empty"))
}
