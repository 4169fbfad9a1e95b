/** Texts of the feature `reports`: `text` → reports.…, `resources` → resources.…, `errors` → errors.… */
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
