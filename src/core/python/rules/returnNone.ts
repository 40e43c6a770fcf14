import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { EndEvent, ReturnEvent } from '../nodes/events';
import type { Expr, IfStatement, Statement } from '../syntax/ast';
import { childStatements } from '../syntax/walk';
import type { PythonRule } from './rule';

/** docs/rules/python/return-none.md */
export const returnNone: PythonRule = {
  id: 'python/return-none',
  severity: 'error',
  title: 'None returned',
  description:
    'A v1 node with outputs returns None on one of its ways, or that way ends without a return.',
  on: {
    return: check,
    end: checkEnd,
  },
};

function check({ node, value, statement }: ReturnEvent): Violation | null {
  if (node.api === 'v3' || node.outputs.length === 0 || value.kind !== 'none') return null;
  // What an unread input could be decides which ways can run.
  if (!node.areAllInputs) return null;
  if (isLeftOver(node.method.body, statement)) return null;
  return {
    at: statement.outer ?? statement,
    message: t`This returns None, and the node declares ${node.outputs.length} outputs: ComfyUI asks for the length of it and raises. Return a tuple, or \`ExecutionBlocker(None)\` for each output.`,
    steps: [],
  };
}

function checkEnd({ node }: EndEvent): Violation | null {
  const { api, method, outputs } = node;
  if (api === 'v3' || outputs.length === 0) return null;
  if (!returnsSomewhere(method.body) || !runsOff(method.body)) return null;
  return {
    at: { from: method.from, to: method.from + 'def'.length },
    message: t`\`${method.name}\` may end without a \`return\`, and the node declares ${outputs.length} outputs: ComfyUI asks for the length of None and raises.`,
    steps: [],
  };
}

/** A method without any is not written to its end yet, or is a subclass's to write. */
const returnsSomewhere = (body: readonly Statement[]): boolean =>
  body.some(
    statement =>
      (statement.type === 'Return' && statement.value !== null) ||
      (statement.type !== 'Function' && returnsSomewhere(childStatements(statement))),
  );

/** `if mode == "a": ... elif mode == "b": ...`: with a list of choices its `else` may never run. */
function isChoice({ branches }: IfStatement): boolean {
  const isEqual = ({ test }: IfStatement['branches'][number]) =>
    test.type === 'Binary' && /^(==|in)$/.test(test.op) && test.left.type === 'Name';
  return branches.length > 1 && branches.every(isEqual);
}

/** Whether a statement stands in the `else` of a choice. */
function isLeftOver(body: readonly Statement[], at: Statement): boolean {
  return body.some(
    statement =>
      statement.from <= at.from &&
      at.to <= statement.to &&
      ((statement.type === 'If' &&
        isChoice(statement) &&
        statement.otherwise.some(part => part.from <= at.from && at.to <= part.to)) ||
        isLeftOver(childStatements(statement), at)),
  );
}

const calledName = (callee: Expr): string =>
  callee.type === 'Name' || callee.type === 'Attribute' ? callee.name : '';

/** Whether the end is reached by a way that no test guards: choices that cover all leave none open. */
function runsOff(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  switch (last?.type) {
    case 'If':
      return (
        last.otherwise.length > 0 &&
        !isChoice(last) &&
        [last.otherwise, ...last.branches.map(branch => branch.body)].some(runsOff)
      );
    case 'Try':
      return [last.body, ...last.handlers.map(handler => handler.body)].some(runsOff);
    case 'With':
      return runsOff(last.body);
    case 'Assign':
    case 'Augmented':
    case 'Pass':
      return true;
    case 'Expression':
      return (
        last.value.type !== 'Call' ||
        !/exit|raise|abort|interrupt/i.test(calledName(last.value.callee))
      );
    default:
      return false;
  }
}
