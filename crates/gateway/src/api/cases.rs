//! Cases with their defendants, charges and entries: JSON shapes and their handlers. What is masked is null and says why.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contracts::court as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    links,
    problem::Failures,
    shape::{Shape, shapes},
};
use crate::{
    App, CaseNames,
    error::Failure,
    query::{Asked, CasesAsked, Format, FormatAsked, Names},
    tables,
    views::{
        address,
        court::{self, masked},
    },
};

shapes! {
    of court;

    /// A case. Cases, defendants and counts are never added together.
    Case = Case {
        /// Court and number: `nysd/1:12-cr-00120`.
        key: String,
        court: String,
        /// As the court writes it, without judges and defendant.
        docket_number: String,
        /// Null where names are withheld, and where the case is sealed or expunged.
        caption: Option<String>,
        /// In court time; null if no source gives it.
        filed: Option<String>,
        /// What gave the date: `docket`, `courtlistener` or `feed`.
        filed_by: Option<String>,
        terminated: Option<String>,
        /// Of its charges under 18 U.S.C. § 111: `candidate`, `confirmed`, `not`, `unknown`, `sealed` or `gone`.
        state: String,
        /// Keys of the cases that this one continues or is continued by.
        linked: Vec<String>,
        pacer_case_ids: Vec<String>,
        defendants: i64,
        /// `open`, `sealed` or `expunged`.
        seal: String,
        said_at: Option<String>,
        /// Who was the victim, as far as a text says so.
        victim: Option<VictimAgency>,
    }

    /// Who was the victim of the charged conduct, as far as a text says so.
    VictimAgency = VictimAgency {
        /// Path of the population; `unknown` is the usual answer.
        agency: String,
        /// `stated`, `mentioned` or `none`.
        grade: String,
        evidence: Option<String>,
        snapshot: Option<String>,
        locator: Option<String>,
    }

    /// A defendant with the charges that were ever seen.
    Defendant = Defendant {
        key: String,
        /// Null where names are withheld.
        name: Option<String>,
        number: i32,
        terminated: Option<String>,
        /// See the case's state.
        state: String,
        charges: Vec<Charge>,
    }

    /// A count or complaint.
    Charge = Charge {
        key: String,
        /// As the court writes it.
        text: String,
        /// `18:111(a)(1)`.
        citations: Vec<String>,
        /// `1`, `2-4`, `1s`.
        counts: Option<String>,
        /// `count` or `complaint`.
        kind: String,
        /// `yes`, `no` or `unknown`.
        is_18_111: String,
        /// PACER's heading: `pending`, `terminated` or `complaint`. Convictions stay under `pending`.
        pacer_status: String,
        /// As the court writes it.
        disposition: Option<String>,
        /// Read from the text.
        disposition_class: String,
        /// `current`, `superseded` or `vanished`.
        standing: String,
        first_snapshot: String,
        first_locator: String,
        snapshot: String,
        locator: String,
        first_said_at: Option<String>,
        said_at: Option<String>,
    }

    /// An entry of a docket.
    Entry = Entry {
        key: String,
        filed: Option<String>,
        entered_at: Option<String>,
        number: Option<String>,
        kind: Option<String>,
        /// Null where names are withheld: texts name persons freely.
        text: Option<String>,
        link: Option<String>,
        first_seen_at: Option<String>,
        snapshot: String,
        locator: String,
    }

    /// A change of the state of a charge, with what shows it.
    Transition = Transition {
        /// Key of the defendant, or of the case where no defendant is known yet.
        subject: String,
        from: Option<String>,
        to: String,
        at: String,
        source: String,
        snapshot: String,
        locator: String,
        /// In words.
        evidence: Option<String>,
    }

    /// A snapshot that says something of the case.
    CaseSource = CaseSource {
        source: String,
        snapshot: String,
        locator: String,
        said_at: String,
    }
}

