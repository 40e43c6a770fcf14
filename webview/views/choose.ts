import { VIEWS } from './index';
import type { View, ViewSubject } from './view';

/** The views that suit a tensor, in the order of the tabs; never none. */
export function viewsOf(subject: ViewSubject): readonly View[] {
  return VIEWS.filter(view => view.fit(subject) > 0);
}

/** The view of that id, where it suits; else the one that suits best. */
export function chosenView(views: readonly View[], subject: ViewSubject, id: string | null): View {
  const chosen = views.find(view => view.id === id);
  if (chosen) return chosen;
  return views.reduce((best, view) => (view.fit(subject) > best.fit(subject) ? view : best));
}
