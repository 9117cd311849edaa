import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import type { Forge } from '../forge.ts'
import type { HostKind } from '../model/host-kind.ts'
import type { DemoRepositories } from './fill-demo.ts'

export interface WalkThroughOptions {
  readonly forge: Pick<Forge, 'hosts' | 'people'>
  readonly kind: HostKind
  readonly demo: DemoRepositories
  /** Groundplan's home folder. */
  readonly home: string
  /** The variables that the server signs in with. */
  readonly signIn: Readonly<Record<string, string>>
  readonly print: (text: string) => void
}

const command = join(import.meta.dirname, '../../../../apps/cli/bin/groundplan.mjs')

/**
 * Imports the demo's repositories with the real command, and does what people would do at the host in between: merge the
 * configuration, review, merge a pull request.
 */
export async function walkThrough(options: WalkThroughOptions): Promise<void> {
  const { forge, demo, print } = options
  const { owner, blueprints } = demo
  const merge = async (number: number) => {
    print(`\nAda merges #${number}.`)
    await forge.people.merge(owner, blueprints, number, { by: 'ada' })
  }
  await run(options, 'The first import proposes a configuration', 'import')
  const [configuration] = printPullRequests(options)
  if (configuration === undefined) return
  print(`\n${configuration.body}`)
  await merge(configuration.number)
  await run(options, 'The second import proposes blueprints, a pull request for each repository', 'import')
  const [first] = printPullRequests(options)
  if (first === undefined) return
  print(`\n${first.body.split('\n').slice(0, shownLines).join('\n')}\n…`)
  await merge(first.number)
  await run(options, 'The next import sees what was merged', 'import')
  await run(options, 'It is in the catalog', 'catalog', 'list')
}

/** How much of a long pull request is shown. */
const shownLines = 24

/** The variables with which the command finds the host. */
export function demoEnvironment({
  forge,
  kind,
  demo: { owner, blueprints },
  home,
  signIn,
}: Omit<WalkThroughOptions, 'print'>): Readonly<Record<string, string>> {
  const { webUrl, apiUrl } = forge.hosts[kind]
  const place = kind === 'bitbucket-data-center' ? `projects/${owner.toUpperCase()}/repos` : owner
  return {
    GROUNDPLAN_HOME: home,
    GROUNDPLAN_BLUEPRINTS: `${webUrl}/${place}/${blueprints}`,
    GROUNDPLAN_BLUEPRINTS_KIND: kind,
    ...signIn,
    ...(kind === 'bitbucket-data-center' ? {} : { GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl }),
  }
}

async function run(options: WalkThroughOptions, title: string, ...args: readonly string[]): Promise<void> {
  const { print } = options
  print(`\n── ${title} ──\n\n$ groundplan ${args.join(' ')}`)
  const { stdout, stderr, exitCode } = await runProgram(process.execPath, [command, ...args], {
    env: { ...demoEnvironment(options), NO_COLOR: '1' },
  })
  print(stdout.toString('utf8').trimEnd())
  // 1: some modules cannot be read, as in any estate.
  if (exitCode > 1 || stdout.length === 0) throw new Error(`The command ended with ${exitCode}: ${stderr}`)
}

/** Prints the open pull requests and answers them. */
function printPullRequests({ forge, demo: { owner, blueprints }, print }: WalkThroughOptions) {
  const open = forge.people.listPullRequests(owner, blueprints).filter(({ status }) => status === 'open')
  print(`\nOpen pull requests of ${owner}/${blueprints}:`)
  for (const { number, title, branch } of open) print(`  #${number}  ${title}  (${branch})`)
  return open
}
