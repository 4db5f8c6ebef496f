//! The parameters of listing sessions, and of listing a session's lines.

use serde_json::{Map, Value};

use crate::params::{self, list_table};
use crate::path::Path;
use crate::problem::Problem;
use crate::session::Status;
use crate::tree::Tree;

const STANDARD_LIMIT: u8 = 10;

/// Unix seconds, both ends included; an open end has no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CreatedRange {
    pub low: Option<i64>,
    pub high: Option<i64>,
}

impl CreatedRange {
    pub fn contains(&self, seconds: i64) -> bool {
        self.low.is_none_or(|low| low <= seconds) && self.high.is_none_or(|high| seconds <= high)
    }

    /// Reads equality (`created=1`) or bounds (`created[gte]=1`); of two on one side the tighter holds.
    pub(crate) fn of(value: &Value) -> Self {
        if let Some(exactly) = value.as_i64() {
            return Self { low: Some(exactly), high: Some(exactly) };
        }
        let bound = |key: &str| value.get(key).and_then(Value::as_i64);
        let (above, from) = (bound("gt").map(|seconds| seconds + 1), bound("gte"));
        let (below, until) = (bound("lt").map(|seconds| seconds - 1), bound("lte"));
        let low = above.max(from);
        let high = [below, until].into_iter().flatten().min();
        Self { low, high }
    }
}

/// A checked request for a page of sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListParams {
    pub limit: u8,
    pub starting_after: Option<String>,
    pub ending_before: Option<String>,
    pub created: Option<CreatedRange>,
    pub status: Option<Status>,
    pub customer: Option<String>,
    pub customer_account: Option<String>,
    /// From `customer_details[email]`.
    pub customer_email: Option<String>,
    pub payment_intent: Option<String>,
    pub payment_link: Option<String>,
    pub subscription: Option<String>,
    /// An extension: Stripe cannot filter by it.
    pub client_reference_id: Option<String>,
}

impl ListParams {
    /// Checks a list request whose `expand` has been taken out.
    pub fn check(tree: &Tree) -> Result<Self, Problem> {
        let mut sent = params::check(list_table::LIST, tree)?;
        let LineItemsParams { limit, starting_after, ending_before } = LineItemsParams::of(&mut sent)?;
        let mut details = sent.remove("customer_details");
        let details = details.as_mut().and_then(Value::as_object_mut);
        Ok(Self {
            limit,
            starting_after,
            ending_before,
            created: sent.get("created").map(CreatedRange::of),
            status: sent.remove("status").map(params::read).transpose()?,
            customer: text(&mut sent, "customer"),
            customer_account: text(&mut sent, "customer_account"),
            customer_email: details.and_then(|details| text(details, "email")),
            payment_intent: text(&mut sent, "payment_intent"),
            payment_link: text(&mut sent, "payment_link"),
            subscription: text(&mut sent, "subscription"),
            client_reference_id: text(&mut sent, "client_reference_id"),
        })
    }
}

/// A checked request for a page of a session's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineItemsParams {
    pub limit: u8,
    pub starting_after: Option<String>,
    pub ending_before: Option<String>,
}

impl LineItemsParams {
    /// Checks a line list request whose `expand` has been taken out.
    pub fn check(tree: &Tree) -> Result<Self, Problem> {
        Self::of(&mut params::check(list_table::PAGE, tree)?)
    }

    pub(crate) fn of(sent: &mut Map<String, Value>) -> Result<Self, Problem> {
        let limit = sent.get("limit").and_then(Value::as_u64).and_then(|limit| u8::try_from(limit).ok());
        let (starting_after, ending_before) = (text(sent, "starting_after"), text(sent, "ending_before"));
        if starting_after.is_some() && ending_before.is_some() {
            let message = "You may only specify one of these parameters: `ending_before`, `starting_after`.";
            return Err(Problem::exclusive(Path::of("starting_after"), message));
        }
        Ok(Self { limit: limit.unwrap_or(STANDARD_LIMIT), starting_after, ending_before })
    }
}

pub(crate) fn text(sent: &mut Map<String, Value>, name: &str) -> Option<String> {
    match sent.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::sample::tree;

    fn refused(query: &str) -> (Option<&'static str>, String) {
        let problem = ListParams::check(&tree(query)).expect_err(query);
        (problem.code, problem.param.unwrap().to_string())
    }

    #[test]
    fn a_page_has_ten_sessions_unless_asked_for_up_to_a_hundred() {
        assert_eq!(ListParams::check(&tree("")).unwrap().limit, 10);
        assert_eq!(ListParams::check(&tree("limit=100")).unwrap().limit, 100);
        for limit in ["0", "101", "ten", "-1", "1.0"] {
            let problem = refused(&format!("limit={limit}"));
            assert_eq!(problem, (Some("parameter_invalid_integer"), "limit".to_owned()), "{limit}");
        }
    }

    #[test]
    fn a_page_lies_on_one_side_of_one_cursor() {
        let page = LineItemsParams::check(&tree("ending_before=li_1")).unwrap();
        assert_eq!((page.starting_after, page.ending_before.as_deref()), (None, Some("li_1")));
        let both = refused("starting_after=cs_1&ending_before=cs_2");
        assert_eq!(both, (Some("parameters_exclusive"), "starting_after".to_owned()));
    }

    #[test]
    fn creation_time_is_a_second_or_a_range_with_both_ends_included() {
        let range = |query: &str| ListParams::check(&tree(query)).unwrap().created.unwrap();
        assert_eq!(range("created=5"), CreatedRange { low: Some(5), high: Some(5) });
        assert_eq!(range("created[gt]=5&created[lt]=9"), CreatedRange { low: Some(6), high: Some(8) });
        assert_eq!(range("created[gte]=5"), CreatedRange { low: Some(5), high: None });
        assert_eq!(range("created[gt]=5&created[gte]=9"), CreatedRange { low: Some(9), high: None });
        assert!(range("created[lte]=9").contains(9) && !range("created[lt]=9").contains(9));
        assert_eq!(refused("created[after]=5"), (Some("parameter_unknown"), "created[after]".to_owned()));
        assert_eq!(refused("created=now"), (Some("parameter_invalid_integer"), "created".to_owned()));
    }

    #[test]
    fn filters_are_read_by_name() {
        let query =
            "status=complete&customer=cus_1&customer_details[email]=ada@example.com&payment_intent=pi_1";
        let params = ListParams::check(&tree(query)).unwrap();
        assert_eq!(params.status, Some(Status::Complete));
        assert_eq!(params.customer.as_deref(), Some("cus_1"));
        assert_eq!(params.customer_email.as_deref(), Some("ada@example.com"));
        assert_eq!(params.payment_intent.as_deref(), Some("pi_1"));
        assert_eq!(refused("status=done"), (None, "status".to_owned()));
        assert_eq!(refused("metadata[order]=7"), (Some("parameter_unknown"), "metadata".to_owned()));
    }
}
