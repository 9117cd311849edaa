import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join, posix, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { InputError } from '@groundplan/errors'
import { readEnvironment } from '@groundplan/process'
import type { ModuleReader } from '@groundplan/terraform-module'
import { renderRoot } from '@groundplan/terraform-root'
import { SecretRedactor, type TerraformWorkspaces, type WorkspaceRequest } from '@groundplan/terraform-run'
import { ProcessFolder, type AbandonedFolder } from '../process-folder.ts'
import type { PluginCache } from '../plugins/plugin-cache.ts'
import type { TerraformPrograms } from '../programs/terraform-programs.ts'
import { printCliConfiguration, type ProviderSource } from '../run/cli-configuration.ts'
import { createEnvironment } from '../run/terraform-environment.ts'
import { backendFile, backendVariables, printBackend } from './backend-files.ts'
import { checkOut } from './check-out.ts'
import { CliWorkspace } from './cli-workspace.ts'
import {
  describeWorkspace,
  handOver,
  handOverOne,
  hasLeft,
  runningFile,
  workspacePrefix,
  type LeftWorkspace,
} from './left-workspaces.ts'
import { listSecrets } from './list-secrets.ts'
import { omitGiven } from './omit-given.ts'

export interface CliWorkspacesOptions {
  /** Folder for workspaces, which processes may share. What processes have left there that are gone is handed over and removed. */
  readonly directory: string
  readonly programs: TerraformPrograms
  readonly moduleReader: ModuleReader
  /** Absent: each workspace downloads its providers. */
  readonly pluginCache?: PluginCache | undefined
  /** Absent: from their registries. */
  readonly providers?: ProviderSource | undefined
  /** How long a command may take to end when it is cancelled, in milliseconds. Defaults to five minutes. */
  readonly gracePeriod?: number | undefined
  /** How long a command may take at all, in milliseconds. Defaults to six hours. */
  readonly milliseconds?: number | undefined
  /** How long a locked state is waited for, such as `30s`. Defaults to not at all: an environment has one run at a time. */
  readonly lockTimeout?: string | undefined
  /**
   * Gets each workspace of a process that died, and those whose state was not saved. If it throws, the workspace stays: it is tried again, or the
   * next process does that.
   */
  readonly onLeft?: ((left: LeftWorkspace) => Promise<void>) | undefined
  /** Hears what went wrong with those workspaces. */
  readonly onLeftError?: ((error: unknown) => void) | undefined
}

/** How often a state is offered that could not be saved, in milliseconds. */
const retryInterval = 10_000

/** Prepares workspaces in folders of this machine. */
export class CliWorkspaces implements TerraformWorkspaces {
  readonly #options: CliWorkspacesOptions
  #folder: Promise<ProcessFolder> | undefined
  readonly #handingOver: Promise<void>[] = []
  readonly #closing = new AbortController()

  constructor(options: CliWorkspacesOptions) {
    this.#options = options
  }

  async open(request: WorkspaceRequest, signal = new AbortController().signal): Promise<CliWorkspace> {
    const { programs, pluginCache } = this.#options
    const program = await programs.find(request.tool, request.version)
    const [problem] = request.grain.problems
    if (problem !== undefined) throw new InputError(problem.message, { hint: problem.hint })
    const folder = await this.#openFolder()
    // Only its owner may look into it.
    const home = await mkdtemp(join(folder, workspacePrefix))
    try {
      const { cwd, values, secrets } = await this.#prepare(home, request, signal)
      await describeWorkspace(home, { cwd, owner: request.owner ?? {} })
      const env = createEnvironment({
        ...{ own: readEnvironment(), home, configurationFile: join(home, 'terraform.tfrc') },
        ...{ pluginCache: pluginCache?.directory, values },
        credentials: { ...backendVariables(request.backend), ...request.credentials },
        stateAddress: request.backend.kind === 'http' ? request.backend.address : undefined,
        registryTokens: request.registryTokens ?? {},
        gitCredentials: request.gitCredentials ?? {},
      })
      const { gracePeriod = 5 * 60_000, milliseconds = 6 * 3_600_000, lockTimeout = '0s' } = this.#options
      return new CliWorkspace({
        ...{ program, cwd, env, home, pluginCache, gracePeriod, milliseconds, lockTimeout },
        lockedFile: runningFile(home),
        onUnsaved: () => this.#handOverLater(home),
        redactor: new SecretRedactor(secrets),
      })
    } catch (error) {
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
      throw error
    }
  }

  /** Looks for workspaces of processes that died, and has them handed over in the background. */
  async start(): Promise<void> {
    await this.#openFolder()
  }

  /** Removes all workspaces, at the end of the process. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#handingOver)
    const folder = await this.#folder
    this.#folder = undefined
    if (folder === undefined) return
    // The next process looks after it.
    if (await hasLeft(folder.path)) folder.leave()
    else await folder.close()
  }

  async #openFolder(): Promise<string> {
    this.#folder ??= ProcessFolder.open(this.#options.directory, async (abandoned) => {
      this.#handingOver.push(this.#handOver(abandoned))
    })
    return (await this.#folder).path
  }

  /** Of this process: where the state belongs is away for the moment. */
  async #handOverLater(home: string): Promise<void> {
    const { onLeft = async () => {}, onLeftError = () => {} } = this.#options
    const { signal } = this.#closing
    while (!signal.aborted) {
      try {
        return await handOverOne(home, onLeft)
      } catch (error) {
        onLeftError(error)
      }
      await delay(retryInterval, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  async #handOver({ path, release }: AbandonedFolder): Promise<void> {
    const { onLeft = async () => {}, onLeftError = () => {} } = this.#options
    const { signal } = this.#closing
    await handOver(path, onLeft, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) onLeftError(error)
      })
      .finally(release)
  }

  async #prepare(home: string, request: WorkspaceRequest, signal: AbortSignal) {
    const repository = join(home, 'repository')
    await mkdir(repository, { mode: 0o700 })
    const modulePath = posix.normalize(request.modulePath).replace(/\/+$/, '') || '.'
    const module = await checkOut(request.snapshot, {
      ...{ modulePath, directory: repository, moduleReader: this.#options.moduleReader, signal },
    })
    const moduleDirectory = join(repository, modulePath)
    const generated = join(home, 'root')
    const source = `./${relative(generated, moduleDirectory)}`.replace(/^\.\/\.\./, '..')
    const root = renderRoot(request.grain, { module, source })
    const cwd = root.kind === 'generated' ? generated : moduleDirectory
    if (root.kind === 'in-place') await omitGiven(moduleDirectory, root.given)
    const lock = request.lockFile === undefined ? [] : [['.terraform.lock.hcl', request.lockFile] as const]
    for (const [path, text] of [
      ...root.files,
      [backendFile, printBackend(request.backend)] as const,
      ...lock,
    ]) {
      await mkdir(dirname(join(cwd, path)), { recursive: true, mode: 0o700 })
      await writeFile(join(cwd, path), text, { mode: 0o600 })
    }
    await writeFile(join(home, 'terraform.tfrc'), printCliConfiguration(this.#options.providers), {
      mode: 0o600,
    })
    return { cwd, values: root.environment, secrets: listSecrets(request, module) }
  }
}
