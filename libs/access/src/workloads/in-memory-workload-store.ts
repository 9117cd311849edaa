import type { AccessChange } from '../access-change.ts'
import type { Workload } from './workload.ts'
import type { WorkloadDirectory, WorkloadStore } from './workload-store.ts'

/** For tests. */
export class InMemoryWorkloads implements WorkloadDirectory {
  #workloads: readonly Workload[] = []

  /** The store of one space. */
  ofSpace(spaceId: string): WorkloadStore {
    const isOwn = (workload: Workload) => workload.spaceId === spaceId
    return {
      add: async (workload) => {
        if (this.#workloads.some((each) => isOwn(each) && each.name === workload.name)) return false
        this.#workloads = [...this.#workloads, workload]
        return true
      },
      list: async () =>
        this.#workloads.filter(isOwn).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
      remove: async (name: string, _: AccessChange) => {
        const known = this.#workloads.find((each) => isOwn(each) && each.name === name)
        this.#workloads = this.#workloads.filter((each) => each !== known)
        return known
      },
    }
  }

  async findByIssuer(issuer: string): Promise<readonly Workload[]> {
    return this.#workloads.filter((each) => each.issuer === issuer)
  }

  async noteUse(ids: readonly string[], at: Date): Promise<void> {
    this.#workloads = this.#workloads.map((each) =>
      ids.includes(each.id) ? { ...each, lastUsedAt: at } : each,
    )
  }
}
