/** The fields of a run specification, each for itself. What a person may write, and what must fit together: ../schema.ts. */
import { z } from 'zod';
import { Data } from './data.ts';
import { field } from './field.ts';
import { Loss } from './loss.ts';
import { Model } from './model.ts';
import { Optimizer, Schedule } from './optimizer.ts';
import { Probes } from './probes.ts';
import { Evaluation, Recording, Training } from './training.ts';

export const Fields = z.strictObject({
  format: field(z.literal('normscope.run/1').default('normscope.run/1'), 'Format', 'Version of this format.'),
  name: field(z.string().trim().min(1).max(200).default('untitled run'), 'Name', 'How the run is listed.'),
  seed: field(
    z.int().min(0).max(0xffff_ffff).default(1),
    'Seed',
    'Decides the split, the initial weights, the order of the samples and dropout, each from a stream of its own.',
  ),
  data: field(Data.prefault({}), 'Data', 'What is learned from.'),
  model: field(Model.prefault({ kind: 'mlp' }), 'Model', 'The network.'),
  loss: field(Loss.prefault({ type: 'cross-entropy' }), 'Loss', 'What training makes small.'),
  optimizer: field(Optimizer.prefault({ type: 'sgd' }), 'Optimizer', 'How gradients become updates.'),
  schedule: field(
    Schedule.prefault({ type: 'constant' }),
    'Schedule',
    'How the learning rate changes while training goes on.',
  ),
  training: field(Training.prefault({}), 'Training', 'How long, and in which portions.'),
  evaluation: field(Evaluation.prefault({}), 'Evaluation', 'When and how the validation split is looked at.'),
  record: field(Recording.prefault({}), 'Recording', 'What is kept beside the curves.'),
  probes: field(Probes, 'Probes', 'What is measured inside the network, and when. Changes nothing in the training.'),
});

/** A complete specification, defaults filled in. */
export type RunFields = z.infer<typeof Fields>;
