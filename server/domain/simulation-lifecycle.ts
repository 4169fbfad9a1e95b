import type { Lifecycle } from './lifecycles.ts';

/** Small simulations are done when they are asked; a large one waits for a worker. */
export const simulationStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type SimulationState = (typeof simulationStates)[number];

export const simulationLifecycle: Lifecycle<SimulationState> = {
  waiting: ['running', 'cancelled', 'failed'],
  running: ['done', 'failed', 'cancelled'],
};

export const isSimulating = (state: SimulationState): boolean =>
  state === 'waiting' || state === 'running';
