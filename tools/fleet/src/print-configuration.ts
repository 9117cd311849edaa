import type { Forge } from '@groundplan/forge'

/** A `groundplan.yaml` that imports every repository of an owner on the forge's GitHub but the blueprints, as fast as it can. */
export function printConfiguration(
  forge: Forge,
  { owner, blueprints }: { readonly owner: string; readonly blueprints: string },
): string {
  return [
    'version: 1',
    `hosts:\n  here: { kind: github, url: ${forge.hosts.github.webUrl} }`,
    `repositories:\n  - { host: here, owner: ${owner}, exclude: [${blueprints}] }`,
    'pull-requests:\n  onboarding: false\n  limits: { open: none, per-hour: none }',
    '',
  ].join('\n')
}
