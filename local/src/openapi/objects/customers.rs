//! Customers: made, changed and deleted by the merchant; how they are found is described with the other objects.

use paydesk_model::params::customers_table::{CUSTOMER, CUSTOMER_CHANGE};
use serde_json::Map;

use super::kind::{KINDS, Kind};
use super::{Operation, link, retrieve};

const MADE: &str =
    "Sessions can be opened for it. Completing a session that was opened for nobody may make one, too.";
const CHANGED: &str = "What is not named stays as it is.";
const DELETED: &str = "Only its id is left. Sessions that were opened for it keep what they know, and its id is never free again.";

pub fn all() -> impl Iterator<Item = Operation> {
    let customer = KINDS.iter().find(|kind| kind.schema == "Customer");
    customer.into_iter().flat_map(|customer| [create(customer), update(customer), delete(customer)])
}

fn create(customer: &Kind) -> Operation {
    let links = ["retrieve", "update", "delete"]
        .map(|does| (does.to_owned(), link(&format!("{does}Customer"), "$response.body#/id")));
    Operation {
        id: "createCustomer".into(),
        path: format!("/v1/{}", customer.path()),
        summary: "Create a customer".into(),
        words: MADE,
        parameters: Vec::new(),
        body: Some(CUSTOMER),
        links: links.into_iter().collect(),
        ..retrieve(customer)
    }
}

fn update(customer: &Kind) -> Operation {
    Operation {
        id: "updateCustomer".into(),
        summary: "Update a customer".into(),
        words: CHANGED,
        body: Some(CUSTOMER_CHANGE),
        ..retrieve(customer)
    }
}

fn delete(customer: &Kind) -> Operation {
    Operation {
        id: "deleteCustomer".into(),
        summary: "Delete a customer".into(),
        words: DELETED,
        deletes: true,
        expand: None,
        answer: "DeletedCustomer".into(),
        links: Map::new(),
        ..retrieve(customer)
    }
}
