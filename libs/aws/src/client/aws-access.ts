import type { AwsKeys } from '@groundplan/cloud-credentials'
import type { Network } from '@groundplan/http'

/** How the server reaches AWS. */
export interface AwsAccess {
  /** Absent: that of the ARN that is asked for, or of the SDK's own configuration. */
  readonly region?: string | undefined
  /** The server's own keys; absent: what the SDK finds, such as the role of the machine or of the pod. */
  readonly keys?: AwsKeys | undefined
  /** Of every service, for tests and VPC endpoints; absent: AWS. */
  readonly endpoint?: string | undefined
  readonly network?: Network | undefined
}

/** What every client of the SDK is created with. */
export interface AwsClientOptions {
  readonly region?: string | undefined
  /** `undefined`: the server's own. */
  readonly keys?: AwsKeys | undefined
}
