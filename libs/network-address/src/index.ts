export { isAllowedAddress, isNamedHost, parseAllowedNetwork } from './allowed-network.ts'
export type { AllowedNetwork } from './allowed-network.ts'
export { readHost } from './read-host.ts'
export { isLoopbackAddress, isMetadataAddress, isPublicAddress, parseIpAddress } from './ip-address.ts'
