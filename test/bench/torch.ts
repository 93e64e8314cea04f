/** PyTorch as a peer: a Python process that trains the same workload on one thread when it is asked to. */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Workload, describe } from './workloads.ts';

const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** A process that trains one workload in turns. */
export interface Peer {
  /** Trains about `ms` milliseconds; microseconds a step. */
  time(ms: number): Promise<number>;
  close(): void;
}

/** The first interpreter that can import torch: PYTHON if it is set, otherwise python3 and /usr/bin/python3. */
export function findTorch(): { python: string; version: string } {
  const named = process.env['PYTHON'];
  const candidates = named ? [named] : ['python3', '/usr/bin/python3'];
  for (const python of candidates) {
    try {
      const version = execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return { python, version: version.trim() };
    } catch {
      // The next one may have it.
    }
  }
  throw new Error(
    `No PyTorch: ${candidates.join(' and ')} cannot import torch. ` +
      'Install it (Debian: apt-get install python3-torch) or name an interpreter that has it in PYTHON',
  );
}

export function startTorch(python: string, workload: Workload): Peer {
  const peer = spawn(python, [`${import.meta.dirname}/torch_peer.py`, JSON.stringify(describe(workload))], {
    env: { ...process.env, ...ONE_THREAD },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    async time(ms) {
      peer.stdin.write(`${ms}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${python} ended without an answer`);
      return Number(value);
    },
    close() {
      peer.stdin.end();
    },
  };
}
