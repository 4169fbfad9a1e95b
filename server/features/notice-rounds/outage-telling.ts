import type {
  NoticePreview,
  NoticeRulesRecord,
  NoticeTrigger,
  OutageEventState,
} from '#contract/notice-rounds.ts';
import type { MessageSettings } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { isEssential } from '#domain/notice-kinds.ts';
import {
  channelOf,
  occasionOf,
  outageEvents,
  outageGatesOf,
  saidOf,
  servicesGone,
  stillTrue,
  trueUntil,
  type OutageEvent,
  type OutageGate,
  type OutageStanding,
  type SaidOfOutage,
  type ToldRound,
} from '#domain/outage-notices.ts';
import { quietUntilAt } from '#domain/quiet-hours.ts';
import type { Zone } from '#domain/time.ts';
import type { Service } from '#domain/weight-bands.ts';
import type { World } from '../../world.ts';
import type { NewNotice } from '../messages/notice-store.ts';
import type { PublishedText } from '../messages/template-store.ts';
import type { Outage } from '../outages/outage-row.ts';
import type { OutageRecipients, RecipientGroup, RecipientScope } from './outage-recipients.ts';
import { standingOf, type StandingReads } from './outage-standing.ts';
import { writeOutageTexts, type WrittenTexts } from './outage-texts.ts';
import type { Round } from './round-row.ts';
import type { RoundService, Walk } from './round-service.ts';
import type { RoundStore } from './round-store.ts';

/** What a round about an outage is fixed to when it begins. */
export interface PinnedOutageRound {
  number: string;
  said: SaidOfOutage;
  texts: WrittenTexts;
  scope: RecipientScope;
  gone: Service[];
  essential: boolean;
  notAfterAt: number;
}

interface Needs {
  world: World;
  zone: Zone;
  store: RoundStore;
  rounds: Pick<RoundService, 'begin'>;
  recipients: OutageRecipients;
  standing: StandingReads;
  outage(ctx: ActionContext, id: string): Promise<Outage>;
  areaNames(codes: readonly string[]): Promise<{ nameZh: string; nameEn: string }[]>;
  templates(): Promise<ReadonlyMap<string, PublishedText>>;
  settings(): Promise<MessageSettings>;
  rules(): Promise<NoticeRulesRecord>;
}

/** Everything that decides whether and how an event is told. */
interface Draft {
  outage: Outage;
  standing: OutageStanding;
  gates: OutageGate[];
  pinned: PinnedOutageRound | null;
}

const HOUR_MS = 3_600_000;

export const pinnedOf = (round: Round): PinnedOutageRound => round.pinned as PinnedOutageRound;

export const toldOf = (rounds: readonly Round[]): ToldRound[] =>
  rounds.map((round) => ({
    event: round.event as OutageEvent,
    occasion: round.occasion,
    said: pinnedOf(round).said,
  }));

