import { namesBoundBy } from './domain/moduleScope';
import type { Run } from './evaluate/run';
import { type ClassResult, movedResult } from './results';
import type { ClassStatement, SourceSpan, Statement } from './syntax/ast';
import type { TextFacts } from './syntax/facts';

/** A statement of the top level with the text up to the next one. */
interface Piece extends SourceSpan {
  /** The same number for the same text, from one lint to the next. */
  readonly id: number;
}

interface Remembered {
  readonly result: ClassResult;
  readonly pieces: readonly SourceSpan[];
}

/** What the classes of one text came to, asked for by class. */
interface CacheSession {
  readonly recall: (definition: ClassStatement) => ClassResult | null;
  readonly keep: (definition: ClassStatement, result: ClassResult) => void;
}

/** Steps from piece to piece in one lint: a file in which all reaches all is analysed anew. */
const MAX_REACH = 300_000;

/**
 * Remembers, from one lint of a document to the next, what each class came to. A class is analysed
 * again only where its own text changed, or that of a top-level statement that it can reach by
 * name, or a fact of the whole file. Whatever else an analysis comes to read must go into `factsOf`.
 */
export class ClassCache {
  #ids = new Map<string, number>();
  #names = new Map<number, ReadonlySet<string>>();
  #results = new Map<string, Remembered>();
  #nextId = 0;

  /** Begins a lint; what this one does not ask for is forgotten at the next. */
  begin(run: Run, statements: readonly Statement[]): CacheSession {
    const ids = new Map<string, number>();
    const pieces = statements.map((statement, i): Piece => {
      const to = statements[i + 1]?.from ?? run.text.length;
      return { from: statement.from, to, id: this.#idOf(run.text.slice(statement.from, to), ids) };
    });
    this.#ids = ids;
    const kept = new Set(ids.values());
    for (const id of this.#names.keys()) if (!kept.has(id)) this.#names.delete(id);
    const known = this.#results;
    this.#results = new Map();
    const reach = this.#reach(run.module.facts, pieces, statements);
    const facts = factsOf(run);
    const placeOf = (definition: ClassStatement) => {
      const at = lastFrom(pieces, definition.from);
      const own = reach(at)?.map(i => pieces[i]!);
      if (!own) return null;
      const numbers = own.map(({ id }) => id).join();
      return { own, key: `${definition.from - pieces[at]!.from} ${numbers} ${facts}` };
    };
    const places = new Map<ClassStatement, ReturnType<typeof placeOf>>();
    return {
      keep: (definition, result) => {
        const place = places.get(definition);
        if (place) this.#results.set(place.key, { result, pieces: place.own });
      },
      recall: definition => {
        const place = placeOf(definition);
        places.set(definition, place);
        const found = place && known.get(place.key);
        if (!found) return null;
        const result = movedTo(found, place.own);
        this.#results.set(place.key, { result, pieces: place.own });
        return result;
      },
    };
  }

  #idOf(text: string, ids: Map<string, number>): number {
    const id = ids.get(text) ?? this.#ids.get(text) ?? this.#nextId++;
    ids.set(text, id);
    return id;
  }

  /** For a piece: itself and all that its words lead to, in the order of the text; null past a limit. */
  #reach(facts: TextFacts, pieces: readonly Piece[], statements: readonly Statement[]) {
    const binders = new Map<string, number[]>();
    const imports = new Set<number>();
    for (const [i, statement] of statements.entries()) {
      // The same import again binds nothing new.
      if (statement.type === 'Import' && imports.has(pieces[i]!.id)) continue;
      if (statement.type === 'Import') imports.add(pieces[i]!.id);
      for (const name of namesBoundBy(statement))
        (binders.get(name) ?? binders.set(name, []).get(name)!).push(i);
    }
    const next = new Map<number, readonly number[]>();
    const nextOf = (i: number): readonly number[] => {
      const old = next.get(i);
      if (old) return old;
      const { id, from, to } = pieces[i]!;
      if (imports.has(id)) return [];
      const names = this.#names.get(id) ?? facts.namesIn({ from, to });
      this.#names.set(id, names);
      const found = [...names].flatMap(name => binders.get(name) ?? []);
      next.set(i, found);
      return found;
    };
    let left = MAX_REACH;
    return (start: number): number[] | null => {
      const seen = new Set([start]);
      // A set's iterator comes to what is added on the way.
      for (const i of seen) {
        if (left < 0) return null;
        const others = nextOf(i);
        left -= others.length;
        for (const other of others) seen.add(other);
      }
      return [...seen].sort((a, b) => a - b);
    };
  }
}

/** What an analysis reads of the whole file: names bound twice, bases and whether they are nodes too, attributes that are set, functions called more than once. */
function factsOf(run: Run): string {
  const { bindings, baseNames, facts } = run.module;
  const unsure = [...bindings].filter(([, { kind }]) => kind === 'ambiguous').map(([name]) => name);
  const writes = [...facts.attributeWrites].flatMap(([name, places]) =>
    places.map(({ object }) => `${object}.${name}:${bindings.get(object)?.kind === 'class'}`),
  );
  const bases = [...baseNames].map(name => `${name}:${facts.registered.has(name)}`);
  const shared = [...bindings.keys()].filter(name => facts.callCount(name) > 1);
  return [unsure, bases, writes, shared].map(list => list.sort().join()).join(' ');
}

function movedTo({ result, pieces }: Remembered, now: readonly SourceSpan[]): ClassResult {
  if (pieces.every((piece, i) => piece.from === now[i]!.from)) return result;
  return movedResult(result, offset => {
    const i = lastFrom(pieces, offset);
    return i < 0 ? offset : offset - pieces[i]!.from + now[i]!.from;
  });
}

/** The last of the spans, ascending, that begins at or before an offset; -1 where none does. */
function lastFrom(spans: readonly SourceSpan[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.from <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
