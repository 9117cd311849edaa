import { createBitbucketCloudDialect } from './bitbucket-cloud/dialect.ts'
import { createBitbucketDataCenterDialect } from './bitbucket-data-center/dialect.ts'
import { createGithubDialect } from './github/dialect.ts'
import type { Dialect } from './http/dialect.ts'
import type { World } from './model/world.ts'

/** One dialect for each host. */
export function createDialects(world: World): readonly Dialect[] {
  return [
    createGithubDialect(world),
    createBitbucketCloudDialect(world),
    createBitbucketDataCenterDialect(world),
  ]
}
