import { baseName, type SourceFile } from './source-file.ts'

export interface ConfigurationFiles {
  readonly primary: readonly SourceFile[]
  /** Merged into the primary ones, in this order. */
  readonly overrides: readonly SourceFile[]
}

const endings = ['.tf', '.tf.json', '.tofu', '.tofu.json'] as const

/** True if Terraform or OpenTofu reads a file of this name as configuration. */
export function isConfigurationFile(path: string): boolean {
  const name = baseName(path)
  return endings.some((ending) => name.endsWith(ending)) && !isIgnored(name)
}

/** True for files whose values Terraform loads automatically. */
export function isValueFile(path: string): boolean {
  return /^(?:terraform\.tfvars|.*\.auto\.tfvars)(?:\.json)?$/.test(baseName(path))
}

/**
 * The files of one directory that make up the module, in the order in which Terraform loads them.
 * `.tofu` files shadow the `.tf` files of the same name, as in OpenTofu.
 */
export function selectFiles(files: readonly SourceFile[]): ConfigurationFiles {
  const configuration = files.filter((file) => isConfigurationFile(file.path))
  const names = new Set(configuration.map((file) => baseName(file.path)))
  const shadows = (name: string) =>
    (name.endsWith('.tf') && names.has(name.replace(/\.tf$/, '.tofu'))) ||
    (name.endsWith('.tf.json') && names.has(name.replace(/\.tf\.json$/, '.tofu.json')))
  const loaded = configuration
    .filter((file) => !shadows(baseName(file.path)))
    .toSorted((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0))
  return {
    primary: loaded.filter((file) => !isOverride(baseName(file.path))),
    overrides: loaded.filter((file) => isOverride(baseName(file.path))),
  }
}

function isOverride(name: string): boolean {
  return /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(name)
}

/** Editors' backup and swap files. Source: `IsIgnoredFile` of Terraform's configuration loader. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'))
}
