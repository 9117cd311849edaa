export { Gate } from './gate.ts'
export type { GateOptions } from './gate.ts'
