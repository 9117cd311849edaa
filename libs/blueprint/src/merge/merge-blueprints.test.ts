// Over 300 lines: a table of merges, each with its three documents and the result.
import { describe, expect, test } from 'vitest'
import { validateBlueprint } from '../validate-blueprint.ts'
import { mergeBlueprints } from './merge-blueprints.ts'

const base = `# yaml-language-server: $schema=.schema/blueprint.schema.json

spec_version: 2
description: PostgreSQL on Amazon RDS.
metadata:
  display-name: RDS postgres
  blueprint-labels: [aws, database]
inputs:
  engine_version:
    type: string
    description: Version of PostgreSQL.
    default: '16.8'
    allowed-values: ['15.12', '16.8', '17.4']
  storage:
    type: number
    description: Storage, in GiB.
    default: 20
    maximum: 1000
  tags:
    type: map(string)
    default: {}
outputs:
  endpoint:
    value: '{{ .grains.rds.outputs.endpoint }}'
  port:
    value: '{{ .grains.rds.outputs.port }}'
grains:
  rds:
    kind: terraform
    spec:
      source:
        store: modules
        path: modules/rds
        commit: aaaa
      inputs:
        - engine_version: '{{ .inputs.engine_version }}'
        - storage: '{{ .inputs.storage }}'
        - tags: '{{ .inputs.tags }}'
      outputs: [endpoint, port]
customization:
  launch-form:
    sections:
      - name: Engine
        inputs:
          - name: engine_version
      - name: Size
        inputs:
          - name: storage
`

/** The text with pieces replaced, each of which must be there. */
function change(text: string, ...pieces: readonly (readonly [string, string])[]): string {
  return pieces.reduce((result, [from, to]) => {
    expect(result).toContain(from)
    return result.replace(from, () => to)
  }, text)
}

function merge(edited: string, generated: string, before = base) {
  const result = mergeBlueprints({ base: before, edited, generated })
  return {
    ...result,
    told: result.conflicts.map(({ severity, kind, path }) => `${severity} ${kind} ${path.join('.')}`),
  }
}

const newCommit = ['commit: aaaa', 'commit: bbbb'] as const
const newVersion = ["default: '16.8'", "default: '17.4'"] as const
const storageInput = `  storage:
    type: number
    description: Storage, in GiB.
    default: 20
    maximum: 1000
`
const sizeSection = ['      - name: Size\n        inputs:\n          - name: storage\n', ''] as const
const withoutStorage = [
  [storageInput, ''],
  ["        - storage: '{{ .inputs.storage }}'\n", ''],
  sizeSection,
] as const

describe('what people changed', () => {
  test('comments, order, quotes and blank lines stay byte for byte where nothing is generated anew', () => {
    const edited = change(
      base,
      ['  storage:\n', '\n  # Ask the platform team before you change this.\n  storage: # GiB\n'],
      ['description: PostgreSQL on Amazon RDS.', 'description:   "PostgreSQL on Amazon RDS."   # quoted'],
      ['[aws, database]', '[ aws,   ours, database ]'],
      ['    default: 20\n    maximum: 1000\n', '    maximum: 1000 # our budget\n    default: 20 # small\n'],
    )
    const updates = [newCommit, newVersion, ['default: 20', 'default: 50']] as const
    expect(merge(edited, change(base, ...updates))).toMatchObject({
      text: change(edited, ...updates),
      conflicts: [],
    })
  })

  test('a changed description stays; if the generator changed it too, both are listed', () => {
    const edited = change(base, ['Storage, in GiB.', 'Disk space.'])
    const other = change(base, ['Storage, in GiB.', 'Storage in GiB, growing.'])
    expect(merge(edited, change(base, newCommit)).text).toBe(change(edited, newCommit))
    const { text, conflicts } = merge(edited, other)
    expect(text).toBe(edited)
    expect(conflicts).toMatchInlineSnapshot(`
      [
        {
          "base": "description: Storage, in GiB.",
          "column": 5,
          "edited": "description: Disk space.",
          "generated": "description: Storage in GiB, growing.",
          "hint": "To accept the generated change, use: description: Storage in GiB, growing.",
          "kind": "both-changed",
          "line": 16,
          "message": "inputs.storage.description: edited in the file, but the generator changed it differently. The edit is kept.",
          "path": [
            "inputs",
            "storage",
            "description",
          ],
          "severity": "conflict",
        },
      ]
    `)
    expect(merge(other, other)).toMatchObject({ text: other, conflicts: [] })
  })

  test('quotes that people put around a value stay around the new one', () => {
    const edited = change(base, ['description: Storage, in GiB.', 'description: "Storage, in GiB."'])
    const { text } = merge(edited, change(base, ['Storage, in GiB.', 'Disk space.']))
    expect(text).toBe(change(edited, ['"Storage, in GiB."', '"Disk space."']))
  })
})

