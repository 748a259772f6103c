//! A small named generator, so that a permutation test gives the same answer everywhere and for ever.

/// `SplitMix64`: a 64-bit counter with step `0x9e3779b97f4a7c15`, mixed by Stafford's variant 13.
///
/// Source: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA; the constants are those of Vigna's reference
/// code `splitmix64.c`, whose first outputs are a test below. Not for secrets.
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    pub(crate) fn new(seed: u64) -> SplitMix64 {
        SplitMix64 { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws evenly from `0..bound`, `bound > 0`, without the bias of a remainder: Lemire (2019), ACM TOMACS 29:3.
    #[expect(clippy::cast_possible_truncation, reason = "the low half of the product is wanted")]
    fn below(&mut self, bound: u64) -> u64 {
        let reject_under = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.next()) * u128::from(bound);
            if product as u64 >= reject_under {
                return (product >> 64) as u64;
            }
        }
    }

    /// Shuffles in place, every order equally likely: Fisher & Yates as given by Durstenfeld (1964), from the last place down.
    #[expect(clippy::cast_possible_truncation, reason = "a place below `last`, which is a place")]
    pub(crate) fn shuffle(&mut self, values: &mut [f64]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::SplitMix64;

    #[test]
    fn the_first_numbers_are_those_of_the_reference_code() {
        let mut generator = SplitMix64::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| generator.next()).collect();
        assert_snapshot!(format!("{drawn:?}"), @"[6457827717110365317, 3203168211198807973, 9817491932198370423]");
    }

    #[test]
    fn every_order_of_four_values_is_about_equally_frequent() {
        let mut generator = SplitMix64::new(42);
        let mut seen = std::collections::BTreeMap::<String, u32>::new();
        for _ in 0..24_000 {
            let mut values = [1.0, 2.0, 3.0, 4.0];
            generator.shuffle(&mut values);
            *seen.entry(format!("{values:?}")).or_default() += 1;
        }
        assert_eq!(seen.len(), 24);
        // A thousand each; 5.5 standard deviations are 170.
        assert!(seen.values().all(|&times| (830..=1170).contains(&times)), "{seen:?}");
    }
}
