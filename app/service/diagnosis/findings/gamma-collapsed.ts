/** Channels that normalization has switched off: a gamma next to 0 passes nothing of them. */
import { formatCount } from '../../../view/numbers.ts';
import { finding, type Examine } from '../evidence.ts';

/** A gamma below this passes nothing (the probe of normalization has the same limit). */
const OFF = 0.01;
/** Share of the channels of a layer from which it is said. */
const SHARE = 0.1;

/** One finding, about the layer that lost most. */
export const gammaCollapsed: Examine = ({ run, norm }) => {
  const found = run.norms
    .flatMap(({ layer, channels }) => {
      const { values, steps } = norm(layer, 'gamma');
      const off = (record: number): number =>
        values.subarray(record * channels, (record + 1) * channels).filter((gamma) => Math.abs(gamma) < OFF).length;
      const last = steps.length - 1;
      if (last < 1) return [];
      const [before, now] = [off(0), off(last)];
      // A gamma that began at 0 is meant to, and takes time to grow.
      return now - before < SHARE * channels ? [] : [{ layer, channels, now, before, step: steps[last]! }];
    })
    .sort((a, b) => b.now / b.channels - a.now / a.channels);
  const [worst] = found;
  if (worst === undefined) return [];
  const { layer, channels, now, before, step } = worst;
  return [
    finding({
      ...{ kind: 'gamma-collapsed', severity: 'warn', step, layer, figure: 'norm' },
      numbers: { off: now, channels, before, share: now / channels },
      text: `In ${layer} gamma has fallen below ${OFF} in ${formatCount(now)} of ${formatCount(channels)} channels: these pass nothing.`,
      remedy:
        run.spec.optimizer.weightDecay > 0
          ? 'Leave gamma and beta out of weight decay (optimizer.decayNormalization), or lower it.'
          : 'Lower the learning rate; where the accuracy is good, a narrower network would do.',
    }),
  ];
};
