import type { Random } from '@groundplan/testing'

/** Texts of a small module by file name; `edition` is what changes from commit to commit. */
export function moduleTexts(name: string, edition: number): Readonly<Record<string, string>> {
  const added = edition < 3 ? '' : variable(`extra_${edition}`, 'number', `${edition}`)
  return {
    'variables.tf': `${variable('name', 'string', undefined)}${variable('size', 'number', `${edition}`)}${variable('zone', 'string', '"a"')}${added}`,
    'main.tf': `resource "null_resource" "${name.replaceAll('-', '_')}" {\n  triggers = { name = var.name, size = var.size, zone = var.zone }\n}\n`,
    'outputs.tf': `output "id" {\n  description = "Identifier."\n  value       = null_resource.${name.replaceAll('-', '_')}.id\n}\n`,
  }
}

function variable(name: string, type: string, value: string | undefined): string {
  const rest = value === undefined ? '' : `  default     = ${value}\n`
  return `variable "${name}" {\n  description = "The ${name}."\n  type        = ${type}\n${rest}}\n\n`
}

/** A repository of the estate: its name and the directories of its modules. */
export interface SourcePlan {
  /** What it is called by now. */
  name: string
  /** Whether it belongs to the second of an owner's projects. */
  elsewhere: boolean
  archived: boolean
  readonly modules: string[]
  /** Files of modules that were removed, by directory. */
  readonly removed: Map<string, Readonly<Record<string, string>>>
}

/** Three repositories with three to five modules. */
export function planSources(random: Random): readonly SourcePlan[] {
  return ['stores', 'queues', 'networks'].map((name, index) => {
    const plan = { name, elsewhere: false, archived: false, removed: new Map() }
    if (index === 0) return { ...plan, modules: ['.'] }
    const count = 1 + random.below(2)
    return { ...plan, modules: Array.from({ length: count }, (_, number) => `modules/${name}-${number}`) }
  })
}

/** The same with full paths in the repository. */
export function placedTexts(directory: string, name: string, edition: number): Record<string, string> {
  const prefix = directory === '.' ? '' : `${directory}/`
  return Object.fromEntries(
    Object.entries(moduleTexts(name, edition)).map(([file, text]) => [`${prefix}${file}`, text]),
  )
}
