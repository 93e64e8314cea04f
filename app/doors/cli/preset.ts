/** `normscope preset`: ready-made specifications to start from. */
import type { Command } from 'commander';
import { messages, texts } from '../../../engine/words/words.ts';
import { findPreset, PRESETS } from '../../../engine/spec/presets.ts';
import { AppError } from '../../errors.ts';
import { alignedTable } from './output.ts';
import type { Session } from './session.ts';
import { shared } from './words.ts';

const t = texts('cli.preset', {
  description: 'list and show ready-made specifications',
  list: 'list presets',
  show: 'print the specification of a preset, ready to be changed and run',
  name: 'name of the preset',
  nameTitle: 'name',
  title: 'title',
  shows: 'what it shows',
});

const WRONG = messages('cli.preset', {
  'no-such': ({ given, near }: { given: string; near: string | null }) =>
    `There is no preset ${JSON.stringify(given)}. ` +
    (near === null ? '"normscope preset list" shows all.' : `Did you mean ${near}?`),
});

/** Adds the command. */
export function addPreset(program: Command, { output }: Session): void {
  const preset = program.command('preset').description(t.description);
  preset
    .command('list')
    .description(t.list)
    .option('--json', shared.jsonLines, false)
    .action(({ json }: { json: boolean }) => {
      if (json) for (const { name, title, description } of PRESETS) output.json({ name, title, description });
      else {
        const rows = PRESETS.map(({ name, title, description }) => [name, title, firstSentence(description)]);
        for (const line of alignedTable([{ title: t.nameTitle }, { title: t.title }, { title: t.shows }], rows))
          output.print(line);
      }
    });
  preset
    .command('show')
    .description(t.show)
    .argument('<name>', t.name)
    .action((name: string) => {
      const found = findPreset(name);
      if (found.preset === null)
        throw new AppError('invalid-input', WRONG['no-such']({ given: name, near: found.nearest }));
      output.say(found.preset.description);
      output.print(JSON.stringify(found.preset.spec, null, 2));
    });
}

const firstSentence = (text: string): string => /^.*?(?<!\bal)[.](?=\s|$)/s.exec(text)?.[0] ?? text;
