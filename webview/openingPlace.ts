import { firstElement } from '../src/core/present/firstPicture';
import { planeAxes } from '../src/core/present/present';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type { Store } from './store';
import { type CommonSettings, NO_SETTINGS, type TensorSettings } from './viewSettings';

/** How a tensor is shown: as it was left, and one that was not looked at yet at what its findings point at. */
export function openingSettings(store: Store, tensor: TensorInfo): TensorSettings {
  const settings = store.settingsOf(tensor);
  const element = firstElement(tensor.name, store.findings);
  return element && settings === NO_SETTINGS
    ? { ...settings, common: placeOf(tensor, element) }
    : settings;
}

/** Where an element lies on the plane that a tensor opens with: settings that show it under the cursor. */
export function placeOf(
  tensor: TensorInfo,
  element: readonly number[],
): Pick<CommonSettings, 'index' | 'cursor'> {
  const isPlane = tensor.shape.length > 1;
  const { rows, columns } = isPlane ? planeAxes(tensor) : { rows: null, columns: 0 };
  return { index: element, cursor: [element[columns] ?? 0, rows === null ? 0 : element[rows]!] };
}
