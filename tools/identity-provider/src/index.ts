export { startIdentityProvider } from './start-identity-provider.ts'
export type {
  IdentityProvider,
  IdentityProviderOptions,
  ProviderClient,
  ProviderPerson,
} from './start-identity-provider.ts'
export { ProviderBrowser } from './provider-browser.ts'
export { startTokenIssuer } from './start-token-issuer.ts'
export type { SignOptions, TokenIssuer } from './start-token-issuer.ts'
