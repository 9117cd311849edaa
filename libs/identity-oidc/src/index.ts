export { OidcProvider } from './oidc-provider.ts'
export type { DeviceSignIn, OidcSettings, SignedIn, SignInChecks } from './oidc-provider.ts'
export { WorkloadTokens } from './workload-tokens.ts'