describe('hidden inputs', () => {
  test('stay away, and reviewers are told if the generator changed them', () => {
    const edited = change(base, [storageInput, ''], ["'{{ .inputs.storage }}'", '100'], sizeSection)
    const { text, told } = merge(edited, change(base, newCommit, ['maximum: 1000', 'maximum: 2000']))
    expect(text).toBe(change(edited, newCommit))
    expect(told).toEqual(['note kept-edit inputs.storage'])
  })

  test('are a conflict once the module needs a value for them and gets none', () => {
    const edited = change(base, ...withoutStorage)
    const { text, told } = merge(edited, change(base, ['    default: 20\n', '']))
    expect(text).toBe(edited)
    expect(told).toEqual(['conflict kept-edit inputs.storage'])
  })
})

describe('renamed inputs', () => {
  const edited = change(
    base,
    ['  engine_version:\n', '  Engine version:\n'],
    ['{{ .inputs.engine_version }}', '{{ .inputs["Engine version"] }}'],
    ['- name: engine_version', '- name: Engine version'],
  )

  test('take what the generator changed, and new expressions call them by their name', () => {
    const updates = [newVersion, ['Version of PostgreSQL.', 'Major version.']] as const
    const output = "  version:\n    value: '{{ .inputs.engine_version | upcase }}'\n"
    const generated = change(base, ...updates, ['grains:\n', `${output}grains:\n`])
    const theirs = output.replace('.inputs.engine_version', '.inputs.["Engine version"]')
    expect(merge(edited, generated)).toMatchObject({
      text: change(edited, ...updates, ['grains:\n', `${theirs}grains:\n`]),
      conflicts: [],
    })
  })

  test('go with the variable, and are quoted', () => {
    const generated = change(
      base,
      [base.slice(base.indexOf('  engine_version:'), base.indexOf('  storage:')), ''],
      ["        - engine_version: '{{ .inputs.engine_version }}'\n", ''],
      ['      - name: Engine\n        inputs:\n          - name: engine_version\n', ''],
    )
    const { text, conflicts } = merge(edited, generated)
    expect(text).toBe(generated)
    expect(conflicts).toMatchObject([
      { kind: 'removed', path: ['inputs', 'Engine version'], edited: expect.stringContaining('16.8') },
    ])
  })

  test('keep a new variable of that name apart', () => {
    const renamed = change(
      base,
      ['  storage:\n', '  size:\n'],
      ['{{ .inputs.storage }}', '{{ .inputs.size }}'],
      ['- name: storage', '- name: size'],
    )
    const generated = change(
      base,
      ['  tags:\n', '  size:\n    type: string\n  tags:\n'],
      ['        - tags:', "        - size: '{{ .inputs.size }}'\n        - tags:"],
    )
    const { text, told } = merge(renamed, generated)
    expect(text).toContain('  size:\n    type: number\n')
    expect(text).toContain('  size_2:\n    type: string\n')
    expect(text).toContain("- storage: '{{ .inputs.size }}'\n        - size: '{{ .inputs.size_2 }}'\n")
    expect(told).toEqual(['conflict name-taken inputs.size_2'])
  })
})

