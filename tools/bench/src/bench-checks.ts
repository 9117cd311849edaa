import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CliInputChecker, TerraformPrograms } from '@groundplan/terraform-cli'
import { SecretRedactor } from '@groundplan/terraform-run'

const variables = 20

/** A form with texts, numbers and lists, whose rules are about one or two of them. */
const text =
  Array.from(
    { length: variables },
    (_, index) => `variable "name_${index}" {
  type = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name_${index}))
    error_message = "Name ${index} has 3 to 41 lower case letters, digits and dashes."
  }
}
variable "sizes_${index}" {
  type    = list(object({ name = string, size = optional(number, 1) }))
  default = []
  validation {
    condition     = alltrue([for entry in var.sizes_${index} : entry.size <= local.largest && entry.name != var.name_${index}])
    error_message = "A size of ${index} is larger than \${local.largest}, or has its name."
  }
}
`,
  ).join('') + 'locals {\n  largest = 10\n}\n'

/** Pause between two checks, in milliseconds: as somebody types who is fast. */
const pause = 1000

/** How long a form waits for the real Terraform to check its values: with one that waits for them, and without. */
export async function benchChecks(count: number): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-checks-'))
  const checker = new CliInputChecker({ directory, programs: new TerraformPrograms() })
  const module = { key: 'bench', readFiles: async () => [{ path: 'main.tf', bytes: Buffer.from(text) }] }
  const check = async (size: number) => {
    const values = { name_1: 'a'.repeat(size % 7), sizes_2: [{ name: 'x', size }] }
    const start = performance.now()
    const found = await checker.check({ tool: 'terraform', module, values })
    if (found.kind !== 'checked') throw new Error(found.reason)
    return performance.now() - start
  }
  try {
    const prepared = await check(1)
    const times: number[] = []
    for (let number = 0; number < count; number += 1) {
      await delay(pause)
      times.push(await check(number))
    }
    const cold: number[] = []
    // Each comes before the next Terraform has started.
    for (let number = 0; number < Math.ceil(count / 4); number += 1) cold.push(await check(number))
    return {
      ...{ checks: count, variables: 2 * variables, first_ms: Math.round(prepared) },
      ...{
        check_ms: quantile(times, 0.5),
        check_p90_ms: quantile(times, 0.9),
        check_least_ms: quantile(times, 0),
      },
      ...{ back_to_back_ms: quantile(cold, 0.5), redacted_megabytes_per_second: measureRedaction() },
    }
  } finally {
    await checker.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** How fast a log is masked, with 100 secrets of which it has none. */
function measureRedaction(): number {
  const secrets = Array.from({ length: 100 }, (_, index) =>
    Buffer.from(`secret ${index} of a space`).toString('base64'),
  )
  const line =
    '{"@level":"info","@message":"aws_s3_bucket.logs: Creation complete after 3s [id=logs]","type":"apply_complete"}\n'
  const log = line.repeat(600)
  const stream = new SecretRedactor(secrets).stream()
  const times: number[] = []
  for (let round = 0; round < 500; round += 1) {
    const start = performance.now()
    stream.write(log)
    times.push(performance.now() - start)
  }
  return Math.round(log.length / 1e3 / quantile(times, 0.5, 3))
}

function quantile(values: readonly number[], part: number, digits = 0): number {
  const sorted = values.toSorted((left, right) => left - right)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return Math.round(value * 10 ** digits) / 10 ** digits
}
