//! Small adversarial releases: few words, few persons, few instants, so that everything collides with everything.
//!
//! What the rules leave open, and what stops the peer, does not occur: a column that a rule names keeps a real value; apprehension date,
//! book-in, stay book-in and book-out keep a time of day (else 2.3 makes dates of them, and lengths and gaps have no instants); a stay
//! keeps a stint with a book-in (6.4); `birth_date` is never kept for arrests (7 does not say what becomes of two such columns); fractions of a
//! second stand in no ID.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{
    breaks::Broken,
    calendar::read_instant,
    columns::{ARRESTS, DETAINERS, DETENTIONS, Kind, declared},
    reading::cell,
    table::{Cell, MICROS_PER_HOUR, MICROS_PER_SECOND},
    vocabulary::{self, Chance, FACILITIES, Style},
};

/// Where a release was written.
pub(crate) struct Release {
    /// The CSV files.
    pub(crate) folder: PathBuf,
    /// The table of facilities.
    pub(crate) facilities: PathBuf,
}

/// Columns that rules name.
const NAMED_OF_ARRESTS: &str = "Apprehension Date;State;TOA Current Duty AOR;Apprehension Final Program;Apprehension Method;Case Status;\
    Case Category;Departure Country;Final Order Yes No;Birth Year;Citizenship Country;Gender;Departed Date;Final Order Date;\
    TOA Current Duty Site;Case Threat Level;Anonymized Identifier";
const NAMED_OF_DETAINERS: &str = "Detainer Prepare Date;Detainer Criminality;Detainer Facility;Detainer Facility Code;Detainer Threat Level;\
    MSC Charge;Aggravated Felon Yes No;TOA Case Category;TOA Current Program;Federal Register Notice Yes No;\
    Order to Show Cause Served Yes No;Birth Year;Anonymized Identifier";
const NAMED_OF_DETENTIONS: &str = "Stay Book In Date Time;Book In Date Time;Detention Facility;Book Out Date Time;Detention Release Reason;\
    Stay Book Out Date;Stay Release Reason;Religion;Gender;Marital Status;Ethnicity;Citizenship Country;Entry Status;MSC Charge;\
    MSC Charge Code;Aggravated Felon Yes No;Bond Posted Date;Bond Posted Amount;Case Status;Case Category;Final Order Yes No;\
    Final Order Date;Case Threat Level;Final Charge;Departed Date;Departure Country;Initial Bond Set Amount;Initial Bond Set Date;\
    Detention Facility Code;Birth Year;Book In Criminality;Apprehension Final Program;Anonymized Identifier";

/// Columns that keep a time of day.
const TIMED: [&str; 4] = ["Apprehension Date", "Stay Book In Date Time", "Book In Date Time", "Book Out Date Time"];

const BONDS: [&str; 4] = ["Bond Posted Date", "Bond Posted Amount", "Initial Bond Set Amount", "Initial Bond Set Date"];

/// A person of whom there are just these arrests and stays, in seconds after the base: what chance brings about too seldom.
struct Scene {
    person: String,
    arrests: Vec<i64>,
    stays: Vec<i64>,
    /// A stay with an open stint and a closed one of the same length, if open stints last one second longer than the rule says.
    ends_with_cut_off: bool,
}

const HOUR: i64 = 3600;

/// Ends of the window of 7.2, ties of 7.3, a stay that would have a second choice, and a tie at the cut-off of 6.4.
fn scenes(chance: &mut Chance) -> Vec<Scene> {
    let apart = HOUR * *chance.pick(&[13, 18, 30, 120]);
    let all: [(&[i64], &[i64]); 8] = [
        (&[-apart, apart], &[0]),
        (&[0], &[-apart, apart]),
        (&[-240 * HOUR], &[0]),
        (&[-240 * HOUR - 1], &[0]),
        (&[120 * HOUR], &[0]),
        (&[120 * HOUR + 1], &[0]),
        (&[0, 30 * HOUR], &[HOUR, 2 * HOUR]),
        (&[], &[]),
    ];
    let scene = |(number, (arrests, stays)): (usize, (&[i64], &[i64]))| Scene {
        person: format!("q{number}"),
        arrests: arrests.to_vec(),
        stays: stays.to_vec(),
        ends_with_cut_off: stays.is_empty(),
    };
    all.into_iter().enumerate().filter(|_| chance.percent(30)).map(scene).collect()
}

