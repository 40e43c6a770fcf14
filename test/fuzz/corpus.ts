import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { casePath } from '../support/cases';
import type { FuzzFormat } from './tokens';

type Sources = Readonly<Record<FuzzFormat, { folder: string; endings: RegExp; name: string }>>;

const SOURCES: Sources = {
  python: { folder: 'python', endings: /\.py$/, name: 'f.py' },
  safetensors: {
    folder: 'safetensors',
    endings: /\.(?:safetensors|sft|latent)$/,
    name: 'f.safetensors',
  },
  npy: { folder: 'numpy', endings: /\.npy$/, name: 'f.npy' },
  npz: { folder: 'numpy', endings: /\.npz$/, name: 'f.npz' },
  torch: { folder: 'pytorch', endings: /\.(?:pt|pth|ckpt|bin)$/, name: 'f.pt' },
  image: { folder: 'images', endings: /\.(?!json$)\w+$/, name: 'f.png' },
};
const MAX_CASE_BYTES = 64 * 1024;

/** The cases that a format's inputs are made from, in a fixed order, and the name they are opened under. */
export function corpusOf(format: FuzzFormat): { inputs: Buffer[]; name: string } {
  const { folder, endings, name } = SOURCES[format];
  const root = casePath(folder);
  const files = readdirSync(root)
    .filter(file => endings.test(file))
    .map(file => join(root, file))
    .filter(file => statSync(file).isFile() && statSync(file).size <= MAX_CASE_BYTES)
    .sort();
  return { inputs: files.map(file => readFileSync(file)), name };
}
