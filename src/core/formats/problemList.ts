import { t } from '../l10n';
import type { FileProblem } from '../tensor/tensor';

/** A hostile header can break one rule a million times; this many are told one by one. */
const MAX_PROBLEMS_PER_RULE = 100;

/** Keeps the first problems of each rule and counts the rest. */
export class ProblemList {
  readonly #kept: FileProblem[] = [];
  readonly #counts = new Map<FileProblem['rule'], number>();

  add(problem: FileProblem): void {
    const count = (this.#counts.get(problem.rule) ?? 0) + 1;
    this.#counts.set(problem.rule, count);
    if (count <= MAX_PROBLEMS_PER_RULE) this.#kept.push(problem);
  }

  list(): FileProblem[] {
    const rest = [...this.#counts]
      .filter(([, count]) => count > MAX_PROBLEMS_PER_RULE)
      .map(([rule, count]) => ({
        rule,
        message: t`${count - MAX_PROBLEMS_PER_RULE} more have the same problem`,
      }));
    return [...this.#kept, ...rest];
  }
}
