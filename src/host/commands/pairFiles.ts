import * as vscode from 'vscode';
import { locate } from '../../session/location';
import { overridesOf } from '../../session/overrides';
import { fileNameOf } from '../../session/uri';
import { inform } from '../notify';
import { type Command, targets } from './command';
import { ANY_TENSOR_FILE, EXPLORER_MENU } from './menus';

/** Holds the IMAGE of one chosen file against the MASK of the other. */
export const pairFiles: Command = {
  id: 'tensorLoupe.pairFiles',
  title: 'Check as IMAGE and MASK Pair',
  palette: 'false',
  menus: [
    {
      menu: EXPLORER_MENU,
      when: `listDoubleSelection && ${ANY_TENSOR_FILE}`,
      group: '3_check@25',
    },
  ],
  async run(services, ...args) {
    const uris = targets(services, args);
    if (uris.length !== 2) {
      void inform(vscode.l10n.t('Choose two files: one with an IMAGE, one with a MASK.'));
      return;
    }
    const files = await Promise.all(
      uris.map(async uri => ({
        location: await locate(services.workspace, uri),
        overrides: await overridesOf(services, uri),
      })),
    );
    const report = await services.engine.call('pair', { files });
    const maskUri = uris[report.mask] ?? uris[0]!;
    services.findings.replaceRules(maskUri, report.rules, report.findings);
    const name = fileNameOf(maskUri);
    const text =
      report.findings.length === 0
        ? vscode.l10n.t('{0} fits its IMAGE.', name)
        : `${name}: ${report.findings.map(({ message }) => message).join(' ')}`;
    void inform(text);
  },
};
