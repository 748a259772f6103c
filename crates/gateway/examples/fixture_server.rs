//! Serves the gateway with the fixed answers of its tests, to look at the pages: `cargo run -p gateway --example fixture_server -- 127.0.0.1:8099`.

#[path = "../tests/it/fixture/mod.rs"]
mod fixture;

use std::io::Write as _;

use gateway::CaseNames;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let listen = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8099".to_owned());
    let analytics =
        if std::env::args().any(|word| word == "--analytics-away") { fixture::Analytics::IsAway } else { fixture::Analytics::Answers };
    let names = if std::env::args().any(|word| word == "--names") { CaseNames::Shown } else { CaseNames::Withheld };
    let site = fixture::start(&listen, names, analytics).await?;
    writeln!(std::io::stdout(), "http://{}", site.address)?;
    std::future::pending::<()>().await;
    Ok(())
}
