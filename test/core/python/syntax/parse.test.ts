import { describe, expect, it } from 'vitest';
import { parsePython } from '../../../../src/core/python/syntax/parse';
import { dumpBlock } from './dump';

const dumped = (text: string): string => dumpBlock(parsePython(text));
const forgotten = (text: string): readonly string[] =>
  parsePython(text).flatMap(item => (item.type === 'Forget' ? item.names : []));

describe('a line that is no Python', () => {
  it.each([
    ['an open bracket', 'a = f(b\nc = d\n', '(BROKEN (= c d))'],
    ['an open bracket before a keyword', 'a = f(b,\nreturn c\n', '(BROKEN (return c))'],
    ['an open bracket at the end', 'a = b\nc = (d,', '((= a b) BROKEN)'],
    ['an open string', 'a = "b\nc = d\n', '(BROKEN (= c d))'],
    ['a stray bracket', 'a = b)\nc = d\n', '(BROKEN (= c d))'],
    ['a missing operand', 'a = b +\nc = d\n', '(BROKEN (= c d))'],
    ['a missing name', '= b\nc = d\n', '(BROKEN (= c d))'],
    ['two expressions', 'print a\nc = d\n', '(BROKEN (= c d))'],
    ['noise', 'a = b\n\0\x01?$!\nc = d\n', '((= a b) BROKEN (= c d))'],
  ])('is forgotten alone: %s', (_name, text, tree) => {
    expect(dumped(text)).toBe(tree);
  });

  it.each([
    ['a header', 'if a.\n    b = c\nd = e\n', '(BROKEN (= d e))'],
    ['a header without its block', 'if a:\nb = c\nd = e\n', '(BROKEN (= d e))'],
    ['a decorator', '@a b\ndef f(x):\n    return x\nd = e\n', '(BROKEN (= d e))'],
    ['a block that nothing opens', 'a = b\n    .c()\nd = e\n', '(BROKEN (= d e))'],
    ['a clause that nothing opens', 'a = b\nelse:\n    c = d\ne = f\n', '(BROKEN (= e f))'],
    ['a try without its clauses', 'try:\n    a = b\nd = e\n', '(BROKEN (= d e))'],
  ])('takes along what hangs on it: %s', (_name, text, tree) => {
    expect(dumped(text)).toBe(tree);
  });

  it('leaves the branches above it as they are', () => {
    const text = 'if a:\n    b = 1\nelif c c:\n    b = 2\nelse:\n    b = 3\nd = e\n';
    expect(dumped(text)).toBe('((if a ((= b #)) ()) BROKEN BROKEN (= d e))');
    expect(forgotten(text)).toContain('b');
  });

  it('doubts its own block where its indentation fits none', () => {
    const text = 'if a:\n        b = 1\n    c = 2\n        d = 3\ne = 4\n';
    expect(dumped(text)).toBe('((if a (BROKEN (= d #)) ()) (= e #))');
  });

  it('names all that it mentions, members and keywords apart', () => {
    expect(forgotten('a, b.c = d["e"].f(not g, h +)\n')).toEqual(['a', 'b', 'd', 'g', 'h']);
  });
});

describe('Python as it is', () => {
  it.each([
    [
      'not binds looser than comparison, tighter than and',
      'not a == b and c',
      '(and (not (== a b)) c)',
    ],
    ['powers group to the right, under a sign', '-a ** b ** -c', '(- (** a (** b (- c))))'],
    ['chained comparisons', 'a < b <= c != d', '(and (and (< a b) (<= b c)) (!= c d))'],
    ['a bare point after a number', '255. * a', '(* # a)'],
    ['quotes of the string inside its f-string', 'f"{a["b"]}" + c', '(+ $ c)'],
    ['adjacent strings', '"a" f"{b}" \'c\'', '$'],
    ['soft keywords are names', 'match[type](case)', '(Call (Index match type) case)'],
  ])('%s', (_name, text, tree) => {
    expect(dumped(`${text}\n`)).toBe(`((do ${tree}))`);
  });

  it('joins lines by brackets and backslashes, through comments and blank lines', () => {
    expect(dumped('a = (b +  # c\n\n  d) \\\n  + e\n')).toBe('((= a (+ (+ b d) e)))');
  });

  it('takes tabs, carriage returns, a byte order mark and no last newline', () => {
    expect(dumped('\ufeffif a:\r\n\tb = c\r\n        d = e\rf = g')).toBe(
      '((if a ((= b c) (= d e)) ()) (= f g))',
    );
  });
});
