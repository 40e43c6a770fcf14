"""Writes stats.json: what numpy says of arrays that stats.test.ts builds by the same rule.

Run: python3 test/core/tensor/golden/stats.py > test/core/tensor/golden/stats.json
"""
import json
import math
from fractions import Fraction

import numpy as np

LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def noise(count):
    """Numerical Recipes' 32-bit generator as doubles in [0, 1)."""
    state, out = 12345, np.empty(count)
    for i in range(count):
        state = (1664525 * state + 1013904223) & 0xFFFFFFFF
        out[i] = state / 2**32
    return out


def square_root(fraction):
    """Correct also where the fraction itself is no double."""
    if fraction == 0:
        return 0.0
    half = (fraction.numerator.bit_length() - fraction.denominator.bit_length()) // 2
    return math.ldexp(math.sqrt(float(fraction * Fraction(4) ** -half)), half)


def case(name, array, bins):
    flat = array.reshape(-1)
    values = flat.astype(np.float64) if flat.dtype.kind != "c" else np.abs(flat.astype(np.complex128))
    finite = values[np.isfinite(values)]
    exact_mean = sum(map(Fraction, finite.tolist())) / len(finite)
    exact_var = sum((Fraction(v) - exact_mean) ** 2 for v in finite.tolist()) / len(finite)
    counts, edges = np.histogram(finite, bins=bins)
    exact_min = str(flat.min()) if flat.dtype.kind in "iu" else None
    exact_max = str(flat.max()) if flat.dtype.kind in "iu" else None
    return {
        "name": name,
        "dtype": array.dtype.str,
        "bytes": array.tobytes().hex() if array.nbytes <= 4096 else None,
        "bins": bins,
        "nan": int(np.isnan(values).sum()),
        "posInf": int(np.isposinf(values).sum()),
        "negInf": int(np.isneginf(values).sum()),
        "zeros": int((values == 0).sum()),
        "min": exact_min or repr(float(finite.min())),
        "max": exact_max or repr(float(finite.max())),
        "mean": repr(float(exact_mean)),
        "std": repr(square_root(exact_var)),
        "counts": counts.tolist(),
        "edges": [repr(float(edges[0])), repr(float(edges[-1]))],
        "quantiles": [repr(float(q)) for q in np.quantile(finite, LEVELS)],
    }


def main():
    n = 20011
    r = noise(n)
    odd = (r * 8 - 4).astype(np.float32)
    odd[7], odd[300], odd[301], odd[5000], odd[19000] = np.nan, np.inf, -np.inf, 0.0, -0.0
    wide = np.array([2**63 - 1, -(2**63), 2**53 + 1, 0, -5], dtype=np.int64)
    cases = [
        case("f32 with NaN and Inf", odd, 256),
        case("f32 far from zero", (1e6 + r).astype(np.float32), 10),
        case("f32 constant", np.full(1000, 0.1, np.float32), 4),
        case("f64 tiny", r[:400] * 1e-200, 7),
        case("f64 huge", (r[:400] - 0.3) * 1e300, 7),
        case("f16", (r * 8 - 4).astype(np.float16), 64),
        case("u8", (r * 256).astype(np.uint8), 256),
        case("i8", (r * 256 - 128).astype(np.int8), 13),
        case("u16", (r * 65536).astype(np.uint16), 100),
        case("i32", (r * 2**32 - 2**31).astype(np.int32), 33),
        case("u32", (r * 2**32).astype(np.uint32), 33),
        case("i64 extremes", wide, 3),
        case("u64", (r * 2**64).astype(np.uint64), 9),
        case("c64", (r[:9000] - 0.5 + 1j * r[9000:18000]).astype(np.complex64), 12),
        case("bool", r > 0.3, 2),
    ]
    print(json.dumps(cases, indent=0))


main()
