/** Finds the strings of a source file that could be texts for people, with the nodes around each. What they are: judge.ts. */
import ts from 'typescript';
import { parse } from 'svelte/compiler';

/** A string in the source. */
export interface Found {
  file: string;
  line: number;
  text: string;
  /** From the string outwards; empty for the markup of a component. */
  around: readonly ts.Node[];
  /** The line that it stands on and the one before, where a mark may stand. */
  marked: string;
}

/** Two words, or one that begins with a capital: what a person would read as language. */
const LANGUAGE = /\p{L}{2,}[,.:;!?)’]*\s+[(‘“]?\p{L}{2,}|^\p{Lu}\p{Ll}{2,}[.:!?…]?$/u;

/** Whether a text has anything of language in it, apart from placeholders, markup and addresses. */
export function isLanguage(text: string): boolean {
  const bare = text
    .replace(/<style>[\s\S]*?<\/style>/g, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/^[^<>]*="[^"]*"[^<>]*>/g, ' ')
    .replace(/&\w+;/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .trim();
  return LANGUAGE.test(bare);
}

const textOf = (node: ts.Node): string | null => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  return null;
};

/** Strings that name something in the code: keys, modules, types, cases, and what is compared with. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return true;
  if (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return (
      kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
      kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
      kind === ts.SyntaxKind.InKeyword
    );
  }
  return ts.isCaseClause(parent) || ts.isExternalModuleReference(parent);
}

/** All strings of a TypeScript file that read as language. */
export function stringsOf(file: string, source: string): Found[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const lines = source.split('\n');
  const found: Found[] = [];
  const visit = (node: ts.Node, around: readonly ts.Node[]): void => {
    const text = textOf(node);
    if (text !== null && !isName(node) && isLanguage(text)) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
      found.push({ file, line: line + 1, text, around, marked: `${lines[line - 1] ?? ''}\n${lines[line] ?? ''}` });
    }
    ts.forEachChild(node, (child) => visit(child, [node, ...around]));
  };
  visit(tree, []);
  return found;
}

/** Attributes of markup whose values are read. */
const READ_ATTRIBUTES = new Set([
  'title',
  'aria-label',
  'placeholder',
  'alt',
  'label',
  'aria-description',
  'aria-roledescription',
]);

interface MarkupNode {
  type: string;
  start: number;
  name?: string;
  data?: string;
  value?: unknown;
}

/** All strings of a component that read as language: its scripts, and the words of its markup. */
export function stringsOfComponent(file: string, source: string): Found[] {
  const { fragment, instance, module } = parse(source, { modern: true });
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const found: Found[] = [];
  for (const script of [instance, module]) {
    if (script === null || script === undefined) continue;
    const { start, end } = script.content as unknown as { start: number; end: number };
    // Lines keep their numbers.
    const padded = '\n'.repeat(lineAt(start) - 1) + source.slice(start, end);
    found.push(...stringsOf(file, padded));
  }
  const visit = (node: unknown, read: boolean): void => {
    if (Array.isArray(node)) {
      node.forEach((child) => visit(child, read));
      return;
    }
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const { type, start, name, data, value } = node as MarkupNode;
    const text = type === 'Text' ? data : type === 'Literal' && typeof value === 'string' ? value : undefined;
    if (text !== undefined && read && isLanguage(text))
      found.push({ file, line: lineAt(start), text: text.trim(), around: [], marked: '' });
    const reads = type === 'Attribute' ? READ_ATTRIBUTES.has(name ?? '') : read;
    for (const [key, child] of Object.entries(node)) if (key !== 'metadata' && key !== 'parent') visit(child, reads);
  };
  visit(fragment, true);
  return found;
}
