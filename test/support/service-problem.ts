/** A TM Forum 656 service problem, as a fault management system would send it. */
export function serviceProblem(
  id: string,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    '@type': 'ServiceProblem',
    originatingSystem: 'FM-1',
    category: 'supplier.alarm',
    priority: 2,
    name: `Cell site power failure ${id}`,
    description: 'Mains lost, battery exhausted',
    reason: 'power',
    status: 'inProgress',
    creationDate: '2026-10-10T17:30:00+08:00',
    lastUpdate: '2026-10-10T17:35:00+08:00',
    affectedNumberOfServices: 1,
    affectedService: [{ id: 'data', name: 'Mobile data', '@referredType': 'Service' }],
    affectedLocation: [{ id: '320102', role: 'affected area', '@referredType': 'GeographicArea' }],
    affectedResource: [{ id: 'NJ-0001', '@referredType': 'GeographicSite' }],
    originatorParty: { id: 'fm', role: 'originator', '@referredType': 'Organization' },
    ...changes,
  };
}
