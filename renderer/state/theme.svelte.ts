/** Light, dark, or whichever the system has: a choice of the reader, kept on this device. */
const CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof CHOICES)[number];
const KEY = 'normscope.theme';

class Theme {
  choice: ThemeChoice = $state(stored());

  /** Moves on to the next choice and remembers it. */
  next(): void {
    this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length] ?? 'system';
    localStorage.setItem(KEY, this.choice);
    this.apply();
  }

  /** Sets the attribute that the tokens look at. */
  apply(): void {
    if (this.choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.choice;
  }
}

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === value) ?? 'system';
}

export const theme = new Theme();