/// A case with its links.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct LinkedCase {
    #[serde(flatten)]
    case: Case,
    /// Why words are left out: `names`, `sealed` or `expunged`; null if none are.
    masked: Option<String>,
    /// `self`, `page`, `court`, and each linked case by its key.
    links: BTreeMap<String, String>,
}

impl LinkedCase {
    fn of(case: wire::Case, names: CaseNames) -> Self {
        let mut links = links([
            ("self", court::case_api(&case.key)),
            ("page", court::case_page(&case.key)),
            ("court", address::page(&["courts", &case.court])),
        ]);
        links.extend(case.linked.iter().map(|key| (key.clone(), court::case_api(key))));
        let masked = match (masked::is_open(&case.seal), names) {
            (false, _) => Some(case.seal.clone()),
            (true, CaseNames::Withheld) => Some("names".to_owned()),
            (true, CaseNames::Shown) => None,
        };
        Self { case: Shape::of(case), masked, links }
    }
}

/// Cases, latest filed first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct CaseList {
    pub(crate) cases: Vec<LinkedCase>,
    /// All that fit, not only those listed.
    pub(crate) total: i64,
    pub(crate) links: BTreeMap<String, String>,
}

/// One case with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct CaseDetail {
    pub(crate) case: LinkedCase,
    pub(crate) defendants: Vec<Defendant>,
    /// Latest first, at most 500.
    pub(crate) entries: Vec<Entry>,
    pub(crate) entries_total: i64,
    /// Oldest first.
    pub(crate) transitions: Vec<Transition>,
    /// Oldest first.
    pub(crate) sources: Vec<CaseSource>,
    /// `self`, `page`, and every snapshot by its hash.
    pub(crate) links: BTreeMap<String, String>,
}

/// Cases with the state of their charge under 18 U.S.C. § 111.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(CasesAsked, FormatAsked),
    responses((status = 200, description = "Cases, latest filed first", content((CaseList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn cases(
    State(app): State<App>,
    Asked(asked): Asked<CasesAsked>,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let answer = app.peers.cases(asked.wire()?, app.case_names).await?;
    Ok(match format {
        Format::Csv => tables::cases(&answer.cases).into_response("cases"),
        Format::Json => {
            let cases = answer.cases.into_iter().map(|case| LinkedCase::of(case, app.case_names)).collect();
            let links = links([("self", "/api/v1/cases".to_owned()), ("page", "/cases".to_owned())]);
            Json(CaseList { cases, total: answer.total, links }).into_response()
        }
    })
}

/// One case; as CSV, a row for each charge.
#[utoipa::path(get, path = "/api/v1/cases/{court}/{number}", tag = "cases",
    params(
        ("court" = String, Path, description = "CM/ECF code of the court, for example `nysd`"),
        ("number" = String, Path, description = "Number of the case, for example `1:12-cr-00120`"),
        FormatAsked
    ),
    responses((status = 200, description = "The case", content((CaseDetail = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn case(
    State(app): State<App>,
    Names(court, number): Names,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let (case, answer) = app.peers.case(format!("{court}/{number}"), app.case_names).await?;
    Ok(match format {
        Format::Csv => tables::charges(&answer.defendants).into_response("charges"),
        Format::Json => {
            let mut links = links([("self", court::case_api(&case.key)), ("page", court::case_page(&case.key))]);
            let hashes = answer.sources.iter().map(|source| &source.snapshot).filter(|hash| !hash.is_empty());
            links.extend(hashes.map(|hash| (hash.clone(), address::api(&["snapshots", hash]))));
            Json(CaseDetail {
                case: LinkedCase::of(case, app.case_names),
                defendants: Shape::of(answer.defendants),
                entries: Shape::of(answer.entries),
                entries_total: answer.entries_total,
                transitions: Shape::of(answer.transitions),
                sources: Shape::of(answer.sources),
                links,
            })
            .into_response()
        }
    })
}
