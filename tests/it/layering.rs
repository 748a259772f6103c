//! Which crate may depend on which, what may be linked at all, and what every file looks like: the rules of `ARCHITECTURE.md` that a tool can
//! hold. Each failure names the crate or file and the rule.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use platform::config::Config;

/// What each crate of the workspace may depend on, besides `testkit` in its tests.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("statistics", &["domain"]),
    ("catalog", &["domain"]),
    ("contracts", &["domain"]),
    ("workbook", &[]),
    ("ice", &["workbook"]),
    ("platform", &["contracts", "domain"]),
    ("ingest", &["catalog", "contracts", "domain", "platform"]),
    ("normalize", &["catalog", "contracts", "domain", "ice", "platform", "statistics", "workbook"]),
    ("court-records", &["catalog", "contracts", "domain", "platform"]),
    ("analytics", &["catalog", "contracts", "domain", "platform", "statistics"]),
    ("gateway", &["contracts", "domain", "platform"]),
    (
        "plumbline",
        &[
            "analytics",
            "catalog",
            "contracts",
            "court-records",
            "domain",
            "gateway",
            "ice",
            "ingest",
            "normalize",
            "platform",
            "statistics",
        ],
    ),
    ("testkit", &[]),
    ("e2e", EVERYTHING),
];

/// The tests of the whole may use all of it.
const EVERYTHING: &[&str] = &[
    "analytics",
    "catalog",
    "contracts",
    "court-records",
    "domain",
    "gateway",
    "ice",
    "ingest",
    "normalize",
    "platform",
    "plumbline",
    "statistics",
    "testkit",
    "workbook",
];

const SERVICES: &[&str] = &["analytics", "court-records", "gateway", "ingest", "normalize"];

/// What must not be reached from a crate, however indirectly: (crate, what it stays free of).
const FREE_OF: &[(&str, &[&str])] = &[
    ("domain", &["serde", "tokio", "prost", "sea-orm", "sqlx-core"]),
    ("statistics", &["serde", "tokio", "prost", "sea-orm", "sqlx-core", "tonic"]),
    ("catalog", &["tokio", "prost", "sea-orm", "sqlx-core", "tonic", "reqwest"]),
    ("contracts", &["sea-orm", "sqlx-core", "async-nats"]),
    ("workbook", &["serde", "tokio", "prost", "sea-orm", "sqlx-core", "tonic", "arrow-array"]),
    ("ice", &["tokio", "prost", "sea-orm", "sqlx-core", "tonic"]),
];

/// Bans that `deny.toml` must keep; what it says about them is held below.
const BANNED_OR_WRAPPED: &[&str] =
    &["async-nats", "sea-orm", "sea-orm-migration", "parquet", "aws-lc-rs", "native-tls", "openssl", "openssl-sys"];

const MOST_LINES: usize = 700;

#[test]
fn crates_depend_on_each_other_only_as_the_design_says() {
    let workspace = Workspace::read();
    let table: BTreeMap<&str, BTreeSet<&str>> = EDGES.iter().map(|(name, allowed)| (*name, allowed.iter().copied().collect())).collect();
    let members: BTreeSet<&str> = workspace.members().map(|package| package.name.as_str()).collect();
    assert_eq!(members, table.keys().copied().collect(), "crates of the workspace, and the crates in the table of this test");

    let mut wrong = Vec::new();
    for package in workspace.members() {
        let allowed = &table[package.name.as_str()];
        for dependency in package.dependencies.iter().filter(|dependency| members.contains(dependency.name.as_str())) {
            let for_tests = dependency.kind == DependencyKind::Development && dependency.name == "testkit";
            if !for_tests && !allowed.contains(dependency.name.as_str()) {
                wrong.push(format!("{} may not depend on {} ({})", package.name, dependency.name, dependency.kind));
            }
        }
    }
    none(&wrong);
}

#[test]
fn no_service_depends_on_a_service() {
    let wrong: Vec<String> = EDGES
        .iter()
        .filter(|(name, _)| SERVICES.contains(name))
        .flat_map(|(name, allowed)| allowed.iter().filter(|other| SERVICES.contains(other)).map(move |other| format!("{name} on {other}")))
        .collect();
    none(&wrong);
}

#[test]
fn the_inner_crates_link_no_io() {
    let workspace = Workspace::read();
    let mut wrong = Vec::new();
    for (name, free_of) in FREE_OF {
        let reached = workspace.reached_from(name);
        wrong.extend(free_of.iter().filter(|other| reached.contains(**other)).map(|other| format!("{name} reaches {other}")));
    }
    none(&wrong);
}

