import { performRegistration, registerWebhooksJob, type RegisterDependencies } from '@groundplan/host-sync'
import { handler, type JobHandler } from '@groundplan/jobs'

export function registerWebhooks(dependencies: RegisterDependencies): JobHandler {
  return handler({
    kind: registerWebhooksJob,
    run: (job) => performRegistration(job, dependencies),
  })
}
