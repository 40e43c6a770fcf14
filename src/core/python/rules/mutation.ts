import { t } from '../../l10n';
import { shapeText } from '../domain/describe';
import type { Tensor } from '../domain/value';
import type { Draft, Fix, Run } from '../interpret/context';
import type { Expr } from '../syntax/ast';

/** The name at the root of `x`, `x[...]`, `x.data`; null where there is none. */
function rootName(expr: Expr): string | null {
  if (expr.type === 'Name') return expr.name;
  if (expr.type === 'Index' || expr.type === 'Attribute') return rootName(expr.object);
  if (expr.type === 'Call')
    return expr.callee.type === 'Attribute' ? rootName(expr.callee.object) : null;
  return null;
}

/** Inserts `name = name.clone()` on a line of its own before the statement at hand. */
function copyFix(run: Run, name: string, method: 'clone' | 'copy'): Fix | undefined {
  const at = run.statement.at;
  if (at === null) return undefined;
  const lineStart = run.text.lastIndexOf('\n', at.from - 1) + 1;
  const indent = run.text.slice(lineStart, at.from);
  if (!/^[ \t]*$/.test(indent)) return undefined;
  return {
    title: t`Work on a copy: ${name} = ${name}.${method}()`,
    edits: [
      { from: lineStart, to: lineStart, newText: `${indent}${name} = ${name}.${method}()\n` },
    ],
  };
}

export function inputWrittenDraft(run: Run, target: Expr, value: Tensor): Draft {
  const input = value.aliasOf!;
  const root = rootName(target);
  const fix = root === input && run.callers.length <= 1 ? copyFix(run, input, 'clone') : undefined;
  return {
    rule: 'python/input-mutated',
    at: target,
    message: t`This writes into the input \`${input}\` ${shapeText(value.axes)} in place. ComfyUI caches the output of the node before, so every later run sees the change: work on \`${input}.clone()\`.`,
    steps: [value.step],
    ...(fix && { fix }),
  };
}

export function latentWrittenDraft(run: Run, target: Expr, input: string): Draft {
  const root = rootName(target);
  const fix = root === input && run.callers.length <= 1 ? copyFix(run, input, 'copy') : undefined;
  return {
    rule: 'python/latent-mutated',
    at: target,
    message: t`This sets a key on the input LATENT \`${input}\` itself. ComfyUI caches that dict, so the node before seems to have put it there: work on \`${input}.copy()\`.`,
    steps: [],
    ...(fix && { fix }),
  };
}
