import { compareText } from '@groundplan/change-set'
import type { TerraformModule } from '@groundplan/terraform-module'
import { isSupporting, subjectOfType, subjectsOfWords } from './subjects.ts'

/** Providers that do not indicate a module's purpose. */
const silentProviders = new Set([
  ...[
    'terraform',
    'random',
    'null',
    'local',
    'time',
    'archive',
    'external',
    'template',
    'tls',
    'http',
    'cloudinit',
  ],
])

/** Labels beyond the providers; a module that is about more is about everything. */
const mostSubjects = 3

/**
 * Labels for the catalog: the providers that the module uses, sorted, then what it is about. The names of the module say that; where
 * they do not, its resources do, if they are a third of those that say anything.
 *
 * @param names The module's own names, the most telling first, e.g. its folder and its title.
 */
export function labelsOf(module: TerraformModule, names: readonly string[]): readonly string[] {
  const { requiredProviders, resources } = module
  const managed = resources.filter(({ mode }) => mode === 'managed')
  const providers = [
    ...requiredProviders.map(({ name }) => name),
    ...managed.map(({ type }) => type.split('_')[0] ?? ''),
  ]
  const shown = new Set(providers.filter((name) => name !== '' && !silentProviders.has(name)))
  return [...[...shown].sort(compareText), ...subjectsOf(module, names).slice(0, mostSubjects)]
}

function subjectsOf(module: TerraformModule, names: readonly string[]): readonly string[] {
  const named = names.map(subjectsOfWords).find((subjects) => subjects.length > 0)
  return named ?? frequentSubjects(module)
}

/** The subjects of the resources and called modules, most frequent first. */
function frequentSubjects({ resources, moduleCalls }: TerraformModule): readonly string[] {
  const types = resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type)
  const found = [
    ...types.map((type) => ({ type, subject: subjectOfType(type) })),
    ...moduleCalls.map(({ source }) => ({ type: '', subject: subjectsOfWords(source ?? '')[0] })),
  ].filter((each): each is { type: string; subject: string } => each.subject !== undefined)
  const main = found.filter(({ type, subject }) => !isSupporting(type, subject))
  const counted = main.length > 0 ? main : found
  const frequent = [...Map.groupBy(counted, ({ subject }) => subject)]
    .map(([subject, each]) => ({ subject, share: each.length / counted.length }))
    .filter(({ share }) => share >= 1 / 3)
    .sort((a, b) => b.share - a.share || compareText(a.subject, b.subject))
  // An environment of many services is about none of them.
  const covered = frequent.reduce((sum, { share }) => sum + share, 0)
  return covered > 0.66 ? frequent.map(({ subject }) => subject) : []
}
