//! The operations: what each takes, answers and leads to.

use paydesk_model::params::create_table::{CREATE, WITH_EXTRAS};
use paydesk_model::params::list_table::{LIST, PAGE};
use paydesk_model::params::rule::{Param, Rule};
use paydesk_model::params::update_table::UPDATE;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::Subject;
use paydesk_service::wire::json::READ_ONLY;
use serde_json::{Map, Value, json};

use super::answers::{LINE_ITEM_LIST, SESSION, SESSION_LIST, Shape};
use super::{example, expand, failures, headers, request, rules, said, spelled};

/// One operation, in either dialect.
struct Operation {
    id: &'static str,
    post: bool,
    /// The steps of its path behind that of the sessions.
    step: fn(Dialect) -> String,
    summary: &'static str,
    words: fn(Dialect) -> String,
    /// What a GET takes in its query.
    query: &'static [Param],
    subject: Subject,
    answer: &'static Shape,
}

const OPERATIONS: &[Operation] = &[
    Operation {
        id: "createSession",
        post: true,
        step: |_| String::new(),
        summary: "Create a session",
        words: create_words,
        query: &[],
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "listSessions",
        post: false,
        step: |_| String::new(),
        summary: "List sessions",
        words: |dialect| {
            said(
                dialect,
                "Newest first. Filters can be combined; `starting_after` and `ending_before` move the page, one of them at a time. A page may end early, before it grows beyond 5 MB.",
            )
        },
        query: LIST,
        subject: Subject::SessionList,
        answer: &SESSION_LIST,
    },
    Operation {
        id: "retrieveSession",
        post: false,
        step: |_| "/{id}".to_owned(),
        summary: "Retrieve a session",
        words: |_| "The session as it is now: past its time it is expired from the first second.".to_owned(),
        query: &[],
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "updateSession",
        post: true,
        step: |_| "/{id}".to_owned(),
        summary: "Update a session",
        words: update_words,
        query: &[],
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "expireSession",
        post: true,
        step: |_| "/{id}/expire".to_owned(),
        summary: "Expire a session",
        words: |_| {
            "Ends an open session at once. One that has ended, or on which a payment is being made, is refused.".to_owned()
        },
        query: &[],
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "listLineItems",
        post: false,
        step: |dialect| format!("/{{id}}/{}", dialect.line_items_step()),
        summary: "List a session's line items",
        words: |dialect| {
            said(dialect, "In the order of the cart; `starting_after` and `ending_before` move the page.")
        },
        query: PAGE,
        subject: Subject::LineItemList,
        answer: &LINE_ITEM_LIST,
    },
];

fn create_words(dialect: Dialect) -> String {
    let mut text = "Opens a session.\n\nBeyond types and limits:\n".to_owned();
    for (heading, rules) in rules::CREATE {
        text.push_str(&format!("\n**{}**\n\n", said(dialect, heading)));
        for rule in *rules {
            text.push_str(&format!("- {}\n", said(dialect, rule.words)));
        }
    }
    text
}

fn update_words(dialect: Dialect) -> String {
    let mut text =
        "Changes what may still change about a session.\n\nThe rules of create hold, and:\n\n".to_owned();
    for words in rules::UPDATE {
        text.push_str(&format!("- {}\n", said(dialect, words)));
    }
    text
}

pub fn paths(dialect: Dialect) -> Map<String, Value> {
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let path = format!("{}{}", dialect.sessions_path(), (operation.step)(dialect));
        let of_path = paths.entry(path).or_insert_with(|| json!({}));
        of_path[if operation.post { "post" } else { "get" }] = operation.described(dialect);
    }
    paths
}

/// The bodies of the POSTs, by name.
pub fn bodies(dialect: Dialect) -> Map<String, Value> {
    let posts = OPERATIONS.iter().filter(|operation| operation.post);
    posts.map(|operation| (operation.body_name(), operation.body(dialect))).collect()
}

