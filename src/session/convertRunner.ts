import type { ConversionId } from '../core/convert/conversionIds';
import type { ConversionPreview, ConvertParams, ConvertResult } from '../protocol/engineMethods';
import type { ConvertSources } from './convertSources';
import type { EngineCallOptions } from './engine';
import { overridesOf } from './overrides';
import type { Session } from './session';
import type { Uri } from './uri';

/** What is to be converted: some tensors of a file, or all that the conversion applies to. */
export interface ConvertInput<U extends Uri = Uri> {
  readonly uri: U;
  readonly tensors: readonly string[];
}
export type ConvertInputs<U extends Uri = Uri> = readonly [ConvertInput<U>, ...ConvertInput<U>[]];

/** One conversion of files, whose options are still open. */
export interface ConvertJob<U extends Uri = Uri> {
  readonly inputs: ConvertInputs<U>;
  readonly conversion: ConversionId;
  /** A file or a folder; null for new names beside the sources. */
  readonly output: string | null;
  /** The user has agreed to replace the file. */
  readonly overwrite?: boolean;
}

type Options = Readonly<Record<string, string>>;

/** Runs conversions of one flow, over its sources: each is read once, whatever is previewed of it. */
export class ConvertRunner {
  readonly #session: Session;
  readonly #sources: ConvertSources;

  constructor(session: Session, sources: ConvertSources) {
    this.#session = session;
    this.#sources = sources;
  }

  /** @throws what the engine refuses, CancelledError. */
  async convert(
    job: ConvertJob,
    options: Options,
    call?: EngineCallOptions,
  ): Promise<ConvertResult> {
    return this.#session.engine.call('convert', await this.#params(job, options), call);
  }

  /** What the same would write. @throws what the engine refuses. */
  async preview(job: ConvertJob, options: Options): Promise<ConversionPreview> {
    return this.#session.engine.call('previewConversion', await this.#params(job, options));
  }

  async #params(job: ConvertJob, options: Options): Promise<ConvertParams> {
    const inputs = job.inputs.map(async ({ uri, tensors }) => ({
      file: await this.#sources.of(uri),
      tensors,
    }));
    return {
      conversion: job.conversion,
      inputs: await Promise.all(inputs),
      overrides: await overridesOf(this.#session, job.inputs[0].uri),
      options,
      output: job.output,
      overwrite: job.overwrite === true,
    };
  }
}
