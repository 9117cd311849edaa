import { join } from 'node:path'
import type { Forge, ForgeHost } from '../forge.ts'
import type { HostKind } from '../model/host-kind.ts'
import type { DemoRepositories } from './fill-demo.ts'

const commands = join(import.meta.dirname, '../../../../node_modules/.bin')

/** What a person needs to know who wants to try it at one of the hosts. */
export function printDemo(
  { hosts }: Pick<Forge, 'hosts'>,
  { owner, sources, blueprints }: DemoRepositories,
  { kind, environment }: { readonly kind: HostKind; readonly environment: Readonly<Record<string, string>> },
): string {
  const { webUrl } = hosts[kind]
  const place = kind === 'bitbucket-data-center' ? `scm/${owner}` : owner
  const clone = (name: string) => `  git clone http://ada:ada@${new URL(webUrl).host}/${place}/${name}.git`
  return [
    '',
    'A host with the sample estate is running on this machine. Nobody else can reach it; nothing is kept.',
    '',
    ...Object.values(hosts).flatMap(printHost),
    '',
    `Repositories of ${owner}: ${[...sources, blueprints].join(', ')}`,
    '',
    'Go on in another terminal:',
    `  export PATH="$PATH:${commands}"`,
    ...Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`),
    '  groundplan import        # again, or after a push',
    '  groundplan serve         # the portal',
    clone(blueprints),
    ...sources.map(clone),
    '',
    'You are Ada (password "ada") when you push; Groundplan signs in as above. The host has no pages: to merge a pull request, merge its',
    'branch in your clone of the blueprint repository and push (git merge origin/<branch> && git push). Ctrl-C ends it.',
  ].join('\n')
}

function printHost({ kind, apiUrl, webUrl, token }: ForgeHost): readonly string[] {
  return [`${kind.padEnd(22)} ${webUrl}`, `${''.padEnd(22)} API ${apiUrl}`, `${''.padEnd(22)} token ${token}`]
}
