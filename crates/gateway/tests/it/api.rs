//! Answers of the API against the document that describes them.

use gateway::CaseNames;
use serde_json::Value;

use crate::{
    client::get,
    fixture::{Analytics, SNAPSHOT, start},
};

/// What an answer has that its schema does not allow, or the other way round; empty if it fits.
fn misfits(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return match document.pointer(pointer) {
            Some(target) => misfits(document, target, value, place),
            None => vec![format!("{place}: {reference} is not in the document")],
        };
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|choice| misfits(document, choice, value, place).is_empty());
        return if fits { vec![] } else { vec![format!("{place}: none of the choices fits")] };
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return vec![format!("{place}: the schema has no type: {schema}")],
    };
    let fits = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    if !kinds.iter().any(fits) {
        return vec![format!("{place}: {value} is not {kinds:?}")];
    }
    let mut found = Vec::new();
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(misfits(document, &schema["items"], item, &format!("{place}[{number}]")));
    }
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(required).is_none() {
            found.push(format!("{place}: {required} is absent"));
        }
    }
    for (name, part) in value.as_object().into_iter().flatten() {
        let place = format!("{place}.{name}");
        match (schema["properties"].get(name), schema.get("additionalProperties")) {
            (Some(property), _) => found.extend(misfits(document, property, part, &place)),
            (None, Some(additional)) => found.extend(misfits(document, additional, part, &place)),
            (None, None) => found.push(format!("{place} is not in the schema")),
        }
    }
    found
}

#[test]
fn the_check_of_shapes_finds_what_does_not_fit() {
    let schema = serde_json::json!({"type": "object", "required": ["a"], "properties": {"a": {"type": ["integer", "null"]}}});
    let check = |value: Value| misfits(&Value::Null, &schema, &value, "it").join("; ");
    assert_eq!(check(serde_json::json!({"a": 1})), "");
    assert_eq!(check(serde_json::json!({"a": "1"})), "it.a: \"1\" is not [\"integer\", \"null\"]");
    assert_eq!(check(serde_json::json!({"b": 1})), "it: a is absent; it.b is not in the schema");
}

#[tokio::test]
async fn every_operation_answers_in_the_shape_that_the_document_promises() {
    let site = start("127.0.0.1:0", CaseNames::Shown, Analytics::Answers).await.expect("a site");
    let document = get(site.address, "/api/v1/openapi.json").await.json();
    let examples = [
        ("/api/v1/claims/{id}", "C12"),
        ("/api/v1/comparisons/{slug}", "per-100-officers"),
        ("/api/v1/series/{key}", "usbp-assaults"),
        ("/api/v1/observations/{id}", "leoka-2015"),
        ("/api/v1/sources/{slug}", "usbp-sector-profile"),
        ("/api/v1/snapshots/{hash}", SNAPSHOT),
    ];
    let paths = document["paths"].as_object().expect("paths");
    let mut checked = 0;
    for (pattern, operations) in paths {
        let example = examples.iter().find(|(known, _)| known == pattern);
        let path = match (pattern.split_once('{'), example) {
            (Some((prefix, _)), Some((_, name))) => format!("{prefix}{name}"),
            (None, None) => pattern.clone(),
            _ => panic!("{pattern}: the test has no name for it, or one too many"),
        };
        let answer = get(site.address, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let operation = &operations["get"];
        for status in ["400", "404", "502", "503"].into_iter().filter(|_| !pattern.ends_with("openapi.json")) {
            assert!(operation["responses"][status]["content"]["application/problem+json"].is_object(), "{path}: {status}");
        }
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if !pattern.ends_with("openapi.json") {
            assert_eq!(misfits(&document, schema, &answer.json(), &path), Vec::<String>::new());
            assert!(answer.json()["links"].is_object(), "{path}");
            checked += 1;
        }
    }
    assert_eq!(checked, 15);
}

#[tokio::test]
async fn numbers_are_numbers_and_gaps_are_null_with_their_reason() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let series = get(site.address, "/api/v1/series/usbp-assaults").await.json();
    let shown: Vec<String> = series["observations"]
        .as_array()
        .expect("observations")
        .iter()
        .map(|it| format!("{} {} {}", it["period_end"], it["value"], it["missing"]))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    "2014-10-01" 373 null
    "2015-10-01" 378 null
    "2016-10-01" null "withdrawn"
    "2017-10-01" 786 null
    "2018-10-01" null "suspected carry-over"
    "2019-10-01" 0 null
    "#);
    let observation = get(site.address, "/api/v1/observations/leoka-2015").await.json();
    insta::assert_snapshot!(observation["links"].to_string(), @r#"{"page":"/observations/leoka-2015","self":"/api/v1/observations/leoka-2015","snapshot":"/api/v1/snapshots/3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e","source":"/api/v1/sources/published-figures"}"#);
    let claim = get(site.address, "/api/v1/claims/C98").await.json();
    let precision = &claim["verdict"]["precision"];
    assert_eq!((precision["percent_upper"].is_null(), precision["upper_unbounded"].as_bool()), (true, Some(true)));
}

#[tokio::test]
async fn tables_come_as_csv_that_no_spreadsheet_runs() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let claims = get(site.address, "/api/v1/claims?format=csv").await;
    assert_eq!(claims.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(claims.header("content-disposition"), "attachment; filename=\"claims.csv\"");
    let series = get(site.address, "/api/v1/series/usbp-assaults?format=csv").await;
    let lines: Vec<&str> = series.body.lines().collect();
    insta::assert_snapshot!(lines.get(..4).expect("four lines").join("\n"), @r#"
    source,measure,unit,population,geography,period_start,period_end,value,lower,upper,missing,definition,snapshot,locator,rule,rule_version,id
    usbp-sector-profile,assaults_on_officers,incident,us/dhs/cbp/usbp,us,2013-10-01,2014-10-01,373,,,,usbp-assault,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e,"sheet FY2014, cell H24",usbp_sector_profile,2,assaults_on_officers-2014
    usbp-sector-profile,assaults_on_officers,incident,us/dhs/cbp/usbp,us,2014-10-01,2015-10-01,378,,,,usbp-assault,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e,"sheet FY2015, cell H24",usbp_sector_profile,2,assaults_on_officers-2015
    usbp-sector-profile,assaults_on_officers,incident,us/dhs/cbp/usbp,us,2015-10-01,2016-10-01,,,,withdrawn,usbp-assault,3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e,"sheet FY2016, cell H24",usbp_sector_profile,2,assaults_on_officers-2016
    "#);
    let comparison = get(site.address, "/api/v1/comparisons/per-100-officers?format=csv").await;
    assert_eq!(comparison.body.lines().count(), 5);
    let list = get(site.address, "/api/v1/series?format=csv&source=usbp-staffing").await;
    assert_eq!(list.body.lines().count(), 2);
}