#[test]
fn only_ice_and_normalize_link_arrow_and_parquet() {
    let workspace = Workspace::read();
    let tabular = |name: &str| name == "parquet" || name == "arrow" || name.starts_with("arrow-");
    let mut wrong = Vec::new();
    for package in workspace.members().filter(|package| !["ice", "normalize"].contains(&package.name.as_str())) {
        let linked = package.dependencies.iter().filter(|dependency| tabular(&dependency.name));
        wrong.extend(linked.map(|dependency| format!("{} names {}", package.name, dependency.name)));
    }
    none(&wrong);
}

#[test]
fn bans_and_wrappers_of_deny_toml_hold() {
    let workspace = Workspace::read();
    let rules = bans(&workspace.deny());
    let locked: toml::Table = parsed(&workspace.root.join("Cargo.lock"));
    let locked: BTreeSet<&str> =
        locked["package"].as_array().into_iter().flatten().filter_map(|package| package.get("name")?.as_str()).collect();

    let mut wrong: Vec<String> = BANNED_OR_WRAPPED
        .iter()
        .filter(|name| !rules.contains_key(**name))
        .map(|name| format!("deny.toml has no entry for {name}"))
        .collect();
    for (name, wrappers) in &rules {
        match wrappers {
            // The lock file knows every platform and every feature, also those that are not built here.
            None if locked.contains(name.as_str()) => wrong.push(format!("{name} is banned and stands in Cargo.lock")),
            None => {}
            Some(wrappers) => {
                let others = workspace.dependents_of(name).into_iter().filter(|dependent| !wrappers.contains(*dependent));
                wrong.extend(others.map(|dependent| format!("{dependent} may not depend on {name}")));
            }
        }
    }
    none(&wrong);
}

#[test]
fn the_licence_of_every_dependency_is_allowed() {
    let workspace = Workspace::read();
    let deny = workspace.deny();
    let allowed: BTreeSet<&str> = deny["licenses"]["allow"].as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
    let mut wrong = Vec::new();
    for (package, licence) in workspace.licences() {
        if !is_allowed(&licence, &allowed) {
            wrong.push(format!("{package}: {licence}"));
        }
    }
    none(&wrong);
}

#[test]
fn a_licence_is_allowed_if_one_of_each_alternatives_is() {
    let allowed = BTreeSet::from(["MIT", "Apache-2.0", "Unicode-3.0"]);
    for (licence, expected) in [
        ("MIT", true),
        ("MIT OR GPL-3.0-only", true),
        ("GPL-3.0-only/Apache-2.0", true),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", false),
        ("no licence", false),
    ] {
        assert_eq!(is_allowed(licence, &allowed), expected, "{licence}");
    }
}

#[test]
fn manifests_take_versions_and_lints_from_the_workspace() {
    let workspace = Workspace::read();
    let mut wrong = Vec::new();
    for package in workspace.members() {
        let manifest = parsed(package.manifest_path.as_std_path());
        let from_workspace = |table: &toml::Value| table.get("workspace").and_then(toml::Value::as_bool) == Some(true);
        if !manifest.get("lints").is_some_and(from_workspace) {
            wrong.push(format!("{}: no `[lints] workspace = true`", package.name));
        }
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let named = manifest.get(section).and_then(toml::Value::as_table).into_iter().flatten();
            wrong.extend(
                named
                    .filter(|(_, value)| !from_workspace(value))
                    .map(|(name, _)| format!("{}: {name} has a version of its own", package.name)),
            );
        }
    }
    none(&wrong);
}

#[test]
fn every_readme_is_the_documentation_of_its_crate() {
    let workspace = Workspace::read();
    let mut wrong = Vec::new();
    for package in workspace.members() {
        let folder = package.manifest_path.parent().map(|folder| folder.as_std_path().to_path_buf()).unwrap_or_default();
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        if !readme.starts_with(&format!("# {}\n", package.name)) {
            wrong.push(format!("{}: README.md does not begin with `# {}`", package.name, package.name));
        }
        let root = package.targets.iter().find(|target| target.is_lib()).or_else(|| package.targets.iter().find(|target| target.is_bin()));
        let text = root.map(|target| fs::read_to_string(&target.src_path).unwrap_or_default()).unwrap_or_default();
        if !text.starts_with("#![doc = include_str!(\"") || !text.lines().next().is_some_and(|line| line.ends_with("README.md\")]")) {
            wrong.push(format!("{}: the crate's documentation is not its README.md", package.name));
        }
    }
    none(&wrong);
}

#[test]
fn every_file_says_what_it_is_for_and_is_short() {
    let workspace = Workspace::read();
    let mut files = files(&workspace.root.join("crates"), "rs");
    files.extend(self::files(&workspace.root.join("tests"), "rs"));
    assert!(files.len() > EDGES.len(), "found only {} files", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file is text");
        let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display();
        if !text.starts_with("//!") && !text.starts_with("#![doc = include_str!(") {
            wrong.push(format!("{name} does not begin with `//!`"));
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{name} has {lines} lines, more than {MOST_LINES}"));
        }
    }
    none(&wrong);
}

