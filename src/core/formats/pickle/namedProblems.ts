import { TensorFileError } from '../../errors';
import { t } from '../../l10n';
import type { FileProblem } from '../../tensor/tensor';
import { classifyName, type NameVerdict } from './classifyName';
import { MAX_GLOBAL_PROBLEMS } from './limits';
import { quoted } from './text';
import type { PickleGlobal } from './value';

type Names = Iterable<PickleGlobal>;
type Spoken = Exclude<NameVerdict, 'data'>;

/** What is said of a name, by what it means; the worst come first. */
const SAID: Readonly<Record<Spoken, (name: string) => FileProblem>> = {
  runs: name => ({
    rule: 'file/pickle-global',
    message: t`The pickle names ${name}, which would run code when Python loads this file. Nothing was executed; do not load the file, and ask its source for safetensors`,
  }),
  loads: name => ({
    rule: 'file/pickle-global',
    message: t`The pickle names ${name}, which would load code or another pickle when Python loads this file. Nothing was executed; load it only from a source that you trust`,
  }),
  class: name => ({
    rule: 'file/pickle-class',
    message: t`The pickle names ${name}, a class or function of a library, which torch.load refuses by default (weights_only=True). Nothing was executed; what it holds is shown as plain data`,
  }),
};

/** What is to be said about what pickles name: nothing for what data needs, else a problem each. */
export function namedProblems(names: Names): FileProblem[] {
  const unique = new Map([...names].map(value => [`${value.module} ${value.name}`, value]));
  const judged = [...unique.values()].map(value => ({ value, verdict: classifyName(value) }));
  const verdicts = Object.keys(SAID) as Spoken[];
  const problems = verdicts.flatMap(spoken =>
    judged
      .filter(({ verdict }) => verdict === spoken)
      .map(({ value }) => SAID[spoken](quoted(`${value.module}.${value.name}`))),
  );
  const rest = problems.length - MAX_GLOBAL_PROBLEMS;
  if (rest <= 0) return problems;
  const { rule } = problems[MAX_GLOBAL_PROBLEMS]!;
  return [
    ...problems.slice(0, MAX_GLOBAL_PROBLEMS),
    { rule, message: t`The pickle names ${rest} more classes and functions` },
  ];
}

/** @throws TensorFileError when a name runs code: the file is an attack, not data. */
export function refuseAttack(names: Names): void {
  const attack = [...names].find(value => classifyName(value) === 'runs');
  if (!attack) return;
  const { message, rule } = SAID.runs(quoted(`${attack.module}.${attack.name}`));
  throw new TensorFileError(message, {}, { rule });
}
