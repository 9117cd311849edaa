import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { claimFile, readClaim } from './claim-file.ts'

const temporaryDirectory = useTemporaryDirectories()
const claimModule = join(import.meta.dirname, 'claim-file.ts')
let directory: string
let path: string

beforeEach(async () => {
  directory = await temporaryDirectory()
  path = join(directory, 'server.json')
})

describe('claimFile', () => {
  it('claims a file that nobody holds and leaves nothing else behind', async () => {
    expect((await claimFile(path)).kind).toBe('claimed')
    expect(await readdir(directory)).toEqual(['server.json'])
  })

  it('tells who holds it, and where they answer once they have said so', async () => {
    const first = await claimFile(path)
    expect(await claimFile(path)).toMatchObject({
      kind: 'held',
      holder: { pid: process.pid, url: undefined },
    })
    if (first.kind === 'claimed') await first.claim.announce('http://localhost:1')
    expect(await claimFile(path)).toMatchObject({ kind: 'held', holder: { url: 'http://localhost:1' } })
    expect(await readClaim(path)).toMatchObject({ pid: process.pid, url: 'http://localhost:1' })
    expect(await readdir(directory)).toEqual(['server.json'])
  })

  it('can be claimed again once it is released', async () => {
    const first = await claimFile(path)
    if (first.kind === 'claimed') await first.claim.release()
    expect(await readClaim(path)).toBeUndefined()
    expect((await claimFile(path)).kind).toBe('claimed')
  })

  it('does not count the claim of a process that was killed', async () => {
    const holder = spawnHolder(path)
    await once(holder.stdout, 'data')
    expect(await claimFile(path)).toMatchObject({ kind: 'held', holder: { pid: holder.pid } })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect((await claimFile(path)).kind).toBe('claimed')
  })

  it.runIf(process.platform === 'linux')(
    'does not count the claim of an earlier process with the same number',
    async () => {
      await writeFile(path, JSON.stringify({ pid: process.pid, startedAt: '1' }))
      expect(await readClaim(path)).toBeUndefined()
      expect((await claimFile(path)).kind).toBe('claimed')
    },
  )

  it.each(['', '{', 'null', '[]', '{"pid":"x"}', '{"pid":-1}', '{"pid":0}', '{"pid":1.5}', 'garbage\0'])(
    'does not count a claim that says %j',
    async (text) => {
      await writeFile(path, text)
      expect((await claimFile(path)).kind).toBe('claimed')
      expect(await readClaim(path)).toMatchObject({ pid: process.pid })
    },
  )

  it('lets exactly one of several processes have it', async () => {
    await writeFile(path, JSON.stringify({ pid: 2 ** 22 + 1 }))
    const holders = [1, 2, 3, 4].map(() => spawnHolder(path))
    try {
      const answers = await Promise.all(
        holders.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])),
      )
      expect(answers.toSorted()).toEqual(['claimed', 'held', 'held', 'held'])
    } finally {
      for (const holder of holders) holder.kill('SIGKILL')
    }
  })

  it('lets exactly one of several callers in one process have it', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => claimFile(path)))
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'held', 'held', 'held'])
    expect(await readdir(directory)).toEqual(['server.json'])
  })

  it('throws where nothing can be written', async () => {
    await expect(claimFile(join(directory, 'no/such/folder'))).rejects.toThrow('ENOENT')
  })

  it('keeps a claim whole while it is announced', async () => {
    const result = await claimFile(path)
    if (result.kind !== 'claimed') throw new Error('held')
    const texts: string[] = []
    const reading = (async () => {
      for (let round = 0; round < 50; round += 1) texts.push(await readFile(path, 'utf8'))
    })()
    for (let round = 0; round < 20; round += 1) await result.claim.announce(`http://localhost:${round}`)
    await reading
    for (const text of texts) expect(JSON.parse(text)).toMatchObject({ pid: process.pid })
  })
})

/** A process that claims the file, says how it went, and stays. */
function spawnHolder(file: string) {
  const code = `
    const { claimFile } = await import(${JSON.stringify(claimModule)})
    process.stdout.write((await claimFile(${JSON.stringify(file)})).kind)
    setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
