//! Rule 3: arrests.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    breaks::{Break, Broken},
    order::compare_text_as_broken,
    states::state_of_site,
    table::{Cell, MICROS_PER_DAY, MissingGo, Table},
};

/// One arrest on its way through the rules.
struct Arrest {
    cells: Vec<Cell>,
    instant: Cell,
    person: String,
    has_identifier: bool,
    reprocessed: Cell,
    file: Cell,
    sheet: Cell,
    number: Cell,
    episode: i64,
}

/// The published table of arrests, from the cleaned one.
pub(crate) fn arrests(cleaned: Table, broken: Broken) -> Table {
    let mut table = cleaned;
    // 3.1
    let instants: Vec<Cell> =
        table.column("apprehension_date").iter().map(|cell| cell.micros().map_or(Cell::Missing, Cell::Instant)).collect();
    let days: Vec<Cell> = instants.iter().map(Cell::day).collect();
    let midnights = days.iter().map(|day| day.micros().map_or(Cell::Missing, Cell::Instant)).collect();
    table.push("apprehension_date_time", if broken.is(Break::DateTimeIsDate) { midnights } else { instants });
    table.replace("apprehension_date", days);
    let states = filled_in_states(&table, broken);
    table.push("apprehension_state_filled_in", states);

    let mut rows = sorted(&table, broken);
    number_episodes(&mut rows, broken);
    let flags = flags(&rows, broken);
    let episodes = rows.iter().map(|row| Cell::Int(row.episode)).collect();
    table.rows = rows.into_iter().map(|row| row.cells).collect();
    table.push("duplicate_episode_identifier", episodes);
    for (name, cells) in ["duplicate_episode_first", "duplicate_likely", "duplicate_drop_row"].into_iter().zip(flags) {
        table.push(name, cells);
    }

    // 3.8
    table.rename(&[
        ("state", "apprehension_state_original"),
        ("toa_current_duty_aor", "apprehension_aor"),
        ("apprehension_final_program", "final_program"),
        ("anonymized_identifier", "unique_identifier"),
    ]);
    table
}

/// Rule 3.2.
fn filled_in_states(table: &Table, broken: Broken) -> Vec<Cell> {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut of_site = |site: &Cell| {
        let site = site.text()?;
        known.entry(site.to_owned()).or_insert_with(|| state_of_site(site, broken)).clone()
    };
    let raw = table.column("state");
    let sites = table.column("toa_current_duty_site");
    let fill = |(raw, site): (Cell, Cell)| {
        if raw.is_missing() {
            return Cell::of_text(of_site(&site));
        }
        match of_site(&site) {
            Some(state) if broken.is(Break::SiteBeforeState) => Cell::Text(state),
            _ => raw,
        }
    };
    raw.into_iter().zip(sites).map(fill).collect()
}

/// Rule 3.3: person key, and the order of the table.
fn sorted(table: &Table, broken: Broken) -> Vec<Arrest> {
    let at = |name: &str| table.at(name);
    let (instant, method, identifier) = (at("apprehension_date_time"), at("apprehension_method"), at("anonymized_identifier"));
    let (file, sheet, number) = (at("file_original"), at("sheet_original"), at("row_original"));
    let arrest = |(place, row): (usize, &Vec<Cell>)| {
        let position = place + 1;
        let without = match broken.0 {
            Some(Break::PersonsWithoutIdAreOne) => "noid_".to_owned(),
            Some(Break::PersonsWithoutIdLast) => format!("\u{10FFFF}noid_{position}"),
            Some(Break::PersonsWithoutIdByNumber) => format!("noid_{position:09}"),
            _ => format!("noid_{position}"),
        };
        Arrest {
            cells: row.clone(),
            instant: row[instant].clone(),
            person: row[identifier].text().map_or(without, str::to_owned),
            has_identifier: !row[identifier].is_missing(),
            reprocessed: is_reprocessed(&row[method], broken),
            file: row[file].clone(),
            sheet: row[sheet].clone(),
            number: if broken.is(Break::RowsByText) { as_text(&row[number]) } else { row[number].clone() },
            episode: 0,
        }
    };
    let mut arrests: Vec<Arrest> = table.rows.iter().enumerate().map(arrest).collect();
    arrests.sort_by(|a, b| in_order(a, b, broken));
    arrests
}

/// Rule 3.3: false < true < missing.
fn is_reprocessed(method: &Cell, broken: Broken) -> Cell {
    match method.text() {
        None if broken.is(Break::MethodMissingIsNot) => Cell::Bool(false),
        None => Cell::Missing,
        Some(method) if broken.is(Break::ReprocessedAnyCase) => Cell::Bool(method.eq_ignore_ascii_case("ERO Reprocessed Arrest")),
        Some(method) => Cell::Bool(method == "ERO Reprocessed Arrest"),
    }
}

