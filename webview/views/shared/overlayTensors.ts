import type { nothing, TemplateResult } from 'lit';
import type { Contract } from '../../../src/core/contracts/contract';
import { t } from '../../../src/core/l10n';
import {
  type Overlay,
  overlayAxes,
  overlayIndex,
  overlayOf,
  scalesOverlays,
} from '../../../src/core/present/overlays';
import type { TensorInfo } from '../../../src/protocol/engineMethods';
import type { Plane } from '../../canvas/pictures';
import type { ViewContext } from '../../context';
import { chooser } from '../../controls/fields';
import { COMPANION } from '../../store';
import { indexOf, tensorPlane } from './planes';

/** A tensor that may be laid over or under the one shown, of this file or of a companion file. */
export interface OverlayTensor extends Overlay {
  readonly key: string;
  readonly title: string;
  readonly tensor: TensorInfo;
  readonly index: number;
  readonly file: string | undefined;
}

/** Every tensor of a kind at hand, those of the same height and width first. */
export function overlayTensorsOf(context: ViewContext, contract: Contract): OverlayTensor[] {
  const { store } = context;
  const found = store.tensors.flatMap((tensor, index) =>
    candidate(context, contract, { tensor, index, key: tensor.name, title: tensor.name }),
  );
  for (const { id, name, tensors } of store.companions)
    tensors.forEach((tensor, index) => {
      const title = tensor.name === '' ? name : `${name}: ${tensor.name}`;
      found.push(
        ...candidate(context, contract, { tensor, index, key: keyOf(id, tensor), title, id }),
      );
    });
  return found.sort((a, b) => Number(b.sameSize) - Number(a.sameSize));
}

function candidate(
  context: ViewContext,
  contract: Contract,
  one: { tensor: TensorInfo; index: number; key: string; title: string; id?: string },
): OverlayTensor[] {
  const { tensor, index, key, title, id } = one;
  if (id === undefined && index === context.tensorIndex) return [];
  const overlay = overlayOf(context.tensor, tensor, contract);
  return overlay ? [{ key, title, tensor, index, file: id, ...overlay }] : [];
}

/** The plane of an overlay at the batch item shown, or at its last where it has fewer. */
export function overlayPlane(context: ViewContext, of: OverlayTensor): Plane {
  const { layout, tensor } = of;
  const { batch } = context.layout;
  const item = batch === null ? 0 : indexOf(context.tensor, context.common)[batch]!;
  const index = overlayIndex(tensor, layout, item);
  const { axes, channels } = overlayAxes(tensor, layout);
  const plane = tensorPlane(tensor, of.index, axes, index, channels);
  return of.file === undefined ? plane : { ...plane, file: of.file };
}

const OTHER_FILE = COMPANION;

function keyOf(file: string, tensor: TensorInfo): string {
  return `${COMPANION}${file}#${tensor.name}`;
}

/** Chooses one, none, or one of another file that the host asks for. */
export function overlayChooser(
  context: ViewContext,
  label: string,
  contract: Contract,
  candidates: readonly OverlayTensor[],
  current: OverlayTensor | null,
  onChange: (key: string) => void,
): TemplateResult | typeof nothing {
  const scaled = scalesOverlays(context.tensor.classification);
  const other = (title: string) =>
    scaled ? t('{0} (scaled)', title) : t('{0} (other size)', title);
  const choices = [
    { value: '', title: t('Nothing') },
    ...candidates.map(({ key, title, sameSize }) => ({
      value: key,
      title: sameSize ? title : other(title),
    })),
    { value: OTHER_FILE, title: t('From Another File...') },
  ];
  return chooser(label, choices, current?.key ?? '', key => {
    if (key === OTHER_FILE) void chooseCompanion(context, contract, onChange);
    else onChange(key);
  });
}

/** Lets the user open another file; its first tensor that fits is taken. */
async function chooseCompanion(
  context: ViewContext,
  contract: Contract,
  onChange: (key: string) => void,
): Promise<void> {
  const { host, store } = context;
  const file = await host.call('chooseCompanion', undefined);
  if (!file) return;
  store.addCompanions([file]);
  const found = file.tensors.find(tensor => overlayOf(tensor, tensor, contract));
  if (!found)
    throw new Error(t('{0} holds no {1}: choose another file.', file.name, contract.kind));
  onChange(keyOf(file.id, found));
}
