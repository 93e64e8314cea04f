/** `normscope preset`: ready-made specifications to start from. */
import type { Command } from 'commander';
import { findPreset, PRESETS } from '../../../engine/spec/presets.ts';
import { AppError } from '../../errors.ts';
import { alignedTable } from './output.ts';
import type { Session } from './session.ts';

/** Adds the command. */
export function addPreset(program: Command, { output }: Session): void {
  const preset = program.command('preset').description('list and show ready-made specifications');
  preset
    .command('list')
    .description('list presets')
    .option('--json', 'print JSON objects, one a line', false)
    .action(({ json }: { json: boolean }) => {
      if (json) for (const { name, title, description } of PRESETS) output.json({ name, title, description });
      else {
        const rows = PRESETS.map(({ name, title, description }) => [name, title, firstSentence(description)]);
        for (const line of alignedTable([{ title: 'name' }, { title: 'title' }, { title: 'what it shows' }], rows))
          output.print(line);
      }
    });
  preset
    .command('show')
    .description('print the specification of a preset, ready to be changed and run')
    .argument('<name>', 'name of the preset')
    .action((name: string) => {
      const found = findPreset(name);
      if (found.preset === null) {
        const hint = found.nearest === null ? '"normscope preset list" shows all.' : `Did you mean ${found.nearest}?`;
        throw new AppError('invalid-input', `There is no preset ${JSON.stringify(name)}. ${hint}`);
      }
      output.say(found.preset.description);
      output.print(JSON.stringify(found.preset.spec, null, 2));
    });
}

const firstSentence = (text: string): string => /^.*?(?<!\bal)[.](?=\s|$)/s.exec(text)?.[0] ?? text;
