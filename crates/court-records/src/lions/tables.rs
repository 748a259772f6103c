//! The tables that are used, as typed rows. Layout and row stand in one place.
//!
//! A case is (DISTRICT, CASEID), a participant that and PARTID, a court history that and CRTHISID, an instrument that and INSTID. `ID` is the row's
//! own id in its table: the participant's in `GS_PARTICIPANT`, the court history's in `GS_COURT_HIST`, and nobody's in `GS_CASE_PROG_CAT`.

use domain::Date;

use super::layout::{Cell, Column, Kind, Layout, Length, Record};
use crate::bulk::{Code, Field};

/// A part of a key.
pub type Id = Code<10>;

/// The statute of a charge as LIONS spells it; spellings vary.
pub type Statute = Code<25>;

/// A row of a table. The rows are those of this module.
pub trait Row: Sized {
    /// The table's layout.
    const LAYOUT: &'static Layout;

    /// Reads a row; none if a part of its key is missing.
    #[doc(hidden)]
    fn read(record: &mut Record<'_>) -> Option<Self>;
}

macro_rules! table {
    (
        $(#[$about:meta])*
        $row:ident = $name:literal, $length:expr;
        keys { $($(#[$about_key:meta])* $key:ident: $key_type:ty = $key_name:literal $key_begin:literal..$key_end:literal,)* }
        fields { $($(#[$about_field:meta])* $field:ident: $field_type:ty = $field_name:literal $field_begin:literal..$field_end:literal,)* }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $row {
            $($(#[$about_key])* pub $key: $key_type,)*
            $($(#[$about_field])* pub $field: Field<$field_type>,)*
        }

        impl Row for $row {
            const LAYOUT: &'static Layout = &Layout {
                name: $name,
                length: $length,
                columns: &[
                    $(Column { name: $key_name, begin: $key_begin, end: $key_end, kind: Kind::Key },)*
                    $(Column { name: $field_name, begin: $field_begin, end: $field_end, kind: <$field_type as Cell>::KIND },)*
                ],
            };

            fn read(record: &mut Record<'_>) -> Option<Self> {
                Some(Self {
                    $($key: record.key(&Column { name: $key_name, begin: $key_begin, end: $key_end, kind: Kind::Key })?,)*
                    $($field: record.field(&Column {
                        name: $field_name,
                        begin: $field_begin,
                        end: $field_end,
                        kind: <$field_type as Cell>::KIND,
                    }),)*
                })
            }
        }
    };
}

table! {
    /// One defendant under one count, with what became of it. The main table.
    PartCount = "GS_PART_COUNT", Length::UpTo(186);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The participant.
        participant: Id = "PARTID" 20..30,
        /// The court history: which court, since when.
        court_history: Id = "CRTHISID" 30..40,
        /// The instrument: complaint, information, indictment.
        instrument: Id = "INSTID" 40..50,
        /// The statute.
        charge: Statute = "CHARGE" 50..75,
    }
    fields {
        /// The category of the charge.
        category: Code<1> = "CATEGORY" 75..76,
        /// The count.
        count: Id = "COUNTID" 76..86,
        /// What became of the defendant under this count, as a code.
        disposition: Code<2> = "DISPOSITION" 86..88,
        /// Why.
        disposition_reason: Code<4> = "DISP_REASON" 88..92,
        /// When.
        disposed: Date = "DISP_DATE" 92..103,
        /// When the row was made.
        created: Date = "CREATE_DATE" 104..115,
    }
}

table! {
    /// A charge in an instrument.
    InstrumentCharge = "GS_INST_CHARGE", Length::UpTo(183);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The court history.
        court_history: Id = "CRTHISID" 20..30,
        /// The instrument.
        instrument: Id = "INSTID" 30..40,
        /// The statute.
        charge: Statute = "CHARGE" 40..65,
    }
    fields {
        /// The category of the charge.
        category: Code<1> = "CATEGORY" 65..66,
        /// The provision for the penalty.
        penalty: Statute = "PENT_PROV" 66..91,
        /// When the row was made.
        created: Date = "CREATE_DATE" 91..102,
    }
}

table! {
    /// A count of an instrument. `ID` is the count's.
    Count = "GS_COUNT", Length::UpTo(183);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The court history.
        court_history: Id = "CRTHISID" 20..30,
        /// The instrument.
        instrument: Id = "INSTID" 30..40,
        /// The statute.
        charge: Statute = "CHARGE" 40..65,
        /// The count.
        count: Id = "ID" 66..76,
    }
    fields {
        /// The category of the charge.
        category: Code<1> = "CATEGORY" 65..66,
        /// When the row was made.
        created: Date = "CREATE_DATE" 76..87,
        /// The provision for the penalty.
        penalty: Statute = "PENT_PROV" 158..183,
    }
}

table! {
    /// A case or matter. `ID` is the case's.
    Case = "GS_CASE", Length::UpTo(295);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..3,
        /// The case.
        case: Id = "ID" 3..13,
    }
    fields {
        /// When the U.S. attorney received it.
        received: Date = "RECVD_DATE" 64..75,
        /// The charge that leads it; § 111 as a second count is not here.
        lead_charge: Statute = "LEAD_CHARGE" 157..182,
        /// Open or closed, as a code.
        status: Code<1> = "STATUS" 245..246,
        /// When it was closed.
        closed: Date = "CLOSE_DATE" 246..257,
        /// When the row was made.
        created: Date = "CREATE_DATE" 284..295,
    }
}

table! {
    /// A program category of a case.
    ProgramCategory = "GS_CASE_PROG_CAT", Length::UpTo(44);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The category.
        category: Code<3> = "PROG_CAT" 20..23,
    }
    fields {
        /// When the row was made.
        created: Date = "CREATE_DATE" 33..44,
    }
}

table! {
    /// A case in one court: magistrate, district, appeal. `ID` is the court history's.
    CourtHistory = "GS_COURT_HIST", Length::UpTo(168);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The court history.
        court_history: Id = "ID" 20..30,
    }
    fields {
        /// The court, as a code.
        court: Code<2> = "COURT" 30..32,
        /// The court's number of the case.
        court_number: Statute = "COURT_NUMBER" 36..61,
        /// When it was filed there.
        filed: Date = "FILING_DATE" 61..72,
        /// What became of it there, as a code.
        disposition: Code<2> = "DISPOSITION" 110..112,
        /// When.
        disposed: Date = "DISP_DATE" 112..123,
        /// When the row was made.
        created: Date = "CREATE_DATE" 157..168,
    }
}

table! {
    /// A participant. `ID` is the participant's.
    Participant = "GS_PARTICIPANT", Length::AtLeast(876);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The participant.
        participant: Id = "ID" 20..30,
    }
    fields {
        /// `D` is a defendant; `DJ` is a juvenile's, `VD` a victim's role.
        role: Code<2> = "ROLE" 31..33,
        /// The agency that referred the matter. It is not the victim's.
        referring_agency: Code<4> = "AGENCY" 243..247,
        /// When the participant was arrested.
        arrested: Date = "ARREST_DATE" 349..360,
        /// When the row was made.
        entered: Date = "SYS_INIT_DATE" 865..876,
    }
}

table! {
    /// A sentence of a participant.
    Sentence = "GS_SENTENCE", Length::UpTo(168);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The participant.
        participant: Id = "PARTID" 20..30,
    }
    fields {
        /// When it was imposed.
        imposed: Date = "SENT_DATE" 30..41,
        /// The kind of incarceration, as a code.
        incarceration: Code<3> = "INCAR_TYPE" 42..45,
        /// Days of incarceration, beside months and years.
        days: u32 = "INCAR_DAYS" 121..132,
        /// Months of incarceration.
        months: u32 = "INCAR_MONTHS" 132..143,
        /// Years of incarceration.
        years: u32 = "INCAR_YEARS" 143..154,
    }
}

table! {
    /// Custody or release of a defendant.
    DefendantStatus = "GS_DEFEND_STAT", Length::UpTo(113);
    keys {
        /// The district of the U.S. attorney.
        district: Id = "DISTRICT" 0..10,
        /// The case.
        case: Id = "CASEID" 10..20,
        /// The participant.
        participant: Id = "PARTID" 20..30,
    }
    fields {
        /// Custody or release, as a code.
        kind: Code<2> = "TYPE" 40..42,
        /// Since when.
        since: Date = "START_DATE" 42..53,
        /// Until when.
        until: Date = "END_DATE" 102..113,
    }
}

/// The layouts of all tables that are read.
pub const LAYOUTS: &[&Layout] = &[
    PartCount::LAYOUT,
    InstrumentCharge::LAYOUT,
    Count::LAYOUT,
    Case::LAYOUT,
    ProgramCategory::LAYOUT,
    CourtHistory::LAYOUT,
    Participant::LAYOUT,
    Sentence::LAYOUT,
    DefendantStatus::LAYOUT,
];
