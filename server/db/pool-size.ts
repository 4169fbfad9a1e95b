/** MySQL connections of one process: more than jobs run at once, so that requests find one while each job holds another. */
export const DEFAULT_POOL_SIZE = 24;
