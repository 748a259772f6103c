//! What ICE's individual-level tables are held against: a second, naive implementation of every rule, and releases made to break rules.

mod hostile;
mod oracle;
mod production;
