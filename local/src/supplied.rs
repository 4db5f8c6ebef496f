//! Files that somebody wrote for the deployment, in TOML or JSON: read as the API reads what it is sent.

use std::path::Path;

use paydesk_model::path::Path as Place;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;
use paydesk_service::wire::json_value::Unique;
use serde_json::Value as Json;
use toml::Value as Toml;

/// What the file says, whatever it is written in; a JSON file is named so.
pub fn read(path: &Path) -> Result<Tree, String> {
    let named = |problem: String| format!("{}: {problem}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| named(error.to_string()))?;
    match path.extension().is_some_and(|extension| extension == "json") {
        true => {
            let Unique(json) = serde_json::from_str(&text).map_err(|error| named(error.to_string()))?;
            match json {
                Json::Object(_) => of_json(json, &Place::root()).map_err(named),
                _ => Err(named("it must be an object".into())),
            }
        }
        false => {
            let toml: toml::Table = toml::from_str(&text).map_err(|error| named(error.to_string()))?;
            of_toml(Toml::Table(toml), &Place::root()).map_err(named)
        }
    }
}

/// A refusal, and which parameter it is about where its text does not say so.
pub fn told(problem: &Problem) -> String {
    match problem.param.as_ref().map(ToString::to_string) {
        Some(param) if !problem.message.contains(&format!("`{param}`")) => {
            format!("{param}: {}", problem.message)
        }
        _ => problem.message.clone(),
    }
}

fn of_toml(value: Toml, at: &Place) -> Result<Tree, String> {
    Ok(match value {
        Toml::String(text) => Tree::Text(text),
        Toml::Integer(number) => Tree::Text(number.to_string()),
        Toml::Float(number) => Tree::Text(number.to_string()),
        Toml::Boolean(flag) => Tree::Text(flag.to_string()),
        Toml::Datetime(date) => return Err(format!("{at}: {date} is a date: times are Unix seconds")),
        Toml::Array(items) => list(items, at, of_toml)?,
        Toml::Table(fields) => hash(fields, at, of_toml)?,
    })
}

fn of_json(value: Json, at: &Place) -> Result<Tree, String> {
    Ok(match value {
        Json::Null => return Err(format!("{at}: null says nothing: leave it out")),
        Json::String(text) => Tree::Text(text),
        Json::Number(number) => Tree::Text(number.to_string()),
        Json::Bool(flag) => Tree::Text(flag.to_string()),
        Json::Array(items) => list(items, at, of_json)?,
        Json::Object(fields) => hash(fields, at, of_json)?,
    })
}

/// Reads a value that stands somewhere.
type Reading<V> = fn(V, &Place) -> Result<Tree, String>;

fn list<V>(items: Vec<V>, at: &Place, read: Reading<V>) -> Result<Tree, String> {
    let items = items.into_iter().enumerate().map(|(index, item)| read(item, &at.index(index)));
    items.collect::<Result<_, _>>().map(Tree::List)
}

fn hash<V>(
    fields: impl IntoIterator<Item = (String, V)>,
    at: &Place,
    read: Reading<V>,
) -> Result<Tree, String> {
    let fields = fields.into_iter().map(|(key, value)| {
        let below = at.key(key.clone());
        Ok((key, read(value, &below)?))
    });
    fields.collect::<Result<_, String>>().map(Tree::Hash)
}
