import type { BuildOptions, Plugin } from 'esbuild';

/** Puts `engine/browser` in the place of `engine/node`. */
export const inBrowser: Plugin;
export const targets: Readonly<
  Record<'host' | 'engine' | 'hostInBrowser' | 'engineInBrowser' | 'webview', BuildOptions>
>;
