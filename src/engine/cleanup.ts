const tasks = new Set<() => void>();

/** Has something done when the command ends: whoever starts what outlives its request says so here. */
export function atEnd(task: () => void): void {
  tasks.add(task);
}

/** Lets go of all that would keep the process alive. What is asked for later starts it anew. */
export function endAll(): void {
  for (const task of tasks) task();
}
