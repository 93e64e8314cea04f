/** Short messages at the edge of the page, each with at most one thing to do about it (usually: undo). */
import { messageOf } from './client.ts';

export interface Toast {
  id: number;
  message: string;
  tone: 'plain' | 'bad';
  action?: { label: string; run: () => void | Promise<void> };
}

class Toasts {
  items: readonly Toast[] = $state.raw([]);
  #next = 1;

  /** Shows a message; the oldest of more than three gives way. */
  show(message: string, action?: Toast['action'], tone: Toast['tone'] = 'plain'): void {
    const toast: Toast = { id: this.#next++, message, tone, ...(action ? { action } : {}) };
    this.items = [...this.items, toast].slice(-3);
  }

  /** Says why something did not work. */
  fail(error: unknown): void {
    this.show(messageOf(error), undefined, 'bad');
  }

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  /** Does the newest offered action (Ctrl+Z); false where there is none. */
  async undoLast(): Promise<boolean> {
    const last = this.items.findLast((toast) => toast.action !== undefined);
    if (last === undefined) return false;
    await this.take(last);
    return true;
  }

  /** Carries out a toast's action and takes the toast away. */
  async take(toast: Toast): Promise<void> {
    this.dismiss(toast.id);
    try {
      await toast.action?.run();
    } catch (error) {
      this.fail(error);
    }
  }
}

export const toasts = new Toasts();