fn as_text(cell: &Cell) -> Cell {
    match cell {
        Cell::Int(number) => Cell::Text(number.to_string()),
        other => other.clone(),
    }
}

/// Rule 3.3: the keys one after another, missing last in each.
fn in_order(a: &Arrest, b: &Arrest, broken: Broken) -> Ordering {
    let key = |a: &Cell, b: &Cell| compare_text_as_broken(a, b, MissingGo::Last, broken);
    let persons = key(&Cell::Text(a.person.clone()), &Cell::Text(b.person.clone()));
    let instant_missing = if broken.is(Break::ArrestsMissingFirst) { MissingGo::First } else { MissingGo::Last };
    let instants = compare_text_as_broken(&a.instant, &b.instant, instant_missing, broken);
    let reprocessed = match broken.0 {
        Some(Break::ReprocessedIgnored) => Ordering::Equal,
        Some(Break::ReprocessedFirst) => key(&b.reprocessed, &a.reprocessed),
        _ => key(&a.reprocessed, &b.reprocessed),
    };
    let mut all = persons.then(instants).then(reprocessed);
    if !broken.is(Break::ArrestsTieAsRead) {
        all = all.then(key(&a.file, &b.file)).then(key(&a.sheet, &b.sheet)).then(key(&a.number, &b.number));
    }
    all
}

/// Rule 3.4.
fn number_episodes(rows: &mut [Arrest], broken: Broken) {
    let from = i64::from(!broken.is(Break::EpisodesFromZero));
    let mut opened: Option<i64> = None;
    for at in 0..rows.len() {
        let before = at.checked_sub(1).map(|before| &rows[before]).filter(|before| before.person == rows[at].person);
        let instant = rows[at].instant.micros();
        let (is_first, opens, last) = match before {
            None => (true, true, from - 1),
            Some(before) => {
                let since = if broken.is(Break::EpisodeGapFromFirst) { opened } else { before.instant.micros() };
                (false, is_gap(since, instant, broken), before.episode)
            }
        };
        let runs_on = is_first && at > 0 && broken.is(Break::EpisodesRunOn);
        let last = if runs_on { rows[at - 1].episode } else { last };
        rows[at].episode = if opens { last + 1 } else { last };
        if opens {
            opened = instant;
        }
    }
}

/// Whether an arrest opens an episode, given the instant before it.
fn is_gap(before: Option<i64>, instant: Option<i64>, broken: Broken) -> bool {
    let (Some(before), Some(instant)) = (before, instant) else { return !broken.is(Break::EpisodeMissingJoins) };
    match broken.0 {
        Some(Break::EpisodeGapInclusive) => instant - before >= MICROS_PER_DAY,
        Some(Break::EpisodeByCalendarDay) => instant.div_euclid(MICROS_PER_DAY) - before.div_euclid(MICROS_PER_DAY) > 1,
        _ => instant - before > MICROS_PER_DAY,
    }
}

/// Rules 3.5 to 3.7: first, likely, drop.
fn flags(rows: &[Arrest], broken: Broken) -> [Vec<Cell>; 3] {
    let mut sizes: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    for row in rows {
        *sizes.entry((&row.person, row.episode)).or_insert(0) += 1;
    }
    let same = |a: usize, b: usize| rows.get(a).zip(rows.get(b)).is_some_and(|(a, b)| a.person == b.person && a.episode == b.episode);
    let mut flags = [Vec::new(), Vec::new(), Vec::new()];
    for (at, row) in rows.iter().enumerate() {
        let first = if broken.is(Break::EpisodeLastIsFirst) { !same(at, at + 1) } else { at == 0 || !same(at - 1, at) };
        let several = sizes[&(row.person.as_str(), row.episode)] > 1 && !(first && broken.is(Break::ArrestLikelyNotFirst));
        let likely = if row.has_identifier || broken.is(Break::ArrestLikelyFalse) { Cell::Bool(several) } else { Cell::Missing };
        // Missing AND NOT true is false; every row without identifier is the first of its episode.
        let drop = match likely {
            Cell::Missing if broken.is(Break::ArrestDropMissing) => Cell::Missing,
            Cell::Missing if !first => Cell::Missing,
            _ => Cell::Bool(several && !first),
        };
        for (flag, cell) in flags.iter_mut().zip([Cell::Bool(first), likely, drop]) {
            flag.push(cell);
        }
    }
    flags
}
