import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

export interface ReadRegularFileOptions {
  readonly maximumBytes: number
  /** Whether to follow links. */
  readonly followsLinks?: boolean | undefined
}

/**
 * Reads a small file in an untrusted folder. `undefined` if it does not exist, is a pipe or device, or is too large, so that
 * reading never blocks or exhausts memory.
 */
export async function readRegularFile(
  path: string,
  { maximumBytes, followsLinks = false }: ReadRegularFileOptions,
): Promise<string | undefined> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (followsLinks ? 0 : constants.O_NOFOLLOW)
  const file = await open(path, flags).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size > maximumBytes) return undefined
    const buffer = Buffer.alloc(stats.size)
    const { bytesRead } = await file.read(buffer, 0, stats.size, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
