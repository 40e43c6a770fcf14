import { type Endings, hasEnding } from './format';
import { FORMATS } from './index';

/** The endings of every format by how sure they make us, without the dot. */
export const ENDINGS: Readonly<Record<keyof Endings, readonly string[]>> = {
  owned: endingsThatAre('owned'),
  linted: endingsThatAre('linted'),
  shared: endingsThatAre('shared'),
  pictures: endingsThatAre('pictures'),
};

/** Whether a folder's lint reads a file of this name: images are pictures first, `.bin` may be anything. */
export function isLintedInFolders(name: string): boolean {
  return isNamed(name, [...ENDINGS.owned, ...ENDINGS.linted]);
}

/** Whether a file of this name is ours to show, or a picture: what one walks through in a folder. */
export function isShownInFolders(name: string): boolean {
  return isLintedInFolders(name) || isPictureName(name);
}

/** Whether a file of this name is a picture, which is decoded by native code. */
export function isPictureName(name: string): boolean {
  return isNamed(name, ENDINGS.pictures);
}

/** Whether other programs use the name's ending too: what cannot be read there is no tensor file, but may be a pickle. */
export function isSharedEnding(name: string): boolean {
  return isNamed(name, ENDINGS.shared);
}

function endingsThatAre(sure: keyof Endings): readonly string[] {
  return FORMATS.flatMap(({ endings }) => endings[sure] ?? []).map(ending => ending.slice(1));
}

function isNamed(name: string, endings: readonly string[]): boolean {
  return hasEnding(
    name,
    endings.map(ending => `.${ending}`),
  );
}
