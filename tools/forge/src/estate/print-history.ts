export interface History {
  /** Texts by path. */
  readonly files: ReadonlyMap<string, string>
  /** Light tags on the one commit. */
  readonly tags: readonly string[]
}

const who = 'Ada <ada@people.example> 1767225600 +0000'

/** One commit on `main` with everything, as a stream for `git fast-import --done`. */
export function printHistory({ files, tags }: History): Buffer {
  const message = 'Modules\n'
  const head = `commit refs/heads/main\nmark :1\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n`
  const entries = [...files].map(
    ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  )
  const refs = [...new Set(tags)].map((tag) => `reset refs/tags/${tag}\nfrom :1\n\n`)
  return Buffer.from([head, ...entries, '\n', ...refs, 'done\n'].join(''))
}
