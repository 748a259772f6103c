//! Small workbooks made for a test, and what decoders make of layouts that the real ones do not have.

use std::{fmt::Write as _, io::Write as _};

use catalog::SourceId::{IceDetentionStatistics, OhssMonthlyTables};
use insta::assert_snapshot;

use crate::support::shown;

/// A sheet: its name, and lines from a cell on. A field that is a number is one; an empty field is no cell.
type Sheet<'a> = (&'a str, &'a str, &'a str);

/// A workbook with these sheets. Each text begins in the cell that stands before it, lines downwards and fields between bars to the right.
fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &str| {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(content.as_bytes()).expect("written");
    };
    let mut names: Vec<&str> = sheets.iter().map(|(name, ..)| *name).collect();
    names.dedup();
    let mut types = String::new();
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, name) in names.iter().enumerate().map(|(place, name)| (place + 1, name)) {
        let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
        write!(types, "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{sheet}\"/>").expect("written");
        write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>").expect("written");
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        write!(relations, "<Relationship Id=\"rId{number}\" Type=\"{kind}\" Target=\"worksheets/sheet{number}.xml\"/>").expect("written");
    }
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    part(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{main}\"/>{types}</Types>"
        ),
    );
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    part("xl/workbook.xml", &format!("<workbook xmlns=\"{spreadsheet}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"));
    part("xl/_rels/workbook.xml.rels", &format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>"));
    for (number, name) in names.iter().enumerate().map(|(place, name)| (place + 1, name)) {
        let texts = sheets.iter().filter(|(of, ..)| of == name).map(|(_, from, text)| (*from, *text));
        part(
            &format!("xl/worksheets/sheet{number}.xml"),
            &format!("<worksheet xmlns=\"{spreadsheet}\"><sheetData>{}</sheetData></worksheet>", rows(texts)),
        );
    }
    archive.finish().expect("an archive").into_inner()
}

/// Rows with the cells of all texts, in order.
fn rows<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut cells = std::collections::BTreeMap::new();
    for (from, text) in texts {
        let letters = from.trim_end_matches(|c: char| c.is_ascii_digit());
        let first = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
        let top: u32 = from[letters.len()..].parse().expect("a row");
        for (line, row) in text.lines().zip(top - 1..) {
            for (field, column) in line.split('|').zip(first..) {
                if !field.trim().is_empty() {
                    cells.insert((row, column), field.trim().to_owned());
                }
            }
        }
    }
    let mut out = String::new();
    let mut current = None;
    for ((row, column), field) in cells {
        if current != Some(row) {
            write!(out, "{}<row r=\"{}\">", if current.is_some() { "</row>" } else { "" }, row + 1).expect("written");
            current = Some(row);
        }
        let address = workbook::address(row, column);
        if field.parse::<f64>().is_ok() {
            write!(out, "<c r=\"{address}\"><v>{field}</v></c>").expect("written");
        } else {
            let text = field.replace('&', "&amp;").replace('<', "&lt;");
            write!(out, "<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").expect("written");
        }
    }
    if current.is_some() {
        out.push_str("</row>");
    }
    out
}

const MONTHS: &str = "Oct|Nov|Dec|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep";

