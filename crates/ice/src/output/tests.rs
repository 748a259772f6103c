//! Tests of what all forms have in common.
