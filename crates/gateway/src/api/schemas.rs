//! JSON Schemas of what others keep and check, made from the same types as the answers themselves.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;

use super::{document::Document, problem::Failures};
use crate::{error::Failure, query::Name};

/// Where components of the document lie, and where definitions of a schema do.
const COMPONENTS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/$defs/";

/// The shapes that have a schema, by the name of its file.
const SHAPES: [(&str, &str); 4] =
    [("analysis.json", "Analysis"), ("claim.json", "Claim"), ("comparison.json", "Comparison"), ("verdict.json", "Verdict")];

/// The JSON Schema, draft 2020-12, of a shape.
#[utoipa::path(get, path = "/api/v1/schemas/{name}", tag = "description",
    params(("name" = String, Path, description = "`claim.json`, `verdict.json`, `comparison.json` or `analysis.json`")),
    responses((status = 200, description = "JSON Schema", content_type = "application/schema+json", body = serde_json::Value), Failures))]
pub(crate) async fn schema(Name(name): Name) -> Result<Response, Failure> {
    let (_, shape) = SHAPES.iter().find(|(file, _)| *file == name).ok_or_else(|| Failure::NotFound("schema of this name".into()))?;
    let text = serde_json::to_string_pretty(&schema_of(&name, shape)).map_err(|_| Failure::NotFound("schema of this name".into()))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/schema+json"))], text).into_response())
}

/// A shape of the document with everything that it refers to, as a schema by itself.
fn schema_of(name: &str, shape: &str) -> Value {
    let document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    let components = document.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut definitions: BTreeMap<String, Value> = BTreeMap::new();
    let mut wanted = BTreeSet::from([shape.to_owned()]);
    while let Some(name) = wanted.pop_first() {
        if definitions.contains_key(&name) {
            continue;
        }
        let mut component = components.get(&name).cloned().unwrap_or_default();
        moved(&mut component, &mut wanted);
        definitions.insert(name, component);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:plumbline:schema:v1:{}", name.trim_end_matches(".json")),
        "title": shape,
        "$ref": format!("{DEFINITIONS}{shape}"),
        "$defs": definitions.into_iter().collect::<Map<String, Value>>(),
    })
}

/// Lets references lead to the schema's own definitions, and collects which.
fn moved(value: &mut Value, wanted: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                let target = field.as_str().filter(|_| name == "$ref").and_then(|text| text.strip_prefix(COMPONENTS)).map(str::to_owned);
                match target {
                    Some(target) => {
                        *field = Value::String(format!("{DEFINITIONS}{target}"));
                        wanted.insert(target);
                    }
                    None => moved(field, wanted),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| moved(item, wanted)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_stands_by_itself() {
        for (file, shape) in SHAPES {
            let schema = schema_of(file, shape);
            let text = schema.to_string();
            assert!(!text.contains(COMPONENTS), "{file}");
            let definitions = schema["$defs"].as_object().expect("definitions");
            assert!(definitions.contains_key(shape) && definitions.values().all(|definition| !definition.is_null()), "{file}");
            for reference in text.split(DEFINITIONS).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(definitions.contains_key(reference), "{file}: {reference}");
            }
        }
    }
}
