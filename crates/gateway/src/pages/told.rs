//! What the page on methods tells. Each section is linked from every number of its kind.

/// One statistic.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    /// Its place on the page; addresses of others carry it, so it does not change.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What it is, a paragraph each.
    pub(super) what: &'static [&'static str],
    /// In plain text; empty where there is none.
    pub(super) formula: &'static str,
    pub(super) source: &'static str,
    /// When there is no such number.
    pub(super) refused: &'static str,
}

/// Every statistic in use.
pub(super) const SECTIONS: &[Section] = &[
    Section {
        id: "comparability",
        title: "Grades of comparability",
        what: &[
            "Two definitions are compared axis by axis. The grade is that of the gravest difference, and every difference is said in words.",
            "A: the same definition. B: attempts, duty status, date basis, completeness or revision differ. C: what counts at all differs, or is not said: threats, or the least that counts. D: another counting unit, so another instrument.",
        ],
        formula: "",
        source: "The axes are those on which publishers were found to differ; the crosswalk has each with its citations.",
        refused: "Under C and D no ratio is given, unless the comparison records an override with its reason and who decided it.",
    },
    Section {
        id: "units",
        title: "Counting units",
        what: &[
            "An incident, an officer, a report, a charge, a defendant and a case are different units. One event with five throwers and three agents can be one incident or fifteen assaults.",
            "Where one file counts the same events in two units, the factor between them is given. It has no interval: nothing is sampled, both columns are the same events.",
        ],
        formula: "factor = count in one unit / count of the same events in the other",
        source: "The publisher's own definitions, in the crosswalk.",
        refused: "A number in one unit is never divided by a number in another, except as such a factor.",
    },
    Section {
        id: "garwood",
        title: "Garwood's interval of a count or rate",
        what: &[
            "The exact interval of a Poisson count. It holds the true mean at least as often as its confidence says, also for small counts; a count of zero has a lower end of zero.",
            "For a rate both ends are divided by the exposure. Where the exposure is known only within bounds, the lower end is divided by the greatest exposure and the upper end by the least.",
        ],
        formula: "L = chi2(alpha/2; 2x) / 2          (0 for x = 0)\nU = chi2(1 - alpha/2; 2x + 2) / 2\nrate = m x / e,  from m L / e to m U / e",
        source: "Garwood, Biometrika 28 (1936) 437.",
        refused: "A negative or unknown count, a count in parts, and an exposure of zero. A missing count is not zero.",
    },
    Section {
        id: "clopper-pearson",
        title: "Clopper and Pearson's interval of a share",
        what: &[
            "The exact interval of a proportion: the shares under which neither tail of the binomial distribution is too small. It is used for verdicts on shares, because its coverage is guaranteed.",
        ],
        formula: "L = Beta(alpha/2; x, n - x + 1)      (0 for x = 0)\nU = Beta(1 - alpha/2; x + 1, n - x)  (1 for x = n)",
        source: "Clopper and Pearson, Biometrika 26 (1934) 404.",
        refused: "A part that is more than its whole, and an empty whole.",
    },
    Section {
        id: "wilson",
        title: "Wilson's interval of a share",
        what: &[
            "A shorter interval of a proportion, for description: its average coverage is near what it says. The cells of a share's grid carry it.",
        ],
        formula: "(p + z^2/2n ± z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n)",
        source: "Wilson, Journal of the American Statistical Association 22 (1927) 209.",
        refused: "A part that is more than its whole, and an empty whole.",
    },
    Section {
        id: "exact-ratio",
        title: "Exact central interval of a ratio of two rates",
        what: &[
            "Given the sum of two counts, the first is binomial; Clopper and Pearson's interval of its share is turned into an interval of the ratio. A percent change is the ratio less one.",
            "If the count before is zero, the ratio has no upper end. Where an exposure is known only within bounds, the interval covers them.",
        ],
        formula: "x1 | n ~ Bin(n, p),  n = x1 + x2\nRR = (x1 / t1) / (x2 / t2),  ends p / (1 - p) * t2 / t1\np value = min(1, 2 min(P(X <= x1), P(X >= x1)))\nchange in percent = 100 (RR - 1)",
        source: "Przyborowski and Wilenski, Biometrika 31 (1940) 313; reference values of rateratio.test in R.",
        refused: "Different counting units, grades C and D without an override, and counts that are missing.",
    },
    Section {
        id: "integer-inversion",
        title: "Integer inversion of a percentage",
        what: &[
            "Where a percentage is given without its counts, the pairs of whole numbers that would give it, with a base of at most 20. They are inferences, not reports.",
            "Over a sequence of claims on one cumulative count, only the pairs that fit all others remain. That assumes one fixed definition, counts that never fall, no restatement, and exact percentages.",
        ],
        formula: "floor(100 (x / b - 1) + 0.5) = percent,  1 <= b <= 20\nin a sequence: x and b never fall from one claim to the next",
        source: "Arc consistency on a chain: Mackworth, Artificial Intelligence 8 (1977) 99.",
        refused: "No percentage, or one that was said to be \"more than\" or \"about\" without digits.",
    },
    Section {
        id: "zero-run",
        title: "Zero run: a base that does not move",
        what: &[
            "If a cumulative base stays the same while its window grows, the chance of no event in the added days at the rate of the earlier ones; and the same given the total. It is a reason to ask for the series by month, and not a finding on why.",
        ],
        formula: "p = exp(-n d2 / d1)\ngiven the total: p = (d1 / (d1 + d2))^n",
        source: "Poisson process at a constant rate.",
        refused: "Windows without dates, and a base that moved.",
    },
    Section {
        id: "break-even",
        title: "Break-even of capture",
        what: &[
            "How small the share of events would have to be that the base recorded, for the growth to be no more than that of an independent series, if the count now recorded everything. It is a sensitivity bound, not an estimate of what was recorded.",
        ],
        formula: "q = RR* n2 / n1     (RR*: ratio of the independent series)",
        source: "Solved from the capture-adjusted ratio (n1 / q1) / (n2 / q2) = RR*.",
        refused: "No independent series with counts.",
    },
    Section {
        id: "bounds",
        title: "Bounds: unknown cases, agencies that do not report, capture",
        what: &[
            "Bounds say between which values the truth must lie under a stated assumption. They are not confidence intervals: within them the data single out no value.",
            "Shares with unknown cases lie between all unknown being none and all being one (Manski). Totals with agencies that do not report lie between what was counted plus the rest at the least and at the greatest multiple of the rate of those that reported. Ratios with incomplete capture lie between the ratios under the extreme captures.",
        ],
        formula: "share:    [yes / n, (yes + unknown) / n]\ntotal:    [x + r k_lo M, x + r k_hi M],  M exposure that did not report, r rate of the rest,  k 0.5 to 1.5 and 0 to 2\ncapture:  [(n1 / q1hi) / (n2 / q2lo), (n1 / q1lo) / (n2 / q2hi)]\nexposure: [m x / (r + h), m x / (r - h)],  h half a unit of the last published digit",
        source: "Manski, Partial Identification of Probability Distributions (2003).",
        refused: "A coverage that is not published, and captures that are not between 0 and 1.",
    },
    Section {
        id: "multiverse",
        title: "Multiverse and specification curve",
        what: &[
            "The same ratio under every combination of declared choices: definition, denominator, window, base, unit, missing rule. The curve sorts them by their ratio; below it stand the choices of each.",
            "Choices and exclusions are declared and hashed before data are joined. The choice that moves the answer most is the one whose options have medians farthest apart. Cells share data, so no p-value is made over them.",
        ],
        formula: "effect of an axis = max over options of the median ratio - min over options of the median ratio",
        source: "Steegen and others, Perspectives on Psychological Science 11 (2016) 702; Simonsohn, Simmons and Nelson, Nature Human Behaviour 4 (2020) 1208.",
        refused: "A cell whose units, counts or exposures do not allow a ratio is left out, with its reason.",
    },
    Section {
        id: "fay-feuer",
        title: "Direct standardisation with Fay and Feuer's interval",
        what: &[
            "The rate that a group would have with the strata of the standard. The gamma interval is conservative, also for sparse strata.",
        ],
        formula: "DSR = sum w_i x_i / n_i,  v = sum w_i^2 x_i / n_i^2,  w_M = max w_i / n_i\nL = G(alpha/2; DSR^2/v, v/DSR)\nU = G(1 - alpha/2; (DSR + w_M)^2/(v + w_M^2), (v + w_M^2)/(DSR + w_M))",
        source: "Fay and Feuer, Statistics in Medicine 16 (1997) 791.",
        refused: "More than 10 percent of the exposure is in no stratum; then only the ratio stratum by stratum is given.",
    },
    Section {
        id: "mantel-haenszel",
        title: "Mantel–Haenszel ratio of rates",
        what: &["The common ratio of two rates over strata, weighted so that sparse strata do no harm."],
        formula: "RR = sum(a N0 / T) / sum(b N1 / T)\nVar ln RR = sum(m N1 N0 / T^2) / (sum(a N0 / T) sum(b N1 / T))",
        source: "Mantel and Haenszel (1959); Greenland and Robins, Biometrics 41 (1985) 55.",
        refused: "No stratum has both groups.",
    },
    Section {
        id: "funnel",
        title: "Funnel limits",
        what: &[
            "Many agencies against the rate that they have together. The limits are those within which chance alone would keep an agency of its size; they are widened by the spread that remains between agencies. An agency beyond a limit asks a question; there is no ranking.",
            "Agencies that expect fewer than five events are labelled \"too few\" and not judged.",
        ],
        formula: "exact limit: r = min{k: P(X <= k | E) >= q},  limit = r - (P(X <= r) - q) / P(X = r)\nz_i = 2 (sqrt O_i - sqrt E_i), winsorised at 10 percent;  phi = mean z^2\ntau^2 = (I phi - (I - 1)) / (sum w - sum w^2 / sum w),  w = 4E,  if phi > (I - 1)/I",
        source: "Spiegelhalter, Statistics in Medicine 24 (2005) 1185; Quality and Safety in Health Care 14 (2005) 347.",
        refused: "Too few agencies with a rate, and agencies whose count or exposure is missing, which are listed with the reason.",
    },
    Section {
        id: "benjamini-hochberg",
        title: "Many tests at once: Benjamini and Hochberg",
        what: &[
            "The p-values of all agencies of one question are a family and are adjusted together, so that among those that are called unusual the expected share of false calls stays at the level.",
        ],
        formula: "p_(i) adjusted = min over j >= i of (m / j) p_(j)",
        source: "Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289.",
        refused: "An agency that expects fewer than five events is not in the family.",
    },
    Section {
        id: "interrupted-series",
        title: "Interrupted series",
        what: &[
            "Level and slope before and after a date that was declared before fitting. A change at the date says that something changed then; it does not say why. The counts are Poisson, or negative binomial where they are spread wider than that (dispersion above 1.5).",
        ],
        formula: "log mu_t = b0 + b1 t + b2 1{t >= T0} + b3 (t - T0)+ + log e_t\nchange of level exp(b2), change of slope exp(b3)",
        source: "Bernal, Cummins and Gasparrini, International Journal of Epidemiology 46 (2017) 348.",
        refused: "Fewer than eight periods without a gap on a side: then the series is described only.",
    },
    Section {
        id: "change-points",
        title: "Change points by PELT",
        what: &[
            "Where the level of a series changes, found without a declared date: the division into segments with the least cost plus a penalty for each change. Stability is the share of penalties between ln n and 4 ln n that find the same point.",
        ],
        formula: "minimise sum of C(segment) + beta K,  beta = 2 ln n,  segments of two periods or more",
        source: "Killick, Fearnhead and Eckley, Journal of the American Statistical Association 107 (2012) 1590.",
        refused: "Too few periods in a row without a gap. Gaps are never bridged.",
    },
    Section {
        id: "correlation",
        title: "Associations between places",
        what: &[
            "Spearman's and Kendall's coefficients of ranks, Pearson's with Fisher's interval, the same with the greatest and least values drawn in, and by permutation with a fixed seed; and the coefficient without the place that moves it most.",
            "What holds between places need not hold between persons in them; other units of place can give another answer; denominators that both sides share make an association of their own. An association does not say why.",
        ],
        formula: "Fisher: tanh(atanh r ± z / sqrt(n - 3))\nleast |r| that n places could show at 5 percent is given beside it",
        source: "Spearman (1904); Kendall, Biometrika 30 (1938) 81; Fisher, Metron 1 (1921) 3; Robinson, American Sociological Review 15 (1950) 351, on places and persons.",
        refused: "Fewer than eight places with both quantities.",
    },
];
