import { ConflictError } from '@groundplan/errors'
import {
  lockHome,
  openHome,
  readAnnouncement,
  withdrawAnnouncement,
  type FileLock,
} from '@groundplan/process'
import type { ServerConfig } from './config.ts'
import { requireWritableHome } from './require-writable-home.ts'

/** Makes this process the only one that uses the home. Throws ConflictError while a server runs there. */
export async function takeHome({
  home,
  userDataFolder,
}: Pick<ServerConfig, 'home' | 'userDataFolder'>): Promise<{ home: string; lock: FileLock }> {
  const { path } = await openHome(home, { userDataFolder })
  const lock = lockHome(path)
  if (lock !== undefined) {
    try {
      await requireWritableHome(path)
    } catch (error) {
      lock.release()
      throw error
    }
    // A server that was killed could not take it away.
    await withdrawAnnouncement(path)
    return { home: path, lock }
  }
  const other = await readAnnouncement(path)
  const where = other === undefined ? '' : ` at ${other.url} (process ${other.pid})`
  throw new ConflictError(`Groundplan is already running${where} for ${home}.`, {
    hint: 'Use that server, stop it, or choose another folder with GROUNDPLAN_HOME.',
  })
}
