import { builtInRoles, type Caller } from '@groundplan/access'
import { systemActor } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import {
  applySpacesPlan,
  describeAction,
  planDeclaredSpaces,
  readSpaceTexts,
} from '@groundplan/declared-spaces'
import { PlatformError } from '@groundplan/errors'
import type { Logger } from '../log/create-logger.ts'
import { reasonForLog } from '../log/describe-error.ts'

/** How often one looks whether the catalog has followed the blueprint repository, in milliseconds. */
const interval = 5000

/** What is on the default branch was reviewed: it may do what account admins may. */
const caller: Caller = { actor: systemActor, grants: [{ role: builtInRoles['account-admin'] }] }

/**
 * Makes spaces what `spaces/` on the default branch says, each time the catalog has followed it, so that the blueprints that a file names
 * are there. Of several servers one works at a time; the others find nothing left to do. Returns what ends it.
 */
export function followDeclaredSpaces(context: ApiContext, logger: Logger): () => Promise<void> {
  let applied: string | undefined
  let running: Promise<void> | undefined
  const look = async () => {
    const { syncedCommit } = await context.catalog.readRecentState()
    if (syncedCommit === undefined || syncedCommit === applied) return
    await context.proposals.leases.hold('spaces sync', () => sync(syncedCommit, context, logger))
    applied = syncedCommit
  }
  const start = () => {
    running ??= look()
      .catch((error: unknown) => {
        // Another server is at it.
        if (error instanceof PlatformError && error.details?.['busy'] === true) return
        logger.warn({ error: reasonForLog(error) }, 'spaces could not be synced')
      })
      .finally(() => (running = undefined))
  }
  const timer = setInterval(start, interval).unref()
  start()
  return async () => {
    clearInterval(timer)
    await running
  }
}

async function sync(commit: string, context: ApiContext, logger: Logger): Promise<void> {
  const { actions, problems } = await planDeclaredSpaces(await readSpaceTexts(commit, context), context)
  for (const { file, line, message } of problems)
    logger.warn({ file, line, message }, 'a space file is wrong')
  for (const { action, error } of await applySpacesPlan(actions, caller, context))
    logger.warn(
      { action: describeAction(action), error: reasonForLog(error) },
      'a space could not be changed',
    )
}
