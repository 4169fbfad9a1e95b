import { idParams } from '#contract/common.ts';
import {
  calendarRecord,
  calendarYear,
  calendarYearBody,
  calendarYearParams,
} from '#contract/weights.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { calendarList, type WeightReads } from './weight-reads.ts';
import type { CalendarService } from './calendar-service.ts';

interface Needs {
  calendars: CalendarService;
  weightReads: WeightReads;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'calendars';

export const calendarRoutes = [
  list({
    path: '/calendars',
    tag,
    summary: 'Calendars of holidays and make-up workdays',
    permission: 'weights.read',
    list: calendarList,
    response: calendarRecord,
    run: ({ f, list: query }) => f.weightReads.calendars(query),
  }),
  route({
    method: 'get',
    path: '/calendars/:id',
    tag,
    summary: 'One calendar with all its years',
    permission: 'weights.read',
    params: idParams,
    response: calendarRecord,
    run: ({ f, params }) => f.calendars.show(params.id),
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
  route({
    method: 'put',
    path: '/calendars/:id/years/:year',
    tag,
    summary: 'Add a year, or correct one',
    permission: 'calendars.edit',
    params: calendarYearParams,
    body: calendarYearBody,
    response: calendarRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.calendars.saveYear(ctx, params.id, Number(params.year), body);
      return f.calendars.show(params.id);
    },
  }),
];
