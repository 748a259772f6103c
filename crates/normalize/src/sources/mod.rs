//! Decoders: the bytes of each source → rows, one file per source.
//!
//! A decoder refuses only what is not its format. Everything else gives good rows and located problems.

use catalog::SourceId;

use crate::{
    decoded::{Decoded, Standardized, UnknownFormat},
    rules::{self, Rule},
};

mod cbp;
pub(crate) mod cbp_assault_incidents;
pub(crate) mod cbp_assault_types;
pub(crate) mod columnar;
pub(crate) mod delimited;
pub(crate) mod ice_detention_statistics;
pub(crate) mod leoka_city;
pub(crate) mod louisville_assaulted_officers;
pub(crate) mod ohss_monthly_tables;
pub(crate) mod opm_dhs_headcount;
pub(crate) mod opm_fedscope_employment;
pub(crate) mod presidential_vote_by_county;
pub(crate) mod published_figures;
pub(crate) mod sheets;
pub(crate) mod usbp;
pub(crate) mod usbp_sector_profile;
pub(crate) mod usbp_staffing;

/// Reads the bytes of a source and makes observations of them. Pure: the same bytes under the same rule version are always the same.
///
/// ```
/// let decoded = normalize::decode(
///     catalog::SourceId::UsbpStaffing,
///     b"sector,fiscal_year,number_of_agents\nyuma,2019,809\nyuma,2018,many\n",
/// )?;
/// assert_eq!(decoded.observations[0].population.as_str(), "us/dhs/cbp/usbp");
/// assert_eq!(decoded.problems[0].locator, "line 3, column number_of_agents");
/// # Ok::<(), normalize::UnknownFormat>(())
/// ```
pub fn decode(source_id: SourceId, bytes: &[u8]) -> Result<Decoded, UnknownFormat> {
    let (read, mut problems, standardized) = match source_id {
        SourceId::CbpAssaultIncidents => {
            let mut rows = cbp_assault_incidents::decode(bytes)?;
            let standardized = rules::cbp_assault_incidents::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::CbpAssaultTypes => {
            let mut rows = cbp_assault_types::decode(bytes)?;
            let standardized = rules::cbp_assault_types::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::UsbpSectorProfile => {
            let mut rows = usbp_sector_profile::decode(bytes)?;
            let standardized = rules::usbp_sector_profile::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::UsbpStaffing => {
            let mut rows = usbp_staffing::decode(bytes)?;
            let standardized = rules::usbp_staffing::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::OpmFedscopeEmployment => {
            let file = opm_fedscope_employment::decode(bytes)?;
            let standardized = rules::opm_fedscope_employment::standardize(&file);
            (file.rows.read, file.rows.problems, standardized)
        }
        SourceId::OpmDhsHeadcount => {
            let mut rows = opm_dhs_headcount::decode(bytes)?;
            let standardized = rules::opm_dhs_headcount::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::LeokaCity => {
            let mut rows = leoka_city::decode(bytes)?;
            let standardized = rules::leoka_city::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::LouisvilleAssaultedOfficers => {
            let mut rows = louisville_assaulted_officers::decode(bytes)?;
            let standardized = rules::louisville_assaulted_officers::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::PresidentialVoteByCounty => {
            let mut rows = presidential_vote_by_county::decode(bytes)?;
            let standardized = rules::presidential_vote_by_county::standardize(&rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::IceDetentionStatistics => {
            let mut file = ice_detention_statistics::decode(bytes)?;
            let mut problems = std::mem::take(&mut file.problems);
            let standardized = rules::ice_detention_statistics::standardize(&file, &mut problems);
            (file.read, problems, standardized)
        }
        SourceId::IceIndividualRelease => return crate::releases::decode(bytes),
        SourceId::OhssMonthlyTables => {
            let mut file = ohss_monthly_tables::decode(bytes)?;
            let mut problems = std::mem::take(&mut file.problems);
            let standardized = rules::ohss_monthly_tables::standardize(&file, &mut problems);
            (file.read, problems, standardized)
        }
        SourceId::PublishedFigures => {
            let mut rows = published_figures::decode(bytes)?;
            let standardized = rules::published_figures::standardize(rows.good, &mut rows.problems);
            (rows.read, rows.problems, standardized)
        }
        SourceId::AddedClaims | SourceId::AddedComparisons => {
            return Err(UnknownFormat::new(source_id, "declarations are read by analytics, not here"));
        }
        SourceId::PacerRss | SourceId::PacerPages | SourceId::ProsecutionCounts | SourceId::CourtProsecutions => {
            return Err(UnknownFormat::new(source_id, "feeds of courts are read by court-records, not here"));
        }
        SourceId::CourtlistenerWebhook | SourceId::CourtlistenerApi | SourceId::CourtlistenerBulk => {
            return Err(UnknownFormat::new(source_id, "what CourtListener says of cases is read by court-records, not here"));
        }
    };
    let Standardized { observations, covers } = standardized.map_err(|unfit| UnknownFormat::new(source_id, unfit.to_string()))?;
    let Rule { name, version } = rules::of(source_id);
    let unread_rows = problems.unread_rows();
    let problems = std::mem::take(&mut problems).finish();
    Ok(Decoded { observations, problems, rows: read, unread_rows, covers, rule: name, rule_version: version })
}
