/** Texts of the feature `compensation`: `text` → compensation.…, `resources` → resources.…, `errors` → errors.… */
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
