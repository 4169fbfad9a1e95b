import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { OutageRef, OutageShow } from '#contract/outages.ts';
import { Button, Dialog, Num, Panel, VerbButton, When, useVerb } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { OutagePicker } from './OutagePicker.tsx';
import { OutageWord } from './words.tsx';

/** What it is a part of, and what is a part of it. */
export function FamilyPanel({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('outages.log');
  const [asking, setAsking] = useState(false);
  const { parent, children } = outage;
  const changeable = may && (outage.state === 'open' || outage.state === 'restored');
  const alone = parent === null && children.length === 0;
  if (alone && !changeable) return null;
  return (
    <Panel
      title={t('outages.family.title')}
      note={t('outages.family.note')}
      flush
      actions={
        changeable &&
        outage.childCount === 0 && (
          <>
            {parent !== null && (
              <VerbButton
                verb="attach"
                body={{ parentId: null }}
                kind="plain"
                label={t('outages.family.detach')}
                message={t('outages.family.attached')}
                ask={{
                  title: t('outages.family.detachTitle', { number: outage.number }),
                  sentence: t('outages.family.detachAsk'),
                  askReason: false,
                }}
              />
            )}
            <Button icon="link" onClick={() => setAsking(true)}>
              {t('outages.family.attach')}
            </Button>
          </>
        )
      }
    >
      {alone ? (
        <p className="r-note o-pad">{t('outages.parent.none')}</p>
      ) : (
        <FamilyTable outage={outage} />
      )}
      {asking && <AttachDialog outage={outage} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function FamilyTable({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const { parent, children, childCount } = outage;
  const all = `/outages?filter=${encodeURIComponent(JSON.stringify({ parentId: outage.id }))}`;
  return (
    <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.family.title')}>
      <table className="r-table">
        <tbody>
          {parent !== null && <FamilyRow role={t('outages.family.parent')} other={parent} />}
          {children.map((child, index) => (
            <FamilyRow
              key={child.id}
              role={index === 0 ? t('outages.family.children') : ''}
              other={child}
            />
          ))}
        </tbody>
      </table>
      {childCount > children.length && (
        <p className="o-pad">
          <Link to={all}>{t('outages.family.seeAll', { count: childCount })}</Link>
        </p>
      )}
    </div>
  );
}

function FamilyRow({ role, other }: { role: string; other: OutageRef }) {
  return (
    <tr>
      <th scope="row" className="r-muted">
        {role}
      </th>
      <td>
        <Link to={`/outages/${other.id}/show`}>{other.number}</Link> {other.title}
      </td>
      <td>
        <When at={other.startedAt} />
      </td>
      <td className="r-right">
        <Num value={other.affectedLines} />
      </td>
      <td>
        <OutageWord state={other.state} />
      </td>
    </tr>
  );
}

function AttachDialog({ outage, onClose }: { outage: OutageShow; onClose: () => void }) {
  const t = useTranslate();
  const act = useVerb({ message: t('outages.family.attached'), onDone: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('outages.family.attachTitle', { number: outage.number })}
    >
      <p className="r-prose">{t('outages.family.attachAsk')}</p>
      <div className="r-field">
        <OutagePicker
          label={t('outages.parent.label')}
          exceptId={outage.id}
          onPick={(parent) =>
            act.mutate({
              resource: 'outages',
              id: outage.id,
              verb: 'attach',
              body: { version: outage.version, parentId: parent.id },
            })
          }
        />
      </div>
      {act.error !== null && (
        <p className="r-help r-help--bad" role="alert">
          {act.error.message}
        </p>
      )}
    </Dialog>
  );
}
