import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { readModuleDirectory } from '@groundplan/terraform-module-files'

export interface ModuleNeeds {
  /** The module's directory and those that it calls, directly or not. */
  readonly directories: readonly string[]
  /** Providers as Terraform prints them, e.g. `hashicorp/aws`. */
  readonly providers: readonly string[]
  /** True if a module comes from a registry or another repository. */
  readonly remote: boolean
  /** True if a module lies outside the root. */
  readonly outside: boolean
}

/** What `terraform init` needs of a module: providers and other modules. */
export async function listNeeds(directory: string, root: string): Promise<ModuleNeeds> {
  const found = new Set<string>()
  const providers = new Set<string>()
  let [remote, outside] = [false, false]
  const waiting = [directory]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path) || !existsSync(path)) continue
    found.add(path)
    const module = await readModuleDirectory(path).catch(() => undefined)
    if (module === undefined) continue
    const sources = new Map(module.requiredProviders.map(({ name, source }) => [name, source]))
    const names = new Set([...sources.keys(), ...module.resources.map(({ provider }) => provider.name)])
    for (const name of names)
      providers.add((sources.get(name) ?? `hashicorp/${name}`).replace('registry.terraform.io/', ''))
    for (const { source = '' } of module.moduleCalls) {
      const target = resolve(path, source)
      if (!/^\.\.?(?:\/|$)/.test(source)) remote ||= source !== ''
      else if (!`${target}${sep}`.startsWith(`${root}${sep}`)) outside = true
      else waiting.push(target)
    }
  }
  return { directories: [...found], providers: [...providers], remote, outside }
}
