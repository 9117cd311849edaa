export { advance, findRefusal, isOver, stateWords } from './lifecycle/advance.ts'
export type { Lifecycle } from './lifecycle/advance.ts'
export { environmentStateNames, environmentStates } from './lifecycle/environment-states.ts'
export type { EnvironmentState } from './lifecycle/environment-states.ts'
export {
  environmentEventTypes,
  environmentTransitions,
  transitionOf,
} from './lifecycle/environment-transitions.ts'
export type { EnvironmentEventType, EnvironmentTransition } from './lifecycle/environment-transitions.ts'
export { requestFacts, requestKindNames, requestKinds } from './request/request-kinds.ts'
export type { RequestKind, RequestKindFacts, RunKind } from './request/request-kinds.ts'
