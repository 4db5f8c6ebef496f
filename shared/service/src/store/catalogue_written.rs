//! Writing the catalogue: objects and the names they bear, all or none, over the versions that were read.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{
    CancellationReason, Delete as DeleteWrite, Put as PutWrite, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem, Update as UpdateWrite,
};

use paydesk_model::announcement::Cause;
use paydesk_model::catalogue::Kind;
use paydesk_model::time::Moment;

use super::batch::Write;
use super::catalogue::{Claim, Owner, StoredObject, claim_key, key};
use super::keys::{n, s};
use super::trace::traced;
use super::{Failure, Store};

/// A name to be given to an object, or to be given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claiming {
    /// If nothing else bears it.
    Take {
        claim: Claim,
        id: String,
    },
    /// Whatever bears it.
    TakeOver {
        claim: Claim,
        id: String,
        from: Option<String>,
    },
    GiveUp {
        claim: Claim,
        id: String,
    },
}

/// Objects to be written, all or none.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    pub objects: Vec<StoredObject>,
    pub claims: Vec<Claiming>,
    /// The product that has prices from now on. One that is deleted meanwhile gets none.
    pub first_price_of: Option<String>,
}

impl Writing {
    /// Has every object tell of what is written of it, at a request's asking; done twice, it tells once.
    pub fn announce(&mut self, at: Moment, request: &Cause) {
        self.objects.iter_mut().for_each(|stored| stored.announce(at, request));
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Done,
    /// The n-th object is there already, or in another version: this is it.
    There(usize, Box<StoredObject>),
    /// Something else bears the n-th name.
    Taken(usize),
    /// The product that was to have prices is not there.
    ProductGone,
    /// Another write got in the way, and nothing was written.
    Again,
}

impl Store {
    /// Writes objects over the versions that they were made from, new ones where nothing is, and the names they bear.
    /// Rows come first: one without its object is passed over by readers.
    pub async fn write_objects(&self, owner: Owner<'_>, writing: &Writing) -> Result<Written, Failure> {
        let new = writing.objects.iter().filter(|stored| stored.version == 1);
        let rows = new.flat_map(|stored| stored.rows(owner));
        let rows: Vec<Write> = rows.map(|row| Write::Put(row.into_item())).collect();
        if !rows.is_empty() {
            self.write_all(rows).await?;
        }
        let mut writes = Vec::new();
        for stored in &writing.objects {
            writes.push(object_write(self, stored, owner)?);
        }
        for claim in &writing.claims {
            writes.push(claim_write(self, claim, owner)?);
        }
        if let Some(product) = &writing.first_price_of {
            writes.push(mark_priced(self, product, owner)?);
        }
        let transaction = self.client.transact_write_items().set_transact_items(Some(writes));
        let Err(error) = traced("TransactWriteItems", transaction.send()).await else {
            return Ok(Written::Done);
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                why(canceled.cancellation_reasons(), writing)
            }
            _ => Err(Failure::of(&error)),
        }
    }
}

fn object_write(
    store: &Store,
    stored: &StoredObject,
    owner: Owner<'_>,
) -> Result<TransactWriteItem, Failure> {
    let broken = |error: aws_sdk_dynamodb::error::BuildError| Failure::Broken(error.to_string());
    if stored.version > 1 {
        let update = change(store, stored, owner)?.build().map_err(broken)?;
        return Ok(TransactWriteItem::builder().update(update).build());
    }
    let put = PutWrite::builder()
        .table_name(&store.table)
        .set_item(Some(stored.item(owner)?))
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    Ok(TransactWriteItem::builder().put(put.build().map_err(broken)?).build())
}

