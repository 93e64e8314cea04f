/** `normscope resume`, `fork` and `verify`: going on from checkpoints, and running a run once more to compare it. */
import type { Command } from 'commander';
import { forkTraps } from '../../../engine/spec/traps.ts';
import { formatCount } from '../../view/numbers.ts';
import type { Verification } from '../../contract/runs.ts';
import { changeSpec } from './run-input.ts';
import { follow } from './run.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';

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
      .argument('<run>', 'id, unique start of an id, or name')
      .option('--db <file>', 'database file')
      .option('--json', 'print JSON objects, one a line', false);

  command('resume', 'go on with a run that was interrupted or stopped, from its checkpoint').action(
    async (ref: string, options: Options) => {
      session.exitCode = await withWorkbench(session, { ...options, look: false }, (workbench) => {
        const { runs } = workbench;
        return follow(workbench, [runs.resume(runs.resolve(ref).id)], options, session);
      });
    },
  );

  command('fork', 'start a new run where another one stood, with a changed specification')
    .option('--set <path=value...>', 'change a field, e.g. --set optimizer.learningRate=0.01', [])
    .option('--name <name>', 'how the new run is listed')
    .action(async (ref: string, { set, name, ...options }: Options & { set: string[]; name?: string }) => {
      session.exitCode = await withWorkbench(session, { ...options, look: false }, async (workbench) => {
        const { runs } = workbench;
        const parent = runs.resolve(ref);
        const spec = changeSpec(parent.spec, set, name ?? `${parent.name} (fork)`);
        const fork = await runs.fork(parent.id, { spec });
        for (const { path, message } of forkTraps(parent.spec, fork.spec)) session.output.say(`${path}: ${message}`);
        return follow(workbench, [fork], options, session);
      });
    });

  command('verify', 'run a stored run once more and compare every number').action(
    async (ref: string, options: Options) => {
      session.exitCode = await withWorkbench(session, { ...options, look: true }, async ({ runs }) => {
        const run = runs.resolve(ref);
        const { say, print, json } = session.output;
        const shown = process.stderr.isTTY && !options.json;
        const result = await runs.verify(run.id, (step) => {
          if (shown) process.stderr.write(`\rstep ${step} of ${run.step} `);
        });
        if (shown) say('');
        if (options.json) json({ event: 'verified', id: run.id, ...result });
        else print(verdict(run.name, result));
        return result.identical ? 0 : 1;
      });
    },
  );
}

function verdict(name: string, { numbers, kernels, difference }: Verification): string {
  if (difference === null)
    return `${name}: all ${formatCount(numbers)} recorded numbers are identical (kernels ${kernels}).`;
  const { what, step, stored, again } = difference;
  const where = step === null ? what : `${what} at step ${step}`;
  const now = again === null ? 'nothing' : String(again);
  return `${name}: not identical. The first difference is ${where}: stored ${stored}, now ${now}.`;
}
