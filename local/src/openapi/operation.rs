//! One operation as an OpenAPI document describes it.

use paydesk_model::params::rule::{Param, Rule};
use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::Subject;
use serde_json::{Map, Value, json};

use super::answers::Shape;
use super::{example, expand, failures, headers, request, said, spelled};

/// One operation, in either dialect.
pub struct Operation {
    pub id: &'static str,
    /// The steps of its path behind that of the sessions.
    pub step: fn(Dialect) -> String,
    pub summary: &'static str,
    pub words: fn(Dialect) -> String,
    /// What a GET takes in its query.
    pub query: &'static [Param],
    /// What a POST takes in its body: its parameters, and the outcomes that it ignores.
    pub body: Option<fn(Dialect) -> Body>,
    pub subject: Subject,
    pub answer: &'static Shape,
}

pub type Body = (&'static [Param], Vec<&'static str>);

impl Operation {
    pub const fn is_post(&self) -> bool {
        self.body.is_some()
    }

    fn has_id(&self) -> bool {
        (self.step)(Dialect::Stripe).contains("{id}")
    }

    pub fn body_name(&self) -> String {
        body_name(self.id)
    }

    pub fn described(&self, dialect: Dialect) -> Value {
        let mut responses = failures::of(self.is_post(), self.has_id());
        responses.insert("200".to_owned(), self.success(dialect));
        let mut described = json!({
            "operationId": self.id,
            "summary": self.summary,
            "description": (self.words)(dialect),
            "tags": ["Sessions"],
            "parameters": self.parameters(dialect),
            "responses": responses,
        });
        if let Some(body) = self.body_schema(dialect) {
            described["requestBody"] = request_body(dialect, self.id, &body);
        }
        described
    }

    fn parameters(&self, dialect: Dialect) -> Vec<Value> {
        let mut parameters = Vec::new();
        if self.has_id() {
            parameters.push(session_id());
        }
        parameters.extend(self.query.iter().map(|param| in_query(dialect, param)));
        if self.is_post() {
            parameters.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
        } else {
            parameters.push(json!({
                "name": "expand[]", "in": "query", "required": false, "style": "form", "explode": true,
                "schema": expand::schema(dialect, self.subject),
            }));
        }
        parameters.push(json!({"$ref": "#/components/parameters/Version"}));
        parameters
    }

    pub fn body_schema(&self, dialect: Dialect) -> Option<Value> {
        let (params, ignored) = self.body?(dialect);
        let mut schema = request::object(dialect, params, "");
        let properties = schema["properties"].as_object_mut()?;
        properties.extend(request::outcomes(&ignored));
        properties.insert("expand".to_owned(), expand::schema(dialect, self.subject));
        Some(schema)
    }

    fn success(&self, dialect: Dialect) -> Value {
        let mut pairs = headers::ALWAYS.to_vec();
        if self.is_post() {
            pairs.extend([headers::OF_A_POST, headers::REPLAYED]);
        }
        json!({
            "description": self.answer.note,
            "headers": headers::references(&pairs),
            "content": {"application/json": {"schema": request::reference(self.answer.name)}},
            "links": self.links(dialect),
        })
    }

    /// Where an answer leads: from a session, or from the first of a page, to what can be done with it.
    fn links(&self, dialect: Dialect) -> Map<String, Value> {
        let mut links = Map::new();
        let mut add = |name: &str, operation: &str, parameters: Value| {
            links.insert(name.to_owned(), json!({"operationId": operation, "parameters": parameters}));
        };
        match self.subject {
            Subject::Session => {
                for (name, operation) in [
                    ("retrieve", "retrieveSession"),
                    ("update", "updateSession"),
                    ("expire", "expireSession"),
                    ("lineItems", "listLineItems"),
                ] {
                    add(name, operation, json!({"id": "$response.body#/id"}));
                }
                if dialect == Dialect::Stripe {
                    add("complete", "completeSession", json!({"id": "$response.body#/id"}));
                }
            }
            Subject::SessionList => {
                add("first", "retrieveSession", json!({"id": "$response.body#/data/0/id"}));
                let after = spelled(dialect, "starting_after");
                add("afterTheFirst", "listSessions", json!({after: "$response.body#/data/0/id"}));
            }
            // Objects have operations of a simpler kind, in a room of their own.
            Subject::Object(_) | Subject::ObjectList(_) => {}
            Subject::LineItemList => {
                let after = spelled(dialect, "starting_after");
                let same = "$request.path.id";
                add(
                    "afterTheFirst",
                    "listLineItems",
                    json!({"id": same, after: "$response.body#/data/0/id"}),
                );
            }
        }
        links
    }
}

/// What the schema of an operation's body is called.
pub fn body_name(operation: &str) -> String {
    let (first, rest) = operation.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// The body of an operation's requests, of which `schema` is the component of that name.
pub fn request_body(dialect: Dialect, operation: &str, schema: &Value) -> Value {
    let mut content = json!({"schema": request::reference(&body_name(operation))});
    let examples = example::of(operation, dialect);
    if !examples.is_empty() {
        content["examples"] = examples.into();
    }
    if dialect == Dialect::Stripe {
        content["encoding"] = bracketed(schema).into();
    }
    json!({"required": schema.get("required").is_some(), "content": {dialect.body_format(): content}})
}

pub fn session_id() -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": "The session.",
        "schema": {"type": "string", "pattern": "^cs_(test|live)_[A-Za-z0-9]+$", "maxLength": 66},
    })
}

/// A query has Stripe's brackets in both dialects.
pub fn in_query(dialect: Dialect, param: &Param) -> Value {
    // A query has no null, in either dialect: what is not given is left out.
    let mut schema = request::property(Dialect::Stripe, param, "");
    if dialect == Dialect::Camel
        && let Some(words) =
            schema.get("description").and_then(Value::as_str).map(|words| said(dialect, words))
    {
        schema["description"] = words.into();
    }
    let name = spelled(dialect, param.name);
    let name = if matches!(param.rule, Rule::List { .. }) { format!("{name}[]") } else { name };
    let mut described = json!({"name": name, "in": "query", "required": param.required});
    if let Some(words) = schema.as_object_mut().and_then(|schema| schema.remove("description")) {
        described["description"] = words;
    }
    if matches!(param.rule, Rule::Hash(_) | Rule::Or(..)) {
        described["style"] = json!("deepObject");
        described["explode"] = json!(true);
    }
    described["schema"] = schema;
    described
}

/// How a form writes what is not a scalar.
fn bracketed(body: &Value) -> Map<String, Value> {
    let scalar = |schema: &Value| {
        let kind = |schema: &Value| matches!(schema["type"].as_str(), Some("object" | "array"));
        let any = schema["anyOf"].as_array().is_some_and(|branches| branches.iter().any(kind));
        !(kind(schema) || any)
    };
    let properties = body["properties"].as_object().into_iter().flatten();
    let nested = properties.filter(|(_, schema)| !scalar(schema));
    nested.map(|(name, _)| (name.clone(), json!({"style": "deepObject", "explode": true}))).collect()
}
