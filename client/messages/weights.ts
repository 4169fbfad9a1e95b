/** Texts of the feature `weights`: `text` → weights.…, `resources` → resources.…, `errors` → errors.… */
export const en = {
  text: {},
  resources: {},
  errors: {},
};

export const zh: typeof en = {
  text: {},
  resources: {},
  errors: {},
};
