//! What comes out of files: golden inputs and the real files of the corpus, as a domain expert would review them.

mod cbp;
mod figures;
mod headcount;
mod hostile;
mod leoka;
mod louisville;
mod opm;
mod properties;
mod support;
mod usbp;
mod votes;
