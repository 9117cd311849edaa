import { dirname, isAbsolute, join, relative } from 'node:path'
import { parseBlueprint } from '@groundplan/blueprint'
import {
  completePlan,
  planComposition,
  planFromRootModule,
  readCompositionFile,
  readParts,
  type CompositionFile,
  type CompositionPart,
  type CompositionPlan,
  type FoundModule,
  type GeneratorSettings,
} from '@groundplan/blueprint-generator'
import { hasErrors, InputError, NotFoundError, type Diagnostic } from '@groundplan/errors'
import { readText } from '../read-files.ts'
import type { ModuleLoader } from '../load-module.ts'
import { customizePart } from './customize-part.ts'

/** A plan with the other settings from its file. */
export interface Composition extends Pick<CompositionFile, 'name' | 'description' | 'parts'> {
  readonly plan: CompositionPlan
}

/** Where parts come from. */
export interface PartSources {
  readonly loader: ModuleLoader
  /** The company's settings for all modules. */
  readonly company: GeneratorSettings
}

/** Plans from folders of modules and files of blueprints, each `path` or `name=path`. */
export async function composeParts(
  sources: PartSources,
  given: readonly string[],
  minimumConfidence: number | undefined,
): Promise<Omit<Composition, 'name'>> {
  const written: [string, CompositionFile['parts'][string]][] = []
  const parts: CompositionPart[] = []
  const diagnostics: Diagnostic[] = []
  for (const each of given) {
    const { name, path } = splitNamed(each)
    const shown = nearPath(path)
    const source = isYaml(path) ? { blueprint: shown } : { module: shown }
    const loaded = await loadPart(sources, source, '.')
    diagnostics.push(...loaded.diagnostics)
    if (loaded.part === undefined) continue
    const grain = name ?? loaded.name
    written.push([grain, source])
    parts.push({ ...loaded.part, grain })
  }
  const plan = planComposition(parts, { minimumConfidence })
  return {
    parts: Object.fromEntries(written),
    plan: { ...plan, diagnostics: unique([...diagnostics, ...plan.diagnostics]) },
  }
}

/** Plans the composition in a file. Its paths are relative to the file. `undefined` with findings if it cannot be read. */
export async function composeFile(
  sources: PartSources,
  path: string,
): Promise<{ readonly composition: Composition | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const { file, choices, locate, diagnostics } = readCompositionFile(path, await readText(path))
  if (file === undefined) return { composition: undefined, diagnostics }
  const parts: CompositionPart[] = []
  const found: Diagnostic[] = [...diagnostics]
  for (const [grain, source] of Object.entries(file.parts)) {
    const loaded = await loadPart(sources, source, dirname(path))
    found.push(...loaded.diagnostics)
    if (loaded.part !== undefined) parts.push({ ...loaded.part, grain })
  }
  const read = readParts(parts)
  // Skip wires of unreadable parts; they would only add follow-up errors.
  if (hasErrors([...found, ...read.diagnostics]))
    return { composition: undefined, diagnostics: unique([...found, ...read.diagnostics]) }
  const plan = completePlan(read.parts, choices, locate)
  return { composition: { ...file, plan }, diagnostics: unique(found) }
}

/** Plans a composition from the module calls of a root module. `given` maps call names to module folders. */
export async function composeRoot(
  sources: PartSources,
  directory: string,
  given: ReadonlyMap<string, string>,
): Promise<Composition> {
  const { loader, company } = sources
  const root = await loader.load(directory)
  const folders = new Map<string, string>()
  const modules = new Map<string, FoundModule>()
  const diagnostics: Diagnostic[] = []
  for (const { name, source = '' } of root.module.moduleCalls) {
    const folder = given.get(name) ?? (/^\.\.?(?:\/|$)/.test(source) ? join(directory, source) : undefined)
    if (folder === undefined) continue
    const module = await loader.load(folder).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined
      throw error
    })
    if (module === undefined) continue
    const { part, diagnostics: found } = customizePart(module, company)
    diagnostics.push(...found)
    // With errors there is no blueprint; the plan shows what can be composed.
    modules.set(name, part ?? { module: module.module, source: module.source })
    folders.set(name, `./${relative('.', folder)}`)
  }
  const planned = await planFromRootModule(root, ({ name }) => modules.get(name))
  const plan = { ...planned, diagnostics: unique([...diagnostics, ...planned.diagnostics]) }
  const parts = plan.parts.map(({ grain }) => [grain, { module: folders.get(grain) ?? '' }])
  const { summary } = root.module.readme
  const description = summary === undefined ? {} : { description: summary }
  return { name: root.name, ...description, parts: Object.fromEntries(parts), plan }
}

interface LoadedPart {
  readonly part: { readonly grain: string } & CompositionPart
  readonly name: string
  readonly diagnostics: readonly Diagnostic[]
}

async function loadPart(
  { loader, company }: PartSources,
  source: CompositionFile['parts'][string],
  folder: string,
): Promise<LoadedPart | { readonly part: undefined; readonly diagnostics: readonly Diagnostic[] }> {
  if ('module' in source) {
    const loaded = await loader.load(pathIn(folder, source.module))
    const { part, diagnostics } = customizePart(loaded, company)
    if (part === undefined) return { part, diagnostics }
    return { part: { grain: loaded.name, ...part }, name: loaded.name, diagnostics }
  }
  const path = pathIn(folder, source.blueprint)
  const { blueprint, diagnostics } = parseBlueprint(path, await readText(path))
  if (blueprint === undefined) return { part: undefined, diagnostics }
  const name = Object.keys(blueprint.grains)[0] ?? ''
  return { part: { grain: name, blueprint }, name, diagnostics }
}

/** A path of a composition file, which is relative to the file's folder or absolute. */
function pathIn(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path)
}

/** An absolute path as a path from the current folder, so that composition files work on other machines. */
function nearPath(path: string): string {
  return isAbsolute(path) ? `./${relative('.', path)}` : path
}

/** Parts of one repository have the same to tell about its overlay. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()]
}

/** `name=path` or `path`. Throws InputError. */
export function splitNamed(text: string): { readonly name: string | undefined; readonly path: string } {
  const match = /^([\w-]+)=(.*)$/s.exec(text)
  const path = match?.[2] ?? text
  if (path !== '') return { name: match?.[1], path }
  throw new InputError(`"${text}" does not name a folder.`, { hint: 'Use a folder, or name=folder.' })
}

export function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path)
}
