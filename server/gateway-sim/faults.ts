import type { FaultInput, SystemName } from './schemas.ts';
import type { Profile } from './profile.ts';

/** What a call is about, as far as faults can aim at it. */
export interface Subject {
  readonly scope: FaultInput['scope'];
  readonly on: 'write' | 'query';
  /** what the rate is drawn by: the idempotency key, or the id that is read */
  readonly key: string;
  readonly msisdn?: string | undefined;
  readonly productCode?: string | undefined;
  readonly systems?: readonly SystemName[];
}

export interface ArmedFault extends FaultInput {
  readonly id: string;
  readonly used: number;
}

export interface FaultBox {
  add(input: FaultInput): ArmedFault;
  list(): readonly ArmedFault[];
  clear(): void;
  /** The first armed fault that meets this call, counted as used; null when none does. */
  take(subject: Subject): ArmedFault | null;
}

/** Faults on request, in the order in which they were asked for. They live as long as the process. */
export function createFaultBox(profile: Profile, nextId: () => string): FaultBox {
  let armed: readonly ArmedFault[] = [];
  return {
    add(input) {
      const fault = { ...input, id: nextId(), used: 0 };
      armed = [...armed, fault];
      return fault;
    },
    list: () => armed,
    clear() {
      armed = [];
    },
    take(subject) {
      const index = armed.findIndex((fault, position) => meets(fault, position, subject, profile));
      const found = armed[index];
      if (found === undefined) return null;
      const used = { ...found, used: found.used + 1 };
      armed = armed.with(index, used);
      return used;
    },
  };
}

function meets(fault: ArmedFault, position: number, subject: Subject, profile: Profile): boolean {
  const on = fault.on ?? (fault.scope === 'inventory' ? 'query' : 'write');
  if (fault.scope !== subject.scope || on !== subject.on) return false;
  if (fault.times !== undefined && fault.used >= fault.times) return false;
  const { msisdn, productCode, system, key } = fault.match ?? {};
  if (msisdn !== undefined && msisdn !== subject.msisdn) return false;
  if (productCode !== undefined && productCode !== subject.productCode) return false;
  if (key !== undefined && key !== subject.key) return false;
  if (system !== undefined && subject.systems?.includes(system) !== true) return false;
  // Drawn by place in the list, not by id: the same requests in the same order always fail alike.
  return profile.fraction('fault', String(position), subject.key) < (fault.rate ?? 1);
}
