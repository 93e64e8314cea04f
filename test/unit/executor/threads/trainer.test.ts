/** Training in threads keeps the promises of every trainer. */
import { createThreadTrainer } from '../../../../app/executor/threads/trainer.ts';
import { describeTrainer } from '../../../support/trainer-contract.ts';

describeTrainer('threads, one for each run', (datasets) => createThreadTrainer({ datasets, mostThreads: 1 }));
describeTrainer('threads, several for a run', (datasets) => createThreadTrainer({ datasets, mostThreads: 2 }));