#[test]
fn every_sample_configuration_can_be_read() {
    let workspace = Workspace::read();
    let samples = files(&workspace.root.join("deploy"), "toml");
    assert!(!samples.is_empty(), "deploy/ has no sample configuration");
    let mut wrong = Vec::new();
    for sample in samples {
        let name = sample.display().to_string();
        let text = fs::read_to_string(&sample).expect("a sample is text");
        if let Err(error) = Config::parse(&name, &text, &[]).and_then(|config| config.shared()) {
            wrong.push(format!("{name}: {error}"));
        }
    }
    none(&wrong);
}

/// Fails with one line per violation.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

/// True if of each group of alternatives one is allowed. Groups are what stands between two `AND`; where brackets say otherwise this asks for
/// more than they do, never for less.
fn is_allowed(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let flat = licence.replace(['(', ')'], " ").replace('/', " OR ");
    flat.split(" AND ").all(|group| group.split(" OR ").any(|one| allowed.contains(one.trim())))
}

/// The bans of `deny.toml`: name, and who may depend on it all the same, if anybody.
fn bans(deny: &toml::Table) -> BTreeMap<String, Option<BTreeSet<String>>> {
    let texts = |value: &toml::Value| value.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect();
    let entries = deny["bans"]["deny"].as_array().into_iter().flatten();
    entries.filter_map(|entry| Some((entry.get("crate")?.as_str()?.to_owned(), entry.get("wrappers").map(texts)))).collect()
}

fn parsed(file: &Path) -> toml::Table {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// All files below a folder with this extension, sorted.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What cargo knows about the crates and all that they link on this platform.
struct Workspace {
    root: PathBuf,
    metadata: Metadata,
    names: BTreeMap<PackageId, String>,
}

impl Workspace {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the workspace").to_path_buf();
        let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs where cargo does");
        let version = String::from_utf8_lossy(&rustc.stdout).into_owned();
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its platform").to_owned();
        // For this platform only: nearly all that is asked about was fetched to build this test. The lock file is read, never written.
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .features(CargoOpt::SomeFeatures(Vec::new()))
            .other_options(vec!["--locked".to_owned(), "--filter-platform".to_owned(), host])
            .exec()
            .unwrap_or_else(|error| panic!("cargo metadata: {error}"));
        let names = metadata.packages.iter().map(|package| (package.id.clone(), package.name.to_string())).collect();
        Self { root, metadata, names }
    }

    fn deny(&self) -> toml::Table {
        parsed(&self.root.join("deny.toml"))
    }

    fn members(&self) -> impl Iterator<Item = &Package> {
        self.metadata.workspace_packages().into_iter()
    }

    /// Packages that are built here, for tests too, with their licences. From `cargo tree`, because the graph of `cargo metadata` also has
    /// what a feature would bring on another platform.
    fn licences(&self) -> BTreeSet<(String, String)> {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--workspace", "--locked", "--prefix", "none", "--format", "{p}\t{l}"])
            .current_dir(&self.root)
            .output()
            .expect("cargo runs");
        let tree = String::from_utf8_lossy(&output.stdout).into_owned();
        let pairs: BTreeSet<(String, String)> = tree
            .lines()
            .filter_map(|line| line.trim_end_matches(" (*)").split_once('\t'))
            .map(|(package, licence)| (package.into(), licence.into()))
            .collect();
        assert!(pairs.len() > EDGES.len(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
        pairs
    }

    fn nodes(&self) -> impl Iterator<Item = &cargo_metadata::Node> {
        self.metadata.resolve.iter().flat_map(|resolve| &resolve.nodes)
    }

    fn name(&self, id: &PackageId) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    /// Names of the packages that depend on a package directly, for whatever purpose.
    fn dependents_of(&self, name: &str) -> BTreeSet<&str> {
        let direct = |node: &&cargo_metadata::Node| node.deps.iter().any(|dependency| self.name(&dependency.pkg) == name);
        self.nodes().filter(direct).map(|node| self.name(&node.id)).collect()
    }

    /// Names of all packages that a crate needs, its tests aside.
    fn reached_from(&self, name: &str) -> BTreeSet<&str> {
        let by_id: BTreeMap<&PackageId, &cargo_metadata::Node> = self.nodes().map(|node| (&node.id, node)).collect();
        let mut open: Vec<&PackageId> = by_id.keys().copied().filter(|id| self.name(id) == name).collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !reached.insert(id) {
                continue;
            }
            for dependency in by_id.get(id).into_iter().flat_map(|node| &node.deps) {
                if dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development) {
                    open.push(&dependency.pkg);
                }
            }
        }
        reached.into_iter().map(|id| self.name(id)).collect()
    }
}
