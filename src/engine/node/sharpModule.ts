import type { Sharp, SharpInput, SharpOptions } from 'sharp';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';

export type SharpFactory = (input?: SharpInput, options?: SharpOptions) => Sharp;

let loading: Promise<SharpFactory> | undefined;

/**
 * The sharp library, loaded at first use: nothing else in the extension may touch it.
 * @throws TensorFileError in one line when its native binary is missing or broken on this machine.
 */
export function loadSharp(): Promise<SharpFactory> {
  loading ??= importSharp().catch(cause => {
    // The next open tries again: the user may have repaired the installation meanwhile.
    loading = undefined;
    throw cause;
  });
  return loading;
}

async function importSharp(): Promise<SharpFactory> {
  try {
    const { default: sharp } = await import('sharp');
    // libvips' own operation cache would keep whole pictures alive behind our byte budgets.
    sharp.cache(false);
    return sharp;
  } catch (cause) {
    throw missingSharp(cause);
  }
}

/** What to tell the user when sharp does not load; its own message runs over many lines. */
export function missingSharp(cause: unknown): TensorFileError {
  const reason = firstLine(cause);
  return new TensorFileError(
    t`The picture decoder (sharp) cannot be loaded on ${process.platform}-${process.arch}: ${reason}. Tensor files still open; install the universal build of Tensor Loupe to read pictures.`,
    {},
    { cause },
  );
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split('\n').find(line => line.trim() !== '') ?? t('unknown reason'))
    .trim()
    .replace(/[.:]$/, '');
}
