//! Rows of a table: parameters and properties, each with those inside it.

use paydesk_service::wire::Dialect;
use serde_json::Value;

use super::{entries, kind, markdown, text};

/// A parameter or a property.
pub struct Row {
    pub name: String,
    pub kind: String,
    /// The named schema it is or is made of, if it is one.
    pub link: Option<String>,
    pub required: bool,
    /// As HTML.
    pub words: String,
    /// What stands inside it, with whole paths.
    pub inside: Vec<Row>,
}

/// The parameters of a body, but for those that are only ignored.
pub fn of_body(schema: &Value, dialect: Dialect, document: &Value) -> Vec<Row> {
    let mut rows = of_object(schema, dialect, document);
    rows.iter_mut().for_each(without_null);
    rows
}

/// That null means not given is said once for all of them.
fn without_null(row: &mut Row) {
    if let Some(kind) = row.kind.strip_suffix(" or null") {
        row.kind = kind.to_owned();
    }
    row.inside.iter_mut().for_each(without_null);
}

fn of_object(schema: &Value, dialect: Dialect, document: &Value) -> Vec<Row> {
    let reader = Reader { dialect, document };
    let mut rows = reader.properties(schema, "");
    for row in &mut rows {
        let property = &schema["properties"][&row.name];
        reader.descend(property, &row.name.clone(), &mut row.inside);
    }
    rows
}

/// The same of an answer, where words say what is not always there.
pub fn of_answer(schema: &Value, dialect: Dialect, document: &Value) -> Vec<Row> {
    let mut rows = of_object(schema, dialect, document);
    rows.iter_mut().for_each(|row| row.required = false);
    rows
}

pub fn of_parameter(parameter: &Value, document: &Value) -> Row {
    let mut inside = Vec::new();
    let name = text(&parameter["name"]);
    // A query has brackets in both dialects.
    Reader { dialect: Dialect::Stripe, document }.descend(&parameter["schema"], &name, &mut inside);
    Row {
        name,
        kind: kind::of(&parameter["schema"]),
        link: link(&parameter["schema"], document),
        required: parameter["required"] == true,
        words: markdown(&format!(
            "{} {}",
            text(&parameter["description"]),
            text(&parameter["schema"]["description"])
        )),
        inside,
    }
}

struct Reader<'d> {
    dialect: Dialect,
    document: &'d Value,
}

impl Reader<'_> {
    fn properties(&self, schema: &Value, path: &str) -> Vec<Row> {
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        let shown = entries(&schema["properties"]).filter(|(_, schema)| schema["readOnly"] != true);
        let row = |(name, schema): (&String, &Value)| Row {
            name: self.below(path, name),
            kind: kind::of(schema),
            link: link(schema, self.document),
            required: required.iter().any(|one| one == name.as_str()),
            words: markdown(&text(&schema["description"])),
            inside: Vec::new(),
        };
        shown.map(row).collect()
    }

    /// Everything inside `schema`, depth first, with whole paths.
    fn descend(&self, schema: &Value, path: &str, rows: &mut Vec<Row>) {
        for branch in schema["anyOf"].as_array().into_iter().flatten() {
            self.descend(branch, path, rows);
        }
        self.descend_into_items(schema, path, rows);
        if !schema["properties"].is_object() {
            return;
        }
        for row in self.properties(schema, path) {
            let name = row.name.clone();
            rows.push(row);
            let own = entries(&schema["properties"]).find(|(key, _)| self.below(path, key) == name);
            if let Some((_, property)) = own {
                self.descend(property, &name, rows);
            }
        }
    }

    fn descend_into_items(&self, schema: &Value, path: &str, rows: &mut Vec<Row>) {
        if schema["items"].is_object() {
            self.descend(&schema["items"], &format!("{path}[]"), rows);
        }
        if schema["additionalProperties"]["properties"].is_object() {
            self.descend(&schema["additionalProperties"], &self.below(path, "…"), rows);
        }
    }

    fn below(&self, path: &str, name: &str) -> String {
        match self.dialect {
            _ if path.is_empty() => name.to_owned(),
            Dialect::Stripe => format!("{path}[{name}]"),
            Dialect::Camel => format!("{path}.{name}"),
        }
    }
}

/// The named schema behind a property, through lists and alternatives.
fn link(schema: &Value, document: &Value) -> Option<String> {
    let own = kind::reference(schema).filter(|name| document["components"]["schemas"][*name].is_object());
    own.map(str::to_owned)
        .or_else(|| schema.get("items").and_then(|items| link(items, document)))
        .or_else(|| schema["anyOf"].as_array()?.iter().find_map(|branch| link(branch, document)))
}
