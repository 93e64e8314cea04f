import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../../../../renderer/state/routes.ts';

describe('routes', () => {
  const routes: Route[] = [
    { page: 'runs' },
    { page: 'trash' },
    { page: 'new' },
    { page: 'new', from: 'a b' },
    { page: 'new', preset: 'relu-bn' },
    { page: 'new', dataset: 'mnist/10k' },
    { page: 'run', id: '0193-ä/ö' },
    { page: 'compare', runs: [] },
    { page: 'compare', runs: ['a', 'b', 'c'] },
    { page: 'datasets' },
    { page: 'dataset', name: 'iris & co?' },
    { page: 'studies' },
    { page: 'study', ref: 'c1/quick' },
    { page: 'new-study' },
    { page: 'new-study', copy: 'c1' },
    { page: 'new-study', preset: 'relu-bn' },
    { page: 'new-study', runs: ['a', 'b'] },
  ];
  it.each(routes.map((route) => [hrefOf(route), route] as const))('%s reads back as it was written', (href, route) => {
    expect(parseRoute(href)).toEqual(route);
  });

  it('knows nothing of other addresses, malformed escapes included', () => {
    for (const path of ['/nowhere', '/runs/a/b', '/datasets/%E0%A4%A', '/new/x'])
      expect(parseRoute(path)).toEqual({ page: 'not-found', path });
  });

  it('compares a run only once with the others', () => {
    expect(parseRoute('/compare?run=a&run=b&run=a')).toEqual({ page: 'compare', runs: ['a', 'b'] });
  });
});
