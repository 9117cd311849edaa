/** Messages about merge conflicts for reviewers. */
import type { Finding } from './merge-plan.ts'
import type { Path } from './keyed-entries.ts'

/** The three sides of a place, as YAML; absent if missing. */
export interface Quotes {
  readonly base: string | undefined
  readonly edited: string | undefined
  readonly generated: string | undefined
}

/** Prints a path: `inputs.size.default`, `inputs."my size"`. */
export function describePath(path: Path): string {
  return path.length === 0
    ? 'The document'
    : path.map((step) => (/^[\w-]+$/.test(step) ? step : JSON.stringify(step))).join('.')
}

export function bothChanged(path: Path, quotes: Quotes): Finding {
  const theirs = quotes.generated === undefined ? 'removed it' : 'changed it differently'
  return {
    kind: 'both-changed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: edited in the file, but the generator ${theirs}. The edit is kept.`,
    hint:
      quotes.generated === undefined
        ? 'To accept the generated change, delete it.'
        : `To accept the generated change, use: ${shorten(quotes.generated)}`,
  }
}

export function removed(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'removed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: removed from the file, including the edits, because the module no longer has it.`,
    hint: 'The previous content is quoted here. Move what you still need elsewhere.',
  }
}

export function staysRemoved(path: Path, quotes: Quotes, isRequired: boolean): Finding {
  const name = describePath(path)
  return {
    kind: 'kept-edit',
    severity: isRequired ? 'conflict' : 'note',
    path,
    ...quotes,
    message: isRequired
      ? `${name}: removed from the file by an edit, but the module now requires a value. It stays removed.`
      : `${name}: removed from the file by an edit; the generator has changed it since. It stays removed.`,
    hint: isRequired
      ? "Set the grain's input to a constant, or restore the generated input."
      : `To restore it, use: ${shorten(quotes.generated ?? '')}`,
  }
}

export function stillUsed(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'kept-edit',
    severity: 'note',
    path,
    ...quotes,
    message: `${describePath(path)}: removed by the generator, but still valid. It is kept.`,
    hint: 'Delete it if you no longer need it.',
  }
}

export function narrowed(path: Path, quotes: Quotes, added: readonly string[]): Finding {
  return {
    kind: 'both-changed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: the file allows fewer values than the module, which now also allows ${added.join(', ')}. These are not added.`,
    hint: `To allow them, add them to the file's list.`,
  }
}

export function typeChanged(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'both-changed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: the type was updated from the module, but the default or the rules were edited in the file. They may not match.`,
    hint: 'Check the default and rules of this input.',
  }
}

export function nameTaken(name: string, other: string): Finding {
  return {
    kind: 'name-taken',
    severity: 'conflict',
    path: ['inputs', other],
    message: `The module has a new variable "${name}", but the file already uses this name for another input. The new input is named "${other}".`,
    hint: 'Give both inputs distinct names, here and in the inputs of the grain.',
  }
}

export function grainRenamed(name: string, other: string): Finding {
  return {
    kind: 'kept-edit',
    severity: 'note',
    path: ['grains', other],
    message: `The generator now names this grain "${name}". The file keeps "${other}".`,
  }
}

export function placedElsewhere(name: string, section: string): Finding {
  return {
    kind: 'kept-edit',
    severity: 'note',
    path: ['customization', 'launch-form', 'sections', section, 'inputs', name],
    message: `The generator now lists input "${name}" in section "${section}". The file keeps its current section.`,
  }
}

export function otherOrder(path: Path): Finding {
  return {
    kind: 'order',
    severity: 'note',
    path,
    message: `${describePath(path)}: the generated order changed. The file keeps its own order.`,
  }
}

export function dangling(path: Path, reference: string): Finding {
  return {
    kind: 'dangling',
    severity: 'conflict',
    path,
    message: `${describePath(path)} refers to ${reference}, which no longer exists.`,
    hint: 'Change the expression, or remove it.',
  }
}

export function notApplied(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'not-applied',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: skipped a generated change that cannot be applied to the file as written, for example because of a YAML alias.`,
    hint:
      quotes.generated === undefined
        ? 'To accept the generated change, delete it.'
        : `To accept the generated change, use: ${shorten(quotes.generated)}`,
  }
}

/** `problem` and `remedy` are the message and hint of the validation of the merged file. */
export function invalid(path: Path, quotes: Quotes, problem: string, remedy: string | undefined): Finding {
  return {
    kind: 'invalid',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: The merged file is invalid. ${problem}`,
    hint: [remedy, 'The catalog refuses the file until this is fixed.']
      .filter((part) => part !== undefined)
      .join(' '),
  }
}

export function commentsLost(path: Path, comments: readonly string[], side: 'edited' | 'generated'): Finding {
  const text = comments.join('\n')
  return {
    kind: 'comment',
    severity: side === 'edited' ? 'conflict' : 'note',
    path,
    [side]: text,
    message:
      side === 'edited'
        ? `${describePath(path)}: your comments here were removed together with the lines they belonged to.`
        : 'Some comments of the generated version could not be placed in the file.',
    hint: 'They are quoted here. Move what you still need to the right place.',
  }
}

export function unreadable(quotes: Quotes, sides: readonly string[]): Finding {
  return {
    kind: 'unreadable',
    severity: 'conflict',
    path: [],
    ...quotes,
    message: `Nothing was merged: ${sides.join(' and ')} could not be parsed as YAML. The edited file is kept.`,
    hint: 'Fix the reported errors, then merge again.',
  }
}

/** A hint is a single line; the full text is in the fields of the conflict. */
function shorten(text: string): string {
  const [line = '', ...more] = text.split('\n')
  return more.length > 0 || line.length > 120 ? `${line.slice(0, 120)} …` : line
}
