import { ENDINGS } from '../../core/formats/endings';
import { WRITERS } from '../../core/writers';
import type { TensorWriter } from '../../core/writers/writer';
import { files } from '../node/files';
import { paths } from '../node/paths';

/** The ending that says a file's format, with the dot, as it is written. */
export function endingOf(path: string): string {
  const name = paths.basename(path);
  const index = ENDINGS.linted.find(one => name.toLowerCase().endsWith(`.${one}`));
  return index === undefined ? paths.extname(name) : name.slice(-index.length - 1);
}

/** A path without its folder and ending. */
export function stemOf(path: string): string {
  const ending = endingOf(path);
  const name = paths.basename(path);
  return ending === '' ? name : name.slice(0, -ending.length);
}

/** The writer for a path by its ending; `png` for pictures; null where nothing writes that ending. */
export function writerFor(path: string): TensorWriter | 'png' | null {
  const ending = endingOf(path).toLowerCase();
  if (ending === '.png') return 'png';
  return WRITERS.find(writer => writer.endings.includes(ending)) ?? null;
}

/** Every ending that can be written. */
export const WRITABLE_ENDINGS: readonly string[] = [
  ...WRITERS.flatMap(writer => writer.endings),
  '.png',
];

/** `x.channel-last.safetensors` beside `x.safetensors`. */
export function besideName(source: string, suffix: string, ending: string): string {
  const middle = suffix === '' ? '' : `.${suffix}`;
  return paths.join(paths.dirname(source), `${stemOf(source)}${middle}${ending}`);
}

/** `x.png`, `x.2.png`, `x.3.png` and so on: a name's variants by number, from 1. */
export function varied(path: string, number: number): string {
  const ending = endingOf(path);
  return number === 1 ? path : `${path.slice(0, path.length - ending.length)}.${number}${ending}`;
}

/** True where every path is neither on disk nor in `taken`. */
export async function areFree(
  names: readonly string[],
  taken: ReadonlySet<string>,
): Promise<boolean> {
  if (names.some(path => taken.has(path))) return false;
  return !(await Promise.all(names.map(files.isThere))).includes(true);
}

/** The first variant of a path that is neither on disk nor in `taken`. */
export async function freePath(path: string, taken: ReadonlySet<string>): Promise<string> {
  for (let number = 1; ; number++)
    if (await areFree([varied(path, number)], taken)) return varied(path, number);
}

/** `_00000` and so on before the ending. */
export function numbered(path: string, suffix: string): string {
  const ending = endingOf(path);
  return `${path.slice(0, path.length - ending.length)}${suffix}${ending}`;
}
