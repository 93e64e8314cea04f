/** What a level sets, field by field: a group that is set as a whole is shown by its fields. Pure. */

type Settings = Record<string, unknown>;

const isGroup = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every field that is set, with its full path. */
export function settingsOf(set: Settings): { path: string; value: unknown }[] {
  return Object.entries(set).flatMap(([path, value]) =>
    isGroup(value)
      ? settingsOf(value).map((inner) => ({ path: `${path}.${inner.path}`, value: inner.value }))
      : [{ path, value }],
  );
}

/** The path of the group in `set` that a field lies in; null where it stands by itself. */
const groupOf = (set: Settings, path: string): string | null =>
  Object.keys(set).find((key) => isGroup(set[key]) && path.startsWith(`${key}.`)) ?? null;

/** Sets one field. Another variant of a group leaves nothing of the one before, as the engine has it. */
export function withSetting(set: Settings, path: string, value: unknown): Settings {
  const group = groupOf(set, path);
  if (group === null) return { ...set, [path]: value };
  const rest = path.slice(group.length + 1);
  const inner = set[group] as Settings;
  const chooses = ['type', 'method', 'kind'].includes(rest) && inner[rest] !== value;
  return { ...set, [group]: chooses ? { [rest]: value } : withSetting(inner, rest, value) };
}

/** Takes one field out, and its group with the last of them. */
export function withoutSetting(set: Settings, path: string): Settings {
  const group = groupOf(set, path);
  const inner = group === null ? {} : withoutSetting(set[group] as Settings, path.slice(group.length + 1));
  if (group !== null && Object.keys(inner).length > 0) return { ...set, [group]: inner };
  return Object.fromEntries(Object.entries(set).filter(([key]) => key !== (group ?? path)));
}
