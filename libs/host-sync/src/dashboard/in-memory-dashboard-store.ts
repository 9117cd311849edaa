import type { DashboardStore, WrittenDashboard } from './dashboard-store.ts'

/** Remembers the dashboard as long as the process runs. */
export class InMemoryDashboardStore implements DashboardStore {
  #written: WrittenDashboard | undefined

  async find(): Promise<WrittenDashboard | undefined> {
    return this.#written
  }

  async save(written: WrittenDashboard): Promise<void> {
    this.#written = written
  }
}