/// One table on its way into files.
struct Draft<'a> {
    word: &'static str,
    columns: Vec<(String, Kind)>,
    styles: Vec<Style>,
    named: BTreeSet<&'static str>,
    rows: Vec<Vec<String>>,
    persons: &'a [String],
    base: i64,
}

/// Writes the release of a seed into an empty folder.
pub(crate) fn write(seed: u64, folder: &Path) -> Release {
    let mut chance = Chance(seed);
    let release = Release { folder: folder.join("csv"), facilities: folder.join("facilities.csv") };
    std::fs::create_dir(&release.folder).expect("a new folder");
    let base = *chance.pick(&["2024-03-05 00:00:00", "2022-12-31 00:00:00", "2026-03-10 00:00:00", "2026-03-10 00:00:00"]);
    let base = read_instant(base).expect("an instant");
    let sizes = [size(&mut chance), size(&mut chance), size(&mut chance)];
    let persons = vocabulary::persons(2 + sizes[0].max(sizes[2]) / (3 + chance.below(4)));
    let scenes = scenes(&mut chance);
    for (word, columns, named, size) in [
        ("Arrests", ARRESTS, NAMED_OF_ARRESTS, sizes[0]),
        ("Detainers", DETAINERS, NAMED_OF_DETAINERS, sizes[1]),
        ("Detentions", DETENTIONS, NAMED_OF_DETENTIONS, sizes[2]),
    ] {
        let mut draft = Draft::new(word, columns, named, &persons, base, &mut chance);
        for _ in 0..size {
            draft.add_row(&mut chance);
        }
        for scene in &scenes {
            draft.add_scene(scene, &mut chance);
        }
        draft.mend(&mut chance);
        draft.write(&release.folder, &mut chance);
    }
    write_facilities(&release.facilities, &mut chance);
    release
}

fn size(chance: &mut Chance) -> usize {
    match chance.below(10) {
        0..=6 => 5 + chance.below(36),
        7 | 8 => 40 + chance.below(61),
        _ => 100 + chance.below(101),
    }
}

impl<'a> Draft<'a> {
    fn new(word: &'static str, columns: &str, named: &'static str, persons: &'a [String], base: i64, chance: &mut Chance) -> Self {
        let columns = declared(columns);
        let named: BTreeSet<&str> = named.split(';').collect();
        let style = |(name, kind): &(String, Kind)| {
            let name = name.as_str();
            if TIMED.contains(&name) && (word == "Arrests" || word == "Detentions") && *kind == Kind::Date && named.contains(name) {
                Style::Times
            } else if word == "Arrests" && name == "Birth Date" {
                *chance.pick(&[Style::Empty, Style::Marks, Style::MarksAndBlanks, Style::BlankedMarks, Style::NaOnly])
            } else if named.contains(name) {
                vocabulary::lasting_style(*kind, chance)
            } else {
                vocabulary::any_style(*kind, chance)
            }
        };
        let styles = columns.iter().map(style).collect();
        Draft { word, columns, styles, named, rows: Vec::new(), persons, base }
    }

    fn at(&self, column: &str) -> usize {
        self.columns.iter().position(|(name, _)| name == column).unwrap_or_else(|| panic!("{} have no {column}", self.word))
    }

    fn random_cell(&self, at: usize, chance: &mut Chance) -> String {
        let (name, kind) = &self.columns[at];
        match kind {
            Kind::Text => vocabulary::text(name, self.styles[at], self.persons, chance),
            Kind::Number => vocabulary::number(name, self.styles[at], chance),
            Kind::Date => vocabulary::date(self.styles[at], self.base, chance),
        }
    }

