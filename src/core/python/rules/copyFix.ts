import { t } from '../../l10n';
import type { Fix } from '../domain/outcome';
import type { EventPlace } from '../evaluate/run';
import type { Expr } from '../syntax/ast';

/** The name at the root of `x`, `x[...]`, `x.data`; null where there is none. */
function rootName(expr: Expr): string | null {
  if (expr.type === 'Name') return expr.name;
  if (expr.type === 'Index' || expr.type === 'Attribute') return rootName(expr.object);
  if (expr.type === 'Call')
    return expr.callee.type === 'Attribute' ? rootName(expr.callee.object) : null;
  return null;
}

/** Where `name` itself is written: inserts `name = name.clone()` on a line of its own before the statement at hand. */
export function copyFix(
  place: EventPlace,
  target: Expr,
  name: string,
  method: 'clone' | 'copy',
): Fix | undefined {
  const { text, statement: at, isHelper } = place;
  if (at === null || isHelper || rootName(target) !== name) return undefined;
  const lineStart = text.lastIndexOf('\n', at.from - 1) + 1;
  const indent = text.slice(lineStart, at.from);
  if (!/^[ \t]*$/.test(indent)) return undefined;
  return {
    title: t`Work on a copy: ${name} = ${name}.${method}()`,
    edits: [
      { from: lineStart, to: lineStart, newText: `${indent}${name} = ${name}.${method}()\n` },
    ],
  };
}
