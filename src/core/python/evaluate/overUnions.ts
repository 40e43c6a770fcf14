import { alternatives, joinAll } from '../domain/join';
import type { Flaw, OpOutcome } from '../domain/outcome';
import { UNKNOWN, type Value } from '../domain/value';
import { emit, type Run } from './run';

const MAX_COMBINATIONS = 16;

/**
 * Runs an operation on every combination of alternatives. What raises on one path is dropped from
 * the result, because that path ends there; a finding is reported only where every one is flawed.
 */
export function overUnions(
  run: Run,
  values: readonly Value[],
  operate: (values: readonly Value[]) => OpOutcome,
): Value {
  // Most operands are one thing: no combinations to make.
  if (!values.some(value => value.kind === 'union')) {
    const outcome = operate(values);
    if (outcome.kind !== 'flaw') return outcome;
    reportFirst(run, [outcome]);
    return outcome.value ?? UNKNOWN;
  }
  const combinations = combine(values);
  if (combinations === null) return UNKNOWN;
  const outcomes = combinations.map(operate);
  const flaws = outcomes.filter(outcome => outcome.kind === 'flaw') as Flaw[];
  const sound = outcomes.filter(outcome => outcome.kind !== 'flaw') as Value[];
  if (sound.length === 0 && flaws.length > 0) reportFirst(run, flaws);
  const kept = flaws.map(flaw => flaw.value).filter(value => value !== null);
  return joinAll([...sound, ...kept]);
}

function reportFirst(run: Run, flaws: readonly Flaw[]): void {
  if (!flaws.every(flaw => flaw.fault !== null)) return;
  // Where one alternative raises and another goes on wrongly, only the milder holds for both.
  const first = flaws.find(flaw => flaw.value !== null) ?? flaws[0]!;
  emit(run, first.fault!, first.value === null);
}

function combine(values: readonly Value[]): Value[][] | null {
  let combinations: Value[][] = [[]];
  for (const value of values) {
    const options = alternatives(value);
    combinations = combinations.flatMap(head => options.map(option => [...head, option]));
    if (combinations.length > MAX_COMBINATIONS) return null;
  }
  return combinations;
}
