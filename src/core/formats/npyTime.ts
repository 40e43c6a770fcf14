/** A datetime64 or timedelta64 unit with its multiplier, such as 25 s. */
export interface TimeUnit {
  readonly unit: TimeUnitName;
  readonly multiplier: number;
}

const UNITS = {
  Y: 'years',
  M: 'months',
  W: 'weeks',
  D: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  ps: 'picoseconds',
  fs: 'femtoseconds',
  as: 'attoseconds',
  generic: 'generic time units',
} as const;
type TimeUnitName = keyof typeof UNITS;

/** Ticks of a unit in one day, for the units below a day, with how many digits its fraction has. */
const BELOW_DAY: Readonly<Partial<Record<TimeUnitName, readonly [bigint, number]>>> = {
  h: [24n, 0],
  m: [1440n, 0],
  s: [86400n, 0],
  ms: [86400n * 10n ** 3n, 3],
  us: [86400n * 10n ** 6n, 6],
  ns: [86400n * 10n ** 9n, 9],
  ps: [86400n * 10n ** 12n, 12],
  fs: [86400n * 10n ** 15n, 15],
  as: [86400n * 10n ** 18n, 18],
};

const NOT_A_TIME = -(2n ** 63n);
const MAX_MULTIPLIER = 2 ** 31 - 1;

/** Reads `[25s]`, or nothing for generic; undefined when numpy has no such unit. */
export function parseTimeUnit(text: string): TimeUnit | undefined {
  if (text === '') return { unit: 'generic', multiplier: 1 };
  const match = /^\[(\d{0,10})([A-Za-z]+)\]$/.exec(text);
  if (!match) return undefined;
  const [, count, unit] = match as unknown as [string, string, string];
  const multiplier = count === '' ? 1 : Number(count);
  if (!Object.hasOwn(UNITS, unit) || multiplier > MAX_MULTIPLIER) return undefined;
  return { unit: unit as TimeUnitName, multiplier };
}

/** A datetime64 in ISO 8601 to the precision of its unit, as numpy writes it. */
export function datetimeText(ticks: bigint, { unit, multiplier }: TimeUnit): string {
  if (ticks === NOT_A_TIME) return 'NaT';
  const count = ticks * BigInt(multiplier);
  if (unit === 'generic') return String(count);
  if (unit === 'Y') return yearText(1970n + count);
  if (unit === 'M')
    return `${yearText(1970n + floorDivide(count, 12n))}-${two(modulo(count, 12n) + 1n)}`;
  if (unit === 'W') return dateText(count * 7n);
  if (unit === 'D') return dateText(count);
  const [perDay, digits] = BELOW_DAY[unit]!;
  return `${dateText(floorDivide(count, perDay))}T${clockText(modulo(count, perDay), perDay, digits)}`;
}

/** A timedelta64 as numpy writes it: `75 seconds`. */
export function timedeltaText(ticks: bigint, { unit, multiplier }: TimeUnit): string {
  return ticks === NOT_A_TIME ? 'NaT' : `${ticks * BigInt(multiplier)} ${UNITS[unit]}`;
}

/** Time of day from ticks; coarse units stop at their own field. */
function clockText(ticks: bigint, perDay: bigint, digits: number): string {
  if (perDay === 24n) return two(ticks);
  if (perDay === 1440n) return `${two(ticks / 60n)}:${two(ticks % 60n)}`;
  const perSecond = 10n ** BigInt(digits);
  const seconds = ticks / perSecond;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return digits === 0 ? clock : `${clock}.${String(ticks % perSecond).padStart(digits, '0')}`;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible date algorithms"). */
function dateText(days: bigint): string {
  const shifted = days + 719468n;
  const era = floorDivide(shifted, 146097n);
  const dayOfEra = modulo(shifted, 146097n);
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36524n - dayOfEra / 146096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const marchMonth = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * marchMonth + 2n) / 5n + 1n;
  const month = marchMonth < 10n ? marchMonth + 3n : marchMonth - 9n;
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n);
  return `${yearText(year)}-${two(month)}-${two(day)}`;
}

function yearText(year: bigint): string {
  return year < 0n ? `-${String(-year).padStart(3, '0')}` : String(year).padStart(4, '0');
}

function two(value: bigint): string {
  return String(value).padStart(2, '0');
}

function floorDivide(a: bigint, b: bigint): bigint {
  return (a - modulo(a, b)) / b;
}

function modulo(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}
