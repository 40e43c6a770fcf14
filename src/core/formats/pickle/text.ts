import { latin1 } from '../../bytes/latin1';
import { t } from '../../l10n';
import { bytesOf } from './bytes';
import { MAX_VALUE_TEXT } from './limits';
import { asKind, isNode, type PickleValue, sequenceItems } from './value';

/** Longest list that is written out. */
const MAX_SHOWN_ITEMS = 16;

/** Most of a file's own words that a message repeats. */
const MAX_QUOTED_LENGTH = 120;

/** A name from the file for a message: on one line, without terminal escapes, bounded. */
export function quoted(text: string): string {
  const start = text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}...` : text;
  return start.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, character => {
    const code = character.codePointAt(0)!.toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}

/** A plain value as Python would write it, bounded; undefined for what has no short text. */
export function plainText(value: PickleValue | undefined): string | undefined {
  const text = scalarText(value) ?? sequenceText(value) ?? callText(value);
  if (text === undefined || text.length <= MAX_VALUE_TEXT) return text;
  return `${text.slice(0, MAX_VALUE_TEXT)}...`;
}

/** None, True, numbers, text and classes. */
export function scalarText(value: PickleValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return t`${value.length} bytes`;
  if (value.kind === 'float') return String(value.value);
  if (value.kind === 'global') return `${value.module}.${value.name}`;
  return undefined;
}

/** A dict's key as a step of a path: text as it is, anything else as Python would write it. */
export function keyText(key: PickleValue): string {
  if (typeof key === 'string') return key;
  const bytes = bytesOf(key);
  if (bytes && bytes.length <= MAX_QUOTED_LENGTH) return `b${stringText(latin1(bytes))}`;
  return scalarText(key) ?? sequenceText(key) ?? (isNode(key) ? `<${key.kind}>` : '');
}

/** A string as Python's repr writes it: in single quotes unless it holds just those. */
function stringText(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`);
  return `${mark}${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}${mark}`;
}

function sequenceText(value: PickleValue | undefined): string | undefined {
  const items = sequenceItems(value) ?? asKind(value, 'set')?.items;
  if (!items) return undefined;
  const inner = itemsText(items);
  if (inner === undefined) return undefined;
  const kind = isNode(value) ? value.kind : 'list';
  if (kind === 'list') return `[${inner}]`;
  if (kind === 'set') return items.length > 0 ? `{${inner}}` : 'set()';
  return items.length === 1 ? `(${inner},)` : `(${inner})`;
}

function callText(value: PickleValue | undefined): string | undefined {
  const call = asKind(value, 'call');
  const callee = asKind(call?.callable, 'global');
  if (!call || !callee) return undefined;
  const args = call.states || call.items || call.entries ? undefined : itemsText(call.args);
  return `${callee.module}.${callee.name}(${args ?? '...'})`;
}

function itemsText(items: readonly PickleValue[]): string | undefined {
  if (items.length > MAX_SHOWN_ITEMS) return undefined;
  const texts = items.map(item => (typeof item === 'string' ? stringText(item) : scalarText(item)));
  return texts.includes(undefined) ? undefined : texts.join(', ');
}
