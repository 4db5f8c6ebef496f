//! What a walk over events is to bring: DynamoDB passes over the rest, which then costs its reading and no more.
//!
//! A sieve lets through what may be wanted. What is, the events themselves say.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use paydesk_model::announcement::Happening;
use paydesk_model::event::EventType;

use super::super::keys::s;

/// Lets all announcements through, unless it is told what is looked for.
#[derive(Clone, Debug, Default)]
pub struct Sieve {
    /// Events of these types.
    pub kinds: Option<Vec<EventType>>,
    /// Those that somebody was to be told of.
    pub told: bool,
}

impl Sieve {
    pub(super) fn narrow(&self, query: QueryFluentBuilder) -> QueryFluentBuilder {
        let Some(kinds) = &self.kinds else {
            return if self.told {
                let told = "attribute_exists(attempt) OR fan <> :nobody";
                query.filter_expression(told).expression_attribute_values(":nobody", s("{}"))
            } else {
                query
            };
        };
        let happenings = Happening::ALL.into_iter();
        let happenings = happenings.filter(|one| kinds.iter().any(|kind| one.may_come_to(*kind)));
        let (mut values, marks) = (Vec::new(), happenings.map(mark));
        let mut wanted = any_of("announcement", marks, &mut values);
        if self.told {
            wanted = format!("({wanted}) AND fan <> :nobody");
            values.push((":nobody".to_owned(), "{}".to_owned()));
        }
        let attempts = if kinds.iter().any(|kind| kind.is_nameless()) {
            "attribute_exists(attempt)".to_owned()
        } else {
            any_of("attempt", kinds.iter().map(|kind| format!("_{}", kind.name_in_ids())), &mut values)
        };
        let query = query.filter_expression(format!("{attempts} OR {wanted}"));
        values
            .into_iter()
            .fold(query, |query, (name, value)| query.expression_attribute_values(name, s(value)))
    }
}

/// What is in the text of an announcement of this.
fn mark(happening: Happening) -> String {
    // Only JSON's own quotation marks stand there without a backslash.
    format!(r#""type":{}"#, serde_json::json!(happening))
}

fn any_of(
    attribute: &str,
    texts: impl Iterator<Item = String>,
    values: &mut Vec<(String, String)>,
) -> String {
    let conditions = texts.map(|text| {
        let name = format!(":{attribute}{}", values.len());
        let condition = format!("contains({attribute}, {name})");
        values.push((name, text));
        condition
    });
    conditions.collect::<Vec<_>>().join(" OR ")
}
