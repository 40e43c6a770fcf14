// Compiles kernels/kernels.ts to WebAssembly and writes it as text into src/core/kernels/kernelsWasm.ts,
// which is checked in, so that tests, bundles and editors need no WebAssembly toolchain.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = join(import.meta.dirname, '..');
export const GENERATED_PATH = join(ROOT, 'src/core/kernels/kernelsWasm.ts');

const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
const MEMORY = ['--initialMemory', '160', '--maximumMemory', '160', '--memoryBase', '1024'];

/** The text of the generated module. */
export async function generateKernels() {
  let binary;
  const files = { writeFile: (_, contents) => (binary = contents) };
  const source = ['kernels.ts', '--baseDir', join(ROOT, 'kernels'), '--outFile', 'kernels.wasm'];
  const { error, stderr } = await asc.main([...source, ...OPTIONS, ...MEMORY], files);
  if (error) throw new Error(`The kernels do not compile: ${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString('base64');
  const lines = base64.match(/.{1,90}/g).map(line => `  '${line}',`);
  return `/** Generated from kernels/kernels.ts by scripts/buildKernels.mjs: run \`npm run build:kernels\`. */\nexport const KERNELS_WASM_BASE64 = [\n${lines.join('\n')}\n].join('');\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeFile(GENERATED_PATH, await generateKernels());
