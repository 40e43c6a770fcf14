import type { TemplateResult } from 'lit';
import type { Layout } from '../../src/core/contracts/layout';
import type { Finding } from '../../src/core/findings';
import type { Marked } from '../../src/core/l10n';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import type { ViewContext } from '../context';

/** What decides whether a view is offered. */
export interface ViewSubject {
  readonly tensor: TensorInfo;
  readonly layout: Layout;
  readonly findings: readonly Finding[];
}

/** A section of the inspector that a view may show large. */
type InspectorSection = 'statistics' | 'metadata';

/** One way to look at a tensor; `S` is what a user can set about this view alone. */
export interface View<S extends object = object> {
  /** Names its settings in what is saved: it stays the same for ever. */
  readonly id: string;
  /** English text of its tab; shown through `t`. */
  readonly title: Marked;
  readonly icon: string;
  /** Whether it draws a picture that can be saved: its element is the session's surface. */
  readonly isPicture: boolean;
  /** The section of the inspector that it shows itself, and that is left out beside it. */
  readonly covers?: InspectorSection;
  /** Its settings by default. */
  readonly settings: S;
  /** How well it suits: 0 does not offer it, the highest is opened first. */
  fit(subject: ViewSubject): number;
  /** Its own bar of controls and its body. */
  render(context: ViewContext<S>): TemplateResult;
  /** What the inspector's Display section holds for it. */
  display?(context: ViewContext<S>): TemplateResult;
}
