export { claimFile, readClaim } from './claim-file.ts'
export type { Claim, ClaimHolder, ClaimResult } from './claim-file.ts'
export { readEnvironment, readPublicEnvironment, takeEnvironment } from './environment.ts'
export type { Environment } from './environment.ts'
export { executeProgram } from './execute-program.ts'
export type { OutputListeners, ProgramLimits, ProgramOutcome, ProgramTask } from './execute-program.ts'
export { forkModule, shortLife, shortPauses } from './fork-module.ts'
export type { ForkedModule, ForkModuleOptions } from './fork-module.ts'
export { endWithParent } from './helper/end-with-parent.ts'
export { HelperProcess } from './helper/helper-process.ts'
export type { HelperProcessOptions } from './helper/helper-process.ts'
export { serveTasks } from './helper/serve-tasks.ts'
export { isSecretVariable } from './is-secret-variable.ts'
export { readProcessorTime } from './read-processor-time.ts'
export { redact } from './redact.ts'
export { lockFile } from './lock-file.ts'
export type { FileLock } from './lock-file.ts'
export { runProgram } from './run-program.ts'
export type { ProgramResult, RunProgramOptions } from './run-program.ts'
export { runProgramInHelper } from './run-program-in-helper.ts'
export { streamProgramInHelper } from './stream-program-in-helper.ts'
export type { OutputPart, StreamProgramOptions } from './stream-program-in-helper.ts'
export { lockHome } from './home/lock-home.ts'
export { adoptHome, findHome, openHome } from './home/open-home.ts'
export type { Home, OpenHomeOptions } from './home/open-home.ts'
export {
  announceServer,
  answerChallenge,
  createServerSecret,
  findServer,
  findServerAccess,
  readAnnouncement,
  withdrawAnnouncement,
} from './home/server-announcement.ts'
export type { ServerAccess, ServerAnnouncement } from './home/server-announcement.ts'
export { findProjectHome, findUserDataFolder } from './home/user-data-folder.ts'
export type { UserSetting } from './home/user-data-folder.ts'
