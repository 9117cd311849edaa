import { handler, type JobHandler } from '@groundplan/jobs'
import { syncCatalogJob, syncCatalogKey } from '@groundplan/catalog'

/** Follows the blueprint repository every minute, whoever merged there and how. */
export function syncCatalog(follow: () => Promise<unknown>): JobHandler {
  return handler({
    kind: syncCatalogJob,
    schedule: { cron: '* * * * *', payload: {}, key: syncCatalogKey },
    run: async () => void (await follow()),
  })
}
