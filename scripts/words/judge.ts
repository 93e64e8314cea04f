/** Says of a string whether people read it, and if they do, whether it has a key (docs/WORDS.md). */
import ts from 'typescript';
import type { Found } from './find.ts';

export type Judgement =
  | { is: 'keyed'; by: 'code' | 'field' | 'claim' | 'preset' | 'dataset' | 'page' }
  | { is: 'not for people'; why: string }
  | { is: 'open' };

/** Whole folders that people do not read. */
const NOT_READ: readonly (readonly [folder: string, why: string])[] = [
  ['engine/export/pytorch/', 'source code in Python'],
  ['engine/export/onnx/', 'operators and descriptions in a file format'],
  ['engine/kernels/wasm/assembly/', 'source code in AssemblyScript'],
];

/** The names of functions around the string, from the inside out. */
const callsAround = ({ around }: Found): string[] =>
  around.flatMap((node) => {
    if (!ts.isCallExpression(node)) return [];
    const { expression } = node;
    if (ts.isIdentifier(expression)) return [expression.text];
    return ts.isPropertyAccessExpression(expression) ? [expression.name.text] : [];
  });

/** The classes that are made around the string, from the inside out. */
const classesAround = ({ around }: Found): string[] =>
  around.flatMap((node) =>
    ts.isNewExpression(node) && ts.isIdentifier(node.expression) ? [node.expression.text] : [],
  );

/** What a programmer reads when the program is wrong. */
const PROGRAM_ERRORS = new Set(['Error', 'TypeError', 'RangeError']);
const SQL_CALLS = new Set(['prepare', 'exec', 'pragma', 'transaction']);
const OPENAPI_CALLS = new Set(['createRoute', 'answers', 'meta', 'openapi', 'doc31', 'describe', 'refusals']);

/** Where a string belongs. */
export function judge(found: Found): Judgement {
  const { file, text, marked } = found;
  const calls = callsAround(found);
  // A file of wordings has parts of sentences beside them.
  if (calls.includes('messages') || calls.includes('texts') || file.endsWith('-words.ts'))
    return { is: 'keyed', by: 'code' };
  if (file.startsWith('renderer/messages/')) return { is: 'keyed', by: 'page' };
  if (file.startsWith('engine/study/gallery/') || file === 'engine/study/guided.ts')
    return { is: 'keyed', by: 'claim' };
  if (file.startsWith('engine/data/generators/') && ['builtIn', 'pooled'].some((name) => calls.includes(name)))
    return { is: 'keyed', by: 'dataset' };
  if (file === 'engine/spec/presets.ts' && calls.includes('preset')) return { is: 'keyed', by: 'preset' };
  if (/^engine\/spec\/schema(\/|\.ts$)/.test(file) && calls.some((name) => ['field', 'variant', 'meta'].includes(name)))
    return { is: 'keyed', by: 'field' };
  const folder = NOT_READ.find(([start]) => file.startsWith(start));
  if (folder !== undefined) return { is: 'not for people', why: folder[1] };
  const mark = /not for people(?:: ([^*\n]+))?/.exec(marked);
  if (mark !== null) return { is: 'not for people', why: mark[1]?.trim() ?? 'marked' };
  if (text === 'Normscope') return { is: 'not for people', why: 'name of the program' };
  if (/^\w+\/[\w.+-]+; charset=/.test(text)) return { is: 'not for people', why: 'type of a file' };
  if (/^engine\/probes\/.*take\.ts$/.test(file) && classesAround(found).length === 0)
    return { is: 'not for people', why: 'name of a number in a record' };
  if (classesAround(found).some((name) => PROGRAM_ERRORS.has(name)))
    return { is: 'not for people', why: 'says that the program is wrong' };
  if (calls.some((name) => SQL_CALLS.has(name)) || /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s/.test(text))
    return { is: 'not for people', why: 'SQL' };
  if (/^app\/(api|contract)\//.test(file) && calls.some((name) => OPENAPI_CALLS.has(name)))
    return { is: 'not for people', why: 'description of the API' };
  return { is: 'open' };
}
