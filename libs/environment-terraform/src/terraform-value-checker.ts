import {
  findReferences,
  isTerraformGrain,
  type Blueprint,
  type GrainSource,
  type TerraformGrain,
} from '@groundplan/blueprint'
import type { ValueCheck, ValueChecker, ValueProblem } from '@groundplan/environment'
import type { RepositorySnapshot } from '@groundplan/scm'
import { isConfigurationFile, type SourceFile } from '@groundplan/terraform-module'
import { resolveGrain, toJson } from '@groundplan/terraform-root'
import type { CheckedModule, InputChecker } from '@groundplan/terraform-run'
import type { Json, JsonObject } from '@groundplan/terraform-type'

export interface TerraformValueCheckerOptions {
  readonly checker: InputChecker
  /** The code of a grain at its pinned commit. Throws PlatformError. */
  readonly openSource: (source: GrainSource, signal: AbortSignal) => Promise<RepositorySnapshot>
}

/** Checks values with the rules of the modules that they go to. */
export class TerraformValueChecker implements ValueChecker {
  readonly #options: TerraformValueCheckerOptions

  constructor(options: TerraformValueCheckerOptions) {
    this.#options = options
  }

  async check(blueprint: Blueprint, values: JsonObject, signal?: AbortSignal): Promise<ValueCheck> {
    const inputs = Object.fromEntries(
      Object.entries(blueprint.inputs ?? {}).map(([name, input]) => [
        name,
        (Object.hasOwn(values, name) ? values[name] : undefined) ?? input?.default ?? null,
      ]),
    )
    const checks = await Promise.all(
      Object.entries(blueprint.grains).flatMap(([name, grain]) =>
        isTerraformGrain(grain) ? [this.#checkGrain(blueprint, { name, grain, inputs }, signal)] : [],
      ),
    )
    const reasons = checks.flatMap(({ unavailable }) => unavailable ?? [])
    return {
      problems: withoutTwice(checks.flatMap(({ problems }) => problems)),
      unchecked: [...new Set(checks.flatMap(({ unchecked }) => unchecked))],
      ...(reasons[0] === undefined ? {} : { unavailable: reasons[0] }),
    }
  }

  async #checkGrain(
    blueprint: Blueprint,
    {
      name,
      grain,
      inputs,
    }: { readonly name: string; readonly grain: TerraformGrain; readonly inputs: JsonObject },
    signal: AbortSignal | undefined,
  ): Promise<ValueCheck> {
    // Outputs of other grains are not known yet: what needs them counts as not filled in.
    const resolved = resolveGrain(blueprint, name, { scope: { inputs, grains: {}, environment: {} } })
    const given = [...resolved.inputs].map(([variable, value]) => [variable, toJson(value)] as const)
    const { kind, spec } = grain
    const check = await this.#options.checker.check(
      {
        ...{ tool: kind === 'opentofu' ? 'tofu' : 'terraform', version: spec.version },
        ...{ module: this.#moduleOf(spec.source, signal), values: Object.fromEntries(given) },
      },
      signal,
    )
    if (check.kind === 'unavailable') return { problems: [], unchecked: [], unavailable: check.reason }
    const inputsOf = sourcesOf(grain)
    return {
      problems: check.problems.map(({ variable, message }) => {
        const sources = variable === undefined ? [] : (inputsOf.get(variable) ?? [])
        return { input: sources[0], message }
      }),
      unchecked: check.unchecked.flatMap((variable) => inputsOf.get(variable) ?? []),
    }
  }

  #moduleOf(source: GrainSource, signal = new AbortController().signal): CheckedModule {
    return {
      key: JSON.stringify([source.store, source.commit, source.path]),
      readFiles: async () => {
        const snapshot = await this.#options.openSource(source, signal)
        try {
          return await readModuleFiles(snapshot, source.path)
        } finally {
          await snapshot.close()
        }
      },
    }
  }
}

/** For each variable the inputs that its value is made of. */
function sourcesOf({ spec }: TerraformGrain): ReadonlyMap<string, readonly string[]> {
  return new Map(
    (spec.inputs ?? []).flatMap((pair) =>
      Object.entries(pair).map(([variable, value]) => [variable, namesIn(value)] as const),
    ),
  )
}

function namesIn(value: Json): readonly string[] {
  return findReferences(value).flatMap((reference) => (reference.kind === 'input' ? [reference.name] : []))
}

async function readModuleFiles(snapshot: RepositorySnapshot, path: string): Promise<readonly SourceFile[]> {
  const directory = path.replace(/^\.\/|\/+$/g, '')
  const prefix = directory === '' || directory === '.' ? '' : `${directory}/`
  const entries = (await snapshot.listEntries()).filter(
    (entry) =>
      entry.kind === 'file' &&
      entry.path.startsWith(prefix) &&
      !entry.path.slice(prefix.length).includes('/') &&
      isConfigurationFile(entry.path.slice(prefix.length)),
  )
  const contents = await snapshot.readBlobs(entries.map(({ blobId }) => blobId))
  return entries.flatMap(({ path: file, blobId }) => {
    const bytes = contents.get(blobId)
    return bytes === undefined ? [] : [{ path: file.slice(prefix.length), bytes }]
  })
}

/** Several grains may have the same rule about the same input. */
function withoutTwice(problems: readonly ValueProblem[]): readonly ValueProblem[] {
  const seen = new Map(problems.map((problem) => [JSON.stringify([problem.input, problem.message]), problem]))
  return [...seen.values()]
}
