import { t } from '../src/core/l10n';
import type { AxisRange } from '../src/core/tensor/slice';
import type { ViewContext } from './context';
import { ownBox } from './ownBox';

/** A part of the tensor shown, as `LoadedPart` names it. */
export interface CodePart {
  readonly ranges: readonly AxisRange[];
  readonly isTurned: boolean;
}

/** Copies the Python that loads a part of the tensor shown. @throws where no usual library reads the format. */
export async function copyCode(context: ViewContext, part: CodePart): Promise<void> {
  const { host, tensorIndex: tensor } = context;
  const text = await host.call('loadCode', { tensor, ...part });
  if (text === null) throw new Error(t('There is no usual Python library for this format.'));
  await host.call('copyText', { text, what: t('Python code that loads it') });
}

/** What is on screen: the region marked, else the whole plane; null where it is of another tensor. */
export function partShown({ session, tensor }: ViewContext): CodePart | null {
  const { own } = session.shown.value ?? {};
  if (!own || own.plane.tensor !== session.tensorIndex) return null;
  const { axes, index, channels, width, height } = own.plane;
  const box = ownBox(session)?.box ?? { x: 0, y: 0, width, height };
  const only = channels.length === 1 ? channels[0] : undefined;
  const ranges = tensor.shape.map((size, axis) => {
    if (axis === axes.rows) return { start: box.y, count: box.height, step: 1 };
    if (axis === axes.columns) return { start: box.x, count: box.width, step: 1 };
    if (axis === axes.channels && only === undefined) return { start: 0, count: size, step: 1 };
    const start = (axis === axes.channels ? only : index[axis]) ?? 0;
    return { start, count: 1, step: 1, dropped: true };
  });
  const isTurned = axes.rows !== null && axes.channels === null && axes.rows > axes.columns;
  return { ranges, isTurned };
}
