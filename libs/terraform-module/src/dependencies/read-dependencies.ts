import type { TerraformModule } from '../module.ts'
import { createOriginFinder, type OriginFinder } from './find-origins.ts'
import type { LocalModule, ModuleDependencies, ModuleFlow } from './module-dependencies.ts'
import { resolveLocalSource } from './resolve-local-source.ts'

/** Reads a module's dependencies: the origins of its outputs, the data flow between the modules it calls, and which of those are local. */
export function readDependencies(module: TerraformModule): ModuleDependencies {
  const findOrigins = createOriginFinder(module)
  return {
    outputs: module.outputs.map(({ name, references }) => ({ name, ...findOrigins(references) })),
    flows: listFlows(module, findOrigins),
    localModules: listLocalModules(module),
  }
}

function listFlows({ moduleCalls }: TerraformModule, findOrigins: OriginFinder): readonly ModuleFlow[] {
  return moduleCalls.flatMap((call) =>
    call.arguments.flatMap((argument) =>
      findOrigins(argument.references).moduleOutputs.map((from) => ({
        from,
        to: { module: call.name, argument: argument.name },
      })),
    ),
  )
}

function listLocalModules({ path, moduleCalls }: TerraformModule): readonly LocalModule[] {
  return moduleCalls.flatMap((call) => {
    const target = resolveLocalSource(path, call.source)
    return target === undefined ? [] : [{ call: call.name, path: target }]
  })
}
