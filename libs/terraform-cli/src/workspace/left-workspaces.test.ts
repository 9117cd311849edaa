import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lockFile } from '@groundplan/process'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import {
  describeWorkspace,
  handOver,
  hasLeft,
  runningFile,
  workspacePrefix,
  type LeftWorkspace,
} from './left-workspaces.ts'

const temporaryDirectory = useTemporaryDirectories()

/** A workspace as a process leaves it that dies. */
async function leave(folder: string, run: string, state?: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const home = await mkdtemp(join(folder, workspacePrefix))
  const cwd = join(home, 'root')
  await mkdir(cwd)
  await describeWorkspace(home, { cwd, owner: { run } })
  if (state !== undefined) await writeFile(join(cwd, 'errored.tfstate'), state)
  return home
}

const textOf = ({ owner, unsavedState }: LeftWorkspace) =>
  `${owner['run']}: ${unsavedState === undefined ? 'saved' : Buffer.from(unsavedState).toString()}`

describe('handOver', () => {
  it('hands over what could not be saved, and removes the folder', async () => {
    const folder = join(await temporaryDirectory(), 'process-1')
    await leave(folder, 'one', '{"serial":2}')
    await leave(folder, 'two')
    await mkdir(join(folder, `${workspacePrefix}unprepared`))
    const found: string[] = []
    await handOver(folder, async (left) => void found.push(textOf(left)))
    expect(found.toSorted()).toEqual(['one: {"serial":2}', 'two: saved'])
    expect(await readdir(join(folder, '..'))).toEqual([])
  })

  it('waits until Terraform has ended', async () => {
    const folder = join(await temporaryDirectory(), 'process-1')
    const lock = lockFile(runningFile(await leave(folder, 'one')))
    const found: string[] = []
    const over = handOver(folder, async (left) => void found.push(textOf(left)))
    await delay(300)
    expect(found).toEqual([])
    lock?.release()
    await over
    expect(found).toEqual(['one: saved'])
  })

  it('keeps what could not be handed over', async () => {
    const folder = join(await temporaryDirectory(), 'process-1')
    const home = await leave(folder, 'one', 'x')
    await leave(folder, 'two')
    const take = async ({ owner }: LeftWorkspace) => {
      if (owner['run'] === 'one') throw new Error('The database is away.')
    }
    await expect(handOver(folder, take)).rejects.toThrow('The database is away.')
    expect((await readdir(folder)).map((name) => join(folder, name))).toEqual([home])
  })
})

describe('hasLeft', () => {
  it('is true while Terraform runs, and if it has left a state', async () => {
    const folder = join(await temporaryDirectory(), 'process-1')
    expect(await hasLeft(folder)).toBe(false)
    const lock = lockFile(runningFile(await leave(folder, 'one')))
    expect(await hasLeft(folder)).toBe(true)
    lock?.release()
    expect(await hasLeft(folder)).toBe(false)
    await leave(folder, 'two', 'x')
    expect(await hasLeft(folder)).toBe(true)
  })
})
