import {
  readConfigurationFile,
  type ConfigurationArgument,
  type SourceFile,
} from '@groundplan/terraform-module'

/** Details of module calls that the module's interface omits: all arguments with positions. */
export interface RootCalls {
  /** Arguments of each module call, meta-arguments among them. */
  readonly calls: ReadonlyMap<string, readonly ConfigurationArgument[]>
  readonly locals: ReadonlyMap<string, ConfigurationArgument>
}

/** Reads module calls and locals of a root module's own files. */
export async function readRootCalls(files: readonly SourceFile[]): Promise<RootCalls> {
  const calls = new Map<string, readonly ConfigurationArgument[]>()
  const locals = new Map<string, ConfigurationArgument>()
  for (const file of files) {
    for (const block of (await readConfigurationFile(file)).blocks) {
      if (block.type === 'module') calls.set(block.labels[0] ?? '', block.arguments)
      if (block.type === 'locals') for (const local of block.arguments) locals.set(local.name, local)
    }
  }
  return { calls, locals }
}

/** Resolves a value through locals that only pass it on. */
export function followLocals(
  argument: ConfigurationArgument,
  locals: RootCalls['locals'],
): ConfigurationArgument {
  const seen = new Set<string>()
  let found = argument
  for (;;) {
    const name = /^local\.([\w-]+)$/.exec(found.expression.trim())?.[1]
    const local = name === undefined || seen.has(name) ? undefined : locals.get(name)
    if (name === undefined || local === undefined) return found
    seen.add(name)
    found = local
  }
}