/** What customers are told of an outage: previewed, begun by a person or by rule, walked line by line. */
export function createOutageTelling(needs: Needs) {
  const { world, store } = needs;

  async function draftOf(outage: Outage, event: OutageEvent): Promise<Draft> {
    const now = world.now();
    const standing = await needs.standing.of(outage);
    const gates = outageGatesOf(event, standing, toldOf(await store.about(outage.id)), now);
    const settings = await needs.settings();
    const written = writeOutageTexts(event, standing, {
      ...{ settings, zone: needs.zone, now, templates: await needs.templates() },
      areas: await needs.areaNames(standing.areaCodes),
    });
    if (gates.length === 0 && (written === undefined || written.missing.length > 0))
      gates.push('variable_empty');
    const latest = await needs.recipients.latestSnapshotId();
    if (written === undefined || outage.snapshotId === null || latest === null)
      return { outage, standing, gates, pinned: null };
    const held = now + settings.holdHours * HOUR_MS;
    const pinned: PinnedOutageRound = {
      number: outage.number,
      said: saidOf(standing),
      texts: written.texts,
      scope: { place: placeOf(standing), snapshotId: outage.snapshotId, latestSnapshotId: latest },
      gone: goneAt(standing, now),
      essential: isEssential(written.texts.zh.templateCode),
      notAfterAt: Math.min(held, trueUntil(event, standing) ?? held),
    };
    return { outage, standing, gates, pinned };
  }

  const groupsOf = (draft: Draft): Promise<RecipientGroup[]> =>
    draft.pinned === null
      ? Promise.resolve([])
      : needs.recipients.count(draft.pinned.scope, draft.outage.affectedLines);

  async function eventsOf(outage: Outage): Promise<OutageEventState[]> {
    const rounds = await store.about(outage.id);
    const told = toldOf(rounds);
    const standing = await needs.standing.of(outage);
    return outageEvents.map((event) => ({
      event,
      gates: outageGatesOf(event, standing, told, world.now()),
      roundId: rounds.findLast((round) => round.event === event)?.id ?? null,
    }));
  }

  async function begin(
    ctx: ActionContext,
    draft: Draft,
    asked: { event: OutageEvent; ratePerSecond: number; trigger: NoticeTrigger; detail?: object },
  ): Promise<string> {
    const [gate] = draft.gates;
    if (gate !== undefined || draft.pinned === null)
      throw new DomainError('conflict', `errors.noticeRounds.gate.${gate ?? 'not_counted'}`);
    const groups = await groupsOf(draft);
    const { count, excluded } = sortedOut(groups, draft.pinned.essential);
    if (count === 0) throw new DomainError('conflict', 'errors.noticeRounds.nobody');
    return needs.rounds.begin(ctx, {
      ...{ aboutKind: 'outage', aboutId: draft.outage.id, event: asked.event },
      occasion: occasionOf(asked.event, draft.standing),
      ...{ trigger: asked.trigger, pinned: draft.pinned, excluded, expected: count },
      ...{ ratePerSecond: asked.ratePerSecond, demo: draft.outage.demo },
      detail: { number: draft.outage.number, ...asked.detail },
    });
  }

  const walk: Walk = {
    async next(round) {
      const { scope, essential } = pinnedOf(round);
      const { lines, last } = await needs.recipients.next(scope, round.cursorLineId, essential);
      return { notices: lines.map((line) => noticeOf(round, line)), last };
    },
    async stillTrue(round, ctx) {
      const outage = await needs.outage(ctx, round.aboutId);
      const { said } = pinnedOf(round);
      return stillTrue(round.event as OutageEvent, said, standingOf(outage), world.now());
    },
  };

  return {
    walk,
    eventsOf,

    /** What would go out now, counted exactly. */
    async preview(ctx: ActionContext, id: string, event: OutageEvent): Promise<NoticePreview> {
      const draft = await draftOf(await needs.outage(ctx, id), event);
      const [settings, rules] = [await needs.settings(), await needs.rules()];
      const { quietFrom: from, quietUntil: until } = settings;
      const groups = await groupsOf(draft);
      const { pinned } = draft;
      const { count, excluded } = sortedOut(groups, pinned?.essential ?? false);
      return {
        count,
        excluded,
        texts: pinned === null ? [] : textsOf(pinned, groups),
        quietUntilAt: quietUntilAt(needs.zone, world.now(), { from, until }),
        smsOut: pinned?.gone.includes('sms') ?? false,
        ratePerSecond: rules.ratePerSecond,
      };
    },

    /** By a person, who says how many they saw. Answers the round's id. */
    async tell(
      ctx: ActionContext,
      id: string,
      input: { event: OutageEvent; count: number; ratePerSecond?: number | undefined },
    ): Promise<string> {
      const draft = await draftOf(await needs.outage(ctx, id), input.event);
      const { count } = sortedOut(await groupsOf(draft), draft.pinned?.essential ?? false);
      if (draft.gates.length === 0 && count !== input.count)
        throw new DomainError('conflict', 'errors.noticeRounds.countChanged', { args: { count } });
      const ratePerSecond = input.ratePerSecond ?? (await needs.rules()).ratePerSecond;
      return begin(ctx, draft, { event: input.event, ratePerSecond, trigger: 'manual' });
    },

    /** By rule; nothing happens where a gate is closed or nobody is there to be told. */
    async tellByRule(ctx: ActionContext, outage: Outage, event: OutageEvent): Promise<boolean> {
      const draft = await draftOf(outage, event);
      if (draft.gates.length > 0 || draft.pinned === null) return false;
      if (sortedOut(await groupsOf(draft), draft.pinned.essential).count === 0) return false;
      const { ratePerSecond, version } = await needs.rules();
      const detail = { rulesVersion: version };
      await begin(ctx, draft, { event, ratePerSecond, trigger: 'auto', detail });
      return true;
    },
  };
}

