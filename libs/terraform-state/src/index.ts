export {
  downloadState,
  forceUnlock,
  getState,
  listStateVersions,
  resealStates,
  rollBackState,
  takeOverState,
} from './manage-states.ts'
export { giveUpState, untilNotApplied } from './give-up-state.ts'
export type { HolderPatience, StateHold } from './give-up-state.ts'
export { endStateAccess, findStateAccess, grantStateAccess } from './state-access.ts'
export type { AccessDependencies, AccessRequest, StateCredentials } from './state-access.ts'
export { lockState, readState, unlockState, writeState } from './state-backend.ts'
export type { BackendAnswer, BackendDependencies, StateWrite } from './state-backend.ts'
export { mostVersions } from './state-store.ts'
export type { StateAccess, StateChange, StateStore, VersionExpectation, VersionPage } from './state-store.ts'
export { largestState } from './stored-state.ts'
export type {
  SealedVersion,
  StateKey,
  StateLock,
  StateVersion,
  StoredState,
  VersionOrigin,
} from './stored-state.ts'
