/** Why a run ended or stands, beside what training itself says (engine/train.ts, engine/early-stop.ts). */
import { messages, say, type Message } from '../../engine/words/words.ts';

export const RUN_REASONS = messages('run.reason', {
  interrupted: ({ step }: { step: number }) => `interrupted at step ${step}`,
  'stopped-at-start': 'Stopped before the first step.',
  'stopped-in-queue': 'Stopped before it started.',
  'trashed-in-queue': 'Moved to the trash before it started.',
  'study-withdrawn': ({ study, to }: { study: string; to: 'paused' | 'stopped' }) =>
    `Taken out of the queue: the study ${study} was ${to}.`,
  'not-stored': ({ why }: { why: Message }) => `Its results could not be stored: ${say(why)}`,
});
