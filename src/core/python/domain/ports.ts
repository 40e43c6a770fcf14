import { contractOf, type Kind } from '../../contracts/index';
import {
  ANY_AXIS,
  AXIS_ROLES,
  type Axis,
  type AxisRole,
  type TensorValue,
  tensor,
  type Value,
} from './value';

type Facts = Partial<Omit<TensorValue, 'kind' | 'axes' | 'port'>>;

/** A tensor as a port of that kind passes it: one for each number of axes that it may have. */
export function portTensor(
  kind: Kind,
  axisOf: (role: AxisRole) => Axis,
  facts: Facts | ((axes: readonly Axis[]) => Facts),
): Value {
  const items = contractOf(kind).port.axes.map(letters => {
    const axes = [...letters].map(letter => axisFor(letter, axisOf));
    return tensor({ ...(typeof facts === 'function' ? facts(axes) : facts), axes, port: kind });
  });
  return items.length === 1 ? items[0]! : { kind: 'union', items };
}

function axisFor(letter: string, axisOf: (role: AxisRole) => Axis): Axis {
  const role = AXIS_ROLES.find(known => known === letter);
  return role ? axisOf(role) : ANY_AXIS;
}
