import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';
import type { FileProblem, Tensor } from '../../tensor/tensor';
import { MAX_VALUE_TEXT } from '../pickle/limits';
import { plainText, quoted } from '../pickle/text';
import {
  asKind,
  isNode,
  type PickleCall,
  type PickleNode,
  type PicklePersistent,
  type PickleValue,
  sequenceItems,
} from '../pickle/value';
import { type Child, childrenOf, isContainer } from './children';
import {
  MAX_DEPTH,
  MAX_METADATA_ENTRIES,
  MAX_NAME_CHARACTERS,
  MAX_NAME_LENGTH,
  MAX_REVISITS,
  MAX_TENSOR_PROBLEMS,
  MAX_TENSORS,
} from './limits';
import type { Part, TensorLayout } from './parts';
import { rebuild } from './rebuild';
import {
  BrokenTensor,
  parseStorageId,
  type Reason,
  type StorageTable,
  UnusableTensor,
} from './storages';

/** The tensors of an object graph, with what is wrong with some and the plain values beside them. */
export interface Contents {
  readonly tensors: Tensor[];
  readonly problems: FileProblem[];
  readonly metadata: Map<string, string>;
}

/** One container that is being walked. */
interface Frame {
  readonly node: PickleNode;
  readonly name: string | undefined;
  readonly children: Iterator<Child>;
  readonly tensorsBefore: number;
  /** Walked before, from another place: its steps are counted against MAX_REVISITS. */
  readonly isRevisit: boolean;
}

/**
 * Finds the tensors in what a pickle describes and names them by their paths joined by dots. The walk
 * keeps its own stack, enters no container from inside itself, and enters a shared one again only when
 * it holds tensors, so that a list of lists of lists stays cheap.
 */
export class GraphWalk {
  readonly contents: Contents = { tensors: [], problems: [], metadata: new Map() };
  readonly #storages: StorageTable;
  readonly #frames: Frame[] = [];
  readonly #open = new Set<PickleNode>();
  /** Containers walked to their end, and whether any tensor was found inside. */
  readonly #walked = new Map<PickleNode, boolean>();
  /** What calls turned into: a tensor of two names is read once. */
  readonly #rebuilt = new Map<PickleCall, readonly Part[]>();
  #revisits = 0;
  #nameCharacters = 0;

  constructor(storages: StorageTable) {
    this.#storages = storages;
  }

