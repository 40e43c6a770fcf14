// How the kernels add, as their twins do.

/** Lanes 0 and 1 of `a` and of `b` hold elements i and i + 1, i + 2 and i + 3 of every four. */
export function sumLanes(a: v128, b: v128): f64 {
  return (
    f64x2.extract_lane(a, 0) +
    f64x2.extract_lane(a, 1) +
    (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1))
  );
}

/** Counts kept in two 64-bit lanes. */
export function countPairs(counts: v128): i32 {
  return <i32>(i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1));
}
