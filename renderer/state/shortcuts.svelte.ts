/**
 * Keys that work anywhere in the page, alone or after `g`. Pages add theirs while they are shown. Nothing happens while
 * somebody types, while a dialog is open, or together with Ctrl, Alt or Meta unless a binding asks for it.
 */
export type Binding = (event: KeyboardEvent) => void;

/** How long the second key of a sequence may take, in milliseconds. */
const SEQUENCE_MS = 1200;

class Shortcuts {
  /** Whether the sheet that lists them is open. */
  sheet = $state(false);
  readonly #bindings = new Map<string, Binding[]>();
  #first = '';
  #firstAt = 0;

  /** Binds keys such as `n`, `g r` or `mod+z` until the returned function is called; the newest binding of a key wins. */
  bind(bindings: Record<string, Binding>): () => void {
    for (const [key, binding] of Object.entries(bindings))
      this.#bindings.set(key, [...(this.#bindings.get(key) ?? []), binding]);
    return () => {
      for (const [key, binding] of Object.entries(bindings))
        this.#bindings.set(
          key,
          (this.#bindings.get(key) ?? []).filter((other) => other !== binding),
        );
    };
  }

  /** To be called for every keydown of the window. */
  readonly handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]'))
      return;
    const key =
      (event.ctrlKey || event.metaKey ? 'mod+' : '') + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
    const sequence = performance.now() - this.#firstAt < SEQUENCE_MS ? `${this.#first} ${key}` : key;
    this.#first = '';
    const binding = this.#bindings.get(sequence)?.at(-1) ?? this.#bindings.get(key)?.at(-1);
    if (binding !== undefined) {
      event.preventDefault();
      binding(event);
    } else if ([...this.#bindings.keys()].some((name) => name.startsWith(`${key} `))) {
      this.#first = key;
      this.#firstAt = performance.now();
    }
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'file', 'range'].includes(target.type);
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName);
}

export const shortcuts = new Shortcuts();
