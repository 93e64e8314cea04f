/**
 * The experiment of a specification as a Python script that needs nothing but PyTorch and NumPy: `train.py`. It reads
 * initial weights, data and batch order from the files beside it (experiment.ts) and compares its losses with the
 * recorded ones.
 */
import { keepsRunning } from '../../spec/normalized-model.ts';
import type { LayerPlan } from '../../spec/plan.ts';
import type { RunSpec } from '../../spec/schema.ts';
import { ExportError } from '../export-error.ts';
import { lossText } from './loss.ts';
import { definitions } from './modules.ts';
import { networkText } from './network.ts';
import { clippingText, optimizerClassText, optimizerText, roleText } from './optimizer.ts';
import { scheduleText, type ScheduleText } from './schedule.ts';

export interface ScriptFacts {
  spec: RunSpec;
  plans: readonly LayerPlan[];
  outputs: number;
  regression: boolean;
  /** Steps in the batch order. */
  steps: number;
  /** Samples in the smallest batch. */
  smallestBatch: number;
  /** What wrote it: `Normscope 0.1.0`. */
  program: string;
}

/** Text of train.py. Throws ExportError for what cannot be said in PyTorch. */
export function scriptText(facts: ScriptFacts): string {
  const { spec, plans, outputs, regression, steps } = facts;
  const choices = { model: spec.model, smallestBatch: facts.smallestBatch };
  const network = networkText(plans, choices, 8);
  const weightNorm = spec.model.reparameterization.type === 'weight-norm';
  const schedule = scheduleText(spec.schedule, spec.optimizer.learningRate, spec.training.steps);
  if (schedule.watches && keepsRunning(spec.model) && !spec.evaluation.statistics.includes('running'))
    throw new ExportError(
      'evaluation.statistics',
      'leaves out running, but the schedule watches the validation loss, which the PyTorch script computes with running ' +
        'statistics; it is for runs that evaluate with them',
    );
  const parts = [
    heading(facts),
    imports(weightNorm),
    `HERE = pathlib.Path(__file__).resolve().parent\nSTEPS = ${steps}\nEVALUATE_EVERY = ${spec.evaluation.every}`,
    ...definitions(network.used),
    ['def build_model():', '    return nn.Sequential(OrderedDict([', ...network.lines, '    ]))'].join('\n'),
    READERS,
    ['def loss_of(outputs, targets):', ...lossText({ spec: spec.loss, outputs, regression }).map(indent)].join('\n'),
    ...[roleText(spec.optimizer), optimizerClassText(spec.optimizer), optimizerText(spec.optimizer), schedule.lines]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n')),
    evaluation(regression),
    training(facts, schedule),
    COMPARISON,
    'if __name__ == "__main__":\n    main()',
  ];
  return `${parts.join('\n\n\n')}\n`;
}

const indent = (line: string): string => `    ${line}`;

/** A text inside a Python docstring. */
const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');

function heading({ spec, program }: ScriptFacts): string {
  const drops = JSON.stringify(spec.model).includes('"dropout"') && hasDropout(spec);
  return `"""${quoted(spec.name)}

The experiment as PyTorch 1.13 or later runs it, with NumPy beside it; written by ${program}.

    python train.py                 trains, writes losses.csv, compares it with recorded.csv
    python train.py --steps 100     only the first 100 steps

weights.npz holds the initial weights, data.npz the samples after the split and the scaling of the inputs, batches.npz
the samples of every step (positions in the training split). spec.json is the specification. Losses differ in the last
digits of float32, and such differences grow over many steps: the first hundred steps are the ones to compare.${
    drops ? '\nDropout draws other units here than there: with it the curves agree only on the whole.' : ''
  }
"""`;
}

const hasDropout = ({ model }: RunSpec): boolean =>
  ('dropout' in model && model.dropout > 0) ||
  (model.kind === 'layers' && JSON.stringify(model.layers).includes('"dropout"'));

const imports = (weightNorm: boolean): string =>
  [
    'import argparse',
    'import csv',
    'import math',
    'import pathlib',
    'from collections import OrderedDict',
    '',
    'import numpy as np',
    'import torch',
    'import torch.nn.functional as F',
    'from torch import nn',
    ...(weightNorm ? ['from torch.nn.utils import weight_norm'] : []),
  ].join('\n');

const READERS = `def read_arrays(file):
    """The arrays of an NPZ file as tensors, by name."""
    with np.load(HERE / file) as arrays:
        return {name: torch.from_numpy(arrays[name]) for name in arrays.files}


def load_weights(model, file="weights.npz"):
    """All parameters and running statistics; a missing or unknown one is an error."""
    model.load_state_dict(read_arrays(file))
    return model`;

