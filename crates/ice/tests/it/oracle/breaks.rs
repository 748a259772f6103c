//! Rules broken on purpose. Each break is one rule done in another plausible way; `power.rs` shows that the adversarial releases tell every
//! one of them from the rule.

use super::stints::SORT_KEYS;

/// The rule that is broken in a run of the oracle, if any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken(pub(crate) Option<Break>);

impl Broken {
    pub(crate) fn is(self, one: Break) -> bool {
        self.0 == Some(one)
    }
}

/// A break with what is to be said of it.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) which: Break,
    pub(crate) id: String,
    pub(crate) rule: &'static str,
    pub(crate) sentence: String,
}

macro_rules! breaks {
    ($($which:ident $id:literal $rule:literal $sentence:literal)+) => {
        /// One rule, done otherwise.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Break {
            $($which,)+
            /// Rule 5.2 without one of its sort keys.
            StintSortWithout(usize),
        }

        /// Every break.
        pub(crate) fn all() -> Vec<Described> {
            let mut all = vec![$(Described {
                which: Break::$which,
                id: $id.to_owned(),
                rule: $rule,
                sentence: $sentence.to_owned(),
            },)+];
            all.extend(SORT_KEYS.iter().enumerate().map(|(at, key)| Described {
                which: Break::StintSortWithout(at),
                id: format!("stint_sort_without_{key}"),
                rule: "5.2",
                sentence: format!("{key} is no sort key"),
            }));
            all
        }
    };
}

