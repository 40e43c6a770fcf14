import { latentContract } from '../../../contracts/latent';
import { isLatentFile, LATENT_MARKER } from '../../../contracts/savedLatent';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { subject, tensorsOf, variableOf } from '../../subject';

export const latentOldFormat: HeaderRule = {
  id: 'latent/old-format',
  severity: 'info',
  title: 'Latent file of the old format',
  description:
    'A .latent without the version marker: LoadLatent multiplies its values by 1 / 0.18215.',
  fix: 'rescaleOldLatent',
  needs: 'headers',
  check(file) {
    if (file.format !== 'safetensors' || !isLatentFile(file.fileName)) return [];
    if (file.headers.some(header => header.name === LATENT_MARKER)) return [];
    return tensorsOf(file, latentContract.kind).map(tensor => ({
      tensor: tensor.header.name,
      message: t`${subject(tensor)} lies in a .latent file without the marker "${LATENT_MARKER}", so LoadLatent multiplies it by 1/0.18215 (5.49); pictures and channels are shown that way here too.`,
      found: t('no version marker'),
      expected: t`a tensor "${LATENT_MARKER}" of shape [0]`,
      why: t(
        'Files of early 2023 hold SD 1 latents in model space; a new file without the marker comes out 5.49 times too strong.',
      ),
      torch: `${variableOf(tensor)} = ${variableOf(tensor)} / 0.18215`,
    }));
  },
};