describe('rules', () => {
  test('a stricter one stays, and is a conflict if the module changed it too', () => {
    const edited = change(base, ['maximum: 1000', 'maximum: 100\n    multiple-of: 10'])
    expect(merge(edited, change(base, newCommit)).text).toBe(change(edited, newCommit))
    const { text, told } = merge(edited, change(base, ['maximum: 1000', 'maximum: 500']))
    expect(text).toBe(edited)
    expect(told).toEqual(['conflict both-changed inputs.storage.maximum'])
  })

  test('a smaller choice loses what the module drops, and gets nothing new unasked', () => {
    const edited = change(base, ["['15.12', '16.8', '17.4']", "['15.12', '16.8']"])
    const { text, conflicts } = merge(
      edited,
      change(base, ["['15.12', '16.8', '17.4']", "['16.8', '17.4', '18.1']"]),
    )
    expect(text).toBe(change(edited, ["['15.12', '16.8']", "['16.8']"]))
    expect(conflicts).toMatchObject([
      { kind: 'both-changed', path: ['inputs', 'engine_version', 'allowed-values'], message: /18\.1/ },
    ])
  })

  test('a larger choice takes what is new', () => {
    const edited = change(base, ["'17.4']", "'17.4', ours]"])
    const { text, told } = merge(
      edited,
      change(base, ["['15.12', '16.8', '17.4']", "['16.8', '17.4', '18.1']"]),
    )
    expect(text).toBe(change(edited, ["['15.12', '16.8', '17.4', ours]", "['16.8', '17.4', '18.1', ours]"]))
    expect(told).toEqual([])
  })

  test('a choice that nobody changed becomes the generated one, in its order', () => {
    const edited = change(base, ['RDS postgres', 'Our database'])
    const order = ["['15.12', '16.8', '17.4']", "['18.1', '16.8', '15.12']"] as const
    const { text, told } = merge(edited, change(base, order))
    expect(text).toBe(change(edited, order))
    expect(told).toEqual([])
  })

  test('a choice that nothing would be left of is a conflict', () => {
    const edited = change(
      base,
      ["['15.12', '16.8', '17.4']", "['15.12']"],
      ["default: '16.8'", "default: '15.12'"],
    )
    const { text, told } = merge(edited, change(base, ["['15.12', '16.8', '17.4']", "['16.8', '17.4']"]))
    expect(text).toBe(edited)
    expect(told).toEqual(['conflict both-changed inputs.engine_version.allowed-values'])
  })

  test('and a default that were written for another type are pointed out', () => {
    const edited = change(base, ['default: 20', 'default: 30'])
    const { text, told } = merge(edited, change(base, ['type: number', 'type: string']))
    expect(text).toBe(change(edited, ['type: number', 'type: string']))
    expect(told).toEqual(['conflict both-changed inputs.storage'])
  })
})

describe('what does not fit together', () => {
  test('a default of people that breaks a new rule of the module is a conflict that quotes both', () => {
    const edited = change(base, ['default: 20', 'default: 500'])
    const { text, conflicts } = merge(edited, change(base, ['maximum: 1000', 'maximum: 100']))
    expect(text).toBe(change(edited, ['maximum: 1000', 'maximum: 100']))
    expect(conflicts).toMatchObject([
      {
        kind: 'invalid',
        severity: 'conflict',
        path: ['inputs', 'storage', 'default'],
        line: 17,
        edited: expect.stringContaining('default: 500'),
        generated: expect.stringContaining('maximum: 100'),
      },
    ])
  })

  test('a rule of people and a new one of the module that no value keeps are a conflict', () => {
    const edited = change(base, [
      '    default: 20\n    maximum: 1000\n',
      '    maximum: 1000\n    minimum: 500\n',
    ])
    const generated = change(base, ['    default: 20\n    maximum: 1000\n', '    maximum: 100\n'])
    expect(merge(edited, generated).told).toEqual(['conflict invalid inputs.storage.maximum'])
  })

  test('a default of people that is not among the values the module still allows is a conflict', () => {
    const edited = change(base, ["default: '16.8'", "default: '15.12'"])
    const generated = change(base, ["['15.12', '16.8', '17.4']", "['16.8', '17.4']"])
    expect(merge(edited, generated).told).toEqual(['conflict invalid inputs.engine_version.default'])
  })
})

