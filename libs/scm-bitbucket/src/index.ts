export type { BitbucketCloudAuthentication, BitbucketCloudOptions } from './cloud/bitbucket-cloud-options.ts'
export { BitbucketCloudScmProvider } from './cloud/bitbucket-cloud-scm-provider.ts'
