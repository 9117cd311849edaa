/**
 * Environment variables that providers read settings from, for settings of `provider` blocks. Only those that mean exactly the
 * same as the argument. Sources: the providers' documentation in the Terraform registry, "Argument reference".
 */
export const providerVariables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: {
    region: 'AWS_REGION',
    profile: 'AWS_PROFILE',
    access_key: 'AWS_ACCESS_KEY_ID',
    secret_key: 'AWS_SECRET_ACCESS_KEY',
    token: 'AWS_SESSION_TOKEN',
    use_fips_endpoint: 'AWS_USE_FIPS_ENDPOINT',
    use_dualstack_endpoint: 'AWS_USE_DUALSTACK_ENDPOINT',
  },
  azurerm: {
    subscription_id: 'ARM_SUBSCRIPTION_ID',
    tenant_id: 'ARM_TENANT_ID',
    client_id: 'ARM_CLIENT_ID',
    client_secret: 'ARM_CLIENT_SECRET',
    environment: 'ARM_ENVIRONMENT',
    use_oidc: 'ARM_USE_OIDC',
    use_msi: 'ARM_USE_MSI',
    use_cli: 'ARM_USE_CLI',
  },
  cloudflare: { api_token: 'CLOUDFLARE_API_TOKEN' },
  datadog: { api_key: 'DD_API_KEY', app_key: 'DD_APP_KEY', api_url: 'DD_HOST' },
  github: { owner: 'GITHUB_OWNER', token: 'GITHUB_TOKEN', base_url: 'GITHUB_BASE_URL' },
  google: {
    credentials: 'GOOGLE_CREDENTIALS',
    project: 'GOOGLE_PROJECT',
    region: 'GOOGLE_REGION',
    zone: 'GOOGLE_ZONE',
    impersonate_service_account: 'GOOGLE_IMPERSONATE_SERVICE_ACCOUNT',
    billing_project: 'GOOGLE_BILLING_PROJECT',
  },
  ibm: { ibmcloud_api_key: 'IC_API_KEY', region: 'IC_REGION' },
  kubernetes: { host: 'KUBE_HOST', token: 'KUBE_TOKEN', config_path: 'KUBE_CONFIG_PATH' },
  vault: { address: 'VAULT_ADDR', token: 'VAULT_TOKEN', namespace: 'VAULT_NAMESPACE' },
}

/** Settings whose value is a secret. */
export const secretVariables: ReadonlySet<string> = new Set(
  (
    'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ARM_CLIENT_SECRET CLOUDFLARE_API_TOKEN DD_API_KEY DD_APP_KEY ' +
    'GITHUB_TOKEN GOOGLE_CREDENTIALS IC_API_KEY KUBE_TOKEN VAULT_TOKEN'
  ).split(' '),
)
