import type { Scope } from '@groundplan/actor'
import { Gate } from '@groundplan/concurrency'
import type { JobQueue } from '@groundplan/jobs'
import {
  Leases,
  type HeldLease,
  type LeasesOptions,
  type ProposalRecords,
  type ProposalStore,
} from '@groundplan/proposal'
import type { Kysely } from 'kysely'
import { PostgresLeaseStore } from './postgres-lease-store.ts'
import { PostgresProposalRecords, type ProposalRecordsOptions } from './postgres-proposal-records.ts'
import type { Database } from './schema.ts'

/** How many branches are worked on at a time: others who need the database and git do not wait for everybody who asked. */
const branchesAtOnce = 4

/** How many may wait for that before more are refused. */
const longestBranchQueue = 1000

export interface ProposalStoreOptions extends LeasesOptions, Pick<ProposalRecordsOptions, 'jobs'> {}

export class PostgresProposalStore extends PostgresProposalRecords implements ProposalStore {
  readonly leases: Leases
  readonly #database: Kysely<Database>
  readonly #scope: Scope
  readonly #jobs: JobQueue | undefined
  readonly #gate = new Gate(branchesAtOnce, { longestQueue: longestBranchQueue })

  constructor(database: Kysely<Database>, scope: Scope, { jobs, ...options }: ProposalStoreOptions = {}) {
    super(database, scope, { jobs })
    this.#database = database
    this.#scope = scope
    this.#jobs = jobs
    this.leases = new Leases(new PostgresLeaseStore(database, scope), options)
  }

  exclusively<Result>(branch: string, work: (records: ProposalRecords) => Promise<Result>): Promise<Result> {
    const run = ({ lease }: HeldLease) =>
      work(new PostgresProposalRecords(this.#database, this.#scope, { lease, jobs: this.#jobs }))
    return this.leases.hold(`branch ${branch}`, run, { gate: this.#gate })
  }
}
