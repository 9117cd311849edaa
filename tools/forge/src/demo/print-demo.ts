import type { Forge, ForgeHost } from '../forge.ts'
import type { DemoRepositories } from './fill-demo.ts'

/** What a person needs to know who wants to try it. */
export function printDemo(
  { hosts }: Pick<Forge, 'hosts'>,
  { owner, sources, blueprints }: DemoRepositories,
  environment: Readonly<Record<string, string>>,
): string {
  const { github } = hosts
  return [
    '',
    'A host with the sample estate is running on this machine. Nobody else can reach it; nothing is kept.',
    '',
    ...Object.values(hosts).flatMap(printHost),
    '',
    `Repositories of ${owner}: ${[...sources, blueprints].join(', ')}`,
    '',
    'Go on in another terminal:',
    ...Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`),
    '  groundplan import        # again, or after a push',
    '  groundplan serve         # the portal',
    `  git clone http://ada:ada@${new URL(github.webUrl).host}/${owner}/${sources[0]}.git`,
    '',
    'You are Ada (password "ada") when you push; the token is the importer’s. Ctrl-C ends it.',
  ].join('\n')
}

function printHost({ kind, apiUrl, webUrl, token }: ForgeHost): readonly string[] {
  return [`${kind.padEnd(22)} ${webUrl}`, `${''.padEnd(22)} API ${apiUrl}`, `${''.padEnd(22)} token ${token}`]
}
