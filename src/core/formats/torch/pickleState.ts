import { t } from '../../l10n';
import { MAX_GLOBALS, MAX_MEMO_INDEX, MAX_OBJECTS, MAX_STACK } from './limits';
import type { PickleCursor } from './pickleCursor';
import type {
  PickleCall,
  PickleGlobal,
  PicklePersistent,
  PickleSequence,
  PickleValue,
} from './pickleValue';

/** The stack, marks and memo of one running pickle. Every push, pop and look-up is checked. */
export class PickleState {
  readonly cursor: PickleCursor;
  /** Every global the pickle named, by `module name`, in order. */
  readonly globals = new Map<string, PickleGlobal>();
  /** Every storage it refers to, in order. */
  readonly persistents: PicklePersistent[] = [];
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #objectCount = 0;

  constructor(cursor: PickleCursor) {
    this.cursor = cursor;
  }

  push(value: PickleValue): void {
    if (this.#stack.length >= MAX_STACK)
      throw this.cursor.failure(t`more than ${MAX_STACK} values wait on the stack`);
    this.#stack.push(value);
  }

  /** Pushes something that takes memory of its own, `weight` hundred bytes or so, and counts it. */
  pushObject(value: PickleValue, weight = 1): void {
    this.#objectCount += weight;
    if (this.#objectCount > MAX_OBJECTS)
      throw this.cursor.failure(t`it makes more than ${MAX_OBJECTS} objects`);
    this.push(value);
  }

  pop(): PickleValue {
    this.#checkDepth(1);
    return this.#stack.pop()!;
  }

  top(): PickleValue {
    this.#checkDepth(1);
    return this.#stack[this.#stack.length - 1]!;
  }

  /** The last `count` values, in the order they were pushed. */
  popMany(count: number): PickleValue[] {
    this.#checkDepth(count);
    const values = new Array<PickleValue>(count);
    for (let i = count - 1; i >= 0; i--) values[i] = this.#stack.pop()!;
    return values;
  }

  mark(): void {
    if (this.#marks.length >= MAX_STACK)
      throw this.cursor.failure(t`more than ${MAX_STACK} marks are open`);
    this.#marks.push(this.#stack.length);
  }

  /** Everything pushed since the last mark, which goes too. */
  popToMark(): PickleValue[] {
    const start = this.#marks.pop();
    if (start === undefined) throw this.cursor.failure(t('a mark is missing'));
    return this.#stack.splice(start);
  }

  /** How many values lie above the last mark. */
  get depth(): number {
    return this.#stack.length - (this.#marks[this.#marks.length - 1] ?? 0);
  }

  remember(index: number): void {
    if (index > MAX_MEMO_INDEX)
      throw this.cursor.failure(t`memo index ${index} is above ${MAX_MEMO_INDEX}`);
    this.#memo.set(index, this.top());
  }

  /** MEMOIZE: the next free index. */
  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.cursor.failure(t`memo ${index} was never set`);
    this.push(value);
  }

  /** Pushes the name of a class or function; the same name is one node. */
  pushGlobal(module: string, name: string): void {
    const key = `${module} ${name}`;
    let found = this.globals.get(key);
    if (!found) {
      if (this.globals.size >= MAX_GLOBALS)
        throw this.cursor.failure(t`it names more than ${MAX_GLOBALS} classes`);
      found = { kind: 'global', module, name };
      this.globals.set(key, found);
    }
    this.push(found);
  }

  pushSequence(kind: PickleSequence['kind'], items: PickleValue[]): void {
    this.pushObject({ kind, items });
  }

  /** Notes a call as data: nothing is looked up, nothing runs. */
  pushCall(callable: PickleValue, args: readonly PickleValue[], keywords?: PickleValue): void {
    const call: PickleCall = { kind: 'call', callable, args };
    if (keywords !== undefined) call.states = [keywords];
    this.pushObject(call);
  }

  /** Notes a reference to something outside the pickle. */
  pushPersistent(id: PickleValue): void {
    const persistent: PicklePersistent = { kind: 'persistent', id };
    this.persistents.push(persistent);
    this.pushObject(persistent);
  }

  #checkDepth(count: number): void {
    if (this.depth < count) throw this.cursor.failure(t('the stack is empty'));
  }
}
