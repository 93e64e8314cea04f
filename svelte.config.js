/** Svelte settings that the build, the type check and the linter share. */
export default {
  compilerOptions: { runes: true },
};
