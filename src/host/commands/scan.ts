import type { WorkspaceLint } from '../diagnostics/workspaceLint';
import type { Services } from '../services';
import type { Command } from './command';

const scans = new WeakMap<Services, WorkspaceLint>();

/** Tells the scan commands which scan is theirs. */
export function bindScan(services: Services, scan: WorkspaceLint): void {
  scans.set(services, scan);
}

export const scanWorkspace: Command = {
  id: 'tensorLoupe.scanWorkspace',
  title: 'Check Headers in Workspace',
  palette: 'workspaceFolderCount > 0',
  run: services => scans.get(services)?.start(),
};

export const cancelScan: Command = {
  id: 'tensorLoupe.cancelScan',
  title: 'Stop Checking',
  palette: 'false',
  run: services => scans.get(services)?.cancel(),
};
