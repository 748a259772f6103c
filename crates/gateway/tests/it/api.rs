//! Answers of the API against the document that describes them.

use gateway::CaseNames;
use serde_json::Value;

use crate::{
    client::get,
    fixture::{Analytics, SNAPSHOT, Site, WATCH, start},
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
    if let Some(parts) = schema["allOf"].as_array() {
        return misfits(document, &merged(document, parts), value, place);
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
        "string" => value.as_str().is_some_and(|text| schema["enum"].as_array().is_none_or(|all| all.iter().any(|one| one == text))),
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

/// Objects that are one object.
fn merged(document: &Value, parts: &[Value]) -> Value {
    let (mut properties, mut required) = (serde_json::Map::new(), Vec::new());
    for part in parts {
        let target = part["$ref"].as_str().and_then(|reference| document.pointer(reference.trim_start_matches('#')));
        let part = target.unwrap_or(part);
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    serde_json::json!({"type": "object", "properties": properties, "required": required})
}

#[test]
fn the_check_of_shapes_finds_what_does_not_fit() {
    let schema = serde_json::json!({"type": "object", "required": ["a"], "properties": {"a": {"type": ["integer", "null"]}}});
    let check = |value: Value| misfits(&Value::Null, &schema, &value, "it").join("; ");
    assert_eq!(check(serde_json::json!({"a": 1})), "");
    assert_eq!(check(serde_json::json!({"a": "1"})), "it.a: \"1\" is not [\"integer\", \"null\"]");
    assert_eq!(check(serde_json::json!({"b": 1})), "it: a is absent; it.b is not in the schema");
}

/// Behind the prefix of releases.
const CODEBOOK: &str = "3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e/codebook";

/// Answers that describe others, and have no shape of their own.
fn describes(pattern: &str) -> bool {
    pattern.ends_with("openapi.json") || pattern.starts_with("/api/v1/schemas/")
}

#[tokio::test]
async fn every_operation_answers_in_the_shape_that_the_document_promises() {
    let site = start("127.0.0.1:0", CaseNames::Shown, Analytics::Answers).await.expect("a site");
    let document = get(site.address, "/api/v1/openapi.json").await.json();
    let examples = [
        ("/api/v1/cases/{court}/{number}", "ord/3%3A26-cr-00214"),
        ("/api/v1/claims/{id}", "C12"),
        ("/api/v1/comparisons/{slug}", "per-100-officers"),
        ("/api/v1/comparisons/{slug}/analyses/{analysis}", "every-analysis/analyses/choices"),
        ("/api/v1/series/{key}", "usbp-assaults"),
        ("/api/v1/series/{key}/revisions", "usbp-assaults/revisions"),
        ("/api/v1/courts/{court}/coverage", "azd/coverage"),
        ("/api/v1/observations/{id}", "leoka-2015"),
        ("/api/v1/schemas/{name}", "claim.json"),
        ("/api/v1/sources/{slug}", "usbp-sector-profile"),
        ("/api/v1/sources/{slug}/vintages", "usbp-sector-profile/vintages"),
        ("/api/v1/sources/{slug}/restatement", "usbp-sector-profile/restatement"),
        ("/api/v1/snapshots/{hash}", SNAPSHOT),
        ("/api/v1/watches/{id}", WATCH),
        ("/api/v1/releases/{snapshot}", SNAPSHOT),
        ("/api/v1/releases/{snapshot}/codebook", CODEBOOK),
    ];
    // A question is asked with GET; what changes something, and what never ends, has tests of its own.
    let is_question = |operations: &Value| {
        let contents = &operations["get"]["responses"]["200"]["content"];
        contents.is_object() && contents["text/event-stream"].is_null()
    };
    let paths = document["paths"].as_object().expect("paths");
    let mut checked = 0;
    for (pattern, operations) in paths.iter().filter(|(_, operations)| is_question(operations)) {
        let example = examples.iter().find(|(known, _)| known == pattern);
        let path = match (pattern.split_once('{'), example) {
            (Some((prefix, _)), Some((_, name))) => format!("{prefix}{name}"),
            (None, None) => pattern.clone(),
            _ => panic!("{pattern}: the test has no name for it, or one too many"),
        };
        let answer = get(site.address, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let operation = &operations["get"];
        for status in ["400", "404", "502", "503"].into_iter().filter(|_| !describes(pattern) || pattern.contains('{')) {
            assert!(operation["responses"][status]["content"]["application/problem+json"].is_object(), "{path}: {status}");
        }
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if !describes(pattern) {
            assert_eq!(misfits(&document, schema, &answer.json(), &path), Vec::<String>::new());
            assert!(answer.json()["links"].is_object(), "{path}");
            checked += 1;
        }
    }
    assert_eq!(checked, 33);
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

/// The shape of an answer, by the schema that is published for it.
async fn check_against_its_schema(site: &Site, path: &str, schema: &str) -> Value {
    let document = get(site.address, &format!("/api/v1/schemas/{schema}")).await;
    assert_eq!((document.status, document.header("content-type")), (200, "application/schema+json"), "{schema}");
    let schema = document.json();
    let validator = jsonschema::draft202012::new(&schema).expect("a schema of draft 2020-12");
    let answer = get(site.address, path).await.json();
    let misfits: Vec<String> = validator.iter_errors(&answer).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert_eq!(misfits, Vec::<String>::new(), "{path}");
    let mut other = answer.clone();
    let fields = other.as_object_mut().expect("an object");
    fields.remove("links");
    assert!(!validator.is_valid(&other), "{path}: the schema would take anything");
    answer
}

#[tokio::test]
async fn every_verdict_and_comparison_fits_its_published_schema() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let schema = get(site.address, "/api/v1/schemas/verdict.json").await.json();
    let verdict_alone = jsonschema::draft202012::new(&schema).expect("a schema of draft 2020-12");
    for id in ["C12", "C02", "C08", "C04", "S01", "C98"] {
        let claim = check_against_its_schema(&site, &format!("/api/v1/claims/{id}"), "claim.json").await;
        assert!(verdict_alone.is_valid(&claim["verdict"]) && !verdict_alone.is_valid(&claim), "{id}");
    }
    for slug in ["per-100-officers", "every-analysis"] {
        check_against_its_schema(&site, &format!("/api/v1/comparisons/{slug}"), "comparison.json").await;
    }
}

#[tokio::test]
async fn an_answer_about_the_present_does_not_carry_the_moment_of_asking() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let as_of = async |path: &str, pointer: &str| {
        let answer = get(site.address, path).await.json();
        answer.pointer(pointer).cloned().unwrap_or_else(|| panic!("{path}: no {pointer}"))
    };
    for (path, pointer) in [("/api/v1/claims/C12", "/verdict/as_of"), ("/api/v1/comparisons/per-100-officers", "/as_of")] {
        assert_eq!(as_of(path, pointer).await, Value::Null, "{path}");
        assert_eq!(as_of(&format!("{path}?as_of=2026-08-01"), pointer).await, "2026-08-01T12:00:00.000Z", "{path}");
    }
    assert_eq!(as_of("/api/v1/claims", "/claims/0/verdict/as_of").await, Value::Null);
    assert_eq!(as_of("/api/v1/comparisons", "/comparisons/0/as_of").await, Value::Null);
}

#[tokio::test]
async fn parts_of_verdicts_and_analyses_come_as_tables() {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let csv = async |path: &str| get(site.address, path).await.body.replace("\r\n", "\n");
    insta::assert_snapshot!(csv("/api/v1/claims/C12?format=csv&part=corroboration").await, @r#"
    series,now,before,ratio,lower,upper,refusal,grade,differences,claim_over_this,claim_over_this_lower,claim_over_this_upper
    Federal prosecutions in five districts,163,129,1.264,0.997,1.604,,D,unit: defendants against incidents,11.45,7.01,19.2
    "Federal charges, one network",,,,,,the counts were not published,D,unit: charges against incidents,,,
    "#);
    insta::assert_snapshot!(csv("/api/v1/claims/C12?format=csv&part=increments").await, @r"
    from,to,events,days,per_day,lower,upper
    ,C11,238,305,0.78,0.684,0.886
    C11,C12,37,40,0.925,0.651,1.275
    ");
    insta::assert_snapshot!(csv("/api/v1/comparisons/every-analysis/analyses/over-time?format=csv").await, @r"
    line,unit,period_start,period_end,value,lower,upper,method,missing
    Border Patrol,incidents per 100 agents,2013-10-01,2014-10-01,1.79,1.61,1.98,Garwood,
    Border Patrol,incidents per 100 agents,2014-10-01,2015-10-01,1.87,1.68,2.07,Garwood,
    Border Patrol,incidents per 100 agents,2015-10-01,2016-10-01,2.29,2.09,2.51,Garwood,
    Border Patrol,incidents per 100 agents,2016-10-01,2017-10-01,4.04,3.77,4.34,Garwood,
    Border Patrol,incidents per 100 agents,2017-10-01,2018-10-01,,,,,suspected carry-over
    Border Patrol,incidents per 100 agents,2018-10-01,2019-10-01,3.1,2.85,3.36,Garwood,
    Border Patrol,incidents per 100 agents,2019-10-01,2020-10-01,,,,,not in any release
    Counts,incidents,2013-10-01,2014-10-01,373,336.1,412.8,Garwood,
    Counts,incidents,2014-10-01,2015-10-01,378,340.9,418.1,Garwood,
    ");
    insta::assert_snapshot!(csv("/api/v1/comparisons/every-analysis/analyses/refused?format=csv").await, @r"
    analysis,refusal
    refused,2 agencies have a rate; at least 3 are needed
    ");
    insta::assert_snapshot!(csv("/api/v1/sources/usbp-sector-profile/restatement?format=csv").await, @r#"
    what,measure,unit,population,geography,period_start,period_end,before,before_missing,before_locator,before_id,after,after_missing,after_locator,after_id
    removed,assaults_on_officers,incident,us/dhs/cbp/usbp,us,2015-10-01,2016-10-01,454,,"sheet FY2016, cell H24",assaults_on_officers-2016-before,,,,
    changed,assaults_on_officers,incident,us/dhs/cbp/usbp,us,2014-10-01,2015-10-01,390,,"sheet FY2015, cell H24",assaults_on_officers-2015-before,378,,"sheet FY2015, cell H24",assaults_on_officers-2015
    added,assaults_on_officers,incident,us/dhs/cbp/usbp,us,2018-10-01,2019-10-01,,,,,0,,"sheet FY2019, cell H24",assaults_on_officers-2019
    "#);
    for part in ["numbers", "feasible_pairs", "exposure_adjusted", "instruments", "break_even", "identification", "grid"] {
        let table = csv(&format!("/api/v1/claims/C12?format=csv&part={part}")).await;
        let widths: Vec<usize> =
            csv::Reader::from_reader(table.as_bytes()).records().map(|row| row.expect("a row as wide as its heading").len()).collect();
        assert!(part == "feasible_pairs" || part == "grid" || !widths.is_empty(), "{part}");
    }
    for analysis in ["choices", "sectors", "standardised", "coverage", "units", "states"] {
        let table = csv(&format!("/api/v1/comparisons/every-analysis/analyses/{analysis}?format=csv")).await;
        let rows = csv::Reader::from_reader(table.as_bytes()).records().flatten().count();
        assert_eq!(rows + 1, table.lines().count(), "{analysis}: {table}");
    }
    assert_eq!(get(site.address, "/api/v1/claims/C12?format=csv&part=nonsense").await.status, 400);
    assert_eq!(get(site.address, "/api/v1/comparisons/every-analysis/analyses/nonsense").await.status, 404);
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
    assert_eq!(comparison.body.lines().count(), 6);
    let list = get(site.address, "/api/v1/series?format=csv&source=usbp-staffing").await;
    assert_eq!(list.body.lines().count(), 2);
}
