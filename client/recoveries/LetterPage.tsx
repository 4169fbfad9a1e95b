import { useTranslate } from 'ra-core';
import { useParams } from 'react-router-dom';
import type { RecoveryShow } from '#contract/recoveries.ts';
import { capitalYuan } from '#domain/capital-yuan.ts';
import { createZone, formatLocal, localDateAt } from '#domain/time.ts';
import {
  Button,
  LinkButton,
  PageHead,
  RecordPage,
  Segment,
  formatFen,
  useLocaleName,
  useNow,
  useUrlState,
} from '../components/index.ts';
import { en, zh } from '../messages/recoveries.ts';
import './recoveries.css';

/** The letter of claim on a sheet of A4, in the language of those who get it, whatever the console speaks. */
export function LetterPage() {
  const { id = '' } = useParams();
  return (
    <RecordPage<RecoveryShow> resource="recoveries" id={id}>
      {(row) => <LetterDesk row={row} />}
    </RecordPage>
  );
}

type Language = 'zh' | 'en';

function LetterDesk({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const [chosen, choose] = useUrlState('lang', locale);
  const language: Language = chosen === 'en' ? 'en' : 'zh';
  return (
    <>
      <PageHead
        title={t('recoveries.letters.title')}
        name={`${t('recoveries.letters.title')} ${row.number}`}
        facts={[row.number, row.party]}
        actions={
          <>
            <Segment
              label={t('recoveries.letters.title')}
              value={language}
              onChange={choose}
              options={(['zh', 'en'] as const).map((one) => ({
                id: one,
                label: t(`recoveries.letters.${one}`),
              }))}
            />
            <LinkButton to={`/recoveries/${row.id}/show`}>
              {t('recoveries.letters.back')}
            </LinkButton>
            <Button kind="filled" icon="print" onClick={() => window.print()}>
              {t('recoveries.letters.doPrint')}
            </Button>
          </>
        }
      />
      <Letter row={row} language={language} />
    </>
  );
}

const filled = (text: string, args: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/%\{(\w+)\}/gu, (_, name: string) => String(args[name] ?? ''));

function Letter({ row, language }: { row: RecoveryShow; language: Language }) {
  const now = useNow();
  const words = (language === 'zh' ? zh : en).text;
  const { paper } = words;
  const { outage } = row;
  const zone = createZone(outage.zone);
  const minuteAt = (at: number) => formatLocal(zone, at).slice(0, 'yyyy-mm-dd hh:mm'.length);
  const heads = row.heads.filter(({ claimedFen }) => claimedFen > 0);
  const files = heads.flatMap((head) => head.files).filter((file) => file.withdrawnAt === null);
  const opening = filled(paper.opening, {
    from: minuteAt(outage.startedAt),
    until: outage.endedAt === null ? '–' : minuteAt(outage.endedAt),
    zone: outage.zone,
    number: row.outageNumber,
    title: row.outageTitle,
    cause: language === 'zh' ? outage.causeZh : outage.causeEn,
    lines: outage.affectedLines,
  });
  return (
    <article className="rc-paper" lang={language}>
      <h2>{paper.title}</h2>
      <p className="rc-paper__number">{filled(paper.number, { number: row.number })}</p>
      <p>
        <strong>{filled(paper.to, { party: row.party })}</strong>
        {row.partyAddress !== null && <span className="rc-paper__address">{row.partyAddress}</span>}
      </p>
      <p className="rc-paper__text">{opening}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{paper.head}</th>
            <th scope="col">{paper.basis}</th>
            <th scope="col">{paper.amount}</th>
          </tr>
        </thead>
        <tbody>
          {heads.map(({ head, basis, claimedFen }) => (
            <tr key={head}>
              <td>{words.head[head]}</td>
              <td>{basis}</td>
              <td>{formatFen(claimedFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {paper.total}
            </th>
            <td>{formatFen(row.claimedFen)}</td>
          </tr>
          <tr>
            <th scope="row">{paper.words}</th>
            <td colSpan={2} lang="zh">
              {capitalYuan(row.claimedFen)}
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="rc-paper__text">{paper.closing}</p>
      {files.length > 0 && (
        <>
          <p>{paper.files}</p>
          <ol>
            {files.map((file) => (
              <li key={file.id}>{file.fileName}</li>
            ))}
          </ol>
        </>
      )}
      <footer>
        <p>{paper.sender}</p>
        <p>
          {paper.date} {localDateAt(zone, row.letterSentAt ?? now)}
        </p>
      </footer>
    </article>
  );
}
