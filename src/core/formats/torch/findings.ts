import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';
import type { FileProblem } from '../../tensor/tensor';
import { judgeGlobal } from './globals';
import { MAX_GLOBAL_PROBLEMS } from './limits';
import type { Pickle } from './pickle';
import type { PickleGlobal } from './pickleValue';
import { quoted } from './text';

const RULE = 'file/pickle-global';

/**
 * What is to be said about the classes that pickles name: nothing for those that data needs, a problem
 * for each that only its author knows.
 * @throws TensorFileError when one is known to run code: the file is an attack, not data.
 */
export function globalProblems(pickles: readonly Pickle[], isTorchScript: boolean): FileProblem[] {
  const globals = new Map(pickles.flatMap(pickle => [...pickle.globals]));
  const all = [...globals.values()];
  const dangerous = all.find(value => judgeGlobal(value) === 'dangerous');
  if (dangerous)
    throw new TensorFileError(
      t`The pickle names ${dotted(dangerous)}, which would run code when Python loads this file. Nothing was executed; do not load the file, and ask its source for safetensors`,
      {},
      { rule: RULE },
    );
  const unknown = all.filter(value => judgeGlobal(value) === 'unknown');
  const isCompiled = (value: PickleGlobal) =>
    isTorchScript && /^(__torch__(\..*)?|torch\.jit.*)$/.test(value.module);
  const problems = unknown.filter(value => !isCompiled(value)).map(unknownProblem);
  const rest = problems.length - MAX_GLOBAL_PROBLEMS;
  if (rest > 0)
    problems.splice(MAX_GLOBAL_PROBLEMS, rest, problem(t`The pickle names ${rest} more classes`));
  return isTorchScript ? [torchScriptProblem(), ...problems] : problems;
}

function unknownProblem(value: PickleGlobal): FileProblem {
  return problem(
    t`The pickle names ${dotted(value)}, which torch.load refuses by default (weights_only=True). Nothing was executed; what it holds is shown as plain data`,
  );
}

function torchScriptProblem(): FileProblem {
  return problem(
    t(
      'This is a TorchScript archive: a program with its weights, which torch.load(weights_only=True) refuses. Its tensors are listed, its code is not run',
    ),
  );
}

function problem(message: LocalText): FileProblem {
  return { rule: RULE, message };
}

function dotted(value: PickleGlobal): string {
  return quoted(`${value.module}.${value.name}`);
}
