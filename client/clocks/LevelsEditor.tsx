import { useTranslate } from 'ra-core';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import { escalationTargets, MAX_LEVELS } from '#domain/clocks.ts';
import { Button } from '../components/index.ts';
import { Choice, DurationInput, Field } from './PolicyFields.tsx';
import type { PolicyEditor } from './usePolicyEditor.ts';

type Level = ClockPolicyRecord['levels'][number];

/** Who is told, how long after the warning or the end, and what the priority becomes. */
export function LevelsEditor({ editor }: { editor: PolicyEditor }) {
  const t = useTranslate();
  const { levels } = editor.values;
  const set = (index: number, part: Partial<Level>) =>
    editor.change({
      levels: levels.map((level, at) => (at === index ? { ...level, ...part } : level)),
    });
  return (
    <div className="t-levels">
      {levels.length === 0 && <p className="r-muted">{t('clocks.level.none')}</p>}
      {levels.map((level, index) => (
        <LevelRow
          key={index}
          level={level}
          number={index + 1}
          onChange={(part) => set(index, part)}
          onRemove={() => editor.change({ levels: levels.filter((_, at) => at !== index) })}
        />
      ))}
      {levels.length < MAX_LEVELS && (
        <div>
          <Button
            icon="plus"
            onClick={() =>
              editor.change({
                levels: [...levels, { on: 'breach', afterMs: 0, to: 'supervisors', priority: 1 }],
              })
            }
          >
            {t('clocks.level.add')}
          </Button>
        </div>
      )}
    </div>
  );
}

function LevelRow(props: {
  level: Level;
  number: number;
  onChange: (part: Partial<Level>) => void;
  onRemove: () => void;
}) {
  const t = useTranslate();
  const { level, number, onChange, onRemove } = props;
  const word = (key: string) => t(`clocks.level.${key}`);
  return (
    <div className="t-level">
      <Field label={word('on')}>
        {(id) => (
          <Choice
            id={id}
            value={level.on}
            options={[
              ['warn', word('onWarn')],
              ['breach', word('onBreach')],
            ]}
            onChange={(on) => onChange({ on: on as Level['on'] })}
          />
        )}
      </Field>
      <Field label={word('after')}>
        {(id) => (
          <DurationInput
            id={id}
            label={word('after')}
            ms={level.afterMs}
            min={0}
            onChange={(afterMs) => onChange({ afterMs })}
          />
        )}
      </Field>
      <Field label={word('to')}>
        {(id) => (
          <Choice
            id={id}
            value={level.to}
            options={escalationTargets.map((to) => [to, t(`clocks.level.targets.${to}`)])}
            onChange={(to) => onChange({ to: to as Level['to'] })}
          />
        )}
      </Field>
      <Field label={word('priority')}>
        {(id) => (
          <Choice
            id={id}
            value={String(level.priority)}
            options={(['0', '1', '2'] as const).map((n) => [n, t(`clocks.level.priorities.p${n}`)])}
            onChange={(n) => onChange({ priority: Number(n) })}
          />
        )}
      </Field>
      <Button
        kind="plain"
        icon="trash"
        aria-label={t('clocks.level.remove', { n: number })}
        onClick={onRemove}
      />
    </div>
  );
}
