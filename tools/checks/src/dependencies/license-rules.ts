import type { ProductionPackage } from './production-packages.ts'

/** Licenses (https://spdx.org/licenses) under which the product may be given away, with a notice at most. */
const allowed: ReadonlySet<string> = new Set([
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC0-1.0',
    'ISC',
    'MIT',
    'Unlicense',
  ],
])

/** Packages whose license is not in the list, or not written as SPDX, that somebody has looked at. */
const exceptions: Readonly<Record<string, { readonly license: string; readonly reason: string }>> = {
  '@cdktf/hcl2json': {
    license: 'MPL-2.0',
    reason: 'Its source is published, and it is used as it is: the license asks for no more.',
  },
  'url-template': { license: 'BSD', reason: 'Its LICENSE file is that of BSD-3-Clause.' },
}

/** What is wrong with the license of a package; `undefined` if nothing is. */
export function judgeLicense({ name, version, license }: ProductionPackage): string | undefined {
  if (license === undefined) return `${name} ${version} has no license.`
  if (exceptions[name]?.license === license || isAllowed(license)) return undefined
  return `${name} ${version} has the license ${license}, which is not in the list.`
}

/** Exceptions for packages that are gone, or that have another license by now. */
export function listUnusedExceptions(packages: readonly ProductionPackage[]): readonly string[] {
  return Object.entries(exceptions)
    .filter(([name, { license }]) => !packages.some((each) => each.name === name && each.license === license))
    .map(([name]) => `The exception for ${name} is not used.`)
}

/** SPDX expressions with `OR` and `AND`, the latter binding closer, and parentheses around all of it. `WITH` is in no allowed one. */
function isAllowed(expression: string): boolean {
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, '$1')
  return bare
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((each) => allowed.has(each.trim())))
}
