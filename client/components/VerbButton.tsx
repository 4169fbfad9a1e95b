import { useRecordContext, useResourceContext } from 'ra-core';
import type { Identifier } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import type { ButtonKind } from './Button.tsx';
import type { IconName } from './Icon.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { useVerb } from './useVerb.ts';
import type { VerbOptions } from './useVerb.ts';

interface VerbButtonProps<T> extends VerbOptions<T> {
  verb: string;
  /** From react-admin's context unless given. */
  resource?: string;
  id?: Identifier;
  /** Sent with `version` of the record in context. */
  body?: Record<string, unknown>;
  label: ReactNode;
  icon?: IconName;
  kind?: ButtonKind;
  big?: boolean;
  disabled?: boolean;
  title?: string;
  /** Asks first: the sentence of what will happen, and a reason unless `askReason` is false. */
  ask?: { title: ReactNode; sentence?: ReactNode; confirmLabel?: ReactNode; askReason?: boolean };
}

/** An act on a record: waits for the server, shows its progress, names what changed. */
export function VerbButton<T = unknown>(props: VerbButtonProps<T>) {
  const { verb, body, label, icon, kind = 'outline', big, disabled, title, ask } = props;
  const record = useRecordContext();
  const context = useResourceContext();
  const [asking, setAsking] = useState(false);
  const { message, onDone } = props;
  const act = useVerb<T>({
    ...(message === undefined ? {} : { message }),
    onDone: (answer) => {
      setAsking(false);
      onDone?.(answer);
    },
  });
  const run = (reason?: string) => {
    const resource = props.resource ?? context;
    const id = props.id ?? record?.id;
    if (resource === undefined || id === undefined) return;
    const version: unknown = record?.version;
    act.mutate({
      resource,
      id,
      verb,
      body: {
        ...(version === undefined ? {} : { version }),
        ...body,
        ...(reason === undefined || reason === '' ? {} : { reason }),
      },
    });
  };
  return (
    <>
      <Button
        kind={kind}
        busy={act.isPending}
        title={title}
        {...(icon === undefined ? {} : { icon })}
        {...(big === undefined ? {} : { big })}
        {...(disabled === undefined ? {} : { disabled })}
        onClick={() => (ask === undefined ? run() : setAsking(true))}
      >
        {label}
      </Button>
      {ask !== undefined && asking && (
        <ReasonDialog
          open
          onClose={() => setAsking(false)}
          title={ask.title}
          sentence={ask.sentence}
          confirmLabel={ask.confirmLabel ?? label}
          kind={kind === 'bad' ? 'bad' : 'filled'}
          askReason={ask.askReason ?? true}
          busy={act.isPending}
          onConfirm={run}
        />
      )}
    </>
  );
}