    /// A new row, or a copy of an earlier one with or without a change.
    fn add_row(&mut self, chance: &mut Chance) {
        let copies = match self.word {
            "Detentions" => 55,
            "Arrests" => 40,
            _ => 30,
        };
        if self.rows.is_empty() || !chance.percent(copies) {
            let mut row: Vec<String> = (0..self.columns.len()).map(|at| self.random_cell(at, chance)).collect();
            self.set_times(&mut row, chance);
            self.rows.push(row);
            return;
        }
        let mut row = chance.pick(&self.rows).clone();
        match (self.word, chance.below(20)) {
            (_, 0..=3) => {}
            ("Detentions", 4..=7) => {
                for bond in BONDS {
                    if chance.percent(60) {
                        row[self.at(bond)] = self.random_cell(self.at(bond), chance);
                    }
                }
            }
            ("Detentions", 8..=10) => self.move_in_time(&mut row, "Book In Date Time", &[-6, 1, 6], chance),
            ("Detentions", 11..=13) => {
                self.move_in_time(&mut row, "Book In Date Time", &[6, 12, 24], chance);
                self.move_in_time(&mut row, "Book Out Date Time", &[6, 12, 24], chance);
                row[self.at("Detention Facility Code")] = self.random_cell(self.at("Detention Facility Code"), chance);
            }
            ("Arrests", 4..=10) => self.move_in_time(&mut row, "Apprehension Date", &[-24, 0, 6, 12, 18, 24, 24, 48], chance),
            _ => {
                let at = chance.below(self.columns.len());
                row[at] = self.random_cell(at, chance);
            }
        }
        self.rows.push(row);
    }

    /// Instants of one row that have to do with each other and with those of other rows.
    fn set_times(&self, row: &mut [String], chance: &mut Chance) {
        match self.word {
            "Arrests" if chance.percent(95) => {
                let after = [0, 6, 12, 12, 18, 24, 30, 48, 120, 132, 144, -120, -216, -228, -240];
                row[self.at("Apprehension Date")] = vocabulary::instant(vocabulary::hours(self.base, &after, chance), chance);
            }
            "Detentions" => {
                let stay = vocabulary::hours(self.base, &[0, 0, 12, 24, 240], chance);
                let from = vocabulary::hours(stay, &[0, 0, 6, 12, 24, 30], chance);
                let until = vocabulary::hours(from, &[-6, 0, 6, 12, 12, 24], chance);
                for (column, micros, missing) in
                    [("Stay Book In Date Time", stay, 5), ("Book In Date Time", from, 3), ("Book Out Date Time", until, 30)]
                {
                    let word = *chance.pick(&["", "N/A", "2021-05-06"]);
                    row[self.at(column)] = if chance.percent(missing) { word.to_owned() } else { vocabulary::instant(micros, chance) };
                }
            }
            _ => {}
        }
    }

    fn add_scene(&mut self, scene: &Scene, chance: &mut Chance) {
        let at = |seconds: &i64| self.base + seconds * MICROS_PER_SECOND;
        let cut_off = read_instant("2026-03-10 18:00:00").expect("an instant");
        let six_hours = 6 * MICROS_PER_HOUR;
        let mut rows: Vec<Vec<(&str, Option<i64>)>> = Vec::new();
        match self.word {
            "Arrests" => rows.extend(scene.arrests.iter().map(|arrest| vec![("Apprehension Date", Some(at(arrest)))])),
            "Detentions" if scene.ends_with_cut_off => {
                for (from, until) in [(cut_off - 2 * six_hours, Some(cut_off - six_hours)), (cut_off, None)] {
                    let stay = ("Stay Book In Date Time", Some(cut_off - 2 * six_hours));
                    rows.push(vec![stay, ("Book In Date Time", Some(from)), ("Book Out Date Time", until)]);
                }
            }
            "Detentions" => {
                for stay in scene.stays.iter().map(at) {
                    let [from, until] = [("Book In Date Time", Some(stay)), ("Book Out Date Time", Some(stay + six_hours))];
                    rows.push(vec![("Stay Book In Date Time", Some(stay)), from, until]);
                }
            }
            _ => {}
        }
        for times in rows {
            let mut row: Vec<String> = (0..self.columns.len()).map(|at| self.random_cell(at, chance)).collect();
            row[self.at("Anonymized Identifier")].clone_from(&scene.person);
            for (column, micros) in times {
                row[self.at(column)] = micros.map_or_else(String::new, |micros| vocabulary::instant(micros, chance));
            }
            self.rows.push(row);
        }
    }

