export type {
  CheckedModule,
  InputCheck,
  InputChecker,
  InputCheckRequest,
  InputProblem,
} from './checks/input-checker.ts'
export { parseDiagnostic, parseEvent } from './events/parse-event.ts'
export type {
  EventText,
  ResourceOperation,
  TerraformDiagnostic,
  TerraformEvent,
} from './events/terraform-event.ts'
export { digestPlan } from './plan/digest-plan.ts'
export { parsePlan } from './plan/parse-plan.ts'
export { describeChange, summarizePlan } from './plan/summarize-plan.ts'
export type { PlanSummary } from './plan/summarize-plan.ts'
export { sensitiveMark, unknownMark } from './plan/terraform-plan.ts'
export type {
  ChangeCounts,
  Difference,
  OutputChange,
  PlanAction,
  ResourceChange,
  ResourceName,
  TerraformPlan,
} from './plan/terraform-plan.ts'
export { parseState } from './state/parse-state.ts'
export type { StateResource, StateSummary, TerraformOutput } from './state/terraform-state-summary.ts'
export { TerraformFailure } from './terraform-failure.ts'
export type { FailureReason, TerraformFailureOptions } from './terraform-failure.ts'
export type { TerraformProgram, TerraformTool } from './terraform-program.ts'
export type {
  BackendSettings,
  CommandOptions,
  PlannedRun,
  PlanOptions,
  TerraformWorkspace,
  TerraformWorkspaces,
  WorkspaceRequest,
} from './terraform-workspace.ts'
export type {
  PowerControl,
  PowerReading,
  PowerSession,
  PowerSizes,
  PowerStatus,
  PowerTarget,
} from './power/power-control.ts'
export type { Connection, ResourceFacts } from './resources/resource-facts.ts'
export { waitForPower } from './power/wait-for-power.ts'
export type { PowerWait } from './power/wait-for-power.ts'
export { redactedMark, SecretRedactor } from './redaction/secret-redactor.ts'
export type { RedactionStream } from './redaction/secret-redactor.ts'
export { classifyFailure } from './classify-failure.ts'
export { printCheckModule } from './checks/print-check-module.ts'
export type { CheckModule } from './checks/print-check-module.ts'
export { readProblems } from './checks/read-problems.ts'
export { redactPlan, redactState } from './redaction/redact-values.ts'
export type { Redact } from './redaction/redact-values.ts'
