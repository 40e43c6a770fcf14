import { describe, expect, it } from 'vitest';
import { opFamilies } from '../../../src/core/python/models';
import { functionModel, methodModel } from '../../../src/core/python/models/lookup';

describe('operation families', () => {
  it('are at least forty, each with a title of its own and something it models', () => {
    expect(opFamilies.length).toBeGreaterThanOrEqual(40);
    expect(new Set(opFamilies.map(family => family.title)).size).toBe(opFamilies.length);
    for (const family of opFamilies) {
      const named = [family.functions, family.methods, family.arrayMethods].flatMap(
        list => list ?? [],
      );
      expect(named.length, family.title).toBeGreaterThan(0);
    }
  });

  it.each([
    'torch.cat',
    'torch.stack',
    'torch.where',
    'torch.clamp',
    'torch.zeros_like',
    'torch.from_numpy',
    'torch.chunk',
    'torch.unbind',
    'torch.nn.functional.interpolate',
    'torch.nn.functional.pad',
    'torch.nn.functional.conv2d',
    'torch.nn.functional.avg_pool2d',
    'numpy.clip',
    'numpy.array',
    'numpy.transpose',
    'PIL.Image.fromarray',
    'comfy.utils.common_upscale',
    'comfy.utils.repeat_to_batch_size',
  ])('%s is modelled', path => {
    expect(functionModel(path)).toBeDefined();
  });

  it.each([
    'permute',
    'movedim',
    'transpose',
    'squeeze',
    'unsqueeze',
    'reshape',
    'view',
    'expand',
    'repeat',
    'mean',
    'max',
    'to',
    'float',
    'half',
    'cpu',
    'numpy',
    'split',
    'clone',
  ])('tensor.%s is modelled', name => {
    expect(methodModel('torch', name)).toBeDefined();
  });
});
