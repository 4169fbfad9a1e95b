import { useGetList, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { SimulationRecord } from '#contract/simulations.ts';
import { SideSection, When } from '../components/index.ts';
import { Worth } from './worth.tsx';

const SHOWN = 8;

/** The latest of one's own, each a link to what came out. */
export function MySimulations({ shown }: { shown: string }) {
  const t = useTranslate();
  const { data } = useGetList<SimulationRecord>('simulations', {
    pagination: { page: 1, perPage: SHOWN },
    sort: { field: 'createdAt', order: 'DESC' },
  });
  return (
    <SideSection
      title={t('simulation.mine')}
      link={<Link to="/simulation">{t('simulation.another')}</Link>}
    >
      {data?.length === 0 && <p className="r-note">{t('simulation.mineNone')}</p>}
      <ul className="s-mine">
        {data?.map((one) => (
          <li key={one.id} aria-current={one.id === shown || undefined}>
            <Link to={`/simulation?id=${one.id}`}>
              {one.title === '' ? t('simulation.drawnTitle') : one.title}
            </Link>
            <span className="r-note">
              {nameOf(one, t)} · <When at={one.createdAt} />
            </span>
            <span>
              <Worth {...one} value={one.aValueFen} />
              {one.bValueFen !== null && (
                <>
                  {' → '}
                  <Worth {...one} value={one.bValueFen} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </SideSection>
  );
}

function nameOf({ aName, bName }: SimulationRecord, t: ReturnType<typeof useTranslate>): string {
  const draft = t('simulation.draft');
  const a = aName === '' ? draft : aName;
  if (bName === null) return a;
  return t('simulation.against', { a, b: bName === '' ? draft : bName });
}
