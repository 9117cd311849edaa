import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeSync, openSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own that can be filled, made larger and made read-only. */
export interface SmallDisk {
  readonly directory: string
  /** Takes all the space that is left. */
  fill(): void
  /** Gives back what {@link fill} took. */
  free(): void
  /** Mounts it again with other options, e.g. `size=200m` or `ro`. */
  remount(options: string): void
  /** Makes one folder read-only, also while programs have it open; returns what undoes that. */
  protect(folder: string): () => void
  unmount(): void
}

/** Mounts a file system in memory, of a size such as `60m`; `undefined` where this user may not mount. */
export function mountSmallDisk(size: string): SmallDisk | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'small-disk-'))
  const ballast = join(directory, 'ballast')
  const run = (program: string, ...args: readonly string[]) => spawnSync(program, args).status === 0
  if (
    process.platform !== 'linux' ||
    !run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory)
  ) {
    rmSync(directory, { recursive: true })
    return undefined
  }
  return {
    directory,
    fill: () => writeUntilFull(ballast),
    free: () => rmSync(ballast, { force: true }),
    remount(options) {
      if (!run('mount', '-o', `remount,${options}`, directory)) throw new Error(`Cannot remount: ${options}.`)
    },
    protect(folder) {
      const isProtected =
        run('mount', '--bind', folder, folder) && run('mount', '-o', 'remount,ro,bind', folder)
      if (!isProtected) throw new Error(`Cannot make ${folder} read-only.`)
      return () => void run('umount', folder)
    },
    unmount() {
      run('umount', '--lazy', directory)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'a')
  const block = new Uint8Array(4096)
  try {
    for (;;) writeSync(file, block)
  } catch {
    // That is the aim.
  } finally {
    closeSync(file)
  }
}