  /**
   * Walks everything below `root`; `name` is the path to it, none for the file's own object.
   * @throws TensorFileError for a tensor that cannot be, or a graph beyond every real one.
   */
  walk(root: PickleValue, name?: string): void {
    this.#enter(root, name);
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const next = frame.children.next();
      if (next.done) {
        this.#leave(frame);
        continue;
      }
      if (frame.isRevisit) this.#countRevisit();
      const [key, value] = next.value;
      this.#enter(value, joined(frame.name, key));
    }
  }

  #enter(value: PickleValue, name: string | undefined): void {
    const parent = this.#frames.at(-1);
    if (!isNode(value) || this.#isPlain(value)) {
      // Numbers in a list are told with the list, or not at all.
      const isNamed = !parent || parent.node.kind === 'dict' || parent.node.kind === 'call';
      if (isNamed && this.#hasRoom && !isEmpty(value)) this.#note(name, textOf(value));
      return;
    }
    const walked = this.#walked.get(value);
    if (this.#open.has(value) || walked === false) return;
    const isRevisit = walked === true || parent?.isRevisit === true;
    if (isRevisit) this.#countRevisit();
    if (this.#open.size >= MAX_DEPTH)
      throw new TensorFileError(t`The pickle nests objects more than ${MAX_DEPTH} deep`);
    this.#open.add(value);
    const tensorsBefore = this.contents.tensors.length;
    this.#frames.push({
      node: value,
      name,
      children: this.#partsOf(value, name)[Symbol.iterator](),
      tensorsBefore,
      isRevisit,
    });
  }

  #countRevisit(): void {
    if (++this.#revisits > MAX_REVISITS)
      throw new TensorFileError(t('The pickle refers to the same objects too many times'));
  }

  /** Whether a node has nothing below it to walk into. */
  #isPlain(node: PickleNode): boolean {
    if (node.kind === 'dict' || node.kind === 'call') return false;
    return node.kind === 'persistent' || plainText(node) !== undefined;
  }

  #leave(frame: Frame): void {
    this.#frames.pop();
    this.#open.delete(frame.node);
    this.#walked.set(frame.node, this.contents.tensors.length > frame.tensorsBefore);
  }

  /** The children of a container; what a tensor's call describes is listed here, its parts come back. */
  #partsOf(node: PickleNode, name: string | undefined): Iterable<Child> {
    const call = asKind(node, 'call');
    if (!call) return childrenOf(node);
    const parts = this.#rebuild(call, name);
    if (!parts) {
      if (this.#hasRoom && !isContainer(call)) this.#note(name, plainText(call));
      return childrenOf(call);
    }
    return parts.flatMap((part): Child[] => {
      if (part.kind === 'value') return [[part.key, part.value]];
      if (part.kind === 'tensor')
        this.#list(part.layout, joined(name, part.key) ?? '', part.hidden);
      else this.#note(name, part.text);
      return [];
    });
  }

  #rebuild(call: PickleCall, name = ''): readonly Part[] | undefined {
    const known = this.#rebuilt.get(call);
    if (known) return known;
    try {
      const parts = rebuild(call, this.#storages);
      if (parts) this.#rebuilt.set(call, parts);
      return parts;
    } catch (error) {
      if (error instanceof BrokenTensor)
        throw new TensorFileError(error.reason(named(name)), { tensor: name });
      if (!(error instanceof UnusableTensor)) throw error;
      this.#report('file/unreadable', name, error.reason);
      return [];
    }
  }

  #list(layout: TensorLayout, name: string, hidden: Reason | undefined): void {
    const { tensors } = this.contents;
    this.#nameCharacters += name.length;
    if (name.length > MAX_NAME_LENGTH)
      throw new TensorFileError(t`A tensor's name has more than ${MAX_NAME_LENGTH} characters`);
    if (tensors.length >= MAX_TENSORS || this.#nameCharacters > MAX_NAME_CHARACTERS)
      throw new TensorFileError(
        t`The file lists more than ${MAX_TENSORS} tensors, or endless names`,
      );
    tensors.push({ ...layout, name });
    if (layout.dtype.decodable) return;
    const undecodable: Reason = tensor =>
      t`${tensor} has dtype ${layout.dtype.name}, of which values cannot be shown`;
    this.#report('file/unknown-dtype', name, hidden ?? undecodable);
  }

  #report(rule: FileProblem['rule'], name: string, reason: Reason): void {
    const { problems } = this.contents;
    const hasRoom = problems.length < MAX_TENSOR_PROBLEMS;
    if (hasRoom) problems.push({ rule, message: reason(named(name)), tensor: name });
    else problems[MAX_TENSOR_PROBLEMS] = { rule, message: t('More tensors have such problems') };
  }

  #note(name = '', text: string | undefined): void {
    const { metadata } = this.contents;
    if (text === undefined || name.length > MAX_VALUE_TEXT || metadata.has(name)) return;
    if (this.#hasRoom) metadata.set(name, text);
  }

  get #hasRoom(): boolean {
    return this.contents.metadata.size < MAX_METADATA_ENTRIES;
  }
}

function joined(name: string | undefined, key: string | undefined): string | undefined {
  if (key === undefined) return name;
  return name === undefined ? key : `${name}.${key}`;
}

function named(name: string): LocalText {
  return t`Tensor "${quoted(name)}"`;
}

function isEmpty(value: PickleValue): boolean {
  return sequenceItems(value)?.length === 0 || asKind(value, 'set')?.items.length === 0;
}

function textOf(value: PickleValue): string | undefined {
  const persistent = asKind(value, 'persistent');
  return persistent ? storageText(persistent) : plainText(value);
}

/** A storage saved by itself has no shape, so it is told, not listed. */
function storageText(value: PicklePersistent): string | undefined {
  try {
    const { byteLength, location, dtype } = parseStorageId(value);
    return t`storage of ${byteLength} bytes (${dtype?.name ?? t('untyped')}, ${location})`;
  } catch (error) {
    if (error instanceof BrokenTensor) return undefined;
    throw error;
  }
}
