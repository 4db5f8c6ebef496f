//! Batches: unconditional writes and strongly consistent reads of many items, completed whatever comes back unprocessed.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use futures::stream::{self, StreamExt as _, TryStreamExt as _};

use super::keys::{Item, Key};
use super::trace::traced;
use super::{Failure, Store};

/// DynamoDB takes no more in one call.
const MOST_WRITES: usize = 25;
const MOST_READS: usize = 100;
/// How many batches are under way at once.
const AT_ONCE: usize = 16;
/// How often what came back unprocessed is sent again before we give up.
const ROUNDS: u32 = 6;

/// One write of a batch.
#[derive(Clone, Debug)]
pub enum Write {
    Put(Item),
    Delete(Key),
}

impl Write {
    fn request(self) -> Result<WriteRequest, Failure> {
        let request = match self {
            Self::Put(item) => {
                let put = PutRequest::builder().set_item(Some(item)).build();
                put.map(|put| WriteRequest::builder().put_request(put).build())
            }
            Self::Delete(key) => {
                let delete = DeleteRequest::builder().set_key(Some(key.into_item())).build();
                delete.map(|delete| WriteRequest::builder().delete_request(delete).build())
            }
        };
        request.map_err(|error| Failure::Broken(error.to_string()))
    }
}

impl Store {
    /// Writes them all, or fails; a failure may leave some written.
    pub(super) async fn write_all(&self, writes: Vec<Write>) -> Result<(), Failure> {
        let requests = writes.into_iter().map(Write::request).collect::<Result<Vec<_>, _>>()?;
        let batches: Vec<_> = requests.chunks(MOST_WRITES).map(<[_]>::to_vec).collect();
        let writes = stream::iter(batches).map(|batch| self.write_batch(batch));
        writes.buffer_unordered(AT_ONCE).try_collect().await
    }

    async fn write_batch(&self, mut left: Vec<WriteRequest>) -> Result<(), Failure> {
        for round in 0..ROUNDS {
            let write = self.client.batch_write_item().request_items(&self.table, left);
            let sent = traced("BatchWriteItem", write.send()).await;
            let answer = sent.map_err(|error| Failure::of(&error))?;
            left = answer.unprocessed_items.unwrap_or_default().remove(&self.table).unwrap_or_default();
            if left.is_empty() {
                return Ok(());
            }
            back_off(round).await;
        }
        Err(Failure::Busy("a batch of writes stayed unprocessed".into()))
    }

    /// Reads them all, strongly consistent, in no particular order; what does not exist is left out.
    pub(super) async fn read_all(&self, keys: Vec<Key>) -> Result<Vec<Item>, Failure> {
        let batches: Vec<_> = keys.chunks(MOST_READS).map(<[_]>::to_vec).collect();
        let reads = stream::iter(batches).map(|batch| self.read_batch(batch));
        let batches: Vec<Vec<Item>> = reads.buffer_unordered(AT_ONCE).try_collect().await?;
        Ok(batches.into_iter().flatten().collect())
    }

    async fn read_batch(&self, keys: Vec<Key>) -> Result<Vec<Item>, Failure> {
        let keys = keys.into_iter().map(Key::into_item).collect();
        let wanted = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
        let mut left = HashMap::from([(
            self.table.clone(),
            wanted.map_err(|error| Failure::Broken(error.to_string()))?,
        )]);
        let mut found = Vec::new();
        for round in 0..ROUNDS {
            let read = self.client.batch_get_item().set_request_items(Some(left));
            let sent = traced("BatchGetItem", read.send()).await;
            let mut answer = sent.map_err(|error| Failure::of(&error))?;
            let items = answer.responses.as_mut().and_then(|tables| tables.remove(&self.table));
            found.extend(items.unwrap_or_default());
            left = answer.unprocessed_keys.unwrap_or_default();
            if left.is_empty() {
                return Ok(found);
            }
            back_off(round).await;
        }
        Err(Failure::Busy("a batch of reads stayed unprocessed".into()))
    }
}

/// 10 ms, doubling: short enough for the time a function has, long enough for a partition to recover.
async fn back_off(round: u32) {
    tokio::time::sleep(Duration::from_millis(10 << round)).await;
}
