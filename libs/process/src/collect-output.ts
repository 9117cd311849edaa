import type { ChildProcess } from 'node:child_process'

/** Output of a program. */
export interface ProgramOutput {
  readonly stdout: Uint8Array
  readonly stderr: string
}

interface CollectOptions {
  readonly onLimit: () => void
  readonly onError?: ((part: Uint8Array) => void) | undefined
  readonly onOutput?: ((part: Uint8Array) => void) | undefined
  readonly keepsOutput?: boolean | undefined
}

/** How much of standard error is kept, in bytes. Keeps the end, where the error is. */
const keptErrorBytes = 1024 * 1024

/**
 * Collects the output of a program. Calls `onLimit` once standard output exceeds the limit, and then discards it; the listeners receive
 * each chunk. Output that is not kept has no limit.
 */
export function collectOutput(
  child: ChildProcess,
  maximumBytes: number,
  { onLimit, onError, onOutput, keepsOutput = true }: CollectOptions,
): () => ProgramOutput {
  let parts: Buffer[] = []
  let total = 0
  let errors: Buffer = Buffer.alloc(0)
  child.stdout?.on('data', (part: Buffer) => {
    if (!keepsOutput) {
      onOutput?.(part)
      return
    }
    total += part.length
    if (total <= maximumBytes) {
      parts.push(part)
      return
    }
    parts = []
    onLimit()
  })
  child.stderr?.on('data', (part: Buffer) => {
    onError?.(part)
    errors = Buffer.concat([errors, part])
    if (errors.length > 2 * keptErrorBytes) errors = errors.subarray(-keptErrorBytes)
  })
  return () => ({ stdout: Buffer.concat(parts), stderr: errors.subarray(-keptErrorBytes).toString('utf8') })
}
