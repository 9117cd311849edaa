import type { ProductionPackage } from './production-packages.ts'

interface Component {
  readonly 'bom-ref'?: string
  readonly name?: string
  readonly version?: string
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
}

interface Document {
  readonly components?: readonly Component[]
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

/**
 * A CycloneDX document of npm without what only developers need. `npm sbom --omit dev` leaves out more than that: whatever the root of the
 * workspace needs for development as well. Of a package that is installed twice the document has one, which may be the wrong one.
 */
export function withoutDevelopment(text: string, packages: readonly ProductionPackage[]): string {
  const document = JSON.parse(text) as Document
  const { components = [], dependencies = [] } = document
  const kept = new Set(packages.map(({ name, version }) => `${name}@${version}`))
  const isDropped = (each: Component) => isForDevelopment(each) && !kept.has(`${each.name}@${each.version}`)
  const dropped = new Set(components.filter(isDropped).map((each) => each['bom-ref']))
  const trimmed = {
    ...document,
    components: components.filter((each) => !isDropped(each)),
    dependencies: dependencies
      .filter(({ ref }) => !dropped.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => !dropped.has(each)) })),
  }
  return `${JSON.stringify(trimmed, undefined, 2)}\n`
}

function isForDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')
}

/** Packages, as `name@version`, that a CycloneDX document does not list. Packages that this platform does not install may be missing. */
export function findMissing(packages: readonly ProductionPackage[], text: string): readonly string[] {
  const { components = [] } = JSON.parse(text) as Document
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
  return packages
    .filter(({ isInstalled }) => isInstalled)
    .map(({ name, version }) => `${name}@${version}`)
    .filter((each) => !listed.has(each))
}
