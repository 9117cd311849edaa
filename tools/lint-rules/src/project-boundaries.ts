import { dirname, resolve } from 'node:path'
import type { Rule } from 'eslint'
import { findProject, listProjects, type Project } from './list-projects.ts'

/** Projects tagged `sourceTag` (`*`: any) may import only projects that have one of the other tags. */
interface Constraint {
  readonly sourceTag: string
  readonly onlyDependOnLibsWithTags: readonly string[]
}

interface Options {
  readonly root: string
  readonly constraints: readonly Constraint[]
}

/**
 * Enforces which projects may import which, by the tags in their package.json. Other projects are imported by their package name,
 * a project's own files by a relative path.
 */
export const projectBoundaries: Rule.RuleModule = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { root, constraints } = context.options[0] as Options
    const projects = projectsOf(root)
    const from = findProject(projects, context.filename)
    if (from === undefined) return {}
    const check = (source: unknown, node: Rule.Node) => {
      const specifier = (source as { value?: unknown } | null | undefined)?.value
      if (typeof specifier !== 'string') return
      const message = findViolation(specifier, { from, file: context.filename, projects, constraints })
      if (message !== undefined) context.report({ node, message })
    }
    return {
      ImportDeclaration: (node) => check(node.source, node),
      ExportNamedDeclaration: (node) => check(node.source, node),
      ExportAllDeclaration: (node) => check(node.source, node),
      ImportExpression: (node) => check(node.source, node),
    }
  },
}

interface Place {
  readonly from: Project
  readonly file: string
  readonly projects: readonly Project[]
  readonly constraints: readonly Constraint[]
}

function findViolation(specifier: string, { from, file, projects, constraints }: Place): string | undefined {
  if (specifier.startsWith('.')) {
    const target = findProject(projects, resolve(dirname(file), specifier))
    if (target === undefined || target === from) return undefined
    return `Import ${target.name} by its name, not by a relative path.`
  }
  const target = projects.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
  if (target === undefined) return undefined
  if (target === from) return 'Import files of the same project by a relative path.'
  for (const { sourceTag, onlyDependOnLibsWithTags: allowed } of constraints) {
    const applies = sourceTag === '*' || from.tags.includes(sourceTag)
    if (applies && !target.tags.some((tag) => allowed.includes(tag)))
      return `${from.name} (${sourceTag}) may not import ${target.name} (${target.tags.join()}); it may import ${allowed.join(', ') || 'no other project'}.`
  }
  return undefined
}

const known = new Map<string, readonly Project[]>()

/** Read once for all files of a run. */
function projectsOf(root: string): readonly Project[] {
  const projects = known.get(root) ?? listProjects(root)
  known.set(root, projects)
  return projects
}
