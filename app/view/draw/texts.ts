/** The few words that every figure may need. */
import { texts } from '../../../engine/words/words.ts';

export const figureTexts = texts('view.figures.common', {
  logarithmic: ({ title }: { title: string }) => `${title}, log scale`,
  nothing: 'no finite value',
  value: ({ label, value }: { label: string; value: string }) => `${label}: ${value}`,
  at: ({ place, label, value }: { place: string; label: string; value: string }) => `${place}, ${label}: ${value}`,
  between: ({ low, high }: { low: string; high: string }) => `${low} to ${high}`,
  nonFinite: ({ count }: { count: string }) => `${count} not finite`,
  notPositive: ({ count }: { count: string }) => `${count} not above 0, at the lower edge`,
});
