import { basename } from 'node:path';
import * as vscode from 'vscode';
import { byteSize } from '../../core/byteSize';
import type { ConversionId } from '../../core/convert/conversionIds';
import type {
  ConversionPreview,
  ConvertParams,
  ConvertResult,
  EngineMethods,
  Progress,
} from '../../protocol/engineMethods';
import { CancelledError, type ParamsOf } from '../../protocol/rpc';
import type { ConvertSources } from '../../session/convertSources';
import type { EngineCallOptions } from '../../session/engine';
import { overridesOf } from '../../session/overrides';
import { signalOf } from '../async';
import type { Services } from '../services';

/** What is to be converted: some tensors of a file, or all that the conversion applies to. */
export interface ConvertInput {
  readonly uri: vscode.Uri;
  readonly tensors: readonly string[];
}
export type ConvertInputs = readonly [ConvertInput, ...ConvertInput[]];

/** One conversion of files, whose options are still open. */
export interface ConvertJob {
  readonly inputs: ConvertInputs;
  readonly conversion: ConversionId;
  /** A file or a folder; null for new names beside the sources. */
  readonly output: string | null;
  /** The user has agreed to replace the file. */
  readonly overwrite?: boolean;
}

type Options = Readonly<Record<string, string>>;

/** Runs conversions of one flow. */
export class ConvertRunner {
  readonly #services: Services;
  readonly #sources: ConvertSources;

  constructor(services: Services, sources: ConvertSources) {
    this.#services = services;
    this.#sources = sources;
  }

  /** Converts with progress; undefined when the user cancels. @throws what the engine refuses. */
  async convert(job: ConvertJob, options: Options): Promise<ConvertResult | undefined> {
    const name = job.inputs.map(({ uri }) => basename(uri.path)).join(', ');
    return withProgress(this.#services, name, 'convert', await this.#params(job, options));
  }

  /** The same without a notification of its own. @throws what the engine refuses, CancelledError. */
  async convertWith(
    job: ConvertJob,
    options: Options,
    call: EngineCallOptions,
  ): Promise<ConvertResult> {
    return this.#services.engine.call('convert', await this.#params(job, options), call);
  }

  /** What the same would write. @throws what the engine refuses. */
  async preview(job: ConvertJob, options: Options): Promise<ConversionPreview> {
    return this.#services.engine.call('previewConversion', await this.#params(job, options));
  }

  async #params(job: ConvertJob, options: Options): Promise<ConvertParams> {
    const inputs = job.inputs.map(async ({ uri, tensors }) => ({
      file: await this.#sources.of(uri),
      tensors,
    }));
    return {
      conversion: job.conversion,
      inputs: await Promise.all(inputs),
      overrides: await overridesOf(this.#services, job.inputs[0].uri),
      options,
      output: job.output,
      overwrite: job.overwrite === true,
    };
  }
}

/** A preview in words: `[1,768,768,3], x.resized.safetensors`, and what would be left out. */
export function previewText({ shapes, paths, notes }: ConversionPreview): string {
  const name = `${basename(paths[0] ?? '')}${paths.length > 1 ? '...' : ''}`;
  return [`${shapes}, ${name}`, ...notes].join('. ');
}

/** Runs with bytes and time left in a notification; undefined when cancelled. @throws what fails. */
export async function withProgress<K extends 'convert' | 'fixAll'>(
  services: Services,
  name: string,
  method: K,
  params: ParamsOf<EngineMethods[K]>,
): Promise<ConvertResult | undefined> {
  const title = vscode.l10n.t('Converting {0}', name);
  const location = vscode.ProgressLocation.Notification;
  try {
    return await vscode.window.withProgress(
      { title, location, cancellable: true },
      (progress, token) => {
        const started = Date.now();
        let percent = 0;
        const onProgress = (at: Progress) => {
          const now = at.totalBytes > 0 ? (100 * at.doneBytes) / at.totalBytes : 0;
          progress.report({
            message: describe(at, Date.now() - started),
            increment: now - percent,
          });
          percent = now;
        };
        const call = services.engine.call(method, params, { signal: signalOf(token), onProgress });
        return call as Promise<ConvertResult>;
      },
    );
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}

function describe({ doneBytes, totalBytes }: Progress, elapsedMs: number): string {
  const [done, total] = [byteSize(doneBytes), byteSize(totalBytes)];
  if (elapsedMs < 1000 || doneBytes === 0) return vscode.l10n.t('{0} of {1}', done, total);
  const secondsLeft = Math.ceil(((totalBytes - doneBytes) / doneBytes) * (elapsedMs / 1000));
  return vscode.l10n.t('{0} of {1}, {2} s left', done, total, secondsLeft);
}
