//! Workbooks as they are written, as they should not be, and as somebody would make them who means harm.

mod cells;
mod containers;
mod corpus;
mod exhaustion;
mod properties;
mod sheets;
mod strings;
mod support;
