//! The raw columns of each table with their declared kinds (rule 1.3), in the order in which ICE gives them.

/// What a column's cells are read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Date,
}

/// Name and kind of each column.
pub(crate) fn declared(columns: &str) -> Vec<(String, Kind)> {
    let column = |column: &str| {
        let (name, kind) = column.trim().split_once('|').expect("a name and a kind");
        let kind = match kind {
            "t" => Kind::Text,
            "n" => Kind::Number,
            "d" => Kind::Date,
            other => panic!("there is no kind {other}"),
        };
        (name.to_owned(), kind)
    };
    columns.split(';').map(column).collect()
}

/// Rule 1.4: lower case, and one `_` for every run of what is neither letter nor digit.
pub(crate) fn clean_name(name: &str) -> String {
    let mut clean = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            clean.push(letter);
        } else if !clean.ends_with('_') {
            clean.push('_');
        }
    }
    clean
}

pub(crate) const ARRESTS: &str = "Apprehension Date|d;Apprehension Type|t;State|t;County|t;TOA Current Duty AOR|t;\
    Apprehension Final Program|t;Arresting Agency|t;Apprehension Method|t;Apprehension Criminality|t;Case Status|t;Case Category|t;\
    Departure Country|t;Final Order Yes No|t;Birth Date|t;Birth Year|n;Citizenship Country|t;Gender|t;Departed Date|d;Final Order Date|d;\
    Apprehension Site Landmark|t;Operation|t;TOA Current Duty Site|t;Case Criminality|t;Case Threat Level|t;Anonymized Identifier|t";

pub(crate) const DETAINERS: &str = "Detainer Prepare Date|d;Facility State|t;Facility AOR|t;Port of Departure|t;Departure Country|t;\
    Departed Date|d;Case Status|t;Detainer Criminality|t;Detainer Facility|t;Detainer Facility Code|t;Facility City|t;\
    Detainer Threat Level|t;Gender|t;Citizenship Country|t;Birth Country|t;Birth Date|t;Birth Year|n;Entry Status|t;MSC Charge|t;\
    MSC Sentence Days|n;MSC Sentence Months|n;MSC Sentence Years|n;MSC Charge Code|t;MSC Charge Date|d;MSC Conviction Date|d;\
    Aggravated Felon Yes No|t;Processing Disposition|t;Case Category|t;TOA Case Category|t;TOA Current Program|t;Apprehension Method|t;\
    Final Order Yes No|t;Final Order Date|d;Apprehension Date|d;Entry Date|d;Prior Felony Yes No|t;Multiple Prior MISD Yes No|t;\
    Violent Misdemeanor Yes No|t;Illegal Entry Yes No|t;Illegal Reentry Yes No|t;Immigration Fraud Yes No|t;Significant Risk Yes No|t;\
    Other Removal Reason Yes No|t;Other Removal Reason|t;Criminal Street Gang Yes No|t;Aggravated Felony Yes No|t;\
    Deportation Ordered Yes No|t;Order to Show Cause Served Yes No|t;Order to Show Cause Served Date|d;Biometric Match Yes No|t;\
    Statements Made Yes No|t;Unlawful Attempt Yes No|t;Unlawful Entry Yes No|t;Visa Yes No|t;Federal Register Notice Yes No|t;\
    Resume Custody Yes No|t;Detainer Lift Reason|t;Detainer Lift Reason Code|t;Active Investigation Yes No|t;Arrest Warrant Served Date|d;\
    Detainer Type|t;Notify Release Request Yes No|t;TOD Current Duty Site|t;EID DTA ID|t;Anonymized Identifier|t";

pub(crate) const DETENTIONS: &str = "Stay Book In Date Time|d;Book In Date Time|d;Detention Facility|t;Book Out Date Time|d;\
    Stay Book Out Date Time|d;Detention Release Reason|t;Stay Book Out Date|d;Stay Release Reason|t;Religion|t;Gender|t;Marital Status|t;\
    Ethnicity|t;Birth Country|t;Citizenship Country|t;Entry Status|t;Known Terrorist Yes No|t;Suspected Gang Yes No|t;MSC Charge|t;\
    MSC Sentence Days|n;MSC Sentence Months|n;MSC Sentence Years|n;MSC Charge Code|t;Aggravated Felon Yes No|t;Offense INA 236C Yes No|t;\
    Case INA 236C Yes No|t;Bond Posted Date|d;Bond Posted Amount|n;Case Status|t;Case Category|t;Final Order Yes No|t;Final Order Date|d;\
    Case Threat Level|t;Detainee Classification|t;Final Charge|t;Departed Date|d;Departure Country|t;Initial Bond Set Amount|n;\
    Initial Bond Set Date|d;Detention Facility Code|t;Birth Date|t;Birth Year|n;Book In Criminality|t;Race|t;Entry Date|d;\
    Apprehension Final Program|t;MSC Charge Date|d;MSC Conviction Date|d;MSC Criminal Charge Status|t;MSC Criminal Charge Status Code|t;\
    MSC Crime Class|t;Book In Site|t;Book In AOR|t;Anonymized Identifier|t";

#[test]
fn there_are_as_many_columns_as_ice_gives() {
    assert_eq!([ARRESTS, DETAINERS, DETENTIONS].map(|columns| declared(columns).len()), [25, 65, 53]);
    assert_eq!(clean_name("Offense INA 236C Yes No"), "offense_ina_236c_yes_no");
}
