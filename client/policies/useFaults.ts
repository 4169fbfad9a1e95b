import { useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useCallback, useMemo, useState } from 'react';
import type { PolicyShow } from '#contract/policies.ts';
import { policyFaults } from '#domain/policy.ts';
import { faultTexts } from '../weights/faults.ts';
import type { PolicyForm } from './form-context.ts';
import type { PolicyDraft } from './use-policy-editor.ts';

/**
 * What is wrong with a draft, by path: what the domain says with every keystroke, what the server says of the rules
 * as they were saved or refused, and the fields that are half-typed.
 */
export function useFaults(record: PolicyShow, draft: PolicyDraft, focus: PolicyForm['focus']) {
  const t = useTranslate();
  const [refused, setRefused] = useState<{ rules: unknown; faults: Record<string, string> }>();
  const [half, setHalf] = useState<ReadonlySet<string>>(new Set());
  const mark = useCallback((path: string, on: boolean) => {
    setHalf((before) => {
      if (before.has(path) === on) return before;
      const next = new Set(before);
      if (on) next.add(path);
      else next.delete(path);
      return next;
    });
  }, []);
  const { rules } = draft;
  const faults = useMemo(() => {
    const found = new Map<string, string>();
    for (const fault of policyFaults(rules)) found.set(fault.field, t(fault.message, fault.args));
    // The server knows what the rules alone do not show: the purpose and the currency of the policy.
    const saved = JSON.stringify(record.rules) === JSON.stringify(rules) ? record.faults : [];
    for (const fault of saved) found.set(fault.field, t(fault.message, fault.args));
    const said = refused?.rules === rules ? refused.faults : {};
    for (const [path, text] of Object.entries(said)) found.set(path.replace(/^rules\./u, ''), text);
    return found;
  }, [rules, record, refused, t]);
  const onRefused = (error: HttpError | null) =>
    setRefused(error === null ? undefined : { rules, faults: faultTexts(error, t) });
  const form = useMemo((): PolicyForm => ({ faults, mark, focus }), [faults, mark, focus]);
  return { form, half: half.size, onRefused };
}
