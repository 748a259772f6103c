//! What comes out of files: golden inputs and the real files of the corpus, as a domain expert would review them.

mod book;
mod cbp;
mod detention;
mod figures;
mod headcount;
mod hostile;
mod leoka;
mod louisville;
mod ohss;
mod opm;
mod properties;
mod published;
mod support;
mod usbp;
mod votes;