impl Operation {
    fn has_id(&self) -> bool {
        (self.step)(Dialect::Stripe).contains("{id}")
    }

    fn body_name(&self) -> String {
        let (first, rest) = self.id.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    }

    fn described(&self, dialect: Dialect) -> Value {
        let mut responses = failures::of(self.post, self.has_id(), self.post && self.has_id());
        responses.insert("200".to_owned(), self.success(dialect));
        let mut described = json!({
            "operationId": self.id,
            "summary": self.summary,
            "description": (self.words)(dialect),
            "tags": ["Sessions"],
            "parameters": self.parameters(dialect),
            "responses": responses,
        });
        if self.post {
            described["requestBody"] = self.request_body(dialect);
        }
        described
    }

    fn parameters(&self, dialect: Dialect) -> Vec<Value> {
        let mut parameters = Vec::new();
        if self.has_id() {
            parameters.push(json!({
                "name": "id", "in": "path", "required": true, "description": "The session.",
                "schema": {"type": "string", "pattern": "^cs_(test|live)_[A-Za-z0-9]+$", "maxLength": 66},
            }));
        }
        parameters.extend(self.query.iter().map(|param| in_query(dialect, param)));
        if self.post {
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

    fn request_body(&self, dialect: Dialect) -> Value {
        let name = self.body_name();
        let mut content = json!({"schema": request::reference(&name)});
        let examples = example::of(self.id, dialect);
        if !examples.is_empty() {
            content["examples"] = examples.into();
        }
        if dialect == Dialect::Stripe {
            content["encoding"] = bracketed(&self.body(dialect)).into();
        }
        json!({"required": self.id == "createSession", "content": {dialect.body_format(): content}})
    }

    fn body(&self, dialect: Dialect) -> Value {
        let (params, ignored): (&[Param], Vec<&str>) = match (self.id, dialect) {
            ("createSession", Dialect::Stripe) => (CREATE, Vec::new()),
            ("createSession", Dialect::Camel) => (&WITH_EXTRAS[..], READ_ONLY.to_vec()),
            ("updateSession", Dialect::Stripe) => (UPDATE, Vec::new()),
            ("updateSession", Dialect::Camel) => {
                (UPDATE, READ_ONLY.iter().copied().filter(|name| *name != "collected_information").collect())
            }
            (_, Dialect::Stripe) => (&[], Vec::new()),
            // A whole session, of which the path says all that is needed.
            (_, Dialect::Camel) => {
                let known = WITH_EXTRAS.iter().map(|param| param.name);
                (&[], known.chain(READ_ONLY.iter().copied()).collect())
            }
        };
        let mut schema = request::object(dialect, params, "");
        if let Some(properties) = schema["properties"].as_object_mut() {
            if dialect == Dialect::Camel {
                properties.extend(request::outcomes(&ignored));
            }
            properties.insert("expand".to_owned(), expand::schema(dialect, self.subject));
        }
        schema
    }

    fn success(&self, dialect: Dialect) -> Value {
        let mut pairs = headers::ALWAYS.to_vec();
        if self.post {
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
            }
            Subject::SessionList => {
                add("first", "retrieveSession", json!({"id": "$response.body#/data/0/id"}));
                let after = spelled(dialect, "starting_after");
                add("afterTheFirst", "listSessions", json!({after: "$response.body#/data/0/id"}));
            }
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

/// A query has Stripe's brackets in both dialects.
fn in_query(dialect: Dialect, param: &Param) -> Value {
    // A query has no null, in either dialect: what is not given is left out.
    let mut schema = request::property(Dialect::Stripe, param, "");
    if dialect == Dialect::Camel
        && let Some(words) =
            schema.get("description").and_then(Value::as_str).map(|words| said(dialect, words))
    {
        schema["description"] = words.into();
    }
    let mut described =
        json!({"name": spelled(dialect, param.name), "in": "query", "required": param.required});
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
