import type { Responsibility } from '#domain/exposure.ts';

export interface Cause {
  code: string;
  nameZh: string;
  nameEn: string;
  /** Offered when the cause is chosen; the person may say otherwise. */
  responsibility: Responsibility;
  retired?: boolean | undefined;
}

const cause = (
  code: string,
  nameZh: string,
  nameEn: string,
  responsibility: Responsibility,
): Cause => ({ code, nameZh, nameEn, responsibility });

/** The list every installation starts with; staff may change it. */
export const defaultCauses: readonly Cause[] = [
  cause('base_station', '基站设备故障', 'Base station fault', 'own'),
  cause('core_switch', '核心网交换机故障', 'Core network switch fault', 'own'),
  cause('transmission', '传输设备故障', 'Transmission equipment fault', 'own'),
  cause('software', '软件或版本缺陷', 'Software fault', 'own'),
  cause('misconfiguration', '维护配置错误', 'Maintenance or configuration error', 'own'),
  cause('congestion', '容量拥塞', 'Congestion', 'own'),
  cause('fibre_cut', '施工挖断光缆', 'Fibre cut by construction', 'third_party'),
  cause('power', '供电中断', 'Power failure', 'third_party'),
  cause('interconnect', '互联互通方故障', 'Fault of another operator', 'third_party'),
  cause('theft', '盗窃或破坏', 'Theft or vandalism', 'third_party'),
  cause('rainstorm', '暴雨', 'Rainstorm', 'force_majeure'),
  cause('typhoon', '台风', 'Typhoon', 'force_majeure'),
  cause('earthquake', '地震', 'Earthquake', 'force_majeure'),
  cause('planned_work', '计划割接', 'Planned work', 'planned'),
  cause('customer_equipment', '用户侧设备故障', 'Customer equipment fault', 'customer_equipment'),
  cause('unknown', '原因待查', 'Not known yet', 'own'),
  cause('other', '其他', 'Other', 'own'),
];