export type OutageTelling = ReturnType<typeof createOutageTelling>;

/** Services that customers cannot be reached by now. */
const goneAt = (standing: OutageStanding, now: number): Service[] =>
  standing.state === 'open' && standing.startedAt <= now
    ? [...servicesGone(standing.services, now)]
    : [];

const placeOf = (standing: OutageStanding): RecipientScope['place'] => ({
  areaCodes: [...standing.areaCodes],
  siteCodes: [...standing.siteCodes],
  attachedListId: standing.attachedListId,
});

const sum = (groups: readonly RecipientGroup[]): number =>
  groups.reduce((total, { lines }) => total + lines, 0);

/** Who is told and who is not, and why; a line that left is left out for that, whatever it wants. */
function sortedOut(groups: readonly RecipientGroup[], essential: boolean) {
  const ended = groups.filter(({ lineEnded }) => lineEnded);
  const here = groups.filter(({ lineEnded }) => !lineEnded);
  const silent = essential ? [] : here.filter(({ optedOut }) => optedOut);
  const excluded: Record<string, number> = {};
  if (ended.length > 0) excluded['line_ended'] = sum(ended);
  if (silent.length > 0) excluded['opted_out'] = sum(silent);
  return { count: sum(here) - sum(silent), excluded };
}

function textsOf(pinned: PinnedOutageRound, groups: readonly RecipientGroup[]) {
  const gone = new Set(pinned.gone);
  const told = groups.filter(
    ({ lineEnded, optedOut }) => !lineEnded && (pinned.essential || !optedOut),
  );
  return (['zh', 'en'] as const).flatMap((language) =>
    (['sms', 'push'] as const).flatMap((channel) => {
      const lines = sum(
        told.filter((one) => one.language === language && channelOf(gone, one.appPush) === channel),
      );
      const { templateCode, body: text, parts } = pinned.texts[language];
      return lines === 0 ? [] : [{ language, channel, templateCode, text, parts, lines }];
    }),
  );
}

type Line = Awaited<ReturnType<OutageRecipients['next']>>['lines'][number];

function noticeOf(round: Round, line: Line): Omit<NewNotice, 'id'> {
  const pinned = pinnedOf(round);
  const { body, parts, templateCode, templateVersionNo } = pinned.texts[line.language];
  return {
    eventKey: `outage:${round.aboutId}:${round.event}:${round.occasion}:${line.lineId}`,
    roundId: round.id,
    about: { kind: 'outage', id: round.aboutId },
    ...{ caseId: null, lineId: line.lineId, msisdnMasked: line.msisdnMasked },
    ...{ areaCode: line.areaCode, language: line.language },
    ...{ templateCode, templateVersionNo, body, parts },
    channel: channelOf(new Set(pinned.gone), line.appPush),
    ...{ trigger: round.trigger, notBeforeAt: null, notAfterAt: pinned.notAfterAt },
    ...{ actorId: round.actorId, actorName: round.actorName },
    demo: line.demo || round.demo,
  };
}
