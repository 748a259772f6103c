//! court-records
