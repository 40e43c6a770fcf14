import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where tfjs's .wasm files may be, from the running module: a build's `dist`, its `dist/chunks`, the sources. */
const PLACES = ['wasm/', '../wasm/', '../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/'];

/** The folder that holds tfjs's .wasm files, in a build and in the sources alike. */
export function wasmFolder(): string {
  const folders = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url)));
  return folders.find(existsSync) ?? folders[0]!;
}
