/**
 * A disc inside a ring. A network of sigmoids whose units are standardized without a shift is point-symmetric about the
 * mean and cannot separate them; with beta it can (Ioffe and Szegedy 2015, section 3, on the linear regime).
 */
import { sineCosine } from '../../exact-math.ts';
import { builtIn, planePoints } from './built-in.ts';

/** The built-in set `ring-and-disc`. */
export const ringAndDisc = builtIn({
  name: 'ring-and-disc',
  title: 'Ring and disc',
  description:
    'A disc inside a ring, with a gap between them: sigmoid units that are standardized without beta cannot separate them.',
  ...{ samples: 2000, shape: [2], classes: ['ring', 'disc'], features: ['x', 'y'] },
  hash: 'ff4c6e63521af431ca3d37a1a82fcce7de3fc8bc1f11bf2ed7bfe36b7e4d0b09',
  make: planePoints('ring-and-disc', 2, (random, label) => {
    const { sin, cos } = sineCosine(2 * Math.PI * random.uniform());
    // Evenly over the area: the square of the radius is uniform.
    const area = random.uniform();
    const radius = label === 0 ? Math.sqrt(0.64 + (1.44 - 0.64) * area) : Math.sqrt(0.25 * area);
    return [radius * cos, radius * sin];
  }),
});
