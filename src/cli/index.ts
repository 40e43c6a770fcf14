import type { CliCommand } from './command';
import { convertCommand } from './convert';
import { inspectCommand } from './inspect';
import { lintCommand } from './lint';
import { renderCommand } from './render';
import { statsCommand } from './stats';
import { valuesCommand } from './values';

export const cliCommands: readonly CliCommand[] = [
  inspectCommand,
  statsCommand,
  valuesCommand,
  lintCommand,
  convertCommand,
  renderCommand,
];
