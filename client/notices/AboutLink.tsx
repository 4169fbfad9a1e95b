import { Link } from 'react-router-dom';
import type { NoticeRecord } from '#contract/messages.ts';

const PATHS = { outage: 'outages', batch: 'compensation-batches', claim: 'claims' } as const;

/** What a message that is about no case is about. */
export function AboutLink({ about }: { about: NonNullable<NoticeRecord['about']> }) {
  return (
    <Link
      to={`/${PATHS[about.kind]}/${about.id}/show`}
      className="r-mono"
      onClick={(event) => event.stopPropagation()}
    >
      {about.number ?? about.id.slice(-6)}
    </Link>
  );
}
