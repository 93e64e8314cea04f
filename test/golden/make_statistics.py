"""Writes statistics.json with SciPy and mpmath: distributions, summaries, intervals, tests, power and corrections.

Quantiles of Student's t are those of mpmath: SciPy 1.10 gives them to about 2e-9 only, which is less than is compared.
"""
import json
import pathlib

import mpmath
import numpy as np
import scipy
from scipy import stats
from scipy.stats._mannwhitneyu import _mwu_state

HERE = pathlib.Path(__file__).parent
mpmath.mp.dps = 40


def exact_tail(t, df):
    v = mpmath.mpf(df)
    tail = mpmath.betainc(v / 2, mpmath.mpf(1) / 2, 0, v / (v + mpmath.mpf(t) ** 2), regularized=True) / 2
    return tail if t >= 0 else 1 - tail


def critical(tail, df):
    # Solved on a logarithmic scale, where tails of every size are alike.
    start = float(stats.t.isf(tail, df))
    return float(mpmath.findroot(lambda t: mpmath.log(exact_tail(t, df) / mpmath.mpf(tail)), start))


def exact_noncentral_tail(t, df, delta):
    """P(T > t) by the definition: Z + delta > t * sqrt(chi2 / df), integrated over chi2."""
    v = mpmath.mpf(df)
    log_norm = v / 2 * mpmath.log(2) + mpmath.loggamma(v / 2)
    density = lambda c: mpmath.exp((v / 2 - 1) * mpmath.log(c) - c / 2 - log_norm)
    tail = lambda c: mpmath.ncdf(delta - t * mpmath.sqrt(c / v))
    points = [0, v / 4, v / 2, v, 2 * v, 4 * v, 8 * v + 50, 20 * v + 400]
    return float(mpmath.quad(lambda c: density(c) * tail(c) if c > 0 else mpmath.mpf(0), points))


def distributions():
    degrees = [1, 2, 2.7, 4, 9.3, 30, 200, 10000]
    ts = [-7.5, -1, -1e-6, 0.1, 0.3, 1, 2, 5, 20]
    tails = [1e-10, 1e-6, 0.001, 0.025, 0.1, 0.3, 0.45, 0.49999, 0.5, 0.8]
    zs = [-30, -8, -1, 0, 0.5, 2, 6]
    ps = [1e-300, 1e-10, 0.025, 0.5, 0.9, 0.99999999]
    return {
        "tTail": [[t, df, float(exact_tail(t, df))] for df in degrees for t in ts],
        "tCritical": [[p, df, critical(p, df) if p != 0.5 else 0] for df in degrees for p in tails],
        "normalTail": [[z, float(mpmath.ncdf(-z))] for z in zs],
        "normalQuantile": [[p, float(stats.norm.ppf(p))] for p in ps],
        "noncentralTTail": [[t, df, delta, exact_noncentral_tail(t, df, delta)]
                            for df in [2, 4, 18, 58.5] for t in [-1.5, 0, 2.1, 4.3] for delta in [0, 0.7, 2.8, 9]],
        # SciPy's own, where it is good to 1e-9, beside the definition above.
        "nct": [[2.1, 18, 2.8, float(stats.nct.sf(2.1, 18, 2.8))], [2.776, 4, 1.5, float(stats.nct.sf(2.776, 4, 1.5))]],
    }


def interval(values, level):
    n = len(values)
    reach = critical((1 - level) / 2, n - 1) * np.std(values, ddof=1) / np.sqrt(n)
    return [float(np.mean(values) - reach), float(np.mean(values) + reach)]


def bca(samples, statistic, seed):
    """SciPy's replicates with its limits from them, and its limits from many more."""
    arguments = dict(confidence_level=0.95, vectorized=False, paired=False)
    few = stats.bootstrap(samples, statistic, method="BCa", n_resamples=999, random_state=seed, **arguments)
    many = stats.bootstrap(samples, statistic, method="BCa", n_resamples=50000, random_state=seed, **arguments)
    simple = stats.bootstrap(samples, statistic, method="percentile", n_resamples=50000, random_state=seed, **arguments)
    return {
        "replicates": np.sort(few.bootstrap_distribution).tolist(),
        "limits": list(few.confidence_interval),
        "bca": list(many.confidence_interval),
        "percentile": list(simple.confidence_interval),
    }


