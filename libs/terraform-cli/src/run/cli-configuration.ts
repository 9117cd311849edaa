/** Where providers come from. */
export interface ProviderSource {
  /** Folder with providers, as `terraform providers mirror` writes it. */
  readonly mirror: string
  /** False if nothing else may be asked for providers. */
  readonly allowsDownloads: boolean
}

/** The CLI configuration of a run: https://developer.hashicorp.com/terraform/cli/config/config-file. It holds no credentials. */
export function printCliConfiguration(providers: ProviderSource | undefined): string {
  if (providers === undefined) return 'disable_checkpoint = true\n'
  const direct = providers.allowsDownloads ? '  direct {}\n' : ''
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(providers.mirror).replaceAll('${', () => '$${')}
  }
${direct}}
`
}
