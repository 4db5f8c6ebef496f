//! What a caller asks of events: a page of them, or that one is sent again.

use serde_json::Value;

use crate::event::EventType;
use crate::list::{CreatedRange, LineItemsParams, text};
use crate::params::{self, events_table};
use crate::path::Path;
use crate::problem::Problem;
use crate::tree::Tree;

/// A checked request for a page of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventsParams {
    pub limit: u8,
    pub starting_after: Option<String>,
    pub ending_before: Option<String>,
    pub created: Option<CreatedRange>,
    /// Whether every endpoint that is told has answered well.
    pub delivery_success: Option<bool>,
    /// Names of types, or groups of them such as `invoice.*`; all when there are none.
    types: Vec<String>,
}

impl EventsParams {
    pub fn check(tree: &Tree) -> Result<Self, Problem> {
        let mut sent = params::check(events_table::EVENTS, tree)?;
        let LineItemsParams { limit, starting_after, ending_before } = LineItemsParams::of(&mut sent)?;
        let (one, several) = (text(&mut sent, "type"), sent.get("types").and_then(Value::as_array));
        if one.is_some() && several.is_some() {
            let message = "You may only specify one of these parameters: `type`, `types`.";
            return Err(Problem::exclusive(Path::of("types"), message));
        }
        let several = several.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned));
        Ok(Self {
            limit,
            starting_after,
            ending_before,
            created: sent.get("created").map(CreatedRange::of),
            delivery_success: sent.get("delivery_success").and_then(Value::as_bool),
            types: one.into_iter().chain(several).collect(),
        })
    }

    /// The types that are asked for; nothing where all are.
    pub fn kinds(&self) -> Option<Vec<EventType>> {
        let named = || EventType::ALL.into_iter().filter(|kind| self.wants(*kind)).collect();
        (!self.types.is_empty()).then(named)
    }

    /// Whether events of this type are asked for.
    pub fn wants(&self, kind: EventType) -> bool {
        let named = |name: &String| match name.split_once('*') {
            Some((before, after)) => {
                let rest = kind.as_str().strip_prefix(before);
                rest.is_some_and(|rest| rest.ends_with(after))
            }
            None => name == kind.as_str(),
        };
        self.types.is_empty() || self.types.iter().any(named)
    }
}

/// Which endpoint is to be told again.
pub fn endpoint_to_tell(tree: &Tree) -> Result<String, Problem> {
    let mut sent = params::check(events_table::RETRY, tree)?;
    text(&mut sent, "webhook_endpoint").ok_or_else(|| Problem::missing(Path::of("webhook_endpoint")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::sample::tree;

    fn wanted(query: &str) -> Vec<&'static str> {
        let params = EventsParams::check(&tree(query)).unwrap();
        let kinds = params.kinds().unwrap_or_else(|| EventType::ALL.to_vec());
        kinds.into_iter().map(EventType::as_str).collect()
    }

    #[test]
    fn events_are_asked_for_by_type_or_by_a_group_of_types() {
        assert_eq!(EventsParams::check(&tree("")).unwrap().kinds(), None);
        assert_eq!(wanted("type=charge.failed"), ["charge.failed"]);
        assert_eq!(wanted("type=checkout.session.*").len(), 4);
        assert_eq!(wanted("types[0]=invoice.paid&types[1]=charge.failed").len(), 2);
        assert_eq!(wanted("type=*").len(), EventType::ALL.len());
        assert_eq!(wanted("type=plan.created"), [""; 0]);
        let created = wanted("type=*.created");
        assert!(created.iter().all(|name| name.ends_with(".created")) && created.len() > 4, "{created:?}");
    }

    #[test]
    fn at_most_twenty_types_are_asked_for_and_in_one_way() {
        let many = |count: usize| {
            let types: Vec<String> = (0..count).map(|at| format!("types[{at}]=invoice.paid")).collect();
            EventsParams::check(&tree(&types.join("&")))
        };
        assert!(many(20).is_ok());
        assert_eq!(many(21).unwrap_err().param.unwrap().to_string(), "types");
        let both = EventsParams::check(&tree("type=a&types[0]=b")).unwrap_err();
        assert_eq!(both.code, Some("parameters_exclusive"));
    }

    #[test]
    fn sending_again_needs_to_know_to_whom() {
        assert_eq!(endpoint_to_tell(&tree("webhook_endpoint=we_1")), Ok("we_1".to_owned()));
        let missing = endpoint_to_tell(&tree("")).unwrap_err();
        assert_eq!(missing.code, Some("parameter_missing"));
    }
}