/// Sets everything but the count and the mark of a product with prices: what is redeemed or priced meanwhile is neither
/// forgotten nor in the way, except that a product with prices is not deleted.
fn change(store: &Store, stored: &StoredObject, owner: Owner<'_>) -> Result<UpdateBuilder, Failure> {
    let mut item = stored.item(owner)?;
    for kept in ["pk", "sk", "redeemed", "priced"] {
        item.remove(kept);
    }
    let mut update = UpdateWrite::builder()
        .table_name(&store.table)
        .set_key(Some(stored.key(owner).into_item()))
        .condition_expression(if stored.deleted {
            "version = :read AND attribute_not_exists(priced)"
        } else {
            "version = :read"
        })
        .expression_attribute_values(":read", n(stored.version - 1))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let mut sets = Vec::new();
    for (name, value) in item {
        sets.push(format!("#{name} = :{name}"));
        update = update.expression_attribute_names(format!("#{name}"), &name);
        update = update.expression_attribute_values(format!(":{name}"), value);
    }
    let mut expression = format!("SET {}", sets.join(", "));
    // What a seed describes may have been deleted before.
    if !stored.deleted {
        expression += " REMOVE #deleted";
        update = update.expression_attribute_names("#deleted", "deleted");
    }
    Ok(update.update_expression(expression))
}

/// Prices are never deleted, so the mark stays; a product has it before anybody can see its first price.
fn mark_priced(store: &Store, product: &str, owner: Owner<'_>) -> Result<TransactWriteItem, Failure> {
    let update = UpdateWrite::builder()
        .table_name(&store.table)
        .set_key(Some(key(owner, Kind::Product, product).into_item()))
        .condition_expression("attribute_exists(pk) AND attribute_not_exists(#deleted)")
        .update_expression("SET priced = :yes")
        .expression_attribute_names("#deleted", "deleted")
        .expression_attribute_values(":yes", n(1))
        .build()
        .map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(TransactWriteItem::builder().update(update).build())
}

fn claim_write(store: &Store, claiming: &Claiming, owner: Owner<'_>) -> Result<TransactWriteItem, Failure> {
    let broken = |error: aws_sdk_dynamodb::error::BuildError| Failure::Broken(error.to_string());
    let take = |claim: &Claim, id: &str| {
        let mut item = claim_key(owner, claim).into_item();
        item.insert("bearer".into(), s(id));
        PutWrite::builder().table_name(&store.table).set_item(Some(item))
    };
    let put = match claiming {
        Claiming::Take { claim, id } => take(claim, id)
            .condition_expression("attribute_not_exists(pk) OR bearer = :id")
            .expression_attribute_values(":id", s(id)),
        Claiming::TakeOver { claim, id, from: Some(from) } => take(claim, id)
            .condition_expression("bearer = :from")
            .expression_attribute_values(":from", s(from)),
        Claiming::TakeOver { claim, id, from: None } => {
            take(claim, id).condition_expression("attribute_not_exists(pk)")
        }
        Claiming::GiveUp { claim, id } => {
            let delete = DeleteWrite::builder().table_name(&store.table);
            let delete = delete.set_key(Some(claim_key(owner, claim).into_item()));
            let delete = delete
                .condition_expression("attribute_not_exists(pk) OR bearer = :id")
                .expression_attribute_values(":id", s(id));
            return Ok(TransactWriteItem::builder().delete(delete.build().map_err(broken)?).build());
        }
    };
    Ok(TransactWriteItem::builder().put(put.build().map_err(broken)?).build())
}

fn why(reasons: &[CancellationReason], writing: &Writing) -> Result<Written, Failure> {
    let failed = reasons.iter().position(|reason| reason.code() == Some("ConditionalCheckFailed"));
    match failed {
        Some(index) if index < writing.objects.len() => match reasons[index].item() {
            Some(item) => Ok(Written::There(index, Box::new(StoredObject::read(item)?))),
            None => Ok(Written::Again),
        },
        Some(index) => match index - writing.objects.len() {
            claim if claim < writing.claims.len() => Ok(Written::Taken(claim)),
            _ => Ok(Written::ProductGone),
        },
        None if reasons.iter().any(|reason| reason.code() == Some("TransactionConflict")) => {
            Ok(Written::Again)
        }
        None => Err(Failure::Busy("a transaction of the catalogue was canceled".into())),
    }
}
