import { userInfo } from 'node:os'
import { person } from '@groundplan/actor'
import { adoptRepository, type AdoptionPlan } from '@groundplan/catalog'
import { openDatabase, PostgresCatalogStore, PostgresProposalStore } from '@groundplan/database'
import type { ServerConfig } from '../config.ts'
import { databaseLocation } from '../database-location.ts'
import { defaultScope } from '../default-scope.ts'
import { locateBlueprints } from '../hosts/locate-blueprints.ts'
import { takeHome } from '../take-home.ts'

export interface Adoption extends Pick<AdoptionPlan, 'lost'> {
  readonly address: string
  /** Numbers of the proposals that the next import proposes again. */
  readonly proposals: readonly number[]
}

/** Makes the database belong to the blueprint repository that is there; a missing one is created. The server must be stopped. */
export async function adopt(config: ServerConfig): Promise<Adoption> {
  const { home, lock } = await takeHome(config)
  try {
    const place = await locateBlueprints({ ...config, home })
    const database = await openDatabase(databaseLocation({ ...config, home }))
    try {
      const repository = await place.open()
      const proposals = new PostgresProposalStore(database, defaultScope)
      const catalog = new PostgresCatalogStore(database, defaultScope)
      const by = person(userInfo().username)
      const plan = await adoptRepository({ repository, proposals, catalog, now: () => new Date() }, { by })
      return {
        ...{ address: place.address, lost: plan.lost },
        proposals: plan.proposals.map(({ before }) => before.number),
      }
    } finally {
      await database.destroy()
    }
  } finally {
    lock.release()
  }
}
