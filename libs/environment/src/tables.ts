// The tables of states and requests alone: commands and pages show them, and load nothing else for it.
export { describeUnserved } from './admission/describe-unserved.ts'
export { isOver, stateWords } from './lifecycle/advance.ts'
export { environmentStateNames, environmentStates } from './lifecycle/environment-states.ts'
export { requestFacts } from './model/request-kinds.ts'
