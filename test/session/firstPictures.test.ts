import { expect, test } from 'vitest';
import type { Picture, PictureRequest } from '../../src/core/render/picture';
import { FirstPictures } from '../../src/session/firstPictures';
import type { TensorDocument } from '../../src/session/tensorDocument';

const REQUEST: PictureRequest = {
  axes: { rows: 0, columns: 1, channels: null },
  index: [0, 0],
  channels: [],
  region: { x: 0, y: 0, width: 4, height: 4 },
  maxWidth: 4,
  maxHeight: 4,
  reduce: 'mean',
  quality: 'coarse',
};

interface Asked {
  readonly tensor: number;
  readonly signal: AbortSignal;
}

/** A document whose pictures say by their width which tensor they are of; one of samples is `sampled`. */
function documentOf(sampled: boolean, asked: Asked[] = []): TensorDocument {
  return {
    ask: async (_: 'picture', { tensor }: { tensor: number }, { signal }: Asked) => {
      asked.push({ tensor, signal });
      if (tensor === 9) throw new Error('cannot be read');
      return { width: tensor, ...(sampled ? { sampled: true } : {}) };
    },
  } as unknown as TensorDocument;
}

const fresh = async () => ({ width: -1 }) as Picture;

test('a picture on its way answers who asks for it, and only for it', async () => {
  const first = FirstPictures.again(documentOf(false), [{ tensor: 3, request: REQUEST }]);
  expect(await first.answer({ tensor: 3, request: REQUEST }, fresh)).toEqual({ width: 3 });
  const exact = { ...REQUEST, quality: undefined };
  expect(await first.answer({ tensor: 3, request: exact }, fresh)).toEqual({ width: 3 });
  expect(first.answer({ tensor: 4, request: REQUEST }, fresh)).toBeNull();
  expect(first.answer({ tensor: 3, request: { ...REQUEST, maxWidth: 3 } }, fresh)).toBeNull();
});

test('samples answer who takes samples; whoever wants all values is asked for', async () => {
  const first = FirstPictures.again(documentOf(true), [{ tensor: 3, request: REQUEST }]);
  expect(await first.answer({ tensor: 3, request: REQUEST }, fresh)).toMatchObject({ width: 3 });
  const exact = { ...REQUEST, quality: undefined };
  expect(await first.answer({ tensor: 3, request: exact }, fresh)).toEqual({ width: -1 });
});

test('what a page said of itself is asked for as far as it is a request, and four at most', () => {
  const asked: Asked[] = [];
  const said = [null, 1, { tensor: 'a', request: REQUEST }, { tensor: 1 }];
  const requests = [1, 2, 3, 4, 5, 6].map(tensor => ({ tensor, request: REQUEST }));
  FirstPictures.again(documentOf(false, asked), [...said, ...requests]);
  expect(asked.map(({ tensor }) => tensor)).toEqual([1, 2, 3, 4]);
  FirstPictures.again(documentOf(false, asked), 'nothing');
  expect(asked).toHaveLength(4);
});

test('those that are there are sent, without one that failed; later ones are not waited for', async () => {
  const said = [1, 9].map(tensor => ({ tensor, request: REQUEST }));
  const first = FirstPictures.again(documentOf(false), said);
  const never = new Promise<null>(() => {});
  expect(await first.before(never)).toEqual([
    { tensor: 1, request: REQUEST, picture: { width: 1 } },
  ]);
  const late = FirstPictures.again(
    { ask: () => new Promise(() => {}) } as unknown as TensorDocument,
    said,
  );
  expect(await late.before(Promise.resolve(null))).toEqual([]);
});

test('at the end nothing is read on', () => {
  const asked: Asked[] = [];
  const first = FirstPictures.again(documentOf(false, asked), [{ tensor: 1, request: REQUEST }]);
  expect(asked[0]!.signal.aborted).toBe(false);
  first.dispose();
  expect(asked[0]!.signal.aborted).toBe(true);
});
