//! The gateway before real gRPC servers, asked over TCP.

mod api;
mod claim_pages;
mod client;
mod edge;
mod fixture;
mod hooks;
mod pages;
