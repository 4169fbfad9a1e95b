/** A nested catalogue of texts. */
export interface TextTree {
  [key: string]: string | TextTree;
}

/**
 * What each feature's file exports twice, as `en` and as `zh: typeof en`:
 * `text` is reached as `<feature>.…`, `resources` as react-admin's `resources.<name>.…`, and
 * `errors` as `errors.…` (the keys the server answers with).
 */
export interface FeatureTexts {
  text: TextTree;
  resources: TextTree;
  errors: TextTree;
}
