/** An optimizer as Python: the call that makes it, the groups of parameters under weight decay, gradient clipping. */
import { decayOf } from '../../optimizers/optimizer.ts';
import type { OptimizerSpec, RunSpec } from '../../spec/schema.ts';
import { LAYERWISE } from './layerwise.ts';

/** Optimizers with a rate of its own for each weight; PyTorch has none. */
const layerwise = (spec: OptimizerSpec): spec is Extract<OptimizerSpec, { type: keyof typeof LAYERWISE }> =>
  spec.type === 'lars' || spec.type === 'lamb';

/** The class of an optimizer that PyTorch does not have; or none. */
export const optimizerClassText = (spec: OptimizerSpec): string[] => (layerwise(spec) ? [LAYERWISE[spec.type]] : []);

/** The function `make_optimizer(model)`. */
export function optimizerText(spec: OptimizerSpec): string[] {
  const { groups, lines } = parameters(spec);
  return ['def make_optimizer(model):', ...lines.map((line) => `    ${line}`), `    return ${call(spec, groups)}`];
}

function call(spec: OptimizerSpec, groups: string): string {
  const rate = `lr=${spec.learningRate}`;
  switch (spec.type) {
    case 'sgd': {
      const momentum = spec.momentum === 0 ? '' : `, momentum=${spec.momentum}`;
      return `torch.optim.SGD(${groups}, ${rate}${momentum}${spec.nesterov ? ', nesterov=True' : ''})`;
    }
    case 'rmsprop':
      return `torch.optim.RMSprop(${groups}, ${rate}, alpha=${spec.alpha}, eps=${spec.eps}, momentum=${spec.momentum})`;
    case 'adam':
    case 'adamw': {
      const name = spec.type === 'adam' ? 'Adam' : 'AdamW';
      return `torch.optim.${name}(${groups}, ${rate}, betas=(${spec.beta1}, ${spec.beta2}), eps=${spec.eps})`;
    }
    case 'adagrad':
      return `torch.optim.Adagrad(${groups}, ${rate}, eps=${spec.eps})`;
    case 'lars':
      return `Lars(${groups}, ${rate}, momentum=${spec.momentum}, trust=${spec.trust})`;
    case 'lamb':
      return `Lamb(${groups}, ${rate}, betas=(${spec.beta1}, ${spec.beta2}), eps=${spec.eps})`;
    default:
      return spec satisfies never;
  }
}

const ROLES = ['weight', 'bias', 'normalization'] as const;

/** Parameters in groups with their weight decay. */
function parameters(spec: OptimizerSpec): { groups: string; lines: string[] } {
  const learned = 'learned = {name: p for name, p in model.named_parameters() if p.requires_grad}';
  if (layerwise(spec))
    return {
      lines: [
        learned,
        `decays = {${ROLES.map((role) => `"${role}": ${decayOf(spec, role)}`).join(', ')}}`,
        'groups = [',
        '    {"params": [p for name, p in learned.items() if role(model, name) == kind],',
        '     "weight_decay": decay, "adaptive": kind == "weight"}',
        '    for kind, decay in decays.items()',
        ']',
      ],
      groups: 'groups',
    };
  if (spec.decayNormalization && spec.decayBias)
    return {
      lines: [
        'learned = [p for p in model.parameters() if p.requires_grad]',
        `groups = [{"params": learned, "weight_decay": ${spec.weightDecay}}]`,
      ],
      groups: 'groups',
    };
  const spared = [spec.decayBias ? '' : '"bias"', spec.decayNormalization ? '' : '"normalization"'].filter(Boolean);
  return {
    lines: [
      learned,
      `spared = [name for name in learned if role(model, name) in (${spared.join(', ')},)]`,
      'groups = [',
      `    {"params": [p for name, p in learned.items() if name not in spared], "weight_decay": ${spec.weightDecay}},`,
      '    {"params": [learned[name] for name in spared], "weight_decay": 0},',
      ']',
    ],
    groups: 'groups',
  };
}

/** The function `role(model, name)`, which {@link optimizerText} uses where parameters are not all treated alike; or none. */
export function roleText(spec: OptimizerSpec): string[] {
  if (spec.decayBias && spec.decayNormalization && !layerwise(spec)) return [];
  return [
    'def role(model, name):',
    '    """What a parameter is: "weight", "bias" (also Fixup\'s shifts), or "normalization" (gamma and beta)."""',
    '    path, _, own = name.rpartition(".")',
    '    module = model.get_submodule(path)',
    '    if isinstance(module, (nn.Linear, nn.Conv2d)):',
    '        return "bias" if own == "bias" else "weight"',
    '    return "bias" if type(module).__name__ == "Shift" else "normalization"',
  ];
}

/** Lines between the backward pass and the update. */
export function clippingText(spec: RunSpec['training']['clipping']): string[] {
  switch (spec.type) {
    case 'none':
      return [];
    case 'norm':
      return [`nn.utils.clip_grad_norm_(model.parameters(), ${spec.maximum})`];
    case 'value':
      return [`nn.utils.clip_grad_value_(model.parameters(), ${spec.maximum})`];
    default:
      return spec satisfies never;
  }
}