function evaluation(regression: boolean): string {
  const accuracy = regression ? 'return loss / len(x), math.nan' : 'return loss / len(x), correct / len(x)';
  return [
    'def evaluate(model, x, targets, chunk=1000):',
    `    """Mean loss and accuracy${regression ? ' (none for regression)' : ''} with running statistics, as a deployed network has them."""`,
    '    was_training = model.training',
    '    model.eval()',
    '    loss, correct = 0.0, 0',
    '    with torch.no_grad():',
    '        for start in range(0, len(x), chunk):',
    '            outputs, wanted = model(x[start:start + chunk]), targets[start:start + chunk]',
    '            loss += loss_of(outputs, wanted).item() * len(wanted)',
    ...(regression ? [] : ['            correct += (outputs.argmax(1) == wanted).sum().item()']),
    '    model.train(was_training)',
    `    ${accuracy}`,
  ].join('\n');
}

function training({ spec }: ScriptFacts, schedule: ScheduleText): string {
  const scheduled = schedule.lines.length > 0;
  const clipping = clippingText(spec.training.clipping);
  const freezes = freezing(spec);
  return [
    'def main():',
    '    arguments = argparse.ArgumentParser(description="Trains the network and compares the losses with the recorded ones.")',
    '    arguments.add_argument("--steps", type=int, default=STEPS)',
    '    steps = min(arguments.parse_args().steps, STEPS)',
    `    torch.manual_seed(${spec.seed})  # only dropout draws from it`,
    '',
    '    data = read_arrays("data.npz")',
    '    batches = read_arrays("batches.npz")',
    '    order, starts = batches["order"].long(), batches["starts"].tolist()',
    '    model = load_weights(build_model())',
    '    optimizer = make_optimizer(model)',
    ...(scheduled ? ['    schedule = Schedule()'] : []),
    '    rows = []',
    '',
    '    validation = evaluate(model, data["validation_x"], data["validation_y"])',
    '    rows.append((0, math.nan, *validation))',
    ...(schedule.watches ? ['    schedule.see(validation[0])'] : []),
    '    model.train()',
    '    for step in range(1, steps + 1):',
    ...(scheduled
      ? ['        for group in optimizer.param_groups:', '            group["lr"] = schedule.rate(step)']
      : []),
    ...freezes.map((line) => `        ${line}`),
    '        chosen = order[starts[step - 1]:starts[step]]',
    '        loss = loss_of(model(data["train_x"][chosen]), data["train_y"][chosen])',
    '        optimizer.zero_grad(set_to_none=True)',
    '        loss.backward()',
    ...clipping.map((line) => `        ${line}`),
    '        optimizer.step()',
    '        validation = (math.nan, math.nan)',
    '        if step % EVALUATE_EVERY == 0 or step == STEPS:',
    '            validation = evaluate(model, data["validation_x"], data["validation_y"])',
    ...(schedule.watches ? ['            schedule.see(validation[0])'] : []),
    '            print(f"step {step}: loss {loss.item():.6g}, validation loss {validation[0]:.6g}")',
    '        rows.append((step, loss.item(), *validation))',
    '',
    '    with open(HERE / "losses.csv", "w", newline="") as file:',
    '        csv.writer(file).writerows([("step", "train.loss", "validation.loss", "validation.accuracy"), *rows])',
    '    compare(rows)',
  ].join('\n');
}

/** What changes for good at a step: statistics or gamma and beta of batch normalization freeze. */
function freezing({ model: { normalization: norm } }: RunSpec): string[] {
  if (norm.type !== 'batch') return [];
  const layers = 'for module in model.modules():\n            if type(module).__name__.startswith("BatchNorm"):';
  return [
    ...(norm.freezeStatisticsAt === null
      ? []
      : [
          `if step >= ${norm.freezeStatisticsAt}:  # from here on the running statistics, which stay as they are`,
          `    ${layers.replaceAll('\n', '\n    ')}`,
          '            module.eval()',
        ]),
    ...(norm.freezeAffineAt === null
      ? []
      : [
          `if step == ${norm.freezeAffineAt}:  # from here on gamma and beta stay as they are`,
          `    ${layers.replaceAll('\n', '\n    ')}`,
          '            module.requires_grad_(False)',
        ]),
  ];
}

const COMPARISON = `def compare(rows):
    """Says how far the losses are from the recorded ones, relative to these."""
    with open(HERE / "recorded.csv", newline="") as file:
        recorded = {int(row["step"]): row for row in csv.DictReader(file)}
    for name, column in (("train.loss", 1), ("validation.loss", 2)):
        pairs = [(row[0], row[column], recorded[row[0]][name]) for row in rows if row[0] in recorded]
        known = [(step, ours, float(theirs)) for step, ours, theirs in pairs if theirs and not math.isnan(ours)]
        if not known:
            print(f"{name}: nothing was recorded to compare with")
            continue
        differences = [(abs(ours - theirs) / max(abs(theirs), 1e-12), step) for step, ours, theirs in known]
        early = max(differences[:100])
        worst = max(differences)
        print(f"{name}: {len(known)} values; largest relative difference {early[0]:.2e} (step {early[1]}) among the "
              f"first hundred, {worst[0]:.2e} (step {worst[1]}) among all")`;
