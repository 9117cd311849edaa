import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { patience, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { identifyProcess } from './identify-process.ts'
import { lockFile } from './lock-file.ts'
import { streamProgramInHelper, type StreamProgramOptions } from './stream-program-in-helper.ts'

const temporaryDirectory = useTemporaryDirectories()
const env = { PATH: process.env['PATH'] ?? '' }

/** Runs a shell script; `printed` fills while it runs. */
function stream(script: string, options: Partial<StreamProgramOptions> = {}) {
  const printed: string[] = []
  const onOutput: StreamProgramOptions['onOutput'] = ({ bytes, isError = false }) =>
    void printed.push(`${isError ? 'error ' : ''}${Buffer.from(bytes).toString('utf8')}`)
  const ended = streamProgramInHelper('sh', ['-c', script], { cwd: '/', env, onOutput, ...options })
  return { printed, ended }
}

describe('streamProgramInHelper', () => {
  it('hands output on while the program runs, and gives its exit code', async () => {
    const folder = await temporaryDirectory()
    const go = join(folder, 'go')
    const { printed, ended } = stream(
      `echo one; while [ ! -e ${go} ]; do sleep 0.05; done; echo two >&2; exit 3`,
    )
    await vi.waitFor(() => expect(printed).toEqual(['one\n']), patience)
    await stream(`touch ${go}`).ended
    expect(await ended).toEqual({ exitCode: 3, stderr: 'two\n' })
    expect(printed).toEqual(['one\n', 'error two\n'])
  })

  it('gives the program no variable that it was not given', async () => {
    const { printed, ended } = stream('env')
    await ended
    expect(printed.join('')).not.toMatch(/^(?!PATH=|PWD=|SHLVL=|_=|OLDPWD=).+/m)
  })

  it('lets a program that is stopped end in its own way', async () => {
    const stop = new AbortController()
    const { printed, ended } = stream(
      'trap "echo saved; exit 1" INT; echo ready; while :; do sleep 0.05; done',
      {
        ...{ signal: stop.signal, stop: { signal: 'SIGINT', gracePeriod: 60_000 } },
      },
    )
    await vi.waitFor(() => expect(printed).toContain('ready\n'), patience)
    stop.abort()
    await expect(ended).rejects.toMatchObject({ code: 'cancelled', details: { wasKilled: false } })
    expect(printed.at(-1)).toBe('saved\n')
  })

  it('kills what does not end, with everything that it started', async () => {
    const file = join(await temporaryDirectory(), 'pid')
    const stop = new AbortController()
    const { printed, ended } = stream(
      `trap "" INT; sh -c 'echo $$ > ${file}; echo ready; sleep 600; true' & wait; wait`,
      {
        ...{ signal: stop.signal, stop: { signal: 'SIGINT', gracePeriod: 100 } },
      },
    )
    await vi.waitFor(() => expect(printed).toContain('ready\n'), patience)
    stop.abort()
    await expect(ended).rejects.toMatchObject({ details: { wasKilled: true } })
    const pid = Number(await readFile(file, 'utf8'))
    await vi.waitFor(async () => expect(await identifyProcess(pid)).toBeUndefined(), patience)
  })

  it('says that there is no such program, and starts nothing that is cancelled already', async () => {
    const options = { cwd: '/', env, onOutput: () => {} }
    await expect(streamProgramInHelper('no-such-program', [], options)).rejects.toThrow(ExternalServiceError)
    const cancelled = stream('echo started', { signal: AbortSignal.abort() })
    await expect(cancelled.ended).rejects.toThrow(CancelledError)
    expect(cancelled.printed).toEqual([])
  })

  it('leaves nothing behind when this process is killed', async () => {
    const file = join(await temporaryDirectory(), 'pid')
    const code = `
      const { streamProgramInHelper } = await import(${JSON.stringify(join(import.meta.dirname, 'stream-program-in-helper.ts'))})
      await streamProgramInHelper('sh', ['-c', 'trap "" INT TERM; sh -c "echo \\$\\$ > $0; echo ready; sleep 600; true" & wait; wait', process.argv[1]],
        { cwd: '/', env: { PATH: process.env.PATH }, onOutput: ({ bytes }) => process.stdout.write(bytes) })`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code, '--', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void parent.kill('SIGKILL'))
    await once(parent.stdout, 'data')
    const pid = Number(await readFile(file, 'utf8'))
    expect(await identifyProcess(pid)).toBeDefined()
    parent.kill('SIGKILL')
    await vi.waitFor(async () => expect(await identifyProcess(pid)).toBeUndefined(), patience)
  })

  it('lets a program that lingers go on for a while when this process is killed, with its file locked', async () => {
    const folder = await temporaryDirectory()
    const [go, done, lock] = ['go', 'done', 'lock'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    const start = async (lingers: number) => {
      const script = `echo ready; while [ ! -e ${go} ]; do sleep 0.05; done; touch ${done}`
      const code = `
        const { streamProgramInHelper } = await import(${JSON.stringify(join(import.meta.dirname, 'stream-program-in-helper.ts'))})
        await streamProgramInHelper('sh', ${JSON.stringify(['-c', script])}, { cwd: '/', env: { PATH: process.env.PATH },
          lockedFile: ${JSON.stringify(lock)}, lingers: ${lingers}, onOutput: ({ bytes }) => process.stdout.write(bytes) })`
      const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      onTestFinished(() => void parent.kill('SIGKILL'))
      await once(parent.stdout, 'data')
      parent.kill('SIGKILL')
    }
    const untilFree = () =>
      vi.waitFor(() => {
        const free = lockFile(lock)
        free?.release()
        expect(free).toBeDefined()
      }, patience)
    await start(60_000)
    expect(lockFile(lock)).toBeUndefined()
    await writeFile(go, '')
    await untilFree()
    expect(existsSync(done)).toBe(true)

    await rm(go)
    await rm(done)
    await start(100)
    await untilFree()
    expect(existsSync(done)).toBe(false)
  })
})
