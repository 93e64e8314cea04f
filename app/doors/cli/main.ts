/** The command line: reads the words, hands them to one command, turns what goes wrong into one message and a code. */
import { Command, CommanderError } from 'commander';
import { say, texts } from '../../../engine/words/words.ts';
import { AppError } from '../../errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { programVersion } from '../../platform.ts';
import { addContinue } from './continue.ts';
import { addCompare } from './compare.ts';
import { addData } from './data.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addList } from './list.ts';
import { plain, processOutput } from './output.ts';
import type { Output } from './output.ts';
import { addProbe } from './probe.ts';
import { addPreset } from './preset.ts';
import { addRun } from './run.ts';
import { addServe } from './serve.ts';
import type { Session } from './session.ts';
import { addShow } from './show.ts';
import { addStudy } from './study.ts';

const t = texts('cli', {
  description: 'Experiments on normalization in neural networks. Without a command: opens the workbench.',
  whichDatabase: 'The database is --db, otherwise NORMSCOPE_DB, otherwise one in the application-data folder.',
  unforeseen: ({ why }: { why: string }) => `Something went wrong that should not: ${why}`,
});

/** Codes of errors that the person at the keyboard can put right by typing something else. */
const WRONG_INPUT: readonly ErrorCode[] = ['invalid-input', 'not-found', 'ambiguous', 'conflict', 'too-large'];

/**
 * Carries out one command; `argv` is without the program's own name. Resolves to the exit code: 0 done, 1 it failed (or
 * a run did), 2 the input was wrong. Never throws.
 */
export async function main(argv: readonly string[], output: Output = processOutput): Promise<number> {
  const session: Session = { output, exitCode: 0 };
  // Somebody who has read enough (`| head`) closes the pipe: that is no error.
  if (output === processOutput)
    process.stdout.once('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await createProgram(session).parseAsync([...argv], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof AppError)) {
      output.say(t.unforeseen({ why: error instanceof Error ? error.message : String(error) }));
      if (process.env.NORMSCOPE_DEBUG !== undefined && error instanceof Error) output.say(error.stack ?? '');
      return 1;
    }
    output.say(plain(say(error.said)));
    return WRONG_INPUT.includes(error.code) ? 2 : 1;
  }
}

function createProgram(session: Session): Command {
  const program = new Command('normscope')
    .description(t.description)
    .version(programVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => session.output.print(text.trimEnd()),
      writeErr: (text) => session.output.say(text.trimEnd()),
    })
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', `\n${t.whichDatabase}`);
  for (const add of [
    addRun,
    addContinue,
    addStudy,
    addList,
    addShow,
    addCompare,
    addExport,
    addData,
    addPreset,
    addProbe,
    addServe,
    addDoctor,
  ])
    add(program, session);
  return program;
}

// The bundle of a packaged program has no other way in; a clone comes through ../normscope.mjs.
if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
