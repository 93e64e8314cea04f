/** `normscope doctor`: is everything there? */
import { existsSync } from 'node:fs';
import { texts } from '../../../engine/words/words.ts';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fromSources, programFolder } from '../../platform.ts';
import { examine } from '../../service/doctor.ts';
import type { Check } from '../../service/doctor.ts';
import { findElectron } from '../electron-binary.ts';
import { plain } from './output.ts';
import { databaseOf, ensureKernels } from './session.ts';
import type { DatabaseOption, Session } from './session.ts';
import { shared } from './words.ts';

const t = texts('cli.doctor', {
  description: 'check that everything is there, and say what to do where it is not',
  noElectron: 'not here; npm start fetches it, or use the browser: npm start -- --web',
  testsOnly: 'needed for tests only',
  noChromium: ({ hint }: { hint: string }) => `not here, needed for end-to-end tests only; ${hint}`,
});

/** Adds the command; it ends with 1 where something is wrong that the program needs. */
export function addDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description(t.description)
    .option('--db <file>', shared.database)
    .action(async (options: DatabaseOption) => {
      const { output } = session;
      // What cannot be built shows as a problem below.
      await ensureKernels(output).catch((error: unknown) => output.say(String(error)));
      const findings = [...(await examine(databaseOf(options))), electron(), await chromium()];
      const width = Math.max(...findings.map(({ what }) => what.length));
      for (const { what, state, text } of findings)
        output.print(`${state.padEnd(7)}  ${what.padEnd(width)}  ${plain(text)}`);
      session.exitCode = findings.some(({ state }) => state === 'problem') ? 1 : 0;
    });
}

function electron(): Check {
  const what = 'Electron'; // not for people: a name
  const found = findElectron(join(programFolder, 'node_modules', 'electron'));
  return found !== null ? { what, state: 'ok', text: found } : { what, state: 'note', text: t.noElectron };
}

/** Only a clone runs tests in a browser. The script is not part of a bundle: no static import. */
async function chromium(): Promise<Check> {
  const what = 'Chromium'; // not for people: a name
  if (!fromSources || !existsSync(join(programFolder, 'scripts', 'find-chromium.ts')))
    return { what, state: 'ok', text: t.testsOnly };
  const address = new URL('../../../scripts/find-chromium.ts', import.meta.url).href;
  try {
    const { findChromium, installHint } = (await import(address)) as typeof import('../../../scripts/find-chromium.ts');
    const found = findChromium();
    return found !== null
      ? { what, state: 'ok', text: found }
      : { what, state: 'note', text: t.noChromium({ hint: installHint() }) };
  } catch (error) {
    return { what, state: 'note', text: error instanceof Error ? error.message : String(error) };
  }
}
