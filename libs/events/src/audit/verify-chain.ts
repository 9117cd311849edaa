import { removalType, type ChainHead } from './audit-log.ts'
import { digestOf, firstHash, linkHash, type AuditRecord, type Sha256 } from './audit-record.ts'

/** What is wrong with a chain, at the first event where it shows. */
export interface ChainFault {
  /** Of the first event that does not fit. */
  readonly sequence: number
  readonly kind: 'changed' | 'missing' | 'out-of-order' | 'head-differs' | 'removal-unrecorded'
  readonly message: string
}

export interface ChainReport {
  /** How many events were checked. */
  readonly events: number
  /** The first and last event that fit; absent if there is none. */
  readonly first?: ChainPlace | undefined
  readonly last?: ChainPlace | undefined
  readonly fault?: ChainFault | undefined
}

export interface ChainPlace {
  readonly sequence: number
  readonly hash: string
  /** Of the event before it. */
  readonly previousHash: string
}

/**
 * Checks events, oldest first, against their hashes, up to the first fault. With a head, they also have to begin and end where it says;
 * without one, as in a file, they may begin anywhere, and the report says after which hash.
 */
export class ChainVerifier {
  readonly #sha256: Sha256
  readonly #head: ChainHead | undefined
  #events = 0
  #first: ChainPlace | undefined
  #last: ChainPlace | undefined
  #fault: ChainFault | undefined
  #removalIsRecorded = false

  constructor(sha256: Sha256, head?: ChainHead) {
    this.#sha256 = sha256
    this.#head = head
  }

  /** False once there is a fault: later events need not be read. */
  add(record: AuditRecord): boolean {
    if (this.#fault !== undefined) return false
    const { sequence, id, hash } = record
    const before = this.#before(record)
    const digest = digestOf(record, this.#sha256)
    if (sequence !== before.sequence + 1) this.#fault = findGap(before.sequence, sequence)
    else if (linkHash(before.hash, { sequence, id, digest }, this.#sha256) !== hash)
      this.#fault = fault(
        sequence,
        'changed',
        `Event ${sequence} does not match its hash: it or its place was changed.`,
      )
    if (this.#fault !== undefined) return false
    this.#events += 1
    this.#last = { sequence, hash, previousHash: before.hash }
    this.#first ??= this.#last
    this.#removalIsRecorded ||= this.#isRemoval(record)
    return true
  }

  end(): ChainReport {
    const [events, first, last] = [this.#events, this.#first, this.#last]
    return { events, first, last, fault: this.#fault ?? this.#findFaultAtEnd() }
  }

  #before({ sequence, previousHash }: AuditRecord): { readonly sequence: number; readonly hash: string } {
    if (this.#last !== undefined) return this.#last
    if (this.#head !== undefined)
      return { sequence: this.#head.removedSequence, hash: this.#head.removedHash }
    return { sequence: sequence - 1, hash: sequence === 1 ? firstHash : (previousHash ?? '') }
  }

  #isRemoval({ action, after }: AuditRecord): boolean {
    return (
      action === removalType &&
      after?.['sequence'] === this.#head?.removedSequence &&
      after?.['hash'] === this.#head?.removedHash
    )
  }

  #findFaultAtEnd(): ChainFault | undefined {
    const head = this.#head
    if (head === undefined) return undefined
    const last = this.#last ?? { sequence: head.removedSequence, hash: head.removedHash }
    if (last.sequence < head.sequence) return findGap(last.sequence, head.sequence + 1)
    if (last.sequence !== head.sequence || last.hash !== head.hash) {
      return fault(
        last.sequence,
        'head-differs',
        `The recorded head is event ${head.sequence} with the hash ${head.hash}; the newest event is ${last.sequence} with the hash ${last.hash}.`,
      )
    }
    if (head.removedSequence === 0 || this.#removalIsRecorded) return undefined
    return fault(
      head.removedSequence,
      'removal-unrecorded',
      `Events up to ${head.removedSequence} are missing, and no event says that retention removed them.`,
    )
  }
}

function findGap(before: number, next: number): ChainFault {
  const first = before + 1
  if (next <= before)
    return fault(next, 'out-of-order', `Event ${next} comes after event ${before}: the order was changed.`)
  const missing = next - 1 === first ? `Event ${first} is` : `Events ${first} to ${next - 1} are`
  return fault(first, 'missing', `${missing} missing.`)
}

function fault(sequence: number, kind: ChainFault['kind'], message: string): ChainFault {
  return { sequence, kind, message }
}