describe('what Terraform takes for the same', () => {
  const typed = (type: string, rest = '') =>
    change(base, ['    type: map(string)\n    default: {}\n', `    type: ${type}\n${rest}`])
  const before = typed('object({ x = string })')

  test('the layout of a type is no edit: the new type is taken over', () => {
    const generated = typed('object({ x = string, y = optional(number) })')
    for (const layout of [
      '|-\n      object({\n        x = string\n      })',
      '"object({x=string})"',
      'object({ x = string, })',
    ]) {
      const { text, conflicts } = merge(typed(layout), generated, before)
      expect(conflicts).toEqual([])
      expect(text).toMatch(/type: "?object\(\{ x = string, y = optional\(number\) \}\)"?\n/)
    }
  })

  test('the order of attributes is no edit, and no update', () => {
    const two = typed('object({ x = string, y = number })')
    const turned = typed('object({ y = number, x = string })')
    expect(merge(turned, typed('object({ x = string, y = number, z = bool })'), two).conflicts).toEqual([])
    const edited = change(two, ['RDS postgres', 'Our database'])
    expect(merge(edited, turned, two)).toMatchObject({ text: edited, conflicts: [] })
  })

  test('a comment in a type is an edit', () => {
    const commented = typed('|-\n      object({ # of the network team\n        x = string\n      })')
    const generated = typed('object({ x = string, y = optional(number) })')
    expect(merge(commented, generated, before).told).toEqual(['conflict both-changed inputs.tags.type'])
  })

  test('the order of a set is no edit; that of a list is', () => {
    const written = (kind: string, order: string) => typed(`${kind}(string)`, `    default: ${order}\n`)
    const merged = (kind: string) =>
      merge(written(kind, '[b, a]'), written(kind, '[a, b, c]'), written(kind, '[a, b]'))
    expect(merged('set')).toMatchObject({ conflicts: [], text: written('set', '[a, b, c]') })
    expect(merged('list').told).toEqual(['conflict both-changed inputs.tags.default'])
  })
})

describe('an input without anything', () => {
  test('gets what is generated below the comment that people wrote beside it', () => {
    const empty = change(base, [storageInput, '  storage:\n'])
    const edited = change(empty, ['  storage:\n', '  storage: # ask us first\n'])
    const generated = change(empty, ['  storage:\n', '  storage:\n    default: x\n'])
    expect(merge(edited, generated, empty)).toMatchObject({
      conflicts: [],
      text: change(edited, ['# ask us first\n', '# ask us first\n    default: x\n']),
    })
  })
})

describe('what the module has no more', () => {
  test('goes with its section entry and what it was given to', () => {
    const generated = change(base, ...withoutStorage)
    const edited = change(base, ['RDS postgres', 'Our database'])
    expect(merge(edited, generated)).toMatchObject({
      text: change(generated, ['RDS postgres', 'Our database']),
      conflicts: [],
    })
  })

  test('is quoted in full if people had changed it, comments included', () => {
    const input = storageInput.replace('    default: 20\n', '    # for the nightly job\n    default: 50\n')
    const { text, conflicts } = merge(
      change(base, [storageInput, `  # ours\n${input}`]),
      change(base, ...withoutStorage),
    )
    expect(text).toBe(change(base, ...withoutStorage))
    expect(conflicts).toHaveLength(1)
    expect(conflicts[0]).toMatchObject({ kind: 'removed', severity: 'conflict', path: ['inputs', 'storage'] })
    expect(conflicts[0]?.edited).toMatchInlineSnapshot(`
      "# ours
      storage:
        type: number
        description: Storage, in GiB.
        # for the nightly job
        default: 50
        maximum: 1000"
    `)
  })

  test('gives up a comment that people wrote beside it: it is listed', () => {
    const edited = change(base, ['        - storage:', '        # never by hand\n        - storage:'])
    const { text, conflicts } = merge(edited, change(base, ...withoutStorage))
    expect(text).toBe(change(base, ...withoutStorage))
    expect(conflicts).toMatchObject([{ kind: 'comment', severity: 'conflict', edited: '# never by hand' }])
  })

  test('stays while something of people works with it', () => {
    const edited = change(base, ['grains:\n', "labels:\n  - size: '{{ .inputs.storage }}'\ngrains:\n"])
    const { text, told } = merge(edited, change(base, ...withoutStorage))
    expect(text).toContain(storageInput)
    expect(text).not.toContain('- storage:')
    expect(told).toEqual(['note kept-edit inputs.storage'])
  })

  test('an output of people that needs it is pointed out', () => {
    const edited = change(base, [
      'grains:\n',
      "  url:\n    value: 'x:{{ .grains.rds.outputs.port }}'\ngrains:\n",
    ])
    const generated = change(
      base,
      ["  port:\n    value: '{{ .grains.rds.outputs.port }}'\n", ''],
      ['[endpoint, port]', '[endpoint]'],
    )
    const { text, told } = merge(edited, generated)
    expect(text).toContain('  url:\n')
    expect(told).toEqual(['conflict dangling outputs.url.value'])
  })
})