    fn move_in_time(&self, row: &mut [String], column: &str, hours: &[i64], chance: &mut Chance) {
        let at = self.at(column);
        if let Some(micros) = self.value(row, column).micros() {
            row[at] = vocabulary::instant(vocabulary::hours(micros, hours, chance), chance);
        }
    }

    fn value(&self, row: &[String], column: &str) -> Cell {
        let at = self.at(column);
        cell(self.columns[at].1, &row[at], Broken(None))
    }

    /// Keeps what must not vanish, and sets what comes once.
    fn mend(&mut self, chance: &mut Chance) {
        let noon = self.base + 10 * MICROS_PER_HOUR + 1817 * MICROS_PER_SECOND;
        for at in 0..self.columns.len() {
            let (name, kind) = (self.columns[at].0.clone(), self.columns[at].1);
            let is_named = self.named.contains(name.as_str());
            for row in [chance.below(self.rows.len()), chance.below(self.rows.len())] {
                let cell = match kind {
                    Kind::Text if name == "Anonymized Identifier" => self.persons[0].clone(),
                    Kind::Text => "A".to_owned(),
                    Kind::Number => "1500".to_owned(),
                    Kind::Date if self.styles[at] == Style::Times => vocabulary::instant(noon, chance),
                    Kind::Date => vocabulary::instant(self.base, chance),
                };
                if is_named {
                    self.rows[row][at] = cell;
                }
            }
            let row = chance.below(self.rows.len());
            match self.styles[at] {
                Style::MarksButOne => "A".clone_into(&mut self.rows[row][at]),
                Style::OneTime => self.rows[row][at] = vocabulary::instant(noon, chance),
                _ => {}
            }
        }
        if self.word == "Detentions" {
            self.give_stays_a_book_in(chance);
        }
    }

    /// Rule 6.4: a stay in which all book-ins are missing stops the peer.
    fn give_stays_a_book_in(&mut self, chance: &mut Chance) {
        let stay = |draft: &Self, row: &[String]| (draft.value(row, "Anonymized Identifier"), draft.value(row, "Stay Book In Date Time"));
        // Stints without stay_ID are one stay across persons.
        let key = |(person, book_in): (Cell, Cell)| if book_in.is_missing() { None } else { Some((person, book_in)) };
        let counts = |row: &&Vec<String>| {
            let person = self.value(row, "Anonymized Identifier");
            person.text().is_some_and(|person| !person.starts_with("b(6), b(7)")) && !self.value(row, "Book In Date Time").is_missing()
        };
        let mut with: BTreeSet<Option<(Cell, Cell)>> = self.rows.iter().filter(counts).map(|row| key(stay(self, row))).collect();
        for at in 0..self.rows.len() {
            let stay = key(stay(self, &self.rows[at]));
            let (person, column) = (self.value(&self.rows[at], "Anonymized Identifier"), self.at("Book In Date Time"));
            if !person.is_missing() && !with.contains(&stay) {
                self.rows[at][column] = vocabulary::instant(self.base + 6 * MICROS_PER_HOUR, chance);
                with.insert(stay);
            }
        }
    }

