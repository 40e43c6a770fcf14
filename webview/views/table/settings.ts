import type { ValueFormat } from '../shared/valueText';

/** What a user can set about the table alone. */
export interface TableSettings {
  /** How values are written. */
  readonly format: ValueFormat;
}

/** Values as they are. */
export const TABLE_SETTINGS: TableSettings = { format: 'exact' };
