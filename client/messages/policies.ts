/** Texts of the feature `policies`: `text` → policies.…, `resources` → resources.…, `errors` → errors.… */
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
