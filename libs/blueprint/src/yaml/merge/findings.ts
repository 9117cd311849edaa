/** The words in which reviewers are told what a merge could not decide. */
import type { Finding } from './merge-plan.ts'
import type { Path } from './keyed-entries.ts'

/** The three sides of a place, as YAML; absent where there is nothing. */
export interface Quotes {
  readonly base: string | undefined
  readonly edited: string | undefined
  readonly generated: string | undefined
}

/** A path as people write it: `inputs.size.default`, `inputs."my size"`. */
export function describePath(path: Path): string {
  return path.length === 0
    ? 'The document'
    : path.map((step) => (/^[\w-]+$/.test(step) ? step : JSON.stringify(step))).join('.')
}

export function bothChanged(path: Path, quotes: Quotes): Finding {
  const theirs = quotes.generated === undefined ? 'removed it' : 'changed it otherwise'
  return {
    kind: 'both-changed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: people changed this in the file, and the generator ${theirs}. The file's stays.`,
    hint:
      quotes.generated === undefined
        ? 'To follow the generator, delete it.'
        : `To follow the generator, write: ${shorten(quotes.generated)}`,
  }
}

export function removed(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'removed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: the module no longer has this, so it is removed from the file although people had changed it.`,
    hint: 'What the file said is quoted here. Move what still matters to another place.',
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
      ? `${name}: people removed this from the file, but the module needs a value for it now. It stays removed.`
      : `${name}: people removed this from the file; the generator has changed it since. It stays removed.`,
    hint: isRequired
      ? "Give the grain's input a constant, or bring the input back as the generator has it."
      : `To have it back, write: ${shorten(quotes.generated ?? '')}`,
  }
}

export function stillUsed(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'kept-edit',
    severity: 'note',
    path,
    ...quotes,
    message: `${describePath(path)}: the generator removed this, but the file still works with it. It stays.`,
    hint: 'Delete it if it is not needed any more.',
  }
}

export function narrowed(path: Path, quotes: Quotes, added: readonly string[]): Finding {
  return {
    kind: 'both-changed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: people allow fewer values than the module, which now allows ${added.join(', ')} too. These are not added.`,
    hint: `To allow them, add them to the file's list.`,
  }
}

export function typeChanged(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'both-changed',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: the module changed the type, which is taken over, and people changed default or rules. They may not fit together.`,
    hint: 'Check the default and the rules of this input.',
  }
}

export function nameTaken(name: string, other: string): Finding {
  return {
    kind: 'name-taken',
    severity: 'conflict',
    path: ['inputs', other],
    message: `The module has a new variable "${name}", but people call another input so. The new input is called "${other}".`,
    hint: 'Give both inputs names that tell them apart, here and in the inputs of the grain.',
  }
}

export function grainRenamed(name: string, other: string): Finding {
  return {
    kind: 'kept-edit',
    severity: 'note',
    path: ['grains', other],
    message: `The generator calls this grain "${name}" now; the file goes on calling it "${other}".`,
  }
}

export function placedElsewhere(name: string, section: string): Finding {
  return {
    kind: 'kept-edit',
    severity: 'note',
    path: ['customization', 'launch-form', 'sections', section, 'inputs', name],
    message: `The generator lists the input "${name}" in the section "${section}" now. It stays where people put it.`,
  }
}

export function otherOrder(path: Path): Finding {
  return {
    kind: 'order',
    severity: 'note',
    path,
    message: `${describePath(path)}: the generator lists these in another order now. The file keeps its own.`,
  }
}

export function dangling(path: Path, reference: string): Finding {
  return {
    kind: 'dangling',
    severity: 'conflict',
    path,
    message: `${describePath(path)} refers to ${reference}, which is not there any more.`,
    hint: 'Change the expression, or remove it.',
  }
}

export function notApplied(path: Path, quotes: Quotes): Finding {
  return {
    kind: 'not-applied',
    severity: 'conflict',
    path,
    ...quotes,
    message: `${describePath(path)}: a generated change cannot be put into the file as it is written, e.g. because an alias stands for it. It is left out.`,
    hint:
      quotes.generated === undefined
        ? 'To follow the generator, delete it.'
        : `To follow the generator, write: ${shorten(quotes.generated)}`,
  }
}

/** `problem` and `remedy` are what the validation of the merged file says. */
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
        ? `${describePath(path)}: comments that people wrote here went with what they stood beside.`
        : 'The generated version has comments that found no place in the file.',
    hint: 'They are quoted here. Put what still matters where it belongs.',
  }
}

export function unreadable(quotes: Quotes, sides: readonly string[]): Finding {
  return {
    kind: 'unreadable',
    severity: 'conflict',
    path: [],
    ...quotes,
    message: `Nothing was merged: ${sides.join(' and ')} cannot be read as YAML. The file stays as people have edited it.`,
    hint: 'Repair what the findings name, then merge again.',
  }
}

/** A hint is a line; the whole is in the conflict's fields. */
function shorten(text: string): string {
  const [line = '', ...more] = text.split('\n')
  return more.length > 0 || line.length > 120 ? `${line.slice(0, 120)} …` : line
}
