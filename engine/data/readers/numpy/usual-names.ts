/** What arrays of features, of labels and of class names are usually called, and those of training, validation and test. */

export const FEATURES = '(?:x|data|images?|features?|inputs?|samples?)';
export const LABELS = '(?:y|labels?|targets?|classes|class)';
export const PARTS = ['train(?:ing)?|trn', 'val(?:id|idation)?|dev', 'test(?:ing)?|tst'];
export const CLASS_NAMES = /^(?:class|label|target)_?names?$|^classes$|^categories$/;

/** A name of this role; of a part of the data, or of all where the part is empty. */
export const usual = (role: string, part: string): RegExp =>
  part === '' ? new RegExp(`^${role}$`) : new RegExp(`^(?:${role}_?(?:${part})|(?:${part})_?${role})$`);

/** A name as the patterns expect it. */
export const plainName = ({ name }: { name: string }): string =>
  name
    .toLowerCase()
    .replace(/.*\//, '')
    .replace(/[-. ]+/g, '_');

/** Whether a file name (without `.npy`) is one of the usual names of features or labels. */
export const hasUsualName = (name: string): boolean =>
  [FEATURES, LABELS].some((role) => ['', ...PARTS].some((part) => usual(role, part).test(plainName({ name }))));
