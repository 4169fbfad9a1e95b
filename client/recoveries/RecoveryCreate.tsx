import { useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { RecoveryBasis, RecoveryShow } from '#contract/recoveries.ts';
import { recoveryHeads, type RecoveryHead } from '#domain/recoveries.ts';
import {
  Button,
  EmptyState,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  StickyActions,
  formatFen,
} from '../components/index.ts';
import { Field, FieldFault } from './Field.tsx';
import { useBasis } from './RecoveryLink.tsx';
import { YuanInput } from './YuanInput.tsx';
import { useFormVerb } from './useFormVerb.ts';
import './recoveries.css';

/** A claim begins with an outage: `?outageId=`. */
export function RecoveryCreate() {
  const t = useTranslate();
  const [search] = useSearchParams();
  const outageId = search.get('outageId');
  const { data } = useBasis(outageId);
  return (
    <Page width="document">
      <PageHead
        title={t('recoveries.create.title')}
        facts={
          data === undefined
            ? []
            : [
                <Link key="outage" to={`/outages/${data.outageId}/show`}>
                  {t('recoveries.create.outage', { number: data.number })}
                </Link>,
                data.title,
              ]
        }
      />
      {outageId === null ? (
        <EmptyState text={t('recoveries.create.noOutage')} />
      ) : data === undefined ? (
        <LoadingShape shape="record" />
      ) : data.obstacle !== null ? (
        <EmptyState text={t(data.obstacle)} />
      ) : (
        <ClaimForm key={outageId} basis={data} />
      )}
    </Page>
  );
}

type Heads = Record<RecoveryHead, { fen: number | null; basis: string }>;

function ClaimForm({ basis }: { basis: RecoveryBasis }) {
  const t = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const [party, setParty] = useState(basis.party ?? '');
  const [address, setAddress] = useState('');
  const [heads, setHeads] = useState<Heads>({
    compensation: { fen: basis.claimableFen, basis: '' },
    repair: { fen: 0, basis: '' },
    traffic: { fen: 0, basis: '' },
  });
  const { send, busy, faults } = useFormVerb<RecoveryShow>('recoveries', ({ id }) => {
    notify('recoveries.done.filed', { type: 'success' });
    void navigate(`/recoveries/${id}/show`);
  });
  const change = (head: RecoveryHead, part: Partial<Heads[RecoveryHead]>) =>
    setHeads({ ...heads, [head]: { ...heads[head], ...part } });
  const bad = recoveryHeads.some((head) => heads[head].fen === null);
  const save = () =>
    send({
      ...{ outageId: basis.outageId, party },
      partyAddress: address.trim() === '' ? null : address,
      heads: recoveryHeads
        .filter((head) => (heads[head].fen ?? 0) > 0)
        .map((head) => ({ head, claimedFen: heads[head].fen, basis: heads[head].basis })),
    });
  return (
    <form
      className="rc-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Panel title={t('recoveries.facts.title')}>
        <Field
          label={t('recoveries.facts.party')}
          value={party}
          maxLength={80}
          fault={faults['party']}
          onChange={setParty}
        />
        <Field
          label={t('recoveries.facts.address')}
          value={address}
          maxLength={200}
          onChange={setAddress}
        />
      </Panel>
      {recoveryHeads.map((head) => (
        <Panel key={head} title={t(`recoveries.head.${head}`)}>
          <YuanInput
            label={t('recoveries.heads.claimed')}
            value={heads[head].fen ?? 0}
            help={
              head === 'compensation'
                ? t('recoveries.create.room', { fen: formatFen(basis.claimableFen) })
                : undefined
            }
            fault={head === 'compensation' ? faults['claimedFen.compensation'] : undefined}
            onChange={(fen) => change(head, { fen })}
          />
          <Field
            label={t('recoveries.field.basis')}
            value={heads[head].basis}
            maxLength={500}
            onChange={(text) => change(head, { basis: text })}
          />
        </Panel>
      ))}
      <FieldFault fault={faults['heads']} />
      <StickyActions>
        <Button kind="filled" submit busy={busy} disabled={bad}>
          {t('recoveries.acts.file')}
        </Button>
      </StickyActions>
    </form>
  );
}
