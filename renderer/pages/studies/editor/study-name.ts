/** The name of a study on the command line, made from its title. Pure. */

/** Small letters, digits and -, at most 80 of them; "study" where the title has none. */
export const nameFrom = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 80)
    .replace(/-+$/, '') || 'study';