describe('sections of the form', () => {
  test('a new input joins its section under the heading that people gave it', () => {
    const edited = change(base, ['- name: Size', '- name: How much?'])
    const generated = change(
      base,
      ['  tags:\n', '  iops:\n    type: number\n  tags:\n'],
      ['          - name: storage\n', '          - name: storage\n          - name: iops\n'],
    )
    const { text, told } = merge(edited, generated)
    expect(text).toBe(change(generated, ['- name: Size', '- name: How much?']))
    expect(told).toEqual([])
  })

  test('an input that people moved stays there, also if the generator moves it', () => {
    const edited = change(
      base,
      ['          - name: storage\n', ''],
      ['          - name: engine_version\n', '          - name: engine_version\n          - name: storage\n'],
    ).replace('- name: Size\n        inputs:\n', '- name: Size\n        inputs: []\n')
    const generated = change(base, ['- name: Size\n', '- name: Disks\n'])
    const { text, told } = merge(edited, generated)
    expect(text.match(/- name: storage\n/g)).toHaveLength(1)
    expect(told).toContain('note kept-edit customization.launch-form.sections.Disks.inputs.storage')
  })

  test('a section goes with the last input that people had put into it', () => {
    const list = '- name: Size\n        inputs:\n          - name: storage\n'
    const before = change(base, [list, `${list}      - name: Other\n        inputs: []\n`])
    const moved = change(
      before,
      [list, '- name: Size\n        inputs: []\n'],
      ['- name: Other\n        inputs: []\n', '- name: Other\n        inputs:\n          - name: storage\n'],
    )
    const generated = change(base, ...withoutStorage)
    const { text, told } = merge(moved, generated, before)
    expect(text).toBe(generated)
    expect(told).toEqual(['conflict removed customization.launch-form.sections.Other.inputs.storage'])
    expect(merge(text, generated, before).text).toBe(text)
  })
})

describe('the order of what has none', () => {
  const set = (rest: string) =>
    change(base, ['  tags:\n    type: map(string)\n    default: {}\n', `  tags:\n${rest}`])

  test.each([
    [
      'of allowed values, in an input that the module no longer has',
      set("    type: string\n    allowed-values: ['a', 'b']\n"),
      set("    type: string\n    allowed-values: ['b', 'a']\n"),
      change(
        base,
        ['  tags:\n    type: map(string)\n    default: {}\n', ''],
        ["        - tags: '{{ .inputs.tags }}'\n", ''],
      ),
    ],
    [
      'of a set, in a default that the module no longer has',
      set('    type: set(string)\n    default: [a, b]\n'),
      set('    type: set(string)\n    default: [b, a]\n'),
      set('    type: set(string)\n'),
    ],
    [
      'of a set, in an input whose type changes',
      set('    type: set(string)\n    default: [a, b]\n'),
      set('    type: set(string)\n    default: [b, a]\n'),
      set('    type: set(any)\n    default: [a, b]\n'),
    ],
    [
      'of allowed values for elements',
      set('    type: list(string)\n    constraints:\n      "[*]":\n        allowed-values: [a, b]\n'),
      set('    type: list(string)\n    constraints:\n      "[*]":\n        allowed-values: [b, a]\n'),
      set('    type: list(string)\n'),
    ],
  ])('%s', (_, before, edited, generated) => {
    const { conflicts } = mergeBlueprints({ base: before, edited, generated })
    expect(conflicts.filter(({ severity }) => severity === 'conflict')).toEqual([])
  })

  test('of a choice that nobody edited is the generated one, and edits of it stay', () => {
    const [one, other] = [`['15.12', '16.8', '17.4']`, `['17.4', '16.8', '15.12']`]
    const reordered = change(base, [one, other])
    const described = change(base, ['Version of PostgreSQL.', 'Our words.'])
    expect(mergeBlueprints({ base, edited: described, generated: reordered }).text).toContain(other)
    expect(mergeBlueprints({ base, edited: reordered, generated: described }).text).toContain(other)
  })
})

