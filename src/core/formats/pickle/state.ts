import { t } from '../../l10n';
import type { PickleCursor } from './cursor';
import { MAX_GLOBALS, MAX_MEMO_INDEX, MAX_OBJECTS, MAX_STACK } from './limits';
import {
  asKind,
  type PickleCall,
  type PickleGlobal,
  type PicklePersistent,
  type PickleSequence,
  type PickleValue,
} from './value';

/** An empty Map takes this many times what an empty list takes. */
const DICT_WEIGHT = 4;

/** The stack, marks and memo of one running pickle. Every push, pop and look-up is checked. */
export class PickleState {
  readonly cursor: PickleCursor;
  readonly #globals = new Map<string, PickleGlobal>();
  /** `getattr` under its two names: what it reaches is named in its place, where that is plain. */
  readonly #getattrs = new Map<PickleValue, string>();
  #unresolvedGetattrs = 0;
  #callCount = 0;
  /** Every storage it refers to, in order. */
  readonly persistents: PicklePersistent[] = [];
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #objectCount = 0;
  #frameEnd: number | undefined;

  constructor(cursor: PickleCursor) {
    this.cursor = cursor;
  }

  /** Every global that the pickle named so far, by `module name`, in order. */
  get globals(): ReadonlyMap<string, PickleGlobal> {
    const all = new Map(this.#globals);
    if (this.#unresolvedGetattrs === 0) for (const key of this.#getattrs.values()) all.delete(key);
    return all;
  }

  /** Calls noted down so far. */
  get callCount(): number {
    return this.#callCount;
  }

  push(value: PickleValue): void {
    if (this.#getattrs.has(value)) this.#unresolvedGetattrs++;
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
    const found = this.#named(key, module, name);
    if (/^(builtins|__builtin__) getattr$/.test(key)) this.#getattrs.set(found, key);
    this.push(found);
  }

  #named(key: string, module: string, name: string): PickleGlobal {
    const known = this.#globals.get(key);
    if (known) return known;
    if (this.#globals.size >= MAX_GLOBALS)
      throw this.cursor.failure(t`it names more than ${MAX_GLOBALS} classes`);
    const found: PickleGlobal = { kind: 'global', module, name };
    this.#globals.set(key, found);
    return found;
  }

  /** `getattr(Class, "NAME")`, as enum members are pickled, names `Class.NAME`. */
  #resolveGetattr(args: readonly PickleValue[]): void {
    const owner = asKind(args[0], 'global');
    const attribute = args[1];
    if (args.length !== 2 || !owner || typeof attribute !== 'string') return;
    const name = `${owner.name}.${attribute}`;
    this.#named(`${owner.module} ${name}`, owner.module, name);
    this.#unresolvedGetattrs--;
  }

  pushSequence(kind: PickleSequence['kind'], items: PickleValue[]): void {
    this.pushObject({ kind, items });
  }

  pushDict(): void {
    this.pushObject({ kind: 'dict', entries: new Map() }, DICT_WEIGHT);
  }

  /** Sets keys and values, one after the other, in the dict or object on top. */
  setItems(items: readonly PickleValue[]): void {
    const target = asKind(this.top(), 'dict', 'call');
    if (!target) throw this.cursor.failure(t('an item is set in something other than a dict'));
    if (items.length % 2 !== 0) throw this.cursor.failure(t('a dict key has no value'));
    target.entries ??= new Map();
    for (let i = 0; i < items.length; i += 2) {
      const key = asKind(items[i], 'list', 'dict');
      if (key) throw this.cursor.failure(t`a ${key.kind} is used as a dict key`);
      target.entries.set(items[i]!, items[i + 1]!);
    }
  }

  /** Notes a call as data: nothing is looked up, nothing runs. */
  pushCall(callable: PickleValue, args: readonly PickleValue[], keywords?: PickleValue): void {
    this.#callCount++;
    if (this.#getattrs.has(callable)) this.#resolveGetattr(args);
    const call: PickleCall = { kind: 'call', callable, args };
    if (keywords !== undefined) call.states = [keywords];
    this.pushObject(call);
  }

  /** Notes a reference to something outside the pickle; that of a module stands for its class. */
  pushPersistent(id: PickleValue): void {
    // torch before 1.6 saved whole modules as ('module', class, file, source) and loads the class.
    const [tag, module] = asKind(id, 'tuple')?.items ?? [];
    if (tag === 'module' && asKind(module, 'global')) {
      this.push(module!);
      return;
    }
    const persistent: PicklePersistent = { kind: 'persistent', id };
    this.persistents.push(persistent);
    this.pushObject(persistent);
  }

  /**
   * FRAME: the next `length` bytes hold whole opcodes. CPython reads ahead by frames and drops what an
   * opcode leaves of one, so that a frame ending inside an opcode would read otherwise there.
   */
  enterFrame(length: number): void {
    if (this.#frameEnd !== undefined)
      throw this.cursor.failure(t('a frame begins inside another frame'));
    this.cursor.demand(length);
    this.#frameEnd = this.cursor.position + length;
  }

  /** Behind each opcode: closes the frame that ends here; at STOP it must. */
  leaveFrame(isStop: boolean): void {
    if (this.#frameEnd === undefined) return;
    const { position } = this.cursor;
    if (position > this.#frameEnd || (isStop && position < this.#frameEnd))
      throw this.cursor.failure(
        t`a frame ends at byte ${this.#frameEnd}, where no instruction ends: Python would read something else`,
      );
    if (position === this.#frameEnd) this.#frameEnd = undefined;
  }

  #checkDepth(count: number): void {
    if (this.depth < count) throw this.cursor.failure(t('the stack is empty'));
  }
}
