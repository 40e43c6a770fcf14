import { contractNamed } from '../contracts/index';
import { latentContract } from '../contracts/latent';
import { LATENT_MARKER, LATENT_TENSOR } from '../contracts/savedLatent';
import { type LocalText, t } from '../l10n';
import { DTYPES } from '../tensor/dtypes';
import type { TensorStream } from '../tensor/tensorStream';
import { safetensorsWriter } from './safetensors';
import type { FileContent, TensorWriter } from './writer';

/** `.latent`, as SaveLatent writes it: `latent_tensor`, the version marker, metadata. */
export const latentWriter: TensorWriter = {
  id: 'latent',
  format: 'safetensors',
  holds: 'one',
  endings: ['.latent'],
  keepsMetadata: true,
  refuses: content => {
    const { tensors } = content;
    if (tensors.length !== 1) return notOne(tensors);
    const [tensor] = tensors as [TensorStream];
    const contract = contractNamed(tensor.kind ?? null);
    if (contract && contract.kind !== latentContract.kind)
      return t`.latent holds a LATENT: "${tensor.name}" is ${t(contract.named)}; save it as .safetensors`;
    if (tensor.dtype.kind !== 'float')
      return t`.latent holds floating point samples: "${tensor.name}" is ${tensor.dtype.name}`;
    if (tensor.shape.length < 3 || tensor.shape.length > 5 || tensor.shape.includes(0))
      return t`.latent holds samples [B,C,H,W]: "${tensor.name}" has shape [${tensor.shape.join(',')}]`;
    return safetensorsWriter.refuses(fileOf(content));
  },
  write: (content, sink, options, signal) =>
    safetensorsWriter.write(fileOf(content), sink, options, signal),
};

function notOne(tensors: readonly TensorStream[]): LocalText {
  const names = tensors.map(({ name }) => `"${name}"`).join(', ');
  return names === ''
    ? t`.latent holds one tensor, the samples, not ${tensors.length}: choose one, or save as .safetensors`
    : t`.latent holds one tensor, the samples, not ${tensors.length} (${names}): choose one, or save as .safetensors`;
}

function fileOf(content: FileContent): FileContent {
  const samples = { ...content.tensors[0]!, name: LATENT_TENSOR };
  const tensors = content.unmarkedLatent ? [samples] : [samples, MARKER];
  return { ...content, tensors };
}

const MARKER: TensorStream = {
  name: LATENT_MARKER,
  dtype: DTYPES.F32,
  shape: [0],
  async *chunks() {},
};
