import {
  readConfigurationFile,
  type ConfigurationArgument,
  type ConfigurationBlock,
  type SourceFile,
} from '@groundplan/terraform-module'

/** Details of a root module that the module's interface omits: expressions with their positions. */
export interface RootBlocks {
  /** Arguments of each module call, meta-arguments among them. */
  readonly calls: ReadonlyMap<string, readonly ConfigurationArgument[]>
  readonly locals: ReadonlyMap<string, ConfigurationArgument>
  /** Values of outputs. */
  readonly outputs: ReadonlyMap<string, ConfigurationArgument>
  readonly providers: readonly ConfigurationBlock[]
}

/** Reads the blocks of a root module's own files. */
export async function readRootBlocks(files: readonly SourceFile[]): Promise<RootBlocks> {
  const calls = new Map<string, readonly ConfigurationArgument[]>()
  const locals = new Map<string, ConfigurationArgument>()
  const outputs = new Map<string, ConfigurationArgument>()
  const providers: ConfigurationBlock[] = []
  for (const file of files) {
    for (const block of (await readConfigurationFile(file)).blocks) {
      const [label = ''] = block.labels
      if (block.type === 'module') calls.set(label, block.arguments)
      if (block.type === 'locals') for (const local of block.arguments) locals.set(local.name, local)
      if (block.type === 'provider') providers.push(block)
      const value = block.type === 'output' ? block.arguments.find(({ name }) => name === 'value') : undefined
      if (value !== undefined) outputs.set(label, value)
    }
  }
  return { calls, locals, outputs, providers }
}
