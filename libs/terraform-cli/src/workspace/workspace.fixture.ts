import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { InProcessModuleReader, type TerraformModule } from '@groundplan/terraform-module'
import { resolveGrain, type SpaceProviders } from '@groundplan/terraform-root'
import type { TerraformEvent, WorkspaceRequest } from '@groundplan/terraform-run'
import type { Json } from '@groundplan/terraform-type'
import { GitRepository, type Files } from '@groundplan/testing'

export interface WorkspaceCase {
  /** Files of the repository; the module is in `module`. */
  readonly files: Files
  readonly inputs?: Readonly<Record<string, Json>>
  readonly request?: Partial<WorkspaceRequest>
  /** Provider settings of the space. */
  readonly space?: SpaceProviders
}

/** Commits files to a repository of its own, and asks for a workspace for the module in `module`. */
export async function createRequest(
  directory: string,
  { files, inputs = {}, request = {}, space = {} }: WorkspaceCase,
): Promise<WorkspaceRequest> {
  const folder = await mkdtemp(join(directory, 'repository-'))
  const repository = await GitRepository.create(folder)
  await repository.commit(files)
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') })
  const snapshot = await reader.open({ address: folder })
  const module = await readModuleFiles(files)
  const source = { store: 'modules', path: 'module', commit: snapshot.commit }
  const blueprint = generateBlueprint(module, 'app', source)
  const scope = {
    inputs: {
      ...Object.fromEntries(Object.keys(blueprint.inputs ?? {}).map((name) => [name, null])),
      ...inputs,
    },
  }
  const grain = resolveGrain(blueprint, 'app', { scope, space })
  return {
    ...{ tool: 'terraform', snapshot, modulePath: 'module', grain, credentials: {} },
    ...{ backend: { kind: 'local' }, ...request },
  }
}

async function readModuleFiles(files: Files): Promise<TerraformModule> {
  const own = Object.entries(files).filter(([path]) => /^module\/[^/]+$/.test(path))
  const sources = own.map(([path, text]) => ({ path, bytes: new TextEncoder().encode(String(text)) }))
  const [module] = await new InProcessModuleReader().read(
    [{ path: 'module', files: sources }],
    new AbortController().signal,
  )
  if (module === undefined) throw new Error('There is no module.')
  return module
}

/** Collects events. */
export function recordEvents(): {
  readonly events: TerraformEvent[]
  readonly onEvent: (event: TerraformEvent) => void
} {
  const events: TerraformEvent[] = []
  return { events, onEvent: (event) => void events.push(event) }
}
