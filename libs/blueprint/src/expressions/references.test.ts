import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findReferences, readExpressions } from './references.ts'

describe('findReferences', () => {
  test('finds references at any depth, with and without the leading dot, and quoted', () => {
    expect(
      findReferences([
        { a: 'x-{{ .inputs.one }}-{{ .inputs.two | upcase }}' },
        ['{{inputs.three}}', '{{ .inputs.["odd name"] }}', `{{- inputs['it"s'] -}}`],
        '{{ .grains.db.outputs.url }}',
        '{{ .grains.["my db"].outputs["Connection String"].host }}',
        5,
        null,
      ]),
    ).toEqual([
      { kind: 'input', name: 'one' },
      { kind: 'input', name: 'two' },
      { kind: 'input', name: 'three' },
      { kind: 'input', name: 'odd name' },
      { kind: 'input', name: 'it"s' },
      { kind: 'grain-output', grain: 'db', output: 'url' },
      { kind: 'grain-output', grain: 'my db', output: 'Connection String' },
    ])
  })

  test.each([
    ['{% if .inputs.a == "x" and inputs.b %}{% elsif .inputs.c %}{{ .inputs.d }}{% endif %}', 'abcd'],
    ['{% unless .inputs.a %}{{ .inputs.b }}{% else %}{{ .inputs.c }}{% endunless %}', 'abc'],
    ['{% for x in .inputs.a limit: .inputs.b %}{{ x.y }}{{ .inputs.c }}{% endfor %}', 'abc'],
    ['{% case .inputs.a %}{% when .inputs.b %}{{ .inputs.c }}{% endcase %}', 'abc'],
    ['{{ "x" | append: .inputs.a | default: .inputs.b, allow_false: .inputs.c }}', 'abc'],
    ['{% assign x = .inputs.a | append: .inputs.b %}{{ x }}', 'ab'],
    ['{% capture x %}{{ .inputs.a }}{% endcapture %}{{ x }}', 'a'],
    ['{% for i in (.inputs.a...inputs.b) %}{% endfor %}', 'ab'],
    ['{{ .inputs.a[.inputs.b] }}', 'ba'],
    ['{% raw %}{{ .inputs.a }}{% endraw %}{% comment %}{{ .inputs.b }}{% endcomment %}', ''],
    ['{{ ".inputs.a" }} .inputs.b {{ "}} {{ .inputs.c" }}', ''],
  ])('%s reads %s', (text, names) => {
    expect(findReferences(text)).toEqual([...names].map((name) => ({ kind: 'input', name })))
  })

  test('knows parameters, facts about the environment in any case, and what belongs to Torque', () => {
    expect(
      findReferences('{{ .params.p }}{{ ENVID }}{{ .grains.g.is_active }}{{ .inputs }}{{ .bindings.x }}'),
    ).toEqual([
      { kind: 'parameter', name: 'p' },
      { kind: 'environment', name: 'envId' },
      { kind: 'grain', grain: 'g' },
      { kind: 'all', root: 'inputs' },
      { kind: 'unsupported', root: 'bindings' },
    ])
  })

  test('what is calculated may be anything, and longer words are other words', () => {
    expect(findReferences('{{ .inputs[x] }}{{ my.inputs.a }}{{ my_inputs.a }}')).toEqual([
      { kind: 'unknown', root: 'x' },
      { kind: 'all', root: 'inputs' },
      { kind: 'unknown', root: 'my' },
      { kind: 'unknown', root: 'my_inputs' },
    ])
  })

  test('text outside of braces has no references', () => {
    expect(findReferences(['.inputs.a', '{ .inputs.a }', '{{ .inputs.a'])).toEqual([])
  })

  test('any number of opening braces is read once', () => {
    expect(findReferences('{{ '.repeat(500_000))).toEqual([])
  })
})

describe('readExpressions', () => {
  test.each([
    ['{{ .inputs.a', 'Missing "}}" for this "{{".', 0],
    ['x {% if .inputs.a', 'Missing "%}" for this "{%".', 2],
    ['{% if .inputs.a %}x', 'Unclosed tag "if".', 0],
    ['{% raw %}x', 'Unclosed tag "raw".', 9],
    ['a {{ }}', 'The expression is empty.', 5],
    ['{{ ..inputs.a }}', 'An expression cannot begin with "..inputs.a".', 3],
    ['{{ .inputs.a + 1 }}', 'Unexpected text after the value: expected a filter.', 14],
    ['{{ .inputs.a .inputs.b }}', 'Expected an operator between two values.', 13],
    ['{% if .inputs.a == %}x{% endif %}', 'Missing value next to an operator.', 6],
    ['{{ .inputs.a | upcas }}', 'Unknown filter "upcas".', 0],
    ['{{ .inputs.a | constructor }}', 'Unknown filter "constructor".', 0],
    ['{% constructor %}', 'Unknown tag "constructor".', 0],
    [
      '{{ .inputs.a | resource_object: "x" }}',
      'Unsupported filter "resource_object": it needs Torque\'s inventory',
      0,
    ],
    ['\n{% include "a" %}', 'Unsupported tag "include": blueprints cannot read other files.', 1],
    ['{% render "a" %}', 'Unsupported tag "render": blueprints cannot read other files', 0],
    ['{% layout "a" %}', 'Unsupported tag "layout": blueprints cannot read other files', 0],
    ['{{ (1..5) }}', 'Ranges are only allowed after "in" in a loop.', 0],
  ])('of %s: %s', (text, message, offset) => {
    expect(readExpressions({ a: [text] })).toMatchObject([
      { path: ['a', '0'], found: [{ message: expect.stringContaining(message) as string, offset }] },
    ])
  })

  test.each([
    [
      'nested tags',
      '{% if a %}'.repeat(10_000),
      'Expressions must not be nested deeper than 20 levels.',
      200,
    ],
    [
      'nested brackets',
      `{{ .inputs${'[.inputs'.repeat(10_000)} }}`,
      'Expressions must not be nested deeper than 20 levels',
      170,
    ],
    ['a long text', `${'x'.repeat(100_000)}{{ .inputs.a }}`, 'must not exceed 100000 characters.', 0],
  ])('of %s', (_, text, message, offset) => {
    expect(readExpressions(text)).toMatchObject([
      { found: [{ message: expect.stringContaining(message) as string, offset }] },
    ])
  })

  test('a reference has its place in the text, also behind brackets with a dot', () => {
    const text = 'é {{ .inputs.["a"] }} {{ .inputs.b }}'
    const places = readExpressions(text).flatMap(({ found }) => found.map(({ offset }) => offset))
    expect(places.map((offset) => text.slice(offset).startsWith('.inputs'))).toEqual([true, true])
  })

  test('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{%',
        '%}',
        ' ',
        '.',
        'inputs',
        '.a',
        '[',
        ']',
        '"',
        "'",
        '|',
        ':',
        ',',
        '(',
        ')',
        '..',
      ],
      ...[
        'if',
        'for',
        'x',
        'in',
        'endif',
        'endfor',
        'assign',
        '=',
        'raw',
        'endraw',
        '-',
        '\n',
        '1',
        '==',
        'and',
      ],
      ...[
        'case',
        'when',
        'cycle',
        'comment',
        'endcomment',
        'default',
        '__proto__',
        'nil',
        'empty',
        '\0',
        '😀',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const { found } of readExpressions(pieces.join(''))) expect(Array.isArray(found)).toBe(true)
      }),
      { numRuns: caseCount(2_000) },
    )
  })
})
