/* The list is static so that it survives bundling; names carry no extension, so that they are the same from source and from the build. */
import * as m1 from './20261121090000_create_staff.ts';
import * as m2 from './20261121090100_create_sessions.ts';
import * as m3 from './20261121090200_create_sign_in_throttles.ts';
import * as m4 from './20261121090300_create_idempotency_keys.ts';
import * as m5 from './20261121090400_create_audit_events.ts';
import * as m6 from './20261121090500_create_audit_unsealed.ts';
import * as m7 from './20261121090600_create_audit_seals.ts';
import * as m8 from './20261121090700_create_jobs.ts';
import * as m9 from './20261121090800_create_schedules.ts';
import * as m10 from './20261121090900_create_settings.ts';
import * as m11 from './20261121091000_create_areas.ts';
import * as m12 from './20261121091100_create_partners.ts';
import * as m13 from './20261121091200_create_products.ts';
import * as m14 from './20261121091300_create_failure_codes.ts';
import * as m15 from './20261121091400_create_mapping_versions.ts';
import * as m16 from './20261121091500_create_mapping_rules.ts';
import * as m17 from './20261121091600_create_lines.ts';
import * as m18 from './20261121091700_create_snapshots.ts';
import * as m19 from './20261121091800_create_line_facts.ts';
import * as m20 from './20261121091900_create_cases.ts';
import * as m21 from './20261121092000_create_case_notes.ts';
import * as m22 from './20261121092100_create_case_count_deltas.ts';
import * as m23 from './20261121092200_create_case_counts.ts';
import * as m24 from './20261121092300_create_attempts.ts';
import * as m25 from './20261121092400_create_unsubscribe_volumes.ts';
import * as m26 from './20261121092500_create_imports.ts';
import * as m27 from './20261121092600_create_import_chunks.ts';
import * as m28 from './20261121092700_create_import_rejects.ts';
import * as m29 from './20261121092800_create_import_mappings.ts';
import * as m30 from './20261121092900_create_calendars.ts';
import * as m31 from './20261121093000_create_weight_profiles.ts';
import * as m32 from './20261121093100_create_policies.ts';
import * as m33 from './20261121093200_create_outages.ts';
import * as m34 from './20261121093300_create_outage_revisions.ts';
import * as m35 from './20261121093400_create_batches.ts';
import * as m36 from './20261121093500_create_batch_makers.ts';
import * as m37 from './20261121093600_create_batch_classes.ts';
import * as m38 from './20261121093700_create_batch_items.ts';
import * as m39 from './20261121093800_create_batch_exclusions.ts';
import * as m40 from './20261121093900_create_batch_adjustments.ts';
import * as m41 from './20261121094000_create_batch_approvals.ts';
import * as m42 from './20261121094100_create_credit_attempts.ts';
import * as m43 from './20261121094200_create_annotations.ts';
import * as m44 from './20261121094300_guard_audit_events.ts';
import * as m45 from './20261121094400_guard_audit_seals.ts';
import * as m46 from './20261121095000_add_outage_snapshot.ts';
import * as m51 from './20261121095100_index_cases_ended_due.ts';
import * as m55 from './20261121095500_add_batch_run.ts';
import * as m56 from './20261121095600_create_batch_rates.ts';
import * as m57 from './20261121095700_create_batch_chunks.ts';
import * as m58 from './20261121095800_create_batch_looks.ts';
import * as m60 from './20261122090000_add_case_links.ts';
import * as m61 from './20261122090100_add_retry_policy.ts';
import * as b10 from './20261122100000_create_plans.ts';
import * as b11 from './20261122100100_create_plan_items.ts';
import * as b12 from './20261122100200_create_bulk_jobs.ts';
import * as r0 from './20261122110000_create_overcharges.ts';
import * as r1 from './20261122110100_index_cases_next_charge.ts';
import * as r2 from './20261122110200_create_systems.ts';
import * as r3 from './20261122110300_create_system_shares.ts';
import * as r4 from './20261122110400_create_system_minutes.ts';
import * as r5 from './20261122110500_create_bill_runs.ts';
import * as r6 from './20261122110600_create_case_waits.ts';
import * as r7 from './20261122110700_create_waivers.ts';
import * as d0 from './20261122130000_create_identity_checks.ts';
import * as d1 from './20261122130100_create_reveals.ts';
import * as d2 from './20261122130200_create_mentions.ts';
import * as d3 from './20261122130300_add_note_retraction.ts';
import * as f0 from './20261122150000_create_clock_policies.ts';
import * as f1 from './20261122150100_create_clocks.ts';
import * as f2 from './20261122150200_create_clock_recomputes.ts';
import * as f3 from './20261122150300_create_case_complaints.ts';
import * as f4 from './20261122150400_create_tasks.ts';
import * as f5 from './20261122150500_create_task_notes.ts';
import type { Knex } from 'knex';
import * as c00 from './20261122120000_index_cases_group.ts';
import * as c01 from './20261122120100_create_cause_groups.ts';
import * as c02 from './20261122120200_create_cause_fingerprints.ts';
import * as c03 from './20261122120300_create_cause_group_lines.ts';
import * as c04 from './20261122120400_create_cause_group_deltas.ts';
import * as c05 from './20261122120500_create_cause_group_hours.ts';
import * as c06 from './20261122120600_add_mapping_version_makers.ts';
import * as c07 from './20261122120700_create_mapping_runs.ts';
import * as c08 from './20261122120800_create_catalogue_versions.ts';
import * as c09 from './20261122120900_create_catalogue_changes.ts';
import * as c10 from './20261122121000_create_rule_reviews.ts';
import * as n0 from './20261122160000_create_message_templates.ts';
import * as n1 from './20261122160100_create_notices.ts';
import * as n2 from './20261122160200_create_notice_attempts.ts';
import * as n3 from './20261122160300_create_case_confirmations.ts';
import * as n4 from './20261122160400_create_case_alternatives.ts';
import * as n5 from './20261122160500_create_survey_answers.ts';
import * as n6 from './20261122160600_create_message_replies.ts';
import * as i0 from './20261122170000_create_api_keys.ts';
import * as i1 from './20261122170100_create_order_events.ts';
import * as i2 from './20261122170200_create_webhooks.ts';
import * as i3 from './20261122170300_create_webhook_deliveries.ts';
import * as i4 from './20261122170400_add_import_findings.ts';
import * as q0 from './20261122140000_create_raw_texts.ts';
import * as q1 from './20261122140100_create_raw_text_grams.ts';
import * as q2 from './20261122140200_add_case_text.ts';
import * as q3 from './20261122140300_index_cases_queue.ts';
import * as q4 from './20261122140400_create_pasted_lists.ts';
import * as q5 from './20261122140500_create_saved_views.ts';
import * as q6 from './20261122140600_create_assignment_rules.ts';
import * as q7 from './20261122140700_create_handover_notes.ts';
import * as q8 from './20261122140800_index_cases_rare.ts';
import * as o0 from './20261122180000_index_cases_open_work.ts';
import * as g0 from './20261122181000_add_overcharge_entry.ts';
import * as g1 from './20261122181100_fill_overcharge_entry.ts';
import * as g2 from './20261122181200_drop_overcharge_period_key.ts';
import * as g3 from './20261122181300_key_overcharge_entries.ts';
import * as g4 from './20261122181400_keep_derived_overcharges.ts';
import * as g5 from './20261122181500_create_charge_readings.ts';
import * as g6 from './20261122181600_add_bill_run_charges.ts';
import * as l0 from './20261122183000_create_import_parts.ts';
import * as l1 from './20261122183100_add_import_crm_file.ts';
import * as l2 from './20261122183200_add_reject_list.ts';
import * as u0 from './20261123100000_create_attached_lists.ts';
import * as u1 from './20261123100100_create_attached_list_lines.ts';
import * as u2 from './20261123100200_widen_outage_scope_basis.ts';
import * as u3 from './20261123100300_add_outage_attached_list.ts';
import * as u4 from './20261123100400_add_outage_parent.ts';
import * as u5 from './20261123100500_add_outage_estimate.ts';
import * as u6 from './20261123100600_index_outages_parent.ts';
import * as u7 from './20261123100700_index_outages_ended.ts';
import * as u8 from './20261123100800_create_outage_estimates.ts';
import * as u9 from './20261123100900_index_line_facts_scope.ts';
import * as u10 from './20261123100950_drop_line_facts_area_index.ts';
import * as oe0 from './20261123110000_create_outage_evidence.ts';
import * as oe1 from './20261123110100_add_outage_evidence_ids.ts';
import * as oe2 from './20261123110200_create_outage_effects.ts';
import * as oe3 from './20261123110300_create_outage_problems.ts';
import * as nr0 from './20261123120000_create_notice_rounds.ts';
import * as nr1 from './20261123120100_add_notice_round.ts';
import * as nr2 from './20261123120200_add_notice_about_kind.ts';
import * as nr3 from './20261123120300_add_notice_about.ts';
import * as nr4 from './20261123120400_index_notices_round.ts';
import * as nr5 from './20261123120500_index_notices_about.ts';
import * as nr6 from './20261123120600_index_notices_about_state.ts';
import * as nr7 from './20261123120700_create_line_contacts.ts';
import * as w0 from './20261123130000_create_calendar_versions.ts';
import * as w1 from './20261123130100_fill_calendar_versions.ts';
import * as w2 from './20261123130200_drop_calendars.ts';
import * as pf0 from './20261123140000_create_policy_families.ts';
import * as pf1 from './20261123140100_fill_policy_families.ts';
import * as pf2 from './20261123140200_add_policy_drafting.ts';
import * as pf3 from './20261123140300_add_class_hashes.ts';
import * as pf4 from './20261123140400_index_class_hashes.ts';
import * as s0 from './20261123150000_create_simulations.ts';
import * as s1 from './20261123150100_create_outage_cost_counts.ts';
import * as le0 from './20261124110000_add_batch_kind.ts';
import * as le1 from './20261124110100_create_batch_outages.ts';
import * as le2 from './20261124110200_fill_batch_outages.ts';
import * as le3 from './20261124110300_create_batch_episodes.ts';
import * as le4 from './20261124110400_create_batch_rivals.ts';
import * as le5 from './20261124110500_create_batch_class_rates.ts';
import * as le6 from './20261124110600_fill_batch_class_rates.ts';
import * as le7 from './20261124110700_drop_batch_rates.ts';
import * as le8 from './20261124110800_add_item_lineage.ts';
import * as le9 from './20261124110900_add_class_coverage.ts';
import * as al0 from './20261124120000_create_approval_limit_versions.ts';
import * as al1 from './20261124120100_create_automatic_batches.ts';
import * as al2 from './20261124120200_add_approval_rule.ts';
import * as al3 from './20261124120300_index_class_rates_no.ts';
import * as ln0 from './20261124120400_create_outage_line_facts.ts';
import * as ln1 from './20261124120500_create_outage_fact_sets.ts';
import * as ln2 from './20261124120600_create_outage_note_rounds.ts';
import * as ln3 from './20261124120700_create_batch_answers.ts';
import * as ln4 from './20261124120800_index_line_facts_account.ts';
import * as rv0 from './20261124140000_create_recoveries.ts';
import * as rv1 from './20261124140100_create_recovery_heads.ts';
import * as rv2 from './20261124140200_create_recovery_receipts.ts';
import * as rv3 from './20261124140300_create_recovery_files.ts';
import * as rv4 from './20261124140400_create_recovery_notes.ts';
import * as rv5 from './20261124140500_use_recovery_clock.ts';