/// Tables of ICE in other cells than the real ones, with errors in them.
fn detention() -> Vec<u8> {
    let book_ins = format!(
        "ICE Initial Book-Ins by Arresting Agency and Month: FY2024\nAgency|{MONTHS}|Total\nTotal|10|20|5|0|0|0|0|0|0|0|0|0|35\nCBP|6|12|3|0|0|0|0|0|0|0|0|0|21\nICE|4|many|-2|0|0|0|0|0|0|0|0|0|14\nMars|1\n"
    );
    let population = format!(
        "ICE  Average Daily Population by Arresting Agency, Month and Criminality : FY2024\nAgency|{MONTHS}|FY Overall|Remark\nAverage|30.5|31.25|29|0|0|0|0|0|0|0|0|0|30.1|x\n"
    );
    workbook(&[
        ("ATD FY24", "A1", "ATD"),
        ("Detention FY24", "A3", "ICE DETENTION DATA, FY2024"),
        ("Detention FY24", "C7", &book_ins),
        (
            "Detention FY24",
            "C14",
            "ICE Removals: FY2023\n||Removals\nTotal||1000\nRemovals with a FAMU Identifier||12.5\nRemovals with a cat||1\n",
        ),
        ("Detention FY24", "H14", "ICE Removals: FY2024\nRemovals||Total\nTotal||7\n"),
        ("Detention FY24", "A20", &population),
        (
            "Detention FY24",
            "A30",
            "ICE Currently Detained by Criminality and Arresting Agency: FY2024\nCriminality|ICE|Percent ICE|CBP|Percent CBP|Total\nTotal|5|0.5|5|0.5|11\nConvicted Criminal|-||5|1|5\n",
        ),
        ("Detention FY24", "A40", "ICE Final Book Outs by Release Reason, Month and Criminality: FY2024"),
        (
            "Facilities FY24",
            "A3",
            "ICE FACILITIES DATA, FY24\n\nData Source: ICE Integrated Decision Support (IIDS), 12/04/2023\nName|City|State|Type Detailed|FY24 ALOS|Level A|Mandatory\nSTEWART DETENTION CENTER|LUMPKIN|GA|DIGSA|51.5|823.25|0\nSTEWART DETENTION CENTER.|LUMPKIN|GA|DIGSA|51.5|823.25|0\nONE JAIL|X|TX|IGSA||1|1\nONE JAIL|X|TX|USMS IGA|0|2|n/a\n[1] A note below.\n",
        ),
        (
            "Footnotes",
            "A3",
            "ICE FOOTNOTES\nTerm|Definition\nFY2024 ICE Average Daily Population and ICE Average Length of Stay|FY2024 YTD ICE Detention data are updated through 12/09/2023 (IIDS Run Date 12/11/2023).\nFY2024 ICE Removals|nothing\nICE Currently Detained Population Breakdown|ICE National Docket data are a snapshot as of 12/10/2023 (IIDS Run Date 12/11/2023).\nFY2024 ICE Initial Book-Ins|FY2024 YTD ICE Book-ins data is updated through 12/09/2023 (IIDS Run Date 12/11/2023).",
        ),
    ])
}

/// A table of OHSS with errors in it.
fn monthly() -> Vec<u8> {
    workbook(&[
        ("TOC", "A1", "Table of Contents"),
        (
            "ERO Arrests by Criminality",
            "A2",
            "ERO Administrative Arrests by Criminality: Fiscal Years 2023 to 2024 YTD (November 2023)\n|||Convicted Criminals||||Non-Criminal\nFiscal Year|Month|Total|Total Convicted|Felons1|Other/ Unknown|Odd|Total Non-Criminal|Pending Criminal Charges|Other Immigration Violators\n2023|Total|100|60|X|60|0|40|40|0\n|September|100|60|NA|50|0|40|40|0\n2024 YTD|Total|70|10|X|10|1|40|35|0\n|October|50|0|X|0|1|40|10|many\n|Octember|50\nNA Not available.\n2024|Total|9",
        ),
        ("ICE Book-Ins by X", "A1", "x"),
        ("DHS Repats by Type", "A1", "x"),
    ])
}

