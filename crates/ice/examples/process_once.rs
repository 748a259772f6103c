//! Processes a folder and writes Parquet.
use std::{path::Path, time::Instant};
use ice::{Facilities, Input, Observer, Options, Progress, output};
struct Tell(Instant);
impl Observer for Tell { fn note(&self, p: Progress<'_>) { eprintln!("{:8.3} {p:?}", self.0.elapsed().as_secs_f64()); } }
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let t = Tell(Instant::now());
    let input = Input::folder(Path::new(&args[1])).unwrap();
    let facilities = Facilities::read(Path::new(&args[3])).unwrap();
    let rules = args.get(4).map_or(ice::RuleSet::Published, |r| r.parse().unwrap());
    let release = ice::process(&input, &Options { facilities, rules, ..Options::default() }, &t);
    eprintln!("{:8.3} processed {:?}", t.0.elapsed().as_secs_f64(), release.refused);
    eprintln!("{:?}", release.mends);
    release.write(output::Format::Parquet, Path::new(&args[2]), &t).unwrap();
    for table in release.tables.iter().take(0) {
        output::write(output::Format::Parquet, table.name(), table, Path::new(&args[2]), &|_| {}).unwrap();
        eprintln!("{:8.3} written {}", t.0.elapsed().as_secs_f64(), table.name());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