def summaries(random):
    cases = {
        "three": [0.941, 0.938, 0.9445],
        "eight": random.normal(0.9, 0.02, 8).tolist(),
        "skewed": random.exponential(1, 13).tolist(),
        "ties": [50.0, 75, 75, 100, 50, 50, 175],
    }
    return [{
        "name": name, "values": values, "mean": float(np.mean(values)), "median": float(np.median(values)),
        "standardDeviation": float(np.std(values, ddof=1)), "standardError": float(stats.sem(values)),
        "quartiles": np.quantile(values, [0.25, 0.75]).tolist(),
        "interquartileMean": float(stats.trim_mean(values, 0.25)),
        "t95": interval(values, 0.95), "t99": interval(values, 0.99),
        "bootstrap": bca((values,), np.mean, 1),
    } for name, values in cases.items()]


def welch_interval(x, y, level):
    a, b = np.var(x, ddof=1) / len(x), np.var(y, ddof=1) / len(y)
    df = (a + b) ** 2 / (a**2 / (len(x) - 1) + b**2 / (len(y) - 1))
    reach = critical((1 - level) / 2, df) * np.sqrt(a + b)
    d = np.mean(x) - np.mean(y)
    return float(df), [float(d - reach), float(d + reach)]


def hedges(df):
    return float(mpmath.gamma(mpmath.mpf(df) / 2) / mpmath.gamma(mpmath.mpf(df - 1) / 2) / mpmath.sqrt(mpmath.mpf(df) / 2))


def pairs(random):
    base = random.normal(0.9, 0.02, 9)
    cases = {
        "three": ([0.941, 0.938, 0.9445], [0.930, 0.9315, 0.9350]),
        "nine": ((base + random.normal(0.01, 0.01, 9)).tolist(), base.tolist()),
        "mixed": (random.normal(0, 1, 12).tolist(), random.normal(0.3, 1, 12).tolist()),
    }
    out = []
    for name, (x, y) in cases.items():
        d = np.subtract(x, y)
        t = stats.ttest_rel(x, y)
        w = stats.wilcoxon(d, mode="exact", alternative="two-sided")
        greater = stats.wilcoxon(d, mode="exact", alternative="greater")
        dz = float(np.mean(d) / np.std(d, ddof=1))
        pooled = np.sqrt((np.var(x, ddof=1) + np.var(y, ddof=1)) / 2)
        out.append({
            "name": name, "x": x, "y": y, "t": float(t.statistic), "p": float(t.pvalue),
            "interval": interval(d, 0.95), "dz": dz, "gz": dz * hedges(len(x) - 1), "d": float(np.mean(d) / pooled),
            "signedRank": {"statistic": float(greater.statistic), "p": float(w.pvalue)},
            "sign": float(stats.binomtest(int((d > 0).sum()), int((d != 0).sum())).pvalue),
            "bootstrap": bca((d,), np.mean, 2),
        })
    return out


def tied_signed_ranks():
    """Ties and zeros, which SciPy 1.10 does not count out: all choices of signs by its permutation test."""
    out = []
    for d in ([0.5, 0.5, -0.5, 1, 0, 2, 2], [25.0, 25, 50, 25, -25, 0, 0, 75]):
        nonzero = np.array([v for v in d if v != 0])
        ranks = stats.rankdata(np.abs(nonzero))
        signed = ranks * np.sign(nonzero)
        result = stats.permutation_test((signed,), lambda v: np.sum(v[v > 0]), permutation_type="samples",
                                        vectorized=False, n_resamples=np.inf)
        out.append({"d": d, "statistic": float(result.statistic), "p": float(result.pvalue)})
    return out