breaks! {
    NaIsMissing "na_is_missing" "0" "the text NA is missing on reading"
    TextByLocale "text_by_locale" "0" "text is ordered without regard to case, as a locale does, instead of by bytes"
    TextByUtf16 "text_by_utf16" "0" "text is ordered by UTF-16 code units instead of by bytes"

    FileNeedsNoPrefix "file_needs_no_prefix" "1.1" "a file whose name begins with the word is taken too"
    TildeFileTaken "tilde_file_taken" "1.1" "a file with only ~ before the word is taken too"
    SheetNameDecides "sheet_name_decides" "1.1" "a file is taken if its name or its sheet's name has the word"
    FilesIgnoreCase "files_ignore_case" "1.1" "files are taken in name order without regard to case"
    SheetsByText "sheets_by_text" "1.1" "sheet 10 comes before sheet 2"
    SheetsByName "sheets_by_name" "1.1" "sheets are taken in the order of their names, not of the workbook"
    StackedByPosition "stacked_by_position" "1.1" "sheets are stacked by the position of columns, not by their names"
    OnlySharedColumns "only_shared_columns" "1.1" "a column that a file lacks is left out of the table"
    TextUntrimmed "text_untrimmed" "1.3" "text is not trimmed"
    TextTrimmedOfAllSpaces "text_trimmed_of_all_spaces" "1.3" "text is trimmed of no-break spaces too"
    BlankIsText "blank_is_text" "1.3" "a cell of nothing but spaces is the empty text, not missing"
    TextDateRead "text_date_read" "1.3" "the text 2021-05-06 in a date column is read as that date"
    SerialNotRead "serial_not_read" "1.3" "a plain number in a date column is missing"
    EarlySerialAsLate "early_serial_as_late" "1.3" "serials below 60 count from 1899-12-30 as the others do"
    SerialSixtyShifted "serial_sixty_shifted" "1.3" "serial 60 is one day later, as those below it"
    SerialCut "serial_cut" "1.3" "the fraction of a serial is cut off at 0.1 ms, not rounded"
    SerialWholeSeconds "serial_whole_seconds" "1.3" "instants are rounded to whole seconds on reading"
    NumberUntrimmed "number_untrimmed" "1.3" "the text ` 45 ` in a number column is missing"
    NumberWithoutExponent "number_without_exponent" "1.3" "the text `1e2` in a number column is missing"
    NumberPrefixRead "number_prefix_read" "1.3" "the text `12 MONTHS` in a number column is 12"
    NumberWordsRead "number_words_read" "1.3" "the text `inf` in a number column is infinity"
    WordIsZero "word_is_zero" "1.3" "the text `LIFE` in a number column is 0"
    RowsPerFile "rows_per_file" "1.5" "row numbers begin anew in every file"
    RowsPerTable "rows_per_table" "1.5" "row numbers run on over all sheets, whatever their names"
    RowsFromSeven "rows_from_seven" "1.5" "the first data row has number 7"

    StayIdAfterCleaning "stay_id_after_cleaning" "2.1" "stay_ID is made of cleaned values: a redacted identifier gives none"
    NaIsNotBlank "na_is_not_blank" "2.2" "a column of nothing but NA is kept"
    NoBreakSpaceIsNotBlank "no_break_space_is_not_blank" "2.2" "a column of nothing but no-break spaces is kept"
    RedactedColumnsKept "redacted_columns_kept" "2.2" "a column is dropped only if every value is blank"
    PartRedactedKept "part_redacted_kept" "2.2" "a column part blank, part redacted, is kept"
    OneValueDropped "one_value_dropped" "2.2" "a column with one real value is dropped"
    MarkByCase "mark_by_case" "2.2" "a redaction mark is recognized in lower case only"
    MarkNeedsBrackets "mark_needs_brackets" "2.2" "only `(b)` is a redaction mark, `b(6)` is not"
    MarkWithoutBrackets "mark_without_brackets" "2.2" "only `b(6)` is a redaction mark, `(b)(6)` is not"
    MarkWholeOnly "mark_whole_only" "2.2" "only the text that 2.4 blanks is a redaction mark"
    NeverDate "never_date" "2.3" "a date column of midnights stays a column of instants"
    AlwaysDate "always_date" "2.3" "a date column with mostly midnights becomes dates"
    KindByFirstFile "kind_by_first_file" "2.3" "the first file decides whether a date column has times"
    LowerMarkKept "lower_mark_kept" "2.4" "`b(6), b(7)c` stays as text"
    OtherMarksBlanked "other_marks_blanked" "2.4" "every redaction mark becomes missing"
    MarkAnyCaseBlanked "mark_any_case_blanked" "2.4" "`B(6), B(7)C` becomes missing too"
    BlankedBeforeDropped "blanked_before_dropped" "2" "2.4 comes before 2.2: a wholly redacted column counts as blank"
    YearRounded "year_rounded" "2.5" "the birth year is rounded"
    YearFloored "year_floored" "2.5" "the birth year is truncated toward minus infinity"
    ImpossibleYearMissing "impossible_year_missing" "2.5" "birth years outside 1900 to 2026 are missing"

    DateTimeIsDate "date_time_is_date" "3.1" "apprehension_date_time is the midnight of its day"
    SiteBeforeState "site_before_state" "3.2" "the site's state goes before the raw one"
    SiteAsWritten "site_as_written" "3.2" "the site is not upper-cased"
    NamesBeforeCodes "names_before_codes" "3.2" "names of states win over codes"
    LeftmostOfBoth "leftmost_of_both" "3.2" "the leftmost of codes and names wins"
    LastCode "last_code" "3.2" "the rightmost code wins"
    LastName "last_name" "3.2" "the rightmost name wins"
    AsciiBoundaries "ascii_boundaries" "3.2" "only ASCII letters, digits and _ are word characters"
    MarksAreBoundaries "marks_are_boundaries" "3.2" "combining marks are no word characters"
    DigitsAreBoundaries "digits_are_boundaries" "3.2" "digits are no word characters"
    UnderscoreIsBoundary "underscore_is_boundary" "3.2" "_ is no word character"
    CodesAnywhere "codes_anywhere" "3.2" "codes are found within words"
    NamesAnywhere "names_anywhere" "3.2" "names are found within words"
    NoTerritories "no_territories" "3.2" "only the 50 states and DC are known"
    StateAsCode "state_as_code" "3.2" "the code is not spelled out"
    PersonsWithoutIdAreOne "persons_without_id_are_one" "3.3" "rows without identifier are one person"
    PersonsWithoutIdLast "persons_without_id_last" "3.3" "rows without identifier go last, not among the identifiers at n"
    PersonsWithoutIdByNumber "persons_without_id_by_number" "3.3" "noid_10 goes after noid_2"
    ArrestsMissingFirst "arrests_missing_first" "3.3" "arrests without instant go first"
    ReprocessedIgnored "reprocessed_ignored" "3.3" "reprocessed is no sort key"
    ReprocessedFirst "reprocessed_first" "3.3" "reprocessed arrests go first"
    MethodMissingIsNot "method_missing_is_not" "3.3" "an arrest without method counts as not reprocessed"
    ReprocessedAnyCase "reprocessed_any_case" "3.3" "`ero reprocessed arrest` is reprocessed too"
    ArrestsTieAsRead "arrests_tie_as_read" "3.3" "file, sheet and row are no sort keys"
    RowsByText "rows_by_text" "3.3" "row 10 goes before row 9"
    EpisodeGapInclusive "episode_gap_inclusive" "3.4" "exactly 24 h opens an episode"
    EpisodeGapFromFirst "episode_gap_from_first" "3.4" "the gap is measured from the first row of the episode"
    EpisodeMissingJoins "episode_missing_joins" "3.4" "an arrest without instant stays in the episode before it"
    EpisodeByCalendarDay "episode_by_calendar_day" "3.4" "an episode is opened when the calendar day is neither the same nor the next"
    EpisodesRunOn "episodes_run_on" "3.4" "episodes are numbered over all persons"
    EpisodesFromZero "episodes_from_zero" "3.4" "episodes are numbered from 0"
    EpisodeLastIsFirst "episode_last_is_first" "3.5" "the last row of an episode is kept"
    ArrestLikelyFalse "arrest_likely_false" "3.6" "duplicate_likely is false without identifier"
    ArrestLikelyNotFirst "arrest_likely_not_first" "3.6" "the first row of an episode is not likely a duplicate"
    ArrestDropMissing "arrest_drop_missing" "3.7" "duplicate_drop_row is missing without identifier"

    DetainersSorted "detainers_sorted" "4.1" "detainers are sorted by identifier"
    DetainerDatesMustBe "detainer_dates_must_be" "4.2" "missing prepare dates do not match each other"
    DetainerLikelyFalse "detainer_likely_false" "4.2" "duplicate_likely is false without identifier"
    DetainerLikelyTogether "detainer_likely_together" "4.2" "rows without identifier match each other"
    DetainerFirstIsNot "detainer_first_is_not" "4.2" "the first of the rows that match is no duplicate"
    DetainerByDay "detainer_by_day" "4.2" "prepare dates with times match by calendar day"

    IdMidnightWritten "id_midnight_written" "5.1" "midnight in IDs is written 00:00:00"
    IdMidnightByColumn "id_midnight_by_column" "5.1" "midnight in IDs is written as date only if the whole column is midnight"
    IdMissingAsText "id_missing_as_text" "5.1" "a missing part of an ID is written NA"
    IdWithoutFacility "id_without_facility" "5.1" "stint_ID has no facility code"
    StintsMissingLast "stints_missing_last" "5.2" "missing values go last in the sort of stints"
    StintsUnstable "stints_unstable" "5.2" "stints that tie on all sort keys change places"
    LowestIsFirst "lowest_is_first" "5.3" "the first present value instead of the least"
    LowestIsGreatest "lowest_is_greatest" "5.3" "the greatest present value"
    LowestFromOneRow "lowest_from_one_row" "5.3" "the dates are those of the row with the least amount"
    LowestByStay "lowest_by_stay" "5.3" "the least over the stay, not over the stint"
    LowestWithoutId "lowest_without_id" "5.3" "rows without identifier show their own bond"
    LowestAloneWithoutStint "lowest_alone_without_stint" "5.3" "a row without stint_ID is a group of its own"
    LowestByPersonWithoutStint "lowest_by_person_without_stint" "5.3" "rows without stint_ID form one group for each person"
    BondCounts "bond_counts" "5.4" "rows that differ in bond are not bond duplicates"
    BondKeepsLast "bond_keeps_last" "5.4" "the last of equal rows is kept"
    BondMissingDiffers "bond_missing_differs" "5.4" "rows with a missing value are never equal"
    BondProvenanceCounts "bond_provenance_counts" "5.4" "rows from other files or places are not equal"
    BondBySortKeys "bond_by_sort_keys" "5.4" "rows are equal if their sort keys besides bond are"
    BondWithoutId "bond_without_id" "5.4" "rows without identifier can be bond duplicates"
    SamedayKeepsFirst "sameday_keeps_first" "5.5" "the first of the day is kept"
    SamedayMissingDiffers "sameday_missing_differs" "5.5" "rows with a missing key are never of the same day"
    SamedayAcrossStays "sameday_across_stays" "5.5" "stay_ID is no key"
    SamedayAcrossFacilities "sameday_across_facilities" "5.5" "the facility code is no key"
    SamedayByInstant "sameday_by_instant" "5.5" "book-ins must be equal to the second"
    SamedayOverAll "sameday_over_all" "5.5" "a bond duplicate can be the last of the day"
    SamedayFlagsBond "sameday_flags_bond" "5.5" "bond duplicates that are not the last of the day are flagged sameday too"
    StintDropMissing "stint_drop_missing" "5.6" "duplicate_drop_row is missing without identifier"
    StintLikelyFalse "stint_likely_false" "5.6" "duplicate_likely is false without identifier"
    FacilityLastRow "facility_last_row" "5.7" "the last row of a facility code wins"
    FacilityByName "facility_by_name" "5.7" "facilities are looked up by name"
    StintsFinalMissingFirst "stints_final_missing_first" "5.8" "stints without book-in go first in the final order"
    StintsFinalUnsorted "stints_final_unsorted" "5.8" "stints keep the order of 5.2"
    StintsFinalFromRead "stints_final_from_read" "5.8" "ties of the final order are as read, not as sorted"

    StaysOfDropped "stays_of_dropped" "6.1" "dropped stints count in stays"
    StaysWithoutId "stays_without_id" "6.1" "stints without identifier make stays"
    OpenAfterClosed "open_after_closed" "6.1" "an open stint goes after a closed one with the same book-in"
    BookOutNoKey "book_out_no_key" "6.1" "book-out is no sort key"
    StaysByBookIn "stays_by_book_in" "6.1" "the person is no sort key: the stay of all those without stay_ID is ordered by time"
    StayMissingApart "stay_missing_apart" "6.2" "stints without stay_ID make one stay for each person"
    StayMissingLeftOut "stay_missing_left_out" "6.2" "stints without stay_ID make no stay"
    CodesOfPresent "codes_of_present" "6.3" "missing codes are skipped in the list of codes"
    CodesNaText "codes_na_text" "6.3" "missing codes are written NA"
    CodesDistinct "codes_distinct" "6.3" "each code stands once in the list of codes"
    StintsCountFacilities "stints_count_facilities" "6.3" "n_stints counts facilities"
    LongestFirst "longest_first" "6.4" "of ties for longest the first wins"
    LongestClosedOnly "longest_closed_only" "6.4" "open stints cannot be the longest"
    LongestAlwaysOpen "longest_always_open" "6.4" "an open stint is always the longest"
    CutOffAtMidnight "cut_off_at_midnight" "6.4" "open stints last until 2026-03-11 00:00:00"
    NegativeIsZero "negative_is_zero" "6.4" "a negative length counts as zero"
    LongestWithoutBookIn "longest_without_book_in" "6.4" "a stint without book-in counts as infinitely long"
    LongestInDays "longest_in_days" "6.4" "lengths are compared in whole days"
    StayLowestOfLast "stay_lowest_of_last" "6.5" "the four lowest fields are the last row's"
    StayLastPresent "stay_last_present" "6.5" "the last present value instead of the last row's"
    StayFirstValue "stay_first_value" "6.5" "the first row's values"
    StaysCountStints "stays_count_stints" "6.6" "n_stays counts stints"
    StaysMissingFirst "stays_missing_first" "6.7" "stays without book-in go first"
    StaysUnsorted "stays_unsorted" "6.7" "stays are in order of first appearance"
    StaysUnstable "stays_unstable" "6.7" "stays with equal book-in change places"

    JoinAllArrests "join_all_arrests" "7.1" "all arrests are joined, not only the first of each episode"
    JoinOnlyIdentified "join_only_identified" "7.1" "arrests without identifier are left out"
    WindowOpensLater "window_opens_later" "7.2" "exactly 120 h before is out"
    WindowOpensEarlier "window_opens_earlier" "7.2" "120 h 1 s before is in"
    WindowClosesEarlier "window_closes_earlier" "7.2" "exactly 240 h after is out"
    WindowClosesLater "window_closes_later" "7.2" "240 h 1 s after is in"
    WindowMirrored "window_mirrored" "7.2" "-240 h to +120 h"
    NearestArrestLater "nearest_arrest_later" "7.3" "of equidistant arrests the later one is taken"
    NearestArrestBySign "nearest_arrest_by_sign" "7.3" "the nearest arrest is the one with the least d, not |d|"
    NearestArrestInDays "nearest_arrest_in_days" "7.3" "distances are compared in whole days"
    NearestStayLater "nearest_stay_later" "7.3" "of equidistant stays the later one is kept"
    NearestStayFirst "nearest_stay_first" "7.3" "the arrest keeps the first stay in table order, not the nearest"
    SecondChoice "second_choice" "7.3" "a stay that loses takes its next arrest"
    ArrestsChooseFirst "arrests_choose_first" "7.3" "each arrest takes its nearest stay, then each stay its nearest arrest"
    EveryStayJoined "every_stay_joined" "7.3" "an arrest keeps all stays that took it"
    MatchedOnly "matched_only" "7.4" "arrests without stay are left out"
    StayMissingFallsBack "stay_missing_falls_back" "7.5" "a field missing in the stay is taken from the arrest"
    ArrestFieldsWin "arrest_fields_win" "7.5" "the arrest's field goes before the stay's"
    JoinedMissingFirst "joined_missing_first" "7.6" "arrests without instant go first"
    JoinedUnsorted "joined_unsorted" "7.6" "the joined table is in the arrests' order"

    ShareAfterOnly "share_after_only" "8" "the share missing is that after redaction marks are removed"
    ShareAllMarks "share_all_marks" "8" "the share after redaction counts every mark as missing"
    ShareCountsNa "share_counts_na" "8" "the shares count NA as missing"
    RedactedIsBlank "redacted_is_blank" "8" "a wholly redacted field is called blank"
    TypeDeclared "type_declared" "8" "the type is the declared one: never date, never integer"
}
