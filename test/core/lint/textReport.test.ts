import { expect, test } from 'vitest';
import { reaches } from '../../../src/core/lint/report';
import { textReport } from '../../../src/core/lint/textReport';

const FILES = [
  {
    file: 'a.safetensors',
    findings: [
      {
        rule: 'mask/batch-missing',
        severity: 'warning',
        tensor: 'mask',
        message: 'one\nline \u001b[31mred',
        torch: 'mask = mask.unsqueeze(0)',
        fix: 'addBatch',
      },
    ],
  },
  {
    file: 'b.py',
    findings: [
      { rule: 'python/return-bare', severity: 'error', message: 'bare', line: 3, column: 9 },
    ],
  },
  { file: 'c.npy', findings: [] },
] as const;

test('one line per finding, as problem matchers read it, and a sum', () => {
  expect(textReport(FILES)).toBe(
    [
      'a.safetensors: warning mask/batch-missing: one\\nline \\u001b[31mred',
      '    in PyTorch: mask = mask.unsqueeze(0)',
      '    conversion: addBatch',
      'b.py:3:9: error python/return-bare: bare',
      '3 files checked: 1 error, 1 warning',
      '',
    ].join('\n'),
  );
});

test('nothing found is said as well', () => {
  expect(textReport([{ file: 'c.npy', findings: [] }])).toBe('1 file checked: nothing found\n');
});

test('the fail level takes in what is above it', () => {
  expect(reaches(FILES, 'error')).toBe(true);
  expect(reaches(FILES.slice(0, 1), 'error')).toBe(false);
  expect(reaches(FILES.slice(0, 1), 'warning')).toBe(true);
  expect(reaches(FILES.slice(2), 'hint')).toBe(false);
});
