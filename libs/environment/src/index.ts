export { chooseAdmissions, defaultRunLimits } from './admission/choose-admissions.ts'
export type { QueuedRun, RunLimits } from './admission/choose-admissions.ts'
export { findMisplaced, findUnservedPool, isPoolServed } from './admission/run-pools.ts'
export type { RunPools } from './admission/run-pools.ts'
export { answerRequest, getRequest } from './requests/answer-request.ts'
export type { RequestAnswer } from './requests/answer-request.ts'
export { getEnvironment, OutdatedEnvironmentError, RunLostError } from './change/change-environment.ts'
export { isSameActor } from './model/environment.ts'
export type {
  BlueprintVersion,
  Environment,
  EnvironmentGrain,
  EnvironmentInputs,
  EnvironmentOutput,
  EnvironmentTarget,
  Failure,
  GrainResource,
  StopMode,
} from './model/environment.ts'
export type {
  BegunRun,
  EnvironmentCapacity,
  EnvironmentFilter,
  EnvironmentPosition,
  EnvironmentStore,
  EnvironmentUpdate,
  RunBeginning,
  RunOwner,
  RunSignal,
} from './ports/environment-store.ts'
export type { GrainGoal } from './model/grain-goal.ts'
export type {
  GrainContext,
  GrainResult,
  GrainRunner,
  GrainSession,
  GrainTask,
  NewGrainPlan,
} from './ports/grain-runner.ts'
export { checkInputs } from './inputs/check-inputs.ts'
export type { InputProblem } from './inputs/check-inputs.ts'
export type { MigratedInputs } from './inputs/migrate-inputs.ts'
export { advance, findRefusal, isOver, stateWords } from './lifecycle/advance.ts'
export type { Lifecycle } from './lifecycle/advance.ts'
export { environmentStateNames, environmentStates, launchedStates } from './lifecycle/environment-states.ts'
export type { EnvironmentState } from './lifecycle/environment-states.ts'
export {
  environmentEventTypes,
  environmentTransitions,
  transitionOf,
} from './lifecycle/environment-transitions.ts'
export type { EnvironmentEventType, EnvironmentTransition } from './lifecycle/environment-transitions.ts'
export { defaultLogLimits } from './log/run-log.ts'
export type { LogLimits } from './log/run-log.ts'
export type { LogLine, StoredLogLine } from './model/log-line.ts'
export { checkValues } from './requests/check-values.ts'
export type { ValuesToCheck } from './requests/check-values.ts'
export type { ValueCheck, ValueChecker, ValueProblem } from './ports/value-checker.ts'
export { cancelRequest } from './requests/cancel-request.ts'
export { readBlueprint } from './requests/environment-dependencies.ts'
export type { EnvironmentDependencies } from './requests/environment-dependencies.ts'
export { launchEnvironment } from './requests/launch-environment.ts'
export type { LaunchRequest } from './requests/launch-environment.ts'
export { listAllowedActs, listAllowedRequests } from './requests/list-allowed.ts'
export type { RequestAct } from './requests/list-allowed.ts'
export { listConnections } from './requests/list-connections.ts'
export type { EnvironmentConnection } from './requests/list-connections.ts'
export { listRecoveries } from './requests/list-recoveries.ts'
export type { Recovery } from './requests/list-recoveries.ts'
export { previewUpgrade } from './requests/preview-upgrade.ts'
export type { UpgradePreview } from './requests/preview-upgrade.ts'
export { recoverRequest } from './requests/recover-request.ts'
export type { RecoveryWish } from './requests/recover-request.ts'
export { mayRequest } from './requests/require-environment.ts'
export { readSnapshot, watchEnvironment } from './requests/watch-environment.ts'
export type { EnvironmentSnapshot } from './requests/watch-environment.ts'
export { mayReveal, revealOutput } from './requests/reveal-output.ts'
export type { RevealDependencies } from './requests/reveal-output.ts'
export { requestChange } from './requests/request-change.ts'
export type { ChangeWish } from './requests/request-change.ts'
export type { SubmitOptions, SubmittedRequest } from './requests/submit-request.ts'
export { allowEverything } from './ports/policies.ts'
export type { Policies, PolicyQuestion } from './ports/policies.ts'
export type { PolicyDecision, PolicyReason } from './model/policy-decision.ts'
export { isDecided } from './model/environment-request.ts'
export type {
  ApprovalAnswer,
  AwaitedApproval,
  EnvironmentRequest,
  RequestPayload,
  RequestStatus,
} from './model/environment-request.ts'
export { requestFacts, requestKindNames, requestKinds } from './model/request-kinds.ts'
export type { RequestKind, RequestKindFacts, RunKind } from './model/request-kinds.ts'
export { giveUpRun } from './run/give-up-run.ts'
export { defaultRunPace, performRun } from './run/perform-run.ts'
export type { PerformRunDependencies, RunPace } from './run/perform-run.ts'
export { toGrainGraph } from './run/order-grains.ts'
export { runJob, toRunJob } from './run/run-job.ts'
export { isRunOver, stepNames } from './model/run.ts'
export type {
  GrainPlan,
  PlanAction,
  PlannedAction,
  Run,
  RunGrain,
  RunStatus,
  RunStep,
  StepName,
  StepState,
} from './model/run.ts'
export { resealSecrets } from './secrets/reseal-secrets.ts'
export type { SealedEntry, SealedKind, SealedPlace } from './model/sealed-entry.ts'
