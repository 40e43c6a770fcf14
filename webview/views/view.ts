import type { TemplateResult } from 'lit';
import type { Layout } from '../../src/core/contracts/layout';
import type { Marked } from '../../src/core/l10n';
import type { Finding } from '../../src/core/lint/finding';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import type { ViewContext } from '../context';
import type { ViewId } from './viewIds';

/** What decides whether a view is offered. */
export interface ViewSubject {
  readonly tensor: TensorInfo;
  readonly layout: Layout;
  readonly findings: readonly Finding[];
}

/** One way to look at a tensor. */
export interface View {
  readonly id: ViewId;
  /** English text of its tab; shown through `t`. */
  readonly title: Marked;
  readonly icon: string;
  /** How well it suits: 0 does not offer it, the highest is opened first. */
  fit(subject: ViewSubject): number;
  /** Its own bar of controls and its body. */
  render(context: ViewContext): TemplateResult;
  /** What the inspector's Display section holds for it. */
  display?(context: ViewContext): TemplateResult;
}
