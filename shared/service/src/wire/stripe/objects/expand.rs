//! Expanding a value: along a path, objects take the place of their ids, and lists that were left out come along.

use serde_json::Value;

use super::super::super::kind::Edge;

/// Gives the object for a property of a parent: for the id that stands there, or for nothing where a list was
/// left out.
pub type Find<'f> = dyn Fn(Edge, &Value, &str) -> Option<Value> + 'f;

/// Expands every path; what stays unknown stays the id that it is.
pub fn expand(value: &mut Value, paths: &[Vec<Edge>], find: &Find<'_>) {
    for path in paths {
        along(value, path, find);
    }
}

fn along(value: &mut Value, path: &[Edge], find: &Find<'_>) {
    let Some((edge, rest)) = path.split_first() else { return };
    let steps: Vec<&str> = edge.0.split('.').collect();
    let parent = owner(value);
    each(
        value,
        &steps,
        &mut |place| {
            let id = match &*place {
                Value::String(id) => Some(id.clone()),
                Value::Null if edge.1.is_left_out() => Some(String::new()),
                _ => None,
            };
            if let Some(object) = id.and_then(|id| find(*edge, &parent, &id)) {
                *place = object;
            }
            if !place.is_null() {
                along(place, rest, find);
            }
        },
        edge.1.is_left_out(),
    );
}

/// What finding needs to know of the object that a property belongs to.
fn owner(value: &Value) -> Value {
    serde_json::json!({ "id": value["id"] })
}

/// Every place that the steps lead to; a step into a list leads to each of its elements.
fn each(value: &mut Value, steps: &[&str], act: &mut dyn FnMut(&mut Value), left_out: bool) {
    let Some((step, rest)) = steps.split_first() else {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(act),
            place => act(place),
        }
        return;
    };
    match value {
        Value::Array(elements) => {
            elements.iter_mut().for_each(|element| each(element, steps, act, left_out));
        }
        Value::Object(fields) => {
            if left_out && rest.is_empty() {
                fields.entry(*step).or_insert(Value::Null);
            }
            if let Some(found) = fields.get_mut(*step) {
                each(found, rest, act, left_out);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::super::kind::Kind;
    use super::*;

    fn expanded(mut value: Value, kind: Kind, path: &str) -> Value {
        let walked = kind.walk(path).unwrap();
        expand(&mut value, &[walked], &|edge, parent, id| match edge.1 {
            Kind::Refunds => Some(json!({"of": parent["id"]})),
            _ if id == "unknown" => None,
            _ => Some(json!({"id": id, "latest_charge": "ch_1", "customer": null})),
        });
        value
    }

    #[test]
    fn an_id_becomes_its_object_and_what_is_unknown_stays() {
        let intent = json!({"id": "pi_1", "latest_charge": "ch_1", "customer": "unknown", "review": null});
        let shown = expanded(intent.clone(), Kind::PaymentIntent, "latest_charge");
        assert_eq!(shown["latest_charge"]["id"], "ch_1");
        for path in ["customer", "review", "customer.tax_ids", "application"] {
            assert_eq!(expanded(intent.clone(), Kind::PaymentIntent, path), intent, "{path}");
        }
    }

    #[test]
    fn a_list_that_was_left_out_comes_along_and_nothing_else_is_added() {
        assert_eq!(
            expanded(json!({"id": "ch_1"}), Kind::Charge, "refunds")["refunds"],
            json!({"of": "ch_1"})
        );
        assert_eq!(expanded(json!({"id": "ch_1"}), Kind::Charge, "customer"), json!({"id": "ch_1"}));
    }

    #[test]
    fn every_element_of_a_list_is_expanded() {
        let invoice = json!({"lines": {"data": [{"subscription": "sub_1"}, {"subscription": null}]}});
        let shown = expanded(invoice, Kind::Invoice, "lines.data.subscription");
        assert_eq!(shown["lines"]["data"][0]["subscription"]["id"], "sub_1");
        assert_eq!(shown["lines"]["data"][1]["subscription"], Value::Null);
    }
}
