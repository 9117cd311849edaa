import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { patience, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it, vi } from 'vitest'
import { executeProgram } from './execute-program.ts'
import { identifyProcess } from './identify-process.ts'
import { runProgram } from './run-program.ts'

const temporaryDirectory = useTemporaryDirectories()

/** A shell that ignores SIGTERM if asked to, whose child has a child of its own; both write down their numbers. */
const family = (directory: string, trap = '') => [
  '-c',
  `${trap} sh -c '${trap} sleep 600 & echo $! > ${directory}/grandchild; echo $$ > ${directory}/child; wait' & echo ready; wait; wait`,
]

async function pidIn(file: string): Promise<number> {
  return vi.waitFor(async () => {
    const pid = Number(await readFile(file, 'utf8'))
    expect(pid).toBeGreaterThan(0)
    return pid
  }, patience)
}

describe('executeProgram', () => {
  it.each([
    ['politely', ''],
    ['by force', 'trap "" TERM;'],
  ])('ends a program with its children and their children when it is cancelled, %s', async (how, trap) => {
    const directory = await temporaryDirectory()
    const stop = new AbortController()
    const running = executeProgram({ file: 'sh', args: family(directory, trap), ownGroup: true }, stop.signal)
    const pids = [await pidIn(join(directory, 'child')), await pidIn(join(directory, 'grandchild'))]
    stop.abort()
    expect(await running).toEqual({ kind: 'cancelled', wasKilled: how === 'by force' })
    for (const pid of pids)
      await vi.waitFor(async () => expect(await identifyProcess(pid)).toBeUndefined(), patience)
  })

  it('ends a program with its children when its time is over', async () => {
    const directory = await temporaryDirectory()
    const outcome = await executeProgram({
      file: 'sh',
      args: family(directory),
      ownGroup: true,
      // Time enough for its children to start on a busy machine.
      limits: { milliseconds: 4000 },
    })
    expect(outcome).toEqual({ kind: 'stopped', limit: 'milliseconds' })
    const pid = await pidIn(join(directory, 'grandchild'))
    await vi.waitFor(async () => expect(await identifyProcess(pid)).toBeUndefined(), patience)
  })

  it('ends a program that prints without end', async () => {
    const outcome = await executeProgram({ file: 'yes', args: [], limits: { outputBytes: 100_000 } })
    expect(outcome).toEqual({ kind: 'stopped', limit: 'outputBytes' })
  })

  it('does not wait for a daemon that has taken the output along', async () => {
    const script = 'setsid sleep 30 & echo started; wait'
    const outcome = await executeProgram({
      file: 'sh',
      args: ['-c', script],
      ownGroup: true,
      limits: { milliseconds: 100 },
    })
    expect(outcome).toEqual({ kind: 'stopped', limit: 'milliseconds' })
  })

  it('keeps the end of what a program says about its errors', async () => {
    const script = 'yes wrong | head -c 5000000 >&2; echo last >&2'
    const outcome = await executeProgram({ file: 'sh', args: ['-c', script] })
    expect(outcome).toMatchObject({ kind: 'ended', stderr: expect.stringMatching(/last\n$/) })
  })

  it('makes a lack of file descriptors the outcome of the programs that it concerns', async () => {
    const code = `
      const { executeProgram } = await import(${JSON.stringify(join(import.meta.dirname, 'execute-program.ts'))})
      const many = Array.from({ length: 60 }, () => executeProgram({ file: 'sleep', args: ['0.3'], ownGroup: true }))
      const kinds = (await Promise.all(many)).map((outcome) => outcome.kind + (outcome.code ?? ''))
      const after = await executeProgram({ file: 'true', args: [] })
      process.stdout.write(JSON.stringify([[...new Set(kinds)].toSorted(), after.kind]))`
    const script = `ulimit -n 60; exec "$0" --input-type=module -e "$1"`
    const { stdout } = await runProgram('sh', ['-c', script, process.execPath, code])
    expect(JSON.parse(stdout.toString())).toEqual([['ended', 'failedEMFILE'], 'ended'])
  })
})
