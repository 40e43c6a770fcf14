import { visible } from '../visible';

const PYTHON_WORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** A tensor's name as a Python variable: `model.0.weight` becomes `model_0_weight`. */
export function pythonName(name: string, fallback = 'x'): string {
  const safe = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  if (safe.replaceAll('_', '') === '') return fallback;
  return PYTHON_WORDS.has(safe) ? `${safe}_` : safe;
}

/** A line that puts a value back under the same name. */
export function assign(name: string, expression: string): string {
  return `${name} = ${expression}`;
}

/** A number as Python writes it. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
  return String(value);
}

/** A text as a Python literal. */
export function pythonText(text: string): string {
  return `'${visible(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`;
}
