//! The readable page: one HTML document per dialect, made of its OpenAPI document and of nothing else.

mod curl;
mod kind;
mod rows;

use askama::Template;
use paydesk_service::wire::Dialect;
use serde_json::Value;

use rows::Row;

#[derive(Template)]
#[template(path = "docs.html")]
struct Page {
    title: String,
    version: String,
    /// Where the document is that this page shows.
    document: &'static str,
    other: (&'static str, &'static str),
    introduction: String,
    operations: Vec<Operation>,
    headers: Vec<Header>,
    objects: Vec<Object>,
    values: Vec<Values>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    words: String,
    /// What the tables of parameters cannot say.
    rules: String,
    parameters: Vec<Row>,
    /// What the body is written in, and its parameters.
    body: Option<(String, Vec<Row>)>,
    answers: Vec<Answer>,
    examples: Vec<(String, String)>,
}

struct Answer {
    status: String,
    words: String,
    /// The objects it can be, and the names of its headers.
    objects: Vec<String>,
    headers: String,
}

struct Header {
    name: String,
    words: String,
}

/// An object of an answer.
struct Object {
    name: String,
    words: String,
    rows: Vec<Row>,
}

/// A long list of values.
struct Values {
    name: String,
    words: String,
    values: String,
}

/// The page of a dialect, for an API at `server`.
pub fn html(dialect: Dialect, server: &str) -> Result<String, askama::Error> {
    let document = super::document(dialect, server);
    let (own, other) = match dialect {
        Dialect::Stripe => ("/_local/openapi/stripe.json", ("/_local/docs/camel", "In camelCase")),
        Dialect::Camel => ("/_local/openapi/camel.json", ("/_local/docs", "On Stripe's wire")),
    };
    let reader = Reader { document: &document, dialect, server };
    let page = Page {
        title: text(&document["info"]["title"]),
        version: text(&document["info"]["version"]),
        document: own,
        other,
        introduction: markdown(&text(&document["info"]["description"])),
        operations: reader.operations(),
        headers: reader.headers(),
        objects: reader.objects(),
        values: reader.values(),
    };
    page.render()
}

/// The document, read for people.
struct Reader<'d> {
    document: &'d Value,
    dialect: Dialect,
    server: &'d str,
}

impl<'d> Reader<'d> {
    /// What a reference leads to, or the value itself.
    fn resolved(&self, value: &'d Value) -> &'d Value {
        let target = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        target.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(value)
    }

    fn operations(&self) -> Vec<Operation> {
        let paths = entries(&self.document["paths"]);
        let operations = paths.flat_map(|(path, methods)| {
            entries(methods).map(move |(method, operation)| self.operation(path, method, operation))
        });
        operations.collect()
    }

    fn operation(&self, path: &str, method: &str, operation: &'d Value) -> Operation {
        let content = &operation["requestBody"]["content"][self.dialect.body_format()];
        let schema = self.resolved(&content["schema"]);
        let body = content.is_object().then(|| {
            (self.dialect.body_format().to_owned(), rows::of_body(schema, self.dialect, self.document))
        });
        let description = text(&operation["description"]);
        let (words, rules) = description.split_once("\n\n").unwrap_or((&description, ""));
        Operation {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            words: markdown(words),
            rules: markdown(rules),
            parameters: self.parameters(operation),
            body,
            answers: self.answers(operation),
            examples: curl::examples(self.dialect, self.server, path, method, &content["examples"]),
        }
    }

    fn parameters(&self, operation: &'d Value) -> Vec<Row> {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.map(|parameter| rows::of_parameter(self.resolved(parameter), self.document)).collect()
    }

    fn answers(&self, operation: &'d Value) -> Vec<Answer> {
        let answer = |(status, response): (&String, &'d Value)| {
            let response = self.resolved(response);
            let schema = &response["content"]["application/json"]["schema"];
            let branches = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
            let headers = entries(&response["headers"]).map(|(name, _)| name.as_str());
            Answer {
                status: status.clone(),
                words: text(&response["description"]),
                objects: branches.filter_map(kind::reference).map(str::to_owned).collect(),
                headers: headers.collect::<Vec<_>>().join(", "),
            }
        };
        entries(&operation["responses"]).map(answer).collect()
    }

    fn headers(&self) -> Vec<Header> {
        let named = |name: &String| {
            let responses = entries(&self.document["components"]["responses"]);
            let paths = entries(&self.document["paths"]).flat_map(|(_, methods)| entries(methods));
            let successes = paths.map(|(_, operation)| &operation["responses"]["200"]);
            let all = responses.map(|(_, response)| response).chain(successes);
            let reference = format!("#/components/headers/{name}");
            let mut headers = all.flat_map(|response| entries(&response["headers"]));
            headers.find(|(_, header)| header["$ref"] == reference.as_str()).map(|(name, _)| name.clone())
        };
        let headers = entries(&self.document["components"]["headers"]);
        let known = headers.filter_map(|(name, header)| Some((named(name)?, header)));
        known.map(|(name, header)| Header { name, words: text(&header["description"]) }).collect()
    }

    fn objects(&self) -> Vec<Object> {
        let requests: Vec<String> = entries(&self.document["paths"])
            .flat_map(|(_, methods)| entries(methods))
            .map(|(_, operation)| &operation["requestBody"]["content"][self.dialect.body_format()]["schema"])
            .filter_map(|schema| Some(schema["$ref"].as_str()?.rsplit('/').next()?.to_owned()))
            .collect();
        let schemas = entries(&self.document["components"]["schemas"]);
        let objects = schemas.filter(|(name, schema)| schema["type"] == "object" && !requests.contains(name));
        let object = |(name, schema): (&String, &'d Value)| Object {
            name: name.clone(),
            words: text(&schema["description"]),
            rows: rows::of_answer(schema, self.dialect, self.document),
        };
        objects.map(object).collect()
    }

    fn values(&self) -> Vec<Values> {
        let schemas = entries(&self.document["components"]["schemas"]);
        let lists = schemas.filter_map(|(name, schema)| Some((name, schema, schema["enum"].as_array()?)));
        let values = lists.map(|(name, schema, values)| Values {
            name: name.clone(),
            words: text(&schema["description"]),
            values: values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        });
        values.collect()
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Our own descriptions as HTML.
fn markdown(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
    html
}
