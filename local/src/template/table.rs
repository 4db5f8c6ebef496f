//! The one table: its keys, its time to live and its stream.

use super::node::Node;
use super::scope::{stream_arn, table_arn, table_name};

/// What the engine has to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDefinition {
    pub name: String,
    pub partition_key: String,
    pub sort_key: String,
    /// The attribute whose passing deletes an item.
    pub ttl_attribute: String,
}

impl TableDefinition {
    pub fn arn(&self) -> String {
        table_arn(&self.name)
    }

    pub fn stream_arn(&self) -> String {
        stream_arn(&self.name)
    }
}

pub fn table(logical: &str, resource: &Node) -> Result<TableDefinition, String> {
    let properties = resource.required("Properties")?;
    properties.only(&[
        "BillingMode",
        "AttributeDefinitions",
        "KeySchema",
        "TimeToLiveSpecification",
        "StreamSpecification",
        "PointInTimeRecoverySpecification",
        "SSESpecification",
        "DeletionProtectionEnabled",
    ])?;
    for attribute in properties.required("AttributeDefinitions")?.items()? {
        if attribute.required("AttributeType")?.text()? != "S" {
            return Err(attribute.refuse("the local runner knows keys of type S only"));
        }
    }
    let view = properties.required("StreamSpecification")?.required("StreamViewType")?;
    if view.text()? != "NEW_AND_OLD_IMAGES" {
        return Err(view.refuse("the local runner knows NEW_AND_OLD_IMAGES only"));
    }
    let ttl = properties.required("TimeToLiveSpecification")?;
    if !ttl.required("Enabled")?.flag()? {
        return Err(ttl.refuse("the local runner knows a table with a time to live only"));
    }
    Ok(TableDefinition {
        name: table_name(logical),
        partition_key: key(&properties, "HASH")?,
        sort_key: key(&properties, "RANGE")?,
        ttl_attribute: ttl.required("AttributeName")?.text()?,
    })
}

fn key(properties: &Node, kind: &str) -> Result<String, String> {
    let schema = properties.required("KeySchema")?;
    for element in schema.items()? {
        if element.required("KeyType")?.text()? == kind {
            return element.required("AttributeName")?.text();
        }
    }
    Err(schema.refuse(&format!("there is no {kind} key")))
}
