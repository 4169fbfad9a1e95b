import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { FailureCodeRecord, ProductRecord } from '#contract/catalogue.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

const whole = { range: '[0,499]' } as const;

/** The lists that conditions choose from; they change seldom. */
export function useCatalogue(): { failureCodes: FailureCodeRecord[]; products: ProductRecord[] } {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const codes = useQuery({
    queryKey: ['failure-codes', 'choices'],
    queryFn: ({ signal }) => dataProvider.read<FailureCodeRecord[]>('failure-codes', whole, signal),
    staleTime: 600_000,
  });
  const products = useQuery({
    queryKey: ['products', 'choices'],
    queryFn: ({ signal }) =>
      dataProvider.read<ProductRecord[]>('products', { ...whole, sort: '["name","ASC"]' }, signal),
    staleTime: 60_000,
  });
  return { failureCodes: codes.data ?? [], products: products.data ?? [] };
}
