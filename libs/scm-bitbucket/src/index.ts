export type { BitbucketCloudAuthentication, BitbucketCloudOptions } from './cloud/bitbucket-cloud-options.ts'
export { BitbucketCloudScmProvider } from './cloud/bitbucket-cloud-scm-provider.ts'
export type { BitbucketDataCenterOptions } from './data-center/bitbucket-data-center-options.ts'
export { BitbucketDataCenterScmProvider } from './data-center/bitbucket-data-center-scm-provider.ts'