def independent(random):
    cases = {
        "three": ([0.941, 0.938, 0.9445], [0.930, 0.9315, 0.9350]),
        "unequal": (random.normal(0, 1, 7).tolist(), random.normal(0.8, 3, 11).tolist()),
        "lone": (random.normal(0, 1, 2).tolist(), random.normal(1, 1, 5).tolist()),
    }
    out = []
    for name, (x, y) in cases.items():
        t = stats.ttest_ind(x, y, equal_var=False)
        df, limits = welch_interval(x, y, 0.95)
        pooled = np.sqrt((np.var(x, ddof=1) * (len(x) - 1) + np.var(y, ddof=1) * (len(y) - 1)) / (len(x) + len(y) - 2))
        d = float((np.mean(x) - np.mean(y)) / pooled)
        u = stats.mannwhitneyu(x, y, method="exact")
        out.append({
            "name": name, "x": x, "y": y, "t": float(t.statistic), "p": float(t.pvalue), "df": df, "interval": limits,
            "d": d, "g": d * hedges(len(x) + len(y) - 2), "u": float(u.statistic), "uP": float(u.pvalue),
            "bootstrap": bca((x, y), lambda a, b: np.mean(a) - np.mean(b), 3),
        })
    return out


def tied_rank_sums():
    """Ties, counted out by SciPy's permutation test; and samples too large to count out."""
    x, y = [50.0, 75, 50, 50], [75.0, 100, 75, 650, 50]
    result = stats.permutation_test((x, y), lambda a, b: stats.mannwhitneyu(a, b, method="asymptotic").statistic,
                                    vectorized=False, n_resamples=np.inf)
    random = np.random.default_rng(5)
    large = [np.round(random.normal(0, 1, 80), 1).tolist(), np.round(random.normal(0.3, 1, 90), 1).tolist()]
    u = stats.mannwhitneyu(*large, method="asymptotic")
    return {"x": x, "y": y, "u": float(result.statistic), "p": float(result.pvalue),
            "large": {"x": large[0], "y": large[1], "u": float(u.statistic), "p": float(u.pvalue)}}


def outside(n, m, level):
    """The largest k with P(U < k) <= (1 - level) / 2, counted out."""
    below = 0
    for k in range(n * m + 1):
        below += float(_mwu_state.pmf(np.array([k]), n, m)[0])
        if below > (1 - level) / 2:
            return k


def large_signed_ranks():
    random = np.random.default_rng(6)
    d = [v for v in np.round(random.normal(0.1, 1, 260), 1).tolist() if v != 0]
    result = stats.wilcoxon(d, mode="approx", correction=False)
    return {"d": d, "p": float(result.pvalue)}


def power(effect, n, pairing, level):
    df = n - 1 if pairing == "paired" else 2 * n - 2
    delta = effect * np.sqrt(n if pairing == "paired" else n / 2)
    t = critical((1 - level) / 2, df)
    return float(stats.nct.sf(t, df, delta) + stats.nct.cdf(-t, df, delta))


def powers():
    cases = [(effect, n, pairing, level) for effect in [0.3, 0.8, 2.0] for n in [3, 5, 12, 40]
             for pairing in ["paired", "independent"] for level in [0.95, 0.99]]
    needed = []
    for effect in [0.5, 0.8, 1.2, 3.0]:
        for pairing in ["paired", "independent"]:
            n = next(n for n in range(2, 1000) if power(effect, n, pairing, 0.95) >= 0.8)
            needed.append({"effect": effect, "pairing": pairing, "n": n})
    return {"power": [{"effect": e, "n": n, "pairing": p, "level": v, "power": power(e, n, p, v)} for e, n, p, v in cases],
            "needed": needed}


def holm(ps):
    order = np.argsort(ps)
    adjusted = np.minimum(1, np.maximum.accumulate((len(ps) - np.arange(len(ps))) * np.array(ps)[order]))
    out = np.empty(len(ps))
    out[order] = adjusted
    return {"p": ps, "adjusted": out.tolist()}


random = np.random.default_rng(20)
value = {
    "scipy": scipy.__version__, "mpmath": mpmath.__version__, "distributions": distributions(),
    "summaries": summaries(random), "pairs": pairs(random), "tiedSignedRanks": tied_signed_ranks(),
    "largeSignedRanks": large_signed_ranks(),
    "independent": independent(random), "tiedRankSums": tied_rank_sums(),
    "outside": [[n, m, level, outside(n, m, level)] for n, m, level in
                [(4, 4, 0.95), (5, 6, 0.95), (9, 12, 0.99), (20, 20, 0.9), (50, 45, 0.95)]], **powers(),
    "holm": [holm([0.01, 0.04, 0.03, 0.005]), holm([0.5, 0.0001, 0.02, 0.02, 0.9]), holm([0.03])],
}
(HERE / "statistics.json").write_text(json.dumps(value) + "\n")
