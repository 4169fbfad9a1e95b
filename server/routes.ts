import { apiKeyRoutes } from './features/api-keys/api-key-routes.ts';
import { auditRoutes } from './features/audit/audit-routes.ts';
import { exportRoutes } from './features/exports/export-routes.ts';
import { planRoutes } from './features/bulk/plan-routes.ts';
import { catalogueRoutes } from './features/catalogue/catalogue-routes.ts';
import { versionRoutes } from './features/catalogue/version-routes.ts';
import { reviewRoutes } from './features/rules/review-routes.ts';
import { groupRoutes } from './features/causes/group-routes.ts';
import { clockRoutes } from './features/clocks/clock-routes.ts';
import { countsRoutes } from './features/counts/counts-routes.ts';
import { eventRoutes } from './features/events/event-routes.ts';
import { ingestRoutes } from './features/ingest/ingest-routes.ts';
import { orderEventRoutes } from './features/ingest/order-event-routes.ts';
import { caseMessageRoutes } from './features/messages/case-message-routes.ts';
import { messageEventRoutes } from './features/messages/message-event-routes.ts';
import { noticeRoutes } from './features/messages/notice-routes.ts';
import { noticeRoundRoutes } from './features/notice-rounds/round-routes.ts';
import { identityRoutes } from './features/identity/identity-routes.ts';
import { lineRoutes } from './features/lines/line-routes.ts';
import { obstacleRoutes } from './features/resync/obstacle-routes.ts';
import { systemRoutes } from './features/systems/system-routes.ts';
import { moneyRoutes } from './features/overcharge/money-routes.ts';
import { resyncRoutes } from './features/resync/resync-routes.ts';
import { caseRoutes } from './features/unsubscribes/case-routes.ts';
import { reportRoutes } from './features/reports/report-routes.ts';
import { batchRoutes } from './features/compensation/batch-routes.ts';
import { decisionRoutes } from './features/compensation/decision-routes.ts';
import { limitsRoutes } from './features/compensation/limits-routes.ts';
import { lineNoteRoutes } from './features/line-notes/line-note-routes.ts';
import { replayRoutes } from './features/compensation/replay-routes.ts';
import { restatementRoutes } from './features/compensation/restatement-routes.ts';
import { recoveryRoutes } from './features/recoveries/recovery-routes.ts';
import { causeRoutes } from './features/outages/cause-routes.ts';
import { effectRoutes } from './features/effects/effect-routes.ts';
import { evidenceRoutes } from './features/evidence/evidence-routes.ts';
import { outageWorkRoutes } from './features/outages/outage-work-routes.ts';
import { outageRoutes } from './features/outages/outage-routes.ts';
import { snapshotRoutes } from './features/outages/snapshot-routes.ts';
import { importRoutes } from './features/imports/import-routes.ts';
import { policyRoutes } from './features/policies/policy-routes.ts';
import { simulationRoutes } from './features/simulations/simulation-routes.ts';
import { sessionRoutes } from './features/staff/session-routes.ts';
import { staffRoutes } from './features/staff/staff-routes.ts';
import { inboxRoutes } from './features/inbox/inbox-routes.ts';
import { taskRoutes } from './features/tasks/task-routes.ts';
import { assignmentRoutes } from './features/assignment/assignment-routes.ts';
import { searchRoutes } from './features/search/search-routes.ts';
import { viewRoutes } from './features/views/view-routes.ts';
import { calendarRoutes } from './features/weights/calendar-routes.ts';
import { weightProfileRoutes } from './features/weights/weight-profile-routes.ts';
import { webhookRoutes } from './features/webhooks/webhook-routes.ts';
import type { Features } from './compose.ts';
import type { Endpoint } from './http/endpoint.ts';

/** The whole route table; the application, OpenAPI and the security tests are made from it. */
export const routes: readonly Endpoint<Features>[] = [
  ...sessionRoutes,
  ...staffRoutes,
  ...auditRoutes,
  ...caseRoutes,
  ...searchRoutes,
  ...viewRoutes,
  ...assignmentRoutes,
  ...resyncRoutes,
  ...moneyRoutes,
  ...obstacleRoutes,
  ...systemRoutes,
  ...planRoutes,
  ...exportRoutes,
  ...lineRoutes,
  ...identityRoutes,
  ...noticeRoutes,
  ...caseMessageRoutes,
  ...messageEventRoutes,
  ...noticeRoundRoutes,
  ...catalogueRoutes,
  ...versionRoutes,
  ...groupRoutes,
  ...reviewRoutes,
  ...clockRoutes,
  ...taskRoutes,
  ...inboxRoutes,
  ...countsRoutes,
  ...eventRoutes,
  ...apiKeyRoutes,
  ...webhookRoutes,
  ...ingestRoutes,
  ...orderEventRoutes,
  ...calendarRoutes,
  ...weightProfileRoutes,
  ...policyRoutes,
  ...importRoutes,
  ...outageWorkRoutes,
  ...outageRoutes,
  ...evidenceRoutes,
  ...recoveryRoutes,
  ...effectRoutes,
  ...causeRoutes,
  ...snapshotRoutes,
  ...batchRoutes,
  ...decisionRoutes,
  ...limitsRoutes,
  ...lineNoteRoutes,
  ...replayRoutes,
  ...restatementRoutes,
  ...simulationRoutes,
  ...reportRoutes,
];
