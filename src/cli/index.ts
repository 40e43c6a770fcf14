import { RENDER_VIEWS } from '../engine/render/renderInput';
import type { CliCommand } from './command';

/** Every command; the code of one is loaded when it is run, so that none waits for the others. */
export const cliCommands: readonly CliCommand[] = [
  {
    name: 'inspect',
    summary: 'List what tensor files hold: names, dtypes, shapes, kinds, header findings.',
    usage: 'inspect FILE... [--json]',
    load: async () => (await import('./inspect')).inspectCommand,
  },
  {
    name: 'stats',
    summary: 'Count, NaN, Inf, zeros, minimum, maximum, mean, standard deviation and histogram.',
    usage: 'stats FILE... [--tensor NAME] [--bins 256] [--real] [--json]',
    load: async () => (await import('./stats')).statsCommand,
  },
  {
    name: 'values',
    summary: 'Exact values, of a slice or of the whole tensor.',
    usage: 'values FILE... [--tensor NAME] [--slice "0,:,3:5"] [--first N] [--real] [--json]',
    load: async () => (await import('./values')).valuesCommand,
  },
  {
    name: 'lint',
    summary: 'Check tensor files and custom-node Python against the ComfyUI contracts.',
    usage:
      'lint PATH... [--format text|json|sarif] [--fail-on error|warning|info|hint] [--kind NAME=KIND] [--no-values] [--config FILE | --no-config] [--fix] [--diff] [--baseline FILE [--write-baseline]]',
    load: async () => (await import('./lint')).lintCommand,
  },
  {
    name: 'lsp',
    summary: 'Serve custom-node Python to an editor over standard input and output (LSP).',
    usage: 'lsp [--stdio] [--config FILE | --no-config]',
    load: async () => (await import('./lsp')).lspCommand,
  },
  {
    name: 'diff',
    summary: 'Compare two tensor files, or two folders of them, over all values.',
    usage:
      'diff A B [--tensor NAME | --tensor NAME=NAME] [--rtol 1e-5] [--atol 1e-8] [--nan-differs] [--format text|json|markdown] [--json] [--metrics] [--real] [--fail-on different|outside] [--metadata | --ignore-metadata] [--include GLOB] [--exclude GLOB]',
    load: async () => (await import('./diff')).diffCommand,
  },
  {
    name: 'convert',
    summary: 'Convert tensors into a new file; --list names the conversions.',
    usage:
      'convert CONVERSION FILE... -o OUT [--tensor NAME] [--option key=value] [--force] | convert --list [--json]',
    load: async () => (await import('./convert')).convertCommand,
  },
  {
    name: 'render',
    summary: 'Write the picture that the viewer would show.',
    usage: `render FILE [--tensor NAME] -o out.png [--view ${RENDER_VIEWS.join('|')}] [--index "0,*,*"] [--mask NAME|FILE:NAME] [--opacity 0.5] [--colormap viridis] [--range min,max] [--latent-format SD15] [--max-size 1024] [--real] [--force]`,
    load: async () => (await import('./render')).renderCommand,
  },
];
