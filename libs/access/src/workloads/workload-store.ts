import type { AccessChange } from '../access-change.ts'
import type { Workload } from './workload.ts'

/** Port: the workloads of one space. Each change and its event are written in one transaction. */
export interface WorkloadStore {
  /** False if there is one of that name. */
  add(workload: Workload): Promise<boolean>
  /** By name. */
  list(): Promise<readonly Workload[]>
  /** `undefined` if there is none of that name. */
  remove(name: string, change: AccessChange): Promise<Workload | undefined>
}

/** Port: the workloads of all spaces, to find out who calls. */
export interface WorkloadDirectory {
  findByIssuer(issuer: string): Promise<readonly Workload[]>
  noteUse(ids: readonly string[], at: Date): Promise<void>
}
