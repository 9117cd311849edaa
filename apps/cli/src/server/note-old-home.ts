import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findHome } from '@groundplan/process'
import type { CliConfig } from '../config.ts'

/**
 * Earlier versions kept everything in `.groundplan` of the current folder. Says how to go on with it, until there is a new home;
 * nothing opens it by itself, since it may have come with a cloned repository.
 */
export async function noteOldHome(config: CliConfig): Promise<void> {
  const { home, isDefaultHome, url } = config
  const old = resolve('.groundplan')
  const isOld = ['blueprint-repository.git', 'database'].some((name) => existsSync(join(old, name)))
  if (!isDefaultHome || url !== undefined || !isOld) return
  if ((await findHome(home, config)) !== undefined) return
  console.error(
    `Not using ${old}, which was created by an earlier version or came with this folder. If it is yours, run \`export GROUNDPLAN_HOME='${old}'; groundplan admin adopt-home\`.`,
  )
}
