/** Texts of the feature `catalogue`: `text` → catalogue.…, `resources` → resources.…, `errors` → errors.… */
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
