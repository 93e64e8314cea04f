/** `normscope resume`, `fork` and `verify`: going on from checkpoints, and running a run once more to compare it. */
import type { Command } from 'commander';
import { sayIssue } from '../../../engine/words/worded.ts';
import { texts } from '../../../engine/words/words.ts';
import { forkTraps } from '../../../engine/spec/traps.ts';
import { formatCount } from '../../view/numbers.ts';
import type { Verification } from '../../contract/runs.ts';
import { changeSpec } from './run-input.ts';
import { follow } from './run.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { shared } from './words.ts';

const t = texts('cli.continue', {
  resume: 'go on with a run that was interrupted or stopped, from its checkpoint',
  fork: 'start a new run where another one stood, with a changed specification',
  set: 'change a field, e.g. --set optimizer.learningRate=0.01',
  name: 'how the new run is listed',
  forkName: ({ name }: { name: string }) => `${name} (fork)`,
  verify: 'run a stored run once more and compare every number',
  progress: ({ step, steps }: { step: number; steps: number }) => `step ${step} of ${steps}`,
  identical: ({ name, numbers, kernels }: { name: string } & Pick<Verification, 'numbers' | 'kernels'>) =>
    `${name}: all ${formatCount(numbers)} recorded numbers are identical (kernels ${kernels}).`,
  different: ({ name, what, step, stored, again }: { name: string } & NonNullable<Verification['difference']>) =>
    `${name}: not identical. The first difference is ${step === null ? what : shared.atStep({ what, step })}: ` +
    `stored ${stored}, now ${again ?? 'nothing'}.`,
});

interface Options {
  db?: string;
  json: boolean;
}

/** Adds the commands. */
export function addContinue(program: Command, session: Session): void {
  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<run>', shared.run)
      .option('--db <file>', shared.database)
      .option('--json', shared.jsonLines, false);

  command('resume', t.resume).action(async (ref: string, options: Options) => {
    session.exitCode = await withWorkbench(session, { ...options, look: false }, (workbench) => {
      const { runs } = workbench;
      return follow(workbench, [runs.resume(runs.resolve(ref).id)], options, session);
    });
  });

  command('fork', t.fork)
    .option('--set <path=value...>', t.set, [])
    .option('--name <name>', t.name)
    .action(async (ref: string, { set, name, ...options }: Options & { set: string[]; name?: string }) => {
      session.exitCode = await withWorkbench(session, { ...options, look: false }, async (workbench) => {
        const { runs } = workbench;
        const parent = runs.resolve(ref);
        const spec = changeSpec(parent.spec, set, name ?? t.forkName({ name: parent.name }));
        const fork = await runs.fork(parent.id, { spec });
        for (const trap of forkTraps(parent.spec, fork.spec)) session.output.say(`${trap.path}: ${sayIssue(trap)}`);
        return follow(workbench, [fork], options, session);
      });
    });

  command('verify', t.verify).action(async (ref: string, options: Options) => {
    session.exitCode = await withWorkbench(session, { ...options, look: true }, async ({ runs }) => {
      const run = runs.resolve(ref);
      const { say, print, json } = session.output;
      const shown = process.stderr.isTTY && !options.json;
      const result = await runs.verify(run.id, (step) => {
        if (shown) process.stderr.write(`\r${t.progress({ step, steps: run.step })} `);
      });
      if (shown) say('');
      if (options.json) json({ event: 'verified', id: run.id, ...result });
      else print(verdict(run.name, result));
      return result.identical ? 0 : 1;
    });
  });
}

function verdict(name: string, { numbers, kernels, difference }: Verification): string {
  return difference === null ? t.identical({ name, numbers, kernels }) : t.different({ name, ...difference });
}
