import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { SimulateBody, SimulationShow } from '#contract/simulations.ts';
import { isSimulating } from '#domain/simulation-lifecycle.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

const POLL_MS = 700;

/** One simulation, asked again while it is being worked out. */
export function useSimulation(id: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['simulations', 'getOne', id],
    enabled: id !== '',
    queryFn: ({ signal }) =>
      dataProvider.read<SimulationShow>(`simulations/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isSimulating(state.data.state) ? POLL_MS : false,
  });
}

/** Asks for one; `onMade` hears its id. */
export function useSimulate(onMade: (id: string) => void) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queries = useQueryClient();
  return useMutation<SimulationShow, HttpError, SimulateBody>({
    mutationFn: (body) => dataProvider.send<SimulationShow>('POST', 'simulations', body),
    onSuccess: (made) => {
      queries.setQueryData(['simulations', 'getOne', made.id], made);
      void queries.invalidateQueries({ queryKey: ['simulations', 'getList'] });
      onMade(made.id);
    },
  });
}
