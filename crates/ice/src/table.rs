//! A finished table: columns of other arrays, looked at through lists of rows, so that nothing is copied before it is written.

use std::sync::Arc;

use arrow_array::{Array as _, ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};

use crate::{frame::Frame, output::Batches, rules::stints::taken};

/// Which row of an array stands in each row of a table; a missing one gives a missing cell.
pub(crate) type Rows = Option<Arc<UInt32Array>>;

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableColumn {
    pub(crate) name: String,
    pub(crate) array: ArrayRef,
    /// `None` where the rows of the array are those of the table.
    pub(crate) rows: Rows,
}

/// A published table.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<TableColumn>,
    pub(crate) rows: usize,
}

impl Table {
    /// The rows of a frame in an order.
    pub(crate) fn of_frame(name: &'static str, frame: &Frame, order: Option<Vec<u32>>) -> Self {
        let rows = order.as_ref().map_or(frame.rows, Vec::len);
        let order: Rows = order.map(|order| Arc::new(UInt32Array::from(order)));
        let column =
            |(name, array): (&String, &ArrayRef)| TableColumn { name: name.clone(), array: Arc::clone(array), rows: order.clone() };
        Self { name, columns: frame.names.iter().zip(&frame.columns).map(column).collect(), rows }
    }

    /// Its name, which is also that of its file.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many rows it has.
    pub fn row_count(&self) -> usize {
        self.rows
    }

    /// Names of its columns.
    pub fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// One column whole; `None` if there is none of that name.
    pub fn column(&self, name: &str) -> Option<ArrayRef> {
        self.columns.iter().find(|column| column.name == name).map(|column| column.slice(0, self.rows))
    }

    /// Gives columns the names under which they are published.
    pub(crate) fn rename(&mut self, names: impl Fn(&str) -> Option<String>) {
        for column in &mut self.columns {
            if let Some(name) = names(&column.name) {
                column.name = name;
            }
        }
    }
}

impl TableColumn {
    fn slice(&self, from: usize, rows: usize) -> ArrayRef {
        match &self.rows {
            None => self.array.slice(from, rows),
            Some(through) => taken(&self.array, &through.slice(from, rows)),
        }
    }
}

impl Batches for Table {
    fn schema(&self) -> SchemaRef {
        let field = |column: &TableColumn| Field::new(&column.name, column.array.data_type().clone(), true);
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(self.schema(), self.columns.iter().map(|column| column.slice(from, rows)).collect())
    }
}

/// Looks through one list of rows at what another shows.
pub(crate) fn compose(outer: &UInt32Array, inner: &Rows) -> UInt32Array {
    match inner {
        None => outer.clone(),
        Some(inner) => {
            outer.iter().map(|row| row.map(|row| row as usize).filter(|row| !inner.is_null(*row)).map(|row| inner.value(row))).collect()
        }
    }
}