    /// Spreads the rows over files and sheets; some files lack columns, and some files are none of the release's.
    fn write(&self, folder: &Path, chance: &mut Chance) {
        let word = self.word;
        let mut names = vec![format!("FY2023_ERO {word}_x.xlsx"), format!("FY2024_ERO {word}_B.xlsx"), format!("FY2024_ERO {word}_a.xlsx")];
        names.push(format!("fy2022 {word}.xlsx"));
        let files = 1 + chance.below(names.len());
        while names.len() > files {
            names.remove(chance.below(names.len()));
        }
        let naming = chance.below(3);
        let mut sheets: Vec<Sheet> = Vec::new();
        for (file_number, file) in names.iter().enumerate() {
            let lacking = self.lacking(chance);
            let number_of_sheets = if chance.percent(6) { 11 } else { 1 + chance.below(3) };
            for number in 1..=number_of_sheets {
                let name = match naming {
                    0 => format!("{word} {}", if number % 2 == 0 { "A" } else { "Z" }),
                    1 => format!("{word} {file_number} {number}"),
                    _ => word.to_owned(),
                };
                sheets.push(Sheet {
                    path: folder.join(format!("{file}__{number}__{name}.csv")),
                    lacking: lacking.clone(),
                    rows: Vec::new(),
                });
            }
        }
        for row in &self.rows {
            let at = chance.below(sheets.len());
            sheets[at].rows.push(row);
        }
        if chance.percent(40) {
            for stray in
                [format!("{word}.xlsx__1__Sheet1.csv"), format!("~{word}.xlsx__1__Sheet1.csv"), format!("Notes.xlsx__1__{word}.csv")]
            {
                sheets.push(Sheet { path: folder.join(stray), lacking: BTreeSet::new(), rows: vec![&self.rows[0]] });
            }
        }
        for sheet in &sheets {
            self.write_sheet(sheet);
        }
    }

    /// Columns that a file lacks: none that a rule names.
    fn lacking(&self, chance: &mut Chance) -> BTreeSet<usize> {
        if !chance.percent(25) {
            return BTreeSet::new();
        }
        let others: Vec<usize> = (0..self.columns.len()).filter(|&at| !self.named.contains(self.columns[at].0.as_str())).collect();
        (0..=chance.below(3)).map(|_| *chance.pick(&others)).collect()
    }

    fn write_sheet(&self, sheet: &Sheet) {
        let mut writer = csv::Writer::from_path(&sheet.path).expect("a new file");
        let kept: Vec<usize> = (0..self.columns.len()).filter(|at| !sheet.lacking.contains(at)).collect();
        writer.write_record(kept.iter().map(|&at| &self.columns[at].0)).expect("a header");
        for row in &sheet.rows {
            writer.write_record(kept.iter().map(|&at| &row[at])).expect("a row");
        }
        writer.flush().expect("a full file");
    }
}

/// A sheet in CSV form, before it is written.
struct Sheet<'a> {
    path: PathBuf,
    lacking: BTreeSet<usize>,
    rows: Vec<&'a Vec<String>>,
}

fn write_facilities(path: &Path, chance: &mut Chance) {
    let mut writer = csv::Writer::from_path(path).expect("a new file");
    writer.write_record(["detention_facility_code", "detention_facility", "field_office", "city", "state", "county"]).expect("a header");
    let mut rows = FACILITIES.to_vec();
    let places = rows.len();
    rows.rotate_left(chance.below(places));
    for [code, name, city, state, county] in rows {
        writer.write_record([code, name, "Office", city, state, county]).expect("a row");
    }
    writer.flush().expect("a full file");
}

#[test]
fn a_seed_always_gives_the_same_release_and_seeds_differ() {
    let text = |seed| {
        let folder = testkit::temp_dir("oracle");
        let release = write(seed, folder.path());
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&release.folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        files.iter().map(|file| std::fs::read_to_string(file).expect("a file in UTF-8")).collect::<String>()
    };
    assert_eq!(text(3), text(3));
    assert_ne!(text(3), text(4));
}