#[test]
fn tables_are_found_wherever_they_stand_and_what_cannot_be_read_is_told() {
    assert_snapshot!(shown(normalize::decode(IceDetentionStatistics, &detention())), @r"
    2023-10 | us/dhs/ice/detention | us | book_ins | stay | 10 | sheet 'Detention FY24' cell D9
    2023-11 | us/dhs/ice/detention | us | book_ins | stay | 20 | sheet 'Detention FY24' cell E9
    2023-12 | us/dhs/ice/detention | us | book_ins | stay | 5 (5 to no upper bound) | sheet 'Detention FY24' cell F9
    2023-10-01 to 2023-12-09 | us/dhs/ice/detention | us | book_ins | stay | 35 | sheet 'Detention FY24' cell P9
    2023-10 | us/dhs/ice/detention | us | book_ins/arrested-by-cbp | stay | 6 | sheet 'Detention FY24' cell D10
    2023-11 | us/dhs/ice/detention | us | book_ins/arrested-by-cbp | stay | 12 | sheet 'Detention FY24' cell E10
    2023-12 | us/dhs/ice/detention | us | book_ins/arrested-by-cbp | stay | 3 (3 to no upper bound) | sheet 'Detention FY24' cell F10
    2023-10-01 to 2023-12-09 | us/dhs/ice/detention | us | book_ins/arrested-by-cbp | stay | 21 | sheet 'Detention FY24' cell P10
    2023-10 | us/dhs/ice/detention | us | book_ins/arrested-by-ice | stay | 4 | sheet 'Detention FY24' cell D11
    2023-11 | us/dhs/ice/detention | us | book_ins/arrested-by-ice | stay | missing: unreadable | sheet 'Detention FY24' cell E11
    2023-12 | us/dhs/ice/detention | us | book_ins/arrested-by-ice | stay | missing: unreadable | sheet 'Detention FY24' cell F11
    2023-10-01 to 2023-12-09 | us/dhs/ice/detention | us | book_ins/arrested-by-ice | stay | 14 | sheet 'Detention FY24' cell P11
    2023-10 | us/dhs/ice/detention | us | average_daily_population | person | 30.5 | sheet 'Detention FY24' cell B22
    2023-11 | us/dhs/ice/detention | us | average_daily_population | person | 31.25 | sheet 'Detention FY24' cell C22
    2023-12-01 to 2023-12-09 | us/dhs/ice/detention | us | average_daily_population | person | 29 | sheet 'Detention FY24' cell D22
    2023-10-01 to 2023-12-09 | us/dhs/ice/detention | us | average_daily_population | person | 30.1 | sheet 'Detention FY24' cell N22
    2023-12-10 | us/dhs/ice/detention | us | detained/arrested-by-ice | person | 5 | sheet 'Detention FY24' cell B32
    2023-12-10 | us/dhs/ice/detention | us | detained/arrested-by-cbp | person | 5 | sheet 'Detention FY24' cell D32
    2023-12-10 | us/dhs/ice/detention | us | detained | person | 11 | sheet 'Detention FY24' cell F32
    2023-12-10 | us/dhs/ice/detention | us | detained/arrested-by-ice/convicted-criminal | person | missing: not reported | sheet 'Detention FY24' cell B33
    2023-12-10 | us/dhs/ice/detention | us | detained/arrested-by-cbp/convicted-criminal | person | 5 | sheet 'Detention FY24' cell D33
    2023-12-10 | us/dhs/ice/detention | us | detained/convicted-criminal | person | 5 | sheet 'Detention FY24' cell F33
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/ga/stewart-detention-center | us-ga | average_stay_days | day | 51.5 | sheet 'Facilities FY24' cell E7
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/ga/stewart-detention-center | us-ga | average_daily_population/level-a | person | 823.25 | sheet 'Facilities FY24' cell F7
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/ga/stewart-detention-center | us-ga | average_daily_population/mandatory | person | 0 | sheet 'Facilities FY24' cell G7
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/tx/one-jail/igsa | us-tx | average_stay_days | day | missing: not reported | sheet 'Facilities FY24' cell E9
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/tx/one-jail/igsa | us-tx | average_daily_population/level-a | person | 1 | sheet 'Facilities FY24' cell F9
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/tx/one-jail/igsa | us-tx | average_daily_population/mandatory | person | 1 | sheet 'Facilities FY24' cell G9
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/tx/one-jail/usms-iga | us-tx | average_stay_days | day | missing: suspected false zero | sheet 'Facilities FY24' cell E10
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/tx/one-jail/usms-iga | us-tx | average_daily_population/level-a | person | 2 | sheet 'Facilities FY24' cell F10
    2023-10-01 to 2023-12-03 | us/dhs/ice/detention/facility/tx/one-jail/usms-iga | us-tx | average_daily_population/mandatory | person | missing: unreadable | sheet 'Facilities FY24' cell G10
    ! sheet 'Detention FY24' cell C14: the table is of fiscal year 2023, its sheet says 2024; the table's own year stands
    ! sheet 'Detention FY24' cell H14: a second table has the caption of sheet 'Detention FY24' cell C14; it is left out
    ! sheet 'Detention FY24' cell A40: no header follows the caption `ICE Final Book Outs by Release Reason, Month and Criminality…`
    ! sheet 'Detention FY24': no table with a caption like `ice currently detained by processing disposition` was found
    ! sheet 'Detention FY24': no table with a caption like `ice initial book-ins by facility type` was found
    ! sheet 'Detention FY24': no table with a caption like `ice final releases by facility type` was found
    ! sheet 'Detention FY24': no table with a caption like `ice final releases by release reason` was found
    ! sheet 'Detention FY24': no table with a caption like `ice average length of stay by arresting agency` was found
    ! sheet 'Detention FY24': no table with a caption like `ice average daily population by facility type` was found
    ! sheet 'Detention FY24': no table with a caption like `ice average length of stay by facility type` was found
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Level B`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Level C`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Level D`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Male Crim`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Male Non-Crim`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Female Crim`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `Female Non-Crim`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `ICE Threat Level 1`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `ICE Threat Level 2`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `ICE Threat Level 3`
    ! sheet 'Facilities FY24' cell A6: the facilities have no column `No ICE Threat Level`
    ! sheet 'Footnotes': the footnotes do not say up to which day removals of fiscal year 2023 reach
    ! sheet 'Detention FY24' cell D9: the total of `Total` in `Oct` by line is 10, its parts make 11; both stay as they are printed
    ! sheet 'Detention FY24' cell F9: the total of `Total` in `Dec` by line is 5, its parts make 1; both stay as they are printed
    ! sheet 'Detention FY24' cell E11: `many` is not a number that can be counted
    ! sheet 'Detention FY24' cell F11: `-2` is not a number that can be counted
    ! sheet 'Detention FY24' cell D12: the label `Mars` is not known, or stands twice; the line is left out
    ! sheet 'Detention FY24' cell C14: no day can be given to `ICE Removals: FY2023`; the table is left out
    ! sheet 'Detention FY24' cell A20: the column `Remark` is not known; it is left out
    ! sheet 'Detention FY24' cell F32: the total of `Total` in `Total` by line is 11, its parts make 5; both stay as they are printed
    ! sheet 'Detention FY24' cell F32: the total of `Total` in `Total` by column is 11, its parts make 10; both stay as they are printed
    ! sheet 'Facilities FY24' cell E8: `STEWART DETENTION CENTER.` in `GA` stands twice under one kind of contract; this line is left out
    ! sheet 'Facilities FY24' cell G10: `n/a` is not a number that can be counted
    77 rows, 31 observations, covers [2023-12-10, 2023-12-11), ice_detention_statistics/1
    ");
}

#[test]
fn rounded_tables_keep_what_can_be_read() {
    assert_snapshot!(shown(normalize::decode(OhssMonthlyTables, &monthly())), @r"
    FY2023 | us/dhs/ice/ero | us | arrests | arrest | 100 (95 to 105) | sheet 'ERO Arrests by Criminality' cell C5
    FY2023 | us/dhs/ice/ero | us | arrests/convicted-criminal | arrest | 60 (55 to 65) | sheet 'ERO Arrests by Criminality' cell D5
    FY2023 | us/dhs/ice/ero | us | arrests/convicted-criminal/felons | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell E5
    FY2023 | us/dhs/ice/ero | us | arrests/convicted-criminal/other-unknown | arrest | 60 (55 to 65) | sheet 'ERO Arrests by Criminality' cell F5
    FY2023 | us/dhs/ice/ero | us | arrests/convicted-criminal/odd | arrest | 0 (0 to 5) | sheet 'ERO Arrests by Criminality' cell G5
    FY2023 | us/dhs/ice/ero | us | arrests/non-criminal | arrest | 40 (35 to 45) | sheet 'ERO Arrests by Criminality' cell H5
    FY2023 | us/dhs/ice/ero | us | arrests/pending-criminal-charges | arrest | 40 (35 to 45) | sheet 'ERO Arrests by Criminality' cell I5
    FY2023 | us/dhs/ice/ero | us | arrests/other-immigration-violator | arrest | 0 (0 to 5) | sheet 'ERO Arrests by Criminality' cell J5
    2023-09 | us/dhs/ice/ero | us | arrests | arrest | 100 (95 to 105) | sheet 'ERO Arrests by Criminality' cell C6
    2023-09 | us/dhs/ice/ero | us | arrests/convicted-criminal | arrest | 60 (55 to 65) | sheet 'ERO Arrests by Criminality' cell D6
    2023-09 | us/dhs/ice/ero | us | arrests/convicted-criminal/felons | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell E6
    2023-09 | us/dhs/ice/ero | us | arrests/convicted-criminal/other-unknown | arrest | 50 (45 to 55) | sheet 'ERO Arrests by Criminality' cell F6
    2023-09 | us/dhs/ice/ero | us | arrests/convicted-criminal/odd | arrest | 0 (0 to 5) | sheet 'ERO Arrests by Criminality' cell G6
    2023-09 | us/dhs/ice/ero | us | arrests/non-criminal | arrest | 40 (35 to 45) | sheet 'ERO Arrests by Criminality' cell H6
    2023-09 | us/dhs/ice/ero | us | arrests/pending-criminal-charges | arrest | 40 (35 to 45) | sheet 'ERO Arrests by Criminality' cell I6
    2023-09 | us/dhs/ice/ero | us | arrests/other-immigration-violator | arrest | 0 (0 to 5) | sheet 'ERO Arrests by Criminality' cell J6
    2023-10 | us/dhs/ice/ero | us | arrests | arrest | 70 (65 to 75) | sheet 'ERO Arrests by Criminality' cell C7
    2023-10 | us/dhs/ice/ero | us | arrests/convicted-criminal | arrest | 10 (5 to 15) | sheet 'ERO Arrests by Criminality' cell D7
    2023-10 | us/dhs/ice/ero | us | arrests/convicted-criminal/felons | arrest | missing: not reported | sheet 'ERO Arrests by Criminality' cell E7
    2023-10 | us/dhs/ice/ero | us | arrests/convicted-criminal/other-unknown | arrest | 10 (5 to 15) | sheet 'ERO Arrests by Criminality' cell F7
    2023-10 | us/dhs/ice/ero | us | arrests/convicted-criminal/odd | arrest | 1 | sheet 'ERO Arrests by Criminality' cell G7
    2023-10 | us/dhs/ice/ero | us | arrests/non-criminal | arrest | 40 (35 to 45) | sheet 'ERO Arrests by Criminality' cell H7
    2023-10 | us/dhs/ice/ero | us | arrests/pending-criminal-charges | arrest | 35 | sheet 'ERO Arrests by Criminality' cell I7
    2023-10 | us/dhs/ice/ero | us | arrests/other-immigration-violator | arrest | 0 (0 to 5) | sheet 'ERO Arrests by Criminality' cell J7
    ! sheet 'ERO Arrests by Criminality' cell B9: `Octember` is no month of a fiscal year; the line is left out
    ! the workbook: no table with the title `CBP SW Border Encounters Book-Outs by Agency` was found
    ! the workbook: no table with the title `ERO Administrative Arrests by Selected Citizenship` was found
    ! sheet 'ERO Arrests by Criminality' cell C7: the total of `Total` in 2024 YTD Total by month is 70, its parts make 50; both stay as they are printed
    ! sheet 'ERO Arrests by Criminality' cell I7: the total of `Non-Criminal / Pending Criminal Charges` in 2024 YTD Total by month is 35, its parts make 10; both stay as they are printed
    ! sheet 'ERO Arrests by Criminality' cell C7: the total of `Total` in 2024 YTD Total by column is 70, its parts make 50; both stay as they are printed
    ! sheet 'ERO Arrests by Criminality' cell G7: 1 is not rounded to ten; it is taken as it is
    ! sheet 'ERO Arrests by Criminality' cell I7: 35 is not rounded to ten; it is taken as it is
    ! sheet 'ERO Arrests by Criminality' cell C8: arrests of us/dhs/ice/ero for 2023-10 is 50 here and 70 in sheet 'ERO Arrests by Criminality' cell C7; the first stands
    ! sheet 'ERO Arrests by Criminality' cell D8: arrests/convicted-criminal of us/dhs/ice/ero for 2023-10 is 0 here and 10 in sheet 'ERO Arrests by Criminality' cell D7; the first stands
    ! sheet 'ERO Arrests by Criminality' cell F8: arrests/convicted-criminal/other-unknown of us/dhs/ice/ero for 2023-10 is 0 here and 10 in sheet 'ERO Arrests by Criminality' cell F7; the first stands
    ! sheet 'ERO Arrests by Criminality' cell G8: 1 is not rounded to ten; it is taken as it is
    ! sheet 'ERO Arrests by Criminality' cell I8: arrests/pending-criminal-charges of us/dhs/ice/ero for 2023-10 is 10 here and 35 in sheet 'ERO Arrests by Criminality' cell I7; the first stands
    ! sheet 'ERO Arrests by Criminality' cell J8: `many` is no count
    ! sheet 'ERO Arrests by Criminality' cell J8: arrests/other-immigration-violator of us/dhs/ice/ero for 2023-10 is missing (unreadable) here and 0 in sheet 'ERO Arrests by Criminality' cell J7; the first stands
    ! the workbook: no table with the title `Book-Ins to ICE Detention by Selected Citizenship` was found
    ! the workbook: no table with the title `Book-Ins to ICE Detention by Criminality` was found
    ! the workbook: no table with the title `Book-Ins to ICE Detention by Initial Arresting Agency` was found
    ! the workbook: no table with the title `ICE Book-Outs by Criminality` was found
    ! the workbook: no table with the title `ICE Book-Outs by Initial Arresting Agency` was found
    ! the workbook: no table with the title `ICE ERO Removals and Returns by Selected Citizenship` was found
    ! the workbook: no table with the title `ICE ERO Removals and Returns by Criminality` was found
    ! the workbook: no table with the title `ICE ERO Removals and Returns by Initial Arresting Agency` was found
    ! the workbook: no table with the title `DHS Repatriations by Type` was found
    ! the workbook: no table with the title `DHS Removals by Criminality` was found
    ! the workbook: no table with the title `DHS Removals by Initial Arresting Agency` was found
    ! the workbook: no table with the title `DHS Removals by Selected Citizenship` was found
    ! the workbook: no table with the title `DHS Enforcement Returns by Selected Citizenship` was found
    ! the workbook: no table with the title `DHS Administrative Returns by Selected Citizenship` was found
    32 rows, 24 observations, covers [2023-10-01, 2023-11-01), ohss_monthly_tables/1
    ");
}

#[test]
fn damage_anywhere_in_a_workbook_is_a_refusal_or_a_problem_and_never_a_panic() {
    for (source, bytes) in [(IceDetentionStatistics, detention()), (OhssMonthlyTables, monthly())] {
        for place in (0..bytes.len()).step_by(3) {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x55;
            let _ = normalize::decode(source, &damaged);
        }
        for length in (0..bytes.len()).step_by(5) {
            assert!(normalize::decode(source, &bytes[..length]).is_err(), "cut at {length}");
        }
    }
}

#[test]
fn a_workbook_that_is_something_else_or_too_much_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| normalize::decode(IceDetentionStatistics, bytes).expect_err("a refusal").to_string();
    let whole = detention();
    let names: Vec<String> = (0..61).map(|number| format!("Sheet{number}")).collect();
    let many: Vec<Sheet<'_>> = names.iter().map(|name| (name.as_str(), "A1", "1")).collect();
    let reasons = [
        refused(&whole[..whole.len() / 2]),
        refused(&workbook(&[("Sheet1", "A1", "some text")])),
        refused(&workbook(&[("Detention FY24", "A1", "x"), ("Facilities FY24", "A1", "x"), ("ATD", "A1", "x"), ("Footnotes", "A1", "x")])),
        refused(&monthly()),
        refused(&workbook(&many)),
        normalize::printed_cells(catalog::SourceId::UsbpStaffing, &whole).expect_err("a refusal").to_string(),
    ];
    assert_snapshot!(reasons.join("\n"), @r"
    not a file of ice-detention-statistics: this is an Excel workbook (XLSX) that was cut off: the ZIP directory at its end is missing; fetch it again
    not a file of ice-detention-statistics: not one table of detention statistics was found in it by its caption; its sheets are `Sheet1`
    not a file of ice-detention-statistics: not one table of detention statistics was found in it by its caption; its sheets are `Detention FY24`, `Facilities FY24`, `ATD`, `Footnotes`
    not a file of ice-detention-statistics: it is a file of ohss-monthly-tables
    not a file of ice-detention-statistics: a workbook that cannot be read: `xl/workbook.xml` lists more than 60 sheets
    not a file of usbp-staffing: its files are no workbooks of published tables
    ");
}
