/** The shared components; features import from here. */
export { Button, LinkButton } from './Button.tsx';
export type { ButtonKind } from './Button.tsx';
export { ChartFrame } from './ChartFrame.tsx';
export type { LegendItem, TableTwin } from './ChartFrame.tsx';
export { AddCondition, Chip } from './Chip.tsx';
export { ColumnsButton } from './ColumnsButton.tsx';
export { Dialog } from './Dialog.tsx';
export { FilterChips } from './FilterChips.tsx';
export type { FilterChoice, FilterSpec } from './FilterChips.tsx';
export { ProgressBar, StageBar, Steps, Timeline } from './Flow.tsx';
export type { ProgressPart, StageItem, Step, TimelineEntry } from './Flow.tsx';
export { FormDraft } from './FormDraft.tsx';
export { FieldRow, FormActions, FormPage, FormSection } from './FormPage.tsx';
export { Icon } from './Icon.tsx';
export type { IconName } from './Icon.tsx';
export { LocalTimeInput, WholeLocalTime } from './LocalTimeInput.tsx';
export { ListPage, Pager, totalText } from './ListPage.tsx';
export type { ListTab } from './ListPage.tsx';
export { Page, PageHead, StickyActions } from './Page.tsx';
export { KeyValues, Panel, PanelHead, SideColumn, SideSection, Tiles } from './Panel.tsx';
export type { KeyValue, Tile } from './Panel.tsx';
export { ReasonDialog } from './ReasonDialog.tsx';
export { RecordPage, WHOLE } from './RecordPage.tsx';
export { Rights } from './Rights.tsx';
export { EmptyState, ErrorState, LoadingShape } from './States.tsx';
export {
  CategoryMark,
  Lamp,
  LampHeads,
  LampPanel,
  LampRow,
  StatusTag,
  StatusWord,
  categories,
  systems,
} from './Status.tsx';
export type { CategoryName, LampDetail, LampStates, SystemName } from './Status.tsx';
export { StatusIcon } from './StatusIcon.tsx';
export type { Status } from './StatusIcon.tsx';
export { Segment, Tabs } from './Tabs.tsx';
export type { TabItem } from './Tabs.tsx';
export { useNarrow } from './useNarrow.ts';
export { usePopover } from './usePopover.ts';
export { inOrder, useTableLayout } from './useTableLayout.ts';
export type { TableDefaults } from './useTableLayout.ts';
export { useUrlState } from './useUrlState.ts';
export { useVerb } from './useVerb.ts';
export {
  DataAmount,
  Duration,
  LocalDate,
  MaskedNumber,
  Money,
  Num,
  When,
  useLocaleName,
} from './Values.tsx';
export { VerbButton } from './VerbButton.tsx';
export { RecordLink, WorkTable } from './WorkTable.tsx';
export type { TwoLines } from './WorkTable.tsx';
export { useNow } from './clock.ts';
export * from './format.ts';
