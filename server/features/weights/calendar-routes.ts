import { idParams } from '#contract/common.ts';
import {
  calendarFileBody,
  calendarFileTry,
  calendarRecord,
  calendarVerbBody,
  calendarVersionRecord,
  calendarYear,
  calendarYearParams,
  changeCalendarBody,
  draftCalendarBody,
  takeCalendarFileBody,
} from '#contract/weights.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { calendarList, calendarVersionList, type CalendarReads } from './calendar-reads.ts';
import type { CalendarService } from './calendar-service.ts';

interface Needs {
  calendars: CalendarService;
  calendarReads: CalendarReads;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'calendars';
const calendar = record({
  tag,
  response: calendarRecord,
  show: (f, _ctx, id) => f.calendarReads.calendar(id),
});
const version = record({
  tag,
  response: calendarVersionRecord,
  show: (f, _ctx, id) => f.calendarReads.version(id),
});

export const calendarRoutes = [
  list({
    path: '/calendars',
    tag,
    summary: 'Calendars of holidays and make-up workdays',
    permission: 'weights.read',
    list: calendarList,
    response: calendarRecord,
    run: ({ f, list: query }) => f.calendarReads.calendars(query),
  }),
  calendar.get('/calendars/:id', {
    permission: 'weights.read',
    summary: 'One calendar with all its years, as published',
  }),
  route({
    method: 'get',
    path: '/calendars/:id/years/:year',
    tag,
    summary: 'One year; refused where the calendar does not know it',
    permission: 'weights.read',
    params: calendarYearParams,
    response: calendarYear,
    run: async ({ f, params }) => {
      const year = await f.calendars.year(params.id, Number(params.year));
      return { ...year, holidays: [...year.holidays], makeupWorkdays: [...year.makeupWorkdays] };
    },
  }),
  list({
    path: '/calendar-versions',
    tag,
    summary: 'Versions of the calendars',
    permission: 'weights.read',
    list: calendarVersionList,
    response: calendarVersionRecord,
    run: ({ f, list: query }) => f.calendarReads.versions(query),
  }),
  version.get('/calendar-versions/:id', {
    permission: 'weights.read',
    summary: 'One version of a calendar with its years',
  }),
  version.make('/calendar-versions', {
    permission: 'calendars.edit',
    summary: 'The draft under way of a calendar, or a new one',
    body: draftCalendarBody,
    run: (f, ...act) => f.calendars.draft(...act),
  }),
  version.put('/calendar-versions/:id', {
    permission: 'calendars.edit',
    summary: 'Add, correct or take out years of a draft',
    body: changeCalendarBody,
    run: (f, ...act) => f.calendars.change(...act),
  }),
  route({
    method: 'post',
    path: '/calendar-versions/:id/try-file',
    tag,
    summary: 'What a file would change, and what is wrong with it; writes nothing',
    permission: 'calendars.edit',
    params: idParams,
    body: calendarFileBody,
    response: calendarFileTry,
    run: ({ f, params, body }) => f.calendars.tryFile(params.id, body),
  }),
  version.post('/calendar-versions/:id/file', {
    permission: 'calendars.edit',
    summary: 'Years of a file into a draft',
    body: takeCalendarFileBody,
    run: (f, ...act) => f.calendars.takeFile(...act),
  }),
  version.post('/calendar-versions/:id/submit', {
    permission: 'calendars.edit',
    summary: 'Hand a draft in for publication',
    body: calendarVerbBody,
    run: (f, ...act) => f.calendars.submit(...act),
  }),
  version.post('/calendar-versions/:id/return', {
    permission: 'weights.read',
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    body: calendarVerbBody,
    run: (f, ...act) => f.calendars.returnToDraft(...act),
  }),
  version.post('/calendar-versions/:id/publish', {
    permission: 'weights.publish',
    summary: 'Publish in place of the version before it; not by a maker',
    body: calendarVerbBody,
    run: (f, ...act) => f.calendars.publish(...act),
  }),
];
