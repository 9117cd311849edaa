import { NotFoundError } from '@groundplan/errors'
import { findHome } from '@groundplan/process'
import type { ServerConfig } from '../config.ts'
import { takeHome } from '../take-home.ts'

/**
 * Works on a home that exists while no server uses it; the work gets the configuration with the home's real path, and its id. Throws
 * NotFoundError if there is no home, or ConflictError while a server runs.
 */
export async function withStoppedHome<Result>(
  config: ServerConfig,
  work: (config: ServerConfig, homeId: string) => Promise<Result>,
): Promise<Result> {
  const found = await findHome(config.home, config)
  if (found === undefined) {
    throw new NotFoundError(`No Groundplan home folder found at ${config.home}.`, {
      hint: 'Set GROUNDPLAN_HOME to the folder.',
    })
  }
  const { home, lock } = await takeHome(config)
  try {
    return await work({ ...config, home }, found.id)
  } finally {
    lock.release()
  }
}
