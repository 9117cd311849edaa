import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { patience, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { identifyProcess } from '../identify-process.ts'
import type { FixtureTask } from './helper-process.fixture.ts'
import { HelperProcess } from './helper-process.ts'

const temporaryDirectory = useTemporaryDirectories()
const module = join(import.meta.dirname, 'helper-process.fixture.ts')
const createHelper = () => new HelperProcess<FixtureTask, unknown>({ module, name: 'The helper' })

describe('HelperProcess', () => {
  it('carries out tasks of one process, many at a time, with copies of what goes in and out', async () => {
    const helper = createHelper()
    const values = [1, 'größe', Buffer.alloc(3_000_000, 0xff), { a: [undefined, null] }]
    const echoed = await Promise.all(values.map((value) => helper.run({ kind: 'echo', value })))
    expect(echoed).toEqual(values)
    const [first, second] = await Promise.all([helper.run({ kind: 'pid' }), helper.run({ kind: 'pid' })])
    expect(first).toEqual(second)
    expect(first).not.toMatchObject({ pid: process.pid })
  })

  it('tells what went wrong with a task', async () => {
    await expect(createHelper().run({ kind: 'throw' })).rejects.toThrow('It failed.')
  })

  it('stops a task that is cancelled, and begins none that was', async () => {
    const helper = createHelper()
    await helper.run({ kind: 'echo', value: 1 })
    const stop = new AbortController()
    const running = helper.run({ kind: 'wait' }, stop.signal)
    stop.abort()
    await expect(running).rejects.toThrow(CancelledError)
    await expect(helper.run({ kind: 'wait' }, AbortSignal.abort())).rejects.toThrow(CancelledError)
    await vi.waitFor(
      async () => expect(await helper.run({ kind: 'pid' })).toMatchObject({ stopped: 1 }),
      patience,
    )
  })

  it('says so if the helper dies, and begins anew', async () => {
    const helper = createHelper()
    const waiting = helper.run({ kind: 'wait' })
    await expect(helper.run({ kind: 'die' })).rejects.toThrow(ExternalServiceError)
    await expect(waiting).rejects.toThrow('The helper exited with code 7.')
    expect(await helper.run({ kind: 'echo', value: 1 })).toBe(1)
  })

  it('is killed in the middle of its work, and begins anew', async () => {
    const helper = createHelper()
    const spinning = helper.run({ kind: 'spin' })
    setTimeout(() => helper.kill(), 100)
    await expect(spinning).rejects.toThrow('The helper was stopped.')
    expect(await helper.run({ kind: 'echo', value: 1 })).toBe(1)
  })

  it('has no more memory than it is given', async () => {
    const helper = new HelperProcess<FixtureTask, unknown>({ module, name: 'The helper', memory: 64 })
    expect(await helper.run({ kind: 'memory' })).toBeLessThan(400)
  })

  it('neither keeps the process alive that it helps, nor outlives it', async () => {
    const code = `
      const { HelperProcess } = await import(${JSON.stringify(join(import.meta.dirname, 'helper-process.ts'))})
      const helper = new HelperProcess({ module: ${JSON.stringify(module)}, name: 'The helper' })
      const { pid } = await helper.run({ kind: 'pid' })
      process.stdout.write(String(pid))
      if (process.argv[1] === 'stay') await helper.run({ kind: 'wait' })`
    const start = (...args: string[]) =>
      spawn(process.execPath, ['--input-type=module', '-e', code, '--', ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    const brief = start()
    expect(await once(brief, 'exit')).toEqual([0, null])
    const killed = start('stay')
    onTestFinished(() => void killed.kill('SIGKILL'))
    const pid = Number(String((await once(killed.stdout, 'data'))[0]))
    expect(await identifyProcess(pid)).toBeDefined()
    killed.kill('SIGKILL')
    await vi.waitFor(async () => expect(await identifyProcess(pid)).toBeUndefined(), patience)
  })

  it.each(['the helper', 'the process that is helped'])(
    'leaves nothing of its programs behind when %s is killed',
    async (victim) => {
      const code = `
        const { HelperProcess } = await import(${JSON.stringify(join(import.meta.dirname, 'helper-process.ts'))})
        const helper = new HelperProcess({ module: ${JSON.stringify(module)}, name: 'The helper' })
        const { pid } = await helper.run({ kind: 'pid' })
        helper.run({ kind: 'run', script: 'trap "" TERM; sh -c "echo \\$\\$ > $0; sleep 600; true" & wait; wait', file: process.argv[1] }).catch(() => {})
        // Its answer comes after the news of the program's group.
        await helper.run({ kind: 'echo', value: 1 })
        process.stdout.write(String(pid))
        setInterval(() => {}, 1000)`
      const file = join(await temporaryDirectory(), 'pid')
      const helped = spawn(process.execPath, ['--input-type=module', '-e', code, '--', file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      onTestFinished(() => void helped.kill('SIGKILL'))
      const helper = Number(String((await once(helped.stdout, 'data'))[0]))
      const grandchild = await vi.waitFor(async () => {
        const pid = Number(await readFile(file, 'utf8'))
        expect(await identifyProcess(pid)).toBeDefined()
        return pid
      }, patience)
      process.kill(victim === 'the helper' ? helper : (helped.pid ?? 0), 'SIGKILL')
      await vi.waitFor(async () => expect(await identifyProcess(grandchild)).toBeUndefined(), patience)
    },
  )

  it('gets none of the variables of the process that it helps but those that Node.js needs', async () => {
    vi.stubEnv('GROUNDPLAN_TOKEN', 'secret')
    const environment = await createHelper().run({ kind: 'environment' })
    vi.unstubAllEnvs()
    expect(environment).toHaveProperty('PATH')
    expect(environment).not.toHaveProperty('GROUNDPLAN_TOKEN')
    expect(environment).not.toHaveProperty('HOME')
  })
})
