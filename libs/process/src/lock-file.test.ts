import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFile } from './lock-file.ts'

const temporaryDirectory = useTemporaryDirectories()
const children: ChildProcess[] = []
const namespaces = ['--pid', '--fork', '--kill-child', '--mount-proc']
const hasNamespaces = spawnSync('unshare', [...namespaces, 'true']).status === 0
let path: string

beforeEach(async () => {
  path = join(await temporaryDirectory(), 'lock.sqlite')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process that tries to lock the file, says how it went, and stays. */
async function spawnHolder(prefix: readonly string[] = []): Promise<{ process: ChildProcess; said: string }> {
  const code = `
    const { lockFile } = await import(${JSON.stringify(join(import.meta.dirname, 'lock-file.ts'))})
    const lock = lockFile(${JSON.stringify(path)})
    process.stdout.write(lock === undefined ? 'held' : 'locked')
    setInterval(() => lock, 1000)`
  const [program = '', ...args] = [...prefix, process.execPath, '--input-type=module', '-e', code]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return { process: child, said: String((await once(child.stdout, 'data'))[0]) }
}

describe('lockFile', () => {
  it('lets one of several callers in a process have the file, until it is released', () => {
    const lock = lockFile(path)
    expect(lock).toBeDefined()
    expect(lockFile(path)).toBeUndefined()
    lock?.release()
    const again = lockFile(path)
    expect(again).toBeDefined()
    again?.release()
  })

  it('lets one of several processes have it', async () => {
    const holders = await Promise.all([1, 2, 3].map(() => spawnHolder()))
    expect(holders.map(({ said }) => said).toSorted()).toEqual(['held', 'held', 'locked'])
    expect(lockFile(path)).toBeUndefined()
  })

  it('is free again when its holder is killed', async () => {
    const holder = await spawnHolder()
    expect(lockFile(path)).toBeUndefined()
    holder.process.kill('SIGKILL')
    await once(holder.process, 'exit')
    const lock = lockFile(path)
    expect(lock).toBeDefined()
    lock?.release()
  })

  it.skipIf(!hasNamespaces)('counts across process namespaces, as containers have them', async () => {
    const first = await spawnHolder(['unshare', ...namespaces])
    expect(first.said).toBe('locked')
    expect((await spawnHolder(['unshare', ...namespaces])).said).toBe('held')
    first.process.kill('SIGKILL')
    await once(first.process, 'exit')
    await expect.poll(async () => (await spawnHolder()).said).toBe('locked')
  })

  it('throws where nothing can be written, and where the file is something else', async () => {
    expect(() => lockFile(join(path, 'no/such/folder'))).toThrow('unable to open')
    await writeFile(path, 'something else, long enough to be looked at'.repeat(100))
    expect(() => lockFile(path)).toThrow('not a database')
  })
})
