import type { TensorInfo } from '../../src/protocol/engineMethods';
import { fileBytes } from '../format';
import type { SortOrder } from '../store';
import type { TensorFilter } from './tensorFilter';

/** A line of the tensor list. */
export type TreeRow =
  | {
      readonly type: 'group';
      readonly path: string;
      readonly label: string;
      readonly level: number;
      readonly count: number;
      readonly expanded: boolean;
    }
  | {
      readonly type: 'tensor';
      readonly index: number;
      readonly label: string;
      readonly level: number;
    };

interface Group {
  readonly groups: Map<string, Group>;
  readonly tensors: number[];
  /** Groups and tensors in the order of the file. */
  readonly order: (string | number)[];
  count: number;
}

/** A file of at most this many tensors is listed flat: folding a handful helps nobody. */
const FLAT_COUNT = 12;

/** How the list is filtered, ordered and folded. */
export interface TreeOptions {
  readonly filter: TensorFilter;
  readonly sort: SortOrder;
  readonly collapsed: ReadonlySet<string>;
}

/** The lines to show: a tree by dotted names, or a flat list while filtering or sorting by value. */
export function treeRows(tensors: readonly TensorInfo[], options: TreeOptions): TreeRow[] {
  const flat = !options.filter.isEmpty || options.sort === 'size' || options.sort === 'dtype';
  if (flat || tensors.length <= FLAT_COUNT) return flatRows(tensors, options);
  const root = buildTree(tensors, sorted(tensors, indices(tensors), options.sort));
  const rows: TreeRow[] = [];
  addRows(root, '', 1, tensors, options.collapsed, rows);
  return rows;
}

function indices(tensors: readonly TensorInfo[]): number[] {
  return tensors.map((_, index) => index);
}

/**
 * What all rows of a flat list begin with, up to a dot: it says nothing there. Empty in a tree, whose groups have it,
 * and for a row alone.
 */
export function commonPrefix(tensors: readonly TensorInfo[], rows: readonly TreeRow[]): string {
  if (rows.length < 2 || rows.some(row => row.type === 'group')) return '';
  const names = rows.flatMap(row => (row.type === 'tensor' ? [tensors[row.index]!.name] : []));
  const [first] = names as [string, ...string[]];
  let length = first.length;
  for (const name of names) {
    let same = 0;
    while (same < length && name[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, first.lastIndexOf('.', length - 1) + 1);
}

/** Every group of the tree, by path: what is folded when all of it is. */
export function groupPaths(tensors: readonly TensorInfo[], options: TreeOptions): string[] {
  const rows = treeRows(tensors, { ...options, collapsed: new Set() });
  return rows.flatMap(row => (row.type === 'group' ? [row.path] : []));
}

function flatRows(tensors: readonly TensorInfo[], { filter, sort }: TreeOptions): TreeRow[] {
  const found = indices(tensors).filter(index => filter.matches(tensors[index]!));
  return sorted(tensors, found, sort).map(index => ({
    type: 'tensor',
    index,
    label: tensors[index]!.name,
    level: 1,
  }));
}

const collator = new Intl.Collator(undefined, { numeric: true });

function sorted(tensors: readonly TensorInfo[], found: number[], sort: SortOrder): number[] {
  if (sort === 'file') return found;
  const by: Record<Exclude<SortOrder, 'file'>, (a: TensorInfo, b: TensorInfo) => number> = {
    name: (a, b) => collator.compare(a.name, b.name),
    size: (a, b) => fileBytes(b) - fileBytes(a),
    dtype: (a, b) => collator.compare(a.dtype, b.dtype),
  };
  return found.sort((a, b) => by[sort](tensors[a]!, tensors[b]!) || a - b);
}

function newGroup(): Group {
  return { groups: new Map(), tensors: [], order: [], count: 0 };
}

function buildTree(tensors: readonly TensorInfo[], order: readonly number[]): Group {
  const root = newGroup();
  for (const index of order) {
    const parts = tensors[index]!.name.split('.');
    let group = root;
    group.count++;
    for (const part of parts.slice(0, -1)) {
      let next = group.groups.get(part);
      if (!next) {
        next = newGroup();
        group.groups.set(part, next);
        group.order.push(part);
      }
      next.count++;
      group = next;
    }
    group.tensors.push(index);
    group.order.push(index);
  }
  return root;
}

function addRows(
  group: Group,
  prefix: string,
  level: number,
  tensors: readonly TensorInfo[],
  collapsed: ReadonlySet<string>,
  rows: TreeRow[],
): void {
  for (const entry of group.order) {
    if (typeof entry === 'number') {
      const label = tensors[entry]!.name.slice(prefix.length);
      rows.push({ type: 'tensor', index: entry, label, level });
      continue;
    }
    if (group.groups.get(entry)!.count === 1) {
      const index = onlyTensor(group.groups.get(entry)!);
      const label = tensors[index]!.name.slice(prefix.length);
      rows.push({ type: 'tensor', index, label, level });
      continue;
    }
    const { label, child } = joined(entry, group.groups.get(entry)!);
    const path = `${prefix}${label}.`;
    const expanded = !collapsed.has(path);
    rows.push({ type: 'group', path, label, level, count: child.count, expanded });
    if (expanded) addRows(child, path, level + 1, tensors, collapsed, rows);
  }
}

/** The one tensor of a group of one: a line to fold for it helps nobody. */
function onlyTensor(group: Group): number {
  let at = group;
  while (at.tensors.length === 0) at = [...at.groups.values()][0]!;
  return at.tensors[0]!;
}

/** A group that holds nothing but one group is one line with it. */
function joined(label: string, child: Group): { label: string; child: Group } {
  let [name, group] = [label, child];
  while (group.tensors.length === 0 && group.groups.size === 1) {
    const [next, inner] = [...group.groups][0]!;
    name = `${name}.${next}`;
    group = inner;
  }
  return { label: name, child: group };
}