export interface Migration {
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

export const migrations: readonly (readonly [name: string, migration: Migration])[] = [
  ['20261121090000_create_staff', m1],
  ['20261121090100_create_sessions', m2],
  ['20261121090200_create_sign_in_throttles', m3],
  ['20261121090300_create_idempotency_keys', m4],
  ['20261121090400_create_audit_events', m5],
  ['20261121090500_create_audit_unsealed', m6],
  ['20261121090600_create_audit_seals', m7],
  ['20261121090700_create_jobs', m8],
  ['20261121090800_create_schedules', m9],
  ['20261121090900_create_settings', m10],
  ['20261121091000_create_areas', m11],
  ['20261121091100_create_partners', m12],
  ['20261121091200_create_products', m13],
  ['20261121091300_create_failure_codes', m14],
  ['20261121091400_create_mapping_versions', m15],
  ['20261121091500_create_mapping_rules', m16],
  ['20261121091600_create_lines', m17],
  ['20261121091700_create_snapshots', m18],
  ['20261121091800_create_line_facts', m19],
  ['20261121091900_create_cases', m20],
  ['20261121092000_create_case_notes', m21],
  ['20261121092100_create_case_count_deltas', m22],
  ['20261121092200_create_case_counts', m23],
  ['20261121092300_create_attempts', m24],
  ['20261121092400_create_unsubscribe_volumes', m25],
  ['20261121092500_create_imports', m26],
  ['20261121092600_create_import_chunks', m27],
  ['20261121092700_create_import_rejects', m28],
  ['20261121092800_create_import_mappings', m29],
  ['20261121092900_create_calendars', m30],
  ['20261121093000_create_weight_profiles', m31],
  ['20261121093100_create_policies', m32],
  ['20261121093200_create_outages', m33],
  ['20261121093300_create_outage_revisions', m34],
  ['20261121093400_create_batches', m35],
  ['20261121093500_create_batch_makers', m36],
  ['20261121093600_create_batch_classes', m37],
  ['20261121093700_create_batch_items', m38],
  ['20261121093800_create_batch_exclusions', m39],
  ['20261121093900_create_batch_adjustments', m40],
  ['20261121094000_create_batch_approvals', m41],
  ['20261121094100_create_credit_attempts', m42],
  ['20261121094200_create_annotations', m43],
  ['20261121094300_guard_audit_events', m44],
  ['20261121094400_guard_audit_seals', m45],
  ['20261121095000_add_outage_snapshot', m46],
  ['20261121095100_index_cases_ended_due', m51],
  ['20261121095500_add_batch_run', m55],
  ['20261121095600_create_batch_rates', m56],
  ['20261121095700_create_batch_chunks', m57],
  ['20261121095800_create_batch_looks', m58],
  ['20261122090000_add_case_links', m60],
  ['20261122090100_add_retry_policy', m61],
  ['20261122100000_create_plans', b10],
  ['20261122100100_create_plan_items', b11],
  ['20261122100200_create_bulk_jobs', b12],
  ['20261122110000_create_overcharges', r0],
  ['20261122110100_index_cases_next_charge', r1],
  ['20261122110200_create_systems', r2],
  ['20261122110300_create_system_shares', r3],
  ['20261122110400_create_system_minutes', r4],
  ['20261122110500_create_bill_runs', r5],
  ['20261122110600_create_case_waits', r6],
  ['20261122110700_create_waivers', r7],
  ['20261122120000_index_cases_group', c00],
  ['20261122120100_create_cause_groups', c01],
  ['20261122120200_create_cause_fingerprints', c02],
  ['20261122120300_create_cause_group_lines', c03],
  ['20261122120400_create_cause_group_deltas', c04],
  ['20261122120500_create_cause_group_hours', c05],
  ['20261122120600_add_mapping_version_makers', c06],
  ['20261122120700_create_mapping_runs', c07],
  ['20261122120800_create_catalogue_versions', c08],
  ['20261122120900_create_catalogue_changes', c09],
  ['20261122121000_create_rule_reviews', c10],
  ['20261122130000_create_identity_checks', d0],
  ['20261122130100_create_reveals', d1],
  ['20261122130200_create_mentions', d2],
  ['20261122130300_add_note_retraction', d3],
  ['20261122140000_create_raw_texts', q0],
  ['20261122140100_create_raw_text_grams', q1],
  ['20261122140200_add_case_text', q2],
  ['20261122140300_index_cases_queue', q3],
  ['20261122140400_create_pasted_lists', q4],
  ['20261122140500_create_saved_views', q5],
  ['20261122140600_create_assignment_rules', q6],
  ['20261122140700_create_handover_notes', q7],
  ['20261122140800_index_cases_rare', q8],
  ['20261122150000_create_clock_policies', f0],
  ['20261122150100_create_clocks', f1],
  ['20261122150200_create_clock_recomputes', f2],
  ['20261122150300_create_case_complaints', f3],
  ['20261122150400_create_tasks', f4],
  ['20261122150500_create_task_notes', f5],
  ['20261122160000_create_message_templates', n0],
  ['20261122160100_create_notices', n1],
  ['20261122160200_create_notice_attempts', n2],
  ['20261122160300_create_case_confirmations', n3],
  ['20261122160400_create_case_alternatives', n4],
  ['20261122160500_create_survey_answers', n5],
  ['20261122160600_create_message_replies', n6],
  ['20261122170000_create_api_keys', i0],
  ['20261122170100_create_order_events', i1],
  ['20261122170200_create_webhooks', i2],
  ['20261122170300_create_webhook_deliveries', i3],
  ['20261122170400_add_import_findings', i4],
  ['20261122180000_index_cases_open_work', o0],
  ['20261122181000_add_overcharge_entry', g0],
  ['20261122181100_fill_overcharge_entry', g1],
  ['20261122181200_drop_overcharge_period_key', g2],
  ['20261122181300_key_overcharge_entries', g3],
  ['20261122181400_keep_derived_overcharges', g4],
  ['20261122181500_create_charge_readings', g5],
  ['20261122181600_add_bill_run_charges', g6],
  ['20261122183000_create_import_parts', l0],
  ['20261122183100_add_import_crm_file', l1],
  ['20261122183200_add_reject_list', l2],
  ['20261123100000_create_attached_lists', u0],
  ['20261123100100_create_attached_list_lines', u1],
  ['20261123100200_widen_outage_scope_basis', u2],
  ['20261123100300_add_outage_attached_list', u3],
  ['20261123100400_add_outage_parent', u4],
  ['20261123100500_add_outage_estimate', u5],
  ['20261123100600_index_outages_parent', u6],
  ['20261123100700_index_outages_ended', u7],
  ['20261123100800_create_outage_estimates', u8],
  ['20261123100900_index_line_facts_scope', u9],
  ['20261123100950_drop_line_facts_area_index', u10],
  ['20261123110000_create_outage_evidence', oe0],
  ['20261123110100_add_outage_evidence_ids', oe1],
  ['20261123110200_create_outage_effects', oe2],
  ['20261123110300_create_outage_problems', oe3],
  ['20261123120000_create_notice_rounds', nr0],
  ['20261123120100_add_notice_round', nr1],
  ['20261123120200_add_notice_about_kind', nr2],
  ['20261123120300_add_notice_about', nr3],
  ['20261123120400_index_notices_round', nr4],
  ['20261123120500_index_notices_about', nr5],
  ['20261123120600_index_notices_about_state', nr6],
  ['20261123120700_create_line_contacts', nr7],
  ['20261123130000_create_calendar_versions', w0],
  ['20261123130100_fill_calendar_versions', w1],
  ['20261123130200_drop_calendars', w2],
  ['20261123140000_create_policy_families', pf0],
  ['20261123140100_fill_policy_families', pf1],
  ['20261123140200_add_policy_drafting', pf2],
  ['20261123140300_add_class_hashes', pf3],
  ['20261123140400_index_class_hashes', pf4],
  ['20261123150000_create_simulations', s0],
  ['20261123150100_create_outage_cost_counts', s1],
  ['20261124110000_add_batch_kind', le0],
  ['20261124110100_create_batch_outages', le1],
  ['20261124110200_fill_batch_outages', le2],
  ['20261124110300_create_batch_episodes', le3],
  ['20261124110400_create_batch_rivals', le4],
  ['20261124110500_create_batch_class_rates', le5],
  ['20261124110600_fill_batch_class_rates', le6],
  ['20261124110700_drop_batch_rates', le7],
  ['20261124110800_add_item_lineage', le8],
  ['20261124110900_add_class_coverage', le9],
  ['20261124120000_create_approval_limit_versions', al0],
  ['20261124120100_create_automatic_batches', al1],
  ['20261124120200_add_approval_rule', al2],
  ['20261124120300_index_class_rates_no', al3],
  ['20261124120400_create_outage_line_facts', ln0],
  ['20261124120500_create_outage_fact_sets', ln1],
  ['20261124120600_create_outage_note_rounds', ln2],
  ['20261124120700_create_batch_answers', ln3],
  ['20261124120800_index_line_facts_account', ln4],
  ['20261124140000_create_recoveries', rv0],
  ['20261124140100_create_recovery_heads', rv1],
  ['20261124140200_create_recovery_receipts', rv2],
  ['20261124140300_create_recovery_files', rv3],
  ['20261124140400_create_recovery_notes', rv4],
  ['20261124140500_use_recovery_clock', rv5],
];
