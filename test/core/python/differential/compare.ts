import {
  axis,
  type TensorValue,
  tensor,
  type Value,
} from '../../../../src/core/python/domain/value';
import { mismatch, type Real } from '../realValues';
import { namedTensor, traceFunction } from '../trace';
import type { Program } from './programs';

export interface Outcome {
  readonly error: string | null;
  readonly done: readonly number[];
  readonly vars: Readonly<Record<string, Real>>;
}
export interface Tally {
  programs: number;
  values: number;
  knownRanks: number;
  knownShapes: number;
  knownDtypes: number;
  /** Programs that torch refused, and those of them that a finding tells of. */
  raised: number;
  told: number;
  disagreements: string[];
}

const HEAD = `import torch
import copy
import numpy as np
import torch.nn.functional as F
from PIL import Image, ImageFilter, ImageOps
import comfy.utils
from comfy.utils import common_upscale
`;
const FIRST_LINE = HEAD.split('\n').length;

const RAISING = /^python\/(permute-rank|index-rank|cat-rank|interpolate-rank)$/;

/** Compares what we inferred with what torch did, and adds to the tally. */
export function compareProgram(program: Program, real: Outcome, tally: Tally): void {
  const text = `${HEAD}def f(image, mask, x):\n${program.lines.map(line => `    ${line}`).join('\n')}\n`;
  const seeds: Record<string, Value> = {};
  for (const [name, shape] of Object.entries(program.seeds)) {
    const roles = program.named[name];
    seeds[name] = roles
      ? namedTensor(name, roles === 'BHWC' ? ['B', 'H', 'W', 'C'] : ['B', 'H', 'W'])
      : tensor({ axes: shape.map(size => axis(size)), dtype: 'float' });
  }
  const { end, findings } = traceFunction(text, seeds);
  tally.programs++;
  const sizes = sizesOf(program);
  const complain = (why: string) =>
    tally.disagreements.push(
      `${why}\n  seeds ${JSON.stringify(program.seeds)}\n  ${program.lines.join('\n  ')}\n  torch: ${real.error ?? 'ran'} ${JSON.stringify(real.vars)}`,
    );
  for (const finding of findings) {
    if (!RAISING.test(finding.rule)) continue;
    const line = text.slice(0, finding.at.from).split('\n').length - FIRST_LINE - 1;
    // What stands in a lambda raises where it is called, on another line.
    if (real.done.includes(line) && !/lambda/.test(program.lines[line] ?? ''))
      complain(`${finding.rule} on line ${line} that ran: ${finding.message}`);
  }
  if (real.error !== null) {
    tally.raised++;
    if (findings.some(finding => RAISING.test(finding.rule))) tally.told++;
    return;
  }
  if (end === null) {
    complain('the end was judged unreachable');
    return;
  }
  for (const [name, value] of Object.entries(real.vars)) {
    const ours = end.vars.get(name);
    // A batch is never empty: what comes after a tensor without elements is nobody's node.
    if ('shape' in value && value.shape?.includes(0)) return;
    if (!ours || !('kind' in value)) continue;
    tally.values++;
    if (ours.kind === 'tensor') countKnown(ours, tally);
    const why = mismatch(ours, value, sizes, end);
    if (why) complain(`${name}: ${why}`);
  }
}

function countKnown({ axes, dtype }: TensorValue, tally: Tally): void {
  if (axes) tally.knownRanks++;
  if (axes?.every(({ size }) => size !== null)) tally.knownShapes++;
  if (dtype) tally.knownDtypes++;
}

function sizesOf(program: Program): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const [name, roles] of Object.entries(program.named)) {
    for (const [i, role] of [...roles].entries())
      sizes.set(`${name}.${role}`, program.seeds[name]![i]!);
  }
  return sizes;
}

export const emptyTally = (): Tally => ({
  programs: 0,
  values: 0,
  knownRanks: 0,
  knownShapes: 0,
  knownDtypes: 0,
  raised: 0,
  told: 0,
  disagreements: [],
});
