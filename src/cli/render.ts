import { firstToShow } from '../core/present/firstPicture';
import { imageUnder } from '../core/present/overlays';
import { VIEW_DEFAULTS } from '../core/present/tone';
import type { Subject } from '../core/present/views';
import { isColormapId } from '../core/render/colormaps';
import type { ValueRange } from '../core/render/picture';
import { visible } from '../core/visible';
import { encodePng } from '../engine/images/encodePng';
import { atomicWrite } from '../engine/node/atomicWrite';
import { multiplierOf, type OpenedFile, openPath, subjectsOf } from '../engine/openedFile';
import { demandOutputs } from '../engine/outputs';
import {
  RENDER_VIEWS,
  type RenderInput,
  type RenderOptions,
  type RenderView,
} from '../engine/render/renderInput';
import { defaultView, renderView } from '../engine/render/renderView';
import { parse, wholeNumber } from './args';
import { type CommandRunner, EXIT, UsageError } from './command';
import { asReal } from './eachFile';

const LARGEST = 16_384;

const OPTIONS = {
  tensor: { type: 'string' },
  output: { type: 'string', short: 'o' },
  view: { type: 'string' },
  index: { type: 'string' },
  mask: { type: 'string' },
  opacity: { type: 'string' },
  colormap: { type: 'string' },
  range: { type: 'string' },
  'latent-format': { type: 'string' },
  'max-size': { type: 'string' },
} as const;

type Given = Partial<Record<keyof typeof OPTIONS, string>>;

export const renderCommand: CommandRunner = {
  async run(args, streams, signal) {
    const { values, positionals } = parse(args, {
      ...OPTIONS,
      force: { type: 'boolean' },
      real: { type: 'boolean' },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('Name one file');
    const { force, real, ...given } = values;
    if (given.output === undefined) throw new UsageError('Say where to write with -o out.png');
    const source = await openPath(file, signal);
    const others: OpenedFile[] = [];
    try {
      const opened = real ? await asReal(source) : source;
      const input = inputOf(opened, given.tensor);
      const mask = await maskOf(opened, given.mask, others, signal);
      const reads = [opened, ...others].flatMap(each => [...each.reads]);
      const rule = { overwrite: force === true, reads };
      await demandOutputs([given.output], rule);
      const rendered = await renderView(
        input,
        optionsOf(given, input, { mask, under: underOf(opened, input) }),
        signal,
      );
      const { width, height, rgba, note } = rendered;
      if (note) streams.err(visible(`note: ${note}`));
      const pixels = { width, height, channels: 4, data: new Uint8Array(rgba.buffer) } as const;
      const png = await encodePng(pixels);
      await atomicWrite(given.output, sink => sink.write(png), rule, signal);
      return EXIT.done;
    } finally {
      for (const each of [source, ...others]) await each.close();
    }
  },
};

/** A tensor by its name, or the one that the editor shows first. */
function inputOf(opened: OpenedFile, name: string | undefined): RenderInput {
  const subjects = subjectsOf(opened);
  const { tensors } = opened.file;
  const index =
    name === undefined
      ? firstToShow(
          tensors.map((tensor, i) => ({ ...subjects[i]!, name: tensor.name })),
          opened.findings,
        )
      : tensors.findIndex(tensor => tensor.name === name);
  if (!tensors[index])
    throw new UsageError(
      name === undefined ? 'The file has no tensors' : `There is no tensor "${name}"`,
    );
  return inputAt(opened, subjects, index);
}

function inputAt(opened: OpenedFile, subjects: readonly Subject[], index: number): RenderInput {
  const tensor = opened.file.tensors[index]!;
  return { tensor, subject: subjects[index]!, multiplier: multiplierOf(opened, index) };
}

/** The IMAGE of its file that the editor lays a MASK over; null where there is none of its size. */
function underOf(opened: OpenedFile, { tensor }: RenderInput): RenderInput | null {
  const subjects = subjectsOf(opened);
  const under = imageUnder(subjects, opened.file.tensors.indexOf(tensor));
  return under?.sameSize ? inputAt(opened, subjects, under.index) : null;
}

/** `NAME` is a tensor of the same file, `FILE:NAME` of another; `FILE` alone means its first tensor. */
async function maskOf(
  opened: OpenedFile,
  reference: string | undefined,
  others: OpenedFile[],
  signal: AbortSignal,
): Promise<RenderInput | null> {
  if (reference === undefined) return null;
  if (opened.file.tensors.some(({ name }) => name === reference)) return inputOf(opened, reference);
  const colon = reference.lastIndexOf(':');
  if (colon <= 0) throw new UsageError(`There is no tensor "${reference}"`);
  const other = await openPath(reference.slice(0, colon), signal);
  others.push(other);
  return inputOf(other, reference.slice(colon + 1));
}

function optionsOf(
  given: Given,
  input: RenderInput,
  { mask, under }: Pick<RenderOptions, 'mask' | 'under'>,
): RenderOptions {
  const view = given.view ?? (mask ? 'image' : defaultView(input.subject));
  if (!isView(view))
    throw new UsageError(`--view is one of ${RENDER_VIEWS.join(', ')}, not "${view}"`);
  const colormap = given.colormap ?? null;
  if (colormap !== null && !isColormapId(colormap))
    throw new UsageError(`There is no colormap "${colormap}"`);
  return {
    view,
    index: given.index === undefined ? [] : given.index.split(',').map(entryOf),
    colormap,
    range: given.range === undefined ? null : rangeOf(given.range),
    maxSize: wholeNumber('max-size', given['max-size'], 1, LARGEST) ?? 1024,
    mask,
    under,
    opacity: numberOf('opacity', given.opacity ?? String(VIEW_DEFAULTS.maskOpacity), 0, 1),
    latentFormat: given['latent-format'] ?? null,
  };
}

function isView(text: string): text is RenderView {
  return (RENDER_VIEWS as readonly string[]).includes(text);
}

function entryOf(text: string): number | null {
  const entry = text.trim();
  if (entry === '*' || entry === ':') return null;
  if (!/^-?\d+$/.test(entry)) throw new UsageError(`--index takes numbers and *, not "${entry}"`);
  return Number(entry);
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new UsageError(`--${name} takes a number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}

function rangeOf(text: string): ValueRange {
  const [min, max, ...more] = text
    .split(',')
    .map(part => numberOf('range', part, -Infinity, Infinity));
  if (min === undefined || max === undefined || more.length > 0 || !(min < max)) {
    throw new UsageError(`--range takes min,max with min below max, not "${text}"`);
  }
  return { min, max };
}
