import { printYaml, type KeyComment } from '@groundplan/blueprint'
import { Configuration, configurationSchemaPath, type ConfigurationFile } from './configuration.ts'

const introduction = [
  ` yaml-language-server: $schema=${configurationSchemaPath}`,
  ' What Groundplan reads and how it proposes blueprints. Check changes with `groundplan config validate`.',
  ' See docs/configuration.md for all keys. Refer to secrets; never write them here.',
].join('\n')

/**
 * Prints a configuration as YAML, with a comment that explains each setting. Deterministic; parsing the result gives the same
 * configuration.
 */
export function printConfiguration(configuration: ConfigurationFile): string {
  const ordered = inOrder(configuration, Object.keys(Configuration.shape)) as ConfigurationFile
  return printYaml(ordered, introduction, listComments(ordered))
}

/** The file's own keys, and those one level below that are settings. */
function listComments(file: ConfigurationFile): readonly KeyComment[] {
  const { 'pull-requests': pullRequests, commits, schedule, terraform, repositories } = Configuration.shape
  return [
    ...commentsOn(Object.keys(file), Configuration.shape, []),
    ...commentsOn(
      Object.keys(file.repositories[0] ?? {}),
      repositories.element.shape,
      ['repositories', 0],
      narrow,
    ),
    ...commentsOn(Object.keys(file['pull-requests'] ?? {}), pullRequests.def.innerType.shape, [
      'pull-requests',
    ]),
    ...commentsOn(Object.keys(file.commits ?? {}), commits.def.innerType.shape, ['commits']),
    ...commentsOn(Object.keys(file.schedule ?? {}), schedule.def.innerType.shape, ['schedule']),
    ...commentsOn(Object.keys(file.terraform ?? {}), terraform.def.innerType.shape, ['terraform']),
  ]
}

/** Keys of a selection that explain themselves need no comment. */
const narrow = (key: string) => !['host', 'owner', 'include'].includes(key)

function commentsOn(
  keys: readonly string[],
  shape: Readonly<Record<string, Described>>,
  path: readonly (string | number)[],
  isShown: (key: string) => boolean = () => true,
): readonly KeyComment[] {
  return keys.flatMap((key) => {
    const text = isShown(key) ? descriptionOf(shape[key]) : undefined
    return text === undefined || key === 'version' ? [] : [{ path: [...path, key], text }]
  })
}

/** A schema. Its description may be on the inner schema without a default. */
interface Described {
  readonly description?: string | undefined
  readonly def: object
}

function descriptionOf(schema: Described | undefined): string | undefined {
  if (schema === undefined || schema.description !== undefined) return schema?.description
  return 'innerType' in schema.def ? descriptionOf(schema.def.innerType as Described) : undefined
}

function inOrder(value: object, keys: readonly string[]): unknown {
  const rank = (key: string) => (keys.includes(key) ? keys.indexOf(key) : keys.length)
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => rank(left) - rank(right)))
}
