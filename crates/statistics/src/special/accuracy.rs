//! Measures the special functions against values computed with 50 digits (mpmath 1.4.1, the defining series summed directly).

use std::fmt::Write as _;

use insta::assert_snapshot;

use super::beta::{self, Chance};
use super::{Tail, gamma, two_sided_z};

/// The relative error allowed to a tail. The worst measured is 1.8e-14.
const TAIL: f64 = 1e-13;
/// The relative error allowed to a quantile. The worst measured is 1.2e-15 for counts, 2.1e-15 for the normal quantile.
const QUANTILE: f64 = 5e-15;

fn check(rows: &[(String, f64, f64, f64)]) -> String {
    let mut report = String::new();
    for (what, got, want, tolerance) in rows {
        let error = ((got - want) / want).abs();
        if error.is_nan() || error > *tolerance {
            writeln!(report, "{what}: {got:e}, expected {want:e}, error {error:.1e}").expect("a string grows");
        }
    }
    if report.is_empty() { format!("{} values agree", rows.len()) } else { report }
}

#[test]
fn both_tails_of_the_gamma_distribution() {
    let cases = [
        (0.5, 0.1, 0.345_279_153_981_423, 0.654_720_846_018_577),
        (0.5, 1.3, 0.893_136_285_006_620_5, 0.106_863_714_993_379_46),
        (0.5, 30.0, 0.999_999_999_999_990_5, 9.485_737_571_073_848e-15),
        (3.7, 0.01, 2.559_623_384_291_716_4e-9, 0.999_999_997_440_376_6),
        (3.7, 3.9, 0.608_604_860_922_436_3, 0.391_395_139_077_563_7),
        (120.0, 200.0, 0.999_999_999_599_483_9, 4.005_160_199_080_292e-10),
        (1e3, 1e3, 0.504_205_244_180_215_5, 0.495_794_755_819_784_5),
        (1e5, 1.01e5, 0.999_191_578_487_074_4, 0.000_808_421_512_925_590_8),
        (1e7, 1.0003e7, 0.828_611_829_331_870_5, 0.171_388_170_668_129_52),
        (1e7, 0.998e7, 1.236_407_063_722_381_5e-10, 0.999_999_999_876_359_3),
    ];
    let mut rows = Vec::new();
    for (a, x, lower, upper) in cases {
        let tails = gamma::ln_tails(a, x);
        rows.push((format!("P({a}, {x})"), tails.lower.exp(), lower, TAIL));
        rows.push((format!("Q({a}, {x})"), tails.upper.exp(), upper, TAIL));
    }
    assert_snapshot!(check(&rows), @"20 values agree");
}

#[test]
fn both_tails_of_the_beta_distribution() {
    let cases = [
        (0.5, 0.5, 0.1, 0.204_832_764_699_133_46, 0.795_167_235_300_866_5),
        (2.0, 3.0, 0.25, 0.261_718_75, 0.738_281_25),
        (14.5, 0.5, 0.875, 0.051_039_635_784_727_88, 0.948_960_364_215_272_1),
        (28.0, 6.0, 0.5, 3.309_384_919_703_007e-5, 0.999_966_906_150_803),
        (239.0, 19.0, 0.5, 9.480_061_014_559_224e-51, 1.0),
        (1e3, 1e3, 0.480_468_75, 0.040_286_012_450_575_49, 0.959_713_987_549_424_5),
        (1e5, 3e5, 0.249_023_437_5, 0.076_790_943_753_305_16, 0.923_209_056_246_694_8),
        (1e7, 1e7, 0.499_938_964_843_75, 0.292_562_173_585_698, 0.707_437_826_414_302),
        (1e7, 1e7, 0.498_046_875, 1.226_419_177_337_484_4e-68, 1.0),
        (1e7, 10.0, 0.999_998_569_488_525_4, 1.0 - 0.904_278_134_731_623_5, 0.904_278_134_731_623_5),
    ];
    let mut rows = Vec::new();
    for (a, b, x, lower, upper) in cases {
        let tails = beta::ln_tails(a, b, Chance { p: x, q: 1.0 - x });
        rows.push((format!("I({a}, {b}, {x})"), tails.lower.exp(), lower, TAIL));
        rows.push((format!("1 - I({a}, {b}, {x})"), tails.upper.exp(), upper, TAIL));
    }
    assert_snapshot!(check(&rows), @"20 values agree");
}

#[test]
fn quantiles_of_small_and_large_counts() {
    let tail = (1.0 - 0.95) / 2.0;
    let far = (1.0 - 0.999_999_999) / 2.0;
    let gamma_cases = [
        (1e5, Tail::Lower, tail, 99_381.152_663_744_73),
        (1e5 + 1.0, Tail::Upper, tail, 100_621.744_739_743_88),
        (1e7, Tail::Lower, tail, 9_993_802.996_884_267),
        (1e7 + 1.0, Tail::Upper, tail, 10_006_199.897_731_497),
        (1.0, Tail::Lower, far, 4.999_999_859_840_343e-10),
        (2.0, Tail::Upper, far, 24.661_401_002_166_806),
        (5.0, Tail::Lower, far, 0.036_161_511_580_382_2),
        (6.0, Tail::Upper, far, 34.482_504_392_905_52),
        (1e3, Tail::Lower, far, 818.743_474_080_972_5),
        (1001.0, Tail::Upper, far, 1_206.558_696_700_921_3),
    ];
    let beta_cases = [
        (3.0, 8.0, Tail::Lower, 0.066_739_511_177_734_5),
        (4.0, 7.0, Tail::Upper, 0.652_452_850_059_997_2),
        (1.0, 1e7, Tail::Lower, 2.531_780_795_224_033e-9),
        (5e6, 5e6 + 1.0, Tail::Lower, 0.499_690_052_521_371_1),
    ];
    let mut rows = Vec::new();
    for (a, end, probability, want) in gamma_cases {
        rows.push((format!("gamma {a} {end:?}"), gamma::quantile(a, end, probability), want, QUANTILE));
    }
    for (a, b, end, want) in beta_cases {
        let got = Chance::from_ln_odds(beta::quantile_ln_odds(a, b, end, tail)).p;
        rows.push((format!("beta {a} {b} {end:?}"), got, want, QUANTILE));
    }
    assert_snapshot!(check(&rows), @"14 values agree");
}

#[test]
fn normal_quantiles() {
    let cases = [
        (1e-10, 1.253_314_137_315_500_3e-10),
        (0.5, 0.674_489_750_196_081_7),
        (0.9, 1.644_853_626_951_472_8),
        (0.95, 1.959_963_984_540_053_9),
        (0.99, 2.575_829_303_548_900_5),
        (0.998, 3.090_232_306_167_813),
        (0.999_999, 4.891_638_475_692_932),
    ];
    let rows: Vec<_> =
        cases.iter().map(|&(confidence, want)| (format!("z {confidence}"), two_sided_z(confidence), want, QUANTILE)).collect();
    assert_snapshot!(check(&rows), @"7 values agree");
}
