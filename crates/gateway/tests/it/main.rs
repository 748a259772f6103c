//! The gateway before real gRPC servers, asked over TCP.

mod api;
mod claim_pages;
mod client;
mod court_pages;
mod edge;
mod fixture;
mod hooks;
mod pages;
mod releases;
mod watches;
