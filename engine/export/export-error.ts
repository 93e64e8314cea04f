/** What a format cannot say: which field of the specification, and what to do instead. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
  /** Dotted path in the run specification. */
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
