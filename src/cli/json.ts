/** JSON as `cli.md` wants it: non-finite numbers and integers beyond 2^53 as strings, -0 kept as 0. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') {
      const safe = item >= -9007199254740991n && item <= 9007199254740991n;
      return safe ? Number(item) : item.toString();
    }
    return typeof item === 'number' && !Number.isFinite(item) ? String(item) : item;
  });
}