test('an edited file that is invalid by itself is a conflict, also if nothing new was generated', () => {
  const edited = change(base, ['default: 20', 'default: 2000'])
  const { text, conflicts } = mergeBlueprints({ base, edited, generated: base })
  expect(text).toBe(edited)
  expect(conflicts).toMatchObject([{ kind: 'invalid', path: ['inputs', 'storage', 'default'] }])
})

describe('texts as people save them', () => {
  const generated = change(
    base,
    newCommit,
    ['  tags:\n', '  zone:\n    type: string\n    description: |-\n      Two\n      lines\n  tags:\n'],
    ['        - tags:', "        - zone: '{{ .inputs.zone }}'\n        - tags:"],
  )
  const ours = ['RDS postgres', 'Our database'] as const
  const edited = change(base, ours)
  const merged = change(generated, ours)

  test.each([
    ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['no line end at the end', (text: string) => text.trimEnd()],
    ['tabs in comments', (text: string) => text.replace('inputs:', '#\twith\ttabs\ninputs:\t#\ttoo')],
    ['a document marker', (text: string) => `%YAML 1.2\n---\n${text}...\n`],
  ])('%s', (_, save) => {
    expect(merge(save(edited), generated)).toMatchObject({ text: save(merged), conflicts: [] })
  })

  test('a file without a line end at the end takes something new there', () => {
    const after = `${base}${"labels:\n  - team: '{{ .inputs.tags }}'\n"}`
    expect(merge(edited.trimEnd(), after).text).toBe(change(after, ours).trimEnd())
  })

  test('braces', () => {
    const flow = `spec_version: 2\ninputs: { a: { type: string, default: x }, b: {} }\ngrains: {}\n`
    const before = 'spec_version: 2\ninputs:\n  a:\n    type: string\n    default: x\n  b: {}\ngrains: {}\n'
    const after =
      'spec_version: 2\ninputs:\n  a:\n    type: number\n    maximum: 5\n  c:\n    description: "x, y"\ngrains: {}\n'
    expect(merge(flow, after, before)).toMatchObject({
      text: `spec_version: 2\ninputs: { a: { type: number, maximum: 5 }, c: {description: 'x, y'} }\ngrains: {}\n`,
      conflicts: [],
    })
  })

  test('indents of four and blank lines between entries', () => {
    const before = 'spec_version: 2\ninputs:\n  a:\n    type: string\n  b:\n    type: string\ngrains: {}\n'
    const spaced =
      'spec_version: 2\ninputs:\n    a:\n        type: string\n\n    b:\n        type: string\ngrains: {}\n'
    const after = change(before, ['grains', '  c:\n    type: number\ngrains'])
    expect(merge(spaced, after, before).text).toBe(
      change(spaced, ['grains', '\n    c:\n      type: number\ngrains']),
    )
  })

  test('a comment stays on its line when lines take the place of a value', () => {
    const before = 'spec_version: 2\ndescription: one\ngrains: {}\n'
    const commented = change(before, ['one', 'one # ours'])
    const after = change(before, ['one', '|-\n  one\n  two'])
    expect(merge(commented, after, before)).toMatchObject({
      text: 'spec_version: 2\ndescription: |- # ours\n  one\n  two\ngrains: {}\n',
      conflicts: [],
    })
  })

  test('the comments at the top follow the generator unless people changed them', () => {
    const header = ['$schema=.schema/', '$schema=../.schema/'] as const
    expect(merge(edited, change(base, header)).text).toBe(change(edited, header))
    const own = change(edited, ['# yaml-language-server', '# ours\n# yaml-language-server'])
    expect(merge(own, change(base, header)).text).toBe(change(own, header))
    const gone = edited.slice(edited.indexOf('spec_version'))
    expect(merge(gone, change(base, header))).toMatchObject({ text: gone, told: ['note comment '] })
  })

  test('keys that objects have anyway', () => {
    const before = 'spec_version: 2\ninputs:\n  __proto__:\n    type: string\n  constructor: {}\ngrains: {}\n'
    const own = change(before, ['type: string', 'type: string # ours'])
    const after = change(before, ['type: string', 'type: number'], ['constructor: {}', 'toString: {}'])
    expect(merge(own, after, before)).toMatchObject({
      text: change(after, ['type: number', 'type: number # ours']),
      conflicts: [],
    })
  })
})

