//! What a caller asks of the objects that sessions refer to: lists of them, captures and cancellations.

use serde_json::Value;

use crate::list::{CreatedRange, LineItemsParams, text};
use crate::params::rule::Param;
use crate::params::{self, intent_table};
use crate::problem::Problem;
use crate::tree::Tree;

/// A checked request for a page of objects; each kind's table says which filters it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectsParams {
    pub limit: u8,
    pub starting_after: Option<String>,
    pub ending_before: Option<String>,
    pub created: Option<CreatedRange>,
    pub customer: Option<String>,
    pub email: Option<String>,
    pub payment_intent: Option<String>,
    pub payment_method: Option<String>,
    pub subscription: Option<String>,
    pub status: Option<String>,
    /// `type`
    pub kind: Option<String>,
    pub active: Option<bool>,
}

impl ObjectsParams {
    /// Checks a list request whose `expand` has been taken out.
    pub fn check(table: &'static [Param], tree: &Tree) -> Result<Self, Problem> {
        let mut sent = params::check(table, tree)?;
        let LineItemsParams { limit, starting_after, ending_before } = LineItemsParams::of(&mut sent)?;
        Ok(Self {
            limit,
            starting_after,
            ending_before,
            created: sent.get("created").map(CreatedRange::of),
            customer: text(&mut sent, "customer"),
            email: text(&mut sent, "email"),
            payment_intent: text(&mut sent, "payment_intent"),
            payment_method: text(&mut sent, "payment_method"),
            subscription: text(&mut sent, "subscription"),
            status: text(&mut sent, "status"),
            kind: text(&mut sent, "type"),
            active: sent.get("active").and_then(Value::as_bool),
        })
    }
}

/// The amount of a capture; all that was authorised where none is said.
pub fn amount_to_capture(tree: &Tree) -> Result<Option<i64>, Problem> {
    let sent = params::check(intent_table::CAPTURE, tree)?;
    Ok(sent.get("amount_to_capture").and_then(Value::as_i64))
}

/// Why an authorisation is given back, if anything is said about it.
pub fn cancellation_reason(tree: &Tree) -> Result<Option<String>, Problem> {
    Ok(text(&mut params::check(intent_table::CANCEL, tree)?, "cancellation_reason"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::objects_table::{CHARGES, CUSTOMERS, SUBSCRIPTIONS};
    use crate::params::sample::tree;

    #[test]
    fn each_kind_is_filtered_by_what_it_has() {
        let charges = ObjectsParams::check(CHARGES, &tree("payment_intent=pi_1&limit=3")).unwrap();
        assert_eq!((charges.payment_intent.as_deref(), charges.limit), (Some("pi_1"), 3));
        let all = ObjectsParams::check(SUBSCRIPTIONS, &tree("status=all&created[gt]=5")).unwrap();
        assert_eq!((all.status.as_deref(), all.created.unwrap().low), (Some("all"), Some(6)));
        for (table, query) in [(CHARGES, "email=ada@example.com"), (CUSTOMERS, "customer=cus_1")] {
            let refused = ObjectsParams::check(table, &tree(query)).unwrap_err();
            assert_eq!(refused.code, Some("parameter_unknown"), "{query}");
        }
    }

    #[test]
    fn a_capture_takes_an_amount_and_a_cancellation_a_reason() {
        assert_eq!(amount_to_capture(&tree("amount_to_capture=700")), Ok(Some(700)));
        assert_eq!(amount_to_capture(&tree("")), Ok(None));
        assert_eq!(cancellation_reason(&tree("cancellation_reason=duplicate")), Ok(Some("duplicate".into())));
        for query in ["amount_to_capture=0", "amount_to_capture=-5", "metadata[a]=b"] {
            assert!(amount_to_capture(&tree(query)).is_err(), "{query}");
        }
        assert!(cancellation_reason(&tree("cancellation_reason=expired")).is_err());
    }
}
