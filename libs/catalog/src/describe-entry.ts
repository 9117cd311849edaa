import { describeInterface, terraformGrains, type Blueprint } from '@groundplan/blueprint'
import type { CatalogDetails, CatalogEntry } from './catalog.ts'

/** Grows when the same file gives other facts or search words: entries that an older form described are described again. */
export const descriptionForm = 3

/** Terraform providers that the labels of blueprints name. */
const knownProviders = new Set(
  (
    'akamai alicloud archive argocd auth0 aws awscc azapi azuread azurerm bitbucket boundary cloudflare confluent consul databricks ' +
    'datadog digitalocean docker dynatrace elasticstack equinix fastly github gitlab google google-beta grafana hcloud helm ' +
    'kafka keycloak kubectl kubernetes linode minio mongodbatlas mysql newrelic nomad ns1 oci okta openstack opsgenie ' +
    'opentelekomcloud pagerduty postgresql rabbitmq sentry snowflake splunk tfe vault vsphere'
  ).split(' '),
)

/** The catalog's description of a valid blueprint file, without its versions. */
export function describeEntry(name: string, blueprint: Blueprint): Omit<CatalogEntry, 'retired' | 'latest'> {
  const { metadata, description } = blueprint
  const labels = labelsOf(blueprint)
  return {
    name,
    displayName: metadata?.['display-name'] ?? name,
    description,
    labels: labels.map(({ text }) => text),
    providers: unique(
      labels.flatMap(({ key, value }) =>
        key === 'provider' ? (value ?? []) : value === undefined && knownProviders.has(key) ? key : [],
      ),
    ),
    repositories: unique(terraformGrains(blueprint).map(([, { spec }]) => spec.source.store)),
    owners: unique(metadata?.owners ?? []),
    details: describeDetails(blueprint),
  }
}

/** Its inputs and outputs, and where its code comes from. */
export function describeDetails(blueprint: Blueprint): CatalogDetails {
  const sources = terraformGrains(blueprint).map(([grain, { spec }]) => ({ grain, ...spec.source }))
  return { ...describeInterface(blueprint), sources }
}

interface Label {
  readonly key: string
  readonly value: string | undefined
  /** As lists show it. */
  readonly text: string
}

/** Each once, by its text. */
function labelsOf({ metadata }: Blueprint): readonly Label[] {
  const labels = (metadata?.['blueprint-labels'] ?? []).map((label): Label => {
    if (typeof label === 'string') return { key: label, value: undefined, text: label }
    const { key, value } = label
    return { key, value, text: value === undefined ? key : `${key}: ${value}` }
  })
  return [...new Map(labels.map((label) => [label.text, label])).values()]
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
