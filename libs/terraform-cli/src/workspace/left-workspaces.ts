import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lockFile } from '@groundplan/process'
import { z } from 'zod'
import { removeFolder } from '../process-folder.ts'
import { readJson } from '../read-json.ts'

/** A workspace whose state was not saved, or whose process died; nothing runs in it any more. */
export interface LeftWorkspace {
  /** As the request had it. */
  readonly owner: Readonly<Record<string, string>>
  /** What Terraform could not write to its backend, with secrets. */
  readonly unsavedState: Uint8Array | undefined
}

/** Names of files in the home of a workspace. */
const [description, running] = ['workspace.json', 'running.lock']

/** What Terraform writes in its folder if the backend does not take the state. */
export const unsavedStateFile = 'errored.tfstate'

/** What all folders of workspaces are called like. */
export const workspacePrefix = 'run-'

/** How often it is looked whether Terraform has ended, in milliseconds. */
const interval = 200

const Description = z.object({ cwd: z.string(), owner: z.record(z.string(), z.string()) })

/** Path of the file that is locked while Terraform changes something in a workspace. */
export function runningFile(home: string): string {
  return join(home, running)
}

/** Says whose a workspace is, for whoever finds it after its process died. */
export async function describeWorkspace(home: string, given: z.infer<typeof Description>): Promise<void> {
  await writeFile(join(home, description), JSON.stringify(given), { mode: 0o600 })
}

/**
 * Hands over the workspaces in the folder of a process that died, each once Terraform has ended in it, and removes them. Those that could
 * not be handed over stay, for the next time. Throws the first error, or what aborted `signal`.
 */
export async function handOver(
  folder: string,
  onLeft: (left: LeftWorkspace) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const homes = await listHomes(folder)
  const ended = await Promise.allSettled(homes.map((home) => handOverOne(home, onLeft, signal)))
  const failed = ended.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  await removeFolder(folder)
}

/** The same for one workspace. */
export async function handOverOne(
  home: string,
  onLeft: (left: LeftWorkspace) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  await untilEnded(home, signal)
  const left = await readLeft(home)
  if (left !== undefined) await onLeft(left)
  await removeFolder(home)
}

/** True if something in the folder of a process has to be handed over: Terraform still runs, or has left a state. */
export async function hasLeft(folder: string): Promise<boolean> {
  for (const home of await listHomes(folder))
    if (!isFree(home) || (await readLeft(home))?.unsavedState !== undefined) return true
  return false
}

async function listHomes(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.startsWith(workspacePrefix)).map((name) => join(folder, name))
}

function isFree(home: string): boolean {
  const lock = lockFile(runningFile(home))
  lock?.release()
  return lock !== undefined
}

async function untilEnded(home: string, signal: AbortSignal | undefined): Promise<void> {
  while (!isFree(home)) await delay(interval, undefined, { signal })
}

/** Nothing if the workspace was not even prepared. */
async function readLeft(home: string): Promise<LeftWorkspace | undefined> {
  const text = await readFile(join(home, description)).catch(() => undefined)
  const found = text && readJson(Description, text)
  if (!found) return undefined
  const unsavedState = await readFile(join(found.cwd, unsavedStateFile)).catch(() => undefined)
  return { owner: found.owner, unsavedState }
}