describe('anchors and aliases', () => {
  const before = 'spec_version: 2\ninputs:\n  a:\n    default: x\n  b:\n    default: x\ngrains: {}\n'
  const shared = 'spec_version: 2\ninputs:\n  a: &a\n    default: x\n  b: *a\ngrains: {}\n'

  test('stay where both places change alike', () => {
    expect(merge(shared, before.replaceAll('x', 'y'), before)).toMatchObject({
      text: shared.replace('default: x', 'default: y'),
      conflicts: [],
    })
  })

  test('are not changed for one place alone: that is listed', () => {
    const { text, told } = merge(shared, before.replace('x', 'y'), before)
    expect(text).toBe(shared)
    expect(told).toEqual(['conflict not-applied inputs.a.default'])
  })

  test('an anchor that others need is not removed', () => {
    const after = 'spec_version: 2\ninputs:\n  b:\n    default: x\ngrains: {}\n'
    const { text, told } = merge(shared, after, before)
    expect(text).toBe(shared)
    expect(told).toEqual(['conflict not-applied inputs.a'])
  })

  test('a merge key is a key like others', () => {
    const own =
      'spec_version: 2\ninputs:\n  a: &a\n    default: x\n  b:\n    <<: *a\n    default: x\ngrains: {}\n'
    const { text } = merge(own, change(before, ['grains', '  c: {}\ngrains']), before)
    expect(text).toBe(change(own, ['grains', '  c: {}\ngrains']))
  })
})

describe('what cannot be merged', () => {
  test.each([
    ['a syntax error', 'inputs: [\n'],
    ['a key that is there twice', 'spec_version: 2\nspec_version: 2\n'],
    ['aliases without end', 'a: &a [*a]\n'],
    ['an alias of nothing', 'a: *b\n'],
    ['a file that is too large', `# ${'x'.repeat(1_000_001)}\n`],
  ])('%s leaves the file as it is, with the reason', (_, edited) => {
    const { text, conflicts, diagnostics } = merge(edited, change(base, newCommit))
    expect(text).toBe(edited)
    expect(conflicts).toMatchObject([{ kind: 'unreadable', edited, path: [], line: 1, column: 1 }])
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 'edited' }])
  })

  test('a broken generated text changes nothing either', () => {
    const edited = change(base, newVersion)
    const { text, conflicts, diagnostics } = merge(edited, '{')
    expect(text).toBe(edited)
    expect(conflicts).toMatchObject([
      { kind: 'unreadable', message: /newly generated version could not be parsed/ },
    ])
    expect(diagnostics[0]?.file).toBe('generated')
  })

  test('a change that would leave no blueprint is listed, not made', () => {
    const before = 'spec_version: 2\ngrains:\n  g:\n    kind: helm\n    spec:\n      chart: a\n'
    const edited = change(before, ['chart: a', 'chart: ours'])
    const after =
      'spec_version: 2\ngrains:\n  g:\n    kind: terraform\n    spec:\n      source:\n        store: s\n        path: p\n'
    const { text, told } = merge(edited, after, before)
    expect(text).toContain('chart: ours')
    expect(told).toContain('conflict not-applied grains.g.kind')
    expect(validateBlueprint('a.yaml', text).blueprint).toBeDefined()
  })
})
