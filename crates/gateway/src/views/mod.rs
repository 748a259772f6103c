//! Wire → what pages and tables show. Pure: no questions are asked here, and a word that is not known is shown as it is.

pub(crate) mod address;
pub(crate) mod alert;
pub(crate) mod atom;
pub(crate) mod charted;
pub(crate) mod claim;
pub(crate) mod codebook;
pub(crate) mod comparison;
pub(crate) mod court;
pub(crate) mod figure;
pub(crate) mod format;
pub(crate) mod release_form;
pub(crate) mod vintage;
pub(crate) mod watch_form;
pub(crate) mod words;
