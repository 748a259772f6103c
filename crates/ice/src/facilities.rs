//! Where facilities lie: a table by code (rule 5.7).

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use arrow_array::{Array, ArrayRef, cast::AsArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::{
    frame::{TextArray, code, texts},
    release::{cells::trimmed, stack::text_array},
    strings::Interner,
};

/// The most rows of the table; the largest known has about two thousand.
const MOST_ROWS: usize = 1_000_000;
/// Name of the column of codes, and of what is looked up.
const CODE: &str = "detention_facility_code";
const PLACES: [&str; 3] = ["city", "state", "county"];

/// City, state and county of each facility.
#[derive(Debug, Clone, Default)]
pub struct Facilities {
    /// Codes, first row of each first.
    codes: std::collections::HashMap<String, usize>,
    places: [Vec<Option<String>>; 3],
}

/// Why a table of facilities cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FacilitiesError {
    /// It cannot be read.
    #[error("facilities: {0}")]
    Io(#[from] io::Error),
    /// It is not what it should be.
    #[error("facilities: {0}")]
    Format(String),
}

impl Facilities {
    /// Reads a CSV or Parquet file with the columns `detention_facility_code`, `city`, `state` and `county`; which it is, its bytes say.
    pub fn read(path: &Path) -> Result<Self, FacilitiesError> {
        Self::of_bytes(&fs::read(path)?)
    }

    /// Reads the bytes of such a file.
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, FacilitiesError> {
        if !bytes.starts_with(b"PAR1") {
            return Self::of_csv(bytes);
        }
        // A panic of the library on a file that it did not foresee is a refusal of that file.
        catch_unwind(AssertUnwindSafe(|| Self::of_parquet(bytes)))
            .unwrap_or_else(|_| Err(FacilitiesError::Format("the inner structure of the file contradicts itself".to_owned())))
    }

    fn of_csv(bytes: &[u8]) -> Result<Self, FacilitiesError> {
        let wrong = |error: csv::Error| FacilitiesError::Format(error.to_string());
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header: Vec<String> = reader.headers().map_err(wrong)?.iter().map(str::to_owned).collect();
        let columns = columns(&header)?;
        let mut facilities = Self::default();
        for record in reader.records() {
            let record = record.map_err(wrong)?;
            facilities.add(columns.map(|column| column.and_then(|at| record.get(at))))?;
        }
        Ok(facilities)
    }

    fn of_parquet(bytes: &[u8]) -> Result<Self, FacilitiesError> {
        let wrong = |error: parquet::errors::ParquetError| FacilitiesError::Format(error.to_string());
        let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes)).map_err(wrong)?;
        let header: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
        let columns = columns(&header)?;
        let mut facilities = Self::default();
        for batch in builder.build().map_err(wrong)? {
            let batch = batch.map_err(|error| FacilitiesError::Format(error.to_string()))?;
            let text = |at: usize| cast(batch.column(at), &DataType::Utf8).map_err(|error| FacilitiesError::Format(error.to_string()));
            let arrays = [0, 1, 2, 3].map(|place| columns[place].map(&text).transpose());
            let arrays: Vec<Option<ArrayRef>> = arrays.into_iter().collect::<Result<_, _>>()?;
            for row in 0..batch.num_rows() {
                let cell = |place: usize| {
                    let texts = arrays.get(place)?.as_ref()?.as_string::<i32>();
                    (!texts.is_null(row)).then(|| texts.value(row))
                };
                facilities.add([0, 1, 2, 3].map(cell))?;
            }
        }
        Ok(facilities)
    }

    /// Rule 5.7: the table is reduced to the first row of each code.
    fn add(&mut self, [code, places @ ..]: [Option<&str>; 4]) -> Result<(), FacilitiesError> {
        let present = |text: Option<&str>| text.map(trimmed).filter(|text| !text.is_empty()).map(str::to_owned);
        let Some(code) = present(code) else { return Ok(()) };
        if self.codes.contains_key(&code) {
            return Ok(());
        }
        if self.codes.len() >= MOST_ROWS {
            return Err(FacilitiesError::Format(format!("more than {MOST_ROWS} facilities")));
        }
        self.codes.insert(code, self.codes.len());
        for (column, place) in self.places.iter_mut().zip(places) {
            column.push(present(place));
        }
        Ok(())
    }

    /// City, state and county for each row of a column of codes; an unknown or missing code has none.
    pub(crate) fn look_up(&self, facility: &TextArray) -> [(&'static str, ArrayRef); 3] {
        let rows: Vec<Option<usize>> = texts(facility).iter().map(|code| self.codes.get(code?).copied()).collect();
        let mut place = 0;
        PLACES.map(|name| {
            let column: &[Option<String>] = self.places.get(place).map_or(&[], Vec::as_slice);
            place += 1;
            let mut interner = Interner::default();
            let of_code: Vec<u32> = rows
                .iter()
                .map(|row| row.and_then(|row| column.get(row)?.as_deref()).map_or(u32::MAX, |text| interner.intern(text)))
                .collect();
            let codes = (0..facility.len())
                .map(|row| code(facility, row).and_then(|code| of_code.get(code as usize)).copied().unwrap_or(u32::MAX))
                .collect();
            (name, Arc::new(text_array(codes, interner.strings())) as ArrayRef)
        })
    }

    /// How many facilities there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// Where the needed columns stand; the code has to be there.
fn columns(header: &[String]) -> Result<[Option<usize>; 4], FacilitiesError> {
    let at = |name: &str| header.iter().position(|other| other.trim() == name);
    if at(CODE).is_none() {
        return Err(FacilitiesError::Format(format!("no column {CODE}; the header is {}", header.join(", "))));
    }
    Ok([at(CODE), at(PLACES[0]), at(PLACES[1]), at(PLACES[2])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{frame::text_at, release::stack::text_column};

    #[test]
    fn the_first_row_of_a_code_counts() {
        let csv = b"state,detention_facility_code,city,county\nTX,A,,Bexar\nCA,A,Elsewhere,\n,B,Town,\n";
        let facilities = Facilities::of_bytes(csv).expect("a table");
        let found = facilities.look_up(&text_column([Some("B"), Some("A"), Some("X"), None]));
        let shown: Vec<String> = found
            .iter()
            .map(|(name, array)| {
                let texts = array.as_dictionary();
                format!("{name}: {}", (0..4).map(|row| text_at(texts, row).unwrap_or("-")).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(shown, ["city: Town - - -", "state: - TX - -", "county: - Bexar - -"]);
    }

    #[test]
    fn a_table_without_codes_is_refused() {
        let refusal = Facilities::of_bytes(b"name,city\nx,y\n").expect_err("refused");
        assert_eq!(refusal.to_string(), "facilities: no column detention_facility_code; the header is name, city");
    }
}
