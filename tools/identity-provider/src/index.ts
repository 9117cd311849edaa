export { startIdentityProvider } from './start-identity-provider.ts'
export type {
  IdentityProvider,
  IdentityProviderOptions,
  ProviderClient,
  ProviderPerson,
} from './start-identity-provider.ts'
export { ProviderBrowser } from './provider-browser.ts'
