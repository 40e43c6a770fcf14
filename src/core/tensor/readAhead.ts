/** The same values in the same order, each asked for while the one before is still being worked on. */
export async function* readAhead<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = () => {
    const asked = values.next();
    // A failure is told when its turn comes; if it never does, it is nobody's.
    asked.catch(() => {});
    return asked;
  };
  let next = ask();
  try {
    for (let current = await next; !current.done; current = await next) {
      next = ask();
      yield current.value;
    }
  } finally {
    // A generator ends once what was asked of it is there, so that nothing reads on after the end.
    await values.return(undefined);
  }
}
