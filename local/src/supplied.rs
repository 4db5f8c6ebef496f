//! Files that somebody wrote for the deployment, in TOML or JSON: read as the API reads what it is sent.

use std::path::Path;

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
            of_json(json).map_err(named)
        }
        false => {
            let toml: toml::Table = toml::from_str(&text).map_err(|error| named(error.to_string()))?;
            of_toml(Toml::Table(toml)).map_err(named)
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

fn of_toml(value: Toml) -> Result<Tree, String> {
    Ok(match value {
        Toml::String(text) => Tree::Text(text),
        Toml::Integer(number) => Tree::Text(number.to_string()),
        Toml::Float(number) => Tree::Text(number.to_string()),
        Toml::Boolean(flag) => Tree::Text(flag.to_string()),
        Toml::Datetime(date) => return Err(format!("{date} is a date: times are Unix seconds")),
        Toml::Array(items) => Tree::List(items.into_iter().map(of_toml).collect::<Result<_, _>>()?),
        Toml::Table(fields) => Tree::Hash(
            fields
                .into_iter()
                .map(|(key, value)| Ok((key, of_toml(value)?)))
                .collect::<Result<_, String>>()?,
        ),
    })
}

fn of_json(value: Json) -> Result<Tree, String> {
    Ok(match value {
        Json::Null => return Err("null says nothing: leave the field out".into()),
        Json::String(text) => Tree::Text(text),
        Json::Number(number) => Tree::Text(number.to_string()),
        Json::Bool(flag) => Tree::Text(flag.to_string()),
        Json::Array(items) => Tree::List(items.into_iter().map(of_json).collect::<Result<_, _>>()?),
        Json::Object(fields) => Tree::Hash(
            fields
                .into_iter()
                .map(|(key, value)| Ok((key, of_json(value)?)))
                .collect::<Result<_, String>>()?,
        ),
    })
}
