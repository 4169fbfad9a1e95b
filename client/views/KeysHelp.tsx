import { useStore, useTranslate } from 'ra-core';
import { Dialog } from '../components/index.ts';
import './views.css';

const keys = [
  ['J K', 'walk'],
  ['X', 'select'],
  ['Enter', 'enter'],
  ['R', 'resync'],
  ['A', 'assign'],
  ['/', 'search'],
  ['Esc', 'close'],
  ['Ctrl K', 'palette'],
  ['?', 'help'],
] as const;

/** Whether the next case opens by itself after one is done; kept per person and browser. */
export const useOnward = () => useStore<boolean>('redress.queue.onward', true);

/** The keys of the queue, and what goes by itself. */
export function KeysHelp({ onClose }: { onClose(): void }) {
  const t = useTranslate();
  const [onward, setOnward] = useOnward();
  return (
    <Dialog open onClose={onClose} title={t('views.keys.title')}>
      <dl className="v-keys">
        {keys.map(([key, word]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              {key.split(' ').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{t(`views.keys.${word}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="r-help">{t('views.keys.place')}</p>
      <label className="r-check">
        <input
          type="checkbox"
          checked={onward}
          onChange={(event) => setOnward(event.target.checked)}
        />
        {t('views.keys.onward')}
      </label>
    </Dialog>
  );
}
