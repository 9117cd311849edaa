export { readEnvironment } from './environment.ts'
export { runProgram } from './run-program.ts'
export type { ProgramResult, RunProgramOptions } from './run-program.ts'
