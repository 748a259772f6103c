//! Tables for tests.
